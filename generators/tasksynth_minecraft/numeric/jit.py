"""One source for fast and for plain: a kernel is compiled where that pays, else interpreted.

Kernels are written in the subset of Python that both run to the last bit alike: integers, and
floats under + - * / and sqrt, which IEEE 754 fixes; never libm, never fast-math. So a task does
not depend on whether the `minecraft` extra is installed, only the time to make it does.
"""

import math
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cache, cached_property, update_wrapper
from importlib.util import find_spec
from pathlib import Path
from types import FunctionType
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar, cast

import numpy as np

from tasksynth import stopped_clocks

P = ParamSpec("P")
R = TypeVar("R")

COMPILED = find_spec("numba") is not None
"""Whether kernels can be machine code here (`pip install 'tasksynth[minecraft]'`)."""
PATIENCE_S = 6.0
"""Processor seconds that a process interprets kernels for before it compiles them. One card is done
long before, and compiling all that it takes would have cost thirty."""
SAID = "tasksynth: compiling what draws and moves; once a machine, some tens of seconds\n"


class Kernel(Generic[P, R]):
    """A function that is interpreted until it is worth compiling, or found compiled on disk."""

    spent_s: ClassVar[float] = 0.0
    """Processor seconds that this process has interpreted."""

    def __init__(self, function: Callable[P, R]) -> None:
        self.function = function
        self._run: Callable[P, R] | None = None
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run it in either way: the result is the same."""
        if self._run is not None:
            return self._run(*args, **kwargs)
        if not COMPILED:
            return self.interpreted(*args, **kwargs)
        with stopped_clocks():  # those who come later are quicker
            if not self._is_worth_it():
                return self._interpret(*args, **kwargs)
            self._run = self.machine_code
        return self._run(*args, **kwargs)

    @cached_property
    def interpreted(self) -> Callable[P, R]:
        """The function, and what it calls, as Python."""
        return _calling(self.function, lambda other: other.interpreted)

    @cached_property
    def machine_code(self) -> Callable[P, R]:
        """Compiled with numba when it is first called, and cached on disk if there is a place."""
        from numba import njit

        _tell()
        function = _calling(self.function, lambda other: other.machine_code)
        try:
            compiled: Any = njit(cache=True)(function)
        except RuntimeError:  # neither the package's folder nor the user's own can be written to
            compiled = njit(function)
        return cast("Callable[P, R]", compiled)

    def interpret_by(self, function: Callable[P, R]) -> None:
        """Interpret another function in its place, which does the same and is quicker."""
        self.__dict__["interpreted"] = function

    def _interpret(self, *args: P.args, **kwargs: P.kwargs) -> R:
        start = time.process_time()
        try:
            return self.interpreted(*args, **kwargs)
        finally:
            Kernel.spent_s += time.process_time() - start

    def _is_worth_it(self) -> bool:
        return Kernel.spent_s > PATIENCE_S or self._is_on_disk

    @cached_property
    def _is_on_disk(self) -> bool:
        folder = cast("Any", self.machine_code).stats.cache_path
        name = f"*{self.function.__qualname__}-{self.function.__code__.co_firstlineno}.*nbi"
        return folder is not None and any(Path(folder).glob(name))


def kernel(function: Callable[P, R]) -> Kernel[P, R]:
    """Let a function be compiled; what it calls by a global name may be kernels."""
    return Kernel(function)


def hurry() -> None:
    """Compile from now on: much is to come."""
    Kernel.spent_s = math.inf


def listed(arrays: Sequence[np.ndarray]) -> Sequence[np.ndarray]:
    """Arrays of one type and any shapes as a list that kernels take, which are compiled for it."""
    if not COMPILED:
        return list(arrays)
    from numba.typed import List

    hurry()
    out: Sequence[np.ndarray] = List(arrays)
    return out


def _calling(
    function: Callable[P, R], form: Callable[[Kernel[..., Any]], Callable[..., Any]]
) -> Callable[P, R]:
    """A copy of the function that calls kernels in one of their forms."""
    names = dict(function.__globals__)
    for name in function.__code__.co_names:
        if isinstance(other := names.get(name), Kernel):
            names[name] = form(other)
    copy = FunctionType(function.__code__, names, function.__name__, function.__defaults__)
    return cast("Callable[P, R]", update_wrapper(copy, function))


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

    path = Path(tempfile.gettempdir(), f"tasksynth-compiling-{os.getuid()}")
    try:
        lock = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held as long as the process lives
    except OSError:
        return False
    return True
