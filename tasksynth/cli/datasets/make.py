"""generate, verify and import."""

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import (
    LARGEST,
    AnsweredOnly,
    Check,
    Columns,
    DatasetPath,
    FailUnder,
    Json,
    Overwrite,
    Set,
    Workers,
    family_names,
    level_or_default,
    parse_set,
)
from tasksynth.errors import UsageError

if TYPE_CHECKING:
    from tasksynth.pipeline.answers import Rows
    from tasksynth.pipeline.shards import Manifest
    from tasksynth.pipeline.verify import Report
    from tasksynth.report import Summary
    from tasksynth_schemas import Recipe, Task

LINE_EVERY_S = 5.0
"""Between two progress lines, where there is no terminal."""


ONE = "One task"
"""The options that judge one task instead of a file of answers."""


class AnswersFormat(StrEnum):
    """How a file holds answers."""

    ROWS = "rows"
    CHATS = "chats"
    LINES = "lines"
    TSV = "tsv"


def generate(
    what: Annotated[
        str,
        typer.Argument(
            metavar="FAMILY|RECIPE",
            help="A family, or a recipe: a TOML or JSON file.",
            autocompletion=family_names,
        ),
    ],
    out: Annotated[
        str, typer.Option(metavar="FOLDER", help="Where the dataset goes; - prints its lines.")
    ],
    level: Annotated[
        list[float] | None,
        typer.Option(
            metavar="X", help="Difficulty in [0, 1].", show_default="0.5, or none beside --set"
        ),
    ] = None,
    set_: Set = None,
    count: Annotated[
        int | None, typer.Option(metavar="N", help="Tasks in all.", min=1, max=10**9)
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(metavar="N", help="The random seed.", min=0, max=LARGEST, show_default="0"),
    ] = None,
    workers: Workers = 1,
    measure: Annotated[
        str,
        typer.Option(metavar="quick|full", help="One solver run a task, or medians of several."),
    ] = "quick",
    shard_size: Annotated[
        int | None,
        typer.Option(metavar="N", help="Tasks a file.", min=1, max=10**6, show_default="10000"),
    ] = None,
    images: Annotated[
        bool, typer.Option("--images", help="Write the tasks' images too, as PNG files.")
    ] = False,
    overwrite: Overwrite = False,
    json_: Json = False,
) -> None:
    """Write a dataset of a family's tasks, or of a recipe.

    A run that was killed goes on where it stopped when it is run again, and ends with the same
    bytes as one that was not.
    """
    from tasksynth.pipeline import generate as pipeline
    from tasksynth.pipeline.images import write_images
    from tasksynth.pipeline.output import opened

    if measure not in ("quick", "full"):
        raise UsageError(f"--measure is quick or full, got {measure!r}")
    recipe = _recipe(what, level, set_, count, seed, shard_size)
    full = measure == "full"
    if out == "-":
        if images:
            raise UsageError("--images writes files; give --out a folder")
        with opened(out) as sink:
            for line in pipeline.stream_lines(recipe, workers=workers, full=full):
                sink.write(line)
        return
    with ExitStack() as stack, exits.resumable():
        manifest = pipeline.generate(
            recipe,
            Path(out),
            workers=workers,
            full=full,
            overwrite=overwrite,
            progress=None if json_ else progress_on(stack, "generate"),
        )
    if images:
        with ExitStack() as stack, exits.resumable():
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

    from tasksynth.curriculum.recipes import read_whole
    from tasksynth.invalid import explain
    from tasksynth_schemas import Mix, Recipe

    given = {"count": count, "seed": seed, "shard_size": shard_size}
    changed = {name: value for name, value in given.items() if value is not None}
    if what.endswith((".toml", ".json")):
        if levels or set_:
            raise UsageError("--level and --set belong to a family; a recipe has its own")
        recipe = read_whole(Path(what))
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
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the dataset goes.")],
    overwrite: Overwrite = False,
    json_: Json = False,
) -> None:
    """Read other people's files as tasks that verify."""
    from tasksynth.pipeline.importing import import_files

    manifest = import_files(kind, files, out, overwrite=overwrite)
    typer.echo(manifest.model_dump_json(indent=2) if json_ else _summary(manifest, str(out)))


def solve(
    dataset: DatasetPath,
    by: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="The families' own solution, or one of their trivial strategies."
        ),
    ] = "reference",
    out: Annotated[
        str, typer.Option(metavar="FILE", help="Where the answers go; - prints them.")
    ] = "-",
    workers: Workers = 1,
    check: Check = False,
) -> None:
    """Answer every task of a dataset with the family's own solution, as `verify` reads it."""
    from tasksynth.pipeline.dataset import Dataset
    from tasksynth.pipeline.output import guard, opened
    from tasksynth.pipeline.solve import solve as answers_to

    guard(out, [dataset])
    found = 0
    with Dataset.open(dataset, check=check) as source, opened(out) as sink:
        for answer in answers_to(source, by=by, workers=workers):
            sink.write(answer.model_dump_json(exclude_none=True).encode() + b"\n")
            found += 1
        if not found:
            raise UsageError(f"no family of these tasks has a strategy called {by!r}")
        left = len(source) - found
    if left:
        word = "task has" if left == 1 else "tasks have"
        typer.echo(f"left out: {left:,} {word} no strategy called {by!r}", err=True)


def verify(
    dataset: Annotated[
        Path | None,
        typer.Argument(metavar="DATASET", help="A dataset folder, or a JSONL file of tasks."),
    ] = None,
    answers: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help='Rows {"task": ID, "answer": "…"}; - reads standard input.'
        ),
    ] = None,
    answers_format: Annotated[
        AnswersFormat,
        typer.Option(
            metavar="rows|chats|lines|tsv",
            help="Rows; the same with `messages`, a conversation, for `answer`; an answer a line, "
            "in the order of the tasks; or that, up to the first tab.",
        ),
    ] = AnswersFormat.ROWS,
    prefilled: Annotated[
        bool,
        typer.Option(
            "--prefilled",
            help="The chat template opened the thought: a reply begins within it.",
        ),
    ] = False,
    columns: Columns = None,
    out: Annotated[
        str | None, typer.Option(metavar="FILE", help="Where the verdicts go; - prints them.")
    ] = None,
    fail_under: FailUnder = None,
    answered_only: AnsweredOnly = False,
    workers: Workers = 1,
    check: Check = False,
    json_: Json = False,
    task: Annotated[
        str | None,
        typer.Option(
            metavar="REF|ID",
            help="Judge one task: its ref, or its id in DATASET.",
            rich_help_panel=ONE,
        ),
    ] = None,
    answer: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT", help="Its answer; - reads standard input.", rich_help_panel=ONE
        ),
    ] = None,
    level: Annotated[
        float | None,
        typer.Option(metavar="X", help="Of a ref without a level.", rich_help_panel=ONE),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="Of a ref without params.", rich_help_panel=ONE
        ),
    ] = None,
) -> None:
    """Judge answers to a dataset's tasks, or to one task; of a task with turns, transcripts.

    Rows that name their tasks by label, as `tasksynth play` writes them, want no DATASET.
    """
    from tasksynth.cli.families.look import stored, task_at
    from tasksynth.pipeline.answers import Rows, parse_map
    from tasksynth.pipeline.chats import COLUMNS

    if task is not None:
        if dataset is not None and (level is not None or set_):
            raise UsageError("--level and --set are for a ref; the dataset has its tasks' own")
        judged = task_at(task, level, set_) if dataset is None else stored(str(dataset), task)
        solved: float | None = _verify_one(judged, answer, prefilled=prefilled, json_=json_)
    elif answers is None:
        raise UsageError("want DATASET and --answers FILE, or --task REF and --answer TEXT")
    else:
        if columns and answers_format is not AnswersFormat.ROWS:
            raise UsageError(f"--map is for rows, not for --answers-format {answers_format}")
        chats = answers_format is AnswersFormat.CHATS
        rows = Rows(
            "stdin" if answers == "-" else answers, COLUMNS if chats else parse_map(columns)
        )
        report = _verify_file(
            dataset,
            answers,
            answers_format,
            out,
            workers,
            rows,
            answered_only,
            check=check,
            prefilled=prefilled,
        )
        solved = report.total.solved
        typer.echo(report.model_dump_json(indent=2) if json_ else table(report), err=out == "-")
        tell_of(rows)
        if rows.bad:
            raise typer.Exit(exits.DAMAGED)
    if fail_under is not None and (solved is None or solved < fail_under):
        raise typer.Exit(exits.GATE)


def _verify_file(
    dataset: Path | None,
    answers: str,
    form: AnswersFormat,
    out: str | None,
    workers: int,
    rows: "Rows",
    answered_only: bool,
    *,
    check: bool,
    prefilled: bool,
) -> "Report":
    from tasksynth.answers import restored
    from tasksynth.pipeline.answers import read_lines
    from tasksynth.pipeline.chats import answers_of
    from tasksynth.pipeline.dataset import Dataset
    from tasksynth.pipeline.labelled import Labelled
    from tasksynth.pipeline.output import guard, opened
    from tasksynth.pipeline.verify import verify

    if out is not None:
        guard(out, [answers] if dataset is None else [dataset, answers])
    with ExitStack() as stack:
        source: Labelled | Dataset = (
            Labelled()
            if dataset is None
            else stack.enter_context(Dataset.open(dataset, check=check))
        )
        lines = sys.stdin.buffer if answers == "-" else stack.enter_context(_open(Path(answers)))
        sink = None if out is None else stack.enter_context(opened(out))
        if form is AnswersFormat.ROWS:
            given = rows.read(lines, source)
        elif form is AnswersFormat.CHATS:
            given = answers_of(rows.read(lines, source), source)
        elif isinstance(source, Labelled):
            raise UsageError(f"--answers-format {form} goes by the order of a DATASET; name it")
        else:
            given = read_lines(lines, rows.name, source, columns=form is AnswersFormat.TSV)
        if prefilled:
            given = (
                (number, key, row.model_copy(update={"answer": restored(row.answer)}))
                for number, key, row in given
            )
        return verify(source, given, answered_only=answered_only, out=sink, workers=workers)


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as e:
        raise UsageError(f"cannot read {path}: {e.strerror}") from e


def tell_of(rows: "Rows") -> None:
    """Say on standard error which rows held no answer, and which could not be used."""
    if rows.empty:
        typer.echo(f"{rows.name}: rows without an answer: {rows.empty:,}", err=True)
    for fault in rows.faults:
        typer.echo(f"tasksynth: {fault}", err=True)
    if rows.bad:
        typer.echo(
            f"tasksynth: {rows.name}: rows that could not be used: {rows.bad:,}; "
            "the others were judged",
            err=True,
        )


def _verify_one(task: "Task", answer: str | None, *, prefilled: bool, json_: bool) -> bool:
    from tasksynth.single import grade

    if answer is None:
        raise UsageError("--task wants an --answer (- reads it from standard input)")
    text = sys.stdin.read() if answer == "-" else answer
    verdict = grade(task, text, prefilled=prefilled)
    if json_:
        typer.echo(verdict.model_dump_json())
    else:
        reward = "none" if verdict.reward is None else f"{verdict.reward:g}"
        typer.echo(f"{verdict.status}, reward {reward}" + (f": {verdict.why}" * bool(verdict.why)))
    return verdict.status == "pass"


def table(report: "Report") -> str:
    """The summary as a table of at most 80 columns."""
    ks = list(report.total.pass_at)[-1:]
    head = f"{'':24} {'tasks':>7} {'answers':>8} {'pass rate (95 %)':>20} {'floor':>6}"
    lines = [head + "".join(f" {f'pass@{k}':>8}" for k in ks)]
    rows = [(name, summary, report.floors.get(name)) for name, summary in report.groups.items()]
    if len(rows) != 1:
        rows.append(("all", report.total, None))
    lines += [_table_row(name, summary, floor, ks) for name, summary, floor in rows]
    total = report.total
    lines.append(f"unparsable: {total.unparsable:,}   errors: {total.errors:,} (not in the rates)")
    for example in report.unparsable:
        lines.append(f"  {example.task}: {example.why}"[:80])
        lines.append(f"    …{example.answer}")
    if total.unanswered:
        how = "left out" if report.answered_only else "in the rates as not solved"
        lines.append(f"unanswered tasks: {total.unanswered:,} ({how})")
    if any(_above(summary, floor) for _, summary, floor in rows):
        lines.append("* clearly above the floor: what guessing gets at most")
    for family, measured in report.difficulty.items():
        lines.append(
            f"{family}: level and difficulty agree by {measured.rank_correlation:.2f} "
            f"(rank correlation, {measured.levels} levels)"
        )
    return "\n".join(line.rstrip() for line in lines)


def _above(summary: "Summary", floor: float | None) -> bool:
    rate = summary.pass_rate
    return rate is not None and floor is not None and rate.low > floor


def _table_row(name: str, summary: "Summary", floor: float | None, ks: list[int]) -> str:
    rate = summary.pass_rate
    shown = "-" if rate is None else f"{rate.rate:.3f} [{rate.low:.3f}, {rate.high:.3f}]"
    mark = "*" if _above(summary, floor) else " "
    at = [summary.pass_at.get(k) for k in ks]
    cells = "".join(f" {'-' if p is None else f'{p:.3f}':>8}" for p in at)
    guess = "" if floor is None else f"{floor:.3f}"
    counts = f"{summary.tasks:>7,} {summary.answers:>8,}"
    return f"{name[:24]:24} {counts} {shown:>20}{mark}{guess:>6}{cells}"
