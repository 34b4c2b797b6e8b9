"""The files around an export's rows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from tasksynth.errors import writing
from tasksynth.export.about import ExportFacts
from tasksynth.export.files import Format, rows_in
from tasksynth.export.rows import Columns
from tasksynth.export.targets import Target
from tasksynth.export.wants import Wants
from tasksynth.pipeline.folders.dataset import tasks_of
from tasksynth.pipeline.folders.manifest import (
    MANIFEST,
    ShardReport,
    read_manifest,
    sha256_of,
    task_files,
)
from tasksynth.pipeline.folders.output import write_whole
from tasksynth.pipeline.stats import stats

TRAIN = "train"
"""What a dataset without splits is called where splits have names."""
ANSWERED = {
    "adapters": "tasksynth.adapters",
    "turns": "single-turn",
    "taskset": "TasksynthTaskset",
    "env": "",
    "exported": '"Taskset"',
}
"""What templates say where each task is one prompt and one reply."""
PLAYED = {
    "adapters": "tasksynth.adapters.episodes",
    "turns": "multi-turn",
    "taskset": "EpisodesTaskset",
    "env": "EpisodesEnv, ",
    "exported": '"EpisodesEnv", "Taskset"',
}
"""What they say where there are episodes; a task without turns is one, of a single action."""


@dataclass(frozen=True)
class RowFacts:
    """What the files around rows tell of them."""

    form: Format
    columns: Columns
    counts: Mapping[str, int]
    """Rows of each split."""
    wants: Wants


def beside(
    dataset: Path, wanted: Target, out: Path, part: Path, written: list[Path], told: RowFacts
) -> None:
    """Write the files around those of the rows."""
    name, counts = name_of(out), told.counts
    if wanted.templates:
        values = PLAYED if told.wants.turns else ANSWERED
        values = values | {
            "name": name,
            "dashed": name.replace("_", "-"),
            "folder": str(out.absolute()),
            "tasks": str(sum(counts.values())),
            "split": next(iter(counts)),
            "nemo_datasets": _nemo_datasets(written, name, out),
            "version": version("tasksynth"),
            "requirements": "\n".join(told.wants.requirements),
            "dependencies": "".join(f'"{one}", ' for one in told.wants.requirements),
        }
        fill(wanted.templates, part, values)
    if wanted.about is not None:
        names = [str(path.relative_to(out)) for path in written]
        about = _about(dataset, name, part, told.form, told.columns, names)
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


def name_of(out: Path) -> str:
    """What a package or a task in that folder is called."""
    name = re.sub(r"\W", "_", out.absolute().name, flags=re.ASCII).lower()
    return name if name[:1].isalpha() else f"tasks_{name}"


def fill(templates: Traversable, folder: Path, values: dict[str, str]) -> None:
    """Write every template, its `$words` replaced; NAME in a file's name is the export's."""
    for source in templates.iterdir():
        target = folder / target_of(source, values["name"])
        if source.is_dir():
            target.mkdir(exist_ok=True)
            fill(source, target, values)
        else:
            text = Template(source.read_text(encoding="utf-8")).substitute(values)
            with writing(target):
                target.write_text(text, encoding="utf-8")


def target_of(template: Traversable, name: str) -> str:
    """The name of the file that a template becomes."""
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
