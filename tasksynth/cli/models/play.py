"""play."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tasksynth.cli.families.look import task_at
from tasksynth.cli.options import Index, Level, OtherSeed, Set, family_names


def play(
    task: Annotated[
        str,
        typer.Argument(metavar="FAMILY|REF", help="What to play.", autocompletion=family_names),
    ],
    level: Level = None,
    set_: Set = None,
    seed: OtherSeed = None,
    index: Index = None,
    media: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to put what is shown; else a temporary place."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="For the answer, as `verify --answers` reads it."),
    ] = None,
) -> None:
    """Play a task yourself: see its prompt, act line by line, and get the verdict.

    A line is a call such as `step right` or `step direction=right`, JSON, or words. `?` lists the
    tools, `undo` takes the last action back, `quit` or the end of the input ends it as it stands.
    """
    from tasksynth.pipeline.folders.output import write_whole
    from tasksynth.single import address
    from tasksynth.terminal import Player, reader
    from tasksynth_schemas import Answer, Label

    made = task_at(task, level, set_, seed=seed, index=index)
    typer.echo(f"{address(made.ref, made.level)}\n")
    player = Player(made, read=reader(), write=typer.echo, media=media)
    try:
        verdict = player.play()
    finally:
        if out is not None:
            row = Answer(task=str(Label(ref=made.ref)), answer=player.answer)
            write_whole(out, row.model_dump_json(exclude_none=True).encode() + b"\n")
    reward = "none" if verdict.reward is None else f"{verdict.reward:g}"
    typer.echo(f"{verdict.status}, reward {reward}" + f": {verdict.why}" * bool(verdict.why))
    if out is not None:
        typer.echo(f"judge it again: tasksynth verify --answers {out}", err=True)
    sys.stdout.flush()
