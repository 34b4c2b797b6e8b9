"""How a command ends: the one table of exit codes, and the lines that go with them."""

import atexit
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from tasksynth.errors import StateError, TasksynthError, UnavailableError, UsageError
from tasksynth.system import ENDINGS

DONE, GATE, USAGE, DAMAGED, FAULT, INTERRUPTED, HUNG_UP = 0, 1, 2, 3, 4, 130, 141
TABLE = {
    DONE: "done",
    GATE: "a gate was not met: --fail-under, --fail-on; answers missing; a diff",
    USAGE: "usage: what was asked for cannot be done, or not here and now",
    DAMAGED: "damaged data",
    FAULT: "a fault of ours: of tasksynth, or of a family",
    INTERRUPTED: "interrupted",
    HUNG_UP: "whoever read the output went away before its end",
}
"""Every exit code of every command; a signal other than an interrupt ends with 128 and its number,
as it does everywhere."""


def is_ours_to_say(error: Exception) -> bool:
    """Whether a line of ours is to tell of an error: not of an end that was asked for, or help."""
    return not type(error).__module__.startswith(("typer", "click")) or (
        hasattr(error, "format_message") and type(error).__name__ != "NoArgsIsHelpError"
    )


def code_of(error: BaseException) -> int:
    """The exit code for an error."""
    match error:
        case KeyboardInterrupt():
            return INTERRUPTED
        case BrokenPipeError():
            return HUNG_UP
        case UsageError() | UnavailableError() | OSError():
            return USAGE
        case StateError():
            return DAMAGED
    return USAGE if hasattr(error, "format_message") else FAULT


@contextmanager
def resumable() -> Iterator[None]:
    """Have an interrupt say that the command goes on where it was stopped."""
    try:
        yield
    except KeyboardInterrupt as e:
        e.add_note("run the same command again to go on")
        raise


def say(error: BaseException) -> None:
    """Print one line for what a user can mend, and the traceback of what only we can."""
    match error:
        case KeyboardInterrupt():
            line = "; ".join(["interrupted", *getattr(error, "__notes__", ())])
        case BrokenPipeError():
            return
        case TasksynthError():
            line = str(error)
        case OSError(filename=str(name), strerror=str(why)):
            line = f"{name}: {why}"
        case OSError():
            line = error.strerror or str(error)
        case _ if hasattr(error, "format_message"):  # of the parser of options
            line = _of_parser(error)
        case _:
            traceback.print_exception(error)
            line = "this is a fault of ours, and no answer"
    print(f"tasksynth: {line}", file=sys.stderr)


def _of_parser(error: Any) -> str:
    """What is wrong with the options, and where they are explained."""
    said = " ".join(error.format_message().split()).rstrip(".")
    errors = getattr(error.__cause__, "errors", None)
    if errors is not None:  # pydantic's, whose message lacks the value
        said = f"{said}, got {str(errors()[0].get('input'))[:60]!r}"
    where = getattr(getattr(error, "ctx", None), "command_path", "tasksynth")
    return f"{said[:1].lower()}{said[1:]}; see `{where} --help`"


def end_on_signals() -> None:
    """Have SIGTERM and a closed terminal end the process as an interrupt does: workers and all."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    for number in ENDINGS:
        if number != signal.SIGINT and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)


def settle(code: object) -> None:
    """Have whatever ends the process from now on leave its exit code as it is.

    All is done and said, and Python takes a while to end: an interrupt would make an error of it.
    """

    def leave(number: int, frame: FrameType | None) -> None:
        os._exit(code if isinstance(code, int) else code is not None)

    for number in ENDINGS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, leave)
            atexit.register(signal.signal, number, signal.SIG_IGN)  # no handler is called any more


def flush() -> None:
    """Write out what was printed, while an error can still be told.

    Raises:
        OSError: if it cannot be written; standard output is closed then.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else Python tries again at its end
        raise
