"""One source for fast and for plain: a kernel is compiled where numba is there, else interpreted.

Kernels are written in the subset of Python that both run to the last bit alike: integers, and
floats under + - * / and sqrt, which IEEE 754 fixes; never libm, never fast-math. So a task does
not depend on whether the `minecraft` extra is installed, only the time to make it does.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

COMPILED = find_spec("numba") is not None
"""Whether kernels are machine code here (`pip install 'tasksynth[minecraft]'`)."""


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile with numba, cached on disk, or return the function as it is."""
    if not COMPILED:
        return function
    from numba import njit

    compiled: Any = njit(cache=True)(function)
    return cast("Callable[P, R]", compiled)
