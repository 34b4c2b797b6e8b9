"""Small choices that a number decides: always the same ones for the same number."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_WORD = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15


class Lots:
    """A sequence of choices, by SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).

    It costs a microsecond a choice, and a numpy generator fifty to begin with.
    """

    def __init__(self, wording: int, purpose: int) -> None:
        self._state = _mixed(wording * 64 + purpose)

    def below(self, n: int) -> int:
        """A number from 0 to n - 1."""
        self._state = (self._state + _STEP) & _WORD
        return (_mixed(self._state) * n) >> 64

    def one(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """The things in another order."""
        left = list(things)
        for i in range(len(left) - 1, 0, -1):
            j = self.below(i + 1)
            left[i], left[j] = left[j], left[i]
        return left


def _mixed(z: int) -> int:
    z = (z + _STEP) & _WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _WORD
    return z ^ (z >> 31)
