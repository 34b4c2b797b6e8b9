"""Other people's files as ordinary datasets."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tasksynth import registry
from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.aside import write_whole_folder
from tasksynth.pipeline.folders.manifest import Manifest, ShardReport, sha256_of
from tasksynth.pipeline.folders.output import guard
from tasksynth.pipeline.folders.shards import Shards
from tasksynth.pipeline.making.plan import ALL
from tasksynth_schemas import SCHEMA_VERSION, ImportRef, Task


def import_files(
    kind: str, files: Sequence[Path], out: Path | str, *, overwrite: bool = False
) -> Manifest:
    """Write the tasks of foreign files as one dataset folder, which is there once all was read.

    Raises:
        UsageError: for an unknown kind, or a file or row that cannot be read (file, line, field);
            what was at `out` is still there.
    """
    registry.load("importers", kind)  # an unknown kind is said before anything is read
    guard(out, files, folder=overwrite)
    sources = _digests(files)

    def fill(aside: Path) -> Manifest:
        families, shards = _write(kind, files, aside)
        tasks = sum(shard.tasks for shard in shards)
        return Manifest(
            schema_version=SCHEMA_VERSION,
            recipe=None,
            imported={Path(name).name: sha256 for name, sha256 in sources.items()},
            measure="none",
            versions={},
            families=families,
            tasks=tasks,
            splits={ALL: tasks},
            cells=(),
            shards=shards,
        )

    identity = f"import {kind} {sorted(sources.items())}"
    return write_whole_folder(out, fill, identity=identity, overwrite=overwrite)


def _digests(files: Sequence[Path]) -> dict[str, str]:
    """The digest of each file; equal ones would be the same tasks twice."""
    found: dict[str, str] = {}
    for file in files:
        digest = sha256_of(file)
        if digest in found.values():
            first = next(name for name, other in found.items() if other == digest)
            same = f"{file} twice" if first == str(file) else f"{first} and {file}, which are equal"
            raise UsageError(f"got {same}: they hold the same tasks; name one of them, once")
        found[str(file)] = digest
    return found


def _write(
    kind: str, files: Sequence[Path], folder: Path
) -> tuple[dict[str, int], tuple[ShardReport, ...]]:
    """Write the tasks of all files to one shard; returns the version of each family, too."""
    families: dict[str, int] = {}
    with Shards(folder, [(f"{ALL}-00000-of-00001.jsonl", ALL)], sys.maxsize) as shards:
        for file in files:
            for task in read_tasks(kind, file):
                families[task.ref.family] = task.ref.version
                shards.write(ALL, task.model_dump_json().encode() + b"\n")
        if not shards.tasks:
            raise UsageError(f"no tasks in {', '.join(map(str, files))}")
    return families, shards.reports()


def read_tasks(kind: str, file: Path) -> Iterator[Task]:
    """The tasks of one foreign file.

    Args:
        kind: the name of an importer.
        file: what it reads.

    Raises:
        UsageError: for an unknown kind, or a file or row that cannot be read (file, line, field).
    """
    read: registry.Importer = registry.load("importers", kind)
    digest = sha256_of(file)
    for row in read(file):
        yield _task(row, kind, digest)


def _task(row: registry.Imported, source: str, digest: str) -> Task:
    """The row as a task, with an address of its own."""
    family, x = registry.get(row.family), row.instance
    ref = ImportRef(
        family=family.name, version=family.version, source=source, digest=digest, row=row.row
    )
    return Task(
        id=ref.id,
        ref=ref,
        prompt=family.prompt(x) if row.prompt is None else row.prompt,
        needs=family.needs(x),
        instance=x.model_dump(mode="json"),
        measure=family.measure(x),
    )
