"""Counter-based random streams: item i never needs items 0 … i-1.

Philox4x64-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011),
keyed by a hash of (family, version, params, seed) and started at the counter (attempt, index).
"""

import hashlib
from collections.abc import MutableSequence, Sequence
from typing import Any, ClassVar, NamedTuple, TypeVar

import numpy as np

from tasksynth_schemas import TaskRef

T = TypeVar("T")
_NO_BUFFER = np.zeros(4, dtype=np.uint64)


class Stream:
    """The random stream of one (family, version, params, seed); cheap to move to any index.

    `rng` hands out one and the same generator, reset: use it up before you ask for the next.
    Resetting costs a few microseconds, a new generator some fifty.
    """

    def __init__(self, stream: bytes) -> None:
        digest = hashlib.blake2b(stream, digest_size=16).digest()
        self._key = np.frombuffer(digest, dtype="<u8").astype(np.uint64)
        self._counter = np.zeros(4, dtype=np.uint64)
        self._bits = np.random.Philox(key=self._key)
        self._generator = np.random.Generator(self._bits)
        self._state: Any = {
            "bit_generator": "Philox",
            "state": {"counter": self._counter, "key": self._key},
            "buffer": _NO_BUFFER,
            "buffer_pos": 4,
            "has_uint32": 0,
            "uinteger": 0,
        }

    def rng(self, index: int, attempt: int = 0) -> np.random.Generator:
        """The generator for one attempt at one item; no two of them overlap."""
        self._counter[2] = attempt
        self._counter[3] = index
        self._bits.state = self._state
        return self._generator


def rng_for(ref: TaskRef, attempt: int = 0) -> np.random.Generator:
    """A generator of its own for one attempt at one task."""
    return Stream(ref.stream).rng(ref.index, attempt)


class TaskGroup(NamedTuple):
    """Tasks of a stream that follow one another, and that have something in common."""

    key: tuple[int, int]
    """Of the stream."""
    number: int

    def rng(self) -> np.random.Generator:
        """Draws the same for all of the group, whichever is made, and whatever was rejected."""
        # A stream of its own: all tasks have a 0 where the 1 is, for their first 2**64 blocks.
        counter = np.array([0, 1, 0, self.number], dtype=np.uint64)
        bits = np.random.Philox(key=np.array(self.key, dtype=np.uint64), counter=counter)
        return np.random.Generator(bits)


def group_of(rng: np.random.Generator, size: int) -> tuple[TaskGroup, int]:
    """The group of a task, and which of its `size` tasks it is; groups begin at index 0.

    `rng` is what a family's `generate` gets.
    """
    state: Any = rng.bit_generator.state
    number, member = divmod(int(state["state"]["counter"][3]), size)
    first, second = state["state"]["key"].tolist()
    return TaskGroup((first, second), number), member


class Dice:
    """Small choices out of a generator's raw words: quicker than numpy's, one at a time.

    Words come in blocks: use the generator for nothing else meanwhile.
    """

    block: ClassVar[int] = 128
    """Words drawn at once. Part of a stream: a block is used up from its end."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._bits = rng.bit_generator
        self._words: list[int] = []

    def word(self) -> int:
        """A word of 64 bits."""
        if not self._words:
            self._words = self._bits.random_raw(self.block).tolist()
        return self._words.pop()

    def words(self, count: int) -> list[int]:
        """So many words, as they would come one by one."""
        found: list[int] = []
        while (left := count - len(found)) > 0:
            if not self._words:
                self._words = self._bits.random_raw(self.block).tolist()
            found += self._words[: -left - 1 : -1]
            del self._words[-left:]
        return found

    def below(self, n: int) -> int:
        """An integer in 0 … n - 1."""
        return (self.word() >> 8) % n

    def between(self, low: int, high: int) -> int:
        """An integer in low … high."""
        return low + self.below(high - low + 1)

    def of(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def shuffle(self, items: MutableSequence[Any]) -> None:
        """Put the items into random order."""
        for i, word in zip(range(len(items) - 1, 0, -1), self.words(len(items) - 1), strict=True):
            j = (word >> 8) % (i + 1)
            items[i], items[j] = items[j], items[i]
