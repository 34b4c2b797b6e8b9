"""Options that several commands share, and how their text becomes values."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from tasksynth.errors import UsageError

DatasetPath = Annotated[
    Path, typer.Argument(metavar="DATASET", help="A dataset folder, or a JSONL file of tasks.")
]
Level = Annotated[
    float | None, typer.Option(help="Difficulty in [0, 1]; 0.5 unless --set gives the params.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Fix a parameter; may be repeated."),
]
LARGEST = 2**63 - 1
Seed = Annotated[int, typer.Option(help="The random seed.", min=0, max=LARGEST)]
MOST_WORKERS = 1024
Workers = Annotated[int, typer.Option(help="Processes.", min=1, max=MOST_WORKERS)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]

Check = Annotated[
    bool, typer.Option("--check", help="First compare the dataset's files with their digests.")
]
AnsweredOnly = Annotated[
    bool,
    typer.Option(
        "--answered-only", help="Leave tasks without an answer out; else they are not solved."
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Where a row has its task, answer or meta, if elsewhere.",
    ),
]

DEFAULT_LEVEL = 0.5


def parse_set(pairs: Sequence[str] | None) -> dict[str, Any]:
    """`name=value` pairs; a value is JSON where it can be, else text.

    Raises:
        UsageError: for a pair without `=`, or a name given twice.
    """
    from tasksynth_schemas.address import read_value

    params: dict[str, Any] = {}
    for pair in pairs or ():
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"--set wants NAME=VALUE, got {pair!r}")
        if name in params:
            raise UsageError(f"--set gives {name!r} twice")
        params[name] = read_value(text)
    return params


def level_or_default(level: float | None, params: dict[str, Any]) -> float | None:
    """The level to use: the middle one, when nothing at all was said."""
    return DEFAULT_LEVEL if level is None and not params else level
