"""`tasksynth curriculum`: look into a run, check it, branch it."""

import json
from pathlib import Path
from typing import Annotated

import typer

from tasksynth.cli.examples import epilog
from tasksynth.cli.help import Command, CommandGroup

app = typer.Typer(
    cls=CommandGroup,
    help="Look into a curriculum's run, check it, branch it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

StorePath = Annotated[
    Path,
    typer.Argument(metavar="STORE", help="What `serve --store` wrote: a file, or postgresql://…"),
]
ArchivePath = Annotated[
    Path | None,
    typer.Option(
        "--archive", metavar="FOLDER", help="Of the store, with events that it did not keep."
    ),
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
def replay(store: StorePath, archive: ArchivePath = None) -> None:
    """Play the journal again from its first event, and check every ticket against it."""
    from tasksynth.curriculum.replay import replay as play

    result = play(store, archive=archive)
    typer.echo(
        f"{result.events} events, {result.position} tickets, "
        f"state {result.digest}: replay agrees with the journal"
    )


@app.command(cls=Command, epilog=epilog("inspect"))
def inspect(store: StorePath, *, as_json: AsJson = False) -> None:
    """Say how a run goes: is it learning, why is this served, what is wrong, what is next."""
    from tasksynth.curriculum.inspection import report
    from tasksynth.curriculum.printing import table
    from tasksynth.curriculum.replay import opened

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
        typer.Option(metavar="RECIPE", help="Go on by this recipe, which may have more arms."),
    ] = None,
    at: Annotated[
        int | None,
        typer.Option(metavar="N", help="Leave out the events after this one.", min=0),
    ] = None,
    archive: ArchivePath = None,
) -> None:
    """Copy a run into a new store, as it was at some event, perhaps by another recipe."""
    from tasksynth.curriculum.forking import fork as branch

    result = branch(store, target, recipe=recipe, at=at, archive=archive)
    typer.echo(f"{target}: {result.events} events, {result.position} tickets")
