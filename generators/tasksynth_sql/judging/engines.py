"""The same question on DuckDB and on PostgreSQL.

A gold query is rendered for the engine by sqlglot and accepted only where the engine agrees with
SQLite on every database of the suite. A candidate is run as it is, in the engine's own dialect:
four of 210 queries that were translated to SQLite returned wrong rows without an error.

DuckDB cannot be interrupted inside a function, and exceeds its own memory limit, so each run is a
process of its own with an address-space limit. How PostgreSQL is fenced stands in `postgres`.
"""

import decimal
import json
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from tasksynth import FamilyError, UsageError
from tasksynth_sql.judging import duckdb_child
from tasksynth_sql.judging.compare import difference
from tasksynth_sql.judging.guard import MAX_BYTES, QueryError, QueryResult, Row
from tasksynth_sql.judging.reading import Statement, UnreadableQuery, read_reply, word_set
from tasksynth_sql.judging.verdict import QueryOutcome, Suite

Engine = Literal["duckdb", "postgres"]
DUCKDB_CPU_S = 5
"""CPU seconds that DuckDB may take for one query on all its databases."""
DUCKDB_WALL_S = 60.0
"""A backstop; a process that waits so long is the machine's fault, not the query's."""
MEMORY_BYTES = 2 << 30
"""Address space of the process that runs DuckDB; its libraries alone map some 500 MB."""
MAX_ROWS = 10_000
OUT_OF_TIME = "ran out of time"

_UNSTABLE = word_set(
    "random rand uuid now today current_date current_time current_timestamp localtime "
    "localtimestamp statement_timestamp transaction_timestamp txid_current get_current_time "
    "get_current_timestamp setseed nextval version current_setting getenv "
    "table_to_xml schema_to_xml database_to_xml "
    "read_csv read_csv_auto read_text read_blob read_json read_json_auto read_parquet sniff_csv "
    "glob"
)
"""Functions that tell one run from the next, or read more than the tables; PostgreSQL names its
volatile ones itself."""
_STARTS = re.compile(r"[(\s]*(?:select|with|values|from)\b", re.IGNORECASE)
_MOMENTS = word_set("now today tomorrow yesterday")


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
    query = found[0].unnest() if len(found) == 1 else None
    if not isinstance(query, exp.Select | exp.SetOperation | exp.Values):
        return "want one SELECT"
    for node in query.walk():
        if isinstance(
            node, exp.DML | exp.DDL | exp.Command | exp.Lock | exp.Into
        ) and not isinstance(node, exp.Query):
            return f"it contains {type(node).__name__.upper()}"
        if isinstance(node, exp.Func) and _unstable(_function(node)):
            return f"the function {_function(node)}"
        cast = isinstance(node, exp.Cast) and isinstance(node.this, exp.Literal)
        if cast and node.this.name.strip().lower() in _MOMENTS:
            return f"the time {node.this.name.strip().lower()}"
        if isinstance(node, exp.Table) and _foreign(node):
            return f"reading {node.sql(engine)[:60]}"
    return None


def _function(node: Any) -> str:
    name = node.name if node.key == "anonymous" else node.sql_name()
    return str(name).lower()


def _unstable(function: str) -> bool:
    return function in _UNSTABLE or (function.startswith("pg_") and function != "pg_typeof")


def _foreign(table: Any) -> bool:
    """A file, a table function, or a catalogue."""
    name, schema = table.name.lower(), table.db.lower()
    if not name:
        return not table.this.key.endswith("generateseries")
    catalogue = name.startswith(("pg_", "sqlite_", "duckdb_", "pragma_"))
    return bool(schema) or catalogue or "." in name or "/" in name


def run_duckdb(scripts: Sequence[Sequence[str]], query: Statement) -> list[QueryResult]:
    """Run one query on databases given as DuckDB statements.

    Raises:
        QueryError: if the query fails or exceeds a limit.
        UsageError: if DuckDB is not installed.
        FamilyError: if the machine did not get round to it.
    """
    found, stopped = _run_child(scripts, query.sql)
    if stopped is not None:
        raise stopped
    for number, one in enumerate(found, 1):
        if isinstance(one, str):
            raise QueryError(f"database {number}: {one}")
    return [one for one in found if not isinstance(one, str)]


def try_duckdb(scripts: Sequence[Sequence[str]], sql: str) -> list[QueryResult | None]:
    """What a query returns on the first so many databases, as far as it gets within its limits.

    None stands for one on which it does not run.

    Raises:
        UsageError: if DuckDB is not installed.
        FamilyError: if the machine did not get round to it.
    """
    found, _ = _run_child(scripts, sql)
    return [None if isinstance(one, str) else one for one in found]


def _run_child(
    scripts: Sequence[Sequence[str]], sql: str
) -> tuple[list[QueryResult | str], QueryError | None]:
    """The results by database, or what DuckDB says instead, and what stopped it before the end."""
    job = {
        "scripts": scripts,
        "query": sql,
        "max_rows": MAX_ROWS,
        "max_chars": MAX_BYTES,
        "memory": MEMORY_BYTES,
        "seconds": DUCKDB_CPU_S,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(Path(duckdb_child.__file__))],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            timeout=DUCKDB_WALL_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FamilyError(f"DuckDB got too little of the machine in {DUCKDB_WALL_S:g} s") from None
    if "No module named 'duckdb'" in done.stderr:
        raise UsageError("DuckDB is not installed: pip install 'tasksynth[duckdb]'")
    whole = done.stdout[: done.stdout.rfind("\n") + 1]
    results = [
        one if isinstance(one, str) else QueryResult(one[0], one[1], 0, 0.0)
        for one in map(json.loads, whole.splitlines())
    ]
    if done.returncode == -signal.SIGXCPU:
        return results, QueryError(f"DuckDB {OUT_OF_TIME}")
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["killed at its limits"])[-1]
        return results, QueryError(f"DuckDB stopped: {last[:200]}")
    return results, None


def plain(rows: Sequence[Sequence[Any]]) -> list[Row]:
    """An engine's values as SQLite's: decimals as floats, bools as 0 and 1, the rest as text."""
    return [tuple(map(_plain, row)) for row in rows]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | float | bytes):
        return value
    if isinstance(value, decimal.Decimal):
        whole = value.is_finite() and value == value.to_integral_value()
        value = int(value) if whole and abs(value) < 2**63 else float(value)
    if isinstance(value, int) and abs(value) < 2**63:
        return int(value)
    return value if isinstance(value, float) else str(value)


def judge_on(engine: Engine, suite: Suite, scripts: Sequence[str], reply: str) -> QueryOutcome:
    """Judge a reply that is written for another engine, on that engine.

    Raises:
        UsageError: if the engine is missing, or a script does not run there.
    """
    try:
        statement = read_reply(reply, starts=_STARTS)
    except UnreadableQuery as e:
        return QueryOutcome("unreadable", str(e))
    if why := gate(statement, engine):
        return QueryOutcome("refused", f"refused: {why}", statement.sql)
    try:
        results = run_on(engine, scripts, statement)
    except QueryError as e:
        return QueryOutcome("refused" if e.refused else "broken", str(e), statement.sql)
    for found in results:
        if found.columns != suite.columns:
            why = f"the result has {found.columns} columns, want {suite.columns}"
            return QueryOutcome("idle", why, statement.sql)
    got = [plain(found.rows) for found in results]
    why = difference(suite.wanted, got, permute=suite.permute)
    if why is None:
        return QueryOutcome("right", "", statement.sql)
    return QueryOutcome("wrong" if suite.right_on(got) > suite.idle else "idle", why, statement.sql)


def run_on(engine: Engine, scripts: Sequence[str], query: Statement) -> list[QueryResult]:
    """Run a query on an engine, on databases given as SQLite scripts.

    Raises:
        QueryError: if the query is refused, fails, or exceeds a limit.
        UsageError: if the engine is missing, or a script does not run there.
    """
    translated = [translate(script, engine) for script in scripts]
    if engine == "duckdb":
        return run_duckdb(translated, query)
    from tasksynth_sql.judging.postgres import server

    return server().run(translated, query)


def agreed_gold(engine: Engine, suite: Suite, scripts: Sequence[str]) -> str | None:
    """The suite's gold for an engine, if the engine agrees with SQLite on every database.

    Raises:
        UsageError: if the engine is missing, or a script does not run there.
        FamilyError: if the gold ran out of time, on which no task may hang.
    """
    gold = translate(suite.gold.sql, engine)[0]
    outcome = judge_on(engine, suite, scripts, gold)
    if OUT_OF_TIME in outcome.why:
        raise FamilyError(f"{engine} {OUT_OF_TIME} on a gold query: the machine is too busy")
    return gold if outcome.grade == "right" else None
