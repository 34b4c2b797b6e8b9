"""The command line: thin commands, each of which imports what it needs when it is called."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tasksynth.cli import curriculum, data, evaluation, exits, export, look, make, run


class OneLineErrors(TyperGroup):
    """Prints one line for whatever ends a command, and a traceback before it for a bug of ours."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; its exit code is that of the table in `tasksynth.cli.exits`."""
        try:
            return super().invoke(ctx)
        except (OSError, KeyboardInterrupt) as e:
            error: BaseException = e
        except Exception as e:
            if type(e).__module__.startswith(("typer", "click")):  # of the parser's own
                raise
            error = e
        exits.say(error)
        raise typer.Exit(exits.code_of(error)) from error


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
app.command()(data.check)
app.command()(data.head)
app.command()(data.stats)
app.command()(run.serve)
app.command()(export.export)
app.command()(look.families)
app.command()(look.show)
app.command()(look.gallery)
app.command(name="import")(make.import_)
app.command()(look.schema)
app.add_typer(curriculum.app, name="curriculum")
