"""Bounded time for one call in this process."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from types import FrameType

from tasksynth.errors import TimeLimitError


class _OutOfTime(BaseException):
    """Not an Exception, so that no `except Exception` in a family can swallow it."""


def _raise(_signal: int, _frame: FrameType | None) -> None:
    raise _OutOfTime


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeLimitError in the body after so many wall seconds.

    It works on the main thread, between Python instructions; elsewhere, and on Windows, it does
    nothing, and a call that stays inside C code is stopped by the worker pool, which kills. A timer
    that the caller had set is put back.

    Raises:
        TimeLimitError: when the time is up.
    """
    on_main = threading.current_thread() is threading.main_thread()
    if not on_main or not hasattr(signal, "setitimer"):
        yield
        return
    previous = signal.signal(signal.SIGALRM, _raise)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except _OutOfTime:
        raise TimeLimitError(f"took longer than {seconds:g} s") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, left, interval)
        signal.signal(signal.SIGALRM, previous)


@contextmanager
def stopped_clocks() -> Iterator[None]:
    """Let no limit run in the body: for what is done once a machine, such as compiling a kernel.

    It costs whoever comes first, who has done nothing wrong. Families that prepare something in
    this way should say so, as it may take long.
    """
    with ExitStack() as clocks:
        for stopped in CLOCKS:
            clocks.enter_context(stopped())
        yield


@contextmanager
def _stopped_timer() -> Iterator[None]:
    """The timer of `time_limit`, which is one of the main thread."""
    on_main = threading.current_thread() is threading.main_thread()
    if not on_main or not hasattr(signal, "setitimer"):
        yield
        return
    left = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *left)


CLOCKS: list[Callable[[], AbstractContextManager[None]]] = [_stopped_timer]
"""What stops each clock of this process; a worker adds the one that its parent looks at."""
