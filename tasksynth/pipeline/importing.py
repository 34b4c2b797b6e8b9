"""Other people's files as ordinary datasets."""

import sys
from collections.abc import Sequence
from pathlib import Path

from tasksynth import registry
from tasksynth.errors import UsageError
from tasksynth.pipeline.output import guard
from tasksynth.pipeline.plan import ALL
from tasksynth.pipeline.shards import Folder, Manifest, Shards, clear, sha256_of
from tasksynth_schemas import SCHEMA_VERSION


def import_files(
    kind: str, files: Sequence[Path], out: Path, *, overwrite: bool = False
) -> Manifest:
    """Write the tasks of foreign files as one dataset folder.

    Raises:
        UsageError: for an unknown kind, or a file or row that cannot be read (file, line, field).
    """
    guard(out, files, folder=overwrite)
    read = registry.importer(kind)
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
                for task in read(file):
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
