"""The shapes: outlines around (0, 0), all of which reach to 1 at most and are seen from there."""

import math
from functools import cache

Point = tuple[float, float]
Outline = tuple[Point, ...]

KINDS = ("circle", "square", "triangle", "star", "ring", "cross", "heart", "hexagon", "arrow",
         "drop", "pentagon", "diamond")  # fmt: skip
"""Easiest to tell apart first; the last ones have doubles among the first."""
HOLE = 0.52
"""The inner radius of a ring."""
STEPS = 1 << 12
"""Coordinates are rounded to this part of the radius: no platform's last bit is in a picture."""


def _round(points: list[Point]) -> Outline:
    return tuple((round(x * STEPS) / STEPS, round(y * STEPS) / STEPS) for x, y in points)


def _regular(corners: int, *, first: float = -90.0) -> list[Point]:
    turns = [math.radians(first + 360 * i / corners) for i in range(corners)]
    return [(math.cos(turn), math.sin(turn)) for turn in turns]


def _star() -> list[Point]:
    tips = _regular(10)
    return [(x, y) if i % 2 == 0 else (0.46 * x, 0.46 * y) for i, (x, y) in enumerate(tips)]


def _heart() -> list[Point]:
    out = []
    for i in range(48):
        t = 2 * math.pi * i / 48
        x = 16 * math.sin(t) ** 3
        y = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        out.append((x / 17.3, (-y - 1.0) / 17.3))
    return out


def _drop() -> list[Point]:
    round_part = [math.radians(a) for a in range(-32, 213, 7)]
    points = [(0.66 * math.cos(a), 0.30 + 0.66 * math.sin(a)) for a in round_part]
    return [(0.0, -1.0), *points]


_CROSS = [(-0.34, -0.94), (0.34, -0.94), (0.34, -0.34), (0.94, -0.34), (0.94, 0.34), (0.34, 0.34),
          (0.34, 0.94), (-0.34, 0.94), (-0.34, 0.34), (-0.94, 0.34), (-0.94, -0.34),
          (-0.34, -0.34)]  # fmt: skip
_ARROW = [(0.0, -1.0), (0.8, -0.1), (0.34, -0.1), (0.34, 0.92), (-0.34, 0.92), (-0.34, -0.1),
          (-0.8, -0.1)]  # fmt: skip
_DIAMOND = [(0.0, -1.0), (0.58, 0.0), (0.0, 1.0), (-0.58, 0.0)]


_UPRIGHT: dict[str, list[Point]] = {
    "circle": [(0.92 * x, 0.92 * y) for x, y in _regular(48)],
    "ring": [(0.96 * x, 0.96 * y) for x, y in _regular(48)],
    "square": [(0.95 * x, 0.95 * y) for x, y in _regular(4, first=-135)],
    "triangle": _regular(3),
    "pentagon": _regular(5),
    "hexagon": _regular(6),
    "star": _star(),
    "heart": _heart(),
    "drop": _drop(),
    "cross": _CROSS,
    "arrow": _ARROW,
    "diamond": _DIAMOND,
}


@cache
def turned(kind: str, degrees: int) -> Outline:
    """The outline of a kind, turned clockwise; a ring's is its outer one."""
    a = math.radians(degrees)
    c, s = math.cos(a), math.sin(a)
    return _round([(c * x - s * y, s * x + c * y) for x, y in _UPRIGHT[kind]])


def inside(shape: Outline, x: float, y: float) -> bool:
    """Whether a point is in an outline, by the even-odd rule."""
    held = False
    for (x0, y0), (x1, y1) in zip(shape, (*shape[1:], shape[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
            held = not held
    return held
