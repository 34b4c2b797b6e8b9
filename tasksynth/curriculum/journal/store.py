"""Where the journal lives: in memory, or in one SQLite file."""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from tasksynth.curriculum.journal.episodes import (
    TABLES,
    EpisodeBook,
    MemoryEpisodes,
    SqlEpisodes,
)
from tasksynth.errors import StateError, UnavailableError


class JournalEntry(NamedTuple):
    """A line of the journal."""

    seq: int
    """From 1."""
    body: str


class Store(Protocol):
    """An append-only journal. Several processes may share one; `turn` is how they take turns."""

    @property
    def episodes(self) -> EpisodeBook:
        """The journal of episodes, beside that of the curriculum."""

    def meta(self, name: str) -> str | None:
        """A fact about the run, or None."""

    def describe(self, name: str, value: str) -> str:
        """Set a fact unless it is set; returns what holds."""

    def rows(self, after: int) -> Iterator[JournalEntry]:
        """The journal after a sequence number, in order."""

    def keyed(self, key: str) -> str | None:
        """The event that an idempotency key led to."""

    def expect(self, keys: Collection[str]) -> None:
        """These keys are about to be looked up in this turn: a store may do it at once."""

    def asked(self, position: int) -> Iterator[str]:
        """Ask events from the one that holds a ledger position on."""

    def snapshot(self) -> JournalEntry | None:
        """The newest snapshot: its body stands for all events up to its seq."""

    def begins(self) -> int:
        """The number of its first event: 1, unless events before it were dropped."""

    def marks(self) -> list[tuple[int, int]]:
        """Events after which the state is kept for good, each with the ledger's position then."""

    def base(self) -> JournalEntry | None:
        """The oldest of these states: where events were dropped, the one before the first event."""

    def turn(self) -> AbstractContextManager["WriteTurn"]:
        """Exclusive writing. What was appended is durable when the block ends without an error,
        and gone if it ends with one.

        Raises:
            StateError: if the store is locked for too long, full or damaged.
        """

    def close(self) -> None:
        """Let go of files and connections."""


class WriteTurn(Protocol):
    """The right to write, while a `turn` lasts."""

    def append(
        self, seq: int, body: str, *, first: int | None = None, key: str | None = None
    ) -> None:
        """Write event `seq`; `first` and `key` make an ask findable."""

    def keep(self, seq: int, body: str) -> None:
        """Write a snapshot of the state after event `seq`; older ones may go."""

    def mark(self, seq: int, position: int, body: str) -> None:
        """Keep the state after event `seq` until events after it are dropped."""

    def drop(self, last: int) -> None:
        """Drop the events up to a mark, and the marks before it."""

    def note(self, name: str, value: str) -> None:
        """Set a fact, whatever it was."""


class MemoryStore:
    """A journal for tests and short runs: it grows with the run and ends with the process.

    Args:
        base: a state to begin with, after as many events as it says.
    """

    def __init__(self, base: JournalEntry | None = None) -> None:
        self._first = 1 if base is None else base.seq + 1
        self._marks: list[tuple[int, int, str]] = []
        self._meta: dict[str, str] = {}
        self._rows: list[JournalEntry] = []
        self._keys: dict[str, str] = {}
        self._asks: list[tuple[int, str]] = []
        self._snapshot = base
        self.episodes: EpisodeBook = MemoryEpisodes()

    def meta(self, name: str) -> str | None:
        """See Store."""
        return self._meta.get(name)

    def describe(self, name: str, value: str) -> str:
        """See Store."""
        return self._meta.setdefault(name, value)

    def rows(self, after: int) -> Iterator[JournalEntry]:
        """See Store."""
        yield from self._rows[max(0, after + 1 - self._first) :]

    def keyed(self, key: str) -> str | None:
        """See Store."""
        return self._keys.get(key)

    def expect(self, keys: Collection[str]) -> None:
        """See Store; a look costs nothing here."""

    def asked(self, position: int) -> Iterator[str]:
        """See Store."""
        from bisect import bisect_right

        start = bisect_right(self._asks, position, key=lambda ask: ask[0]) - 1
        for _, body in self._asks[max(0, start) :]:
            yield body

    def snapshot(self) -> JournalEntry | None:
        """See Store."""
        return self._snapshot

    def begins(self) -> int:
        """See Store."""
        return self._first

    def marks(self) -> list[tuple[int, int]]:
        """See Store."""
        return [(seq, position) for seq, position, _ in self._marks]

    def base(self) -> JournalEntry | None:
        """See Store."""
        return JournalEntry(self._marks[0][0], self._marks[0][2]) if self._marks else None

    @contextmanager
    def turn(self) -> Iterator["MemoryStore"]:
        """See Store; one process, so nothing to wait for."""
        yield self

    def append(
        self, seq: int, body: str, *, first: int | None = None, key: str | None = None
    ) -> None:
        """See Turn."""
        self._rows.append(JournalEntry(seq, body))
        if first is not None:
            self._asks.append((first, body))
        if key is not None:
            self._keys[key] = body

    def keep(self, seq: int, body: str) -> None:
        """See Turn."""
        self._snapshot = JournalEntry(seq, body)

    def mark(self, seq: int, position: int, body: str) -> None:
        """See Turn."""
        self._marks.append((seq, position, body))

    def drop(self, last: int) -> None:
        """See Turn."""
        gone = {body for _, body in self._rows[: last + 1 - self._first]}
        del self._rows[: last + 1 - self._first]
        self._keys = {key: body for key, body in self._keys.items() if body not in gone}
        self._asks = [ask for ask in self._asks if ask[1] not in gone]
        self._marks = [mark for mark in self._marks if mark[0] >= last]
        self._first = last + 1

    def note(self, name: str, value: str) -> None:
        """See Turn."""
        self._meta[name] = value

    def close(self) -> None:
        """Nothing to let go of."""


_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS journal (
    seq INTEGER PRIMARY KEY, first INTEGER, key TEXT, body TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS journal_first ON journal (first) WHERE first IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS journal_key ON journal (key) WHERE key IS NOT NULL;
CREATE TABLE IF NOT EXISTS snapshots (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS marks (
    seq INTEGER PRIMARY KEY, position INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
"""


BEGINS = "SELECT coalesce((SELECT min(seq) FROM journal), 1)"


class SqliteStore:
    """A journal in one SQLite file (write-ahead log), for any number of processes of one machine.

    An acknowledged event survives the death of the process; with `fsync` also that of the machine,
    at the price of a disk flush for each message.
    """

    def __init__(self, path: Path, *, fsync: bool = True, wait_s: float = 30.0) -> None:
        self.path = path
        with _translated(path):
            self._db = sqlite3.connect(
                path, timeout=wait_s, isolation_level=None, check_same_thread=False
            )
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute(f"PRAGMA synchronous = {'FULL' if fsync else 'NORMAL'}")
            self._db.executescript("BEGIN IMMEDIATE;" + _TABLES + TABLES + "COMMIT;")
        self.episodes: EpisodeBook = SqlEpisodes(self._do)

    def meta(self, name: str) -> str | None:
        """See Store."""
        return self._one("SELECT value FROM meta WHERE name = ?", name)

    def describe(self, name: str, value: str) -> str:
        """See Store."""
        with _translated(self.path):
            self._db.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (name, value))
        return self.meta(name) or value

    def rows(self, after: int) -> Iterator[JournalEntry]:
        """See Store."""
        with _translated(self.path):
            query = "SELECT seq, body FROM journal WHERE seq > ? ORDER BY seq"
            for seq, body in self._db.execute(query, (after,)):
                yield JournalEntry(seq, body)

    def keyed(self, key: str) -> str | None:
        """See Store."""
        return self._one("SELECT body FROM journal WHERE key = ?", key)

    def expect(self, keys: Collection[str]) -> None:
        """See Store; a look costs nothing here."""

    def asked(self, position: int) -> Iterator[str]:
        """See Store."""
        with _translated(self.path):
            query = (
                "SELECT body FROM journal WHERE first >="
                " coalesce((SELECT max(first) FROM journal WHERE first <= ?), 0) ORDER BY first"
            )
            for (body,) in self._db.execute(query, (position,)):
                yield body

    def snapshot(self) -> JournalEntry | None:
        """See Store."""
        with _translated(self.path):
            query = "SELECT seq, body FROM snapshots ORDER BY seq DESC LIMIT 1"
            found = self._db.execute(query).fetchone()
        return None if found is None else JournalEntry(*found)

    def begins(self) -> int:
        """See Store."""
        return int(self._do(BEGINS, ())[0][0])

    def marks(self) -> list[tuple[int, int]]:
        """See Store."""
        return self._do("SELECT seq, position FROM marks ORDER BY seq", ())

    def base(self) -> JournalEntry | None:
        """See Store."""
        found = self._do("SELECT seq, body FROM marks ORDER BY seq LIMIT 1", ())
        return JournalEntry(*found[0]) if found else None

    @contextmanager
    def turn(self) -> Iterator["SqliteStore"]:
        """See Store."""
        with _translated(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def append(
        self, seq: int, body: str, *, first: int | None = None, key: str | None = None
    ) -> None:
        """See Turn."""
        self._db.execute("INSERT INTO journal VALUES (?, ?, ?, ?)", (seq, first, key, body))

    def keep(self, seq: int, body: str) -> None:
        """See Turn."""
        self._db.execute("INSERT OR REPLACE INTO snapshots VALUES (?, ?)", (seq, body))
        self._db.execute("DELETE FROM snapshots WHERE seq < ?", (seq,))

    def mark(self, seq: int, position: int, body: str) -> None:
        """See Turn."""
        self._db.execute("INSERT INTO marks VALUES (?, ?, ?)", (seq, position, body))

    def drop(self, last: int) -> None:
        """See Turn."""
        self._db.execute("DELETE FROM journal WHERE seq <= ?", (last,))
        self._db.execute("DELETE FROM marks WHERE seq < ?", (last,))

    def note(self, name: str, value: str) -> None:
        """See Turn."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def close(self) -> None:
        """See Store."""
        self._db.close()

    def _do(self, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with _translated(self.path):
            return self._db.execute(query, values).fetchall()

    def _one(self, query: str, value: str) -> str | None:
        with _translated(self.path):
            found = self._db.execute(query, (value,)).fetchone()
        return None if found is None else str(found[0])


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as e:
        raise UnavailableError(f"store {path}: {e}; nothing was recorded, so try again") from e
    except sqlite3.DatabaseError as e:
        raise StateError(f"store {path} is damaged or no store of ours: {e}") from e
