"""Shapes as rings of points, and which pixels lie inside of them."""

from collections.abc import Sequence
from math import atan2, ceil, cos, hypot, pi, sin
from typing import Any, NamedTuple

import numpy as np

Point = tuple[float, float]
Ring = list[Point]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
ROUND = 64
"""Points of a circle."""
SMOOTH = 0.25
"""Radians up to which a turn needs no arc."""
LONGEST_MITER = 4.0
"""Of half a stroke's width: where strokes meet at a sharper angle, the corner is cut off."""


def multiplied(a: Matrix, b: Matrix) -> Matrix:
    """What does b, and then a."""
    return (
        a[0] * b[0] + a[2] * b[1], a[1] * b[0] + a[3] * b[1],
        a[0] * b[2] + a[2] * b[3], a[1] * b[2] + a[3] * b[3],
        a[0] * b[4] + a[2] * b[5] + a[4], a[1] * b[4] + a[3] * b[5] + a[5],
    )  # fmt: skip


def moved(ring: Ring, m: Matrix) -> Ring:
    """A ring after a matrix."""
    return [(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]) for x, y in ring]


def ellipse(x: float, y: float, rx: float, ry: float) -> Ring:
    """An ellipse around a point."""
    turns = [2 * pi * i / ROUND for i in range(ROUND)]
    return [(x + rx * cos(turn), y + ry * sin(turn)) for turn in turns]


def box(x: float, y: float, wide: float, high: float, rx: float = 0, ry: float = 0) -> Ring:
    """A rectangle, its corners rounded if they are to be."""
    rx, ry = min(rx, wide / 2), min(ry, high / 2)
    if rx <= 0 or ry <= 0:
        return [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
    out: Ring = []
    for number, (cx, cy) in enumerate(((x + wide - rx, y + high - ry), (x + rx, y + high - ry),
                                       (x + rx, y + ry), (x + wide - rx, y + ry))):  # fmt: skip
        for step in range(9):
            turn = pi / 2 * (number + step / 8)
            out.append((cx + rx * cos(turn), cy + ry * sin(turn)))
    return out


def stroked(ring: Ring, width: float, *, closed: bool, join: str, cap: str) -> list[Ring]:
    """The parts of a stroke along a ring, or an open line: their union is the stroke."""
    half = width / 2
    points = [p for i, p in enumerate(ring) if i == 0 or p != ring[i - 1]]
    if closed and len(points) > 1 and points[0] == points[-1]:
        points = points[:-1]
    if len(points) < 2:
        return []
    ends = len(points) if closed and len(points) > 2 else len(points) - 1
    pairs = [(points[i], points[(i + 1) % len(points)]) for i in range(ends)]
    out = []
    for number, (a, b) in enumerate(pairs):
        long = hypot(b[0] - a[0], b[1] - a[1])
        ux, uy = (b[0] - a[0]) / long * half, (b[1] - a[1]) / long * half
        first, last = not closed and number == 0, not closed and number == ends - 1
        if cap == "square":
            a = (a[0] - ux, a[1] - uy) if first else a
            b = (b[0] + ux, b[1] + uy) if last else b
        out.append([(a[0] - uy, a[1] + ux), (a[0] + uy, a[1] - ux), (b[0] + uy, b[1] - ux),
                    (b[0] - uy, b[1] + ux)])  # fmt: skip
        if cap == "round":
            out += [ellipse(*p, half, half) for p, end in ((a, first), (b, last)) if end]
        if not last and len(pairs) > 1:
            out.append(_joined(a, b, pairs[(number + 1) % ends][1], half, join))
    return [ring if _area(ring) > 0 else ring[::-1] for ring in out]


def _joined(a: Point, b: Point, c: Point, half: float, join: str) -> Ring:
    """What fills the outer corner where two segments meet."""
    first, second = (hypot(b[0] - a[0], b[1] - a[1]), hypot(c[0] - b[0], c[1] - b[1]))
    ux, uy = (b[0] - a[0]) / first, (b[1] - a[1]) / first
    vx, vy = (c[0] - b[0]) / second, (c[1] - b[1]) / second
    turn = atan2(ux * vy - uy * vx, ux * vx + uy * vy)
    side = -1.0 if turn > 0 else 1.0
    p = (b[0] - side * uy * half, b[1] + side * ux * half)
    q = (b[0] - side * vy * half, b[1] + side * vx * half)
    if join == "round" and abs(turn) > SMOOTH:
        begin = atan2(p[1] - b[1], p[0] - b[0])
        steps = ceil(abs(turn) / SMOOTH)
        angles = [begin + turn * i / steps for i in range(steps + 1)]
        return [b, *((b[0] + half * cos(at), b[1] + half * sin(at)) for at in angles)]
    cosine = (1 + ux * vx + uy * vy) / 2  # of half the turn, squared
    if join == "bevel" or cosine * LONGEST_MITER**2 < 1:
        return [b, p, q]
    reach = half / cosine**0.5
    mx, my = p[0] + q[0] - 2 * b[0], p[1] + q[1] - 2 * b[1]
    long = hypot(mx, my) or 1.0
    return [b, p, (b[0] + mx / long * reach, b[1] + my / long * reach), q]


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))


class Inside(NamedTuple):
    """Pixels inside of something: where their box begins, and which of it they are."""

    top: int
    left: int
    mask: Any
    """(height, width) bool."""

    @property
    def box(self) -> tuple[slice, slice]:
        """Rows and columns."""
        height, width = self.mask.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)


def _is_upright(ring: Ring) -> bool:
    """Whether a ring is a rectangle along the axes: all of its box is inside."""
    if len(ring) != 4:
        return False
    (a, b), (c, d), (e, f), (g, h) = ring
    return (b == d and c == e and f == h and g == a) or (a == c and d == f and e == g and h == b)


def inside(rings: Sequence[Ring], side: int, *, evenodd: bool, fine: int = 1) -> Inside:
    """Which pixels have their middle inside of rings.

    Rings are closed, in units of a picture of that side; each unit has so many pixels each way.
    """
    size = side * fine
    begins = np.array([p for ring in rings for p in ring], dtype=np.float64).reshape(-1, 2) * fine
    if len(rings) == 1:
        ends = np.concatenate([begins[1:], begins[:1]])
    else:
        after = [p for ring in rings for p in (*ring[1:], *ring[:1])]
        ends = np.array(after, dtype=np.float64).reshape(-1, 2) * fine
    left, top = (min(size, max(0, ceil(at - 0.5))) for at in begins.min(0).tolist())
    right, bottom = (min(size, max(0, ceil(at - 0.5))) for at in begins.max(0).tolist())
    wide, high = right - left, bottom - top
    if len(rings) == 1 and _is_upright(rings[0]):
        return Inside(top, left, np.ones((high, wide), dtype=bool))
    down = np.where(ends[:, 1] > begins[:, 1], 1.0, -1.0)
    low, great = np.minimum(begins[:, 1], ends[:, 1]), np.maximum(begins[:, 1], ends[:, 1])
    first = np.clip(np.ceil(low - 0.5), top, bottom).astype(np.int64)
    counts = np.clip(np.ceil(great - 0.5), top, bottom).astype(np.int64) - first
    edge = np.repeat(np.arange(len(counts)), counts)
    rows = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    rise = ends[:, 1] - begins[:, 1]
    slope = (ends[:, 0] - begins[:, 0]) / np.where(rise == 0, 1, rise)
    across = begins[edge, 0] + (rows + 0.5 - begins[edge, 1]) * slope[edge]
    columns = np.clip(np.ceil(across - 0.5), left, right).astype(np.int64) - left
    weights = None if evenodd else down[edge]
    places = (rows - top) * (wide + 1) + columns
    turns = np.bincount(places, weights, minlength=high * (wide + 1))
    turned = turns.astype(np.int16).reshape(high, wide + 1)[:, :wide]
    wound = np.cumsum(turned, axis=1, dtype=np.int16)
    return Inside(top, left, wound & 1 == 1 if evenodd else wound != 0)
