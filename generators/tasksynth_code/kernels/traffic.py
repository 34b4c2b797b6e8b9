"""What accesses of warps to memory take, counted as NVIDIA's guides say that devices do it.

Global memory is read and written in sectors of 32 bytes: a warp's access takes as many as its
threads' addresses touch (CUDA C++ Best Practices Guide, "Coalesced Access to Global Memory").
Shared memory has 32 banks of 4 bytes: an access takes as many passes as different words are wanted
of one bank (CUDA C++ Programming Guide, "Shared Memory" of compute capability 5.x and newer). No
cache is modelled.
"""

import numpy as np

from tasksynth_code.kernels.lanes import WARP

SECTOR_BYTES, BANKS, BANK_BYTES = 32, 32, 4
INSTRUCTION = 1
"""An operator, a comparison, a call or a branch, for a warp of which some thread goes there."""
FUNCTION = 4
"""A function of math, but floor, ceil and fabs, or a division."""
SECTOR = 16
"""A sector of global memory."""
PASS = 2
"""A pass over the banks of shared memory."""
BARRIER = 4
"""`cuda.syncthreads()`, for a warp."""
LAUNCH = 400
"""The launch of a kernel."""
PROCESSORS = 8
"""Blocks are dealt to so many multiprocessors in turn; the busiest one counts."""
WAIT = 4
"""A launch takes at least so many times what its dearest warp does: one alone hides no waiting."""


_FAR = 2**62


def sectors(places: np.ndarray, active: np.ndarray, itemsize: int) -> np.ndarray:
    """How many sectors each warp touches. `places` are elements, of lanes in a row."""
    counts: np.ndarray = _changes(_sorted(places * itemsize // SECTOR_BYTES, active)).sum(axis=1)
    return counts


def passes(places: np.ndarray, active: np.ndarray, itemsize: int) -> np.ndarray:
    """How many passes over the banks each warp takes."""
    times = max(1, itemsize // BANK_BYTES)
    words = places if itemsize == BANK_BYTES else places * itemsize // BANK_BYTES
    here = active.reshape(-1, WARP)
    lowest = np.minimum.reduce(words.reshape(-1, WARP), axis=1, where=here, initial=_FAR)
    highest = np.maximum.reduce(words.reshape(-1, WARP), axis=1, where=here, initial=-1)
    if np.maximum.reduce(highest - lowest) < BANKS:  # of words so near each has its own bank
        alone: np.ndarray = (highest >= 0) * times
        return alone
    words = _sorted(words, active)
    new = _changes(words)
    warps = np.arange(len(words))[:, None]
    count = np.bincount((warps * BANKS + words % BANKS)[new], minlength=len(words) * BANKS)
    most: np.ndarray = count.reshape(-1, BANKS).max(axis=1) * times
    return most


def rounds(places: np.ndarray, active: np.ndarray) -> np.ndarray:
    """How many threads of each warp want one address, at most."""
    rows = _sorted(places, active)
    starts = _changes(rows)
    order = np.arange(WARP)
    begun = np.maximum.accumulate(np.where(starts, order, 0), axis=1)
    most: np.ndarray = np.where(rows >= 0, order - begun + 1, 0).max(axis=1)
    return most


def _sorted(values: np.ndarray, active: np.ndarray) -> np.ndarray:
    """(warps, 32), each row in order, with -1 before it for lanes that take no part."""
    rows = np.where(active, values, -1).reshape(-1, WARP)
    if (rows[:, 1:] < rows[:, :-1]).any():
        rows = np.sort(rows, axis=1)
    return rows


def _changes(rows: np.ndarray) -> np.ndarray:
    """Where in a row a value stands for the first time."""
    first: np.ndarray = rows >= 0
    first[:, 1:] &= rows[:, 1:] != rows[:, :-1]
    return first
