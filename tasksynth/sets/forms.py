"""Files of whole tasks, in each form that is read back: see `tasksynth.pipeline.folders.packed`."""

import io
import tarfile
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from tasksynth.errors import writing
from tasksynth.export.files import Parquet
from tasksynth.export.rows import HF, Item, hf, media_columns
from tasksynth.pipeline.folders.packed import WHOLE, Form, zstd
from tasksynth.sets.reading import TaskLine
from tasksynth_schemas.content import Medium

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


def task_file(path: Path, form: Form, *, shown: Collection[Medium]) -> TaskFile:
    """A new file in a form, for a dataset whose tasks show media of these kinds.

    Raises:
        UsageError: naming the extra, if what writes it is not installed.
        UnavailableError: if it cannot be written.
    """
    match form:
        case "parquet":
            return _Table(path, shown)
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

    def __init__(self, path: Path, shown: Collection[Medium]) -> None:
        more = media_columns(shown)
        self._rows = Parquet(path, HF | more)
        self._empty: dict[str, Any] = {column: [] for column in more}

    def write(self, entry: TaskLine, media: Mapping[str, bytes]) -> None:
        """See TaskFile."""
        row = hf(Item(entry.task, entry.split, 0, media))
        row[WHOLE] = entry.line.decode().rstrip("\n")
        self._rows.write(self._empty | row)

    def __exit__(self, *exc: Any) -> None:
        self._rows.__exit__(*exc)
