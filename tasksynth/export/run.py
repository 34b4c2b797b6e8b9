"""The loop that exports a dataset, and the files around its rows."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path

from tasksynth.engines import engine_for
from tasksynth.errors import UsageError, writing
from tasksynth.export.around import TRAIN, RowFacts, beside, name_of, target_of
from tasksynth.export.files import Format, write_shards
from tasksynth.export.lessons import Lessons, Taught, replies
from tasksynth.export.rows import MEDIA, TALKS, Columns, Item, Row, media_columns, tools
from tasksynth.export.targets import Target, get
from tasksynth.export.wants import Wants, has_turns
from tasksynth.pipeline.folders.dataset import Dataset, id_of, open_file, tasks_of
from tasksynth.pipeline.folders.delivery import delivered
from tasksynth.pipeline.folders.manifest import read_manifest, task_files
from tasksynth.pipeline.folders.output import guard
from tasksynth.pipeline.folders.places import is_far
from tasksynth.pipeline.making.images import render
from tasksynth.pipeline.making.plan import ALL
from tasksynth_schemas import ImportRef, Task
from tasksynth_schemas.content import Medium, media_of

LESSONS = "lessons.part"
"""What replies come to, until the rows are written."""
KINDS: frozenset[Medium] = frozenset(("image", "video", "audio"))
CARRIED: frozenset[Medium] = frozenset(MEDIA)
"""What rows for `hf` carry beside words."""


@dataclass(frozen=True)
class Exported:
    """What came of an export."""

    splits: dict[str, int]
    files: tuple[Path, ...]
    """The files of rows, or the tasks' own folders; within theirs, where it is far away."""
    left_out: int = 0
    """Tasks of which no row could be made, for want of a reply."""


@dataclass(frozen=True)
class _Choices:
    """What is chosen beside the dataset and the target."""

    form: Format
    sources: Sequence[str]
    each: int
    keep: Callable[[str], bool] | None
    shard_size: int
    workers: int
    progress: Callable[[int, int], None] | None


def export(
    dataset: Path,
    target: str,
    out: Path | str,
    *,
    form: Format | None = None,
    sources: Sequence[str] = (),
    each: int | None = None,
    keep: Callable[[str], bool] | None = None,
    shard_size: int = 10_000,
    workers: int = 1,
    overwrite: bool = False,
    check: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write a dataset as one trainer reads it, to a folder that appears once it is whole.

    The images that prompts name go along, in the form that the trainer reads. The bytes depend on
    the dataset, on the arguments and on the libraries that write.

    Args:
        dataset: a folder that `generate` or `import` wrote, or a JSONL file of tasks.
        target: a name that `tasksynth export` lists.
        out: the folder, or the URL of one (see `delivered`); its name names the package or task
            that is written.
        form: `jsonl` or `parquet`, where the target reads both.
        sources: who replies, where rows hold replies; see `tasksynth.export.lessons.replies`.
        each: rows a task then has at most; None: as many as the target says.
        keep: whether the task of an id is exported; None: all are.
        shard_size: rows a file.
        workers: processes that render, reply and judge.
        overwrite: replace what is at `out`.
        check: compare the dataset with its manifest's digests first.
        progress: told how many rows are written, and how many there are.

    Raises:
        UsageError: for what cannot be written; says what to do instead.
        FamilyError: if a family cannot render one of its tasks.
    """
    wanted = get(target)
    form = form or wanted.form
    _check_asked(wanted, form, sources, some=keep is not None)
    named = sources or wanted.sources
    most = wanted.each if each is None else each
    chosen = _Choices(form, named, most, keep, shard_size, workers, progress)
    with delivered(out, overwrite=overwrite) as place:
        _check_free(wanted, place, dataset, overwrite=overwrite)
        task_files(dataset, check=check)
        done = _write_whole(dataset, wanted, place, chosen)
        if is_far(out):
            done = replace(done, files=tuple(file.relative_to(place) for file in done.files))
    return done


def _write_whole(dataset: Path, wanted: Target, out: Path, chosen: _Choices) -> Exported:
    """Write to a folder that appears once it is whole."""
    part = out.with_name(f"{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        done = _write(dataset, wanted, out, part, chosen)
        with writing(out):
            _put(part, out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return done


def _check_asked(wanted: Target, form: Format, sources: Sequence[str], *, some: bool) -> None:
    """Refuse what a target's rows cannot be."""
    if some and wanted.about is not None:
        raise UsageError(
            f"the files beside rows for {wanted.name} tell of the whole dataset, and --passed "
            f"leaves tasks out; export for trl or another trainer"
        )
    if sources and wanted.lessons is None:
        raise UsageError(
            f"rows for {wanted.name} hold no replies; --from goes with sft, preferences and "
            f"rollouts"
        )
    if not (sources or wanted.sources) and wanted.lessons is not None:
        raise UsageError(
            f"rows for {wanted.name} are recorded replies; --from names a folder of evaluate, or a "
            f"file of answers"
        )
    if wanted.columns is None and form != wanted.form:
        raise UsageError(f"rows for {wanted.name} are written as {wanted.form}, not as {form}")


def _check_free(wanted: Target, out: Path, dataset: Path, *, overwrite: bool) -> None:
    """Refuse a place that is not to be replaced."""
    here = Path.cwd()
    if out.resolve() in (here, *here.parents):
        raise UsageError(f"{out} is where you are, not a folder to replace; choose another --out")
    guard(out, [dataset], folder=True)
    if not out.exists():
        return
    if not overwrite:
        raise UsageError(f"{out} is there already; choose another --out, or pass --overwrite")
    if not out.is_dir():
        raise UsageError(f"{out} is no folder, so it is not replaced; choose another --out")
    if strange := sorted({path.name for path in out.iterdir()} - _written_by(wanted, out, dataset)):
        raise UsageError(
            f"{out} holds {strange[0]!r}, which no export for {wanted.name} writes, so it is not "
            f"replaced; choose another --out, or remove it"
        )


def _written_by(wanted: Target, out: Path, dataset: Path) -> set[str]:
    """What an export may have at its top, and what comes of its use."""
    name = name_of(out)
    names = {wanted.data.replace("NAME", name).split("/")[0], "__pycache__"}
    if wanted.files is not None:
        names |= {TRAIN, *_splits(dataset, None)[0]}
    templates = () if wanted.templates is None else wanted.templates.iterdir()
    return names | {target_of(source, name) for source in templates} | {*wanted.beside}


def _put(part: Path, out: Path) -> None:
    """Give a folder that is whole its name; what had that name is there until then."""
    old = out.with_name(f"{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.is_dir() and not out.is_symlink():
        out.rename(old)
    elif out.is_symlink():
        out.unlink()
    part.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _write(dataset: Path, wanted: Target, out: Path, part: Path, chosen: _Choices) -> Exported:
    """Fill `part` with what `out` will hold."""
    splits, counts = _splits(dataset, chosen.keep)
    shape = _Shape.of(wanted, splits)
    if shape.media:
        _check_form(wanted, chosen.form)
    data = part / wanted.data.replace("NAME", name_of(out))
    with writing(data):
        data.mkdir(parents=True)
    done, every = 0, sum(counts.values())

    def items(paths: list[Path], split: str) -> Iterator[Item]:
        nonlocal done
        for item in _items(paths, split, chosen, shown=bool(shape.media)):
            _check(item.task, wanted)
            wants.add(item.task)
            done += 1
            if chosen.progress:  # before: nobody comes back after the last one
                chosen.progress(done, every)
            yield item

    written: list[Path] = []
    wants = Wants()
    if (files := wanted.files) is not None:
        for item in (item for split, paths in splits.items() for item in items(paths, split)):
            written.append(_folder(out, part, item, files(item)))
        return Exported(counts, tuple(written))
    left_out = 0
    for split, paths in splits.items():
        rows: Iterable[Row] = (_row(wanted, item, shape) for item in items(paths, split))
        if wanted.lessons is not None:
            taught = _teach(dataset, paths, wanted, wanted.lessons, part / LESSONS, chosen, shape)
            rows, counts[split] = taught.rows(rows), taught.count
            left_out += taught.left_out
        shards = write_shards(
            rows,
            data,
            split,
            count=counts[split],
            size=chosen.shard_size,
            form=chosen.form,
            columns=_columns(wanted, shape),
        )
        written += [out / path.relative_to(part) for path in shards]
        (part / LESSONS).unlink(missing_ok=True)
    columns = _columns(wanted, shape)
    told = RowFacts(form=chosen.form, columns=columns, counts=counts, wants=wants)
    beside(dataset, wanted, out, part, written, told)
    return Exported(counts, tuple(written), left_out)


def _teach(
    dataset: Path,
    paths: list[Path],
    wanted: Target,
    lessons: Lessons,
    file: Path,
    chosen: _Choices,
    shape: "_Shape",
) -> Taught:
    """Have the tasks of a split replied to, and the replies judged."""

    def keys() -> Iterator[str]:
        for task, _ in _kept(paths, chosen):
            _check(task, wanted)
            yield task.id

    with Dataset.open(dataset) as tasks, engine_for(chosen.workers) as engine:
        said = replies(tasks, keys(), chosen.sources, engine=engine, turns=shape.turns)
        return Taught.of((lessons(those, chosen.each) for those in said), file)


def _splits(
    dataset: Path, keep: Callable[[str], bool] | None
) -> tuple[dict[str, list[Path]], dict[str, int]]:
    """The JSONL files of each split, and how many of its tasks are kept."""
    paths = task_files(dataset)
    manifest = read_manifest(dataset) if dataset.is_dir() else None
    found: dict[str, list[Path]] = {}
    if manifest is None:
        found[TRAIN] = paths
    else:
        for shard, path in zip(manifest.shards, paths, strict=True):
            found.setdefault(TRAIN if shard.split == ALL else shard.split, []).append(path)
    return found, {split: _count(some, keep) for split, some in found.items()}


def _count(paths: list[Path], keep: Callable[[str], bool] | None) -> int:
    count = 0
    for path in paths:
        with open_file(path) as lines:
            for row, line in enumerate(lines, 1):
                count += keep is None or keep(id_of(line, path, row))
    return count


def _items(paths: list[Path], split: str, chosen: _Choices, *, shown: bool) -> Iterator[Item]:
    lines = (line for _, line in _kept(paths, chosen))
    pictures = render(lines, workers=chosen.workers) if shown else repeat(dict[str, bytes]())
    kept = _kept(paths, chosen)
    for place, ((task, _), drawn) in enumerate(zip(kept, pictures, strict=False)):
        yield Item(task, split, place, {name: drawn[name] for name in task.shows})


def _kept(paths: list[Path], chosen: _Choices) -> Iterator[tuple[Task, bytes]]:
    for task, line in tasks_of(paths):
        if chosen.keep is None or chosen.keep(task.id):
            yield task, line


@dataclass(frozen=True)
class _Shape:
    """What the rows of a dataset hold beside what a target's always do."""

    media: frozenset[Medium]
    """The kinds of what prompts show."""
    turns: bool
    """Conversations, and the tools of their tasks."""

    @classmethod
    def of(cls, wanted: Target, splits: Mapping[str, list[Path]]) -> "_Shape":
        """Look through all tasks."""
        lines = (line for paths in splits.values() for _, line in tasks_of(paths))
        media, turns = frozenset[Medium](), False
        for line in lines:
            if any(f'"{kind}"'.encode() in line for kind in KINDS - media):
                media |= KINDS.intersection(media_of([Task.model_validate_json(line).prompt]))
            turns = turns or (wanted.turns and has_turns(Task.model_validate_json(line)))
        return cls(media, turns)


def _carried(wanted: Target) -> frozenset[Medium]:
    """The media that a target's rows or files can hold."""
    sounds: frozenset[Medium] = frozenset({"audio"} if wanted.sounds else ())
    return sounds | (frozenset({"image"}) if wanted.images else frozenset())


def _check(task: Task, wanted: Target) -> None:
    """Refuse a task that the target's rows cannot carry."""
    if isinstance(task.ref, ImportRef) and not wanted.whole:
        raise UsageError(
            f"{task.ref} was imported: no label can stand for it, and these rows hold no more than "
            f"that; `--for hf` keeps whole tasks"
        )
    if wanted.lessons is not None and has_turns(task):
        _check_turns(task, wanted)
    check_shown(task, carried=_carried(wanted), by=wanted.name)


def _check_turns(task: Task, wanted: Target) -> None:
    name = task.ref.family
    if not wanted.turns:
        raise UsageError(
            f"{name} has turns, and rows for {wanted.name} hold one reply to a prompt; leave it "
            f"out of the dataset, or export for sft or rollouts"
        )
    if strange := set(task.needs.media) - {"text"}:
        raise UsageError(
            f"the turns of {name} show {' and '.join(sorted(strange))}, and rows for "
            f"{wanted.name} hold only words of turns; leave it out of the dataset"
        )


def check_shown(task: Task, *, carried: frozenset[Medium] = CARRIED, by: str = "hf") -> None:
    """Refuse a task that shows other media than rows carry.

    Raises:
        UsageError: naming them.
    """
    if strange := set(media_of([task.prompt])) - carried - {"text"}:
        raise UsageError(
            f"the prompts of {task.ref.family} show {' and '.join(sorted(strange))}, which rows "
            f"for {by} do not carry; `--for hf` carries images and sounds"
        )


def _check_form(wanted: Target, form: Format) -> None:
    """Refuse media in a format that cannot hold them."""
    if wanted.images == "png" and form != "parquet":
        raise UsageError(
            f"the tasks show images or sounds, which rows for {wanted.name} hold as bytes: "
            f"write them as parquet, not as {form}"
        )


def _columns(wanted: Target, shape: _Shape) -> Columns:
    columns = (wanted.columns or {}) | (TALKS if shape.turns else {})
    return columns | media_columns(shape.media, as_bytes=wanted.images == "png")


def _folder(out: Path, part: Path, item: Item, files: Mapping[str, bytes]) -> Path:
    """Write the files of a task's own folder, and say where it will be; scripts may be run."""
    folder = part / item.split / item.task.id
    for name, body in files.items():
        path = folder / name
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
            if path.suffix == ".sh":
                path.chmod(0o755)
    return out / folder.relative_to(part)


def _row(wanted: Target, item: Item, shape: _Shape) -> Row:
    if wanted.row is None:
        raise UsageError(f"{wanted.name} has no rows")
    row = wanted.row(item) | (tools(item) if shape.turns else {})
    if wanted.columns is None:
        return row
    return {column: [] for column in media_columns(shape.media)} | row
