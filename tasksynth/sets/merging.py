"""Several datasets as one, in which no task is twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.manifest import Manifest
from tasksynth.pipeline.folders.output import STANDARD
from tasksynth.pipeline.folders.packed import Form, form_of
from tasksynth.sets.reading import Origin, TaskLine, content
from tasksynth.sets.writing import SHARD_SIZE, Writing, write_dataset, write_file


@dataclass(frozen=True)
class Merged:
    """What came of a merge."""

    tasks: int
    again: int
    """Tasks that were there before: the same address, or the same content at another one."""
    across: int
    """Of these, those that were in another split before."""
    manifest: Manifest | None
    """None where one file was written."""


def merge(
    datasets: Sequence[Path],
    out: Path | str,
    *,
    form: Form | None = None,
    shard_size: int = SHARD_SIZE,
    workers: int = 1,
    overwrite: bool = False,
    check: bool = False,
) -> Merged:
    """Write the tasks of several datasets, split by split; the first of equal ones stays.

    Tasks are equal that their family calls the same one, whatever their addresses. So none that
    is in an earlier split is in a later one.

    Raises:
        UsageError: for what cannot be written, or a family that is not installed.
        StateError: if a dataset is damaged.
    """
    origins = [Origin.open(path, check=check) for path in datasets]
    splits = list(dict.fromkeys(split for origin in origins for split in origin.splits))
    single = "jsonl" if out == STANDARD else form_of(out)
    if single is not None and len(splits) > 1:
        raise UsageError(
            f"one file does not tell splits apart, and there are {', '.join(splits)}; "
            f"write a folder"
        )
    once = _Once(origins, splits)
    plan = Writing("merge", origins, form or "jsonl", shard_size, workers, overwrite)
    if single is not None:
        tasks, manifest = write_file(out, once, plan), None
    else:
        manifest = write_dataset(out, once, plan)
        tasks = manifest.tasks
    return Merged(tasks, once.again, once.across, manifest)


class _Once:
    """The tasks of several datasets, without those that were there before."""

    def __init__(self, origins: Sequence[Origin], splits: Sequence[str]) -> None:
        self._origins, self._splits = origins, splits
        self.again = self.across = 0

    def __call__(self) -> Iterator[TaskLine]:
        seen: dict[bytes, int] = {}
        again = across = 0
        for number, split in enumerate(self._splits):
            for entry in (e for origin in self._origins for e in origin.entries(split)):
                key = content(entry.task)
                if (first := seen.get(key)) is None:
                    seen[key] = number
                    yield entry
                else:
                    again += 1
                    across += first != number
        self.again, self.across = again, across
