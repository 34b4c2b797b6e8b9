"""play."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tasksynth.cli.look import task_at
from tasksynth.cli.options import Level, Seed, Set
from tasksynth.errors import UsageError


def play(
    task: Annotated[str, typer.Argument(metavar="FAMILY|REF", help="What to play.")],
    level: Level = None,
    set_: Set = None,
    seed: Seed = 0,
    index: Annotated[int, typer.Option(help="Which task of the stream.", min=0)] = 0,
    media: Annotated[
        Path | None, typer.Option(help="Folder for what is shown; else a temporary one.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="File for the answer, as `verify --answers` reads it.")
    ] = None,
) -> None:
    """Play a task yourself: see its prompt, act line by line, and get the verdict.

    A line is a call such as `step right` or `step direction=right`, JSON, or words. `?` lists the
    tools, `undo` takes the last action back, `quit` or the end of the input ends it as it stands.
    """
    from tasksynth.terminal import Player, reader
    from tasksynth_schemas import Answer, Label

    made = task_at(task, level, set_, seed=seed, index=index)
    typer.echo(f"{made.ref}\n")
    player = Player(made, read=reader(), write=typer.echo, media=media)
    try:
        verdict = player.play()
    finally:
        if out is not None:
            row = Answer(task=str(Label(ref=made.ref)), answer=player.answer)
            try:
                out.write_text(row.model_dump_json(exclude_none=True) + "\n", encoding="utf-8")
            except OSError as e:
                raise UsageError(f"cannot write {out}: {e.strerror}") from e
    reward = "none" if verdict.reward is None else f"{verdict.reward:g}"
    typer.echo(f"{verdict.status}, reward {reward}" + f": {verdict.why}" * bool(verdict.why))
    if out is not None:
        typer.echo(f"judge it again: tasksynth verify --answers {out}", err=True)
    sys.stdout.flush()
