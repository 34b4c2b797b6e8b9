"""One source for fast and for plain: a kernel is compiled where numba is there, else interpreted.

Kernels are written in the subset of Python that both run to the last bit alike: integers, and
floats under + - * / and sqrt, which IEEE 754 fixes; never libm, never fast-math. So a task does
not depend on whether the `minecraft` extra is installed, only the time to make it does.
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cache
from importlib.util import find_spec
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

from tasksynth import stopped_clocks

P = ParamSpec("P")
R = TypeVar("R")

COMPILED = find_spec("numba") is not None
"""Whether kernels are machine code here (`pip install 'tasksynth[minecraft]'`)."""
SAID = "tasksynth: compiling what draws and moves; once a machine, some tens of seconds\n"


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile with numba, cached on disk where there is a place, or return it as it is."""
    if not COMPILED:
        return function
    from numba import njit

    _tell()
    try:
        compiled: Any = njit(cache=True)(function)
    except RuntimeError:  # neither the package's folder nor the user's own can be written to
        compiled = njit(function)
    return cast("Callable[P, R]", compiled)


def listed(arrays: Sequence[np.ndarray]) -> Sequence[np.ndarray]:
    """Arrays of one type and any shapes as a list that kernels take."""
    if not COMPILED:
        return list(arrays)
    from numba.typed import List

    out: Sequence[np.ndarray] = List(arrays)
    return out


@cache
def _tell() -> None:
    """Have the first compilation say that it is one, and none count against a time limit."""
    from numba.core import event

    class Compiling(event.Listener):
        """Hears of what is compiled: a kernel that was found on disk is not."""

        said, depth, clocks = False, 0, ExitStack()

        def on_start(self, event: Any) -> None:
            if not self.said:
                self.said = True
                if _first():
                    sys.stderr.write(SAID)
            if self.depth == 0:
                self.clocks.enter_context(stopped_clocks())
            self.depth += 1

        def on_end(self, event: Any) -> None:
            self.depth -= 1
            if self.depth == 0:
                self.clocks.close()

    register: Any = event.register  # numba has no types
    register("numba:compile", Compiling())


def _first() -> bool:
    """Whether no other process is compiling too: workers would say it once each."""
    try:
        import fcntl
    except ImportError:  # no such locks here: each says it
        return True
    import os
    import tempfile
    from pathlib import Path

    path = Path(tempfile.gettempdir(), f"tasksynth-compiling-{os.getuid()}")
    try:
        lock = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held as long as the process lives
    except OSError:
        return False
    return True
