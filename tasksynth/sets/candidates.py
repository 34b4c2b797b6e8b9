"""Pairs of sets that may be alike, among millions: MinHash, and buckets of equal bands."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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

DOUBT = 4.0
"""Standard deviations by which the share of equal hashes may miss the threshold."""
HELD = 2**20
"""Pairs that are looked at together."""

Pairs = npt.NDArray[np.int64]
"""(pairs, 2): the later row, then the earlier one."""
Bands = npt.NDArray[np.uint64]
"""(sets, columns): equal numbers in a column are one bucket."""


@dataclass(frozen=True)
class Sketches:
    """What is kept of many sets, in order: 288 bytes each."""

    bands: Bands
    signs: npt.NDArray[np.uint16]
    """(sets, BANDS * ROWS): the ends of their hashes; two sets have as many equal ones as they
    share."""


def sketches(sets: Iterable[Shingles]) -> Sketches:
    """Hash many sets; an empty one has to be left out of `pairs` by whoever asks.

    Raises:
        UsageError: if the library is not installed.
    """
    rows, width = iter(sets), BANDS * ROWS
    bands, ends = [np.zeros((0, BANDS), np.uint64)], [np.zeros((0, width), np.uint16)]
    while batch := list(islice(rows, BATCH)):
        offsets = np.cumsum([0, *map(len, batch)], dtype=np.uint64)
        matrix = _minhash().digest_matrix_from_flat_token_hashes(
            np.concatenate(batch), offsets, width, SEED
        )
        signs = np.array(matrix.to_rows(), np.uint64)  # (batch, BANDS * ROWS)
        packed = np.zeros((len(batch), BANDS), np.uint64)
        for k in range(ROWS):
            packed = packed * np.uint64(0x9E3779B97F4A7C15) + signs[:, k::ROWS]
        bands.append(packed)
        ends.append((signs & np.uint64(0xFFFF)).astype(np.uint16))
    return Sketches(np.concatenate(bands), np.concatenate(ends))


def alike(found: Sketches, usable: npt.NDArray[np.bool_], near: float) -> Iterator[tuple[int, int]]:
    """Rows that may share `near`, each pair once, sorted by the later one.

    Args:
        found: the sets.
        usable: which of them have anything in them.
        near: in [0, 1].
    """
    width = found.signs.shape[1]
    least = near * width - DOUBT * np.sqrt(near * (1 - near) * width)

    def close(some: Pairs) -> Pairs:
        equal = (found.signs[some[:, 0]] == found.signs[some[:, 1]]).sum(1)
        kept: Pairs = some[equal >= least]
        return kept

    yield from pairs(found.bands, usable, close)


def pairs(
    columns: Bands, usable: npt.NDArray[np.bool_], close: Callable[[Pairs], Pairs] = lambda p: p
) -> Iterator[tuple[int, int]]:
    """Rows that meet in a bucket and are close, each pair once, sorted by the later one."""
    rows = np.flatnonzero(usable)
    kept, held, count = [np.zeros((0, 2), np.int64)], [np.zeros((0, 2), np.int64)], 0
    for column in columns.T:
        values = column[rows]
        order = np.argsort(values, kind="stable")
        sizes = np.flatnonzero(np.diff(values[order], append=~values[order][-1:])) + 1
        ends = np.concatenate([[0], sizes])
        for bucket in np.flatnonzero(np.diff(ends) > 1):
            held.append(_paired(rows[order[ends[bucket] : ends[bucket + 1]]]))
            if (count := count + len(held[-1])) > HELD:
                kept.append(close(np.concatenate(held)))
                held, count = [], 0
        kept.append(close(np.concatenate([*held, kept[0]])))
        held, count = [], 0
        kept = [np.zeros((0, 2), np.int64), np.unique(np.concatenate(kept), axis=0)]
    yield from ((int(early), int(late)) for late, early in np.concatenate(kept))


def _paired(members: npt.NDArray[np.int64]) -> Pairs:
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
