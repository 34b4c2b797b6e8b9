"""Dataset folders beyond this machine: shards go there one by one, each with its journal.

An object cannot be added to, so what was made is there in whole shards, and the one being filled is
on this machine. After it, the outcomes of its draws go there, as `journal-NNNNN.jsonl`: a run that
was killed goes on after the last shard that has both, from whatever machine. When all shards are
there, so is the manifest, and the journals go.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, Self

from pydantic import ValidationError

from tasksynth.errors import StateError, UsageError
from tasksynth.pipeline.folders.manifest import JOURNAL, MANIFEST, Manifest, ShardReport, sha256_of
from tasksynth.pipeline.folders.packed import form_of
from tasksynth.pipeline.folders.places import RemotePlace, far, near
from tasksynth.pipeline.folders.shards import Folder, FolderEntry, Header, Shards
from tasksynth_schemas import canonical_json

_SEGMENT = "journal-{:05d}.jsonl"


class Interrupted(Protocol):
    """What an interrupted run left behind."""

    def entries(self) -> Iterator[FolderEntry]:
        """Every entry of its journal in order; none for a new dataset."""


class OutFolder(Protocol):
    """Where `generate` writes a dataset: see Folder."""

    def done(self) -> Manifest | None: ...  # noqa: D102
    def unfinished(self) -> bool: ...  # noqa: D102
    def clear(self) -> None: ...  # noqa: D102
    def begin(self) -> Interrupted: ...  # noqa: D102
    def shards(self, names: Sequence[tuple[str, str]], size: int) -> Shards: ...  # noqa: D102
    def log(self, entry: FolderEntry) -> None: ...  # noqa: D102
    def finish(self, manifest: Manifest) -> None: ...  # noqa: D102
    def drop_journal(self) -> None: ...  # noqa: D102
    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...


def folder_at(out: Path | str, *, identity: str) -> OutFolder:
    """A dataset folder of this machine or beyond it, to be written.

    Raises:
        UsageError: if there can be no such folder.
        UnavailableError: if another process of this machine has it.
    """
    if (place := far(out)) is not None:
        return RemoteFolder(place, identity=identity)
    return Folder(near(out), identity=identity)


class RemoteFolder:
    """A dataset folder beyond this machine.

    Nothing locks it. Two runs of one recipe would write the same bytes to it; one of another is
    refused, unless both begin at once.
    """

    def __init__(self, place: RemotePlace, *, identity: str) -> None:
        self._place, self._identity = place, identity
        self._past: list[list[FolderEntry]] = []
        self._reports: dict[int, ShardReport] = {}
        self._entries: list[FolderEntry] = []
        self._open = ExitStack()

    def done(self) -> Manifest | None:
        """The manifest of the complete dataset that is there."""
        if MANIFEST not in self._place.sizes():
            return None
        try:
            return Manifest.model_validate_json(self._place.read(MANIFEST))
        except ValidationError as e:
            if self.unfinished():
                return None  # it was cut off while it was sent
            raise StateError(f"{self._place.url}/{MANIFEST}: no manifest; {_AGAIN}") from e

    def unfinished(self) -> bool:
        """Whether an interrupted run of the same recipe left its journal here."""
        return JOURNAL in self._place.sizes() and self._place.read(JOURNAL) == self._header()

    def clear(self) -> None:
        """Remove a dataset's files.

        Raises:
            UsageError: if there is anything else; then nothing is removed.
        """
        names = self._place.sizes()
        if others := [name for name in names if not _own(name)]:
            raise UsageError(
                f"{self._place.url} holds {others[0]!r} too, which is no file of a dataset, so "
                f"nothing is replaced; choose another --out"
            )
        self._place.remove([*names])

    def begin(self) -> "RemoteFolder":
        """What an interrupted run of the same recipe left behind; nothing for a new dataset.

        Raises:
            UsageError: if something else is there.
            StateError: if its files do not fit its journal.
        """
        sizes = self._place.sizes()
        if JOURNAL not in sizes:
            if sizes:
                raise UsageError(
                    f"{self._place.url} already holds {next(iter(sizes))!r} and is no unfinished "
                    f"dataset; choose another --out"
                )
            self._place.write(JOURNAL, self._header())
        elif self._place.read(JOURNAL) != self._header():
            raise UsageError(
                f"{self._place.url} holds an unfinished dataset of another recipe (or of other "
                f"library versions); choose another --out, or pass --overwrite"
            )
        while (name := _SEGMENT.format(at := len(self._past))) in sizes:
            found = _segment(self._place.read(name))
            if found is None:
                break  # it was cut off while it was sent
            entries, report = found
            if sizes.get(report.name) != report.bytes:
                raise StateError(
                    f"{self._place.url}/{report.name} should have {report.bytes} bytes, found "
                    f"{sizes.get(report.name, 0)}; {_AGAIN}"
                )
            self._past.append(entries)
            self._reports[at] = report
        return self

    def entries(self) -> Iterator[FolderEntry]:
        """See Interrupted."""
        for entries in self._past:
            yield from entries
            entries.clear()  # it may be long

    def shards(self, names: Sequence[tuple[str, str]], size: int) -> Shards:
        """The files, filled on this machine; each is sent off while the next one is filled."""
        here = self._open.enter_context(TemporaryDirectory(prefix="tasksynth-"))
        sender = self._open.enter_context(ThreadPoolExecutor(1, "sender"))
        return _Sent(Path(here), names, size, self, sender)

    def log(self, entry: FolderEntry) -> None:
        """Note outcomes down; they go with the shard."""
        self._entries.append(entry)

    def take_entries(self) -> list[FolderEntry]:
        """What was noted down since the last shard."""
        taken, self._entries = self._entries, []
        return taken

    def deliver(
        self, file: Path, at: int, report: ShardReport, entries: Sequence[FolderEntry]
    ) -> None:
        """Send a whole shard, and after it its journal."""
        self._place.send(file, report.name)
        lines = [*(entry.model_dump_json() for entry in entries), report.model_dump_json()]
        self._place.write(_SEGMENT.format(at), ("\n".join(lines) + "\n").encode())
        self._reports[at] = report
        file.unlink()

    def reports(self) -> tuple[ShardReport, ...]:
        """Of all shards that are there."""
        return tuple(self._reports[at] for at in sorted(self._reports))

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, then drop the journals: from here on the dataset is complete."""
        self._place.write(MANIFEST, manifest.model_dump_json(indent=2).encode() + b"\n")
        self.drop_journal()

    def drop_journal(self) -> None:
        """Remove what a complete dataset does not need; the file that says so goes last."""
        names = [name for name in self._place.sizes() if name.startswith("journal")]
        self._place.remove([name for name in names if name != JOURNAL])
        self._place.remove([name for name in names if name == JOURNAL])

    def _header(self) -> bytes:
        return canonical_json(Header(identity=self._identity).model_dump()) + b"\n"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._open.close()


class _Sent(Shards):
    """Shards that go to another place once they are whole; one is under way at a time."""

    def __init__(
        self,
        here: Path,
        names: Sequence[tuple[str, str]],
        size: int,
        folder: RemoteFolder,
        sender: ThreadPoolExecutor,
    ) -> None:
        super().__init__(here, names, size)
        self._to, self._sender = folder, sender
        self._sending: Future[None] | None = None

    def _finish(self) -> None:
        filled = self._file is not None
        super()._finish()
        self._wait()
        if filled:
            path, (name, split) = self._paths(self._at)[0], self._names[self._at]
            report = ShardReport(
                name=name,
                split=split,
                tasks=self._counts[self._at],
                bytes=path.stat().st_size,
                sha256=sha256_of(path),
            )
            entries = self._to.take_entries()
            self._sending = self._sender.submit(self._to.deliver, path, self._at, report, entries)

    def reports(self) -> tuple[ShardReport, ...]:
        """See Shards."""
        self._wait()
        return self._to.reports()

    def _wait(self) -> None:
        if self._sending is not None:
            sending, self._sending = self._sending, None
            sending.result()


_AGAIN = "pass --overwrite to start again"


def _segment(text: bytes) -> tuple[list[FolderEntry], ShardReport] | None:
    """The outcomes of a shard's draws, and what is in it; None if some of it is missing."""
    *lines, last = text.splitlines() or [b""]
    try:
        return [FolderEntry.model_validate_json(line) for line in lines], (
            ShardReport.model_validate_json(last)
        )
    except ValidationError:
        return None


def _own(name: str) -> bool:
    """Whether it is a file of a dataset."""
    shard = form_of(name) is not None and "-of-" in name
    return shard or name in (MANIFEST, JOURNAL) or (name.startswith("journal-") and "/" not in name)
