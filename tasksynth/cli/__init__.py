"""The command line: thin commands, each of which imports what it needs when it is called."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tasksynth.cli import curriculum, evaluation, export, look, make, play, run
from tasksynth.errors import TasksynthError, UsageError


class OneLineErrors(TyperGroup):
    """Prints our own errors as one line; anything else is a bug, and keeps its traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; exit 2 for a usage error, 1 for another error of ours."""
        try:
            return super().invoke(ctx)
        except TasksynthError as e:
            typer.echo(f"tasksynth: {e}", err=True)
            raise typer.Exit(2 if isinstance(e, UsageError) else 1) from e


app = typer.Typer(
    cls=OneLineErrors,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"tasksynth {version('tasksynth')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Verifiable tasks of known difficulty, endless, for RL trainers."""


app.command()(make.generate)
app.command()(make.solve)
app.command()(make.verify)
app.command()(evaluation.evaluate)
app.command()(run.serve)
app.command()(export.export)
app.command()(look.families)
app.command()(look.show)
app.command()(look.gallery)
app.command()(play.play)
app.command(name="import")(make.import_)
app.command()(look.schema)
app.add_typer(curriculum.app, name="curriculum")
