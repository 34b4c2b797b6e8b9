"""Candidates on a PostgreSQL server, as a role that may read one schema and nothing else.

For one judging there is a role of its own, and for each database a schema; both are dropped
afterwards. A candidate runs on a fresh connection of that role, in a read-only transaction. It is
stopped by the CPU seconds of its server process where that is one of this machine's; a server
elsewhere stops it by the clock, and then the verdict is an error.

A query is first counted as a subquery, which only a query can be, and fetched if the result is
small. Which functions are volatile, and so refused, PostgreSQL says itself.
"""

import contextlib
import os
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tasksynth import FamilyError, UsageError
from tasksynth_sql.judging.guard import MAX_BYTES, QueryError, QueryResult
from tasksynth_sql.judging.reading import Statement

DSN = "TASKSYNTH_POSTGRES"
"""The environment variable that names the server, as libpq does: a URI, or `host=… dbname=…`."""
MAX_ROWS = 10_000
TIMEOUT_S = 8.0
"""CPU seconds of a query on all its databases; what it takes to build them does not count."""
STATEMENT_S = 2.0
"""CPU seconds of a query on one database; of the clock, where a server does not show the former."""
WALL_S = 30.0
"""A backstop by the clock, where CPU seconds are seen: no verdict on the query."""
_POLL_S = 0.05
_SETTINGS = {
    "default_transaction_read_only": "on",
    "work_mem": "4MB",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
}
_SERVERS_OWN = ("08", "57", "58")
"""Classes of SQLSTATE, in its manual's appendix A: a connection, an operator, the system."""
_SIZE = (
    "SELECT count(*), coalesce(sum(octet_length(said)), 0) FROM "
    f"(SELECT tasksynth_row::text AS said FROM (%s) AS tasksynth_row LIMIT {MAX_ROWS + 1}) AS found"
)


def server() -> "Postgres":
    """The server that the environment names.

    Raises:
        UsageError: if it names none, or psycopg is not installed.
    """
    dsn = os.environ.get(DSN)
    if not dsn:
        raise UsageError(
            f"the dialect postgres needs a server: set {DSN} to its address, for instance "
            "postgresql://user@host/database, and pip install 'tasksynth[postgres]'"
        )
    return Postgres(dsn)


class Postgres:
    """A database of a PostgreSQL server, in which the user of `dsn` may create roles and schemas.

    Raises:
        UsageError: if psycopg is not installed.
    """

    def __init__(self, dsn: str) -> None:
        try:
            import psycopg
        except ImportError as e:
            raise UsageError("psycopg is missing: pip install 'tasksynth[postgres]'") from e
        self._psycopg = psycopg
        self._dsn = dsn

    def run(self, scripts: Sequence[Sequence[str]], query: Statement) -> list[QueryResult]:
        """Run one query on databases given as PostgreSQL statements.

        Raises:
            QueryError: if the query is refused, fails, or exceeds a limit.
            UsageError: if the server cannot be used, or a script does not run there.
            FamilyError: if it ran out of time, and the machine may be to blame.
        """
        left = TIMEOUT_S
        with self._admin() as admin:
            self._refuse_volatile(admin, query)
            with self._role(admin) as (role, password):
                results = []
                for number, script in enumerate(scripts, 1):
                    self._build(admin, role, script)
                    try:
                        results.append(self._query(role, password, query.sql, left))
                    except QueryError as e:
                        raise QueryError(f"database {number}: {e}") from None
                    left -= results[-1].seconds
                return results

    @contextlib.contextmanager
    def _admin(self) -> Iterator[Any]:
        try:
            admin = self._psycopg.connect(self._dsn, autocommit=True)
        except self._psycopg.Error as e:
            raise UsageError(f"cannot reach the server of {DSN}: {_line(e)}") from e
        with admin:
            found = admin.execute("SELECT 'a' > 'B' AND 'é' > 'z'").fetchone()
            if found != (True,):
                raise UsageError(
                    f"the database of {DSN} sorts texts by a language, and SQLite by code points; "
                    "make one with: createdb --template template0 --locale C --encoding UTF8 NAME"
                )
            yield admin

    @contextlib.contextmanager
    def _role(self, admin: Any) -> Iterator[tuple[str, str]]:
        """A role, and a schema of the same name, while the body runs."""
        # A backend's number is its alone; what a killed process left under it goes first.
        role, password = f"tasksynth_{admin.info.backend_pid}", secrets.token_hex(16)
        try:
            self._drop(admin, role)
            admin.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")
        except self._psycopg.Error as e:
            raise UsageError(f"the user of {DSN} must be allowed to create roles: {e}") from e
        try:
            yield role, password
        finally:
            # What cut the body off may have cut a command, too: then the next of this number drops.
            with contextlib.suppress(self._psycopg.OperationalError):
                self._drop(admin, role)

    def _drop(self, admin: Any, role: str) -> None:
        admin.execute("SET client_min_messages = error")
        admin.execute(f"DROP SCHEMA IF EXISTS {role} CASCADE")
        admin.execute(f"DROP ROLE IF EXISTS {role}")

    def _build(self, admin: Any, role: str, script: Sequence[str]) -> None:
        try:
            with admin.transaction():
                admin.execute(f"DROP SCHEMA IF EXISTS {role} CASCADE")
                admin.execute(f"CREATE SCHEMA {role}")
                admin.execute(f"SET search_path = {role}")
                for statement in script:
                    admin.execute(statement)
                admin.execute(f"GRANT USAGE ON SCHEMA {role} TO {role}")
                admin.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {role} TO {role}")
        except self._psycopg.Error as e:
            raise UsageError(f"PostgreSQL refuses the script: {_line(e)}") from e

    def _refuse_volatile(self, admin: Any, query: Statement) -> None:
        if '&"' in query.sql or "&'" in query.sql:  # U&"\0073elect" spells a name in code points
            raise QueryError("refused: a name spelt in code points", refused=True)
        following = zip(query.tokens, query.tokens[1:], strict=False)
        called = [name.strip('"').lower() for name, then in following if then == "("]
        found = admin.execute(
            "SELECT proname FROM pg_catalog.pg_proc WHERE provolatile = 'v' AND proname = ANY(%s)",
            [called],
        ).fetchone()
        if found:
            raise QueryError(f"refused: the function {found[0]}", refused=True)

    def _query(self, role: str, password: str, query: str, seconds: float) -> QueryResult:
        settings = {**_SETTINGS, "search_path": role}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        try:
            db = self._psycopg.connect(self._dsn, user=role, password=password, options=options)
        except self._psycopg.Error as e:
            raise UsageError(f"a role of ours cannot log in to {DSN}: {_line(e)}") from e
        started = time.perf_counter()
        clock = _ServerClock(db, min(STATEMENT_S, seconds))
        with contextlib.closing(db), clock:
            try:
                db.execute(f"SET statement_timeout = {1000 * clock.wall_s:.0f}")
                # `prepare` for the protocol that takes one statement, never two.
                count, length = db.execute(_SIZE % query, prepare=True).fetchone() or (0, 0)
                if count > MAX_ROWS or length > MAX_BYTES:
                    raise QueryError(f"the result has more than {MAX_ROWS} rows or is too long")
                cursor = db.execute(query, prepare=True)
                rows, width = cursor.fetchall(), len(cursor.description or ())
            except self._psycopg.errors.QueryCanceled:
                if clock.stopped:
                    raise QueryError("the query ran out of time") from None
                raise FamilyError(
                    f"PostgreSQL did not end a query in {clock.wall_s:g} s, and it is not known "
                    "whether the machine was too busy; run the server where the judge runs"
                ) from None
            except self._psycopg.Error as e:
                lost = isinstance(e, self._psycopg.OperationalError)
                if lost and (e.sqlstate or "08").startswith(_SERVERS_OWN):
                    raise FamilyError(f"PostgreSQL did not end a query: {_line(e)}") from None
                raise QueryError(f"PostgreSQL says: {_line(e)}") from None
            spent = clock.cpu_s()
        if not width:
            raise QueryError("the statement returns no result")
        return QueryResult(
            width, rows, 0, time.perf_counter() - started if spent is None else spent
        )


class _ServerClock:
    """Cancels what a connection runs when its server process has used up its CPU seconds."""

    def __init__(self, db: Any, cpu_s: float) -> None:
        self._db, self._pid = db, db.info.backend_pid
        self._end = threading.Event()
        self._watcher = threading.Thread(target=self._watch, args=(cpu_s,), daemon=True)
        self.stopped = False
        """Was the query stopped for what it used itself?"""
        self.wall_s = STATEMENT_S if self.cpu_s() is None else WALL_S

    def __enter__(self) -> None:
        if self.wall_s == WALL_S:
            self._watcher.start()

    def __exit__(self, *exc: object) -> None:
        self._end.set()
        if self._watcher.is_alive():
            self._watcher.join()

    def _watch(self, most: float) -> None:
        while not self._end.wait(_POLL_S):
            if (self.cpu_s() or 0.0) > most:
                self.stopped = True
                self._db.cancel()
                return

    def cpu_s(self) -> float | None:
        """CPU seconds of the server process; None if it is none of this machine's."""
        try:
            name, _, fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")
        except OSError:
            return None
        if "postgres" not in name:
            return None
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]
