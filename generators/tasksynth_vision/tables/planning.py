"""Ways that are clear: searched on a grid, drawn tight, and proved by the exact rules."""

import heapq
from collections.abc import Sequence
from itertools import pairwise
from math import dist, inf

import numpy as np

from tasksynth_vision.tables.moving import (
    HandOutcome,
    MoveRegion,
    TableErrand,
    ThingMotion,
    held,
    region_of,
    stops_of,
)
from tasksynth_vision.tables.props import TableScene
from tasksynth_vision.tables.pushing import WAYS, contact, pushed_motion
from tasksynth_vision.tables.shapes import Point, Rounded

PITCH = 8
"""Pixels between the points of a grid."""
WITHIN = 2.0
"""Pixels by which a way ends within where it has to."""
EASE = 2.0
"""Pixels of the margin that may be lacking between two points of the grid."""


class MoveGrid:
    """Moves in steps, by numbers: which keep off everything, with a rim of ones that do not."""

    def __init__(self, motion: ThingMotion, margin: float) -> None:
        (left, top), (right, bottom) = motion.low, motion.high
        self.first = int(-(left // -PITCH)), int(-(top // -PITCH))  # steps of the first ones
        x, y = (np.arange(first, int(last // PITCH) + 1, dtype=np.float32) * PITCH
                for first, last in zip(self.first, (right, bottom), strict=True))  # fmt: skip
        self.x, self.y = x[:, None], y[None, :]
        self.stride = len(y) + 2
        self.free = np.pad(
            clearance([one for one, _, _ in motion.walls], x, y) >= margin, 1
        )  # (columns + 2, rows + 2)
        self.is_free = self.free.ravel().tolist()
        self.start = self.number((0.0, 0.0))

    def number(self, d: Point) -> int:
        """Of the step that is nearest to a move."""
        i, j = (round(at / PITCH) - first + 1 for at, first in zip(d, self.first, strict=True))
        return i * self.stride + j

    def move(self, number: int) -> Point:
        """The move that a number means."""
        i, j = divmod(number, self.stride)
        return (i - 1 + self.first[0]) * float(PITCH), (j - 1 + self.first[1]) * float(PITCH)

    def within(self, region: MoveRegion, inset: float) -> set[int]:
        """The free ones in a region, so far from its edge."""
        if region.r:
            cx, cy = region.middle
            found = (self.x - cx) ** 2 + (self.y - cy) ** 2 <= (region.r - inset) ** 2
        else:
            (left, top), (right, bottom) = region.low, region.high
            found = (self.x >= left + inset) & (self.x <= right - inset)
            found = found & (self.y >= top + inset) & (self.y <= bottom - inset)
        return set(np.flatnonzero(np.pad(found, 1) & self.free).tolist())

    def near(self, d: Point) -> int:
        """The free one that is nearest to a move, or the start where none is free."""
        free = np.flatnonzero(self.free).tolist()
        return min(free, key=lambda n: (dist(self.move(n), d), n), default=self.start)

    def way(self, start: int, goals: set[int]) -> list[int] | None:
        """The shortest way over free ones, by Dijkstra's algorithm; None if there is none."""
        far = [inf if one else -1.0 for one in self.is_free]
        before, heap, steps = {start: start}, [(0.0, start)], self._steps()
        far[start] = 0.0
        while heap:
            d, number = heapq.heappop(heap)
            if number in goals:
                way = [number]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if d > far[number]:
                continue
            for step, long in steps:
                other = number + step
                if d + long < far[other]:
                    far[other], before[other] = d + long, number
                    heapq.heappush(heap, (d + long, other))
        return None

    def _steps(self) -> list[tuple[int, float]]:
        around = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
        return [(i * self.stride + j, (i * i + j * j) ** 0.5) for i, j in around]


def clearance(shapes: Sequence[Rounded], xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Pixels between points of a grid and the shape that is nearest; (columns, rows)."""
    walls: list[int] = []  # where the edges of each begin
    starts: list[Point] = []
    ends: list[Point] = []
    for corners, _ in shapes:
        walls.append(len(starts))
        starts += corners
        ends += (*corners[1:], corners[0])
    if not walls:
        return np.full((len(xs), len(ys)), np.inf)
    a = np.array(starts, dtype=np.float32)[:, :, None, None]  # (edges, 2, 1, 1)
    side = np.array(ends, dtype=np.float32)[:, :, None, None] - a
    dx, dy = side[:, 0], side[:, 1]  # (edges, 1, 1)
    x, y = xs[:, None] - a[:, 0], ys - a[:, 1]  # (edges, columns, 1), (edges, 1, rows)
    long = np.maximum(dx * dx + dy * dy, np.float32(1e-9))
    t = np.clip(x * (dx / long) + y * (dy / long), 0, 1)  # (edges, columns, rows)
    squares = (x - t * dx) ** 2 + (y - t * dy) ** 2
    far = np.sqrt(np.minimum.reduceat(squares, walls))
    inner = np.minimum.reduceat(dx * y - dy * x, walls) >= 0
    solid = np.array([len(one.corners) > 2 for one in shapes])
    far[inner & solid[:, None, None]] = 0.0
    radii = np.array([one.r for one in shapes], dtype=np.float32)
    return np.asarray((far - radii[:, None, None]).min(0))


def carrying(scene: TableScene, errand: TableErrand, margin: float) -> list[Point] | None:
    """Moves that do an errand and keep off everything by a margin; None if none are found."""
    motion, end = held(scene, errand), region_of(scene, errand)
    if errand.verb == "open":
        way = [(0.0, 0.0), end.middle]
        return way if motion.is_clear(*way, margin=margin) else None
    grid = MoveGrid(motion, margin)
    at, out = grid.start, [(0.0, 0.0)]
    for region in (*stops_of(scene, errand), end):
        leg = grid.way(at, grid.within(region, WITHIN))
        if leg is None:
            return None
        tight = _drawn_tight(motion, [grid.move(n) for n in leg], margin)
        if tight is None:
            return None
        out += tight[1:]
        at = leg[-1]
    return out


def _drawn_tight(motion: ThingMotion, way: Sequence[Point], margin: float) -> list[Point] | None:
    """The way with fewer points; None if it is not clear."""
    out, at, last = [way[0]], 0, len(way) - 1
    while at < last:
        reach = at + 1
        if not motion.is_clear(way[at], way[reach], margin=margin - EASE):
            return None
        while reach < last and motion.is_clear(way[at], way[reach + 1], margin=margin):
            reach += 1
        out.append(way[reach])
        at = reach
    return out


def pushes(scene: TableScene, errand: TableErrand, margin: float) -> list[Point] | None:
    """The fewest pushes on a grid that do an errand, as points of a finger; None if none do."""
    grid = MoveGrid(pushed_motion(scene, errand, None), margin)
    goals = grid.within(region_of(scene, errand), WITHIN)
    pushed = [_behind(scene, errand, grid, way, margin) for way in WAYS]
    steps = [int(way[0]) * grid.stride + int(way[1]) for way in WAYS]
    before, level, reached = {grid.start: (grid.start, 0)}, {grid.start: 0}, [grid.start]
    for number in reached:
        if number in goals:
            return _strokes(scene, errand, grid, number, before)
        for way, (free, step) in enumerate(zip(pushed, steps, strict=True)):
            other = number
            while free[other]:
                if other not in level:
                    before[other], level[other] = (number, way), level[number] + 1
                    reached.append(other)
                elif other != number and level[other] <= level[number]:
                    break  # what lies beyond is reached from there
                other += step
    return None


def _behind(
    scene: TableScene, errand: TableErrand, grid: MoveGrid, way: Point, margin: float
) -> list[bool]:
    """Where on a grid a block is free, and the finger that pushes it that way."""
    finger = pushed_motion(scene, errand, way)
    clear = clearance([one for one, _, _ in finger.walls], grid.x[:, 0], grid.y[0])
    for at, low, high in zip((grid.x, grid.y), finger.low, finger.high, strict=True):
        clear = np.where((at < low) | (at > high), -np.inf, clear)
    return list((grid.free & np.pad(clear >= margin, 1)).ravel().tolist())


def _strokes(
    scene: TableScene,
    errand: TableErrand,
    grid: MoveGrid,
    number: int,
    before: dict[int, tuple[int, int]],
) -> list[Point]:
    out: list[Point] = []
    while number != grid.start:
        last, way = before[number]
        out += [contact(scene, errand, grid.move(n), WAYS[way]) for n in (number, last)]
        number = last
    return out[::-1]


def progress(scene: TableScene, errand: TableErrand, outcome: HandOutcome) -> float:
    """Of the shortest way to where a thing has to be, how much is behind it, from 0 to 1.

    It depends on where the thing is and on the stops that it has passed, whatever the way was.
    """
    if len(outcome.moved) < 2:
        return 0.0
    verb = errand.verb
    motion = pushed_motion(scene, errand, None) if verb == "push" else held(scene, errand)
    grid = MoveGrid(motion, 0.0)
    regions = [*stops_of(scene, errand), region_of(scene, errand)]
    whole = _left(grid, grid.start, regions)
    left = _left(grid, grid.near(outcome.moved[-1]), regions[outcome.stops :])
    return max(0.0, 1 - left / whole) if whole else 0.0


def _left(grid: MoveGrid, at: int, regions: Sequence[MoveRegion]) -> float:
    """Steps to one region after the other."""
    left = 0.0
    for region in regions:
        leg = grid.way(at, grid.within(region, 0.0))
        if leg is None:
            return inf
        left += sum(dist(grid.move(a), grid.move(b)) for a, b in pairwise(leg))
        at = leg[-1]
    return left
