"""Fillings of a mask that take no look at what is wanted: the best is what an edit has to beat."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from tasksynth.answers.pictures import Pixels
from tasksynth_vision.masking.judging import fillings
from tasksynth_vision.masking.paints import SIDE
from tasksynth_vision.masking.pixels import covered, given_picture
from tasksynth_vision.masking.scenes import MaskedScene

RING = 12
"""Pixels around a mask that a copy is chosen by."""
ROUNDS = 100
"""Of smoothing."""


def guesses(x: MaskedScene) -> Iterator[tuple[str, Pixels]]:
    """Pictures by how their masks are filled."""
    yield from fillings(x)
    given, mask = given_picture(x), covered(x.mask)
    around = _ring(mask)
    mean = given.copy()
    mean[mask] = given[around].mean(0).round()
    yield "the mean colour", mean
    commonest = given.copy()
    colours, counts = np.unique(given[around], axis=0, return_counts=True)
    commonest[mask] = colours[counts.argmax()]
    yield "the commonest colour", commonest
    yield "smoothed", _smoothed(mean, mask)
    yield "copied", _copied(given, mask, around)


def _ring(mask: Any) -> Any:
    out = np.zeros_like(mask)
    out[_box(mask, RING)] = True
    return out & ~mask


def _smoothed(picture: Pixels, mask: Any) -> Pixels:
    """The mask filled as heat spreads."""
    out, box = picture.copy(), _box(mask, 1)
    field, within = picture[box].astype(np.float32), mask[box]
    for _ in range(ROUNDS):
        wide = np.pad(field, ((1, 1), (1, 1), (0, 0)), "edge")
        mean = (wide[2:, 1:-1] + wide[:-2, 1:-1] + wide[1:-1, 2:] + wide[1:-1, :-2]) / 4
        field = np.where(within[..., None], mean, field)
    out[box] = field.round().astype(np.uint8)
    return out


def _copied(picture: Pixels, mask: Any, around: Any) -> Pixels:
    """The mask filled from where the picture is most like it is around the mask."""
    values = np.where(mask[..., None], 0, picture).astype(np.float64)

    def match(kernel: Any, field: Any) -> Any:
        """Sums of a kernel times a field that is moved, by all moves around the borders."""
        return np.fft.irfft2(np.conj(np.fft.rfft2(kernel)) * np.fft.rfft2(field), mask.shape)

    both = mask | around
    off = match(around, (values**2).sum(2))
    for channel in range(3):
        own = values[..., channel]
        off -= 2 * match(around * own, own)
    off[match(both, mask) > 0.5] = np.inf
    rows, columns = _box(both, 0)
    for axis, one in enumerate((rows, columns)):  # and none that goes over the border
        moves = np.arange(SIDE)
        over = (moves + one.stop > SIDE) & (moves < SIDE - one.start)
        off[(slice(None),) * axis + (over,)] = np.inf
    dy, dx = np.unravel_index(off.argmin(), off.shape)
    return np.where(mask[..., None], np.roll(picture, (-dy, -dx), (0, 1)), picture)


def _box(mask: Any, more: int) -> tuple[slice, slice]:
    """Rows and columns that a mask takes, and so many more."""
    rows, columns = np.nonzero(mask)
    return (
        slice(max(0, int(rows.min()) - more), int(rows.max()) + 1 + more),
        slice(max(0, int(columns.min()) - more), int(columns.max()) + 1 + more),
    )
