"""`tasksynth curriculum`: look into a run, check it, branch it."""

import json
from pathlib import Path
from typing import Annotated

import typer

from tasksynth.cli.examples import epilog
from tasksynth.cli.help import Command, Group

app = typer.Typer(
    cls=Group,
    help="Look into a curriculum's run, check it, branch it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

StorePath = Annotated[
    Path, typer.Argument(metavar="STORE", help="The file that `serve --store` writes.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command(cls=Command, epilog=epilog("strategies"))
def strategies() -> None:
    """List the strategies and wrappers, each with its first line."""
    from tasksynth.curriculum import strategy

    for name in strategy.names():
        typer.echo(f"{name:14} {(strategy.get(name).__doc__ or '').splitlines()[0]}")
    for name in strategy.wrapper_names():
        found = strategy.get_wrapper(name)
        typer.echo(f"wrapper {name:14} {(found.__doc__ or '').splitlines()[0]}")


@app.command(cls=Command, epilog=epilog("replay"))
def replay(store: StorePath) -> None:
    """Play the journal again from its first event, and check every ticket against it."""
    from tasksynth.curriculum.replay import replay as play

    result = play(store)
    typer.echo(
        f"{result.events} events, {result.position} tickets, "
        f"state {result.digest}: replay agrees with the journal"
    )


@app.command(cls=Command, epilog=epilog("inspect"))
def inspect(store: StorePath, *, as_json: AsJson = False) -> None:
    """Show the arms of a run: what was served, answered and solved."""
    from tasksynth.curriculum.replay import opened
    from tasksynth.curriculum.report import report, table

    with opened(store) as scheduler:
        found = report(scheduler)
    typer.echo(json.dumps(found.model_dump(mode="json")) if as_json else table(found))


@app.command(cls=Command, epilog=epilog("fork"))
def fork(
    store: StorePath,
    target: Annotated[Path, typer.Argument(metavar="NEW", help="A file that does not exist yet.")],
    *,
    recipe: Annotated[
        Path | None,
        typer.Option(metavar="RECIPE", help="Go on with this recipe's strategy instead."),
    ] = None,
    at: Annotated[
        int | None, typer.Option(metavar="N", help="Leave out the events after this one.")
    ] = None,
) -> None:
    """Copy a run into a new store, as it was at some event, perhaps under another strategy."""
    from tasksynth.curriculum.replay import fork as branch

    result = branch(store, target, recipe=recipe, at=at)
    typer.echo(f"{target}: {result.events} events, {result.position} tickets")


@app.command(cls=Command, epilog=epilog("race"))
def race(
    entrants: Annotated[
        list[str] | None, typer.Argument(metavar="[ENTRANT]…", help="Default: all but Syllabus.")
    ] = None,
    *,
    learners: Annotated[list[str] | None, typer.Option("--learner", help="Learner type.")] = None,
    seeds: Annotated[int, typer.Option(min=2, max=1000, help="Learners of each type.")] = 20,
    tuning: Annotated[
        bool, typer.Option("--tuning", help="The learners and seeds to tune on, not to report.")
    ] = False,
    syllabus: Annotated[
        bool, typer.Option("--syllabus", help="Also Syllabus's own classes, if installed.")
    ] = False,
    lag: Annotated[int, typer.Option(min=0, help="Steps by which feedback is late.")] = 0,
    lost: Annotated[float, typer.Option(min=0, max=1, help="Share of feedback lost.")] = 0.0,
    flipped: Annotated[float, typer.Option(min=0, max=1, help="Share of rewards wrong.")] = 0.0,
    steps: Annotated[
        int, typer.Option(min=1, max=10**6, help="Training steps of 32 groups of 8.")
    ] = 200,
    workers: Annotated[int, typer.Option(min=1, max=1024, help="Processes.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Race strategies over simulated learners, against uniform and an oracle that sees them."""
    from tasksynth.curriculum.race import peers, table
    from tasksynth.curriculum.race.learners import kinds_of
    from tasksynth.curriculum.race.run import Course

    kinds = kinds_of(learners or (), tuning=tuning)
    numbers = [1000 * tuning + i for i in range(seeds)]
    course = Course(steps=steps, lag=lag, lost=lost, flipped=flipped)
    names = [*(entrants or table.ENTRANTS), *(peers.NAMES if syllabus else ())]
    done: dict[str, table.Result] = {}
    rows = []
    if not as_json:
        typer.echo(table.HEAD)
    for result in table.race(names, kinds, numbers, course, workers=workers):
        done[result.name] = result
        if len(done) < 2:
            continue
        for one in done.values() if len(done) == 2 else [result]:
            rows.append(table.row(one, done["oracle"], done["uniform"], kinds))
            if not as_json:
                typer.echo(table.line(rows[-1]))
    if as_json:
        typer.echo(json.dumps([row.model_dump(mode="json") for row in rows]))
    else:
        typer.echo(table.by_type(rows))
