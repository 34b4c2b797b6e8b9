"""generate, verify and import."""

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, TextIO

import typer

from tasksynth.cli.options import Json, Level, Set, level_or_default, parse_set
from tasksynth.errors import UsageError

if TYPE_CHECKING:
    from tasksynth.pipeline.shards import Manifest
    from tasksynth.pipeline.verify import Report
    from tasksynth.report import Summary
    from tasksynth_schemas import Recipe

LINE_EVERY_S = 5.0
"""Between two progress lines, where there is no terminal."""


class AnswersFormat(StrEnum):
    """How a file holds answers."""

    ROWS = "rows"
    LINES = "lines"
    TSV = "tsv"


def generate(
    what: Annotated[str, typer.Argument(metavar="FAMILY|RECIPE.toml", help="What to generate.")],
    out: Annotated[str, typer.Option(help="Folder for the dataset; - for standard output.")],
    level: Annotated[
        list[float] | None,
        typer.Option(help="Difficulty in [0, 1]; may be repeated. 0.5 unless --set is given."),
    ] = None,
    set_: Set = None,
    count: Annotated[int | None, typer.Option(help="Tasks in all.", min=1)] = None,
    seed: Annotated[int | None, typer.Option(help="The random seed; 0.", min=0)] = None,
    workers: Annotated[int, typer.Option(help="Processes.", min=1)] = 1,
    measure: Annotated[
        str, typer.Option(help="quick: one solver run a task. full: medians of several.")
    ] = "quick",
    shard_size: Annotated[int | None, typer.Option(help="Tasks a file; 10000.", min=1)] = None,
    images: Annotated[
        bool, typer.Option("--images", help="Write the tasks' images too, as PNG files.")
    ] = False,
    overwrite: Annotated[bool, typer.Option(help="Replace a dataset that is there.")] = False,
    json_: Json = False,
) -> None:
    """Write a dataset of a family's tasks, or of a recipe.

    A run that was killed goes on where it stopped when it is run again, and ends with the same
    bytes as one that was not.
    """
    from tasksynth.pipeline import generate as pipeline
    from tasksynth.pipeline.images import write_images

    if measure not in ("quick", "full"):
        raise UsageError(f"--measure is quick or full, got {measure!r}")
    recipe = _recipe(what, level, set_, count, seed, shard_size)
    full = measure == "full"
    if out == "-":
        if images:
            raise UsageError("--images writes files; give --out a folder")
        for line in pipeline.stream_lines(recipe, workers=workers, full=full):
            sys.stdout.buffer.write(line)
        return
    with ExitStack() as stack:
        manifest = pipeline.generate(
            recipe,
            Path(out),
            workers=workers,
            full=full,
            overwrite=overwrite,
            progress=None if json_ else progress_on(stack, "generate"),
        )
    if images:
        with ExitStack() as stack:
            write_images(
                Path(out),
                workers=workers,
                progress=None if json_ else progress_on(stack, "images"),
            )
    typer.echo(manifest.model_dump_json(indent=2) if json_ else _summary(manifest, out))


def _recipe(
    what: str,
    levels: list[float] | None,
    set_: list[str] | None,
    count: int | None,
    seed: int | None,
    shard_size: int | None,
) -> "Recipe":
    from pydantic import ValidationError

    from tasksynth.pipeline.plan import read_recipe
    from tasksynth.single import explain
    from tasksynth_schemas import Mix, Recipe

    given = {"count": count, "seed": seed, "shard_size": shard_size}
    changed = {name: value for name, value in given.items() if value is not None}
    if what.endswith(".toml"):
        if levels or set_:
            raise UsageError("--level and --set belong to a family; a recipe has its own")
        recipe = read_recipe(Path(what))
        return Recipe.model_validate(recipe.model_dump() | changed) if changed else recipe
    if count is None:
        raise UsageError("say how many tasks: --count 1000")
    params = parse_set(set_)
    default = level_or_default(None, params)
    chosen = levels or ([] if default is None else [default])
    try:
        mix = Mix(family=what, levels=tuple(chosen), params=params)
        return Recipe.model_validate({"mix": [mix], **changed})
    except ValidationError as e:
        raise UsageError(explain(e, Recipe)) from e


def progress_on(stack: ExitStack, what: str) -> Callable[[int, int], None]:
    """A bar on a terminal; elsewhere a plain line now and then."""
    if sys.stderr.isatty():
        bar = stack.enter_context(
            typer.progressbar(length=1, label=what, file=sys.stderr, show_pos=True)
        )

        def update(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        return update
    said = time.monotonic()

    def say(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said > LINE_EVERY_S:
            said = time.monotonic()
            typer.echo(f"{done:,} of {total:,} tasks", err=True)

    return say


def _summary(manifest: "Manifest", out: str) -> str:
    lines = [f"{manifest.tasks:,} tasks in {out}"]
    for split, tasks in manifest.splits.items():
        files = sum(shard.split == split for shard in manifest.shards)
        lines.append(f"  {split}: {tasks:,} in {files} file{'s' * (files != 1)}")
    duplicates = sum(cell.duplicates for cell in manifest.cells)
    rejected = sum(cell.rejected for cell in manifest.cells)
    if manifest.cells:
        lines.append(f"  left out: {duplicates:,} duplicates, {rejected:,} rejected draws")
    return "\n".join(lines)


def import_(
    kind: Annotated[str, typer.Argument(help="An importer, for example saturn or dimacs.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files to read.")],
    out: Annotated[Path, typer.Option(help="Folder for the dataset.")],
    overwrite: Annotated[bool, typer.Option(help="Replace a dataset that is there.")] = False,
    json_: Json = False,
) -> None:
    """Read other people's files as tasks that verify."""
    from tasksynth.pipeline.importing import import_files

    manifest = import_files(kind, files, out, overwrite=overwrite)
    typer.echo(manifest.model_dump_json(indent=2) if json_ else _summary(manifest, str(out)))


def solve(
    dataset: Annotated[Path, typer.Argument(help="A dataset folder or a JSONL file of tasks.")],
    by: Annotated[
        str, typer.Option(help="reference, or the name of a trivial strategy of the families.")
    ] = "reference",
    out: Annotated[str, typer.Option(help="File for the answers; - for stdout.")] = "-",
    workers: Annotated[int, typer.Option(help="Processes.", min=1)] = 1,
) -> None:
    """Answer every task of a dataset with the family's own solution, as `verify` reads it."""
    from tasksynth.pipeline.solve import solve as answers_to
    from tasksynth.pipeline.verify import Dataset

    with ExitStack() as stack:
        source = stack.enter_context(Dataset.open(dataset))
        sink = sys.stdout.buffer if out == "-" else stack.enter_context(_create(Path(out)))
        found = 0
        for answer in answers_to(source, by=by, workers=workers):
            sink.write(answer.model_dump_json(exclude_none=True).encode() + b"\n")
            found += 1
    if not found:
        raise UsageError(f"no family of these tasks has a strategy called {by!r}")


def _create(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as e:
        raise UsageError(f"cannot write {path}: {e.strerror}") from e


def verify(
    dataset: Annotated[
        Path | None, typer.Argument(help="A dataset folder or a JSONL file of tasks.")
    ] = None,
    answers: Annotated[
        str | None, typer.Option(help='Rows {"task": ID, "answer": "…"}; - for standard input.')
    ] = None,
    answers_format: Annotated[
        AnswersFormat,
        typer.Option(
            help="rows: as said above. lines: an answer a line, in the order of the tasks. "
            "tsv: the same, up to the first tab of the line."
        ),
    ] = AnswersFormat.ROWS,
    out: Annotated[str | None, typer.Option(help="File for the verdicts; - for stdout.")] = None,
    task: Annotated[str | None, typer.Option(help="One task instead: its ref.")] = None,
    answer: Annotated[str | None, typer.Option(help="Its answer; - for standard input.")] = None,
    level: Level = None,
    set_: Set = None,
    prefilled: Annotated[
        bool,
        typer.Option(
            "--prefilled",
            help="The chat template wrote the opening <think>: a reply begins within the thought.",
        ),
    ] = False,
    workers: Annotated[int, typer.Option(help="Processes.", min=1)] = 1,
    fail_under: Annotated[
        float | None, typer.Option(help="Exit 1 if the pass rate is lower.", min=0, max=1)
    ] = None,
    json_: Json = False,
) -> None:
    """Judge answers to a dataset's tasks, or to one task.

    Exit codes: 0 judged, 1 under --fail-under, 2 usage.
    """
    if task is not None:
        passed = _verify_one(task, answer, level, set_, prefilled=prefilled, json_=json_)
        rate: float | None = float(passed)
    elif dataset is None or answers is None:
        raise UsageError("want DATASET and --answers FILE, or --task REF and --answer TEXT")
    else:
        report = _verify_file(dataset, answers, answers_format, out, workers, prefilled=prefilled)
        rate = report.total.pass_rate.rate if report.total.pass_rate else None
        shown = report.model_dump_json(indent=2) if json_ else table(report)
        typer.echo(shown, err=out == "-")
    if fail_under is not None and (rate is None or rate < fail_under):
        raise typer.Exit(1)


def _verify_file(
    dataset: Path,
    answers: str,
    form: AnswersFormat,
    out: str | None,
    workers: int,
    *,
    prefilled: bool,
) -> "Report":
    from tasksynth.answers import restored
    from tasksynth.pipeline.verify import Dataset, read_answers, read_lines, verify

    with ExitStack() as stack:
        source = stack.enter_context(Dataset.open(dataset))
        name = "stdin" if answers == "-" else answers
        lines = sys.stdin if answers == "-" else stack.enter_context(_open(Path(answers)))
        sink: BinaryIO | None = None
        if out is not None:
            sink = sys.stdout.buffer if out == "-" else stack.enter_context(_create(Path(out)))
        if form is AnswersFormat.ROWS:
            rows = read_answers(lines, name)
        else:
            rows = read_lines(lines, name, source, columns=form is AnswersFormat.TSV)
        if prefilled:
            rows = ((n, a.model_copy(update={"answer": restored(a.answer)})) for n, a in rows)
        return verify(source, rows, name=name, out=sink, workers=workers)


def _open(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8", errors="replace")
    except OSError as e:
        raise UsageError(f"cannot read {path}: {e.strerror}") from e


def _verify_one(
    ref: str,
    answer: str | None,
    level: float | None,
    set_: list[str] | None,
    *,
    prefilled: bool,
    json_: bool,
) -> bool:
    from tasksynth.cli.look import task_at
    from tasksynth.single import grade

    if answer is None:
        raise UsageError("--task wants an --answer (- reads it from standard input)")
    text = sys.stdin.read() if answer == "-" else answer
    verdict = grade(task_at(ref, level, set_), text, prefilled=prefilled)
    if json_:
        typer.echo(verdict.model_dump_json())
    else:
        reward = "none" if verdict.reward is None else f"{verdict.reward:g}"
        typer.echo(f"{verdict.status}, reward {reward}" + (f": {verdict.why}" * bool(verdict.why)))
    return verdict.status == "pass"


def table(report: "Report") -> str:
    """The summary as a table of at most 80 columns."""
    ks = list(report.total.pass_at)[1:4]
    head = f"{'':24} {'tasks':>7} {'answers':>8} {'pass rate (95 %)':>20}"
    lines = [head + "".join(f" {f'pass@{k}':>8}" for k in ks)]
    lines += [_table_row(name, summary, ks) for name, summary in report.groups.items()]
    if len(report.groups) != 1:
        lines.append(_table_row("all", report.total, ks))
    total = report.total
    lines.append(f"unparsable: {total.unparsable:,}   errors: {total.errors:,} (not in the rates)")
    for family, measured in report.difficulty.items():
        lines.append(
            f"{family}: level and difficulty agree by {measured.rank_correlation:.2f} "
            f"(rank correlation, {measured.levels} levels)"
        )
    return "\n".join(line.rstrip() for line in lines)


def _table_row(name: str, summary: "Summary", ks: list[int]) -> str:
    rate = summary.pass_rate
    shown = "-" if rate is None else f"{rate.rate:.3f} [{rate.low:.3f}, {rate.high:.3f}]"
    at = [summary.pass_at.get(k) for k in ks]
    cells = "".join(f" {'-' if p is None else f'{p:.3f}':>8}" for p in at)
    return f"{name[:24]:24} {summary.tasks:>7,} {summary.answers:>8,} {shown:>20}{cells}"
