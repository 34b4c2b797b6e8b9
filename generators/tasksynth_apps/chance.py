"""Chance for the many small choices of a world of apps."""

from collections.abc import Sequence
from typing import TypeVar

from tasksynth.rng import Dice

T = TypeVar("T")


class Luck(Dice):
    """Small choices of a world of apps."""

    block = 512

    def happens(self, share: float) -> bool:
        """True in about this share of the cases."""
        return self.below(1_000_000) < share * 1_000_000

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in random order."""
        pool = list(items)
        self.shuffle(pool)
        return pool

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """So many different ones of the items, or all, in random order."""
        return self.shuffled(items)[:count]

    def hexes(self, count: int) -> str:
        """A word of so many hexadecimal digits."""
        return f"{self.below(16**count):0{count}x}"
