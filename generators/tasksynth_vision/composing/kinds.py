"""Which shape a mask has, however it was written: by its hull, its corners and its moments."""

from math import acos, degrees, hypot, inf
from typing import Any

import numpy as np

Corner = tuple[float, float]
LONG = 1.35
"""How many times as long as wide rectangles and ellipses are, at least: they are told to be 1.5."""
EVEN = 1.12
"""How many times as long as wide squares and circles are, at most."""
SOLID = 0.95
"""Share of its hull that a shape without notches fills."""
KEPT = 0.955
"""Share that its hull has of the polygon around it that a shape is named after."""
RIGHT = 8
"""Degrees by which a right angle may be off."""
THIN = 3
"""How many times as long as wide pentagons, hexagons, stars and triangles are, at most."""
FEW = 12
"""Points of a hull that are looked at one by one."""
OFF = 0.035
"""Share of an ellipse's area by which a shape may differ from it."""


def kind_of(mask: Any) -> str | None:
    """The name of a shape, of its mask of some two hundred pixels each way; None if it has none."""
    hull = _hull(mask)
    whole = _area(hull)
    if whole <= 0:
        return None
    if np.count_nonzero(mask) < SOLID * whole:
        return "star" if _is_star(mask, hull, whole) else None
    if (round_one := _rounded(mask)) is not None:
        return round_one
    few = hull
    polygons = {}
    for many in (6, 5, 4, 3):
        few = _fewer(few, many)
        polygons[many] = few
    for many, name in ((3, "triangle"), (4, ""), (5, "pentagon"), (6, "hexagon")):
        if len(polygons[many]) == many and whole >= KEPT * _area(polygons[many]):
            return _quadrilateral(polygons[4]) if many == 4 else _named(polygons[many], name)
    return None


def _named(corners: list[Corner], name: str) -> str | None:
    """The name of a shape with so many corners, if no side is too short and it is not too thin."""
    sides = [hypot(b[0] - a[0], b[1] - a[1])
             for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)]  # fmt: skip
    wide, high = (max(p[i] for p in corners) - min(p[i] for p in corners) for i in (0, 1))
    even = min(sides) * THIN * 1.5 >= max(sides) and max(wide, high) <= THIN * min(wide, high)
    return name if even else None


def _quadrilateral(corners: list[Corner]) -> str | None:
    """A square, a rectangle, or neither."""
    sides, turns = [], []
    for a, b, c in zip(corners, [*corners[1:], corners[0]], [*corners[2:], *corners[:2]],
                       strict=True):  # fmt: skip
        first, second = (b[0] - a[0], b[1] - a[1]), (c[0] - b[0], c[1] - b[1])
        long, other = hypot(*first), hypot(*second)
        sides.append(long)
        cosine = (first[0] * second[0] + first[1] * second[1]) / (long * other or 1)
        turns.append(degrees(acos(max(-1.0, min(1.0, cosine)))))
    if any(abs(turn - 90) > RIGHT for turn in turns):
        return None
    one, other = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
    return _by_length(max(one, other) / min(one, other), "square", "rectangle")


def _by_length(ratio: float, even: str, long: str) -> str | None:
    if ratio <= EVEN:
        return even
    return long if ratio >= LONG else None


def _rounded(mask: Any) -> str | None:
    """A circle or an ellipse, turned as it may be, if the ellipse of its moments is the mask."""
    filled = mask.astype(np.float64)
    down, across = (np.arange(many, dtype=np.float64) for many in mask.shape)
    of_rows, of_columns = filled.sum(1), filled.sum(0)
    many = int(of_rows.sum())
    y, x = down - down @ of_rows / many, across - across @ of_columns / many
    xx, yy, xy = x * x @ of_columns / many, y * y @ of_rows / many, y @ (filled @ x) / many
    whole, middle, off = xx * yy - xy * xy, (xx + yy) / 2, hypot((xx - yy) / 2, xy)
    if whole <= 0 or middle <= off:
        return None
    a, b, d = yy / whole, -xy / whole, xx / whole
    far = np.multiply.outer(y, 2 * b * x, out=filled)
    far += a * x * x
    far += (d * y * y)[:, None]
    if np.count_nonzero((far <= 4) != mask) > OFF * many:
        return None
    return _by_length(((middle + off) / (middle - off)) ** 0.5, "circle", "ellipse")


def _is_star(mask: Any, hull: list[Corner], whole: float) -> bool:
    """Whether its hull has five corners, and it has a notch between any two of them."""
    tips = _fewer(hull, 5)
    if len(tips) != 5 or whole < 0.88 * _area(tips) or _named(tips, "star") is None:
        return False
    x, y = (sum(p[i] for p in tips) / 5 for i in (0, 1))
    if not _holds(mask, x, y):
        return False
    for a, b in zip(tips, [*tips[1:], tips[0]], strict=True):
        middle = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        notch = [_holds(mask, m + (x - m) * share, n + (y - n) * share)
                 for share in (0.06, 0.14) for m, n in [middle]]  # fmt: skip
        arms = [_holds(mask, t[0] + (x - t[0]) * share, t[1] + (y - t[1]) * share)
                for t in (a, b) for share in (0.2, 0.4, 0.6, 0.8)]  # fmt: skip
        if any(notch) or not all(arms):
            return False
    return True


def _holds(mask: Any, x: float, y: float) -> bool:
    row, column = int(y), int(x)
    inside = 0 <= row < mask.shape[0] and 0 <= column < mask.shape[1]
    return inside and bool(mask[row, column])


def _hull(mask: Any) -> list[Corner]:
    """The convex hull of a mask's pixels, each reaching a quarter of its side around its middle:
    between the hull of the middles, which is too small, and that of the corners.
    """
    rows = np.flatnonzero(mask.any(1))
    if not len(rows):
        return []
    held = mask[rows]
    first = held.argmax(1) + 0.25
    last = mask.shape[1] - 0.25 - np.ascontiguousarray(held[:, ::-1]).argmax(1)
    y = rows + 0.5
    x = np.concatenate([first, last, [first[0], last[0], first[-1], last[-1]]])
    y = np.concatenate([y, y, [y[0] - 0.25] * 2, [y[-1] + 0.25] * 2])
    order = np.lexsort((y, x))
    points = np.column_stack([x[order], y[order]])  # (points, 2), from the left
    return [*_chain(_bent(points)), *_chain(_bent(points[::-1]))]


def _bent(points: Any) -> list[Corner]:
    """The points of a side of a hull, without most of those that can be no corners of it.

    A corner turns the right way between any point before it and any behind it, so all that do not
    may go at once.
    """
    while len(points) > FEW:
        a, b, c = points[:-2], points[1:-1], points[2:]
        u, v = b - a, c - a
        keep = np.ones(len(points), dtype=bool)
        keep[1:-1] = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0] > 0
        if keep.all():
            break
        points = points[keep]
    return [(x, y) for x, y in points.tolist()]


def _chain(points: list[Corner]) -> list[Corner]:
    """One side of a hull, without its last point."""
    out: list[Corner] = []
    for p in points:
        while len(out) > 1 and _turn(out[-2], out[-1], p) <= 0:
            out.pop()
        out.append(p)
    return out[:-1]


def _turn(a: Corner, b: Corner, c: Corner) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _area(ring: list[Corner]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1]
                   for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True))) / 2  # fmt: skip


def _fewer(ring: list[Corner], many: int) -> list[Corner]:
    """A convex ring with so many sides around it: those go first without which it gains least."""
    out = list(ring)
    gains = [_beyond(out, i) for i in range(len(out))]
    while len(out) > many:
        gain, tip = min(gains)
        if gain == inf:
            return out
        least = gains.index((gain, tip))
        out[least] = tip
        del out[(least + 1) % len(out)], gains[(least + 1) % len(gains)]
        least -= least == len(out)  # the first one went
        for i in range(least - 2, least + 2):
            gains[i % len(out)] = _beyond(out, i % len(out))
    return out


def _beyond(ring: list[Corner], i: int) -> tuple[float, Corner]:
    """What is gained without the side after a corner, and where those beside it meet then."""
    many = len(ring)
    a, b, c, d = ring[i - 1], ring[i], ring[(i + 1) % many], ring[(i + 2) % many]
    u, v = (b[0] - a[0], b[1] - a[1]), (c[0] - d[0], c[1] - d[1])
    cross = u[0] * v[1] - u[1] * v[0]
    far = ((c[0] - b[0]) * v[1] - (c[1] - b[1]) * v[0]) / cross if cross else -1.0
    tip = (b[0] + far * u[0], b[1] + far * u[1])
    back = (tip[0] - c[0]) * v[0] + (tip[1] - c[1]) * v[1]
    if far < 0 or back < 0:
        return inf, tip
    return abs(_turn(b, tip, c)), tip
