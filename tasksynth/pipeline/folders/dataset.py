"""Datasets as they are read: a task's line by its id or its address, and what is wrong with one."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol, Self

from pydantic import ValidationError

from tasksynth.errors import StateError, UsageError
from tasksynth.invalid import explain
from tasksynth.pipeline.folders import packed
from tasksynth.pipeline.folders.manifest import task_files
from tasksynth.single import resolve
from tasksynth.system import read_at
from tasksynth_schemas import Task, TaskRef
from tasksynth_schemas.address import Address

_ID = b'{"id":"'


class Lookup(Protocol):
    """Finds tasks by the names that answers give them."""

    def ids(self) -> Iterable[str]:
        """The keys of all tasks that want an answer."""

    def find(self, name: str) -> str | None:
        """The key of the task that is named so, if there is one."""

    def line(self, key: str) -> bytes:
        """Its line."""

    def task(self, key: str) -> Task:
        """The task itself."""

    def missing(self, name: str) -> str:
        """A line for a person about a task that is not there."""


@dataclass
class Dataset:
    """Finds a task's line by id or by ref, without holding the tasks in memory."""

    files: list[Path]
    _handles: list[BinaryIO] = field(default_factory=list)
    _ids: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    _bare: dict[str, str | None] | None = None

    @classmethod
    def open(cls, path: Path, *, check: bool = False) -> Self:
        """Index a dataset folder or a JSONL file of tasks.

        Args:
            path: the folder or the file.
            check: compare the files with the manifest's digests too, not with their sizes alone.

        Raises:
            UsageError: if there is no complete dataset.
            StateError: if it is damaged; names the file and the line.
        """
        dataset = cls(task_files(path, check=check))
        for number, file in enumerate(dataset.files):
            dataset._handles.append(open_file(file, anywhere=True))
            offset = 0
            for row, line in enumerate(dataset._handles[-1], 1):
                dataset._ids[id_of(line, file, row)] = (number, offset, len(line))
                offset += len(line)
        return dataset

    def __len__(self) -> int:
        return len(self._ids)

    def ids(self) -> Iterable[str]:
        """The tasks' ids, in the order of the files."""
        return self._ids

    def find(self, name: str) -> str | None:
        """The id of a task that is named by id or by short ref; None if the dataset has none.

        A ref may be bare, `sat.ksat@1#7:42`, as long as it fits one task.

        Raises:
            UsageError: if a ref fits several tasks of different params, or none that can be.
        """
        if name in self._ids:
            return name
        if "#" not in name:
            return self._of_bare(name) if "<" in name else None  # imported tasks are told so
        try:
            bare = Address.parse(name).bare
        except ValueError:
            return None
        key = self._of_bare(name) if bare else self._of_address(name)
        return key if key in self._ids else None

    def pick(self, name: str) -> Task:
        """The task that a person names: by id, by the beginning of one, or by short ref.

        Raises:
            UsageError: if the dataset has none, or several.
            StateError: if its line is damaged.
        """
        if (key := self.find(name)) is not None:
            return self.task(key)
        begin = [key for key in self._ids if key.startswith(name)] if len(name) >= 4 else []
        if len(begin) > 1:
            raise UsageError(f"{name!r} begins the ids of {len(begin)} tasks here; give more of it")
        if not begin:
            raise UsageError(self.missing(name))
        return self.task(begin[0])

    def line(self, key: str) -> bytes:
        """The line of the task with this id."""
        number, offset, length = self._ids[key]
        return read_at(self._handles[number], length, offset)

    def task(self, key: str) -> Task:
        """The task with this id.

        Raises:
            StateError: if its line is damaged; names the file and the line.
        """
        line = self.line(key)
        try:
            return Task.model_validate_json(line)
        except ValidationError:
            number, offset, _ = self._ids[key]
            before = read_at(self._handles[number], offset, 0)
            return read_task(line, self.files[number], before.count(b"\n") + 1)

    def _of_address(self, name: str) -> str:
        with suppress(ValueError):
            if (full := TaskRef.parse(name).id) in self._ids:  # families that are gone, too
                return full
        made, index = resolve(name)
        return made.ref(index).id

    def _of_bare(self, name: str) -> str | None:
        if self._bare is None:
            self._bare = {}
            for key in self._ids:
                ref = self.task(key).ref
                if isinstance(ref, TaskRef):
                    bare = f"{ref.family}@{ref.version}#{ref.seed}:{ref.index}"
                else:
                    bare = str(ref)
                self._bare[bare] = None if bare in self._bare else key
        if name in self._bare and self._bare[name] is None:
            raise UsageError(
                f"{name} names several tasks of different params here: give the level or the "
                f"params too, as in ?level=0.5#, or the id"
            )
        return self._bare.get(name)

    def missing(self, name: str) -> str:
        """A line for a person about a task that is not there."""
        near = get_close_matches(name, list(islice(self._ids, 10_000)), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        return f"no task {name[:80]!r} among the {len(self._ids)} in {self.files[0].parent}{hint}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        for handle in self._handles:
            handle.close()


NO_LINES = {
    b"\x1f\x8b": "packed by gzip (gunzip unpacks it)",
    b"\xfd7zXZ\0": "packed by xz (unxz unpacks it)",
    b"BZh": "packed by bzip2 (bunzip2 unpacks it)",
    b"PK\x03\x04": "a zip archive",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}
"""How files begin that people take for one."""


def open_file(path: Path, *, anywhere: bool = False) -> BinaryIO:
    """A file of JSON lines, open for reading; of a packed file (see `packed`), its lines.

    Args:
        path: the file.
        anywhere: whether it is read at any place, and not only from first to last: then a packed
            one is unpacked to a file without a name.

    Raises:
        UsageError: if it cannot be read, or begins like something else; says what.
    """
    try:
        file = path.open("rb")
    except OSError as e:
        raise UsageError(f"cannot read {path}: {e.strerror}") from e
    begin = file.peek(512)
    try:
        lines = packed.opened(path, begin)
    except UsageError:
        file.close()
        raise
    if lines is not None:
        file.close()
        return packed.unpacked(lines) if anywhere else lines
    for signature, kind in NO_LINES.items():
        if begin.startswith(signature):
            file.close()
            raise UsageError(f"{path} is {kind}, want a file of JSON lines in UTF-8")
    return file


def read_task(line: bytes, file: Path, row: int) -> Task:
    """The task on a line.

    Raises:
        StateError: naming file and line, if it is none.
    """
    try:
        return Task.model_validate_json(line)
    except ValidationError as e:
        raise StateError(f"{file}:{row}: no task: {explain(e, Task)}") from e


def tasks_of(files: Iterable[Path]) -> Iterator[tuple[Task, bytes]]:
    """Every task of some files with its line.

    Raises:
        UsageError: if a file cannot be read.
        StateError: naming file and line, if a line is no task.
    """
    for file in files:
        with open_file(file) as lines:
            for row, line in enumerate(lines, 1):
                yield read_task(line, file, row), line


def id_of(line: bytes, file: Path, row: int) -> str:
    """The id of the task on a line.

    Raises:
        StateError: naming file and line, if the line is no task.
    """
    if line.startswith(_ID) and line.endswith(b"}\n"):  # whole, as we write it: not parsed
        return line[len(_ID) : len(_ID) + 20].decode(errors="replace")
    return read_task(line, file, row).id
