"""Files of whole tasks, in each form that is read back: see `tasksynth.pipeline.folders.packed`."""

import io
import tarfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from tasksynth.errors import writing
from tasksynth.export.files import Parquet
from tasksynth.export.rows import HF, IMAGES, Columns, Item, hf
from tasksynth.pipeline.folders.packed import WHOLE, Form, zstd
from tasksynth.sets.reading import TaskLine

PICTURED: frozenset[Form] = frozenset({"parquet", "tar"})
"""Forms that hold what the prompts show."""


class TaskFile(Protocol):
    """Takes the tasks of one file."""

    def write(self, entry: TaskLine, media: Mapping[str, bytes]) -> None:
        """Add a task.

        Args:
            entry: the task.
            media: what its prompt names, by name, in its order.
        """

    def __enter__(self) -> "TaskFile": ...
    def __exit__(self, kind: Any, *exc: object) -> None: ...


def task_file(path: Path, form: Form, *, images: bool) -> TaskFile:
    """A new file in a form; `images` if any task of its dataset shows some.

    Raises:
        UsageError: naming the extra, if what writes it is not installed.
        UnavailableError: if it cannot be written.
    """
    match form:
        case "parquet":
            return _Table(path, HF | {"images": IMAGES} if images else HF, images=images)
        case "tar":
            return _Tar(path)
        case "jsonl" | "jsonl.zst":
            return _Lines(path, form)


class _Lines(AbstractContextManager["_Lines"]):
    """The tasks' lines, plain or packed."""

    def __init__(self, path: Path, form: Form) -> None:
        self._path = path
        with writing(path):
            self._file: Any = path.open("wb") if form == "jsonl" else zstd().open(path, "wb")

    def write(self, entry: TaskLine, media: Mapping[str, bytes]) -> None:
        """See TaskFile."""
        with writing(self._path):
            self._file.write(entry.line)

    def __exit__(self, *exc: object) -> None:
        with writing(self._path):
            self._file.close()


class _Tar(AbstractContextManager["_Tar"]):
    """A tar as WebDataset reads it: `ID.json` is the task, `ID.NAME` what it shows.

    Equal tasks make equal bytes: no times, no owners.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with writing(path):
            self._file = tarfile.open(path, "w", format=tarfile.USTAR_FORMAT)  # noqa: SIM115

    def write(self, entry: TaskLine, media: Mapping[str, bytes]) -> None:
        """See TaskFile."""
        self._add(f"{entry.task.id}.json", entry.line.rstrip(b"\n"))
        for name, data in media.items():
            self._add(f"{entry.task.id}.{name.replace('/', '_')}", data)

    def _add(self, name: str, data: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        with writing(self._path):
            self._file.addfile(member, io.BytesIO(data))

    def __exit__(self, *exc: object) -> None:
        with writing(self._path):
            self._file.close()


class _Table(AbstractContextManager["_Table"]):
    """Parquet with the rows of `export --for hf`, each with its task's line as it was."""

    def __init__(self, path: Path, columns: Columns, *, images: bool) -> None:
        self._rows = Parquet(path, columns)
        self._images = images

    def write(self, entry: TaskLine, media: Mapping[str, bytes]) -> None:
        """See TaskFile."""
        row = hf(Item(entry.task, entry.split, 0, media))
        row[WHOLE] = entry.line.decode().rstrip("\n")
        self._rows.write({"images": [], **row} if self._images else row)

    def __exit__(self, *exc: Any) -> None:
        self._rows.__exit__(*exc)
