"""The tasks of a dataset, found by row."""

from array import array
from bisect import bisect_right
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from tasksynth.pipeline.folders.dataset import id_of, open_file, read_task
from tasksynth.pipeline.folders.manifest import task_files
from tasksynth.system import read_at
from tasksynth_schemas import Task


class TaskLines:
    """The tasks of a dataset by row, at twelve bytes each."""

    def __init__(self, path: Path, *, limit: int | None = None, check: bool = False) -> None:
        """Find where the lines begin.

        Raises:
            UsageError: if there is no complete dataset.
            StateError: if it is damaged; names the file and the line.
        """
        self._paths = task_files(path, check=check)
        self._files: list[BinaryIO] = []
        self._first: list[int] = []  # row of each file's first line
        self._offsets, self._lengths = array("q"), array("I")
        digest = sha256()
        with ExitStack() as stack:
            for file in self._paths:
                self._first.append(len(self._offsets))
                self._files.append(stack.enter_context(open_file(file, anywhere=True)))
                offset = 0
                for row, line in enumerate(self._files[-1], 1):
                    id_of(line, file, row)
                    digest.update(line)
                    self._offsets.append(offset)
                    self._lengths.append(len(line))
                    offset += len(line)
            self._open = stack.pop_all()
        self.digest = digest.hexdigest()
        """SHA-256 of all lines."""
        del self._offsets[limit if limit is not None else len(self._offsets) :]

    def __len__(self) -> int:
        return len(self._offsets)

    def line(self, row: int) -> bytes:
        """The line of a task; for any thread."""
        file = self._files[bisect_right(self._first, row) - 1]
        return read_at(file, self._lengths[row], self._offsets[row])

    def task(self, row: int) -> Task:
        """A task; for any thread.

        Raises:
            StateError: if its line is damaged; names the file and the line.
        """
        return read_task(self.line(row), *self._place(row))

    def id(self, row: int) -> str:
        """The id of a task."""
        return id_of(self.line(row), *self._place(row))

    def _place(self, row: int) -> tuple[Path, int]:
        number = bisect_right(self._first, row) - 1
        return self._paths[number], row - self._first[number] + 1

    def close(self) -> None:
        """Close the files."""
        self._open.close()
