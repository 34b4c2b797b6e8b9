"""The same question on DuckDB and on PostgreSQL.

A gold query is rendered for the engine by sqlglot and accepted only where the engine agrees with
SQLite on every database of the suite. A candidate is run as it is, in the engine's own dialect:
four of 210 queries that were translated to SQLite returned wrong rows without an error.

DuckDB cannot be interrupted inside a function, and exceeds its own memory limit, so each run is a
process of its own with an address-space limit. PostgreSQL runs one statement in a read-only
transaction of an unprivileged role, with a statement timeout.
"""

import datetime
import decimal
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, Literal

from tasksynth import UsageError
from tasksynth_sql.compare import difference
from tasksynth_sql.guard import QueryError, Row
from tasksynth_sql.judging import Outcome, Suite
from tasksynth_sql.reading import Statement, Unreadable, read_reply, word_set

Engine = Literal["duckdb", "postgres"]
TIMEOUT_S = 8.0
MEMORY_BYTES = 2 << 30
"""Address space of the process that runs DuckDB; its libraries alone map some 500 MB."""
MAX_ROWS = 10_000

_UNSTABLE = word_set(
    "random rand gen_random_uuid uuid now current_date current_time current_timestamp localtime "
    "localtimestamp clock_timestamp statement_timestamp transaction_timestamp timeofday today "
    "get_current_time get_current_timestamp setseed pg_sleep set_config current_setting "
    "pg_read_file pg_read_binary_file pg_ls_dir pg_stat_file lo_import lo_export dblink "
    "query_to_xml table_to_xml database_to_xml read_csv read_csv_auto read_text read_blob "
    "read_json read_json_auto read_parquet glob getenv sniff_csv version pg_terminate_backend "
    "pg_cancel_backend pg_advisory_lock pg_advisory_lock_shared txid_current nextval setval"
)


def translate(sql: str, engine: Engine) -> list[str]:
    """SQLite statements of ours as statements of the engine.

    Foreign keys are left out: DuckDB checks them row by row, and rows here come in any order.

    Raises:
        UsageError: if sqlglot cannot translate them.
    """
    from sqlglot import exp, parse
    from sqlglot.errors import SqlglotError

    try:
        trees = [tree for tree in parse(sql, read="sqlite") if tree is not None]
    except SqlglotError as e:
        raise UsageError(f"sqlglot cannot write this for {engine}: {e}") from e
    for tree in trees:
        for key in [*tree.find_all(exp.ForeignKey)]:
            key.pop()
        for kind in tree.find_all(exp.DataType):
            if kind.this == exp.DType.FLOAT:  # 24 bits there; SQLite's REAL has 53
                kind.set("this", exp.DType.DOUBLE)
    return [tree.sql(engine) for tree in trees]


def gate(statement: Statement, engine: Engine) -> str | None:
    """Why a query is refused before it runs; None if it may run.

    sqlglot must see exactly one SELECT or set operation without anything that writes, locks,
    names a file or a catalogue, or tells one run from the next.
    """
    from sqlglot import exp, parse
    from sqlglot.errors import SqlglotError

    try:
        found = [tree for tree in parse(statement.sql, read=engine) if tree is not None]
    except (SqlglotError, RecursionError) as e:
        return f"it cannot be parsed: {str(e).splitlines()[0][:100]}"
    if len(found) != 1 or not isinstance(found[0], exp.Select | exp.SetOperation | exp.Values):
        return "want one SELECT"
    for node in found[0].walk():
        if isinstance(
            node, exp.DML | exp.DDL | exp.Command | exp.Lock | exp.Into
        ) and not isinstance(node, exp.Query):
            return f"it contains {type(node).__name__.upper()}"
        if isinstance(node, exp.Func) and _function(node) in _UNSTABLE:
            return f"the function {_function(node)}"
        if isinstance(node, exp.Table) and _foreign(node):
            return f"reading {node.sql(engine)[:60]}"
    return None


def _function(node: Any) -> str:
    name = node.name if node.key == "anonymous" else node.sql_name()
    return str(name).lower()


def _foreign(table: Any) -> bool:
    """A file, a table function, or a catalogue."""
    name, schema = table.name.lower(), table.db.lower()
    catalogue = name.startswith(("pg_", "sqlite_", "duckdb_", "pragma_"))
    return bool(schema) or catalogue or "." in name or "/" in name or not name


def plain(rows: Sequence[Sequence[Any]]) -> list[Row]:
    """An engine's values as SQLite's: decimals as floats, dates as ISO text, bools as 0 and 1."""
    return [tuple(map(_plain, row)) for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date | datetime.time):
        return str(value)
    return bytes(value) if isinstance(value, memoryview) else value


_DUCKDB = """
import json, resource, sys
job = json.load(sys.stdin)
hard = resource.getrlimit(resource.RLIMIT_AS)[1]
space = job["memory"] if hard == resource.RLIM_INFINITY else min(job["memory"], hard)
resource.setrlimit(resource.RLIMIT_AS, (space, space))
resource.setrlimit(resource.RLIMIT_CPU, (job["seconds"], job["seconds"]))
import duckdb
out = []
for script in job["scripts"]:
    db = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "256MB"})
    for statement in script:
        db.execute(statement)
    db.execute("SET enable_external_access = false")
    db.execute("SET lock_configuration = true")
    answers = []
    for query in job["queries"]:
        try:
            statements = duckdb.extract_statements(query)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                answers.append("want one SELECT")
                continue
            cursor = db.execute("BEGIN TRANSACTION READ ONLY").execute(statements[0])
            rows = cursor.fetchmany(job["rows"] + 1)
            if len(rows) > job["rows"]:
                answers.append("too many rows")
            else:
                answers.append([len(cursor.description), rows])
        except Exception as e:
            answers.append(f"{type(e).__name__}: {e}"[:300])
        finally:
            try:
                db.execute("ROLLBACK")
            except Exception:
                pass
    out.append(answers)
    db.close()

def plain(value):
    import datetime, decimal
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)

json.dump(out, sys.stdout, default=plain)
"""


def run_duckdb(scripts: Sequence[str], queries: Sequence[str]) -> list[list[list[Row] | str]]:
    """Run queries on databases given as SQLite scripts: rows, or what DuckDB says, for each.

    Raises:
        QueryError: if the process was killed at its limits.
        UsageError: if DuckDB is not installed, or a script does not run there.
    """
    job = {
        "scripts": [translate(script, "duckdb") for script in scripts],
        "queries": list(queries),
        "rows": MAX_ROWS,
        "memory": MEMORY_BYTES,
        "seconds": round(TIMEOUT_S),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-c", _DUCKDB],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise QueryError("DuckDB ran out of time") from None
    if "No module named 'duckdb'" in done.stderr:
        raise UsageError("DuckDB is not installed: pip install 'tasksynth[duckdb]'")
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["killed at its limits"])[-1]
        raise QueryError(f"DuckDB stopped: {last[:200]}")
    return [
        [a if isinstance(a, str) else plain(a[1]) for a in answers]
        for answers in json.loads(done.stdout)
    ]


class Postgres:
    """One PostgreSQL server, of which every database here is made anew and dropped.

    `connect` holds libpq parameters of a superuser; a role without rights runs the candidates.
    """

    ROLE = "tasksynth_candidate"

    def __init__(self, **connect: str) -> None:
        try:
            import psycopg
        except ImportError as e:
            raise UsageError("psycopg is missing: pip install 'tasksynth[postgres]'") from e
        self._psycopg = psycopg
        self._connect = connect
        with self._open("postgres") as db:
            found = db.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [self.ROLE])
            if not found.fetchone():
                db.execute(f"CREATE ROLE {self.ROLE} LOGIN")

    def _open(self, database: str, **more: str) -> Any:
        return self._psycopg.connect(
            **{**self._connect, "dbname": database, **more},  # type: ignore[arg-type]
            autocommit=True,
        )

    def run(self, scripts: Sequence[str], queries: Sequence[str]) -> list[list[list[Row] | str]]:
        """Run queries on databases given as SQLite scripts: rows, or what PostgreSQL says.

        Raises:
            UsageError: if a script does not run there.
        """
        return [self._run(script, queries) for script in scripts]

    def _run(self, script: str, queries: Sequence[str]) -> list[list[Row] | str]:
        name = f"tasksynth_{os.getpid()}"
        with self._open("postgres") as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
            try:
                with self._open(name) as db:
                    try:
                        for statement in translate(script, "postgres"):
                            db.execute(statement)
                    except self._psycopg.Error as e:
                        raise UsageError(f"PostgreSQL refuses the script: {e}") from e
                    db.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {self.ROLE}")
                return [self._query(name, query) for query in queries]
            finally:
                admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _query(self, database: str, query: str) -> list[Row] | str:
        options = "-c default_transaction_read_only=on -c statement_timeout=2000 -c work_mem=4MB"
        # A fresh connection for one statement: nothing that it sets can outlive it.
        with self._open(database, user=self.ROLE, options=options) as db:
            try:
                cursor = db.execute(query, prepare=True)
                if cursor.description is None:
                    return "want one SELECT"
                rows = cursor.fetchmany(MAX_ROWS + 1)
            except self._psycopg.Error as e:
                return f"{type(e).__name__}: {e}".splitlines()[0][:300]
        return "too many rows" if len(rows) > MAX_ROWS else plain(rows)


def judge_on(
    engine: Engine, suite: Suite, scripts: Sequence[str], reply: str, *, server: Postgres | None
) -> Outcome:
    """Judge a reply that is written for another engine, on that engine.

    `server` is the PostgreSQL to use; DuckDB needs none.

    Raises:
        UsageError: if the engine is missing, or a script does not run there.
    """
    try:
        statement = read_reply(reply)
    except Unreadable as e:
        return Outcome("unreadable", str(e))
    if why := gate(statement, engine):
        return Outcome("refused", f"refused: {why}", statement.sql)
    try:
        found = run_on(engine, scripts, [statement.sql], server=server)
    except QueryError as e:
        return Outcome("broken", str(e), statement.sql)
    got: list[list[Row]] = []
    for at, (rows,) in enumerate(found):
        if isinstance(rows, str):
            return Outcome("broken", f"database {at + 1}: {rows}", statement.sql)
        if any(len(row) != suite.columns for row in rows):
            return Outcome("wrong", f"want {suite.columns} columns", statement.sql)
        got.append(rows)
    why = difference(suite.wanted, got, permute=suite.permute) or ""
    return Outcome("wrong" if why else "right", why, statement.sql)


def run_on(
    engine: Engine, scripts: Sequence[str], queries: Sequence[str], *, server: Postgres | None
) -> list[list[list[Row] | str]]:
    """Run queries on an engine; see `run_duckdb` and `Postgres.run`."""
    if engine == "duckdb":
        return run_duckdb(scripts, queries)
    if server is None:
        raise UsageError("judging on PostgreSQL needs a server; give one")
    return server.run(scripts, queries)


def agreed_gold(
    engine: Engine, suite: Suite, scripts: Sequence[str], *, server: Postgres | None = None
) -> str | None:
    """The suite's gold for an engine, if the engine agrees with SQLite on every database."""
    gold = translate(suite.gold.sql, engine)[0]
    outcome = judge_on(engine, suite, scripts, gold, server=server)
    return gold if outcome.grade == "right" else None
