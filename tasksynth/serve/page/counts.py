"""Counts of bounded size, however long they are kept: over the ledger, over time, and samples."""

from collections import deque
from typing import Generic, TypeVar

import numpy as np

from tasksynth.curriculum.arrays import Float, Int

T = TypeVar("T")

COLUMNS = 64
TOLD, JUDGED = 0, 1
"""Where a reward came from: the trainer's feedback, or a verdict of ours."""


class HeatMap:
    """Rewards by arm (rows) and by place in the ledger (columns).

    The columns always span the whole ledger: once it outgrows them, they are merged in pairs.
    """

    def __init__(self) -> None:
        self.width = 16
        """Tickets a column."""
        self._sums: Float = np.zeros((0, COLUMNS, 2, 2))
        """(arms, columns, told | judged, sum | count)"""
        self._changed: Int = np.zeros((0, COLUMNS), dtype=np.int64)
        """(arms, columns) the version that last changed the cell."""

    def add(
        self, arm: int, position: int, source: int, total: float, count: int, version: int
    ) -> None:
        """Enter some rewards of a ticket."""
        if arm >= len(self._sums):
            more = ((0, max(arm + 1 - len(self._sums), len(self._sums))),)
            self._sums = np.pad(self._sums, (*more, (0, 0), (0, 0), (0, 0)))
            self._changed = np.pad(self._changed, (*more, (0, 0)))
        while position >= self.width * COLUMNS:
            self._merge(version)
        column = position // self.width
        self._sums[arm, column, source] += (total, count)
        self._changed[arm, column] = version

    def _merge(self, version: int) -> None:
        arms, half = len(self._sums), COLUMNS // 2
        merged = self._sums.reshape(arms, half, 2, 2, 2).sum(2)
        self._sums = np.concatenate([merged, np.zeros_like(merged)], axis=1)
        self._changed = np.where(self._sums[..., 1].any(-1), version, 0)
        self.width *= 2

    def since(self, version: int) -> list[int]:
        """The cells that changed after a version: arm, column, per cent, rewards; and so on.

        Feedback outweighs verdicts: the answers behind it have mostly been judged here as well.
        """
        rows, columns = np.nonzero(self._changed > version)
        sums = self._sums[rows, columns]  # (cells, told | judged, sum | count)
        total, count = np.where(sums[:, TOLD, 1:] > 0, sums[:, TOLD], sums[:, JUDGED]).T
        percent = np.rint(100 * total / np.maximum(count, 1))
        cells: list[int] = np.stack([rows, columns, percent, count], 1).astype(int).ravel().tolist()
        return cells


class TicketArms:
    """Which arm each of the newest tickets was drawn from."""

    SIZE = 2**16

    def __init__(self) -> None:
        self.end = 0
        """The position after the newest ticket."""
        self._arm: Int = np.zeros(self.SIZE, dtype=np.int64)
        self._position: Int = np.full(self.SIZE, -1, dtype=np.int64)

    def extend(self, first: int, arms: tuple[int, ...]) -> None:
        """Enter tickets from position `first` on."""
        places = np.arange(first, first + len(arms))
        self._arm[places % self.SIZE] = arms
        self._position[places % self.SIZE] = places
        self.end = first + len(arms)

    def arm(self, position: int) -> int | None:
        """The arm at a position; None if that is too long ago, or never was."""
        place = position % self.SIZE
        return int(self._arm[place]) if self._position[place] == position else None

    def newest(self, n: int) -> list[int]:
        """How many of the n newest tickets each arm has: arm, count; and so on."""
        places = np.arange(max(0, self.end - n), self.end)
        known = self._position[places % self.SIZE] == places
        arms, counts = np.unique(self._arm[places[known] % self.SIZE], return_counts=True)
        pairs: list[int] = np.stack([arms, counts], 1).ravel().tolist()
        return pairs


class Pace:
    """How much of each kind happened when, since a start."""

    SPANS = 120
    LATELY = 10
    """Seconds that `rates` looks back."""

    def __init__(self, kinds: tuple[str, ...], start: float) -> None:
        self.kinds, self.start = kinds, start
        self.width = 1
        """Seconds a span; it doubles when the spans are used up."""
        self._spans: Int = np.zeros((len(kinds), self.SPANS), dtype=np.int64)
        self._seconds: Int = np.zeros((len(kinds), self.LATELY + 1), dtype=np.int64)
        self._second = 0

    def add(self, kind: str, n: int, now: float) -> None:
        """Count n of a kind."""
        row = self.kinds.index(kind)
        span, second = self._span(now), self._advance(now)  # before the arrays: they make room
        self._spans[row, span] += n
        self._seconds[row, second % (self.LATELY + 1)] += n

    def _span(self, now: float) -> int:
        passed = max(0.0, now - self.start)
        while passed >= self.SPANS * self.width:
            merged = self._spans.reshape(len(self.kinds), -1, 2).sum(2)
            self._spans = np.concatenate([merged, np.zeros_like(merged)], axis=1)
            self.width *= 2
        return int(passed // self.width)

    def _advance(self, now: float) -> int:
        second = int(now - self.start)
        if second <= self._second:
            return self._second
        gone = np.arange(self._second + 1, min(second, self._second + self.LATELY + 1) + 1)
        self._seconds[:, gone % (self.LATELY + 1)] = 0
        self._second = second
        return second

    def spans(self, now: float) -> dict[str, list[int]]:
        """By kind, the counts of each span from the start until now."""
        stop = self._span(now) + 1
        return {
            kind: row[:stop].tolist() for kind, row in zip(self.kinds, self._spans, strict=True)
        }

    def rates(self, now: float) -> dict[str, float]:
        """By kind, how many a second over the last ten full seconds."""
        second = self._advance(now)
        totals = self._seconds.sum(1) - self._seconds[:, second % (self.LATELY + 1)]
        over = min(self.LATELY, max(1, second))
        return {kind: float(n) / over for kind, n in zip(self.kinds, totals, strict=True)}


class Sample(Generic[T]):
    """The newest of many things; of a flood only a few a second, or nobody could read them."""

    A_SECOND = 4

    def __init__(self, keep: int) -> None:
        self.kept: deque[T] = deque(maxlen=keep)
        self._second, self._room = -1, 0

    def wants(self, now: float) -> bool:
        """Whether to `append` one now; it counts as taken."""
        if int(now) != self._second:
            self._second, self._room = int(now), self.A_SECOND
        self._room -= 1
        return self._room >= 0

    def append(self, one: T) -> None:
        """Keep it."""
        self.kept.append(one)
