"""How like a picture a drawing is: by the pixels that are not near any edge."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from tasksynth_vision.vectors.geometry import inside
from tasksynth_vision.vectors.parsing import Paint, paints_in

WHITE = (255, 255, 255)
NEAR = 32
"""By how much a colour may be off in each channel, of 255."""


class Cores(NamedTuple):
    """What a picture shows away from its edges."""

    parts: Any
    """(side, side) int16: which paint is seen there, 0 for the background; -1 near edges."""
    colours: Any
    """(paints, 3) int64."""


class PictureLikeness(NamedTuple):
    """How much of a picture's shapes and background a drawing has."""

    shapes: tuple[float, ...]
    """Of each shape the share of its inner pixels that are right."""
    background: float

    @property
    def whole(self) -> bool:
        """Whether all of it is right."""
        return self.background == 1 and all(share == 1 for share in self.shapes)

    @property
    def score(self) -> float:
        """The mean share of the shapes, less the share of the background that is wrong.

        So paint that is spread evenly, wherever shapes are, gets nothing: what it has right of them
        it has wrong of the background. In [0, 1].
        """
        mean = sum(self.shapes) / max(1, len(self.shapes))
        return max(0.0, mean + self.background - 1)


def labelled(paints: Sequence[Paint], side: int, *, fine: int = 1) -> Any:
    """Which paint is seen in each pixel, from 1 on, 0 for none: (rows, columns) int16."""
    out = np.zeros((side * fine, side * fine), dtype=np.int16)
    for number, paint in enumerate(paints, 1):
        held = inside(paint.rings, side, evenodd=paint.evenodd, fine=fine)
        out[held.box][held.mask] = number
    return out


def colours(paints: Sequence[Paint]) -> Any:
    """The colours of what is seen: (1 + paints, 3) int64, white for none."""
    return np.array([WHITE, *(paint.rgb for paint in paints)], dtype=np.int64)


def cored(labels: Any, within: int) -> Any:
    """The labels, -1 where another one is so many pixels away or nearer, across or down."""
    low = high = labels
    for axis in (0, 1):
        low, high = (spread(values, axis, within, pick)
                     for values, pick in ((low, np.minimum), (high, np.maximum)))  # fmt: skip
    return np.where(low == high, labels, -1)


def spread(values: Any, axis: int, within: int, pick: Any) -> Any:
    """The least or greatest value in a window, by doubling it."""
    padded = np.pad(
        values, [(within, within) if a == axis else (0, 0) for a in range(values.ndim)], "edge"
    )
    size, wanted = 1, 2 * within + 1
    long = padded.shape[axis]
    while size < wanted:
        step = min(size, wanted - size)
        ahead = [slice(None), slice(None)]
        here = [slice(None), slice(None)]
        long -= step
        ahead[axis], here[axis] = slice(step, step + long), slice(0, long)
        padded = pick(padded[tuple(here)], padded[tuple(ahead)])
        size += step
    return padded


@lru_cache(maxsize=64)
def cores(svg: str, side: int, within: int) -> Cores:
    """What the picture of an SVG, whose first paint is its background, shows away from edges."""
    paints = paints_in(svg, side)
    parts = np.maximum(cored(labelled(paints, side), within) - 1, -1)
    return Cores(parts, colours(paints)[1:])


def likeness(target: Cores, paints: Sequence[Paint]) -> PictureLikeness:
    """How like a picture something drawn is."""
    count, own = len(target.colours), colours(paints)
    seen = labelled(paints, target.parts.shape[0])
    pairs = (target.parts + 1) * np.int16(len(own)) + seen
    held = np.bincount(pairs.ravel(), minlength=(count + 1) * len(own))
    table = held.reshape(count + 1, len(own))[1:]  # (paints of the target, of the drawing): pixels
    off = np.abs(target.colours[:, None] - own[None]).max(2)
    all_of, good = table.sum(1), (table * (off <= NEAR)).sum(1)
    shares = [int(a) / int(b) for a, b in zip(good, all_of, strict=True) if b]
    return PictureLikeness(tuple(shares[1:]), shares[0])
