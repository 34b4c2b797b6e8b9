"""axes."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import Check, DatasetPath, Json, Seed, Workers
from tasksynth.errors import UsageError, writing

if TYPE_CHECKING:
    from tasksynth.calibration import AxesReport

AxisNames = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="A param, or what an instance has at its top, such as language.",
        show_default="all that are words, with 24 values at most",
    ),
]
ModelResults = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=PATH", help="Of a model: of evaluate, or verify --out."),
]
Strategies = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Strategies of the families' own, or patterns such as '*'."),
]
Outs = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Write data (.json) or a table (.md), too."),
]
Tolerated = Annotated[
    float | None,
    typer.Option(
        metavar="X", help="Exit with 1 where success surely differs by more.", min=0, max=1
    ),
]
Draws = Annotated[
    int, typer.Option(metavar="N", help="Of intervals and tests.", min=200, max=100_000)
]


def axes(
    dataset: DatasetPath,
    axis: AxisNames = None,
    results: ModelResults = None,
    by: Strategies = None,
    out: Outs = None,
    fail_above: Tolerated = None,
    draws: Draws = 2000,
    seed: Seed = 0,
    workers: Workers = 1,
    check: Check = False,
    json_: Json = False,
) -> None:
    """Say whether success depends on how tasks are told: wording, language, theme.

    The tasks of each level are compared by their value of an axis, with intervals and a test.
    """
    from tasksynth.calibration.axes import look_at_axes
    from tasksynth.calibration.axes_words import axes_markdown, axes_table
    from tasksynth.reporting import read_entries

    kinds: dict[str, Callable[[AxesReport], str]] = {".json": _as_json, ".md": axes_markdown}
    for path in out or ():
        if path.suffix not in kinds:
            raise UsageError(f"--out wants .json or .md, got {path}")
    found = look_at_axes(
        dataset,
        names=axis or (),
        strategies=by or (),
        models=read_entries(results or ()),
        draws=draws,
        seed=seed,
        workers=workers,
        check=check,
    )
    for path in out or ():
        with writing(path):
            path.write_text(kinds[path.suffix](found), encoding="utf-8")
    typer.echo(_as_json(found) if json_ else axes_table(found))
    if fail_above is not None and (wide := found.above(fail_above)):
        for where, one in wide:
            typer.echo(
                f"{where.family}: {where.name}: {one.subject} differs by {one.spread.low:.3f} at "
                f"least, more than {fail_above:g}",
                err=True,
            )
        raise typer.Exit(exits.GATE)


def _as_json(found: "AxesReport") -> str:
    return found.model_dump_json(indent=2)
