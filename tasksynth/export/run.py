"""The loop that exports a dataset, and the files around its rows."""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources.abc import Traversable
from itertools import repeat
from pathlib import Path
from string import Template

from tasksynth.errors import UsageError, writing
from tasksynth.export.about import ExportFacts
from tasksynth.export.files import Format, rows_in, write_shards
from tasksynth.export.rows import IMAGES, Columns, Item, Row
from tasksynth.export.targets import Target, get
from tasksynth.pipeline.folders.dataset import open_file, tasks_of
from tasksynth.pipeline.folders.manifest import (
    MANIFEST,
    ShardReport,
    read_manifest,
    sha256_of,
    task_files,
)
from tasksynth.pipeline.folders.output import guard, write_whole
from tasksynth.pipeline.making.images import render
from tasksynth.pipeline.making.plan import ALL
from tasksynth.pipeline.stats import stats
from tasksynth_schemas import ImportRef, Task
from tasksynth_schemas.content import media_of

TRAIN = "train"
"""What a dataset without splits is called where splits have names."""
IMAGE = frozenset({"image"})


@dataclass(frozen=True)
class Exported:
    """What came of an export."""

    splits: dict[str, int]
    files: tuple[Path, ...]
    """The files of rows, or the tasks' own folders."""


def export(
    dataset: Path,
    target: str,
    out: Path,
    *,
    form: Format | None = None,
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
        out: the folder; its name names the package or task that is written.
        form: `jsonl` or `parquet`, where the target reads both.
        shard_size: rows a file.
        workers: processes that render.
        overwrite: replace what is at `out`.
        check: compare the dataset with its manifest's digests first.
        progress: told how many rows are written, and how many there are.

    Raises:
        UsageError: for what cannot be written; says what to do instead.
        FamilyError: if a family cannot render one of its tasks.
    """
    wanted = get(target)
    form = form or wanted.form
    if wanted.columns is None and form != wanted.form:
        raise UsageError(f"rows for {target} are written as {wanted.form}, not as {form}")
    _check_free(wanted, out, dataset, overwrite=overwrite)
    task_files(dataset, check=check)
    part = out.with_name(f"{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        done = _write(
            dataset,
            wanted,
            out,
            part,
            form=form,
            shard_size=shard_size,
            workers=workers,
            progress=progress,
        )
        with writing(out):
            _put(part, out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return done


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
    name = _name(out)
    names = {wanted.data.replace("NAME", name).split("/")[0], "__pycache__"}
    if wanted.files is not None:
        names |= {TRAIN, *_splits(dataset)[0]}
    templates = () if wanted.templates is None else wanted.templates.iterdir()
    return names | {_target_of(source, name) for source in templates} | {*wanted.beside}


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


def _write(
    dataset: Path,
    wanted: Target,
    out: Path,
    part: Path,
    *,
    form: Format,
    shard_size: int,
    workers: int,
    progress: Callable[[int, int], None] | None,
) -> Exported:
    """Fill `part` with what `out` will hold."""
    sources, counts = _splits(dataset)
    images = any(_shows(line) for paths in sources.values() for _, line in tasks_of(paths))
    if images:
        _check_form(wanted, form)
    name = _name(out)
    data = part / wanted.data.replace("NAME", name)
    with writing(data):
        data.mkdir(parents=True)
    done = 0

    def items(paths: list[Path], split: str) -> Iterator[Item]:
        nonlocal done
        for item in _items(paths, split, workers=workers, images=images):
            _check(item.task, wanted)
            yield item
            done += 1
            if progress:
                progress(done, sum(counts.values()))

    written: list[Path] = []
    if (files := wanted.files) is not None:
        for item in (item for split, paths in sources.items() for item in items(paths, split)):
            written.append(_folder(out, part, item, files(item)))
        return Exported(counts, tuple(written))
    for split, paths in sources.items():
        shards = write_shards(
            (_row(wanted, item, images=images) for item in items(paths, split)),
            data,
            split,
            count=counts[split],
            size=shard_size,
            form=form,
            columns=_columns(wanted, images=images),
        )
        written += [out / path.relative_to(part) for path in shards]
    _beside(dataset, wanted, out, part, written, form=form, images=images)
    return Exported(counts, tuple(written))


def _beside(
    dataset: Path,
    wanted: Target,
    out: Path,
    part: Path,
    written: list[Path],
    *,
    form: Format,
    images: bool,
) -> None:
    """Write the files around those of the rows."""
    name = _name(out)
    sources, counts = _splits(dataset)
    if wanted.templates:
        values = {
            "name": name,
            "dashed": name.replace("_", "-"),
            "folder": str(out.absolute()),
            "tasks": str(sum(counts.values())),
            "split": next(iter(sources)),
            "nemo_datasets": _nemo_datasets(written, name, out),
            "version": version("tasksynth"),
        }
        _fill(wanted.templates, part, values)
    if wanted.about is not None:
        names = [str(path.relative_to(out)) for path in written]
        columns = _columns(wanted, images=images)
        about = _about(dataset, name, part, form, columns, names)
        for file, body in wanted.about(about).items():
            write_whole(part / file, body)


def _about(
    dataset: Path, name: str, folder: Path, form: Format, columns: Columns, files: Iterable[str]
) -> ExportFacts:
    """What can be told of the files of rows that were written to a folder."""
    manifest = read_manifest(dataset) if dataset.is_dir() else None
    first, _ = next(tasks_of(task_files(dataset)))
    return ExportFacts(
        name=name,
        form=form,
        columns=columns,
        shards=tuple(_report(folder, file, form) for file in files),
        stats=stats(dataset),
        example=first,
        manifest=manifest,
        source={} if manifest is None else {dataset.name: sha256_of(dataset / MANIFEST)},
    )


def _report(folder: Path, file: str, form: Format) -> ShardReport:
    path = folder / file
    return ShardReport(
        name=file,
        split=path.name[: -len("-00000-of-00000.") - len(form)],
        tasks=rows_in(path, form),
        bytes=path.stat().st_size,
        sha256=sha256_of(path),
    )


def _splits(dataset: Path) -> tuple[dict[str, list[Path]], dict[str, int]]:
    """The JSONL files of each split, and the tasks in it."""
    paths = task_files(dataset)
    manifest = read_manifest(dataset) if dataset.is_dir() else None
    found: dict[str, list[Path]] = {}
    if manifest is None:
        found[TRAIN] = paths
    else:
        for shard, path in zip(manifest.shards, paths, strict=True):
            found.setdefault(TRAIN if shard.split == ALL else shard.split, []).append(path)
    counts = {split: sum(_lines(path) for path in some) for split, some in found.items()}
    return found, counts


def _lines(path: Path) -> int:
    with open_file(path) as file:
        return sum(1 for _ in file)


def _items(paths: list[Path], split: str, *, workers: int, images: bool) -> Iterator[Item]:
    lines = (line for _, line in tasks_of(paths))
    pictures = render(lines, workers=workers) if images else repeat(dict[str, bytes]())
    for place, ((task, _), drawn) in enumerate(zip(tasks_of(paths), pictures, strict=False)):
        yield Item(task, split, place, {name: drawn[name] for name in task.shows})


def _shows(line: bytes) -> bool:
    """Whether the task of a line has a prompt that names media."""
    kinds = (b'"image"', b'"video"', b'"audio"')
    return any(kind in line for kind in kinds) and bool(Task.model_validate_json(line).shows)


def _check(task: Task, wanted: Target) -> None:
    """Refuse a task that the target's rows cannot carry."""
    if isinstance(task.ref, ImportRef) and not wanted.whole:
        raise UsageError(
            f"{task.ref} was imported: no label can stand for it, and these rows hold no more than "
            f"that; `--for hf` keeps whole tasks"
        )
    check_shown(task, carried=frozenset() if wanted.images is None else IMAGE, by=wanted.name)


def check_shown(task: Task, *, carried: frozenset[str] = IMAGE, by: str = "hf") -> None:
    """Refuse a task that shows other media than rows carry.

    Raises:
        UsageError: naming them.
    """
    if strange := set(media_of([task.prompt])) - carried - {"text"}:
        raise UsageError(
            f"the prompts of {task.ref.family} show {' and '.join(sorted(strange))}, which rows "
            f"for {by} do not carry; `--for hf` carries images"
        )


def _check_form(wanted: Target, form: Format) -> None:
    """Refuse images in a format that cannot hold them."""
    if wanted.images == "png" and form != "parquet":
        raise UsageError(
            f"the tasks show images, which rows for {wanted.name} hold as bytes: "
            f"write them as parquet, not as {form}"
        )


def _columns(wanted: Target, *, images: bool) -> Columns:
    columns = wanted.columns or {}
    if not images:
        return columns
    return columns | {"images": IMAGES if wanted.images == "png" else ["string"]}


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


def _row(wanted: Target, item: Item, *, images: bool) -> Row:
    if wanted.row is None:
        raise UsageError(f"{wanted.name} has no rows")
    row = wanted.row(item)
    return {"images": [], **row} if images and wanted.columns is not None else row


def _name(out: Path) -> str:
    name = re.sub(r"\W", "_", out.absolute().name, flags=re.ASCII).lower()
    return name if name[:1].isalpha() else f"tasks_{name}"


def _fill(templates: Traversable, folder: Path, values: dict[str, str]) -> None:
    """Write every template, its `$words` replaced; NAME in a file's name is the export's."""
    for source in templates.iterdir():
        target = folder / _target_of(source, values["name"])
        if source.is_dir():
            target.mkdir(exist_ok=True)
            _fill(source, target, values)
        else:
            text = Template(source.read_text(encoding="utf-8")).substitute(values)
            with writing(target):
                target.write_text(text, encoding="utf-8")


def _target_of(template: Traversable, name: str) -> str:
    return template.name.replace("NAME", name).removesuffix(".tmpl")


def _nemo_datasets(paths: list[Path], name: str, out: Path) -> str:
    lines = []
    for path in paths:
        kind = "train" if path.name.startswith(f"{TRAIN}-") else "validation"
        lines += [
            f"      - name: {path.stem}",
            f"        type: {kind}",
            f"        jsonl_fpath: resources_servers/{name}/{path.relative_to(out)}",
            "        license: Apache 2.0",
        ]
    return "\n".join(lines)
