"""screen and capacity: what is there twice, or elsewhere, and how many tasks there are."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import (
    Check,
    DatasetPath,
    Json,
    Levels,
    Overwrite,
    Seed,
    Workers,
    family_names,
)
from tasksynth.cli.progress import progress_on

if TYPE_CHECKING:
    from tasksynth.pipeline.capacity import Capacity

Likes = Annotated[
    list[Path] | None,
    typer.Option(
        "--exclude-like",
        metavar="FILE",
        help="Prompts that nothing may be near: a dataset, or JSONL or Parquet of others.",
    ),
]


def screen(
    dataset: DatasetPath,
    exclude_like: Likes = None,
    near: Annotated[
        float,
        typer.Option(metavar="X", help="Share from which on two prompts are near, in [0.5, 1]."),
    ] = 0.8,
    only_like: Annotated[
        bool, typer.Option("--only-like", help="Do not compare the tasks with each other.")
    ] = False,
    prompt_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Where others' files have their prompts.")
    ] = None,
    out: Annotated[
        str | None, typer.Option(metavar="PLACE", help="Write the tasks that may stay, as sample.")
    ] = None,
    overwrite: Overwrite = False,
    check: Check = False,
    json_: Json = False,
) -> None:
    """Find tasks that are near those of an evaluation, or near each other.

    What counts is what a prompt says beside its template. Without --out, it exits with 1 if there
    are any; with it, the tasks that may stay are written.
    """
    from tasksynth.pipeline.folders.output import guard
    from tasksynth.sets.screening import screen as run
    from tasksynth.sets.screening import write_clean

    likes = exclude_like or []
    if out is not None:
        guard(out, [dataset, *likes])
    found, gone = run(
        dataset, likes, near=near, each_other=not only_like, prompt=prompt_field, check=check
    )
    if json_:
        typer.echo(found.model_dump_json(indent=2))
    else:
        typer.echo(
            f"{found.tasks:,} tasks: {found.contaminated:,} near the {found.evaluations:,} of "
            f"evaluations, {found.near:,} more near an earlier one"
        )
        for pair in found.examples:
            typer.echo(f"  {pair.task} is like {pair.like} ({pair.share:.0%})")
    if out is not None:
        tasks = write_clean(dataset, out, gone, overwrite=overwrite)
        typer.echo(f"{tasks:,} tasks in {out}", err=json_)
    elif not found.clean:
        raise typer.Exit(exits.GATE)


def capacity(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="FAMILY|DATASET…",
            help="Families, patterns such as 'sat.*', or folders of `generate`.",
            autocompletion=family_names,
        ),
    ],
    level: Levels = None,
    draws: Annotated[
        int, typer.Option(metavar="N", min=2, max=10**7, help="Tasks that are drawn a level.")
    ] = 400,
    seed: Seed = 0,
    workers: Workers = 1,
    json_: Json = False,
) -> None:
    """Tell how many distinct tasks a family has at a level, and how many a dataset leaves.

    Some families tell the number. Otherwise it is estimated from how often draws repeat: at least
    so many, with 95 % confidence. Of a dataset the draws are those of its making.
    """
    import json

    from tasksynth import registry
    from tasksynth.engines import engine_for
    from tasksynth.pipeline.capacity import of_dataset, of_families

    found = [one for name in what if Path(name).is_dir() for one in of_dataset(Path(name))]
    patterns = [name for name in what if not Path(name).is_dir()]
    names = dict.fromkeys(name for pattern in patterns for name in registry.match(pattern))
    with ExitStack() as stack:
        engine = stack.enter_context(engine_for(workers, hostile=False))
        progress = None if json_ else progress_on(stack, "capacity")
        found += of_families(
            names, level or [0.5], draws=draws, seed=seed, engine=engine, progress=progress
        )
    if json_:
        typer.echo(json.dumps([one.model_dump() for one in found], indent=2))
        return
    typer.echo(f"{'':28} {'draws':>9} {'distinct':>9} {'tasks there are':>24} {'left':>7}")
    for one in found:
        left = f" {_short(one.left):>7}" if one.tasks else ""
        cells = f"{one.draws:>9,} {one.distinct:>9,} {_told(one):>24}"
        typer.echo(f"{one.name[:28]:28} {cells}{left}")


def _told(one: "Capacity") -> str:
    if one.known is not None:
        return f"{_short(one.known)}, all told"
    if one.about is None:
        return f"at least {_short(one.least)}"
    return f"about {_short(one.about)}, {_short(one.least)} at least"


def _short(number: int) -> str:
    return (
        f"{number:,}" if number < 10_000 else f"{number:.2g}".replace("e+0", "e").replace("e+", "e")
    )
