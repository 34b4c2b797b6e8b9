"""Fewer of a dataset's tasks: those of some families, levels or splits, or some at random."""

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.manifest import Manifest
from tasksynth.pipeline.folders.output import STANDARD
from tasksynth.pipeline.folders.packed import form_of
from tasksynth.pipeline.judging.verify import Group
from tasksynth.sets.reading import Origin, TaskLine
from tasksynth.sets.writing import Writing, write_dataset, write_file

Part = Literal["domain", "family", "level"]
"""Of what there is to be as many: of every domain (a family's first word), of every family, or of
every level of a family."""


@dataclass(frozen=True)
class Choice:
    """Which tasks."""

    families: Sequence[str] = ()
    """Names, or patterns such as `sat.*`; none: all."""
    levels: Sequence[float] = ()
    splits: Sequence[str] = ()
    most: int | None = None
    """How many of them, at random; None: all."""
    each: Part | None = None
    """Of what `most` counts for every one by itself; without `most`, as many of each as there are
    of the rarest."""
    seed: int = 0

    def part(self, entry: TaskLine) -> str:
        """What a task counts for; the same of all where nothing is counted by itself."""
        family = entry.task.ref.family
        if self.each == "level":
            return str(Group.of(family, entry.task.level))
        if self.each == "domain":
            return family.partition(".")[0]
        return family if self.each else ""

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
    everything = choice.most is None and choice.each is None
    chosen = None if everything else _chosen(origin, choice)

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
    most = choice.most
    if most is None:
        counts = Counter(choice.part(entry) for entry in filter(choice.fits, origin.entries()))
        most = min(counts.values(), default=0)
    heaps: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for entry in filter(choice.fits, origin.entries()):
        key, heap = entry.task.id, heaps[choice.part(entry)]
        heapq.heappush(heap, (-_chance(choice.seed, key), key))  # the largest hash goes first
        if len(heap) > most:
            heapq.heappop(heap)
    for part, heap in heaps.items():
        if len(heap) < most:
            of = f" of {part}" if part else ""
            raise UsageError(
                f"{origin.path} has only {len(heap):,} such tasks{of}, asked for {most:,}"
            )
    return {key for heap in heaps.values() for _, key in heap}


def _chance(seed: int, key: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed}:{key}".encode(), digest_size=8).digest())
