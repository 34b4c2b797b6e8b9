"""evaluate."""

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tasksynth.cli import exits
from tasksynth.cli.datasets.make import LINE_EVERY_S, table, tell_of
from tasksynth.cli.options import (
    MOST_WORKERS,
    AnsweredOnly,
    Check,
    Columns,
    DatasetPath,
    FailUnder,
    Json,
)
from tasksynth.errors import UsageError

if TYPE_CHECKING:
    from tasksynth.evaluation.models import Answerer
    from tasksynth.evaluation.run import Evaluation, Progress

ENDPOINT_TIMEOUT_S = 600.0
ASKING, LIMITS = "Asking a server", "Prices and limits"
"""The options of evaluate by purpose."""


def evaluate(
    dataset: DatasetPath,
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Of the run; an interrupted one goes on.")
    ],
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The server's name of it; without --base-url, MODULE:FUNCTION."
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="OpenAI-compatible, such as http://127.0.0.1:8000/v1."),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Recorded answers instead of a model, as for verify."),
    ] = None,
    columns: Columns = None,
    samples: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Answers to each task.",
            min=1,
            max=10**6,
            show_default="1, or those recorded",
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", help="Only the first N tasks.", min=1)
    ] = None,
    images: Annotated[bool, typer.Option(help="Send the images of families that have any.")] = (
        True
    ),
    episode_tokens: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Of one episode, prompts included; then it stops.",
            min=1,
            rich_help_panel="Limits",
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(metavar="N", help="Processes that judge.", min=1, max=MOST_WORKERS)
    ] = 1,
    fail_under: FailUnder = None,
    answered_only: AnsweredOnly = False,
    check: Check = False,
    json_: Json = False,
    temperature: Annotated[
        float | None,
        typer.Option(
            metavar="X",
            help="Of the sampling.",
            show_default="the server's",
            rich_help_panel=ASKING,
        ),
    ] = None,
    max_tokens: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Of one answer.",
            min=1,
            max=2**31,
            show_default="the server's",
            rich_help_panel=ASKING,
        ),
    ] = None,
    system: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="With a system prompt.", rich_help_panel=ASKING),
    ] = None,
    extra_body: Annotated[
        str | None,
        typer.Option(metavar="JSON", help="More fields of each request.", rich_help_panel=ASKING),
    ] = None,
    api_key_var: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Environment variable with the key.",
            show_default="OPENAI_API_KEY",
            rich_help_panel=ASKING,
        ),
    ] = None,
    concurrency: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Questions at once.",
            min=1,
            max=10**4,
            show_default="32, or 1 for a function",
            rich_help_panel=ASKING,
        ),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            metavar="S",
            help="Seconds for one attempt.",
            min=0.001,
            max=10**6,
            rich_help_panel=ASKING,
        ),
    ] = ENDPOINT_TIMEOUT_S,
    retries: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="After 429, 5xx or no answer.",
            min=0,
            max=1000,
            show_default="6",
            rich_help_panel=ASKING,
        ),
    ] = None,
    price_in: Annotated[
        float | None,
        typer.Option(
            metavar="X", help="Of a million prompt tokens.", min=0, rich_help_panel=LIMITS
        ),
    ] = None,
    price_out: Annotated[
        float | None,
        typer.Option(
            metavar="X", help="Of a million completion tokens.", min=0, rich_help_panel=LIMITS
        ),
    ] = None,
    max_cost: Annotated[
        float | None,
        typer.Option(metavar="X", help="Of the whole run.", min=1e-9, rich_help_panel=LIMITS),
    ] = None,
    max_tokens_total: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Of the whole run, prompts included.",
            min=1,
            rich_help_panel=LIMITS,
        ),
    ] = None,
) -> None:
    """Ask a model a dataset's tasks, and judge what it answers meanwhile.

    Tasks with turns are played, tools as functions; the answer is the transcript.

    Kill it at any moment and run it again: nothing that was answered is asked twice. It also exits
    with 1 if requests failed for good, or if it stopped at a limit of the cost or the tokens.
    """
    from tasksynth.evaluation.models import Function, Recorded
    from tasksynth.evaluation.run import Budget
    from tasksynth.evaluation.run import evaluate as run
    from tasksynth.pipeline.answers import parse_map

    endpoint_only = {
        "--temperature": temperature,
        "--max-tokens": max_tokens,
        "--system": system,
        "--extra-body": extra_body,
        "--api-key-var": api_key_var,
        "--retries": retries,
    }
    given = [name for name, value in endpoint_only.items() if value is not None]
    at_once = concurrency or (1 if base_url is None else 32)
    answerer: Answerer
    if (model is None) == (answers is None):
        raise UsageError("say who answers: either --model NAME or --answers FILE")
    if base_url is None and given:
        raise UsageError(f"{given[0]} is for a server; give its --base-url")
    if columns and answers is None:
        raise UsageError("--map is for --answers")
    recorded: Recorded | None = None
    if answers is not None:
        if base_url is not None:
            raise UsageError("--base-url goes with --model, not with --answers")
        recorded = Recorded(answers, dataset, columns=parse_map(columns))
        answerer, samples = recorded, samples or max(1, recorded.samples)
    elif model is not None and base_url is not None:
        answerer = _endpoint(
            base_url,
            model,
            api_key_var,
            system,
            extra_body,
            temperature=temperature,
            max_tokens=max_tokens,
            timeout_s=timeout,
            retries=6 if retries is None else retries,
            connections=at_once,
        )
    elif model is not None and ":" in model:
        answerer = Function(model, timeout_s=timeout)
    else:
        raise UsageError(
            "say where the model is: --base-url http://127.0.0.1:8000/v1, "
            "or --model MODULE:FUNCTION for a Python function"
        )
    budget = Budget(price_in, price_out, max_cost, max_tokens_total)
    with ExitStack() as stack:
        report = run(
            dataset,
            answerer,
            out,
            samples=samples or 1,
            limit=limit,
            images=images,
            concurrency=at_once,
            workers=workers,
            budget=budget,
            answered_only=answered_only,
            check=check,
            episode_tokens=episode_tokens,
            progress=None if json_ else _progress(stack),
        )
    typer.echo(report.model_dump_json(indent=2) if json_ else _summary(report))
    if recorded is not None:
        tell_of(recorded.rows)
    if code := _exit_code(report, fail_under, bad=recorded is not None and recorded.rows.bad > 0):
        raise typer.Exit(code)


def _endpoint(
    base_url: str,
    model: str,
    key_var: str | None,
    system: Path | None,
    extra: str | None,
    **options: Any,
) -> "Answerer":
    import os

    from tasksynth.evaluation.endpoint import Endpoint

    key = os.environ.get(key_var or "OPENAI_API_KEY", "").strip() or None
    if key_var is not None and key is None:
        raise UsageError(f"no API key: the environment variable {key_var} is not set")
    try:
        text = None if system is None else system.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise UsageError(f"cannot read the system prompt {system}: {e}") from e
    return Endpoint(base_url, model, key=key, system=text, extra=_object(extra), **options)


def _object(text: str | None) -> dict[str, Any]:
    import json

    try:
        value = json.loads(text or "{}")
    except ValueError as e:
        raise UsageError(f"--extra-body is no JSON: {e}") from e
    if not isinstance(value, dict):
        raise UsageError(f"--extra-body wants a JSON object, got {text}")
    return value


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


def _summary(report: "Evaluation") -> str:
    """The table of `verify`, and what the asking came to."""
    lines = [table(report)]
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
