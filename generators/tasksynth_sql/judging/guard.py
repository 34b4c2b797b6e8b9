"""An in-memory SQLite database that a hostile query can only read, within fixed limits.

Four fences: the authorizer admits nothing but reading the database's own tables; `setlimit`
bounds lengths and depths; a progress handler counts virtual-machine operations, which, unlike
seconds, are the same on every run; and the few functions that read the clock or allocate
without bound are denied, or replaced by ones that refuse exactly those uses.
"""

import re
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasksynth import FamilyError
from tasksynth_sql.databases.world import quote
from tasksynth_sql.judging.reading import word_set

Row = tuple[Any, ...]

TICK = 1000
"""Virtual-machine operations between two calls of the progress handler."""
MAX_BYTES = 32_000_000
"""Text and blob bytes that one result may hold."""
GOLD_OPS = 200_000_000
LONGEST = 200_000

_DENIED = word_set(
    "load_extension readfile writefile edit fts3_tokenizer random randomblob zeroblob "
    "sqlite_version sqlite_source_id sqlite_compileoption_get sqlite_compileoption_used "
    "sqlite_log sqlite_offset changes total_changes last_insert_rowid "
    "current_timestamp current_date current_time "
    "fts5 fts5_source_id optimize rtreecheck rtreedepth rtreenode icu_load_collation"
)
_MODULES = word_set("dbstat bytecode tables_used fts3tokenize")
"""Tables that are there without having been made; `json_each` is one too, and harmless."""
LIMITS = {
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 60_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 100,
}
_STARVED = "SQLite got too little of the machine in {:.0f} s"
_WIDTH = re.compile(r"%[-+ 0#!,]*(\*|\d{3,}|\d*\.(?:\*|\d{3,}))")


class QueryError(Exception):
    """A query that did not run to its end; the message is one line for a person."""

    def __init__(self, message: str, *, refused: bool = False) -> None:
        super().__init__(message)
        self.refused = refused
        """Was it stopped for what it tried, rather than for a mistake?"""


class TextTooLong(QueryError):
    """A text was longer than this run allowed, if not than the database does."""


class TooManyOps(QueryError):
    """It took more operations than this run allowed."""


class TooManyRows(QueryError):
    """It returned more than this run allowed."""


@dataclass(frozen=True)
class QueryResult:
    """What a query returned."""

    columns: int
    rows: list[Row]
    ops: int
    """Virtual-machine operations, rounded down to whole ticks."""
    seconds: float
    """CPU seconds of this thread."""


class _Watch:
    """What one connection may do, and how much it has done; the connection calls back into it.

    It does not know its connection: a cycle of references would keep databases in memory.
    """

    def __init__(self, tables: frozenset[str]) -> None:
        self._tables = tables
        self.ticks = self.max_ticks = 0
        self.cpu_end = self.wall_end = 0.0
        self.starved = self.filling = False
        self.refusal: str | None = None

    def start(self, max_ops: int, cpu_s: float, wall_s: float) -> None:
        self.ticks, self.max_ticks = 0, max_ops // TICK
        self.cpu_end = time.thread_time() + cpu_s
        self.wall_end = time.perf_counter() + wall_s
        self.starved, self.refusal = False, None

    def refuse(self, why: str) -> None:
        self.refusal = why

    def tick(self) -> int:
        self.ticks += 1
        if self.spent or time.thread_time() > self.cpu_end:
            return 1
        self.starved = time.perf_counter() > self.wall_end
        return int(self.starved)

    def authorize(
        self, action: int, first: str | None, second: str | None, _db: str | None, _by: str | None
    ) -> int:
        if self.filling or action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ:
            table = (first or "").lower()
            foreign = table in _MODULES or table.startswith("pragma_")
            if not table.startswith("sqlite_") and (not foreign or table in self._tables):
                return sqlite3.SQLITE_OK
            self.refuse(f"reading {table}")
        elif action == sqlite3.SQLITE_FUNCTION:
            if (second or "").lower() not in _DENIED:
                return sqlite3.SQLITE_OK
            self.refuse(f"the function {(second or '').lower()}")
        else:
            self.refuse("anything but a SELECT")
        return sqlite3.SQLITE_DENY

    @property
    def spent(self) -> bool:
        return self.ticks > self.max_ticks

    def explain(self, error: Exception) -> str:
        if self.refusal is not None:
            return f"refused: {self.refusal}"
        if self.spent:
            return f"the query took more than {self.max_ticks * TICK} operations"
        if "interrupted" in str(error):
            return "the query ran out of time"
        return f"SQLite says: {error}"


class Database:
    """One database in memory, read by guarded queries only.

    A `trusted` one is for queries of our own: their operations are counted, no more. So many of
    them are kept `compiled`. Not for several threads at once.
    """

    def __init__(
        self, image: bytes, *, reverse: bool = False, trusted: bool = False, compiled: int = 128
    ) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None, cached_statements=compiled)
        self._db.deserialize(image)
        self._db.text_factory = _decode
        if reverse:
            self._db.execute("PRAGMA reverse_unordered_selects = ON")
        listed = self._db.execute("SELECT name, type FROM sqlite_master").fetchall()
        self._tables = [name for name, kind in listed if kind == "table"]
        self._watch = _Watch(frozenset(name.lower() for name, _ in listed))
        if not trusted:
            _replace_functions(self._db, self._watch.refuse)
        for limit, value in LIMITS.items():
            self._db.setlimit(limit, value)
        self.longest = LONGEST if trusted else min(LONGEST, max(10_000, len(image)))
        """Bytes of the longest text, blob or row that a query may make."""
        self._json = False
        if not trusted:
            self._db.set_authorizer(self._watch.authorize)
        self._db.set_progress_handler(self._watch.tick, TICK)

    def _connect_json(self) -> None:
        """Let `json_each` and `json_tree` set themselves up, which the authorizer takes for DDL."""
        self._json = True
        self._db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, self.longest)
        self._db.set_authorizer(None)
        self._db.execute("SELECT 1 FROM json_each('1'), json_tree('1')").fetchall()
        self._db.set_authorizer(self._watch.authorize)

    def tables(self) -> list[tuple[str, int]]:
        """The tables, quoted, each with its number of columns."""
        self._db.set_authorizer(None)
        found = self._db.execute(
            "SELECT m.name, COUNT(*) FROM sqlite_master AS m JOIN pragma_table_info(m.name) "
            "WHERE m.type = 'table' GROUP BY m.name"
        ).fetchall()
        self._db.set_authorizer(self._watch.authorize)
        return [('"' + name.replace('"', '""') + '"', columns) for name, columns in found]

    def has_two_rows(self) -> bool:
        """Does any table hold them, which could lie the other way round?"""
        self._db.set_authorizer(None)
        listed = "SELECT name FROM sqlite_master WHERE type = 'table'"
        names = [name for (name,) in self._db.execute(listed).fetchall()]
        found = any(
            self._db.execute(f"SELECT 1 FROM {quote(name)} LIMIT 1 OFFSET 1").fetchone()
            for name in names
        )
        self._db.set_authorizer(self._watch.authorize)
        return found

    def refill(self, rows: str | Mapping[str, Sequence[Row]]) -> None:
        """Put rows in place of those of their tables, or those of our script in place of all."""
        self._watch.start(GOLD_OPS, 60.0, 120.0)
        self._watch.filling = True
        for limit in (sqlite3.SQLITE_LIMIT_LENGTH, sqlite3.SQLITE_LIMIT_SQL_LENGTH):
            self._db.setlimit(limit, 2**31 - 1)
        try:
            self._db.execute("BEGIN")
            for name in self._tables if isinstance(rows, str) else rows:
                self._db.execute(f"DELETE FROM {quote(name)}")
            if isinstance(rows, str):
                self._db.executescript(rows)
            else:
                _insert(self._db, rows)
            if self._db.in_transaction:
                self._db.execute("COMMIT")
        except sqlite3.Error as e:
            self._db.rollback()
            raise QueryError(f"SQLite says: {e}") from None
        finally:
            self._watch.filling = False

    def image(self) -> bytes:
        """The database as SQLite's file format."""
        return self._db.serialize()

    def close(self) -> None:
        """Free the memory."""
        self._db.close()

    def run(
        self,
        sql: str,
        *,
        max_ops: int = GOLD_OPS,
        max_rows: int = 1_000_000,
        cpu_s: float = 60.0,
        wall_s: float = 120.0,
        longest: int | None = None,
    ) -> QueryResult:
        """Run one query to its end.

        Raises:
            TextTooLong: if it needs a text over `longest` bytes, and may have it otherwise.
            TooManyOps: if it takes more than `max_ops` operations.
            QueryError: if it is refused, fails, or exceeds a limit.
            FamilyError: if the machine gave it too little of a processor, of which it is innocent.
        """
        watch = self._watch
        if not self._json and "json" in sql.lower():
            self._connect_json()
        most = self.longest if longest is None else min(longest, self.longest)
        self._db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most)
        started = time.thread_time()
        watch.start(max_ops, cpu_s, wall_s)
        try:
            cursor = self._db.execute(sql)
            width = len(cursor.description or ())
            rows = _fetch(cursor, width, max_rows)
        except (sqlite3.Error, sqlite3.Warning, UnicodeError, OverflowError) as e:
            if most < self.longest and "too big" in str(e):
                raise TextTooLong(watch.explain(e)) from None
            refused = watch.refusal is not None
            if watch.starved and not refused:
                raise FamilyError(_STARVED.format(wall_s)) from None
            if watch.spent and not refused:
                raise TooManyOps(watch.explain(e)) from None
            raise QueryError(watch.explain(e), refused=refused) from None
        return QueryResult(width, rows, watch.ticks * TICK, time.thread_time() - started)


def _decode(raw: bytes) -> str:
    return str(raw, "utf-8", "surrogateescape")


def _fetch(cursor: sqlite3.Cursor, width: int, max_rows: int) -> list[Row]:
    if width == 0:
        raise QueryError("the statement returns no result")
    rows: list[Row] = []
    held = 0
    while chunk := cursor.fetchmany(max(1, 256 // width)):
        rows += chunk
        if len(rows) > max_rows:
            cursor.close()
            raise TooManyRows(f"the result has more than {max_rows} rows")
        held += sum(len(v) for row in chunk for v in row if isinstance(v, str | bytes))
        if held > MAX_BYTES:
            cursor.close()
            raise QueryError(f"the result holds more than {MAX_BYTES} bytes of text")
    return rows


def build_image(script: str) -> bytes:
    """The database that a script of DDL and rows makes, as SQLite's file format.

    Raises:
        QueryError: if the script fails, or reaches outside the database.
    """
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.execute("PRAGMA page_size = 512")
        db.set_authorizer(_authorize_script)
        db.executescript(script)
        if db.in_transaction:
            db.execute("COMMIT")
        db.set_authorizer(None)
        if "virtual" in script.lower():
            _refuse_virtual(db)
        return db.serialize()
    except (sqlite3.Error, sqlite3.Warning, ValueError) as e:
        raise QueryError(f"SQLite says: {e}") from None
    finally:
        db.close()


def _refuse_virtual(db: sqlite3.Connection) -> None:
    """A virtual table runs code of a module, which no operation counts and no fence stops."""
    made = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
    for (name,) in db.execute(made):
        raise QueryError(f"{name} is a virtual table; copy its rows into an ordinary one")


def fill_image(base: bytes, tables: Mapping[str, Sequence[Row]]) -> bytes:
    """The database `base`, of empty tables, with these rows in them.

    Raises:
        QueryError: if a row breaks a promise of the schema.
    """
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.deserialize(base)
        db.execute("BEGIN")
        _insert(db, tables)
        db.execute("COMMIT")
        return db.serialize()
    except sqlite3.Error as e:
        raise QueryError(f"SQLite says: {e}") from None
    finally:
        db.close()


def _insert(db: sqlite3.Connection, tables: Mapping[str, Sequence[Row]]) -> None:
    for name, rows in tables.items():
        marks = ",".join("?" * len(rows[0]))
        db.executemany(f"INSERT INTO {quote(name)} VALUES ({marks})", rows)


def _authorize_script(
    action: int, _first: str | None, second: str | None, _db: str | None, _by: str | None
) -> int:
    outside = action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH) or (
        action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in {"load_extension", "edit"}
    )
    return sqlite3.SQLITE_DENY if outside else sqlite3.SQLITE_OK


# The originals of the replaced functions, called through a connection of their own.
_ORIGINALS = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)


def _replace_functions(db: sqlite3.Connection, refuse: Callable[[str], None]) -> None:
    def replace(name: str, check: Callable[[list[Any]], str | None]) -> None:
        def function(*args: Any) -> Any:
            if why := check(list(args)):
                refuse(f"{name}() {why}")
                raise ValueError(why)
            marks = ",".join("?" * len(args))
            return _ORIGINALS.execute(f"SELECT {name}({marks})", args).fetchone()[0]

        db.create_function(name, -1, function, deterministic=True)

    for name in ("date", "time", "datetime", "julianday", "unixepoch", "timediff"):
        replace(name, lambda args: _clock(args))
    replace("strftime", lambda args: _clock(args[1:]))
    for name in ("printf", "format"):
        replace(name, _wide)


def _clock(args: list[Any]) -> str | None:
    """Why these time arguments would read the clock or the machine's time zone, if they would."""
    texts = [str(_text(arg)).split("\0")[0].strip().lower() for arg in args]
    if not texts or "now" in texts or texts[0] in ("subsec", "subsecond"):
        return "of now changes from run to run"
    if "localtime" in texts or "utc" in texts:
        return "with a time zone depends on the machine"
    return None


def _wide(args: list[Any]) -> str | None:
    if args and _WIDTH.search(str(_text(args[0]))):
        return "with a width of three digits or *"
    return None


def _text(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
