"""Judge where something is said to be seen: frames by frames, the overlap of what is marked."""

from collections.abc import Mapping, Sequence
from math import ceil

import numpy as np

from tasksynth_vision.drifting.log import DriftFilm, numbered

Rect = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels; the last ones are those where it ends."""


def truth_at(film: DriftFilm, who: int, tick: int) -> np.ndarray:
    """The pixels of a thing that are seen, (side, side) bool."""
    return np.asarray(numbered(film, tick) == who)


def rect_of(mask: np.ndarray) -> Rect:
    """The smallest box around what is marked."""
    rows, columns = np.nonzero(mask.any(1))[0], np.nonzero(mask.any(0))[0]
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)


def overlap_of(truth: np.ndarray, said: np.ndarray | Rect) -> float:
    """Intersection over union; a box is compared with the smallest one around the truth."""
    if isinstance(said, np.ndarray):
        return float((truth & said).sum() / max(1, (truth | said).sum()))
    one, other = rect_of(truth), said
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(0.0, width) * max(0.0, height)
    return shared / (_area(one) + _area(other) - shared)


def _area(rect: Rect) -> float:
    return (rect[2] - rect[0]) * (rect[3] - rect[1])


def score(
    film: DriftFilm, who: int, keys: Sequence[int], said: Mapping[int, np.ndarray | Rect]
) -> float:
    """Overlaps, added up over the frames that are rightly named, of all that are or ought to be."""
    truths = {key: truth_at(film, who, key) for key in keys}
    right = {key for key, truth in truths.items() if truth.any()}
    gained = sum(overlap_of(truths[key], said[key]) for key in right & said.keys())
    return gained / len(right | said.keys())


def filled(points: Sequence[tuple[float, float]], side: int) -> np.ndarray:
    """The pixels whose middles a polygon holds, by the even-odd rule, (side, side) bool."""
    flips = np.zeros((side, side + 1), dtype=bool)
    for (x0, y0), (x1, y1) in zip(points, (*points[1:], points[0]), strict=True):
        first, last = (min(side, max(0, ceil(y - 0.5))) for y in sorted((y0, y1)))
        if first < last:
            rows = np.arange(first, last)
            x = x0 + (x1 - x0) * (rows + 0.5 - y0) / (y1 - y0)
            flips[rows, np.clip(np.ceil(x - 0.5), 0, side).astype(int)] ^= True
    return np.logical_xor.accumulate(flips, axis=1)[:, :side]
