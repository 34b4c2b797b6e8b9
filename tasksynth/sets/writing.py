"""Datasets as they are written: folders in any form, or one file."""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Self

from tasksynth.errors import UsageError, writing
from tasksynth.export.run import check_shown
from tasksynth.pipeline.folders.aside import write_whole_folder
from tasksynth.pipeline.folders.manifest import Manifest, ShardReport, sha256_of
from tasksynth.pipeline.folders.output import STANDARD, guard, opened
from tasksynth.pipeline.folders.packed import Form, form_of
from tasksynth.pipeline.making.images import render
from tasksynth.pipeline.making.plan import MOST_FILES
from tasksynth.sets.forms import PICTURED, TaskFile, task_file
from tasksynth.sets.reading import Origin, TaskLine
from tasksynth_schemas import SCHEMA_VERSION, canonical_json
from tasksynth_schemas.content import Medium, media_of

Entries = Callable[[], Iterable[TaskLine]]
"""The tasks to write, split by split; asked several times, it gives the same ones."""
SHARD_SIZE = 10_000
"""Tasks a file, unless another number is asked for."""


@dataclass(frozen=True)
class Writing:
    """How a dataset is made of others, and how it is written."""

    command: str
    origins: Sequence[Origin]
    form: Form = "jsonl"
    shard_size: int = SHARD_SIZE
    workers: int = 1
    """Processes that draw what prompts show."""
    overwrite: bool = False
    whole: bool = False
    """Whether it holds all tasks of the one origin: it keeps its recipe then."""


def write_dataset(out: Path | str, entries: Entries, plan: Writing) -> Manifest:
    """Write a dataset folder, which is there once it is whole; the bytes depend on the tasks alone.

    Raises:
        UsageError: if the folder holds something else, or is one of those that are read.
        StateError: if one of those is damaged.
        FamilyError: if a family cannot draw what one of its tasks shows.
    """
    guard(out, [origin.path for origin in plan.origins], folder=True)
    sources = _sources(plan.origins)

    def fill(folder: Path) -> Manifest:
        families: dict[str, int] = {}
        shown = _shown(entries, plan.form)
        with ExitStack() as stack:
            files: dict[str, _Split] = {}
            for entry, media in _with_media(entries, shown=bool(shown), workers=plan.workers):
                if (split := files.get(entry.split)) is None:
                    split = _Split(folder, entry.split, plan, shown=shown)
                    files[entry.split] = stack.enter_context(split)
                split.add(entry, media)
                ref = entry.task.ref
                families[ref.family] = max(ref.version, families.get(ref.family, 0))
        if not families:
            raise UsageError("no tasks are left, so nothing is written")
        shards = tuple(report for split in files.values() for report in split.reports())
        return _manifest(plan, sources, families, shards)

    identity = canonical_json([plan.command, plan.form, plan.shard_size, sources]).hex()
    return write_whole_folder(out, fill, identity=identity, overwrite=plan.overwrite)


def write_file(out: Path | str, entries: Entries, plan: Writing) -> int:
    """Write one file of tasks, in the form that its name tells, or lines to `-`; how many.

    Raises:
        UsageError: if it is one of those that are read.
        UnavailableError: if it cannot be written; what was there still is.
    """
    guard(out, [origin.path for origin in plan.origins])
    form = "jsonl" if out == STANDARD else form_of(out) or "jsonl"
    count = 0
    with opened(out) as sink:
        if form == "jsonl":
            for entry in entries():
                sink.write(entry.line)
                count += 1
            return count
        with writing(out), tempfile.TemporaryDirectory() as folder:
            aside = Path(folder) / "file"
            shown = _shown(entries, form)
            with task_file(aside, form, shown=shown) as file:
                for entry, media in _with_media(entries, shown=bool(shown), workers=plan.workers):
                    file.write(entry, media)
                    count += 1
            with aside.open("rb") as packed:
                shutil.copyfileobj(packed, sink, 2**20)
    return count


def _sources(origins: Sequence[Origin]) -> dict[str, str]:
    """Name and digest of each; those of one name are numbered, as where they are is nobody's."""
    found: dict[str, str] = {}
    for origin in origins:
        name, number = origin.path.name, 1
        while name in found:
            name = f"{origin.path.name} ({(number := number + 1)})"
        found[name] = origin.digest()
    return found


def _shown(entries: Entries, form: Form) -> Collection[Medium]:
    """The kinds of what the prompts show, for forms that hold them."""
    if form not in PICTURED:
        return ()
    return {kind for entry in entries() for kind in media_of([entry.task.prompt])} - {"text"}


def _with_media(
    entries: Entries, *, shown: bool, workers: int
) -> Iterator[tuple[TaskLine, Mapping[str, bytes]]]:
    drawn: Iterable[Mapping[str, bytes]] = repeat({})
    if shown:
        drawn = render((entry.line for entry in entries()), workers=workers)
    for entry, made in zip(entries(), drawn, strict=False):
        if shown:
            check_shown(entry.task)
        yield entry, {name: made[name] for name in (entry.task.shows if shown else ())}


@dataclass
class _Split:
    """The files of one split, filled one after the other."""

    folder: Path
    name: str
    plan: Writing
    shown: Collection[Medium]
    _counts: list[int] = field(default_factory=list)
    _file: ExitStack = field(default_factory=ExitStack)
    _open: TaskFile | None = None

    def add(self, entry: TaskLine, media: Mapping[str, bytes]) -> None:
        if self._open is None or self._counts[-1] == self.plan.shard_size:
            self._file.close()
            if len(self._counts) == MOST_FILES:
                raise UsageError(f"more than {MOST_FILES:,} files; raise the shard size")
            part = self._part(len(self._counts))
            new = task_file(part, self.plan.form, shown=self.shown)
            self._open = self._file.enter_context(new)
            self._counts.append(0)
        self._open.write(entry, media)
        self._counts[-1] += 1

    def reports(self) -> Iterator[ShardReport]:
        """Give every file its name, once all are closed."""
        for number, tasks in enumerate(self._counts):
            name = f"{self.name}-{number:05d}-of-{len(self._counts):05d}.{self.plan.form}"
            path = self.folder / name
            with writing(path):
                self._part(number).rename(path)
            yield ShardReport(
                name=name,
                split=self.name,
                tasks=tasks,
                bytes=path.stat().st_size,
                sha256=sha256_of(path),
            )

    def _part(self, number: int) -> Path:
        return self.folder / f"{self.name}-{number}.part"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._file.close()


def _manifest(
    plan: Writing,
    sources: Mapping[str, str],
    families: Mapping[str, int],
    shards: tuple[ShardReport, ...],
) -> Manifest:
    splits: dict[str, int] = defaultdict(int)
    for shard in shards:
        splits[shard.split] += shard.tasks
    known = [origin.manifest for origin in plan.origins if origin.manifest is not None]
    made = {"made_by": plan.command, "sources": dict(sources), "shards": shards}
    if plan.whole and known:
        return known[0].model_copy(update=made)
    alike = len(known) == len(plan.origins)
    measures = {manifest.measure for manifest in known}
    versions = [manifest.versions for manifest in known]
    return Manifest(
        schema_version=SCHEMA_VERSION,
        recipe=None,
        measure=measures.pop() if alike and len(measures) == 1 else "none",
        versions=versions[0] if alike and all(v == versions[0] for v in versions) else {},
        families=dict(sorted(families.items())),
        tasks=sum(splits.values()),
        splits=dict(splits),
        cells=(),
        **made,
    )
