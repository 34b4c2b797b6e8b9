"""Counter-based random streams: item i never needs items 0 … i-1.

Philox4x64-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011),
keyed by a hash of (family, version, params, seed) and started at the counter (attempt, index).
"""

import hashlib
from typing import Any

import numpy as np

from tasksynth_schemas import TaskRef

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
