"""The host's part of a program: `solve`, which reckons with sizes and launches kernels."""

import ast
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tasksynth_code.kernels import lanes as numbers
from tasksynth_code.kernels.device import MOST_IN_BLOCK, MOST_THREADS, LaunchShape, launch
from tasksynth_code.kernels.interpreter import CallFrame, Interpreter, WorkBudget
from tasksynth_code.kernels.lanes import WARP, Lanes
from tasksynth_code.kernels.memory import DeviceArray, rubbish
from tasksynth_code.kernels.reading import KernelFunction, KernelProgram, KernelRefused, at

SCRATCH = 2**18
"""Elements that a program may ask for beside its arguments, all together."""
MOST_LAUNCHES = 64
_ONE = np.arange(WARP) == 0


class KernelHost(Interpreter):
    """One thread without elements of arrays."""

    launches = True

    def __init__(self, program: KernelProgram, budget: WorkBudget, salt: int = 0) -> None:
        super().__init__(program, budget, Lanes(_ONE))
        self.salt = salt
        """What memory holds at first hangs on it."""
        self.spent = 0
        """What the launches so far cost."""
        self._launches = self._scratch = 0

    def solve(self, arguments: Mapping[str, DeviceArray | int | float]) -> None:
        """Call the program's `solve` with arguments, in order."""
        routine = self.program.routines.get("solve")
        if routine is None or routine.kind != "plain":
            raise KernelRefused("want a function solve for the host, which launches kernels")
        with np.errstate(all="ignore"):
            self.call(routine, list(arguments.values()), self.all)

    def call_of(self, node: ast.Call, lanes: Lanes, frame: CallFrame) -> Any:
        """`kernel[blocks, threads](…)`."""
        func = node.func
        kernel = (
            self.program.routines.get(func.value.id)
            if isinstance(func, ast.Subscript) and isinstance(func.value, ast.Name)
            else None
        )
        if kernel is None or kernel.kind != "kernel" or not isinstance(func, ast.Subscript):
            raise KernelRefused(f"{at(node)}this cannot be called")
        given = self.value(func.slice, lanes, frame)
        if not isinstance(given, tuple) or len(given) < 2:
            raise KernelRefused(f"{at(node)}want kernel[blocks, threads](…)")
        self._launches += 1
        if self._launches > MOST_LAUNCHES:
            raise KernelRefused(f"{at(node)}more than {MOST_LAUNCHES} launches")
        arguments = self.arguments(node, lanes, frame)
        if not all(isinstance(one, DeviceArray | int | float) for one in arguments):
            raise KernelRefused(f"{at(node)}a kernel takes arrays and numbers")
        self.launched(kernel, _shape(given, node), arguments)
        return None

    def launched(self, kernel: KernelFunction, shape: LaunchShape, arguments: list[Any]) -> None:
        """Launch a kernel, and count what it costs."""
        self.spent += launch(self.program, kernel, shape, arguments, self.budget, self.salt)

    def special(self, name: str, node: ast.Call, lanes: Lanes, frame: CallFrame) -> Any:
        match name:
            case "cuda.device_array" | "cuda.device_array_like":
                return self._array(node, lanes, frame, like=name.endswith("like"))
            case "cuda.synchronize":
                return None
            case "ceil" | "floor":  # of numpy, which kernels have not
                return numbers.function(name, self.arguments(node, lanes, frame))
        raise KernelRefused(f"{at(node)}the host has no {name[:60]}")

    def _array(self, node: ast.Call, lanes: Lanes, frame: CallFrame, *, like: bool) -> DeviceArray:
        """Scratch memory, with rubbish in it."""
        named = {one.arg: one.value for one in node.keywords}
        first = node.args[0] if node.args else named.get("shape")
        if first is None:
            raise KernelRefused(f"{at(node)}want cuda.device_array(shape, dtype)")
        given = self.value(first, lanes, frame)
        some: tuple[Any, ...]
        if like:
            if not isinstance(given, DeviceArray):
                raise KernelRefused(f"{at(node)}want cuda.device_array_like(array)")
            some, dtype = given.shape, given.data.dtype.name
        else:
            some = given if isinstance(given, tuple) else (given,)
            dtype_node = node.args[1] if len(node.args) > 1 else named.get("dtype")
            dtype = self.dtype(dtype_node, lanes, frame)
        shape = tuple(one if isinstance(one, int) else 0 for one in some)
        if not 1 <= len(shape) <= 3 or not all(0 < one <= SCRATCH for one in shape):
            raise KernelRefused(f"{at(node)}an array wants one to three sizes of at least 1")
        self._scratch += math.prod(shape)
        if self._scratch > SCRATCH:
            raise KernelRefused(f"{at(node)}there are {SCRATCH:,} elements of scratch memory")
        data = rubbish(dtype, math.prod(shape), self.salt + 2 * self._scratch)
        return DeviceArray("the scratch array", data, shape)


def _shape(given: tuple[Any, ...], node: ast.AST) -> LaunchShape:
    both = []
    for one in given[:2]:
        some = one if isinstance(one, tuple) else (one,)
        if not 1 <= len(some) <= 3 or not all(isinstance(n, int) and n > 0 for n in some):
            raise KernelRefused(f"{at(node)}want one to three numbers above 0, got {one!s:.60}")
        both.append((*some, 1, 1)[:3])
    if math.prod(both[1]) > MOST_IN_BLOCK or both[1][2] > 64:
        raise KernelRefused(f"{at(node)}a block has at most {MOST_IN_BLOCK} threads")
    shape = LaunchShape(both[0], both[1])
    if math.prod(both[0]) * shape.lanes > MOST_THREADS:
        raise KernelRefused(f"{at(node)}more than {MOST_THREADS:,} threads")
    return shape


def run(
    program: KernelProgram,
    arguments: Mapping[str, DeviceArray | int | float],
    work: int,
    salt: int = 0,
) -> int:
    """Run `solve` on arguments, in order; what it costs. Outputs are changed.

    What nobody has written hangs on a salt.

    Raises:
        KernelRefused: if it does what the language has not, or takes too much work.
    """
    host = KernelHost(program, WorkBudget(work), salt)
    host.solve(arguments)
    return host.spent
