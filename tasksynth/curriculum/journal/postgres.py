"""A journal in PostgreSQL, for servers on several machines. Needs the extra `postgres`."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from tasksynth.curriculum.journal.episodes import TABLES, EpisodeBook, SqlEpisodes
from tasksynth.curriculum.journal.store import BEGINS, JournalEntry
from tasksynth.errors import UnavailableError, UsageError

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE IF NOT EXISTS journal (
    seq bigint PRIMARY KEY, first bigint UNIQUE, key text UNIQUE, body text NOT NULL);
CREATE TABLE IF NOT EXISTS snapshots (seq bigint PRIMARY KEY, body text NOT NULL);
CREATE TABLE IF NOT EXISTS marks (
    seq bigint PRIMARY KEY, position bigint NOT NULL, body text NOT NULL);
"""
_LOCK = 0x7461736B
"""The advisory lock that a turn holds; any number that nobody else uses."""
TURN_S = 60.0
"""Seconds that a turn may be idle: whoever stands still in it (stopped, or cut off) loses it."""


class PostgresStore:
    """A journal in one schema of a PostgreSQL database; one connection, opened again when lost."""

    def __init__(
        self,
        address: str,
        *,
        schema: str = "tasksynth",
        wait_s: float = 30.0,
        turn_s: float = TURN_S,
    ) -> None:
        """Connect, and make the tables unless they are there.

        Raises:
            UsageError: if psycopg is not installed, or the schema's name is not plain.
            UnavailableError: if the server cannot be reached.
        """
        if not schema.isidentifier():
            raise UsageError(f"a schema's name is letters, digits and _, got {schema!r}")
        try:
            import psycopg
        except ModuleNotFoundError as e:
            raise UsageError("PostgreSQL needs psycopg: pip install 'tasksynth[postgres]'") from e
        self._psycopg = psycopg
        self.address, self.schema, self.wait_s, self.turn_s = address, schema, wait_s, turn_s
        self._db: Any = None
        self._appended: list[tuple[int, int | None, str | None, str]] = []
        """Events of this turn that the server has not been sent."""
        self._keys: dict[str, str | None] = {}
        """What keys led to, as far as this turn knows."""
        with self.turn():
            self._connection().execute(_TABLES + TABLES)
        self.episodes: EpisodeBook = SqlEpisodes(self._do, mark="%s")

    def meta(self, name: str) -> str | None:
        """See Store."""
        return self._one("SELECT value FROM meta WHERE name = %s", name)

    def describe(self, name: str, value: str) -> str:
        """See Store."""
        with self._translated():
            query = "INSERT INTO meta VALUES (%s, %s) ON CONFLICT DO NOTHING"
            self._connection().execute(query, (name, value))
        return self.meta(name) or value

    def rows(self, after: int) -> Iterator[JournalEntry]:
        """See Store; a few thousand at a time."""
        self._send()
        query = "SELECT seq, body FROM journal WHERE seq > %s ORDER BY seq LIMIT 5000"
        while True:
            with self._translated():
                found = self._connection().execute(query, (after,)).fetchall()
            for seq, body in found:
                yield JournalEntry(seq, body)
            if len(found) < 5000:
                return
            after = found[-1][0]

    def keyed(self, key: str) -> str | None:
        """See Store."""
        if key in self._keys:
            return self._keys[key]
        return self._one("SELECT body FROM journal WHERE key = %s", key)

    def expect(self, keys: Collection[str]) -> None:
        """See Store: a round trip for each would bound how many can be asked for a second."""
        query = "SELECT key, body FROM journal WHERE key = ANY(%s)"
        found = dict(self._do(query, (list(keys),))) if keys else {}
        self._keys = {key: found.get(key) for key in keys} | self._keys

    def asked(self, position: int) -> Iterator[str]:
        """See Store; one at a time, since the reader stops early."""
        self._send()
        start = "SELECT first, body FROM journal WHERE first <= %s ORDER BY first DESC LIMIT 1"
        after = "SELECT first, body FROM journal WHERE first > %s ORDER BY first LIMIT 1"
        with self._translated():
            found = self._connection().execute(start, (position,)).fetchone()
        while found is not None:
            yield found[1]
            with self._translated():
                found = self._connection().execute(after, (found[0],)).fetchone()

    def snapshot(self) -> JournalEntry | None:
        """See Store."""
        with self._translated():
            query = "SELECT seq, body FROM snapshots ORDER BY seq DESC LIMIT 1"
            found = self._connection().execute(query).fetchone()
        return None if found is None else JournalEntry(*found)

    def begins(self) -> int:
        """See Store."""
        self._send()
        return int(self._do(BEGINS, ())[0][0])

    def marks(self) -> list[tuple[int, int]]:
        """See Store."""
        return self._do("SELECT seq, position FROM marks ORDER BY seq", ())

    def base(self) -> JournalEntry | None:
        """See Store."""
        found = self._do("SELECT seq, body FROM marks ORDER BY seq LIMIT 1", ())
        return JournalEntry(*found[0]) if found else None

    @contextmanager
    def turn(self) -> Iterator["PostgresStore"]:
        """See Store."""
        with self._translated(), self._connection().transaction():
            self._db.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            try:
                yield self
                self._send()
            finally:
                self._appended.clear()
                self._keys.clear()

    def append(
        self, seq: int, body: str, *, first: int | None = None, key: str | None = None
    ) -> None:
        """See Turn; all of a turn are sent together."""
        self._appended.append((seq, first, key, body))
        if key is not None:
            self._keys[key] = body

    def _send(self) -> None:
        if self._appended:
            query = "INSERT INTO journal (seq, first, key, body) VALUES (%s, %s, %s, %s)"
            with self._db.cursor() as cursor:
                cursor.executemany(query, self._appended)
            self._appended.clear()

    def keep(self, seq: int, body: str) -> None:
        """See Turn."""
        query = "INSERT INTO snapshots VALUES (%s, %s) ON CONFLICT DO NOTHING"
        self._db.execute(query, (seq, body))
        self._db.execute("DELETE FROM snapshots WHERE seq < %s", (seq,))

    def mark(self, seq: int, position: int, body: str) -> None:
        """See Turn."""
        self._db.execute("INSERT INTO marks VALUES (%s, %s, %s)", (seq, position, body))

    def drop(self, last: int) -> None:
        """See Turn."""
        self._send()
        self._db.execute("DELETE FROM journal WHERE seq <= %s", (last,))
        self._db.execute("DELETE FROM marks WHERE seq < %s", (last,))

    def note(self, name: str, value: str) -> None:
        """See Turn."""
        query = "INSERT INTO meta VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = %s"
        self._db.execute(query, (name, value, value))

    def close(self) -> None:
        """See Store."""
        if self._db is not None:
            self._db.close()

    def _do(self, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with self._translated():
            done = self._connection().execute(query, values)
            rows: list[tuple[Any, ...]] = done.fetchall() if done.description else []
            return rows

    def _one(self, query: str, value: str) -> str | None:
        with self._translated():
            found = self._connection().execute(query, (value,)).fetchone()
        return None if found is None else str(found[0])

    def _connection(self) -> Any:
        if self._db is None or self._db.closed:
            db = self._psycopg.connect(self.address, autocommit=True, connect_timeout=10)
            db.execute(f"SET lock_timeout TO {int(self.wait_s * 1000)}")
            turn_ms = int(self.turn_s * 1000)
            db.execute(f"SET idle_in_transaction_session_timeout TO {turn_ms}")
            db.execute(f"SET search_path TO {self.schema}")
            found = db.execute("SELECT to_regnamespace(%s)", (self.schema,)).fetchone()
            if found is None or found[0] is None:
                with db.transaction():  # two that do it at once would fail, IF NOT EXISTS or not
                    db.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
                    db.execute(f"CREATE SCHEMA IF NOT EXISTS {self.schema}")
            self._db = db
        return self._db

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except self._psycopg.Error as e:
            reason = str(e).strip().splitlines()[0]
            raise UnavailableError(
                f"store {self.schema!r} in PostgreSQL: {reason}; try again"
            ) from e
