"""The loop that fills a dataset folder from a recipe."""

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

from tasksynth import registry
from tasksynth.engines import Engine, Failure, Job, engine_for
from tasksynth.errors import FamilyError, TasksynthError, UsageError
from tasksynth.pipeline.cells import Cell
from tasksynth.pipeline.folders.manifest import CellReport, Manifest, ShardReport
from tasksynth.pipeline.folders.remote import Interrupted, OutFolder, folder_at
from tasksynth.pipeline.folders.shards import FolderEntry, Outcome
from tasksynth.pipeline.making.digests import Digests
from tasksynth.pipeline.making.plan import Layout, plan
from tasksynth.pipeline.operations import Made
from tasksynth_schemas import SCHEMA_VERSION, Recipe, Task, canonical_json

MAKE = "make"
CHUNK_S = 0.25
"""Aim of one job's length in seconds: short enough to lose, long enough to be worth sending."""
CHUNK_MIN, CHUNK_MAX = 8, 512
PATIENCE = 1000
"""A stream is spent after this many duplicates in a row, and 20 more for each task it gave."""

Progress = Callable[[int, int], None]
"""Called with (tasks written, tasks in all) after every chunk."""


@dataclass
class StreamState:
    """Where one random stream stands: what it gave, and where its spare indices begin."""

    seen: Digests
    spare: int = 0
    """The next index past all those that the plan hands out; it makes up for duplicates."""
    dry: int = 0
    """Duplicates in a row."""
    drawn: int = 0


@dataclass
class Tally:
    """Counts of one cell."""

    tasks: int = 0
    drawn: int = 0
    duplicates: int = 0
    rejected: int = 0


def generate(
    recipe: Recipe,
    out: Path | str,
    *,
    workers: int = 1,
    full: bool = False,
    overwrite: bool = False,
    progress: Progress | None = None,
    engine: Engine | None = None,
) -> Manifest:
    """Write a dataset; go on where a killed run of the same recipe stopped.

    The bytes depend on the recipe and the library versions alone: not on `workers`, nor on how
    often it was interrupted. A complete dataset of the same recipe is left as it is.

    Args:
        recipe: what to make.
        out: the folder, or the URL of one that fsspec knows, such as `s3://bucket/tasks`.
        workers: processes; 1 works in this one.
        full: take the dear measurements too.
        overwrite: remove another dataset that is there first; an unfinished one of the same recipe
            is gone on with.
        progress: told how far it is.
        engine: who works instead of `workers`, left open.

    Raises:
        UsageError: for a recipe that cannot be, or a folder that holds something else.
        FamilyError: if a family runs out of distinct tasks, or cannot make one.
        StateError: if what is on disk is damaged or locked.
    """
    layout = plan(recipe)
    measure = "full" if full else "quick"
    versions = versions_of(layout)
    families = {cell.family: cell.version for cell in layout.cells}
    identity = _identity(recipe, measure, versions, families)
    with folder_at(out, identity=identity) as folder:
        if overwrite and not folder.unfinished():
            folder.clear()
        elif (done := _done(folder, out, identity)) is not None:
            folder.drop_journal()  # a kill between the manifest and its end leaves it
            return done
        past = folder.begin()
        with engine_for(workers, given=engine, hostile=False) as engine:
            tallies, shards = _fill(layout, folder, past, engine, full=full, progress=progress)
        manifest = Manifest(
            schema_version=SCHEMA_VERSION,
            recipe=recipe,
            measure=measure,
            versions=versions,
            families=families,
            tasks=sum(tally.tasks for tally in tallies),
            splits=layout.totals(),
            cells=tuple(map(_cell_report, layout.cells, tallies)),
            shards=shards,
        )
        folder.finish(manifest)
    return manifest


def _done(folder: OutFolder, out: Path | str, identity: str) -> Manifest | None:
    """The complete dataset that is there, if it is the wanted one."""
    if (done := folder.done()) is None:
        return None
    if _identity(done.recipe, done.measure, done.versions, done.families) != identity:
        raise UsageError(
            f"{out} holds a dataset of another recipe (or of other library versions); "
            f"choose another --out, or pass --overwrite"
        )
    return done


def stream_tasks(
    recipe: Recipe, *, workers: int = 1, full: bool = False, engine: Engine | None = None
) -> Iterator[Task]:
    """The tasks of a recipe in order, without files; see `generate` for the errors."""
    for line in stream_lines(recipe, workers=workers, full=full, engine=engine):
        yield Task.model_validate_json(line)


def stream_lines(
    recipe: Recipe, *, workers: int = 1, full: bool = False, engine: Engine | None = None
) -> Iterator[bytes]:
    """The lines that `generate` would write, one after the other."""
    layout = plan(recipe)
    tallies = [Tally() for _ in layout.cells]
    with (
        engine_for(workers, given=engine, hostile=False) as engine,
        closing(Draws(layout, engine, full=full)) as draws,
    ):
        for _, made in _kept(layout, draws, tallies):
            yield made.line


def _fill(
    layout: Layout,
    folder: OutFolder,
    past: Interrupted,
    engine: Engine,
    *,
    full: bool,
    progress: Progress | None,
) -> tuple[list[Tally], tuple[ShardReport, ...]]:
    """Draw, drop duplicates, write; journal several times a second."""
    total = sum(layout.totals().values())
    tallies = [Tally() for _ in layout.cells]
    with folder.shards(_shard_names(layout), layout.recipe.shard_size) as shards:

        def journal(outcomes: list[Outcome]) -> None:
            folder.log(shards.entry(outcomes))
            if progress:
                progress(shards.tasks, total)

        entries = past.entries()
        with closing(Draws(layout, engine, full=full, past=entries, journal=journal)) as draws:
            for split, made in _kept(layout, draws, tallies):
                if shards.full(split):
                    draws.flush()  # the journal must know a shard's end before the next begins
                shards.write(split, made.line)
            draws.flush()
    return tallies, shards.reports()


def _shard_names(layout: Layout) -> list[tuple[str, str]]:
    """File name and split of every shard, named as Hugging Face's readers recognise splits."""
    names = []
    for split, tasks in layout.totals().items():
        n = -(-tasks // layout.recipe.shard_size)
        names += [(f"{split}-{i:05d}-of-{n:05d}.jsonl", split) for i in range(n)]
    return names


class Draws:
    """Makes the planned items in order and ahead of need, and spare ones on demand.

    What a journal tells of the past is not made again: its items have an empty line.
    `journal` is called now and then with the outcomes since its last call.
    """

    def __init__(
        self,
        layout: Layout,
        engine: Engine,
        *,
        full: bool,
        past: Iterable[FolderEntry] = (),
        journal: Callable[[list[Outcome]], None] = lambda outcomes: None,
    ) -> None:
        self._engine, self._full, self._journal = engine, full, journal
        self._past = (outcome for entry in past for outcome in entry.outcomes)
        self._recalled = next(self._past, None)
        self._items = (
            (layout.cells[segment.cell], index, full)
            for segment in layout.segments
            for index in range(segment.start, segment.start + segment.count)
        )
        self._ahead = deque[Job]()
        self._ready = deque[Any]()
        self._spares: dict[Any, deque[Any]] = {}
        self._outcomes: list[Outcome] = []
        self._flushed = time.monotonic()
        self._chunk = CHUNK_MIN

    def planned(self) -> Made:
        """The next item of the plan."""
        if self._recalled is not None:
            next(self._items)
            return self._recall(self._recalled)
        if not self._ready:
            self._look_ahead()
            started = time.monotonic()
            job = self._ahead.popleft()
            self._ready.extend(self._engine.wait(job))
            self._size_chunks(time.monotonic() - started)
            self._look_ahead()
        return _checked(self._ready.popleft())

    def spare(self, cell: Cell, index: int, wanted: int) -> Made:
        """An item past the plan; up to `wanted` more of the same stream are expected."""
        if self._recalled is not None:
            return self._recall(self._recalled)
        ready = self._spares.setdefault(cell.stream, deque())
        if not ready:
            n = min(max(wanted, CHUNK_MIN), self._chunk)
            items = [(cell, i, self._full) for i in range(index, index + n)]
            ready.extend(self._engine.wait(self._engine.submit(MAKE, items, first=True)))
        return _checked(ready.popleft())

    def record(self, made: Made) -> None:
        """Note that an item was dealt with; what it wrote is now with the file."""
        if made.line:
            self._outcomes.append(Outcome(digest=made.digest.hex(), rejected=made.rejected))
            if time.monotonic() - self._flushed > CHUNK_S:
                self.flush()

    def flush(self) -> None:
        """Hand the outcomes to the journal."""
        if self._outcomes:
            self._journal(self._outcomes)
            self._outcomes = []
        self._flushed = time.monotonic()

    def close(self) -> None:
        """Leave nothing behind in the engine's queue."""
        for job in self._ahead:
            job.dropped = True

    def _recall(self, outcome: Outcome) -> Made:
        self._recalled = next(self._past, None)
        return Made(b"", bytes.fromhex(outcome.digest), outcome.rejected)

    def _look_ahead(self) -> None:
        depth = 1 if self._engine.workers == 1 else 2 * self._engine.workers
        while len(self._ahead) < depth and (chunk := list(islice(self._items, self._chunk))):
            self._ahead.append(self._engine.submit(MAKE, chunk))

    def _size_chunks(self, took_s: float) -> None:
        """Grow chunks while they are quick, shrink them when they are slow."""
        if took_s < CHUNK_S / 2:
            self._chunk = min(2 * self._chunk, CHUNK_MAX)
        elif took_s > 2 * CHUNK_S:
            self._chunk = max(self._chunk // 2, 1)


def _checked(result: Made | TasksynthError | Failure) -> Made:
    if isinstance(result, Made):
        return result
    if isinstance(result, Failure):
        raise FamilyError(f"a task could not be made: {result.why}")
    raise result


def _kept(layout: Layout, draws: Draws, tallies: list[Tally]) -> Iterator[tuple[str, Made]]:
    """The tasks to keep, each with its split: in order, without duplicates.

    Raises:
        FamilyError: when a stream has no more distinct tasks to give.
    """
    with ExitStack() as memory:
        streams = {
            cell.stream: StreamState(memory.enter_context(closing(Digests())))
            for cell in layout.cells
        }
        yield from _distinct(layout, draws, tallies, streams)


def _distinct(
    layout: Layout, draws: Draws, tallies: list[Tally], streams: Mapping[Any, StreamState]
) -> Iterator[tuple[str, Made]]:
    for segment in layout.segments:
        stream = streams[layout.cells[segment.cell].stream]
        stream.spare = max(stream.spare, segment.start + segment.count)
    for segment in layout.segments:
        cell = layout.cells[segment.cell]
        stream, tally = streams[cell.stream], tallies[segment.cell]
        kept = tried = 0
        while kept < segment.count:
            if tried < segment.count:
                made = draws.planned()
            else:
                made = draws.spare(cell, stream.spare, segment.count - kept)
                stream.spare += 1
            tried += 1
            stream.drawn += 1
            tally.rejected += made.rejected
            if not stream.seen.add(made.digest):
                stream.dry += 1
                draws.record(made)
                if stream.dry >= PATIENCE + 20 * len(stream.seen):
                    raise FamilyError(_spent(cell, stream, layout.counts[segment.cell]))
                continue
            stream.dry = 0
            kept += 1
            yield segment.split, made
            draws.record(made)
        tally.tasks += kept
        tally.drawn += tried
        tally.duplicates += tried - kept


def _spent(cell: Cell, stream: StreamState, wanted: int) -> str:
    return (
        f"{cell.family} {cell.params}: found only {len(stream.seen)} distinct tasks in "
        f"{stream.drawn} draws, asked for {wanted}; lower the count or loosen the params"
    )


def _cell_report(cell: Cell, tally: Tally) -> CellReport:
    return CellReport(family=cell.family, level=cell.level, params=cell.params, **asdict(tally))


def _identity(
    recipe: Recipe | None, measure: str, versions: dict[str, str], families: dict[str, int]
) -> str:
    asked = recipe and recipe.model_dump(mode="json")
    body = canonical_json([asked, measure, versions, families])
    return hashlib.sha256(body).hexdigest()


def versions_of(layout: Layout) -> dict[str, str]:
    """Versions of tasksynth, numpy, and all that the families' distributions depend on."""
    names = {"tasksynth", "numpy"}
    for cell in layout.cells:
        names |= registry.requirements(cell.family)
    found = {}
    for name in sorted(names):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
