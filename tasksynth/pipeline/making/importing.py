"""Other people's files as ordinary datasets."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tasksynth import registry
from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.manifest import Manifest, sha256_of
from tasksynth.pipeline.folders.output import guard
from tasksynth.pipeline.folders.shards import Folder, Shards, clear
from tasksynth.pipeline.making.plan import ALL
from tasksynth_schemas import SCHEMA_VERSION, ImportRef, Task


def import_files(
    kind: str, files: Sequence[Path], out: Path, *, overwrite: bool = False
) -> Manifest:
    """Write the tasks of foreign files as one dataset folder.

    Raises:
        UsageError: for an unknown kind, or a file or row that cannot be read (file, line, field).
    """
    registry.load("importers", kind)  # an unknown kind is said before anything is read
    guard(out, files, folder=overwrite)
    sources = {str(file): sha256_of(file) for file in files}
    families: dict[str, int] = {}
    with Folder(out, identity=f"import {kind} {sorted(sources.items())}") as folder:
        if overwrite:
            clear(out)
        elif (out / "manifest.json").exists():
            raise UsageError(f"{out} already holds a dataset; choose another --out")
        folder.begin()
        with Shards(out, [(f"{ALL}-00000-of-00001.jsonl", ALL)], sys.maxsize) as shards:
            for file in files:
                for task in read_tasks(kind, file):
                    families[task.ref.family] = task.ref.version
                    shards.write(ALL, task.model_dump_json().encode() + b"\n")
            if not shards.tasks:
                raise UsageError(f"no tasks in {', '.join(map(str, files))}")
        manifest = Manifest(
            schema_version=SCHEMA_VERSION,
            recipe=None,
            imported={Path(name).name: sha256 for name, sha256 in sources.items()},
            measure="none",
            versions={},
            families=families,
            tasks=shards.tasks,
            splits={ALL: shards.tasks},
            cells=(),
            shards=shards.reports(),
        )
        folder.finish(manifest)
    return manifest


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
