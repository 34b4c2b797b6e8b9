"""What stands on a table: things with parts, all seen from above, and flat pads beneath them."""

import math
from functools import cache
from typing import Literal

from tasksynth_schemas import Model
from tasksynth_vision.scenes.things import Backdrop, Colour
from tasksynth_vision.tables.shapes import Point, Rounded

PropKind = Literal["mug", "watering can", "pan", "bowl", "block", "drawer", "book", "candle", "tin",
                   "rolling pin"]  # fmt: skip
PadKind = Literal["mat", "coaster"]
OTHERS: tuple[PropKind, ...] = ("book", "candle", "tin", "rolling pin", "bowl")
"""What is only in the way."""
STEPS = 1 << 10
"""Coordinates are rounded to this part of a pixel: no platform's last bit decides anything."""
RIM = 0.84
"""The inside of a bowl, of its radius."""
ROLL = 0.66
"""What of a rolling pin is thick."""

_DISCS = {"mug": 1.0, "watering can": 1.0, "pan": 1.3, "bowl": 1.5, "candle": 0.72, "tin": 1.0}
_HANDLES: dict[str, tuple[float, float, float]] = {
    "mug": (1.0, 1.38, 0.32), "watering can": (-1.0, -1.45, 0.32), "pan": (1.3, 2.9, 0.22),
    "drawer": (1.75, 2.05, 0.36),
}  # fmt: skip
"""From where to where along the thing's own axis, and how thick."""
_SPOUT = ((0.6, -0.34), (2.7, -0.12), (2.7, 0.12), (0.6, 0.34))
_FRONT = ((1.36, -1.5), (1.6, -1.5), (1.6, 1.5), (1.36, 1.5))
_CABINET = ((-1.3, -1.5), (1.36, -1.5), (1.36, 1.5), (-1.3, 1.5))
DEPTH = 2.66
"""How far a drawer comes out at most."""


class TableProp(Model):
    """A thing."""

    kind: PropKind
    colour: Colour
    x: int
    """Pixels of the middle of its body from the left edge."""
    y: int
    """Pixels from the top edge."""
    r: int
    """Pixels of its size: the radius of a mug of that size."""
    turn: int
    """Degrees from the x axis to its own, clockwise as it is seen."""
    long: int = 0
    """Half its length, of books and rolling pins."""
    rgb: tuple[int, int, int]

    def part(self, name: str) -> Rounded:
        """One of its parts."""
        return parts_of(self)[name]

    def at(self, along: float, across: float = 0.0) -> Point:
        """A point by the thing's own axis, in its sizes."""
        (c, s), r = _axis(self.turn), self.r
        return (_exact(self.x + r * (along * c - across * s)),
                _exact(self.y + r * (along * s + across * c)))  # fmt: skip

    @property
    def axis(self) -> Point:
        """Its own direction, of length 1."""
        return _axis(self.turn)

    def grasp(self) -> Point:
        """The middle of its handle."""
        first, last, _ = _HANDLES[self.kind]
        return self.at((first + last) / 2 + (0.12 if self.kind == "mug" else 0.0))

    def tip(self) -> Point:
        """The tip of its spout."""
        return self.at(_SPOUT[1][0])


class Pad(Model):
    """Something flat, which things may be moved across and put on."""

    kind: PadKind
    colour: Colour
    x: int
    y: int
    w: int
    """Pixels of half its width."""
    h: int
    rgb: tuple[int, int, int]


class TableScene(Model):
    """Things that do not touch, and flat pads that nothing stands on."""

    side: int
    """Pixels of the picture, each way."""
    props: tuple[TableProp, ...]
    pads: tuple[Pad, ...]
    backdrop: Backdrop


@cache
def _axis(turn: int) -> Point:
    a = math.radians(turn)
    return round(math.cos(a) * 4096) / 4096, round(math.sin(a) * 4096) / 4096


def _exact(value: float) -> float:
    return round(value * STEPS) / STEPS


def parts_of(prop: TableProp) -> dict[str, Rounded]:
    """What a thing takes up, by the names of its parts."""
    found: dict[str, Rounded] = {}
    r = prop.r
    if prop.kind in _DISCS:
        found["body"] = Rounded(((float(prop.x), float(prop.y)),), _exact(r * _DISCS[prop.kind]))
    elif prop.kind == "block":
        found["body"] = _bar(prop, ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)), 0.1)
    elif prop.kind == "drawer":
        found["body"] = _bar(prop, _CABINET, 0.0)
        found["front"] = _bar(prop, _FRONT, 0.0)
    elif prop.kind == "book":
        half = prop.long / r
        corners = ((-half, -1.2), (half, -1.2), (half, 1.2), (-half, 1.2))
        found["body"] = _bar(prop, corners, 0.08)
    else:
        half = prop.long / r
        found["body"] = _bar(prop, ((-ROLL * half, 0.0), (ROLL * half, 0.0)), 0.5)
        found["ends"] = _bar(prop, ((-half, 0.0), (half, 0.0)), 0.24)
    if prop.kind in _HANDLES:
        first, last, thick = _HANDLES[prop.kind]
        found["handle"] = _bar(prop, ((first, 0.0), (last, 0.0)), thick)
    if prop.kind == "watering can":
        found["spout"] = _bar(prop, _SPOUT, 0.06)
    return found


def _bar(prop: TableProp, corners: tuple[Point, ...], r: float) -> Rounded:
    return Rounded(tuple(prop.at(*one) for one in corners), _exact(prop.r * r))


def extent_of(shapes: list[Rounded]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of several shapes."""
    lefts, tops, rights, bottoms = zip(*(one.extent() for one in shapes), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
