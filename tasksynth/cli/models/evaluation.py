"""evaluate."""

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tasksynth.cli import exits
from tasksynth.cli.models.asking import Asking, Prices
from tasksynth.cli.options import (
    MOST_WORKERS,
    AnsweredOnly,
    Check,
    Cluster,
    Columns,
    DatasetPath,
    EngineKind,
    FailUnder,
    Json,
    grouped,
)
from tasksynth.cli.progress import LINE_EVERY_S
from tasksynth.cli.table import table, tell_of
from tasksynth.errors import UsageError

if TYPE_CHECKING:
    from tasksynth.evaluation.models import Answerer, Recorded
    from tasksynth.evaluation.outcome import Evaluation, Progress

RunPath = Annotated[
    Path, typer.Option(metavar="FOLDER", help="Of the run; an interrupted one goes on.")
]
Samples = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Answers to each task.",
        min=1,
        max=10**6,
        show_default="1, or those recorded",
    ),
]
Limit = Annotated[int | None, typer.Option(metavar="N", help="Only the first N tasks.", min=1)]
Images = Annotated[bool, typer.Option(help="Send the images of families that have any.")]
EpisodeTokens = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Of one episode, prompts included; then it stops.",
        min=1,
        rich_help_panel="Asking a server",
    ),
]
JudgingWorkers = Annotated[
    int, typer.Option(metavar="N", help="Processes that judge.", min=1, max=MOST_WORKERS)
]

LEAST_TO_CUT = 4
"""Families of which an interquartile mean leaves any out."""


@dataclass(frozen=True)
class Who:
    """The options that say who answers."""

    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The server's name of it; without --base-url, MODULE:FUNCTION."
        ),
    ] = None
    base_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="OpenAI-compatible, such as http://127.0.0.1:8000/v1."),
    ] = None
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Recorded answers instead of a model, as for verify."),
    ] = None
    columns: Columns = None

    def answerer(self, dataset: Path, asking: Asking, *, at_once: int) -> "Answerer":
        """Whoever was named."""
        from tasksynth.evaluation.models import Function

        if (self.model is None) == (self.answers is None):
            raise UsageError("say who answers: either --model NAME or --answers FILE")
        if self.base_url is None and (given := asking.of_a_server()):
            raise UsageError(f"{given[0]} is for a server; give its --base-url")
        if self.columns and self.answers is None:
            raise UsageError("--map is for --answers")
        if self.answers is not None:
            return self._recorded(self.answers, dataset)
        if self.model is not None and self.base_url is not None:
            return asking.endpoint(self.base_url, self.model, connections=at_once)
        if self.model is not None and ":" in self.model:
            return Function(self.model, timeout_s=asking.timeout)
        raise UsageError(
            "say where the model is: --base-url http://127.0.0.1:8000/v1, "
            "or --model MODULE:FUNCTION for a Python function"
        )

    def _recorded(self, answers: Path, dataset: Path) -> "Recorded":
        from tasksynth.evaluation.models import Recorded
        from tasksynth.pipeline.judging.answers import parse_map

        if self.base_url is not None:
            raise UsageError("--base-url goes with --model, not with --answers")
        return Recorded(answers, dataset, columns=parse_map(self.columns))


@grouped
def evaluate(
    dataset: DatasetPath,
    out: RunPath,
    who: Who,
    samples: Samples = None,
    limit: Limit = None,
    images: Images = True,
    episode_tokens: EpisodeTokens = None,
    workers: JudgingWorkers = 1,
    engine: EngineKind = None,
    address: Cluster = None,
    fail_under: FailUnder = None,
    answered_only: AnsweredOnly = False,
    check: Check = False,
    json_: Json = False,
    *,
    asking: Asking,
    prices: Prices,
) -> None:
    """Ask a model a dataset's tasks, and judge what it answers meanwhile.

    Tasks with turns are played, tools as functions; the answer is the transcript.

    Kill it at any moment and run it again: nothing that was answered is asked twice. It also exits
    with 1 if requests failed for good, or if it stopped at a limit of the cost or the tokens.
    """
    from tasksynth.evaluation.models import Recorded
    from tasksynth.evaluation.run import evaluate as run

    at_once = asking.concurrency or (1 if who.base_url is None else 32)
    answerer = who.answerer(dataset, asking, at_once=at_once)
    recorded = answerer if isinstance(answerer, Recorded) else None
    with ExitStack() as stack:
        report = run(
            dataset,
            answerer,
            out,
            samples=samples or (1 if recorded is None else max(1, recorded.samples)),
            limit=limit,
            images=images,
            concurrency=at_once,
            workers=workers,
            budget=prices.budget(),
            answered_only=answered_only,
            check=check,
            episode_tokens=episode_tokens,
            progress=None if json_ else _progress(stack),
        )
    typer.echo(report.model_dump_json(indent=2) if json_ else _summary(report, out))
    if recorded is not None:
        tell_of(recorded.rows)
    if code := _exit_code(report, fail_under, bad=recorded is not None and recorded.rows.bad > 0):
        raise typer.Exit(code)


def _progress(stack: ExitStack) -> "Callable[[Progress], None]":
    """A bar on a terminal; elsewhere a plain line now and then."""
    if sys.stderr.isatty():
        bar = stack.enter_context(
            typer.progressbar(length=1, label="evaluate", file=sys.stderr, show_pos=True, width=10)
        )

        def update(p: "Progress") -> None:
            bar.length, bar.label = p.wanted, _so_far(p) or "evaluate"
            bar.update(p.done + p.failed - bar.pos)

        return update
    said = time.monotonic()

    def say(p: "Progress") -> None:
        nonlocal said
        if time.monotonic() - said > LINE_EVERY_S:
            said = time.monotonic()
            typer.echo(f"{p.done:,} of {p.wanted:,} answers   {_so_far(p)}".rstrip(), err=True)

    return say


def _so_far(p: "Progress") -> str:
    words = [f"pass {p.passed / p.judged:.3f}"] if p.judged else []
    words += [f"errors {p.errors:,}"] if p.errors else []
    words += [f"failed requests {p.failed:,}"] if p.failed else []
    words += [f"cost {p.cost:.2f}"] if p.cost is not None else []
    return ", ".join(words)


def _summary(report: "Evaluation", out: Path) -> str:
    """The table of `verify`, and what the asking came to."""
    lines = [table(report), *_middle(report, out)]
    if report.prompt_tokens or report.completion_tokens:
        cost = "" if report.cost is None else f"   cost: {report.cost:,.4f}"
        speed = "" if report.tokens_per_s is None else f", {report.tokens_per_s:,.0f} a second"
        lines.append(
            f"tokens: {report.prompt_tokens:,} in, {report.completion_tokens:,} out{speed}{cost}"
        )
    ends = {
        "cut off at the limit of tokens": report.cut_off,
        "ended in a call of a tool": report.tool_calls,
        "with reasoning apart": report.reasoned,
        "reasoning alone, without an answer": report.only_reasoned,
    }
    if some := [f"{what}: {n:,}" for what, n in ends.items() if n]:
        lines.append("of the answers, " + "; ".join(some))
    if report.failed:
        lines.append(f"requests that failed: {report.failed:,}, of them")
        lines += [f"  {n:,}: {why}" for why, n in report.failures.items()]
        lines.append(
            "run the same again to ask anew"
            if report.worth_another_run
            else "run again, they would fail again: see each in verdicts.jsonl, and mend that first"
        )
    if report.stopped:
        lines.append(f"stopped: {report.stopped}")
        lines.append(f"{report.answered:,} of {report.wanted:,} answers are there")
    return "\n".join(lines)


def _middle(report: "Evaluation", out: Path) -> list[str]:
    """The mean of the middle half of the families, by a stratified bootstrap; none where that is
    the mean of all, or where the rates count tasks that nobody answered.
    """
    from tasksynth.reporting import read_entries
    from tasksynth.reporting import report as told
    from tasksynth.reporting.words import shown

    families = {name.partition(" ")[0] for name in report.groups}
    counted = report.total.unanswered and not report.answered_only
    if len(families) < LEAST_TO_CUT or counted or report.total.pass_rate is None:
        return []
    (standing,) = told(read_entries([str(out)])).standings
    return [f"interquartile mean over families, by bootstrap: {shown(standing.aggregates['iqm'])}"]


def _exit_code(report: "Evaluation", fail_under: float | None, *, bad: bool) -> int:
    from tasksynth.evaluation import run

    if report.stopped == run.INTERRUPTED:
        with exits.resumable():
            raise KeyboardInterrupt
    if bad:
        return exits.DAMAGED
    solved = report.total.solved
    under = fail_under is not None and (solved is None or solved < fail_under)
    return exits.GATE if report.stopped or report.failed or under else exits.DONE
