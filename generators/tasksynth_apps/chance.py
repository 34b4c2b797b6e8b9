"""Chance for many small choices: plain integers out of a generator's raw words."""

from collections.abc import MutableSequence, Sequence
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")
_BLOCK = 512


class Luck:
    """Small random integers. DrawnWish in blocks: use the generator for nothing else meanwhile."""

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

    def happens(self, share: float) -> bool:
        """True in about this share of the cases."""
        return self.below(1_000_000) < share * 1_000_000

    def of(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in random order."""
        pool: MutableSequence[Any] = list(items)
        for i in range(len(pool) - 1, 0, -1):
            j = self.below(i + 1)
            pool[i], pool[j] = pool[j], pool[i]
        return list(pool)

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """So many different ones of the items, or all, in random order."""
        return self.shuffled(items)[:count]

    def hexes(self, count: int) -> str:
        """A word of so many hexadecimal digits."""
        return f"{self.below(16**count):0{count}x}"
