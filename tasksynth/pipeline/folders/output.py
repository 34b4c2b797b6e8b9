"""Files that commands write: never over what they read, and whole or not at all."""

import os
import secrets
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from tasksynth.errors import StateError, UsageError, writing
from tasksynth.pipeline.folders.manifest import MANIFEST, read_manifest
from tasksynth.pipeline.folders.packed import form_of
from tasksynth.pipeline.folders.places import RemotePlace, far, near

STANDARD = "-"
"""Standard input among inputs, standard output as an output."""


def guard(output: Path | str, inputs: Iterable[Path | str], *, folder: bool = False) -> None:
    """Refuse an output that is one of the inputs: by another path or by any link, too.

    Args:
        output: a file to be written, or `-`.
        inputs: files and dataset folders that are read, or `-`.
        folder: the output is a folder that will be replaced, with all that is in it.

    Raises:
        UsageError: naming both.
    """
    for given in inputs:
        if _clash(output, given, folder=folder):
            wrote = "standard output" if output == STANDARD else str(output)
            read = "standard input" if given == STANDARD else str(given)
            raise UsageError(f"{wrote} would be written over {read}, which is read; choose another")


def _clash(output: Path | str, given: Path | str, *, folder: bool) -> bool:
    if output != STANDARD and given != STANDARD:
        target, source = Path(output).resolve(), Path(given).resolve()
        if target == source or (folder and target in source.parents):
            return True
        if _would_join(target, source):
            return True
    held = _identity(output, 1)
    return held is not None and held in _identities(given)


def _would_join(target: Path, source: Path) -> bool:
    """Whether a new file would be taken for one more file of a dataset without a manifest."""
    alike = target.parent == source and form_of(target) is not None
    return alike and not (source / MANIFEST).exists()


def _identities(given: Path | str) -> set[tuple[int, int] | None]:
    """An input, and of a dataset's folder its files: a link to one of them is the dataset."""
    found = {_identity(given, 0)}
    if given != STANDARD and (folder := Path(given)).is_dir():
        try:
            manifest = read_manifest(folder)
        except StateError:
            manifest = None  # whoever reads it says so
        names = None if manifest is None else [MANIFEST, *(s.name for s in manifest.shards)]
        beside = (f for f in folder.iterdir() if form_of(f) is not None or ".json" in f.name)
        files = beside if names is None else (folder / name for name in names)
        found |= {_identity(file, 0) for file in files}
    return found


def _identity(path: Path | str, descriptor: int) -> tuple[int, int] | None:
    """Device and inode; None for what cannot be emptied: a terminal, a pipe, nothing at all."""
    try:
        found = os.fstat(descriptor) if path == STANDARD else Path(path).stat()
    except OSError:
        return None
    kept = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
    return (found.st_dev, found.st_ino) if kept else None


class Output:
    """Takes bytes for one file; an error of the system names the file."""

    def __init__(self, file: BinaryIO, name: Path | str) -> None:
        self._file, self._name = file, name

    def write(self, data: bytes) -> None:
        """Add to the file.

        Raises:
            UnavailableError: if it cannot be written, for example because the disk is full.
        """
        with writing(self._name):
            self._file.write(data)


@contextmanager
def opened(output: Path | str) -> Iterator[Output]:
    """Standard output for `-`, else a file, here (see `replacing`) or beyond this machine."""
    if output != STANDARD:
        place = far(output)
        with replacing(near(output)) if place is None else _elsewhere(place) as file:
            yield file
        return
    yield Output(sys.stdout.buffer, "standard output")
    with writing("standard output"):
        sys.stdout.flush()


@contextmanager
def _elsewhere(place: RemotePlace) -> Iterator[Output]:
    """A file that goes to another place once the block has ended without an error."""
    with tempfile.TemporaryDirectory(prefix="tasksynth-") as home:
        with replacing(whole := Path(home) / "whole") as file:
            yield file
        place.send(whole)


@contextmanager
def replacing(path: Path) -> Iterator[Output]:
    """A file to write to, which takes the place of `path` once the block ends without an error.

    A link stays a link, and a device or a pipe is written to as it is.

    Raises:
        UnavailableError: if it cannot be written; what was at `path` is still there.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        with writing(path):
            file = target.open("wb")
        with _closing(file, path):
            yield Output(file, path)
        return
    part = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.part")
    with writing(path):
        file = part.open("xb")
        if target.exists():
            os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))  # private stays private
    try:
        with _closing(file, path):
            yield Output(file, path)
            with writing(path):
                file.flush()
                os.fsync(file.fileno())
        with writing(path):
            part.rename(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _closing(file: BinaryIO, name: Path | str) -> Iterator[None]:
    """Close a file; what it could not write then is told, unless an error is under way."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    with writing(name):
        file.close()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file in one step; see `replacing`."""
    with replacing(path) as file:
        file.write(data)
