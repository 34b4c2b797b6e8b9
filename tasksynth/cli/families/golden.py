"""golden record and golden check."""

from pathlib import Path
from typing import Annotated

import typer

from tasksynth.cli.examples import epilog
from tasksynth.cli.help import Command, CommandGroup

app = typer.Typer(
    cls=CommandGroup,
    no_args_is_help=True,
    help="Record tasks and verdicts, and see that they stay as they are.",
)
Folder = Annotated[
    Path, typer.Option("--out", metavar="FOLDER", help="The folder of FAMILY.jsonl files.")
]
GOLDEN = Path("datasets/golden")


@app.command(cls=Command, epilog=epilog("record"))
def record(
    family: Annotated[
        list[str], typer.Argument(metavar="PATTERN…", help="Families: a name, or 'sat.*'.")
    ],
    out: Folder = GOLDEN,
) -> None:
    """Record a few tasks of each family at three levels, and what some answers to them get."""
    from tasksynth import registry
    from tasksynth.testing.golden import record as run

    names = list(dict.fromkeys(name for pattern in family for name in registry.match(pattern)))
    typer.echo(f"{run(names, out):,} tasks of {len(names)} families in {out}")


@app.command(cls=Command, epilog=epilog("check goldens"))
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE…", help="Goldens; none: all in --out.")
    ] = None,
    out: Folder = GOLDEN,
) -> None:
    """Make recorded tasks again and judge their answers again; exit 1 where anything differs."""
    from tasksynth.errors import UsageError
    from tasksynth.testing.golden import check as run

    wanted = files or sorted(out.glob("*.jsonl"))
    if not wanted:
        raise UsageError(f"no goldens in {out}: record some with `tasksynth golden record`")
    changed = [line for file in wanted for line in run(file)]
    for line in changed:
        typer.echo(line)
    typer.echo(f"{len(wanted):,} files: {len(changed) or 'no'} differences", err=True)
    if changed:
        raise typer.Exit(1)
