"""A dataset as it is read from first to last, whatever form its files have."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from tasksynth import registry
from tasksynth.errors import StateError
from tasksynth.invalid import explain
from tasksynth.pipeline.folders.dataset import tasks_of
from tasksynth.pipeline.folders.manifest import (
    MANIFEST,
    Manifest,
    read_manifest,
    sha256_of,
    task_files,
)
from tasksynth.pipeline.making.plan import ALL
from tasksynth.single import digest
from tasksynth_schemas import Task

_SHARD = re.compile(r"(.+)-\d{5}-of-\d{5}\.")


@dataclass(frozen=True)
class TaskLine:
    """A task on its way from one dataset to another."""

    split: str
    line: bytes
    """With its end."""
    task: Task


@dataclass(frozen=True)
class Origin:
    """A dataset that is read."""

    path: Path
    files: tuple[tuple[str, Path], ...]
    """Split and place of each file, in order."""
    manifest: Manifest | None

    @classmethod
    def open(cls, path: Path, *, check: bool = False) -> Self:
        """Find a dataset's files.

        Args:
            path: a folder, or a file of tasks.
            check: compare the files with the manifest's digests too.

        Raises:
            UsageError: if there is no complete dataset.
            StateError: if it is damaged.
        """
        files = task_files(path, check=check)
        manifest = read_manifest(path) if path.is_dir() else None
        if manifest is not None:
            splits = [shard.split for shard in manifest.shards]
        else:
            named = [_SHARD.match(file.name) for file in files] if path.is_dir() else [None]
            splits = [ALL if match is None else match[1] for match in named]
        return cls(path, tuple(zip(splits, files, strict=True)), manifest)

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits, in the order of the files."""
        return tuple(dict.fromkeys(split for split, _ in self.files))

    def entries(self, split: str | None = None) -> Iterator[TaskLine]:
        """All tasks, or those of one split.

        Raises:
            StateError: naming file and line, if a line is no task.
        """
        for name, file in self.files:
            if split in (None, name):
                for task, line in tasks_of([file]):
                    yield TaskLine(name, line.rstrip(b"\n") + b"\n", task)

    def digest(self) -> str:
        """SHA-256 in hex: of its manifest, which has those of its files, or of them."""
        if self.manifest is not None:
            return sha256_of(self.path / MANIFEST)
        if self.path.is_file():
            return sha256_of(self.path)
        each = "\n".join(f"{sha256_of(file)} {file.name}" for _, file in self.files)
        return hashlib.sha256(each.encode()).hexdigest()


def content(task: Task) -> bytes:
    """16 bytes that are equal exactly for tasks that their family calls the same one.

    Raises:
        UsageError: if the family is not installed.
        StateError: if the task is none of the family's; it may be of another version.
    """
    family = registry.get(task.ref.family)
    try:
        x = family.Instance.model_validate(task.instance)
    except ValidationError as e:
        why = explain(e, family.Instance)
        raise StateError(f"{task.ref}: its instance is none of {family.name}'s: {why}") from e
    return digest(family, x)
