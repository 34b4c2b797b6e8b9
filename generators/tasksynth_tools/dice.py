"""Chance for the small choices of the families of tools."""

from collections.abc import MutableSequence, Sequence
from typing import Any, TypeVar

import numpy as np

from tasksynth.rng import Dice

T = TypeVar("T")
MANY = 40
"""From so many words on it is quicker to work with arrays."""


class Chance(Dice):
    """Small choices of the families of tools."""

    def hits(self, share: float) -> bool:
        """True in about this share of the cases."""
        return self.below(1 << 30) < share * (1 << 30)

    def array(self, count: int) -> np.ndarray:
        """So many words, as they would come one by one."""
        held = np.array(self._words[::-1], dtype=np.uint64)
        blocks = max(0, -(-(count - len(held)) // self.block))
        fresh = self._bits.random_raw(blocks * self.block).reshape(blocks, self.block)
        found = np.concatenate([held, fresh[:, ::-1].ravel()])
        self._words = found[count:][::-1].tolist()
        return found[:count]

    def belows(self, bounds: range) -> list[int]:
        """An integer below each of some bounds, as `below` would draw them."""
        if len(bounds) < MANY:
            words = self.words(len(bounds))
            return [(word >> 8) % n for word, n in zip(words, bounds, strict=True)]
        limits = np.arange(bounds.start, bounds.stop, bounds.step, dtype=np.uint64)
        found: list[int] = ((self.array(len(bounds)) >> np.uint64(8)) % limits).tolist()
        return found

    def shuffle(self, items: MutableSequence[Any]) -> None:
        """Put the items into random order."""
        i = len(items)
        for j in self.belows(range(i, 1, -1)):
            i -= 1
            last = items[i]  # to swap both in one line is slower by a quarter
            items[i] = items[j]
            items[j] = last

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """So many different ones of the items, in random order; all if there are not so many."""
        pool = list(items)
        count = min(count, len(pool))
        found = []
        for i, by in enumerate(self.belows(range(len(pool), len(pool) - count, -1))):
            found.append(pool[i + by])
            pool[i + by] = pool[i]
        return found
