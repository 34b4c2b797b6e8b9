"""Many small choices from one generator, without the price of scalar numpy draws."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_FINE = 1 << 30


class QueryDice:
    """Draws from a generator's raw 64-bit words, taken in blocks."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._words: list[int] = []

    def below(self, n: int) -> int:
        """A whole number in [0, n)."""
        if not self._words:
            self._words = self._rng.bit_generator.random_raw(256).tolist()
        return (self._words.pop() >> 11) % n

    def between(self, low: int, high: int) -> int:
        """A whole number in [low, high]."""
        return low + self.below(high - low + 1)

    def chance(self, p: float) -> bool:
        """True with probability p."""
        return self.below(_FINE) < p * _FINE

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def sample(self, items: Sequence[T], n: int) -> list[T]:
        """At most n different items, in random order."""
        left, below = list(items), self.below
        size = len(left)
        return [left.pop(below(most)) for most in range(size, size - min(n, size), -1)]

    def shuffle(self, items: Sequence[T]) -> list[T]:
        """All items in random order."""
        return self.sample(items, len(items))
