"""What a text says, as a set of numbers: runs of words, without what all texts of a kind share."""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

WORDS = 5
"""Words and signs in a row that make a shingle."""
COMMON = 0.15
"""Share of the texts of a kind from which on a shingle is the template's."""
FEWEST = 5
"""Texts that a shingle must be in for that, however few there are."""
SAMPLE = 1000
"""Texts of a kind that templates are read from."""
_WORD = re.compile(r"\w+|[^\w\s]")
_FACTOR = 0x9E3779B97F4A7C15

Shingles = npt.NDArray[np.uint64]
"""Sorted, each once."""


def shingles(text: str) -> Shingles:
    """The hashes of all runs of words; equal for texts that differ in case and blanks alone."""
    words = _WORD.findall(text.casefold())
    hashes = np.fromiter(map(_hash, words), np.uint64, len(words))  # (words,)
    runs = max(1, len(words) - WORDS + 1)
    found = np.zeros(runs, np.uint64)
    for k in range(min(WORDS, len(words))):
        found = found * np.uint64(_FACTOR) + hashes[k : k + runs]
    found ^= found >> np.uint64(29)
    return np.unique(found * np.uint64(_FACTOR))


@lru_cache(maxsize=2**16)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())


def template(texts: Sequence[str]) -> Shingles:
    """What so many texts of a kind share that it tells nothing of any one of them."""
    if not texts:
        return np.zeros(0, np.uint64)
    found, counts = np.unique(np.concatenate([shingles(t) for t in texts]), return_counts=True)
    return found[counts >= max(FEWEST, COMMON * len(texts))]


def without(found: Shingles, known: Shingles) -> Shingles:
    """What is not in a template."""
    if not len(known):
        return found
    at = np.minimum(np.searchsorted(known, found), len(known) - 1)
    kept: Shingles = found[known[at] != found]
    return kept


def jaccard(a: Shingles, b: Shingles) -> float:
    """What two sets share, of all that is in either; 0 where both are empty."""
    both = len(np.intersect1d(a, b, assume_unique=True))
    either = len(a) + len(b) - both
    return both / either if either else 0.0
