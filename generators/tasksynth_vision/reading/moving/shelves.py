"""Read shelves: what has a colour, how high, how wide or where it is; then try all orders.

The reader is told which thing stands where, and what may happen to it; how far each has moved it
gets from pixels alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from tasksynth_vision.shelves.props import ShelfKind, ShelfThing
from tasksynth_vision.shelves.ruling import Order, orders

SLOT, HIGH = 100, 100
"""Pixels of a place on a shelf."""
SURE = 2.5
"""Pixels by which two places differ that are not the same."""
_CHROMA = 34


@dataclass(frozen=True)
class ShelfSight:
    """What somebody makes of frames: how far things are, and which rule each keeps to."""

    values: list[list[float]]
    props: tuple[ShelfThing, ...]
    apart: float = SURE

    def order(self) -> Order:
        """The first order that agrees with it all; that of the frames if none does."""
        rules = [prop.rule for prop in self.props]
        found = next(orders(self.values, rules, apart=self.apart), None)
        return found or tuple(range(len(self.values)))

    def is_sure(self) -> bool:
        """Whether one order agrees, and no other."""
        rules = [prop.rule for prop in self.props]
        return len(list(islice(orders(self.values, rules, apart=self.apart), 2))) == 1

    def of_few(self, count: int) -> "ShelfSight":
        """The same of somebody who looks at so many things only that keep to a rule."""
        telling = [at for at, prop in enumerate(self.props) if prop.rule != "free"][:count]
        return replace(
            self,
            values=[[frame[at] for at in telling] for frame in self.values],
            props=tuple(self.props[at] for at in telling),
        )


def read_frames(
    pictures: Sequence[np.ndarray], props: tuple[ShelfThing, ...], spots: Sequence[tuple[int, int]],
    *, apart: float = SURE,
) -> ShelfSight:  # fmt: skip
    """What frames show.

    Args:
        pictures: (height, width, 3) bytes each.
        props: what stands where.
        spots: the middle of each place, and the top of its board.
        apart: pixels by which two places differ for these eyes.
    """
    values = []
    for picture in pictures:
        bright = float(np.median(picture[:4])) / 224
        tones = picture.astype(np.float32) / max(0.3, bright)
        colourful = (tones.max(2) - tones.min(2)) > _CHROMA
        values.append([
            _value(prop.kind, colourful[y - HIGH : y, x - SLOT // 2 : x + SLOT // 2])
            for prop, (x, y) in zip(props, spots, strict=True)
        ])  # fmt: skip
    return ShelfSight(values=values, props=props, apart=apart)


def _value(kind: ShelfKind, mask: np.ndarray) -> float:
    """How far a thing is, in pixels, by the coloured ones of its place: (100, 100) bool."""
    down, across = np.nonzero(mask)
    area = len(down)
    if kind == "bird":
        return 60.0 * (area > 150)
    if not area:
        return 0.0
    match kind:
        case "candle" | "glass" | "blind":
            return area / {"candle": 18, "glass": 40, "blind": 80}[kind]
        case "door":
            return 66 - area / 58
        case "balloon":
            return 2 * float(np.sqrt(area / np.pi))
        case "ball":
            return float(across.mean())
        case "dial":
            x, y = across.mean() - SLOT / 2 + 0.5, HIGH - 44 - down.mean() - 0.5
            return float(np.degrees(np.arctan2(x, y))) / 4
    return HIGH - float(down.mean())
