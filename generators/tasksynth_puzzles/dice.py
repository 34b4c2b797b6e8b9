"""Chance for small choices, quick to draw: plain integers out of a generator's raw words."""

from collections.abc import Sequence
from typing import TypeVar

from tasksynth import rng

T = TypeVar("T")
_GUESSES = rng.Stream(b"tasksynth_puzzles.guesses")


def guesses(number: int) -> "Dice":
    """The chance of a blind strategy: the same for the same number."""
    return Dice(_GUESSES.rng(number))


class Dice(rng.Dice):
    """Small choices of the puzzles."""

    def chance(self, share: float) -> bool:
        """True in about this share of the cases."""
        return self.word() >> 44 < share * (1 << 20)

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """So many different ones of the items, in random order."""
        pool = list(items)
        self.shuffle(pool)
        return pool[:count]
