"""report."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tasksynth.cli.options import Json, Seed
from tasksynth.errors import UsageError, writing

if TYPE_CHECKING:
    from tasksynth.reporting import StatisticsReport


def report(
    results: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RESULTS…",
            help="Folders of evaluate, or files of verify --out; NAME=PATH names one, and several "
            "of a name are runs of one model.",
        ),
    ] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Two of them, or two more, on the same tasks."),
    ] = None,
    stages: Annotated[
        bool,
        typer.Option(
            "--stages",
            help="They are stages of training, in order: what was forgotten. One named as a "
            "family trained it.",
        ),
    ] = False,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Write a page (.html), data (.json) or tables (.md), too."
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option(metavar="N", help="Of the bootstrap.", min=200, max=100_000)
    ] = 2000,
    seed: Seed = 0,
    json_: Json = False,
) -> None:
    """Say what models got: scores by family with intervals, and how they differ."""
    from tasksynth.reporting import read_entries
    from tasksynth.reporting import report as made
    from tasksynth.reporting.page import page
    from tasksynth.reporting.words import markdown, table

    kinds: dict[str, Callable[[StatisticsReport], str]]
    kinds = {".html": page, ".json": as_json, ".md": markdown}
    for path in out or ():
        if path.suffix not in kinds:
            raise UsageError(f"--out wants .html, .json or .md, got {path}")
    named = list(results or ())
    labels = {text.partition("=")[0].rstrip("/") for text in named} | {t.rstrip("/") for t in named}
    named += [name for name in compare or () if name.rstrip("/") not in labels]
    pair = None if compare is None else (compare[0].rstrip("/"), compare[1].rstrip("/"))
    found = made(read_entries(named), pair=pair, in_stages=stages, draws=draws, seed=seed)
    for path in out or ():
        with writing(path):
            path.write_text(kinds[path.suffix](found), encoding="utf-8")
    typer.echo(as_json(found) if json_ else table(found))


def as_json(found: "StatisticsReport") -> str:
    """All of it, for programs."""
    return found.model_dump_json(indent=2)
