"""The launch of a kernel: blocks of threads over arrays, with all that they may not do refused."""

import ast
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from tasksynth_code.kernels import lanes as numbers
from tasksynth_code.kernels import traffic
from tasksynth_code.kernels.interpreter import ArrayPart, CallFrame, Interpreter, WorkBudget
from tasksynth_code.kernels.lanes import WARP, Lanes, Number
from tasksynth_code.kernels.memory import BarrierOrder, DeviceArray, rubbish
from tasksynth_code.kernels.reading import KernelFunction, KernelProgram, KernelRefused, at

WAVE, MOST_BLOCKS = 8_192, 64
"""Lanes, and blocks, that are looked at together; a launch is done in waves of whole blocks."""
MOST_THREADS, MOST_IN_BLOCK = 2**18, 1024
SHARED_BYTES, LOCAL_ELEMENTS = 48 * 1024, 64
_ATOMIC_BYTES = 4
"""Of the smallest elements that numba has atomics for."""
_ATOMIC = {"add": np.add, "sub": np.subtract, "max": np.maximum, "min": np.minimum}
_SHUFFLES = ("shfl_sync", "shfl_up_sync", "shfl_down_sync", "shfl_xor_sync")


@dataclass(frozen=True)
class LaunchShape:
    """How many blocks of how many threads a launch has, each x, y and z."""

    blocks: tuple[int, int, int]
    threads: tuple[int, int, int]

    @property
    def lanes(self) -> int:
        """Of a block: its threads, and idle ones that fill the last warp."""
        return -(-math.prod(self.threads) // WARP) * WARP


def launch(
    program: KernelProgram,
    kernel: KernelFunction,
    shape: LaunchShape,
    arguments: list[Any],
    budget: WorkBudget,
    salt: int = 0,
) -> int:
    """Run a kernel; what it costs. What shared and local memory holds at first hangs on a salt.

    Raises:
        KernelRefused: if it does what is not allowed.
    """
    blocks, lanes = math.prod(shape.blocks), shape.lanes
    order = BarrierOrder(blocks, lanes)
    wave = max(1, min(MOST_BLOCKS, WAVE // lanes))
    cost: list[np.ndarray] = []
    for first in range(0, blocks, wave):
        some = range(first, min(blocks, first + wave))
        device = KernelDevice(program, budget, shape, some, order, salt)
        device.call(kernel, arguments, device.all)
        cost.append(device.cost())
    for one in arguments:
        if isinstance(one, DeviceArray):
            one.forget()
    warps = np.concatenate(cost)
    busy = np.zeros(traffic.PROCESSORS, dtype=np.int64)
    per_block = warps.reshape(blocks, -1).sum(axis=1)
    np.add.at(busy, np.arange(blocks) % traffic.PROCESSORS, per_block)
    return traffic.LAUNCH + max(int(busy.max()), traffic.WAIT * int(warps.max()))


class KernelDevice(Interpreter):
    """Some blocks of a launch."""

    def __init__(
        self,
        program: KernelProgram,
        budget: WorkBudget,
        shape: LaunchShape,
        blocks: range,
        order: BarrierOrder,
        salt: int = 0,
    ) -> None:
        lanes, inside = shape.lanes, math.prod(shape.threads)
        at_lane = np.tile(np.arange(lanes), len(blocks))
        super().__init__(program, budget, Lanes(at_lane < inside))
        self._shape, self._blocks, self._order, self._salt = shape, blocks, order, salt
        self._lane = at_lane
        """Of a thread in its block."""
        self._row = np.repeat(np.arange(len(blocks)), lanes)
        """Of a block in this wave."""
        self._threads = np.arange(len(at_lane)) + blocks.start * lanes
        self._alive = self.all.bits.copy()
        self._own: dict[ast.AST, DeviceArray] = {}
        self._known: dict[str, Number] = {}

    # Where a thread is

    def attribute(self, name: str, node: ast.AST) -> Any:
        if name not in self._known:
            self._known[name] = self._where(name, node)
        return self._known[name]

    def _where(self, name: str, node: ast.AST) -> Number:
        sizes = {"blockDim": self._shape.threads, "gridDim": self._shape.blocks}
        match name.split("."):
            case ["cuda", "warpsize"]:
                return WARP
            case ["cuda", "laneid"]:
                return self._lane % WARP
            case ["cuda", "blockDim" | "gridDim" as what, "x" | "y" | "z" as axis]:
                return sizes[what]["xyz".index(axis)]
            case ["cuda", "threadIdx", "x" | "y" | "z" as axis]:
                return _coordinate(self._lane, self._shape.threads, "xyz".index(axis))
            case ["cuda", "blockIdx", "x" | "y" | "z" as axis]:
                block = self._row + self._blocks.start
                return _coordinate(block, self._shape.blocks, "xyz".index(axis))
        raise KernelRefused(f"{at(node)}there is no {name[:60]}")

    def _grid(self, node: ast.Call, *, sizes: bool) -> Any:
        dims = getattr(node.args[0], "value", None) if len(node.args) == 1 else None
        if dims not in (1, 2, 3):
            raise KernelRefused(f"{at(node)}want 1, 2 or 3 dimensions")
        some = []
        for axis in "xyz"[:dims]:
            size = self.attribute(f"cuda.blockDim.{axis}", node)
            if sizes:
                some.append(size * self.attribute(f"cuda.gridDim.{axis}", node))
            else:
                block = self.attribute(f"cuda.blockIdx.{axis}", node)
                some.append(block * size + self.attribute(f"cuda.threadIdx.{axis}", node))
        return some[0] if dims == 1 else tuple(some)

    # What threads may do together

    def special(self, name: str, node: ast.Call, lanes: Lanes, frame: CallFrame) -> Any:
        match name.split("."):
            case ["cuda", "grid" | "gridsize" as which]:
                self.tick(lanes)
                return self._grid(node, sizes=which == "gridsize")
            case ["cuda", "syncthreads"]:
                return self._barrier(node, lanes)
            case ["cuda", "syncwarp"]:
                return self._meet_in_warps(node, lanes)
            case ["cuda", "shared" | "local" as space, "array"]:
                return self._array(space, node, lanes, frame)
            case ["cuda", "atomic", operation] if operation in _ATOMIC:
                return self._atomic(operation, node, lanes, frame)
            case ["cuda", shuffle] if shuffle in _SHUFFLES:
                return self._shuffle(shuffle, node, lanes, frame)
        raise KernelRefused(f"{at(node)}{name[:60]} is not in the language of kernels")

    def _return(self, node: ast.Return, lanes: Lanes, frame: CallFrame) -> Lanes:
        if self._depth == 1:
            self._alive &= ~lanes.bits
        return super()._return(node, lanes, frame)

    def _want_whole(self, node: ast.AST, lanes: Lanes, group: int, what: str) -> np.ndarray:
        """Which groups of lanes come here; refused unless all do of which some does.

        Threads that are through with the kernel are waited for no more, as on devices of compute
        capability 7.0 and newer.
        """
        here = lanes.bits.reshape(-1, group)
        some = here.any(axis=1)
        missing = self._alive.reshape(-1, group) & ~here
        if (missing.any(axis=1) & some).any():
            raise KernelRefused(f"{at(node)}not all threads of a {what} come here")
        return np.flatnonzero(some)

    def _barrier(self, node: ast.Call, lanes: Lanes) -> None:
        rows = self._want_whole(node, lanes, self._shape.lanes, "block")
        self.tick(lanes, traffic.BARRIER)
        self._order.meet(rows + self._blocks.start, every=len(rows) == len(self._blocks))

    def _meet_in_warps(self, node: ast.Call, lanes: Lanes) -> None:
        warps = self._want_whole(node, lanes, WARP, "warp")
        self.tick(lanes)
        self._order.meet_in_warps(warps + int(self._threads[0]) // WARP)

    def _shuffle(self, name: str, node: ast.Call, lanes: Lanes, frame: CallFrame) -> Number:
        """A value of another thread of the warp; all 32 take part."""
        given = self.arguments(node, lanes, frame)
        if len(given) != 3 or given[0] not in (-1, 2**32 - 1):
            raise KernelRefused(f"{at(node)}want {name}(0xffffffff, value, number)")
        if not (lanes.bits.reshape(-1, WARP).all(axis=1) == lanes.warps).all():
            raise KernelRefused(f"{at(node)}not all 32 threads of a warp come here")
        self.tick(lanes)
        value, by = numbers.plain(given[1]), numbers.whole(given[2])
        if not isinstance(value, np.ndarray):
            return value
        lane, here = self._lane % WARP, np.arange(len(self._lane))
        kind = name.split("_")[1]
        wanted = {"sync": by, "up": lane - by, "down": lane + by, "xor": lane ^ by}[kind]
        inside = (wanted >= 0) & (wanted < WARP)
        return value[np.where(inside, here - lane + wanted, here)]

    # Memory

    def _array(self, space: Any, node: ast.Call, lanes: Lanes, frame: CallFrame) -> DeviceArray:
        """Shared memory is of a block, local memory of a thread."""
        if node in self._own:
            return self._own[node]
        given = [*node.args, None, None][:2]
        named = {one.arg: one.value for one in node.keywords}
        shape_node, dtype_node = given[0] or named.get("shape"), given[1] or named.get("dtype")
        if shape_node is None:
            raise KernelRefused(f"{at(node)}want {space}.array(shape, dtype)")
        dtype = self.dtype(dtype_node, lanes, frame)
        shape = self.value(
            shape_node, self.all, CallFrame()
        )  # constants: a frame without variables
        shape = shape if isinstance(shape, tuple) else (shape,)
        if not shape or not all(isinstance(one, int) and 0 < one <= SHARED_BYTES for one in shape):
            raise KernelRefused(f"{at(node)}an array wants constant sizes of at least 1")
        size = math.prod(shape)
        used = sum(a.size * a.data.itemsize for a in self._own.values() if a.space == "shared")
        if space == "shared" and used + size * np.dtype(dtype).itemsize > SHARED_BYTES:
            raise KernelRefused(f"{at(node)}a block has {SHARED_BYTES:,} bytes of shared memory")
        held = sum(a.size for a in self._own.values() if a.space == "local")
        if space == "local" and held + size > LOCAL_ELEMENTS:
            raise KernelRefused(f"{at(node)}a thread has {LOCAL_ELEMENTS} elements of its own")
        times = len(self._blocks) if space == "shared" else len(self._lane)
        data = rubbish(dtype, size * times, self._salt + 2 * self._blocks.start)
        self._own[node] = DeviceArray(f"the {space} array", data, shape, space=space)
        return self._own[node]

    def _place(self, part: ArrayPart, lanes: Lanes, node: ast.AST) -> Number:
        """Where an element stands in its array's data."""
        array, place = part.array, 0
        for index, size, stride in zip(part.indices, array.shape, array.strides, strict=True):
            whole = numbers.whole(index)
            within = np.ndim(whole) > 0 and bool(whole.min() >= 0 and whole.max() < size)
            whole = whole if within else whole + size * (whole < 0)
            if within:
                bad = None
            elif np.ndim(whole):
                outside = ((whole < 0) | (whole >= size)) & lanes.bits
                bad = int(np.asarray(index)[outside][0]) if outside.any() else None
                whole = np.where(lanes.bits, whole, 0)
            else:
                bad = None if 0 <= whole < size else int(whole)
            if bad is not None:
                raise KernelRefused(
                    f"{at(node)}{array.name} has no index {bad}, its size is {size}"
                )
            place = place + whole * stride
        if array.space == "shared":
            return place + self._row * array.size
        if array.space == "local":
            return place + np.arange(len(self._lane)) * array.size
        return place

    def _traffic(
        self, array: DeviceArray, places: Number, lanes: Lanes, *, atomic: bool = False
    ) -> None:
        """Count what an access takes."""
        watched = not array.fixed and array.space != "local"
        self.budget.spend(self._work * (32 if atomic else 12 if watched else 4))
        if array.space == "local":
            return self.tick(lanes)
        self.tick(lanes)
        itemsize, bits = array.data.itemsize, lanes.bits
        if not np.ndim(places):
            count = lanes.warps.astype(np.int64)
            places = np.full(len(bits), places) if atomic else places
        elif array.space == "shared":
            within = places - self._row * array.size
            count = traffic.passes(within, bits, itemsize)
        else:
            count = traffic.sectors(places, bits, itemsize)
        if atomic:
            count = count + np.maximum(traffic.rounds(places, bits) - 1, 0)
        self._cost += count * (traffic.PASS if array.space == "shared" else traffic.SECTOR)
        return None

    def _met(self, places: Number, lanes: Lanes) -> tuple[np.ndarray, np.ndarray]:
        """Places and threads of those that take part."""
        if lanes.every and np.ndim(places):
            return places, self._threads
        return np.broadcast_to(places, lanes.bits.shape)[lanes.bits], self._threads[lanes.bits]

    def _no_race(self, bad: np.ndarray, array: DeviceArray, node: ast.AST, what: str) -> None:
        if bad.any():
            raise KernelRefused(
                f"{at(node)}a race: a thread {what} an element of {array.name} that another one "
                "touches, with no barrier between"
            )

    def read(self, part: ArrayPart, lanes: Lanes, node: ast.AST) -> Number:
        array, places = part.array, self._place(part, lanes, node)
        self._traffic(array, places, lanes)
        if not array.fixed and array.space != "local":
            reads, writes, atomics = array.touches
            some, threads = self._met(places, lanes)
            for one in (writes, atomics):
                self._no_race(one.by_others(some, threads, self._order), array, node, "reads")
            reads.note(some, threads, self._order)
        if array.read is not None:
            array.read[places[lanes.bits] if np.ndim(places) else places] = True
        value = array.data[places]
        if np.ndim(value):
            return value.astype(np.float64 if value.dtype.kind == "f" else np.int64)
        return value.item()

    def write(self, part: ArrayPart, value: Number, lanes: Lanes, node: ast.AST) -> None:
        array = part.array
        if array.fixed:
            raise KernelRefused(f"{at(node)}{array.name} is an input, which is not written to")
        places = self._place(part, lanes, node)
        self._traffic(array, places, lanes)
        some, threads = self._met(places, lanes)
        stored = self._stored(array, value, lanes)
        if array.space == "local":
            array.data[some] = stored
            return
        reads, writes, atomics = array.touches
        for one in (reads, atomics):
            self._no_race(one.by_others(some, threads, self._order), array, node, "writes")
        others = writes.by_others(some, threads, self._order)
        self._no_race(others & ~_same(array.data[some], stored), array, node, "writes")
        array.data[some] = stored
        self._no_race(~_same(array.data[some], stored), array, node, "writes")
        writes.note(some, threads, self._order)

    def _stored(self, array: DeviceArray, value: Number, lanes: Lanes) -> np.ndarray:
        """Values as the array has them, of those that take part."""
        is_float = array.data.dtype.kind == "f"
        value = numbers.plain(value) if is_float else numbers.whole(value)
        some: np.ndarray = np.broadcast_to(np.asarray(value), lanes.bits.shape)[lanes.bits]
        return some.astype(array.data.dtype)

    def _atomic(
        self, operation: str, node: ast.Call, lanes: Lanes, frame: CallFrame
    ) -> Number | None:
        given = self.arguments(node, lanes, frame)
        if len(given) != 3 or not isinstance(given[0], DeviceArray | ArrayPart):
            raise KernelRefused(f"{at(node)}want cuda.atomic.{operation}(array, index, value)")
        part = given[0] if isinstance(given[0], ArrayPart) else ArrayPart(given[0], ())
        index = given[1] if isinstance(given[1], tuple) else (given[1],)
        part = ArrayPart(part.array, (*part.indices, *index))
        array = part.array
        if array.fixed or array.space == "local" or len(part.indices) != len(array.shape):
            raise KernelRefused(f"{at(node)}want an element of an output, of scratch or of shared")
        if array.data.itemsize < _ATOMIC_BYTES:
            raise KernelRefused(f"{at(node)}an atomic wants elements of 32 or 64 bits")
        places = self._place(part, lanes, node)
        self._traffic(array, places, lanes, atomic=True)
        some, threads = self._met(places, lanes)
        reads, writes, atomics = array.touches
        for one in (reads, writes):
            self._no_race(one.by_others(some, threads, self._order), array, node, "changes")
        atomics.note(some, threads, self._order)
        values = self._stored(array, given[2], lanes)
        if operation in ("max", "min"):
            _ATOMIC[operation].at(array.data, some, values)
            return None
        before = np.zeros(lanes.bits.shape, dtype=np.float64 if _is_float(array) else np.int64)
        before[lanes.bits] = _added(array, some, values if operation == "add" else -values, threads)
        return before


def _is_float(array: DeviceArray) -> bool:
    return array.data.dtype.kind == "f"


def _coordinate(number: np.ndarray, sizes: tuple[int, int, int], axis: int) -> np.ndarray:
    """The part of a number that counts x first, then y, then z."""
    return number // math.prod(sizes[:axis]) % sizes[axis]


def _same(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    same: np.ndarray = (a == b) | ((a != a) & (b != b))
    return same


def _added(
    array: DeviceArray, places: np.ndarray, values: np.ndarray, threads: np.ndarray
) -> np.ndarray:
    """Add, one thread after the other in an order without any pattern; what each found there."""
    wide = np.float64 if _is_float(array) else np.int64
    order = np.lexsort((threads * 2654435761 % 2**32, places))
    rows, some = places[order], values[order].astype(wide)
    starts = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
    total = np.cumsum(some)
    begun = (total - some)[starts]
    group = np.repeat(np.arange(len(starts)), np.diff([*starts, len(rows)]))
    old = array.data[rows].astype(wide) + total - some - begun[group]
    ends = [*(starts[1:] - 1), len(rows) - 1]
    array.data[rows[ends]] = (old[ends] + some[ends]).astype(array.data.dtype)
    before = np.empty(len(rows), dtype=wide)
    before[order] = old
    return before
