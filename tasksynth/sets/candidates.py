"""Pairs of sets that may be alike, among millions: MinHash, and buckets of equal bands."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from tasksynth.errors import UsageError
from tasksynth.sets.shingles import Shingles

BANDS, ROWS = 16, 5
"""Two sets that share four fifths meet in a bucket in 99.8 of 100 cases; that share two fifths, in
15 of 100: 1 - (1 - share ** ROWS) ** BANDS."""
SEED = 1
BATCH = 4096
"""Sets at once."""
CROWD = 20
"""Of a bucket with more, each is paired with so many of the first ones alone."""

Bands = npt.NDArray[np.uint64]
"""(sets, BANDS): equal numbers in a column are one bucket."""


def bands(sets: Iterable[Shingles]) -> Bands:
    """The buckets of many sets, in order; an empty one has none of its own: see `pairs`.

    Raises:
        UsageError: if the library is not installed.
    """
    rows, found = iter(sets), [np.zeros((0, BANDS), np.uint64)]
    while batch := list(islice(rows, BATCH)):
        offsets = np.cumsum([0, *map(len, batch)], dtype=np.uint64)
        matrix = _minhash().digest_matrix_from_flat_token_hashes(
            np.concatenate(batch), offsets, BANDS * ROWS, SEED
        )
        signs = np.array(matrix.to_rows(), np.uint64).reshape(len(batch), BANDS, ROWS)
        packed = np.zeros((len(batch), BANDS), np.uint64)
        for k in range(ROWS):
            packed = packed * np.uint64(0x9E3779B97F4A7C15) + signs[:, :, k]
        found.append(packed)
    return np.concatenate(found)


def pairs(columns: Bands, usable: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Rows that meet in a bucket, each pair once, sorted by the later one.

    Args:
        columns: the buckets.
        usable: which rows have anything in them.
    """
    rows = np.flatnonzero(usable)
    met = [np.zeros((0, 2), np.int64)]
    for column in columns.T:
        values = column[rows]
        order = np.argsort(values, kind="stable")
        ends = np.flatnonzero(np.diff(values[order])) + 1
        for bucket in np.split(order, ends):
            if len(bucket) > 1:
                met.append(_paired(rows[bucket]))
    unique = np.unique(np.concatenate(met), axis=0)
    yield from ((int(early), int(late)) for late, early in unique)


def _paired(members: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """(pairs, 2): the later row, then the earlier one."""
    first = members[:CROWD]
    late, early = np.meshgrid(members, first, indexing="ij")
    return np.stack([late[late > early], early[late > early]], axis=1)


def _minhash() -> Any:
    try:
        from rensa import RMinHash
    except ImportError as e:
        raise UsageError("near duplicates want an extra: pip install 'tasksynth[hygiene]'") from e
    return RMinHash
