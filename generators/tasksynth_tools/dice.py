"""Chance for the small choices of the families of tools."""

from collections.abc import Sequence
from typing import TypeVar

from tasksynth.rng import Dice

T = TypeVar("T")


class Chance(Dice):
    """Small choices of the families of tools."""

    def hits(self, share: float) -> bool:
        """True in about this share of the cases."""
        return self.below(1 << 30) < share * (1 << 30)

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """So many different ones of the items, in random order; all if there are not so many."""
        pool = list(items)
        count = min(count, len(pool))
        for i, word in enumerate(self.words(count)):
            j = i + (word >> 8) % (len(pool) - i)
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:count]
