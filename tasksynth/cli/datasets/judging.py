"""verify."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import (
    AnsweredOnly,
    Check,
    Cluster,
    Columns,
    EngineKind,
    FailUnder,
    Json,
    PerhapsDataset,
    Workers,
    grouped,
)
from tasksynth.cli.table import table, tell_of
from tasksynth.errors import UsageError
from tasksynth.system import has_workers

if TYPE_CHECKING:
    from tasksynth.pipeline.judging.answers import AnswerRows
    from tasksynth.pipeline.judging.verify import Report
    from tasksynth_schemas import Task, Verdict

ONE = "One task"
"""The options that judge one task instead of a file of answers."""


class AnswersFormat(StrEnum):
    """How a file holds answers."""

    ROWS = "rows"
    CHATS = "chats"
    LOGS = "logs"
    LINES = "lines"
    TSV = "tsv"


OTHERS = {AnswersFormat.CHATS: {"answer": "messages"}, AnswersFormat.LOGS: {"answer": "log"}}
"""The columns of rows that hold no `answer`."""
AnswersPath = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help='Rows {"task": ID, "answer": "…"}, or with `file`, a PNG file beside them, for '
        "`answer`; - reads standard input.",
    ),
]
Form = Annotated[
    AnswersFormat,
    typer.Option(
        metavar="rows|chats|logs|lines|tsv",
        help="Rows; the same with `messages`, a conversation, for `answer`, or with `log`, what "
        "another engine logged; an answer a line, in the order of the tasks; or that, up to the "
        "first tab.",
    ),
]
Prefilled = Annotated[
    bool,
    typer.Option(
        "--prefilled", help="The chat template opened the thought: a reply begins within it."
    ),
]
Stop = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT", help="The stop string that ended the replies and was left out of them."
    ),
]
VerdictsPath = Annotated[
    str | None, typer.Option(metavar="FILE", help="Where the verdicts go; - prints them.")
]
Mend = Callable[[str], str]
"""What gives a reply back what its surroundings kept from it."""


@dataclass(frozen=True)
class OneTask:
    """The options that judge one task instead of a file of answers."""

    task: Annotated[
        str | None,
        typer.Option(
            metavar="REF|ID",
            help="Judge one task: its ref, or its id in DATASET.",
            rich_help_panel=ONE,
        ),
    ] = None
    answer: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT", help="Its answer; - reads standard input.", rich_help_panel=ONE
        ),
    ] = None
    level: Annotated[
        float | None,
        typer.Option(metavar="X", help="Of a ref without a level.", rich_help_panel=ONE),
    ] = None
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="Of a ref without params.", rich_help_panel=ONE
        ),
    ] = None

    def found(self, dataset: Path | None) -> "Task":
        """The task itself."""
        from tasksynth.cli.families.look import stored, task_at

        if self.task is None:
            raise UsageError("want DATASET and --answers FILE, or --task REF and --answer TEXT")
        if dataset is None:
            return task_at(self.task, self.level, self.set_)
        if self.level is not None or self.set_:
            raise UsageError("--level and --set are for a ref; the dataset has its tasks' own")
        return stored(str(dataset), self.task)


@grouped
def verify(
    dataset: PerhapsDataset = None,
    answers: AnswersPath = None,
    answers_format: Form = AnswersFormat.ROWS,
    prefilled: Prefilled = False,
    stop: Stop = None,
    columns: Columns = None,
    out: VerdictsPath = None,
    fail_under: FailUnder = None,
    answered_only: AnsweredOnly = False,
    workers: Workers = 1,
    engine: EngineKind = None,
    address: Cluster = None,
    check: Check = False,
    json_: Json = False,
    *,
    one: OneTask,
) -> None:
    """Judge answers to a dataset's tasks, or to one task; of a task with turns, transcripts.

    Rows that name their tasks by address, or by label as `tasksynth play` does, want no DATASET.
    """
    from tasksynth.answers import restored
    from tasksynth.pipeline.judging.answers import AnswerRows, parse_map

    mend = partial(restored, prefilled=prefilled, stop=stop or "")
    if one.task is not None or answers is None:
        solved: float | None = _verify_one(one.found(dataset), one.answer, mend, json_=json_)
    else:
        if columns and answers_format is not AnswersFormat.ROWS:
            raise UsageError(f"--map is for rows, not for --answers-format {answers_format}")
        if (prefilled or stop) and answers_format is AnswersFormat.LOGS:
            raise UsageError("--prefilled and --stop are for what models reply, not for logs")
        rows = AnswerRows(
            "stdin" if answers == "-" else answers,
            OTHERS.get(answers_format) or parse_map(columns),
            folder=None if answers == "-" else Path(answers).parent,
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
            mend=mend if prefilled or stop else None,
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
    rows: "AnswerRows",
    answered_only: bool,
    *,
    check: bool,
    mend: Mend | None,
) -> "Report":
    from tasksynth.pipeline.folders.dataset import Dataset, open_file
    from tasksynth.pipeline.folders.output import guard, opened
    from tasksynth.pipeline.judging.answers import read_lines
    from tasksynth.pipeline.judging.chats import answers_of
    from tasksynth.pipeline.judging.labelled import Labelled
    from tasksynth.pipeline.judging.verify import verify

    if out is not None:
        guard(out, [answers] if dataset is None else [dataset, answers])
    with ExitStack() as stack:
        source: Labelled | Dataset = (
            Labelled()
            if dataset is None
            else stack.enter_context(Dataset.open(dataset, check=check))
        )
        lines = (
            sys.stdin.buffer if answers == "-" else stack.enter_context(open_file(Path(answers)))
        )
        sink = None if out is None else stack.enter_context(opened(out))
        logs = form is AnswersFormat.LOGS
        if logs or form is AnswersFormat.ROWS:
            given = rows.read(lines, source)
        elif form is AnswersFormat.CHATS:
            given = answers_of(rows.read(lines, source), source)
        elif isinstance(source, Labelled):
            raise UsageError(f"--answers-format {form} goes by the order of a DATASET; name it")
        else:
            given = read_lines(lines, rows.name, source, columns=form is AnswersFormat.TSV)
        if mend:
            given = (
                (number, key, row.model_copy(update={"answer": mend(row.answer)}))
                for number, key, row in given
            )
        return verify(
            source, given, answered_only=answered_only, logs=logs, out=sink, workers=workers
        )


def _verify_one(task: "Task", answer: str | None, mend: Mend, *, json_: bool) -> bool:
    if answer is None:
        raise UsageError("--task wants an --answer (- reads it from standard input)")
    text = sys.stdin.read() if answer == "-" else answer
    verdict = _judged(task, mend(text))
    if json_:
        typer.echo(verdict.model_dump_json())
    else:
        reward = "none" if verdict.reward is None else f"{verdict.reward:g}"
        typer.echo(f"{verdict.status}, reward {reward}" + (f": {verdict.why}" * bool(verdict.why)))
    return verdict.status == "pass"


def _judged(task: "Task", answer: str) -> "Verdict":
    """By a worker that can be killed, where there are any: an answer may hang inside C code."""
    from tasksynth.engines import Failure, engine_for
    from tasksynth.single import grade
    from tasksynth_schemas import Verdict

    if not has_workers():
        return grade(task, answer)
    item = (task.model_dump_json().encode(), answer)
    with engine_for() as engine:
        (result,) = engine.wait(engine.submit("grade", [item]))
    if isinstance(result, Failure):
        return Verdict(status="error", reward=None, why=result.why)
    return Verdict.model_validate_json(result.line)
