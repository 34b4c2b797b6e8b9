"""Runs that are over, or elsewhere: open one by its store, play it again, branch it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tasksynth.curriculum.events import parse
from tasksynth.curriculum.recipes import read_whole
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.curriculum.store import MemoryStore, SqliteStore, Store
from tasksynth.errors import StateError, UsageError


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
    scheduler = Scheduler.open(open_store(store))
    try:
        yield scheduler
    finally:
        scheduler.close()


def open_store(where: Path | str) -> Store:
    """The store at a path or a `postgresql://` address, which must exist.

    Raises:
        StateError: if it does not.
    """
    if str(where).startswith(("postgresql:/", "postgres:/")):
        from tasksynth.curriculum.postgres import PostgresStore

        return PostgresStore(str(where).replace(":/", "://", 1).replace(":///", "://", 1))
    if not Path(where).exists():
        raise StateError(f"there is no store at {where}")
    return SqliteStore(Path(where))


def replay(where: Path | str) -> Played:
    """Play a journal again from its first event, and check each ask and the final state.

    Raises:
        StateError: naming the first event that comes out differently.
    """
    with opened(where) as kept:
        fresh = Scheduler(kept.recipe, MemoryStore())
        for row in kept.store.rows(0):
            fresh.repeat(parse(row.body), check=True)
        ours, theirs = fresh.state(), kept.state()
    if ours.model_dump_json() != theirs.model_dump_json():
        raise StateError(f"{where}: the replayed state differs from the one kept in the store")
    return played(fresh)


def played(scheduler: Scheduler) -> Played:
    """The sum of a run."""
    state = scheduler.state()
    digest = hashlib.blake2b(state.model_dump_json().encode(), digest_size=8).hexdigest()
    return Played(state.seq, state.position, digest)


def fork(
    source: Path | str, target: Path, *, recipe: Path | None = None, at: int | None = None
) -> Played:
    """Copy a run into a new store, up to event `at`, perhaps to go on under another strategy.

    With a recipe, its curriculum replaces the old one; its arms must be the same. What was served
    and answered stays, and the new strategy learns from all of it. Tickets of the copy have another
    run's name unless the recipe is the same.

    Raises:
        UsageError: if the target exists, or the recipe's arms differ.
        StateError: if the source holds no run.
    """
    if target.exists():
        raise UsageError(f"{target} exists; name a file that does not")
    with opened(source) as old:
        new = Scheduler(old.recipe if recipe is None else read_whole(recipe), MemoryStore())
        names = [arm.name for arm in new.space.arms]
        if names != [arm.name for arm in old.space.arms[: len(names)]]:
            raise UsageError(
                "the recipe has other arms than the run; only its curriculum may change"
            )
        copy = Scheduler(new.recipe, SqliteStore(target))
        for row in old.store.rows(0):
            if at is not None and row.seq > at:
                break
            copy.repeat(parse(row.body), check=False)
        result = played(copy)
        copy.close()
    return result
