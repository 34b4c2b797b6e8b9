"""How like a hidden scene is what an answer has put in its place."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from tasksynth.answers.pictures import Pixels
from tasksynth_vision.masking.paints import SIDE, Box
from tasksynth_vision.masking.pixels import covered, given_picture, hidden_picture
from tasksynth_vision.masking.scenes import MaskedScene
from tasksynth_vision.vectors.scoring import NEAR, spread

KEPT = 8
"""By how much a channel may change outside of the mask, of 255: what rounding does."""
MOST_WRONG = 4
"""Pixels of a square of 3 by 3 that may be wrong."""
SHARE = 0.97
"""Of the mask's pixels that are right, at least."""
FLAT = 8
"""By how much a channel differs around a pixel that is at no edge, at most."""
LEAST = 9
"""Pixels away from edges that a colour has, or it is not looked for."""


class _Truth(NamedTuple):
    """What is in the mask of a scene."""

    low: Any
    """(rows, columns, 3): the least of each pixel and its neighbours, in each channel."""
    high: Any
    flat: Any
    """(rows, columns) bool: where no edge is near."""
    kinds: Any
    """(flat pixels): the number of the colour that is there."""
    colours: Any
    """(colours, 3)"""
    chance: float
    """The most that fillings without a look at what is wanted get."""


class EditFound(NamedTuple):
    """What was found of an edited picture."""

    changed: int
    """Pixels that have changed outside of the mask."""
    spots: int
    """Squares of 3 by 3 pixels in the mask, most of which are wrong."""
    right: float
    """Share of the mask's pixels."""
    gain: float
    """By how much it is more like the hidden scene than what is there without a look, in [0, 1]."""

    @property
    def done(self) -> bool:
        """Whether all of it is right."""
        return not self.changed and not self.spots and self.right >= SHARE


def judged(x: MaskedScene, picture: Pixels) -> EditFound:
    """What is right in a picture, (SIDE, SIDE, 3) uint8."""
    truth, box = _truth(x), _slices(x.mask)
    shown = picture[box].astype(np.int16)
    wrong = np.maximum(truth.low - shown, shown - truth.high).max(2) > NEAR
    rows, columns = wrong.shape
    around = sum(wrong[i : rows - 2 + i, j : columns - 2 + j].astype(np.int8)
                 for i in range(3) for j in range(3))  # fmt: skip
    off = np.abs(picture.astype(np.int16) - given_picture(x)).max(2)
    changed = int(np.count_nonzero(off[~_rimmed(x.mask)] > KEPT))
    likeness = _mean_iou(truth, shown)
    gain = max(0.0, likeness - truth.chance) / (1 - truth.chance)
    return EditFound(
        changed=changed,
        spots=int(np.count_nonzero(np.asarray(around) > MOST_WRONG)),
        right=1 - float(wrong.mean()),
        gain=gain * max(0.0, 1 - changed / x.area),
    )


def chance(x: MaskedScene) -> float:
    """What the best filling gets that needs no look at what is wanted."""
    return _truth(x).chance


def _mean_iou(truth: _Truth, shown: Any) -> float:
    """The mean over colours of intersection over union, where no edge is near."""
    seen, total = shown[truth.flat], 0.0
    for number, colour in enumerate(truth.colours):
        own = truth.kinds == number
        alike = np.abs(seen - colour).max(1) <= NEAR
        total += np.count_nonzero(own & alike) / np.count_nonzero(own | alike)
    return total / len(truth.colours)


def fillings(x: MaskedScene) -> Iterator[tuple[str, Pixels]]:
    """Pictures with the mask filled without a look at what is wanted, by name."""
    given = given_picture(x)
    yield "as it was", given
    left, top, right, bottom = x.mask
    rows, columns = np.mgrid[top:bottom, left:right]
    edges = [(columns - left, rows, 0 * rows + left - 1, 0, -1, left),
             (right - 1 - columns, rows, 0 * rows + right, 0, 1, SIDE - right)]  # fmt: skip
    edges += [(rows - top, 0 * rows + top - 1, columns, -1, 0, top),
              (bottom - 1 - rows, 0 * rows + bottom, columns, 1, 0, SIDE - bottom)]  # fmt: skip
    open_ = [edge for edge in edges if edge[5] > 0]
    nearest = np.argmin([edge[0] for edge in open_], axis=0)
    for name, mirrored in (("nearest", 0), ("mirrored", 1)):
        out = given.copy()
        for number, (deep, y, x_, dy, dx, room) in enumerate(open_):
            step = np.minimum(deep, room - 1) * mirrored
            found = given[np.clip(y + dy * step, 0, SIDE - 1), np.clip(x_ + dx * step, 0, SIDE - 1)]
            own = nearest == number
            out[top:bottom, left:right][own] = found[own]
        yield name, out


def _slices(mask: Box) -> tuple[slice, slice]:
    return slice(mask[1], mask[3]), slice(mask[0], mask[2])


def _rimmed(mask: Box) -> Any:
    """A mask and the pixels beside it, which soft edges may change."""
    left, top, right, bottom = mask
    return covered((max(0, left - 1), max(0, top - 1), right + 1, bottom + 1))


@lru_cache(maxsize=64)
def _truth(x: MaskedScene) -> _Truth:
    box = _slices(x.mask)
    low = high = np.pad(hidden_picture(x), ((1, 1), (1, 1), (0, 0)), "edge")[
        x.mask[1] : x.mask[3] + 2, x.mask[0] : x.mask[2] + 2
    ].astype(np.int16)
    own = low[1:-1, 1:-1]
    for axis in (0, 1):
        low, high = spread(low, axis, 1, np.minimum), spread(high, axis, 1, np.maximum)
    low, high = low[1:-1, 1:-1], high[1:-1, 1:-1]
    flat = (high - low).max(2) <= FLAT
    colours, kinds, counts = np.unique(own[flat], axis=0, return_inverse=True, return_counts=True)
    often = np.flatnonzero(counts >= LEAST)
    places = np.full(len(counts), -1)
    places[often] = np.arange(len(often))
    truth = _Truth(low, high, flat, places[kinds.ravel()], colours[often], 0.0)
    plain = int(counts.max()) / int(counts.sum()) / len(often)
    filled = [_mean_iou(truth, picture[box].astype(np.int16)) for _, picture in fillings(x)]
    return truth._replace(chance=max(plain, *filled))
