"""What a hand does with a thing, carried out exactly: where it goes, and what it runs into."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tasksynth_schemas import Model
from tasksynth_vision.tables.props import (
    DEPTH,
    RIM,
    PropKind,
    TableProp,
    TableScene,
    extent_of,
    parts_of,
)
from tasksynth_vision.tables.shapes import Point, Rounded, apart, wall

Verb = Literal["carry", "pour", "push", "open"]
MOVED: dict[Verb, tuple[PropKind, ...]] = {
    "carry": ("mug", "watering can", "pan"), "pour": ("watering can",), "push": ("block",),
    "open": ("drawer",),
}  # fmt: skip
"""The kinds of things that each is done with."""
TOUCH = 1.0
"""Pixels by which things may overlap before they touch: edges are soft."""
REACH = 2.5
"""Pixels beside a handle that still count as on it."""
SPARE = 2.0
"""Pixels by which a thing may be over the edge of where it is put."""
FINGER = 4
"""Pixels of the radius of the finger that pushes."""
OPEN = 0.75
"""Of a drawer's depth, from which on it is open."""
RAIL = 5.0
"""Pixels by which a hand that pulls a drawer may be beside its rail."""


class TableErrand(Model):
    """What is to be done on a table."""

    verb: Verb
    target: int
    """The thing that is moved, by its number among the things."""
    goal: int
    """The pad that it is put on; the thing that it pours into; of a drawer itself."""
    stops: tuple[int, ...] = ()
    """Pads that its middle has to pass over, in order."""


@dataclass(frozen=True)
class MoveRegion:
    """Moves that end well: a box, whose corners have radius 0, or a disc."""

    low: Point
    high: Point
    r: float = 0.0

    @property
    def middle(self) -> Point:
        return (self.low[0] + self.high[0]) / 2, (self.low[1] + self.high[1]) / 2

    def holds(self, d: Point, spare: float = 0.0) -> bool:
        """Whether a move ends there, or so many pixels beside it."""
        if self.r:
            x, y = self.middle
            return bool((d[0] - x) ** 2 + (d[1] - y) ** 2 <= (self.r + spare) ** 2)
        return all(low - spare <= at <= high + spare
                   for low, at, high in zip(self.low, d, self.high, strict=True))  # fmt: skip


@dataclass(frozen=True)
class ThingMotion:
    """A thing that moves without turning: `d` is how far it is from where it was."""

    walls: tuple[tuple[Rounded, Point, float], ...]
    """Moves into other things, each with a circle around it."""
    low: Point
    high: Point
    """Moves within the picture."""

    def is_clear(self, a: Point, b: Point, *, margin: float = -TOUCH) -> bool:
        """Whether a straight move keeps off everything by so many pixels."""
        if not all(low - TOUCH <= at <= high + TOUCH for end in (a, b)
                   for low, at, high in zip(self.low, end, self.high, strict=True)):  # fmt: skip
            return False
        for (corners, r), centre, reach in self.walls:
            far = reach + margin
            if far <= 0 or apart((centre,), a, b) > far:
                continue
            if apart(corners, a, b) < r + margin:
                return False
        return True


def motion_of(
    scene: TableScene, movers: Sequence[Rounded], still: Sequence[Rounded]
) -> ThingMotion:
    """How shapes move together among others."""
    walls = []
    for mover in movers:
        for one in still:
            between = wall(one, mover)
            x, y, reach = between.around()
            walls.append((between, (x, y), reach))
    left, top, right, bottom = extent_of(list(movers))
    return ThingMotion(tuple(walls), (-left, -top), (scene.side - right, scene.side - bottom))


@lru_cache(maxsize=64)
def held(scene: TableScene, errand: TableErrand) -> ThingMotion:
    """How the thing of an errand moves in a hand that holds it."""
    thing, parts = scene.props[errand.target], parts_of(scene.props[errand.target])
    others = {n: list(parts_of(one).values()) for n, one in enumerate(scene.props)
              if n != errand.target}  # fmt: skip
    still = [part for n in others for part in others[n]]
    if errand.verb == "pour":
        motion = motion_of(scene, [parts["body"], parts["handle"]], still)
        below = [part for n in others if n != errand.goal for part in others[n]]
        spout = motion_of(scene, [parts["spout"]], below)
        low = max(motion.low[0], spout.low[0]), max(motion.low[1], spout.low[1])
        high = min(motion.high[0], spout.high[0]), min(motion.high[1], spout.high[1])
        return ThingMotion(motion.walls + spout.walls, low, high)
    if errand.verb == "open":
        motion = motion_of(scene, [parts["front"], parts["handle"]], still)
        low, high = _along(thing, 0.0, thing.r * DEPTH)
        return ThingMotion(motion.walls, low, high)
    return motion_of(scene, list(parts.values()), still)


def _along(drawer: TableProp, first: float, last: float) -> tuple[Point, Point]:
    """The box of the moves by which a drawer comes out from so far to so far."""
    x, y = drawer.axis
    xs, ys = sorted((first * x, last * x)), sorted((first * y, last * y))
    aside = RAIL * abs(y), RAIL * abs(x)
    return (xs[0] - aside[0], ys[0] - aside[1]), (xs[1] + aside[0], ys[1] + aside[1])


def region_of(scene: TableScene, errand: TableErrand) -> MoveRegion:
    """The moves by which the thing of an errand is where it has to be in the end."""
    thing = scene.props[errand.target]
    if errand.verb == "open":
        return MoveRegion(*_along(thing, OPEN * DEPTH * thing.r, DEPTH * thing.r))
    if errand.verb == "pour":
        bowl, (x, y) = scene.props[errand.goal], thing.tip()
        at = bowl.x - x, bowl.y - y
        return MoveRegion(at, at, RIM * parts_of(bowl)["body"].r)
    pad = scene.pads[errand.goal]
    left, top, right, bottom = extent_of(list(parts_of(thing).values()))
    return MoveRegion((pad.x - pad.w - left, pad.y - pad.h - top),
                  (pad.x + pad.w - right, pad.y + pad.h - bottom))  # fmt: skip


def stops_of(scene: TableScene, errand: TableErrand) -> list[MoveRegion]:
    """The moves by which the middle of the thing is over the pads that come before the goal."""
    thing = scene.props[errand.target]
    pads = [scene.pads[n] for n in errand.stops]
    ats = [(float(pad.x - thing.x), float(pad.y - thing.y)) for pad in pads]
    return [MoveRegion(at, at, float(pad.w)) for at, pad in zip(ats, pads, strict=True)]


@dataclass(frozen=True)
class HandOutcome:
    """What came of an answer."""

    held: bool
    """Whether the hand took hold of the right thing where it has to."""
    moved: tuple[Point, ...] = ((0.0, 0.0),)
    """Where the thing was, from move to move, until it ran into something."""
    stops: int = 0
    """Stops that it passed until then."""
    why: str = ""


def carried(scene: TableScene, errand: TableErrand, hand: Sequence[Point], *,
            margin: float = -TOUCH) -> HandOutcome:  # fmt: skip
    """What a hand does that takes hold at the first point, and lets go at the last one."""
    thing, motion = scene.props[errand.target], held(scene, errand)
    on_body = thing.part("body").holds(hand[0], reach=-REACH)  # where handles begin
    if on_body or not thing.part("handle").holds(hand[0], reach=REACH):
        return HandOutcome(held=False, why=f"{told(hand[0])} is not on the handle")
    x, y = hand[0]
    way = [(px - x, py - y) for px, py in hand]
    stops, passed = stops_of(scene, errand), 0
    for number, (a, b) in enumerate(itertools.pairwise(way)):
        if not motion.is_clear(a, b, margin=margin):
            why = f"it does not get from {told(hand[number])} to {told(hand[number + 1])}"
            return HandOutcome(held=True, moved=tuple(way[: number + 1]), stops=passed, why=why)
        passed = _passed(stops, passed, a, b)
    why = (
        "" if region_of(scene, errand).holds(way[-1], SPARE) else "it does not end where it has to"
    )
    if passed < len(stops):
        why = "it does not pass over all that it has to"
    return HandOutcome(held=True, moved=tuple(way), stops=passed, why=why)


def _passed(stops: Sequence[MoveRegion], passed: int, a: Point, b: Point) -> int:
    """How many stops a thing has passed in order, after a straight move from `a` to `b`."""
    since = 0.0
    while passed < len(stops):
        enters = _enters(stops[passed], a, b, since)
        if enters is None:
            break
        passed, since = passed + 1, enters
    return passed


def _enters(disc: MoveRegion, a: Point, b: Point, since: float) -> float | None:
    """The first share of a straight move, from `since` on, at which it is in a disc."""
    (cx, cy), r = disc.middle, disc.r + SPARE
    dx, dy, px, py = b[0] - a[0], b[1] - a[1], a[0] - cx, a[1] - cy
    square, half, rest = dx * dx + dy * dy, px * dx + py * dy, px * px + py * py - r * r
    if square == 0:
        return since if rest <= 0 else None
    under = half * half - square * rest
    if under < 0:
        return None
    root = under**0.5
    first, last = (-half - root) / square, (-half + root) / square
    at = max(first, since)
    return at if at <= min(last, 1.0) else None


def told(p: Point) -> str:
    """A point in pixels."""
    return f"({p[0]:.0f}, {p[1]:.0f})"
