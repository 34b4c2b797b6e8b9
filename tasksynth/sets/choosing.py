"""Fewer of a dataset's tasks: those of some families, levels or splits, or some at random."""

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.manifest import Manifest
from tasksynth.pipeline.folders.output import STANDARD
from tasksynth.pipeline.folders.packed import form_of
from tasksynth.pipeline.judging.verify import Group
from tasksynth.sets.reading import Origin, TaskLine
from tasksynth.sets.writing import Writing, write_dataset, write_file


@dataclass(frozen=True)
class Choice:
    """Which tasks."""

    families: Sequence[str] = ()
    """Names, or patterns such as `sat.*`; none: all."""
    levels: Sequence[float] = ()
    splits: Sequence[str] = ()
    most: int | None = None
    """How many of them, at random; None: all."""
    each: bool = False
    """Whether `most` counts for every family and level by itself."""
    seed: int = 0

    def fits(self, entry: TaskLine) -> bool:
        """Whether a task is of those that are asked for, chance apart."""
        group = Group.of(entry.task.ref.family, entry.task.level)
        levels = [float(f"{level:g}") for level in self.levels]
        families = self.families or ("*",)
        return (
            any(fnmatchcase(group.family, pattern) for pattern in families)
            and (not levels or group.level in levels)
            and (not self.splits or entry.split in self.splits)
        )


def sample(
    dataset: Path,
    out: Path | str,
    choice: Choice,
    *,
    overwrite: bool = False,
    check: bool = False,
) -> Manifest | int:
    """Write some of a dataset's tasks, in its order, as a folder or as one file.

    Chance is a hash of the seed and of a task's id: a task is chosen whatever stands beside it or
    before it, and a larger sample of the same seed holds the smaller one.

    Returns:
        The manifest of a folder, or how many tasks the one file holds.

    Raises:
        UsageError: if there are no such tasks, or fewer than were asked for.
    """
    origin = Origin.open(dataset, check=check)
    chosen = None if choice.most is None else _chosen(origin, choice)

    def entries() -> Iterator[TaskLine]:
        for entry in origin.entries():
            if entry.task.id in chosen if chosen is not None else choice.fits(entry):
                yield entry

    if next(entries(), None) is None:
        raise UsageError(f"{dataset} has no such tasks; `tasksynth stats {dataset}` tells which")
    plan = Writing("sample", [origin], overwrite=overwrite)
    if out == STANDARD or form_of(out) is not None:
        return write_file(out, entries, plan)
    return write_dataset(out, entries, plan)


def _chosen(origin: Origin, choice: Choice) -> set[str]:
    """The ids of as many tasks as are wanted: those of the smallest hashes."""
    most = choice.most or 0
    heaps: dict[Group | None, list[tuple[int, str]]] = defaultdict(list)
    for entry in filter(choice.fits, origin.entries()):
        ref, level, key = entry.task.ref, entry.task.level, entry.task.id
        heap = heaps[Group.of(ref.family, level) if choice.each else None]
        heapq.heappush(heap, (-_chance(choice.seed, key), key))  # the largest hash goes first
        if len(heap) > most:
            heapq.heappop(heap)
    for group, heap in heaps.items():
        if len(heap) < most:
            of = "" if group is None else f" of {group}"
            raise UsageError(
                f"{origin.path} has only {len(heap):,} such tasks{of}, asked for {most:,}"
            )
    return {key for heap in heaps.values() for _, key in heap}


def _chance(seed: int, key: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed}:{key}".encode(), digest_size=8).digest())
