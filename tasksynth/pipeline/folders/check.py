"""What is wrong with a dataset, read from end to end."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from tasksynth.invalid import explain
from tasksynth.pipeline.folders.dataset import open_file
from tasksynth.pipeline.folders.manifest import MANIFEST, damage, read_manifest, task_files
from tasksynth_schemas import Task


def faults(dataset: Path) -> Iterator[str]:
    """Every fault of a dataset as `FILE:LINE: what`, in the order of its files.

    Files are compared with the manifest's sizes and digests, each line must be a task, each task
    must have the id of its address, and none may be there twice.

    Raises:
        UsageError: if there is no complete dataset.
        StateError: if its manifest is damaged.
    """
    manifest = read_manifest(dataset) if dataset.is_dir() else None
    if manifest is None:
        files = task_files(dataset)
    else:
        files = [dataset / shard.name for shard in manifest.shards]
        for shard in manifest.shards:
            if fault := damage(dataset, shard, check=True):
                yield fault
    seen: dict[str, str] = {}
    for file in files:
        if file.exists():
            yield from _of_lines(file, seen)
    if manifest is not None and len(seen) != manifest.tasks:
        yield f"{dataset}: {len(seen):,} tasks are there, {MANIFEST} says {manifest.tasks:,}"


def _of_lines(file: Path, seen: dict[str, str]) -> Iterator[str]:
    with open_file(file) as lines:
        for row, line in enumerate(lines, 1):
            place = f"{file}:{row}"
            try:
                task = Task.model_validate_json(line)
            except ValidationError as e:
                yield f"{place}: no task: {explain(e, Task)}"
                continue
            if task.id != task.ref.id:
                yield f"{place}: its id is {task.id}, that of its address is {task.ref.id}"
            if task.id in seen:
                yield f"{place}: the task of {seen[task.id]} again"
            seen.setdefault(task.id, place)
