"""check, head and stats: what a dataset holds, and whether it is whole."""

from itertools import islice
from typing import Annotated

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import Check, DatasetPath, Json

MOST = 20
"""Faults that are named one by one."""
WIDTH = 80


def check(dataset: DatasetPath, json_: Json = False) -> None:
    """Read a dataset from end to end, and name what is damaged.

    Sizes and digests are compared with the manifest, each line must be a task with the id of its
    address, and no task may be there twice. Exits with 3 if anything is wrong.
    """
    import json

    from tasksynth.pipeline.folders.check import faults

    found = list(faults(dataset))
    if json_:
        typer.echo(json.dumps({"faults": found}, indent=2))
    else:
        for fault in found[:MOST]:
            typer.echo(f"tasksynth: {fault}", err=True)
        if len(found) > MOST:
            typer.echo(f"tasksynth: {len(found) - MOST:,} more faults; see --json", err=True)
    if found:
        raise typer.Exit(exits.DAMAGED)
    if not json_:
        typer.echo(f"{dataset} is whole")


def head(
    dataset: DatasetPath,
    number: Annotated[
        int, typer.Option("--number", "-n", metavar="N", min=1, max=10**9, help="How many tasks.")
    ] = 10,
    json_: Json = False,
) -> None:
    """List the first tasks of a dataset: id, address, and how the prompt begins."""
    from tasksynth.pipeline.folders.dataset import tasks_of
    from tasksynth.pipeline.folders.manifest import task_files
    from tasksynth.single import address

    for task, line in islice(tasks_of(task_files(dataset)), number):
        if json_:
            typer.echo(line.decode(), nl=False)
            continue
        typer.echo(f"{task.id}  {address(task.ref, task.level)}")
        typer.echo("  " + " ".join(task.text.split())[: WIDTH - 2])


def stats(dataset: DatasetPath, check: Check = False, json_: Json = False) -> None:
    """Say what a dataset holds: tasks by family and level, prompts, and what was measured."""
    from tasksynth.cli.families.look import wrapped
    from tasksynth.pipeline.stats import stats as counted

    found = counted(dataset, check=check)
    if json_:
        typer.echo(found.model_dump_json(indent=2))
        return
    splits = ", ".join(f"{split} {tasks:,}" for split, tasks in found.splits.items())
    typer.echo(f"{found.tasks:,} tasks: {splits}")
    typer.echo(f"{'':32} {'tasks':>8} {'prompt chars':>13} {'longest':>9} {'floor':>6}")
    for name, group in found.groups.items():
        floor = "-" if group.floor is None else f"{group.floor:.3f}"
        chars = f"{group.prompt_chars:>13,.0f} {group.longest_prompt:>9,}"
        cells = f"{group.tasks:>8,} {chars} {floor:>6}"
        typer.echo(f"{name[:32]:32} {cells}")
        if group.measure:
            typer.echo(f"  {'mean':5} {wrapped(group.measure)}")
