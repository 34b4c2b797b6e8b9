"""Rounded convex shapes, and how near one comes to another while it moves without turning.

A shape is the convex hull of a few corners, grown by a radius: a disc has one corner, a bar two. Of
two shapes, one of which moves by `d`, the distance is that of `d` from a third one: the differences
of their corners, grown by both radii. So a way is clear of a thing if a line keeps off one shape.
"""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

Point = tuple[float, float]


class Rounded(NamedTuple):
    """A convex shape with round corners."""

    corners: tuple[Point, ...]
    """Anticlockwise where x points right and y up."""
    r: float

    def moved(self, d: Point) -> "Rounded":
        """The same elsewhere."""
        return Rounded(tuple((x + d[0], y + d[1]) for x, y in self.corners), self.r)

    def extent(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        xs, ys = zip(*self.corners, strict=True)
        return min(xs) - self.r, min(ys) - self.r, max(xs) + self.r, max(ys) + self.r

    def around(self) -> tuple[float, float, float]:
        """Middle and radius of a circle around it."""
        left, top, right, bottom = self.extent()
        wide, high = right - left - 2 * self.r, bottom - top - 2 * self.r
        return (left + right) / 2, (top + bottom) / 2, (wide**2 + high**2) ** 0.5 / 2 + self.r

    def holds(self, p: Point, *, reach: float = 0.0) -> bool:
        """Whether a point is in it, or so near to it."""
        return apart(self.corners, p, p) <= self.r + reach


def wall(still: Rounded, mover: Rounded) -> Rounded:
    """The moves by which one shape gets into another."""
    differences = [(bx - ax, by - ay) for bx, by in still.corners for ax, ay in mover.corners]
    return Rounded(_hull(differences), still.r + mover.r)


def gap(one: Rounded, other: Rounded) -> float:
    """The distance between two shapes; below 0 where they overlap."""
    (between, r), origin = wall(one, other), (0.0, 0.0)
    return apart(between, origin, origin) - r


def apart(corners: Sequence[Point], a: Point, b: Point) -> float:
    """The distance of a line from `a` to `b` from the hull of corners."""
    if len(corners) > 2 and (_within(corners, a) or _within(corners, b)):
        return 0.0
    if len(corners) == 1:
        return float(_to_line(corners[0], a, b) ** 0.5)
    sides = list(zip(corners, (*corners[1:], corners[0]), strict=True))
    least = inf
    for p, q in sides[: len(corners) if len(corners) > 2 else 1]:
        if _cross(p, q, a) * _cross(p, q, b) < 0 and _cross(a, b, p) * _cross(a, b, q) < 0:
            return 0.0
        least = min(least, _to_line(p, a, b), _to_line(q, a, b), _to_line(a, p, q),
                    _to_line(b, p, q))  # fmt: skip
    return float(least**0.5)


def _cross(o: Point, a: Point, b: Point) -> float:
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def _within(corners: Sequence[Point], p: Point) -> bool:
    """Whether a point is in the hull of three corners or more."""
    return all(_cross(corners[i - 1], corners[i], p) >= 0 for i in range(len(corners)))


def _to_line(p: Point, a: Point, b: Point) -> float:
    """The square of the distance of a point from a line between two points."""
    dx, dy, px, py = b[0] - a[0], b[1] - a[1], p[0] - a[0], p[1] - a[1]
    long = dx * dx + dy * dy
    t = max(0.0, min(1.0, (px * dx + py * dy) / long)) if long > 0 else 0.0
    return (px - t * dx) ** 2 + (py - t * dy) ** 2


def _hull(points: list[Point]) -> tuple[Point, ...]:
    """The corners of the convex hull, by Andrew's monotone chain."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)
    halves = []
    for way in (ordered, ordered[::-1]):
        half: list[Point] = []
        for p in way:
            while len(half) > 1 and _cross(half[-2], half[-1], p) <= 0:
                half.pop()
            half.append(p)
        halves.append(half[:-1])
    return tuple(halves[0] + halves[1])
