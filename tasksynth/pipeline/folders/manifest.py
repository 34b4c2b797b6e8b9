"""What a dataset holds, as its folder says, and whether that is so."""

import hashlib
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from tasksynth.errors import StateError, UsageError
from tasksynth.invalid import explain
from tasksynth.pipeline.folders.packed import FORMS, form_of
from tasksynth_schemas import Model, Recipe

MANIFEST = "manifest.json"
JOURNAL = "journal.jsonl"
"""There until the manifest is."""


class CellReport(Model):
    """What came of one cell."""

    family: str
    level: float | None
    params: dict[str, Any]
    tasks: int
    drawn: int
    """Indices that were tried."""
    duplicates: int
    """Draws left out because the dataset already holds the same task."""
    rejected: int
    """Attempts that the family itself refused."""


class ShardReport(Model):
    """One file."""

    name: Annotated[str, Field(pattern=r"^(data/)?[^/\\]+$")]
    """Its path in the folder; exports have their files in `data`."""
    split: str
    tasks: int
    bytes: int
    sha256: str


class Manifest(Model):
    """What a complete dataset folder holds; equal for equal recipes and library versions."""

    schema_version: int
    recipe: Recipe | None
    """None for a dataset that was imported, or chosen from others."""
    imported: dict[str, str] = {}
    """Name and SHA-256 of each file that was imported."""
    made_by: Annotated[str, Field(exclude_if=lambda command: not command)] = ""
    """The command that made it of other datasets; not there where none did."""
    sources: Annotated[dict[str, str], Field(exclude_if=lambda sources: not sources)] = {}
    """Of each of those, the name, and the SHA-256 of its manifest or of the file."""
    measure: str
    """`quick` or `full`; `none` for an imported dataset, or where several differ."""
    versions: dict[str, str]
    """tasksynth, numpy, and what the families' packages depend on."""
    families: dict[str, int]
    """Stream version of each family."""
    tasks: int
    splits: dict[str, int]
    cells: tuple[CellReport, ...]
    shards: tuple[ShardReport, ...]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a complete dataset; None if the folder has none.

    Raises:
        StateError: if it is there and cannot be read.
    """
    path = folder / MANIFEST
    if not path.exists():
        return None
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except ValidationError as e:
        raise StateError(f"{path}: no manifest: {explain(e, Manifest)}") from e
    except OSError as e:
        raise UsageError(f"cannot read {path}: {e.strerror}") from e


def task_files(path: Path, *, check: bool = False) -> list[Path]:
    """The files of a dataset: a folder's shards in order, or the one file itself.

    Each shard has the size that the manifest says; with `check`, the digest too.

    Raises:
        UsageError: if there are none, or the dataset is unfinished.
        StateError: if a shard is missing or damaged; names the file, and the line where it can.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UsageError(f"no dataset at {path}; want a folder that `generate` wrote, or a file")
    if (path / JOURNAL).exists():
        raise UsageError(
            f"{path} is unfinished: run the same `tasksynth generate` again to complete it"
        )
    if (manifest := read_manifest(path)) is not None:
        for shard in manifest.shards:
            if fault := damage(path, shard, check=check):
                raise StateError(f"{fault}; generate the dataset again, or fetch it anew")
        return [path / shard.name for shard in manifest.shards]
    if not (files := sorted(file for file in path.iterdir() if form_of(file) is not None)):
        raise UsageError(f"no files of tasks in {path}: none ends with {', '.join(FORMS)}")
    return files


def damage(folder: Path, shard: ShardReport, *, check: bool) -> str | None:
    """What is wrong with a shard, as the manifest has it; its digest is compared with `check`."""
    file = folder / shard.name
    try:
        size = file.stat().st_size
    except OSError as e:
        return f"{file}: {e.strerror}, and {MANIFEST} names it"
    if size != shard.bytes:
        lines = form_of(file) == "jsonl"
        at = f"{file}:{min(_whole_lines(file), shard.tasks) + 1}" if lines else f"{file}"
        return f"{at}: the file has {size:,} bytes, {MANIFEST} says {shard.bytes:,}"
    if check and sha256_of(file) != shard.sha256:
        return f"{file}: its SHA-256 is not the one in {MANIFEST}"
    return None


def _whole_lines(file: Path) -> int:
    with file.open("rb") as lines:
        return sum(line.endswith(b"\n") for line in lines)


def sha256_of(path: Path) -> str:
    """A file's SHA-256 in hex.

    Raises:
        UsageError: if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as e:
        raise UsageError(f"cannot read {path}: {e.strerror}") from e
