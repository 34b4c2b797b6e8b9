"""Journals of endless runs: what nobody needs any more is dropped, and kept elsewhere if wanted.

All of it happens within one turn of the store, so that a kill at any moment leaves the journal as
it was before or as it is after. An archive is a file, which no turn holds back: so the store notes
in the same turn how far it goes, and what is past that is cut off the next time.
"""

import gzip
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tasksynth.curriculum.journal.episodes import EpisodeRow
from tasksynth.curriculum.journal.store import JournalEntry, Store, WriteTurn
from tasksynth.errors import StateError, UsageError, writing
from tasksynth.system import sync_folder
from tasksynth_schemas import Model

ARCHIVED = "archived"
"""The fact that says how far a store's archive goes: an `ArchiveEnd`."""
ARCHIVE_FILE = 2**26
"""Bytes from which on an archive begins another file."""
PARTS = 4
"""A journal is cut at one of so many places in what is kept."""
EPISODES = 10_000
"""Episodes that have ended and are kept."""


class ArchiveEnd(Model):
    """How far an archive goes."""

    file: str
    size: int
    """Bytes of that file, which is the last one."""
    seq: int
    """The last event."""


@dataclass(frozen=True)
class Compaction:
    """What is kept of a journal: the newest tickets, with all that became of them.

    It holds a quarter more before it is cut.
    """

    keep: int
    """Tickets, at least as many as a lease lasts."""
    archive: Path | None = None
    """A folder for what is dropped."""

    def begin(self, store: Store, lease: int) -> None:
        """Say in the store where its archive begins, unless it says so.

        Raises:
            UsageError: if too little would be kept, the archive's folder is somebody else's, or the
                store has an archive and none is named here.
        """
        if self.keep < lease:
            raise UsageError(
                f"the journal is to keep {self.keep} tickets, and tickets of this run are waited "
                f"for until {lease} more were handed out: keep at least {lease}"
            )
        known = store.meta(ARCHIVED)
        if self.archive is None:
            if known is not None:
                raise UsageError("what this journal dropped is in an archive: name it")
            return
        with writing(self.archive):
            self.archive.mkdir(parents=True, exist_ok=True)
            there = sorted(self.archive.iterdir())
        if known is None:
            if there:
                raise UsageError(
                    f"{self.archive} holds {there[0].name!r}, and this store has no archive yet: "
                    "name an empty folder"
                )
            first = store.begins()
            end = ArchiveEnd(file=_name(first), size=0, seq=first - 1)
            store.describe(ARCHIVED, end.model_dump_json())

    def cut(self, store: Store, turn: WriteTurn, kept: JournalEntry, position: int) -> None:
        """Drop what nobody needs any more, if it is time to.

        Args:
            store: whose journal.
            turn: in which it happens.
            kept: the state after the last event, as a snapshot.
            position: of the ledger, then.

        Raises:
            StateError: if the archive is damaged, or cannot be written; then nothing is dropped.
        """
        marks = store.marks()
        if position < (marks[-1][1] if marks else 0) + self.keep // PARTS:
            return
        turn.mark(kept.seq, position, kept.body)
        old = [seq for seq, place in marks if place <= position - self.keep]
        if not old or old[-1] < store.begins():
            return
        episodes = store.episodes.forget(EPISODES)
        if self.archive is not None and (told := store.meta(ARCHIVED)) is not None:
            end = ArchiveEnd.model_validate_json(told)
            lines = chain(map(_episode, episodes), _events(store, old[-1]))
            turn.note(ARCHIVED, _write(self.archive, end, lines, old[-1]).model_dump_json())
        turn.drop(old[-1])


def history(
    store: Store, archive: Path | None = None
) -> tuple[JournalEntry | None, Iterator[JournalEntry]]:
    """All events that there are: the state before the first of them, and they themselves.

    Without an archive, or where nothing was dropped, they are those of the store.

    Raises:
        StateError: if the archive is not this store's, or damaged.
    """
    if (begins := store.begins()) == 1:
        return None, store.rows(0)
    if archive is None:
        return store.base(), store.rows(0)
    told = store.meta(ARCHIVED)
    if told is None:
        raise StateError(f"this store has no archive, so {archive} is none of its own")
    return None, chain(_read(archive, ArchiveEnd.model_validate_json(told), begins), store.rows(0))


def _events(store: Store, last: int) -> Iterator[bytes]:
    for seq, body in store.rows(0):
        if seq > last:
            return
        yield b'{"seq":%d,"event":%s}\n' % (seq, body.encode())


def _episode(found: tuple[EpisodeRow, list[str]]) -> bytes:
    row, actions = found
    whole = {"id": row.id, "label": row.label, "ended": row.ended, "actions": actions}
    return json.dumps({"episode": whole}, ensure_ascii=False).encode() + b"\n"


def _name(first: int) -> str:
    return f"events-{first:015d}.jsonl.gz"


def _write(folder: Path, end: ArchiveEnd, lines: Iterable[bytes], last: int) -> ArchiveEnd:
    """Add lines to an archive, and see them on the disk; its new end."""
    if end.size >= ARCHIVE_FILE:
        end = ArchiveEnd(file=_name(end.seq + 1), size=0, seq=end.seq)
    path = folder / end.file
    with writing(path):
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("r+b" if path.exists() else "w+b") as file:
            if (found := file.seek(0, os.SEEK_END)) < end.size:
                raise StateError(f"{path} should have {end.size} bytes, found {found}")
            file.truncate(end.size)  # what a killed run left after it
            file.seek(end.size)
            with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0) as packed:
                packed.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        sync_folder(folder)
    return ArchiveEnd(file=end.file, size=size, seq=last)


def _read(folder: Path, end: ArchiveEnd, begins: int) -> Iterator[JournalEntry]:
    """The events of an archive, all before the one with which the store begins."""
    seq = 0
    for path in sorted(folder.glob("events-*.jsonl.gz")):
        if path.name > end.file:
            break
        with path.open("rb") as file:
            packed = file.read(end.size if path.name == end.file else -1)
        for line in gzip.decompress(packed).splitlines():
            if line.startswith(b'{"seq":'):
                number, _, rest = line[len(b'{"seq":') :].partition(b',"event":')
                if int(number) != (seq := seq + 1):
                    raise StateError(f"{path}: event {seq} should be there, found {int(number)}")
                yield JournalEntry(seq, rest[:-1].decode())
    if seq != begins - 1:
        raise StateError(f"{folder} ends with event {seq}, the store begins with {begins}")
