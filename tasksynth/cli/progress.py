"""How far a long command is."""

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

import typer

LINE_EVERY_S = 5.0
"""Between two progress lines, where there is no terminal."""


def progress_on(stack: ExitStack, what: str) -> Callable[[int, int], None]:
    """A bar on a terminal; elsewhere a plain line now and then."""
    if sys.stderr.isatty():
        bar = stack.enter_context(
            typer.progressbar(length=1, label=what, file=sys.stderr, show_pos=True)
        )

        def update(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        return update
    said = time.monotonic()

    def say(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said > LINE_EVERY_S:
            said = time.monotonic()
            typer.echo(f"{done:,} of {total:,} tasks", err=True)

    return say
