"""Many small draws from one generator, without numpy's price for each."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_CHUNK = 256


def philox(*key: int) -> np.random.Generator:
    """A generator of its own for a seed that an instance carries; the key takes two words."""
    words = np.array([*key, 0][:2], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=words))


class Dice:
    """Integers from a generator's raw words, drawn in chunks."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._bits = rng.bit_generator
        self._words: list[int] = []

    def below(self, n: int) -> int:
        """An integer in [0, n), for n far below 2**63 (the bias is n / 2**63)."""
        if not self._words:
            self._words = (self._bits.random_raw(_CHUNK) >> np.uint64(1)).tolist()
        return self._words.pop() % n

    def between(self, lo: int, hi: int) -> int:
        """An integer in [lo, hi], both ends included."""
        return lo + self.below(hi - lo + 1)

    def choose(self, values: Sequence[T]) -> T:
        """One of the values."""
        return values[self.below(len(values))]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """The values in a random order."""
        out = list(values)
        for i in range(len(out) - 1, 0, -1):
            j = self.below(i + 1)
            out[i], out[j] = out[j], out[i]
        return out

    def seed(self) -> int:
        """A seed in [0, 2**53), which every JSON reader keeps."""
        return self.below(1 << 53)
