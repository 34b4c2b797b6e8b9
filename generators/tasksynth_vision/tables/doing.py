"""Errands: carried out as an answer says, solved, and tried in haste."""

from collections.abc import Sequence

from tasksynth_vision.tables.moving import (
    TOUCH,
    HandOutcome,
    TableErrand,
    carried,
    region_of,
    stops_of,
)
from tasksynth_vision.tables.planning import carrying, pushes
from tasksynth_vision.tables.props import TableScene
from tasksynth_vision.tables.pushing import WAYS, contact, pushed
from tasksynth_vision.tables.shapes import Point


def done(scene: TableScene, errand: TableErrand, hand: Sequence[Point], *,
         margin: float = -TOUCH) -> HandOutcome:  # fmt: skip
    """What comes of the points that a hand goes to; nothing may come nearer than a margin."""
    does = pushed if errand.verb == "push" else carried
    return does(scene, errand, hand, margin=margin)


def solved(scene: TableScene, errand: TableErrand, margin: float) -> list[Point] | None:
    """Points of a hand, in whole pixels, that do an errand with a margin, if there are any."""
    if errand.verb == "push":
        hand = pushes(scene, errand, margin)
    else:
        moves = carrying(scene, errand, margin)
        hand = moves and _hand(scene, errand, moves)
    return hand and [(float(round(x)), float(round(y))) for x, y in hand]


def _hand(scene: TableScene, errand: TableErrand, moves: Sequence[Point]) -> list[Point]:
    x, y = scene.props[errand.target].grasp()
    return [(x + dx, y + dy) for dx, dy in moves]


def hasty(scene: TableScene, errand: TableErrand) -> list[list[Point]]:
    """The plainest ways: straight from stop to stop, or two pushes, one along each side."""
    end = region_of(scene, errand).middle
    if errand.verb != "push":
        stops = [stop.middle for stop in stops_of(scene, errand)]
        return [_hand(scene, errand, [(0.0, 0.0), *stops, end])]
    out = []
    for axis in (0, 1):
        hand, at = [], (0.0, 0.0)
        for one in (axis, 1 - axis):
            to = (end[0], at[1]) if one == 0 else (at[0], end[1])
            if abs(to[one] - at[one]) > 1:
                way = WAYS[one if to[one] > at[one] else one + 2]
                hand += [contact(scene, errand, d, way) for d in (at, to)]
            at = to
        out.append(hand)
    return out


def is_blocked(scene: TableScene, errand: TableErrand) -> bool:
    """Whether none of the plainest ways does it."""
    return all(done(scene, errand, hand).why for hand in hasty(scene, errand))
