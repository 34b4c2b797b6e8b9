"""Options that several commands share, and how their text becomes values."""

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import fields, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from tasksynth.errors import UsageError

LARGEST = 2**63 - 1
MOST_WORKERS = 1024


def given(text: str) -> Path | str:
    """A path, or the URL of something beyond this machine."""
    from tasksynth.pipeline.folders.places import is_far, near

    return text if is_far(text) else near(text)


def here(ctx: typer.Context, value: Any) -> Any:
    """What was given; of what is beyond this machine, a copy until the command ends."""
    from tasksynth.pipeline.folders.delivery import fetched

    if isinstance(value, list):
        return [here(ctx, one) for one in value]
    if not isinstance(value, str) or ctx.resilient_parsing:
        return value
    stack = ExitStack()
    ctx.call_on_close(stack.close)
    return stack.enter_context(fetched(value))


DatasetPath = Annotated[
    Path,
    typer.Argument(
        metavar="DATASET",
        help="A dataset folder, or a JSONL file of tasks.",
        parser=given,
        callback=here,
    ),
]
PerhapsDataset = Annotated[
    Path | None,
    typer.Argument(
        metavar="DATASET",
        help="A dataset folder, or a JSONL file of tasks.",
        parser=given,
        callback=here,
    ),
]
Level = Annotated[
    float | None,
    typer.Option(
        metavar="X",
        help="Difficulty in [0, 1].",
        show_default="0.5, or none beside --set",
        min=0,
        max=1,
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Fix a parameter."),
]
Levels = Annotated[
    list[float] | None,
    typer.Option(
        metavar="X",
        help="Difficulty in [0, 1].",
        show_default="0.5, or none beside --set",
        min=0,
        max=1,
    ),
]
Seed = Annotated[int, typer.Option(metavar="N", help="The random seed.", min=0, max=LARGEST)]
OtherSeed = Annotated[
    int | None,
    typer.Option(metavar="N", help="The random seed.", min=0, max=LARGEST, show_default="0"),
]
"""A seed that something else may say."""
Index = Annotated[
    int | None,
    typer.Option(
        metavar="N", help="Which task of the stream.", min=0, max=LARGEST, show_default="0"
    ),
]
Workers = Annotated[int, typer.Option(metavar="N", help="Processes.", min=1, max=MOST_WORKERS)]


def _set(variable: str) -> Callable[[typer.Context, str | None], str | None]:
    """A callback that puts an option's value into the environment, until the command ends."""

    def put(ctx: typer.Context, value: str | None) -> str | None:
        if value is not None and not ctx.resilient_parsing:
            before = os.environ.get(variable)
            os.environ[variable] = value
            ctx.call_on_close(lambda: _restore(variable, before))
        return value

    return put


def _restore(variable: str, before: str | None) -> None:
    if before is None:
        os.environ.pop(variable, None)
    else:
        os.environ[variable] = before


EngineKind = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="Who works: processes of this machine, or ray for a cluster.",
        callback=_set("TASKSYNTH_ENGINE"),
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="HOST:PORT",
        help="Of a Ray cluster; without, one on this machine.",
        callback=_set("RAY_ADDRESS"),
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]
FailUnder = Annotated[
    float | None,
    typer.Option(metavar="X", help="Exit with 1 if fewer are solved, in [0, 1].", min=0, max=1),
]
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


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """A command with an option for each field of those of its parameters that are dataclasses."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}
    options: list[Parameter] = []
    for name, parameter in signature(command).parameters.items():
        if name in groups:
            options += _fields(groups[name])
        else:
            options.append(parameter.replace(annotation=hints[name], kind=Parameter.KEYWORD_ONLY))

    @wraps(command)
    def call(**values: Any) -> None:
        for name, group in groups.items():
            values[name] = group(**{field.name: values.pop(field.name) for field in fields(group)})
        command(**values)

    call.__signature__ = Signature(options)  # type: ignore[attr-defined]
    call.__annotations__ = {option.name: option.annotation for option in options}
    return call


def _fields(group: Any) -> list[Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        Parameter(
            field.name,
            Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=hints[field.name],
        )
        for field in fields(group)
    ]


def family_names(incomplete: str) -> list[str]:
    """The families whose names begin so, for the shell to complete."""
    from tasksynth import registry

    return [name for name in registry.names() if name.startswith(incomplete)]


def target_names(incomplete: str) -> list[str]:
    """The targets of `export` whose names begin so, for the shell to complete."""
    from tasksynth import registry

    return [name for name in sorted(registry.plugs("targets")) if name.startswith(incomplete)]


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
