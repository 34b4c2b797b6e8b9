"""Which engine it is: the one place that makes them."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tasksynth.engines.job import Engine
from tasksynth.engines.operations import named
from tasksynth.errors import UsageError
from tasksynth.system import has_workers, say_once

ENGINES = "tasksynth.engines"
"""The group of entry points that name what makes an Engine of so many workers."""
INLINE, PROCESSES = "inline", "processes"
CHOSEN = "TASKSYNTH_ENGINE"
"""The variable of the environment that names the kind of engine where nothing else does."""


@contextmanager
def engine_for(
    workers: int = 1, *, given: Engine | None = None, hostile: bool = True, kind: str | None = None
) -> Iterator[Engine]:
    """An engine for a loop: the one that was given, left open; or one for this use alone.

    Args:
        workers: how many items may be under way at one time.
        given: an engine that somebody else opened.
        hostile: whether items may hang or crash, as answers may: these need workers that can be
            killed. What is not hostile is done in this process by one worker.
        kind: the name of a kind of engine, from the entry points `tasksynth.engines`; None
            takes that of the variable TASKSYNTH_ENGINE, or chooses between `inline` and
            `processes`.

    Raises:
        UsageError: if there can be no such engine here.
    """
    if given is not None:
        yield given
        return
    if workers < 1:
        raise UsageError(f"--workers must be at least 1, got {workers}")
    make: Callable[[int], Engine] = named(
        ENGINES, kind or os.environ.get(CHOSEN) or _kind(workers, hostile), "engine"
    )
    with make(workers) as engine:
        yield engine


def _kind(workers: int, hostile: bool) -> str:  # noqa: FBT001 - of this module alone
    if has_workers():
        return PROCESSES if hostile or workers > 1 else INLINE
    if hostile:
        raise UsageError(
            "answers are judged in processes that can be killed, which this system does not have; "
            "use Linux, macOS, or WSL on Windows"
        )
    say_once("this system has no workers that can be killed: all is done here, without limits")
    return INLINE
