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


class MemoryStore:
    """A journal for tests and short runs: it grows with the run and ends with the process."""

    def __init__(self) -> None:
        self._meta: dict[str, str] = {}
        self._rows: list[JournalEntry] = []
        self._keys: dict[str, str] = {}
        self._asks: list[tuple[int, str]] = []
        self._snapshot: JournalEntry | None = None
        self.episodes: EpisodeBook = MemoryEpisodes()

    def meta(self, name: str) -> str | None:
        """See Store."""
        return self._meta.get(name)

    def describe(self, name: str, value: str) -> str:
        """See Store."""
        return self._meta.setdefault(name, value)

    def rows(self, after: int) -> Iterator[JournalEntry]:
        """See Store."""
        yield from self._rows[after:]

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

    def close(self) -> None:
        """Nothing to let go of."""


_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS journal (
    seq INTEGER PRIMARY KEY, first INTEGER, key TEXT, body TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS journal_first ON journal (first) WHERE first IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS journal_key ON journal (key) WHERE key IS NOT NULL;
CREATE TABLE IF NOT EXISTS snapshots (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
"""


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
