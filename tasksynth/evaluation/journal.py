"""A file of a run that only grows."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tasksynth.errors import UnavailableError, writing
from tasksynth.pipeline.folders.shards import still_there
from tasksynth.system import read_at

SYNC_EVERY_S = 1.0
"""What a power cut may cost; a killed process loses nothing."""


class Journal:
    """A file that only grows, by whole lines; a torn last line is cut off when it is opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with writing(path):
            self._file = path.open("a+b", buffering=0)
            self._reader = path.open("rb")
            self.size = self._cut()
        self._synced = time.monotonic()

    def _cut(self) -> int:
        """Drop what follows the last newline; the length of what is left."""
        end = self._file.seek(0, os.SEEK_END)
        while end:
            begin = max(0, end - 2**16)
            newline = read_at(self._file, end - begin, begin).rfind(b"\n")
            if newline >= 0:
                end = begin + newline + 1
                break
            end = begin
        self._file.truncate(end)
        return end

    def append(self, line: bytes) -> int:
        """Write a line, newline included; where it begins.

        Raises:
            UnavailableError: if it could not be written whole; the torn line is cut off.
        """
        at = self.size
        try:
            with writing(self._path):
                left = memoryview(line)
                while left:  # what does not fit is refused only when nothing more does
                    left = left[self._file.write(left) :]
        except UnavailableError:
            with suppress(OSError):
                self._file.truncate(at)
            raise
        self.size += len(line)
        if time.monotonic() - self._synced > SYNC_EVERY_S:
            self.sync()
        return at

    def sync(self) -> None:
        """Wait until the disk has it.

        Raises:
            UnavailableError: if it does not, or if the file was removed.
        """
        with writing(self._path):
            os.fsync(self._file.fileno())
        still_there(self._file, self._path)
        self._synced = time.monotonic()

    def lines(self) -> Iterator[tuple[int, int, bytes]]:
        """Where each line begins, its number from 1, and the line."""
        self._reader.seek(0)
        at = 0
        for number, line in enumerate(self._reader, 1):
            yield at, number, line
            at += len(line)

    def line(self, at: int) -> bytes:
        """The line that begins there."""
        self._reader.seek(at)
        return self._reader.readline()

    def replace(self, lines: Iterator[bytes]) -> None:
        """Put other lines in the place of all, in one step, and close."""
        part = self._path.with_name(f"{self._path.name}.part")
        with writing(self._path):
            with part.open("wb") as file:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
            part.rename(self._path)
        self._file.close()
        self._reader.close()

    def close(self) -> None:
        """Sync and close."""
        if not self._file.closed:
            try:
                self.sync()
            finally:
                self._file.close()
                self._reader.close()
