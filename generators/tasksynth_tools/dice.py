"""Chance for small choices, quick to draw: plain integers out of a generator's raw words."""

from collections.abc import MutableSequence, Sequence
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")
_BLOCK = 128


class Chance:
    """Small random integers. Drafted in blocks: use the generator for nothing else meanwhile."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._bits = rng.bit_generator
        self._words: list[int] = []

    def below(self, n: int) -> int:
        """An integer in 0 … n - 1."""
        if not self._words:
            self._words = self._bits.random_raw(_BLOCK).tolist()
        return (self._words.pop() >> 8) % n

    def between(self, low: int, high: int) -> int:
        """An integer in low … high."""
        return low + self.below(high - low + 1)

    def hits(self, share: float) -> bool:
        """True in about this share of the cases."""
        return self.below(1 << 30) < share * (1 << 30)

    def of(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def shuffle(self, items: MutableSequence[Any]) -> None:
        """Put the items into random order."""
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """So many different ones of the items, in random order; all if there are not so many."""
        pool = list(items)
        count = min(count, len(pool))
        for i in range(count):
            j = self.between(i, len(pool) - 1)
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:count]
