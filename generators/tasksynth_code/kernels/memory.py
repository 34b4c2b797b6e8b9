"""Arrays of a device, and who touched which of their elements since the last barrier."""

import math
from typing import Literal

import numpy as np

from tasksynth_code.kernels.lanes import WARP

ONE, WARPS, BLOCKS, GRID = range(4)
"""Who touched an element: one thread, threads of one warp, of one block, of several blocks."""
PUT_OFF = 64
"""Touches that are remembered before they are worked out."""
_NOBODY = np.zeros(1, dtype=bool)


class BarrierOrder:
    """When which threads of a launch last met at a barrier. Time is a count of accesses."""

    def __init__(self, blocks: int, lanes: int) -> None:
        self.lanes = lanes
        """Of a block, a whole number of warps."""
        self.now = 1
        self.met = np.zeros(blocks, dtype=np.int64)
        self.met_in_warp = np.zeros(blocks * lanes // WARP, dtype=np.int64)
        self.all_met = 0
        """When all blocks that are looked at together last met."""
        self._blocks = np.repeat(np.arange(blocks), lanes // WARP)

    def block_of(self, threads: np.ndarray) -> np.ndarray:
        block: np.ndarray = self._blocks[threads // WARP]
        return block

    def meet(self, blocks: np.ndarray, *, every: bool) -> None:
        """All threads of some blocks meet, or of every block that is looked at."""
        self.now += 1
        self.met[blocks] = self.now
        if every:
            self.all_met = self.now

    def meet_in_warps(self, warps: np.ndarray) -> None:
        """The threads of some warps meet."""
        self.now += 1
        self.met_in_warp[warps] = self.now


class Touches:
    """Who last did one kind of thing (reading, writing, …) to each element, and when.

    An element that several threads touched without a barrier between them remembers one of them,
    and how far apart they were.
    """

    def __init__(self, size: int, *, of_blocks: bool) -> None:
        self._time = np.zeros(size, dtype=np.int64)
        self._thread = np.zeros(size, dtype=np.int64)
        self._who = np.zeros(size, dtype=np.int8)
        self._of_blocks = of_blocks
        """Whether each element is of one block, which alone comes to it."""
        self._latest = 0
        self._put_off: list[tuple[np.ndarray, np.ndarray, int]] = []
        """Touches of a block's elements, which a barrier mostly makes idle before they count."""

    def _reach(self, places: np.ndarray, threads: np.ndarray, order: BarrierOrder) -> np.ndarray:
        """Who touched the elements with no barrier between that and now; -1: nobody did."""
        time, last, who = self._time[places], self._thread[places], self._who[places]
        block, warp = order.block_of(threads), threads // WARP
        there, same = order.block_of(last) == block, last // WARP == warp
        who = np.where(who >= GRID, GRID, np.where(there, who, GRID))
        who = np.where((who < BLOCKS) & ~same, BLOCKS, who)
        who = np.where((who < WARPS) & (last != threads), WARPS, who)
        gone = (who < GRID) & (time < order.met[block])
        gone |= (who < BLOCKS) & (time < order.met_in_warp[warp])
        return np.where(gone | (time == 0), -1, who)

    def by_others(self, places: np.ndarray, threads: np.ndarray, order: BarrierOrder) -> np.ndarray:
        """Which elements another thread touched, with no barrier between that and now."""
        if self._latest == 0 or (self._of_blocks and self._latest < order.all_met):
            self._put_off.clear()
            return _NOBODY
        self._work_out(order)
        return self._reach(places, threads, order) > ONE

    def note(self, places: np.ndarray, threads: np.ndarray, order: BarrierOrder) -> None:
        """The threads touch the elements now, all at once."""
        if self._of_blocks and self._latest < order.all_met:
            self._put_off.clear()
        self._latest = order.now
        self._put_off.append((places, threads, order.now))
        if not self._of_blocks or len(self._put_off) >= PUT_OFF:
            self._work_out(order)

    def _work_out(self, order: BarrierOrder) -> None:
        """Take in what was put off.

        A barrier since then makes no difference: what it hides of two touches of one time, it
        hides of the later one, too.
        """
        for places, threads, now in self._put_off:
            self._take_in(places, threads, order, now)
        self._put_off.clear()

    def _take_in(
        self, places: np.ndarray, threads: np.ndarray, order: BarrierOrder, now: int
    ) -> None:
        who = np.maximum(self._reach(places, threads, order), ONE)
        self._time[places], self._thread[places], self._who[places] = now, threads, who
        last = self._thread[places]
        other = np.flatnonzero(last != threads)
        if len(other):
            far, mine = last[other], threads[other]
            apart = np.where(far // WARP == mine // WARP, WARPS, BLOCKS)
            apart = np.where(order.block_of(far) != order.block_of(mine), GRID, apart)
            np.maximum.at(self._who, places[other], np.maximum(apart, who[other]).astype(np.int8))

    def forget(self) -> None:
        """A launch is over."""
        self._put_off.clear()
        if self._latest:
            self._time[:] = self._thread[:] = self._latest = 0


class DeviceArray:
    """An array that kernels read and write, flat, with its shape in elements.

    What it holds at first is told by who makes it; scratch and shared memory hold rubbish.
    """

    read: np.ndarray | None = None
    """Which elements of an input somebody read, where that is asked for."""

    def __init__(
        self,
        name: str,
        data: np.ndarray,
        shape: tuple[int, ...],
        *,
        space: Literal["global", "shared", "local"] = "global",
        order: Literal["C", "F"] = "C",
        fixed: bool = False,
    ) -> None:
        self.name, self.data, self.shape, self.space, self.fixed = name, data, shape, space, fixed
        sizes = shape if order == "C" else shape[::-1]
        steps = [math.prod(sizes[i + 1 :]) for i in range(len(sizes))]
        self.strides = tuple(steps if order == "C" else steps[::-1])
        self.size = math.prod(shape)
        """Elements; of shared and local memory those of one block or thread."""
        self._touches: tuple[Touches, Touches, Touches] | None = None

    @property
    def touches(self) -> tuple[Touches, Touches, Touches]:
        """Readings, writings and atomic operations."""
        if self._touches is None:
            size, own = len(self.data), self.space == "shared"
            first, second, third = (Touches(size, of_blocks=own) for _ in range(3))
            self._touches = first, second, third
        return self._touches

    def forget(self) -> None:
        """A launch is over: all that was done is done."""
        for one in self._touches or ():
            one.forget()


def rubbish(dtype: str, size: int, salt: int = 0) -> np.ndarray:
    """What memory holds that nobody has written: no number, or large ones of either sign.

    An odd salt gives the numbers of the even one before it with the other sign.
    """
    kind, start = np.dtype(dtype), (salt // 2) * 0x9E3779B97F4A7C15 % 2**64
    words = (np.arange(size, dtype=np.uint64) + np.uint64(start)) * np.uint64(0xBF58476D1CE4E5B9)
    words ^= words >> np.uint64(31)
    words = (words * np.uint64(0x94D049BB133111EB)) >> np.uint64(20)
    values = (2**28 + words % np.uint64(2**30)).astype(np.int64)
    values *= np.where((words >> np.uint64(40)) % 2 == salt % 2, 1, -1)
    if kind.kind != "f":
        return values.astype(kind)
    return np.where((words >> np.uint64(36)) % 4 == 0, np.nan, values * 1e20).astype(kind)
