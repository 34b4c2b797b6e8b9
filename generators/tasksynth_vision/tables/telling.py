"""Errands in words."""

from collections.abc import Sequence
from typing import Literal

from tasksynth_vision.scenes.queries import MARGIN
from tasksynth_vision.tables.moving import TableErrand
from tasksynth_vision.tables.props import Pad, TableProp, TableScene

Units = Literal["pixels", "thousandths", "fractions"]
_ORDERS = (("leftmost", 0, 1), ("rightmost", 0, -1), ("topmost", 1, 1), ("bottommost", 1, -1))
_UNITS: dict[Units, str] = {
    "pixels": "in pixels of the picture",
    "thousandths": "in thousandths of the picture's sides, from 0 to 1000",
    "fractions": "as fractions of the picture's sides, from 0 to 1",
}


def name_of(things: Sequence[TableProp] | Sequence[Pad], number: int) -> str | None:
    """A name that one of the things has, and no other; None where no plain one does."""
    one = things[number]
    alike = [t for t in things if (t.kind, t.colour) == (one.kind, one.colour)]
    name = f"{one.colour} {one.kind}"
    if len(alike) == 1:
        return f"the {name}"
    leads = []
    for word, axis, way in _ORDERS:
        places = [(t.x, t.y)[axis] * way for t in alike if t is not one]
        leads.append((min(places) - (one.x, one.y)[axis] * way, word))
    lead, word = max(leads)
    return f"the {word} {name}" if lead >= MARGIN else None


def names_of(scene: TableScene, errand: TableErrand) -> list[str | None]:
    """What is moved, what it is moved to, and the stops on the way."""
    pads = [name_of(scene.pads, n) for n in errand.stops]
    into = scene.props if errand.verb == "pour" else scene.pads
    goal = "" if errand.verb == "open" else name_of(into, errand.goal)
    return [name_of(scene.props, errand.target), goal, *pads]


def asked(scene: TableScene, errand: TableErrand) -> str:
    """The errand in a sentence."""
    thing, goal, *stops = names_of(scene, errand)
    by = "".join(f", {'then' if n else 'first'} across {stop}" for n, stop in enumerate(stops))
    by = by.replace(", first", ",", 1) if len(stops) == 1 else by
    if errand.verb == "carry":
        return f"Carry {thing}{by}{', and put it' if by else ''} onto {goal}."
    if errand.verb == "pour":
        return f"Carry {thing}{by}{', and then' if by else ''} to {goal}, to pour from it."
    if errand.verb == "push":
        return f"Push {thing} onto {goal}."
    return f"Open {thing}."


_HAND = (
    "A hand comes down from above on the first point, which has to be on the thing's handle; moves "
    "straight from point to point, the thing with it, which does not turn; and lets go at the last "
    "one. "
)
_CLEAR = (
    "Nothing of the thing may touch any other thing or leave the picture; mats and coasters are "
    "flat, and do not count."
)
_ENDS = {
    "carry": " In the end all of it has to be on the mat.",
    "pour": " In the end the tip of its spout has to be over the inside of the bowl. The spout may "
            "be over the rim of that bowl; nothing else of the thing may.",
}  # fmt: skip
_PUSH = (
    "A finger is set down beside the block, at the middle of a side, and moves straight, at right "
    "angles to that side, which pushes the block before it: the side that is pushed ends where the "
    "finger ends. Then the finger is lifted, and may push another side. Neither the block nor the "
    "finger, which is {wide} pixels wide, may touch any other thing or leave the picture; mats and "
    "coasters are flat, and do not count. In the end all of the block has to be on the mat."
)
_OPEN = (
    "A hand comes down from above on the first point, which has to be on the drawer's knob, and "
    "moves straight to the last one. A drawer comes out straight, as far as its cabinet is deep; "
    "it is open from three quarters of that on, and may not be pulled farther than all of it."
)
_STOP = " When it is carried across a coaster, the middle of its body has to pass over it."


def rules(errand: TableErrand, finger: int) -> str:
    """How things move, and what has to hold in the end."""
    if errand.verb == "push":
        return _PUSH.format(wide=finger)
    if errand.verb == "open":
        return _OPEN
    return _HAND + _CLEAR + (_STOP if errand.stops else "") + _ENDS[errand.verb]


def form(errand: TableErrand, units: Units) -> str:
    """How the answer is given."""
    where = f"{_UNITS[units]}, x from the left edge, y from the top"
    if errand.verb == "push":
        return (
            "Give two points for each push, where the finger is set down and where it is lifted, "
            f"{where}, as `Answer: [[x, y], [x, y], ...]`."
        )
    return f"Give the points in order, {where}, as `Answer: [[x, y], [x, y], ...]`."
