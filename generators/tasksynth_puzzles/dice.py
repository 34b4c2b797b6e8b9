"""Chance for small choices, quick to draw: plain integers out of a generator's raw words."""

from collections.abc import MutableSequence, Sequence
from typing import Any, TypeVar

import numpy as np

from tasksynth.rng import Stream

T = TypeVar("T")
_BLOCK = 128
_GUESSES = Stream(b"tasksynth_puzzles.guesses")


def guesses(number: int) -> "Dice":
    """The chance of a blind strategy: the same for the same number."""
    return Dice(_GUESSES.rng(number))


class Dice:
    """Small random integers. Drawn in blocks: use the generator for nothing else meanwhile."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._bits = rng.bit_generator
        self._words: list[int] = []

    def word(self) -> int:
        """A word of 64 bits."""
        if not self._words:
            self._words = self._bits.random_raw(_BLOCK).tolist()
        return self._words.pop()

    def below(self, n: int) -> int:
        """An integer in 0 … n - 1."""
        return (self.word() >> 8) % n

    def chance(self, share: float) -> bool:
        """True in about this share of the cases."""
        return self.word() >> 44 < share * (1 << 20)

    def of(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def shuffle(self, items: MutableSequence[Any]) -> None:
        """Put the items into random order."""
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """So many different ones of the items, in random order."""
        pool = list(items)
        self.shuffle(pool)
        return pool[:count]
