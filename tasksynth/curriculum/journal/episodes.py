"""The journal of episodes: who began what, every action that was acknowledged, how it ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

TABLES = """
CREATE TABLE IF NOT EXISTS episodes (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, key TEXT UNIQUE, acted DOUBLE PRECISION NOT NULL,
    ended TEXT);
CREATE INDEX IF NOT EXISTS episodes_open ON episodes (acted) WHERE ended IS NULL;
CREATE TABLE IF NOT EXISTS actions (
    episode TEXT NOT NULL, turn INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (episode, turn));
"""


_FIND = "SELECT id, label, key, acted, ended FROM episodes"


@dataclass(frozen=True)
class EpisodeRow:
    """An episode as the journal has it."""

    id: str
    label: str
    key: str | None
    acted: float
    """When something happened to it last, in seconds since the epoch."""
    ended: str | None = None
    """Its verdict as JSON, once it has ended."""


class EpisodeBook(Protocol):
    """Writes belong into a `Store.turn`; the first one counts, and a repeat changes nothing."""

    def begin(self, row: EpisodeRow) -> EpisodeRow:
        """Note an episode down; the one that has its key, if there is one."""

    def find(self, episode: str) -> EpisodeRow | None:
        """An episode by its id."""

    def actions(self, episode: str) -> list[str]:
        """Its actions in order, as JSON."""

    def act(self, episode: str, turn: int, body: str, at: float) -> str:
        """Note an action down; what holds for that turn."""

    def end(self, episode: str, verdict: str, at: float) -> str:
        """Note the verdict down; what holds."""

    def idle(self, before: float) -> list[str]:
        """Episodes under way to which nothing has happened since."""

    def under_way(self) -> int:
        """How many have not ended."""

    def forget(self, kept: int) -> list[tuple[EpisodeRow, list[str]]]:
        """Drop what ended before the newest `kept` that did: each with its actions."""


class MemoryEpisodes:
    """For runs without a file; episodes that have ended are let go by and by."""

    def __init__(self) -> None:
        self._rows: dict[str, EpisodeRow] = {}
        self._keys: dict[str, str] = {}
        self._actions: dict[str, list[str]] = {}
        self._open: set[str] = set()
        self._ended: list[str] = []

    KEPT = 10_000
    """Ended episodes that are remembered."""

    def begin(self, row: EpisodeRow) -> EpisodeRow:
        """See EpisodeBook."""
        if row.key is not None and (known := self._keys.setdefault(row.key, row.id)) != row.id:
            return self._rows[known]
        self._rows[row.id], self._actions[row.id] = row, []
        self._open.add(row.id)
        return row

    def find(self, episode: str) -> EpisodeRow | None:
        """See EpisodeBook."""
        return self._rows.get(episode)

    def actions(self, episode: str) -> list[str]:
        """See EpisodeBook."""
        return list(self._actions.get(episode, ()))

    def act(self, episode: str, turn: int, body: str, at: float) -> str:
        """See EpisodeBook."""
        actions = self._actions[episode]
        if turn == len(actions):
            actions.append(body)
            self._rows[episode] = replace(self._rows[episode], acted=at)
        return actions[turn]

    def end(self, episode: str, verdict: str, at: float) -> str:
        """See EpisodeBook."""
        row = self._rows[episode]
        if row.ended is None:
            row = self._rows[episode] = replace(row, ended=verdict, acted=at)
            self._open.discard(episode)
            self._ended.append(episode)
            if len(self._ended) > 2 * self.KEPT:
                self._forget(self._ended[: self.KEPT])
                del self._ended[: self.KEPT]
        return row.ended or verdict

    def _forget(self, episodes: Sequence[str]) -> None:
        for episode in episodes:
            del self._actions[episode]
            if (key := self._rows.pop(episode).key) is not None:
                del self._keys[key]

    def idle(self, before: float) -> list[str]:
        """See EpisodeBook."""
        return [episode for episode in self._open if self._rows[episode].acted < before]

    def under_way(self) -> int:
        """See EpisodeBook."""
        return len(self._open)

    def forget(self, kept: int) -> list[tuple[EpisodeRow, list[str]]]:
        """See EpisodeBook; it is done by itself here."""
        return []


class SqlEpisodes:
    """In two tables, for SQLite and PostgreSQL alike.

    Args:
        run: does one statement with its parameters, and returns its rows.
        mark: what stands for a parameter.
    """

    def __init__(
        self, run: Callable[[str, tuple[Any, ...]], list[tuple[Any, ...]]], *, mark: str = "?"
    ) -> None:
        self._do, self._mark = run, mark

    def begin(self, row: EpisodeRow) -> EpisodeRow:
        """See EpisodeBook."""
        if row.key is not None:
            found = self._run(f"{_FIND} WHERE key = ?", row.key)
            if found:
                return EpisodeRow(*found[0])
        self._run(
            "INSERT INTO episodes (id, label, key, acted, ended) VALUES (?, ?, ?, ?, ?)",
            row.id, row.label, row.key, row.acted, row.ended,
        )  # fmt: skip
        return row

    def find(self, episode: str) -> EpisodeRow | None:
        """See EpisodeBook."""
        found = self._run(f"{_FIND} WHERE id = ?", episode)
        return EpisodeRow(*found[0]) if found else None

    def actions(self, episode: str) -> list[str]:
        """See EpisodeBook."""
        rows = self._run("SELECT body FROM actions WHERE episode = ? ORDER BY turn", episode)
        return [body for (body,) in rows]

    def act(self, episode: str, turn: int, body: str, at: float) -> str:
        """See EpisodeBook."""
        added = self._run(
            "INSERT INTO actions VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING turn",
            episode, turn, body,
        )  # fmt: skip
        if added:
            self._run("UPDATE episodes SET acted = ? WHERE id = ?", at, episode)
            return body
        query = "SELECT body FROM actions WHERE episode = ? AND turn = ?"
        return str(self._run(query, episode, turn)[0][0])

    def end(self, episode: str, verdict: str, at: float) -> str:
        """See EpisodeBook."""
        self._run(
            "UPDATE episodes SET ended = ?, acted = ? WHERE id = ? AND ended IS NULL",
            verdict, at, episode,
        )  # fmt: skip
        return str(self._run("SELECT ended FROM episodes WHERE id = ?", episode)[0][0])

    def idle(self, before: float) -> list[str]:
        """See EpisodeBook."""
        query = "SELECT id FROM episodes WHERE ended IS NULL AND acted < ?"
        return [episode for (episode,) in self._run(query, before)]

    def under_way(self) -> int:
        """See EpisodeBook."""
        return int(self._run("SELECT count(*) FROM episodes WHERE ended IS NULL")[0][0])

    def forget(self, kept: int) -> list[tuple[EpisodeRow, list[str]]]:
        """See EpisodeBook; at most as many at once."""
        query = f"{_FIND} WHERE ended IS NOT NULL ORDER BY acted DESC LIMIT ? OFFSET ?"
        gone = [EpisodeRow(*row) for row in self._run(query, kept, kept)]
        whole = [(row, self.actions(row.id)) for row in gone]
        for row in gone:
            self._run("DELETE FROM actions WHERE episode = ?", row.id)
            self._run("DELETE FROM episodes WHERE id = ?", row.id)
        return whole

    def _run(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._do(query.replace("?", self._mark), values)
