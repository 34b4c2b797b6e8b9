"""Branches of a run: its journal, up to some event, taken over into a store of its own."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from tasksynth.curriculum.arrays import Int
from tasksynth.curriculum.journal.compaction import history
from tasksynth.curriculum.journal.events import AskedEvent, Event, GrownEvent, parse
from tasksynth.curriculum.journal.store import JournalEntry, MemoryStore, SqliteStore, Store
from tasksynth.curriculum.replay import Played, open_store, played
from tasksynth.curriculum.scheduler import COPIED, FORMATS, Scheduler
from tasksynth.curriculum.space import Arm, arms_of
from tasksynth.curriculum.split import ranges, served_mix
from tasksynth.errors import StateError, UsageError
from tasksynth.pipeline.making.plan import read_recipe
from tasksynth_schemas import Recipe


def fork(
    source: Path | str,
    target: Path,
    *,
    recipe: Path | None = None,
    at: int | None = None,
    archive: Path | None = None,
) -> Played:
    """Copy a run into a new store, up to event `at`, perhaps to go on by another recipe.

    The recipe may have another curriculum, and more arms than the run: raised levels, families that
    were added. The arms that the run has must be in it, and serve the same tasks. What was served
    and answered stays, and the new strategy learns from all of it. Tickets of the copy have another
    run's name unless the recipe is the same. Journals of earlier formats can be taken over so.

    Raises:
        UsageError: if the target exists, the run has fewer events, or its arms are not in the
            recipe; then there is no target.
        StateError: if the source holds no run, or is damaged.
    """
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target} exists; name a file that does not")
    store = open_store(source)
    try:
        old, rows = _recipe_of(store, source), _until(_all(store, archive), at)
        new = old if recipe is None else read_recipe(recipe)
        fresh = Scheduler(new, MemoryStore())  # what is wrong with the recipe is said here
        place = _Places(old, new, fresh.space.arms)
        return _write(target, new, (place.moved(parse(row.body)) for row in rows))
    finally:
        store.close()


def _recipe_of(store: Store, source: Path | str) -> Recipe:
    text, form = store.meta("recipe"), store.meta("format")
    if text is None:
        raise StateError(f"{source} holds no run yet; start one from a recipe")
    if form not in FORMATS:
        raise StateError(f"{source} is of format {form}, which this version cannot read")
    try:
        return Recipe.model_validate_json(text)
    except ValidationError as e:
        raise StateError(f"{source}: its recipe is not one of this version; {e}") from e


def _all(store: Store, archive: Path | None) -> Iterator[JournalEntry]:
    """Every event since the first."""
    base, rows = history(store, archive)
    if base is not None:
        raise UsageError(
            f"the journal's first {base.seq} events were dropped, and a branch begins with them: "
            "name their --archive"
        )
    return rows


def _until(rows: Iterable[JournalEntry], at: int | None) -> Iterator[JournalEntry]:
    seq = 0
    for row in rows:
        if at is not None and row.seq > at:
            return
        seq = row.seq
        yield row
    if at is not None and seq < at:
        raise UsageError(f"the run has {seq} events, so it cannot be branched at {at}")


def _write(target: Path, recipe: Recipe, events: Iterable[Event]) -> Played:
    """The copy, written aside and renamed: a fork that fails leaves nothing."""
    aside = target.with_name(f"{target.name}.part")
    if aside.exists():
        raise UsageError(f"{aside} exists: an earlier fork was interrupted; remove it first")
    try:
        copy = Scheduler(recipe, SqliteStore(aside))
        try:
            with copy.together():
                for event in events:
                    copy.repeat(event, check=False)
            result = played(copy)
            copy.store.describe(COPIED, str(result.events))
        finally:
            copy.close()
        aside.rename(target)
    finally:
        for suffix in ("", "-wal", "-shm"):
            aside.with_name(aside.name + suffix).unlink(missing_ok=True)
    return result


class _Places:
    """Where the arms of a run are in another recipe."""

    def __init__(self, old: Recipe, new: Recipe, arms: tuple[Arm, ...]) -> None:
        self.seed, self.new = old.seed, arms
        self.was = ranges(old), ranges(new)
        self.arms: tuple[Arm, ...] = ()
        self.place: Int = np.zeros(0, dtype=np.int64)
        self._enter(arms_of(served_mix(old), old.seed))

    def _enter(self, arms: tuple[Arm, ...]) -> None:
        found = {arm.ref.stream: i for i, arm in enumerate(self.new)}
        before, after = self.was
        for arm in arms[len(self.arms) :]:
            stream = arm.ref.stream
            if stream not in found:
                raise UsageError(
                    f"the run has the arm {arm.name} of seed {arm.ref.seed}, and the recipe does "
                    "not: it may have another [curriculum], and more arms, but none less"
                )
            if before.get(stream) != after.get(stream):
                raise UsageError(
                    f"the recipe's splits serve other tasks of {arm.name} than the run's: what was "
                    "trained on could be held out now; keep count and splits as they are"
                )
        self.arms = arms
        self.place = np.array([found[arm.ref.stream] for arm in arms], dtype=np.int64)

    def moved(self, event: Event) -> Event:
        """The event, by the arms of the other recipe."""
        if isinstance(event, GrownEvent):
            more = arms_of(event.mix, self.seed, known=self.arms)
            known = {arm.ref.stream for arm in self.new}
            self.new += tuple(arm for arm in more if arm.ref.stream not in known)
            self._enter(more)
        elif isinstance(event, AskedEvent):
            if max(event.arm) >= len(self.arms):
                raise StateError("the journal is damaged: it names an arm that the run has not")
            arms = tuple(self.place[list(event.arm)].tolist())
            return event.model_copy(update={"arm": arms})
        return event
