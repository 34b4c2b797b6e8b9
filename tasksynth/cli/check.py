"""check."""

from pathlib import Path
from typing import Annotated

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import Json

MOST = 20
"""Faults that are named one by one."""


def check(
    dataset: Annotated[Path, typer.Argument(help="A dataset folder or a JSONL file of tasks.")],
    json_: Json = False,
) -> None:
    """Read a dataset from end to end, and name what is damaged.

    Sizes and digests are compared with the manifest, each line must be a task with the id of its
    address, and no task may be there twice. Exits with 3 if anything is wrong.
    """
    import json

    from tasksynth.pipeline.check import faults

    found = list(faults(dataset))
    if json_:
        typer.echo(json.dumps({"faults": found}, indent=2))
    else:
        for fault in found[:MOST]:
            typer.echo(f"tasksynth: {fault}", err=True)
        if len(found) > MOST:
            typer.echo(
                f"tasksynth: and {len(found) - MOST:,} faults more; --json has all", err=True
            )
    if found:
        raise typer.Exit(exits.DAMAGED)
    if not json_:
        typer.echo(f"{dataset} is whole")
