"""The command line: thin commands, each of which imports what it needs when it is called."""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Annotated, Any

import typer

from tasksynth.cli import doctor, exits
from tasksynth.cli.curricula import curriculum, run
from tasksynth.cli.datasets import (
    augment,
    data,
    export,
    hygiene,
    judging,
    make,
    push,
    relabel,
    sets,
)
from tasksynth.cli.examples import epilog
from tasksynth.cli.families import audit, golden, look, scaffold
from tasksynth.cli.help import Command, CommandGroup
from tasksynth.cli.models import axes, calibrate, evaluation, play, report


class OneLineErrors(CommandGroup):
    """Prints one line for whatever ends a command, and a traceback before it for a bug of ours."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read the options before the command."""
        return _ended_in_one_line(lambda: super(OneLineErrors, self).make_context(*args, **kwargs))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; its exit code is that of the table in `tasksynth.cli.exits`."""
        return _ended_in_one_line(lambda: super(OneLineErrors, self).invoke(ctx))


_interrupts: list[int] = []
"""Since the command began."""


def _ended_in_one_line(call: Callable[[], Any]) -> Any:
    _interrupts.clear()
    _note_interrupts()
    try:
        return call()
    except (OSError, KeyboardInterrupt) as e:
        error: BaseException = e
    except Exception as e:
        if _interrupts:  # and what was under way made something else of it
            error = KeyboardInterrupt()
        elif not exits.is_ours_to_say(e):
            raise
        else:
            error = e
    exits.say(error)
    raise typer.Exit(exits.code_of(error)) from error


def _note_interrupts() -> None:
    """Note each from now on; it is raised, too, as it always was."""
    if threading.current_thread() is threading.main_thread() and (
        signal.getsignal(signal.SIGINT) is signal.default_int_handler
    ):
        signal.signal(signal.SIGINT, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    _interrupts.append(number)
    signal.default_int_handler(number, frame)


EXITS = "Exit codes:\n" + "\n".join(f"{code:<4} {text}" for code, text in exits.TABLE.items())

app = typer.Typer(
    cls=OneLineErrors,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXITS,
)


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"tasksynth {version('tasksynth')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Verifiable tasks of known difficulty, endless, for RL trainers."""


COMMANDS: dict[str, Callable[..., None]] = {
    "generate": make.generate,
    "solve": make.solve,
    "verify": judging.verify,
    "relabel": relabel.relabel,
    "augment": augment.augment,
    "evaluate": evaluation.evaluate,
    "report": report.report,
    "calibrate": calibrate.calibrate,
    "axes": axes.axes,
    "check": data.check,
    "head": data.head,
    "stats": data.stats,
    "convert": sets.convert,
    "sample": sets.sample,
    "merge": sets.merge,
    "diff": sets.diff,
    "screen": hygiene.screen,
    "capacity": hygiene.capacity,
    "serve": run.serve,
    "export": export.export,
    "push": push.push,
    "families": look.families,
    "audit": audit.audit,
    "show": look.show,
    "play": play.play,
    "gallery": look.gallery,
    "import": make.import_,
    "schema": look.schema,
    "new-family": scaffold.new_family,
    "doctor": doctor.doctor,
}
for _name, _command in COMMANDS.items():
    app.command(name=_name, cls=Command, epilog=epilog(_name))(_command)
app.add_typer(curriculum.app, name="curriculum")
app.add_typer(golden.app, name="golden")
