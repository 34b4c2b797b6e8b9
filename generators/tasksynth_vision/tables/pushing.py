"""Blocks that a finger pushes: always at right angles to a side, at the middle of it."""

from collections.abc import Sequence
from functools import lru_cache

from tasksynth_vision.tables.moving import (
    FINGER,
    SPARE,
    TOUCH,
    HandOutcome,
    TableErrand,
    ThingMotion,
    motion_of,
    region_of,
    told,
)
from tasksynth_vision.tables.props import TableScene, parts_of
from tasksynth_vision.tables.shapes import Point, Rounded

WAYS: tuple[Point, ...] = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))
NEAR = 6.0
"""Pixels from a side, inwards or outwards, at which a finger is set down at it."""
OFF = 0.5
"""Of half a side: how far from its middle the finger may be."""
SLANT = 0.12
"""How far a push may go aside, of its length, and pixels besides."""


@lru_cache(maxsize=256)
def pushed_motion(scene: TableScene, errand: TableErrand, way: Point | None) -> ThingMotion:
    """How a block moves; of a way, how the finger does that is behind it and pushes it that way."""
    block = scene.props[errand.target]
    mover = parts_of(block)["body"]
    if way is not None:
        back = block.r + FINGER
        at = block.x - way[0] * back, block.y - way[1] * back
        mover = Rounded((at,), float(FINGER))
    still = [part for n, one in enumerate(scene.props) if n != errand.target
             for part in parts_of(one).values()]  # fmt: skip
    return motion_of(scene, [mover], still)


def contact(scene: TableScene, errand: TableErrand, d: Point, way: Point) -> Point:
    """The middle of the side at which the block, so far moved, is pushed that way."""
    block = scene.props[errand.target]
    return block.x + d[0] - way[0] * block.r, block.y + d[1] - way[1] * block.r


def pushed(scene: TableScene, errand: TableErrand, hand: Sequence[Point], *,
           margin: float = -TOUCH) -> HandOutcome:  # fmt: skip
    """What a finger does that is set down at one point, moved to the next, lifted, and so on."""
    block = scene.props[errand.target]
    moved = [(0.0, 0.0)]
    for number, (a, b) in enumerate(zip(hand[::2], hand[1::2], strict=True)):
        d = moved[-1]
        way = _way(a, b)
        x, y = contact(scene, errand, d, way)
        ahead = (a[0] - x) * way[0] + (a[1] - y) * way[1]
        aside = abs((a[0] - x) * way[1] - (a[1] - y) * way[0])
        if abs(ahead) > NEAR or aside > OFF * block.r:
            why = f"{told(a)} is not at the middle of the side that is pushed"
            return HandOutcome(held=number > 0, moved=tuple(moved), why=why)
        along = max(0.0, (b[0] - x) * way[0] + (b[1] - y) * way[1])
        slant = abs((b[0] - a[0]) * way[1] - (b[1] - a[1]) * way[0])
        if slant > SPARE + SLANT * along:
            why = f"from {told(a)} to {told(b)} is not at right angles to a side"
            return HandOutcome(held=True, moved=tuple(moved), why=why)
        after = d[0] + along * way[0], d[1] + along * way[1]
        x, y = contact(scene, errand, (0.0, 0.0), way)
        finger = [(px - x, py - y) for px, py in (a, b)]
        is_clear = pushed_motion(scene, errand, None).is_clear(d, after, margin=margin)
        if not is_clear or not pushed_motion(scene, errand, way).is_clear(*finger, margin=margin):
            why = f"it does not get from {told(a)} to {told(b)}"
            return HandOutcome(held=True, moved=tuple(moved), why=why)
        moved.append(after)
    ended = region_of(scene, errand).holds(moved[-1], SPARE)
    why = "" if ended else "it does not end where it has to"
    return HandOutcome(held=True, moved=tuple(moved), why=why)


def _way(a: Point, b: Point) -> Point:
    """The side's direction that a push goes in."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    if abs(dx) >= abs(dy):
        return WAYS[0] if dx > 0 else WAYS[2]
    return WAYS[1] if dy > 0 else WAYS[3]
