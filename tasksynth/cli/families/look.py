"""families, show, gallery and schema."""

import textwrap
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import (
    Index,
    Json,
    Level,
    OtherSeed,
    Seed,
    Set,
    family_names,
    level_or_default,
    parse_set,
)
from tasksynth.errors import UsageError, writing

if TYPE_CHECKING:
    from tasksynth_schemas import Task

CardPath = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Draw the task instead, answer included: a PNG file."),
]


def families(
    pattern: Annotated[
        str,
        typer.Argument(help="A shell pattern, for example 'sat.*'.", autocompletion=family_names),
    ] = "*",
    json_: Json = False,
) -> None:
    """List the installed families and their parameters."""
    import json

    from tasksynth import registry

    matched = registry.match(pattern)
    found, broken = [], []
    for name in matched:
        try:
            found.append(registry.get(name))
        except Exception as e:  # noqa: BLE001 - one broken plug-in must not hide the others
            broken.append(f"{name}: {type(e).__name__}: {e}")
    if json_:
        typer.echo(json.dumps([registry.describe(family) for family in found], indent=2))
    else:
        width = max(map(len, matched)) + 2
        for family in found:
            knobs = ", ".join(family.Params.knobs()) or "-"
            text = f"{registry.summary(family)} Moves with the level: {knobs}."
            margin = f"\n{'':{width}}"
            typer.echo(f"{family.name:{width}}" + margin.join(textwrap.wrap(text, 80 - width)))
    for line in broken:
        typer.echo(f"cannot be loaded: {line}", err=True)
    if broken:
        raise typer.Exit(exits.FAULT)


def show(
    task: Annotated[
        str,
        typer.Argument(
            metavar="FAMILY|REF|DATASET",
            help="What to show, or where it is.",
            autocompletion=family_names,
        ),
    ],
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="A task of the dataset: its id, the beginning of it, or its ref."
        ),
    ] = None,
    level: Level = None,
    set_: Set = None,
    seed: OtherSeed = None,
    index: Index = None,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show a reference answer too.")] = False,
    out: CardPath = None,
    json_: Json = False,
) -> None:
    """Show one task as a person wants to read it, or to see it."""
    from tasksynth.single import address

    if which is not None:
        made = stored(task, which)
    elif Path(task).is_dir() or task.endswith(".jsonl"):
        raise UsageError(f"which task of {task}? `tasksynth head {task}` lists the first ones")
    else:
        made = task_at(task, level, set_, seed=seed, index=index)
    if out is not None:
        _draw(made, out)
        typer.echo(f"{address(made.ref, made.level)} in {out}", err=json_)
    if json_ or out is None:
        _print(made, reveal=reveal, json_=json_)


def _draw(task: "Task", out: Path) -> None:
    from tasksynth import registry
    from tasksynth.capability import Carded
    from tasksynth.pipeline.folders.output import write_whole

    family = registry.get(task.ref.family)
    x = family.Instance.model_validate(task.instance)
    picture = family.card(x) if isinstance(family, Carded) else None
    if picture is None:
        raise UsageError(f"{family.name} has no picture; without --out its text is printed")
    write_whole(out, picture)


def _print(task: "Task", *, reveal: bool, json_: bool) -> None:
    import json

    from tasksynth import registry
    from tasksynth.single import address
    from tasksynth_schemas import TaskRef

    family = registry.get(task.ref.family)
    reference = family.solve(family.Instance.model_validate(task.instance)) if reveal else None
    if json_:
        shown = task.model_dump(mode="json", exclude=None if reveal else {"instance"})
        typer.echo(json.dumps(shown | ({"reference": reference} if reveal else {}), indent=2))
        return
    typer.echo(f"{address(task.ref, task.level)}   (id {task.id})")
    if isinstance(task.ref, TaskRef):
        typer.echo("params  " + wrapped(task.ref.params))
    typer.echo("measure " + wrapped(task.measure))
    typer.echo(f"\n{task.text}")
    if reveal:
        typer.echo(f"\nreference answer: {reference}")


def gallery(
    pattern: Annotated[
        list[str],
        typer.Argument(
            metavar="PATTERN…",
            help="Families: a name, or 'sat.*'.",
            autocompletion=family_names,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="FILE", help="The page: one HTML file that needs no other."),
    ],
    level: Annotated[
        list[float] | None,
        typer.Option(
            metavar="X", help="Difficulty in [0, 1].", show_default="0, 0.25, 0.5, 0.75 and 1"
        ),
    ] = None,
    each: Annotated[
        int, typer.Option(metavar="N", help="Tasks a family and level.", min=1, max=1000)
    ] = 2,
    seed: Seed = 0,
) -> None:
    """Write a web page of tasks by family and level, with their reference answers."""
    from tasksynth import registry
    from tasksynth.cli.families.gallery import LEVELS, page
    from tasksynth.pipeline.folders.output import write_whole

    names = list(dict.fromkeys(name for p in pattern for name in registry.match(p)))
    text = page(names, levels=level or LEVELS, each=each, seed=seed)
    write_whole(out, text.encode())
    tasks = len(names) * len(level or LEVELS) * each
    typer.echo(f"{tasks:,} tasks of {len(names)} families in {out}")


def wrapped(values: Mapping[str, Any]) -> str:
    """Names and values in lines of 80 columns, all but the first indented by 8."""
    words = [f"{name}={_short(value)}" for name, value in values.items()]
    return textwrap.fill(" ".join(words), 80, initial_indent=" " * 8, subsequent_indent=" " * 8)[8:]


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def task_at(
    name: str,
    level: float | None,
    set_: list[str] | None,
    *,
    seed: int | None = None,
    index: int | None = None,
) -> "Task":
    """The task that a family name or a short ref, and the options beside it, stand for."""
    from tasksynth.single import resolve, source
    from tasksynth_schemas.address import Address

    params = parse_set(set_)
    if "#" not in name and "@" not in name:
        level = level_or_default(level, params)
        return source(name, seed=seed or 0, level=level, params=params).make(index or 0)
    if seed is not None or index is not None:
        raise UsageError(f"{name} says its seed and index; leave --seed and --index out")
    if level is not None or params:
        try:
            address = Address.parse(name)
        except ValueError as e:
            raise UsageError(str(e)) from e
        if not address.bare:
            raise UsageError(f"{name} says its level or params; leave --level and --set out")
        name = str(replace(address, bare=False, level=level, params=params))
    made, at = resolve(name)
    return made.make(at)


def stored(dataset: str, name: str) -> "Task":
    """A task of a dataset, by its id, the beginning of one, or its short ref."""
    from tasksynth.pipeline.folders.dataset import Dataset

    with Dataset.open(Path(dataset)) as source:
        return source.pick(name)


def schema(
    name: Annotated[
        str | None, typer.Argument(help="A model such as task, or a family; without, all names.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write the models' schemas there.")
    ] = None,
) -> None:
    """Print JSON Schemas: of everything that crosses a process boundary, and of the families."""
    import json

    from tasksynth import registry
    from tasksynth.export.schemas import SCHEMAS, json_schemas
    from tasksynth.pipeline.folders.output import write_whole

    if out is not None:
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)
        for key, text in json_schemas().items():
            write_whole(out / f"{key}.schema.json", text.encode())
        typer.echo(f"{len(SCHEMAS)} schemas in {out}")
    elif name is None:
        typer.echo("\n".join([*SCHEMAS, *registry.names()]))
    elif name in SCHEMAS:
        typer.echo(json_schemas()[name], nl=False)
    else:
        family = registry.get(name)
        both = {
            "params": family.Params.model_json_schema(),
            "instance": family.Instance.model_json_schema(),
        }
        typer.echo(json.dumps(both, indent=2))
