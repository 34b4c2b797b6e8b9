"""A dataset folder: JSONL shards, a manifest when it is complete, a journal until then.

While a dataset is being written, its last shard has the suffix `.part`, and `journal.jsonl` tells
the outcome of every draw so far. A line of the journal is written after the tasks that it
speaks of, so whatever the moment of a kill, cutting the shard back to the length in the last
whole line gives a state that can be gone on from.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from pydantic import ValidationError

from tasksynth.errors import StateError, UnavailableError, UsageError, writing
from tasksynth.pipeline.folders.manifest import (
    JOURNAL,
    MANIFEST,
    Manifest,
    ShardReport,
    read_manifest,
    sha256_of,
)
from tasksynth.pipeline.folders.packed import FORMS
from tasksynth.system import lock_folder
from tasksynth_schemas import Model, canonical_json

IMAGES = "images"
"""The folder with a folder of PNG files for each task that has any, by task id."""


class Outcome(Model):
    """What one draw came to: its digest in hex, and the attempts rejected before it."""

    digest: str
    rejected: int


class FolderEntry(Model):
    """One line of the journal."""

    outcomes: tuple[Outcome, ...]
    shard: int
    """The shard that is being written, from 0."""
    size: int
    """Its length in bytes after these outcomes."""


@dataclass(frozen=True)
class Begun:
    """The journal of an interrupted run as far as it goes, read line by line: it may be long."""

    journal: Path
    end: int
    """Where its last whole line ends, in bytes."""
    last: FolderEntry | None = None

    def entries(self) -> Iterator[FolderEntry]:
        """Every entry in order; none for a new dataset."""
        if self.last is not None:
            yield from (entry for _, entry in self.lines())

    def lines(self) -> Iterator[tuple[bytes, FolderEntry]]:
        """Every whole line after the first one, with its entry.

        Raises:
            StateError: naming file and line, if one is none of a journal.
        """
        with self.journal.open("rb") as lines:
            at = len(lines.readline())
            for number, line in enumerate(lines, 2):
                at += len(line)
                if at > self.end or not line.endswith(b"\n"):
                    return
                try:
                    yield line, FolderEntry.model_validate_json(line)
                except ValidationError as e:
                    raise StateError(
                        f"{self.journal}:{number}: no line of a journal; "
                        f"pass --overwrite to start again"
                    ) from e


class Header(Model):
    """The first line of the journal: what is being written."""

    identity: str
    """Hash of the recipe and of everything else that decides the bytes."""


class Folder:
    """A dataset folder, locked for writing."""

    def __init__(self, path: Path, *, identity: str) -> None:
        self.path, self._identity = path, identity
        self._lock = lock_folder(path)
        self._journal: BinaryIO | None = None
        self._last: FolderEntry | None = None

    def done(self) -> Manifest | None:
        """The manifest of the complete dataset that is there; see `read_manifest`."""
        return read_manifest(self.path)

    def clear(self) -> None:
        """Remove the files of a dataset; see `clear`."""
        clear(self.path)

    def unfinished(self) -> bool:
        """Whether an interrupted run of the same recipe left its journal here."""
        try:
            with (self.path / JOURNAL).open("rb") as journal:
                return journal.readline() == self._header() + b"\n"
        except OSError:
            return False

    def _header(self) -> bytes:
        return canonical_json(Header(identity=self._identity).model_dump())

    def begin(self) -> "Begun":
        """What an interrupted run of the same recipe left behind; nothing for a new dataset.

        Raises:
            UsageError: if the folder holds something else.
            StateError: if its files do not fit its journal.
        """
        journal = self.path / JOURNAL
        if not journal.exists():
            if others := sorted(p.name for p in self.path.iterdir()):
                raise UsageError(
                    f"{self.path} already holds {others[0]!r} and is no unfinished dataset; "
                    f"choose another --out"
                )
            with writing(journal):
                self._journal = journal.open("wb")
            self._append(self._header())
            return Begun(journal, 0)
        past = self._past(journal)
        self._last = past.last
        with writing(journal):
            self._journal = journal.open("r+b")
            self._journal.truncate(past.end)  # what follows the last newline is torn
            self._journal.seek(0, os.SEEK_END)
        if not past.end:
            self._append(self._header())
        return past

    def _past(self, journal: Path) -> "Begun":
        """Read a journal from end to end, so that nothing is wrong with it later."""
        with journal.open("rb") as lines:
            header = lines.readline()
            if header.endswith(b"\n") and header != self._header() + b"\n":
                raise UsageError(
                    f"{self.path} holds an unfinished dataset of another recipe (or of other "
                    f"library versions); choose another --out, or pass --overwrite"
                )
        past = Begun(journal, journal.stat().st_size)
        end, last = len(header) if header.endswith(b"\n") else 0, None
        for line, entry in past.lines():
            end, last = end + len(line), entry
        return Begun(journal, end, last)

    def shards(self, names: Sequence[tuple[str, str]], size: int) -> "Shards":
        """The files, by name and split, of `size` tasks each; as far as the journal knows them.

        Raises:
            StateError: if one is missing or shorter.
        """
        shards = Shards(self.path, names, size)
        if self._last is not None:
            shards.restore(self._last.shard, self._last.size)
        return shards

    def log(self, entry: FolderEntry) -> None:
        """Record outcomes whose tasks are already in the shard's file."""
        self._append(entry.model_dump_json().encode())

    def _append(self, line: bytes) -> None:
        if self._journal is None:
            raise StateError(f"{self.path} was not begun")
        with writing(self.path / JOURNAL):
            self._journal.write(line + b"\n")
            self._journal.flush()
        still_there(self._journal, self.path / JOURNAL)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, then drop the journal: from here on the dataset is complete."""
        write_atomically(self.path / MANIFEST, manifest.model_dump_json(indent=2).encode() + b"\n")
        self.drop_journal()

    def drop_journal(self) -> None:
        """Remove what a complete dataset does not need."""
        (self.path / JOURNAL).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._journal is not None:
            with suppress(OSError):  # told already, or of no matter: a torn line is cut off
                self._journal.close()
        os.close(self._lock)


class Shards:
    """The files of a dataset, filled split by split; each is `NAME.part` until it is whole.

    An empty line stands for a task that an interrupted run has already written.
    """

    def __init__(self, folder: Path, names: Sequence[tuple[str, str]], size: int) -> None:
        self._folder, self._names, self._size = folder, names, size
        self._first = {split: i for i, (_, split) in reversed(list(enumerate(names)))}
        self._counts = [0] * len(names)
        self._splits = dict.fromkeys(self._first, 0)
        self._at = 0
        self._file: BinaryIO | None = None
        self._length = 0

    @property
    def tasks(self) -> int:
        """Tasks so far, those of the interrupted run included."""
        return sum(self._counts)

    def restore(self, at: int, length: int) -> None:
        """Go on after the first `length` bytes of shard `at`.

        Raises:
            StateError: if its file is missing or shorter.
        """
        path, part = self._paths(at)
        if path.exists():
            path.rename(part)  # it was whole, but what follows it is not in the journal
        have = part.stat().st_size if part.exists() else 0
        if have < length:
            raise StateError(
                f"{part} should have {length} bytes, found {have}; pass --overwrite to start again"
            )
        with writing(part):
            self._at, self._file = at, part.open("r+b" if part.exists() else "w+b")
            self._file.truncate(length)
            self._file.seek(length)
        self._length = length

    def full(self, split: str) -> bool:
        """Whether the next task of a split begins another shard."""
        return self._splits[split] % self._size == 0

    def write(self, split: str, line: bytes) -> None:
        """Add one task."""
        here = self._first[split] + self._splits[split] // self._size
        if line:
            if here != self._at or self._file is None:
                self._finish()
                with writing(part := self._paths(here)[1]):
                    self._at, self._file = here, part.open("wb")
                self._length = 0
            with writing(self._paths(here)[1]):
                self._file.write(line)
            self._length += len(line)
        self._splits[split] += 1
        self._counts[here] += 1

    def entry(self, outcomes: Sequence[Outcome]) -> FolderEntry:
        """The journal's line for outcomes whose tasks were written, once the system has them."""
        if self._file is not None:
            with writing(self._paths(self._at)[1]):
                self._file.flush()
        return FolderEntry(outcomes=tuple(outcomes), shard=self._at, size=self._length)

    def reports(self) -> tuple[ShardReport, ...]:
        """Count and hash of every finished file."""
        reports = []
        for (name, split), tasks in zip(self._names, self._counts, strict=True):
            path = self._folder / name
            sha256, size = sha256_of(path), path.stat().st_size
            reports.append(
                ShardReport(name=name, split=split, tasks=tasks, bytes=size, sha256=sha256)
            )
        return tuple(reports)

    def _paths(self, at: int) -> tuple[Path, Path]:
        name = self._names[at][0]
        return self._folder / name, self._folder / f"{name}.part"

    def _finish(self) -> None:
        """Make the open file durable and give it its name."""
        if self._file is None:
            return
        path, part = self._paths(self._at)
        with writing(part):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None
            part.rename(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *exc: object) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            if self._file is not None:
                with suppress(OSError):  # told already; what is not in the journal is cut off
                    self._file.close()


def still_there(file: BinaryIO, path: Path) -> None:
    """Check that an open file still has a name: what is written to one without is lost.

    Raises:
        UnavailableError: if it was removed.
    """
    if os.fstat(file.fileno()).st_nlink == 0:
        raise UnavailableError(f"{path} was removed while it was written; run the same again")


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file in one step; whoever reads sees the old bytes or the new.

    Raises:
        UnavailableError: if it cannot be written; the old bytes are still there.
    """
    part = path.with_name(f"{path.name}.part")
    with writing(path):
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)


def clear(path: Path, *, keep: Sequence[Path] = ()) -> None:
    """Remove a dataset's files from a folder, which may also hold what to `keep`.

    Raises:
        UsageError: if it holds anything else, which the next dataset would not want beside it; then
            nothing is removed.
    """
    own = set(_own_files(path))
    if others := sorted(p.name for p in {*path.iterdir()} - own - {path / IMAGES, *keep}):
        raise UsageError(
            f"{path} holds {others[0]!r} too, which is no file of a dataset, so nothing is "
            f"replaced; move it, or choose another --out"
        )
    for file in own:
        file.unlink()
    shutil.rmtree(path / IMAGES, ignore_errors=True)


def _own_files(path: Path) -> Iterator[Path]:
    for pattern in (
        *(f"*-?????-of-?????.{form}" for form in FORMS),
        "*.jsonl.part",
        MANIFEST,
        f"{MANIFEST}.part",
        JOURNAL,
    ):
        yield from path.glob(pattern)
