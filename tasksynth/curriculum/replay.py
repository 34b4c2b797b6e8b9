"""Runs that are over, or elsewhere: open one by its store, play it again."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from tasksynth.curriculum.journal.compaction import history
from tasksynth.curriculum.journal.events import parse
from tasksynth.curriculum.journal.store import MemoryStore, SqliteStore, Store
from tasksynth.curriculum.scheduler import COPIED, Scheduler
from tasksynth.errors import StateError


class Played(NamedTuple):
    """What a replay came to."""

    events: int
    position: int
    digest: str
    """16 hex digits over the final state: equal for equal runs."""


@contextmanager
def opened(store: Path | str) -> Iterator[Scheduler]:
    """The run in a store: a file, or a `postgresql://` address.

    Raises:
        StateError: if there is none.
    """
    kept = open_store(store)
    try:
        yield Scheduler.open(kept)
    finally:
        kept.close()


def open_store(where: Path | str) -> Store:
    """The store at a path or a `postgresql://` address, which must exist; a file is not changed.

    Raises:
        StateError: if it does not, or is something else.
    """
    if str(where).startswith(_POSTGRES):
        from tasksynth.curriculum.journal.postgres import PostgresStore

        return PostgresStore(str(where).replace(":/", "://", 1).replace(":///", "://", 1))
    path = Path(where)
    if not path.exists():
        raise StateError(f"there is no store at {where}")
    if not _journal_in(path):
        raise StateError(f"{where} is no store of ours; name the file that `serve --store` wrote")
    return SqliteStore(path)


_POSTGRES = ("postgresql:/", "postgres:/")


def _journal_in(path: Path) -> bool:
    """Whether a file is a store: opening one that is not would write our tables into it."""
    query = "SELECT 1 FROM sqlite_master WHERE name = 'journal'"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as db:
            return db.execute(query).fetchone() is not None
    except sqlite3.OperationalError as e:
        raise StateError(f"store {path}: {e}") from e
    except sqlite3.DatabaseError:
        return False


def replay(where: Path | str, *, archive: Path | None = None) -> Played:
    """Play a journal again from its first event, and check each ask and the final state.

    What a fork copied was chosen by another strategy, and is taken as it is. Where events were
    dropped, it begins with the state before those that are left, or in the archive.

    Raises:
        StateError: naming the first event that comes out differently.
    """
    with opened(where) as kept:
        copied = int(kept.store.meta(COPIED) or 0)
        base, rows = history(kept.store, archive)
        fresh = Scheduler(kept.recipe, MemoryStore(base))
        for row in rows:
            fresh.repeat(parse(row.body), check=row.seq > copied)
        ours, theirs = fresh.state(), kept.state()
    if ours.model_dump_json() != theirs.model_dump_json():
        raise StateError(f"{where}: the replayed state differs from the one kept in the store")
    return played(fresh)


def played(scheduler: Scheduler) -> Played:
    """The sum of a run."""
    state = scheduler.state()
    digest = hashlib.blake2b(state.model_dump_json().encode(), digest_size=8).hexdigest()
    return Played(state.seq, state.position, digest)
