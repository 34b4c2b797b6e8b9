"""Lay out a scene: things of many looks, some on others, and none of them hidden."""

from typing import NamedTuple

from tasksynth.rng import Dice
from tasksynth_vision.composing.claims import Meeting, gap
from tasksynth_vision.composing.seeing import SeenDrawing, meeting, sight_of
from tasksynth_vision.composing.shapes import (
    COLOURS,
    KINDS,
    LEAST,
    SIDE,
    DrawnShape,
    GroundColour,
    ShapeColour,
    ShapeKind,
    ShapeSize,
    height_of,
    svg_of,
)
from tasksynth_vision.vectors.parsing import paints_in

GAP, EDGE, TRIES = 5, 6, 60
GROUNDS: tuple[GroundColour, ...] = ("black", "blue", "yellow", "grey")
_SPANS = {"small": (20, 36), "large": (64, 84)}
_LONG: tuple[ShapeKind, ...] = ("rectangle", "ellipse")
_HOSTS: tuple[ShapeKind, ...] = ("circle", "square", "rectangle", "hexagon", "pentagon")


class Laid(NamedTuple):
    """A scene, and what it shows."""

    shapes: tuple[DrawnShape, ...]
    ground: GroundColour
    sight: SeenDrawing

    def meet(self, i: int, j: int) -> Meeting:
        """How one thing lies to another."""
        return meeting(self.sight.things[i], self.sight.things[j])


def lay_out(dice: Dice, *, things: int, kinds: int, colours: int, onto: int,
            coloured: bool) -> Laid | None:  # fmt: skip
    """A scene of so many things, of which `onto` pairs overlap or lie inside of one another.

    None where something found no room, or is not seen as it should be.
    """
    ground: GroundColour = dice.of(GROUNDS) if coloured else "white"
    hues = [one for one in COLOURS[:colours] if one != ground]
    placed: list[DrawnShape] = []
    large = min(onto + dice.between(0, max(1, things // 4)), things - onto, 4)
    for number in range(things - onto):
        size: ShapeSize = "large" if number < large else "small"
        able = [k for k in _HOSTS if k in KINDS[:kinds]] if number < onto else KINDS[:kinds]
        kind = dice.of(able)
        found = _free(dice, placed, size, dice.of(hues), kind)
        if found is None:
            return None
        placed.append(found)
    for number in range(onto):
        found = _upon(dice, placed, number, [h for h in hues if h != placed[number].colour], kinds)
        if found is None:
            return None
        placed.append(found)
    return seen_as(tuple(placed), ground)


def seen_as(shapes: tuple[DrawnShape, ...], ground: GroundColour) -> Laid | None:
    """A scene as it is seen; None where something does not look as it should."""
    sight = sight_of(paints_in(svg_of(shapes, ground), SIDE))
    if [thing.kind for thing in sight.things] != [shape.kind for shape in shapes]:
        return None
    laid = Laid(shapes, ground, sight)
    pairs = [(i, j) for i in range(len(shapes)) for j in range(i)]
    return None if any(laid.meet(i, j) == "mixed" for i, j in pairs) else laid


def _sized(dice: Dice, size: ShapeSize, kind: ShapeKind) -> tuple[int, int]:
    """Some width and height."""
    long = dice.between(*_SPANS[size])
    if kind not in _LONG:
        return long, height_of(kind, long)
    short = long * 10 // dice.between(17, 22)
    return (long, short) if dice.below(2) else (short, long)


def _free(dice: Dice, placed: list[DrawnShape], size: ShapeSize, colour: ShapeColour,
          kind: ShapeKind) -> DrawnShape | None:  # fmt: skip
    """A shape somewhere beside all others."""
    wide, high = _sized(dice, size, kind)
    for _ in range(TRIES):
        left, top = dice.between(EDGE, SIDE - wide - EDGE), dice.between(EDGE, SIDE - high - EDGE)
        shape = DrawnShape(kind=kind, colour=colour, left=left, top=top, wide=wide, high=high)
        if all(gap(shape, other) >= GAP for other in placed):
            return shape
    return None


def _upon(dice: Dice, placed: list[DrawnShape], host: int, hues: list[ShapeColour],
          kinds: int) -> DrawnShape | None:  # fmt: skip
    """A small shape inside of a large one, or over its edge, and beside all others."""
    under = placed[host]
    within = dice.below(2) == 1
    kind = dice.of(KINDS[:kinds])
    for _ in range(TRIES):
        wide, high = _sized(dice, "small", kind)
        if within:
            share = min(22, 0.55 * min(under.wide, under.high)) / max(wide, high)
            wide, high = round(wide * share), round(high * share)
        reach_x = under.wide // 9 if within else under.wide // 2
        reach_y = under.high // 9 if within else under.high // 2
        x, y = dice.between(-reach_x, reach_x), dice.between(-reach_y, reach_y)
        if not within and dice.below(2):
            x = reach_x if x > 0 else -reach_x
        elif not within:
            y = reach_y if y > 0 else -reach_y
        left = under.left + (under.wide - wide) // 2 + x
        top = under.top + (under.high - high) // 2 + y
        if not (EDGE <= left <= SIDE - wide - EDGE and EDGE <= top <= SIDE - high - EDGE):
            continue
        shape = DrawnShape(kind=kind, colour=dice.of(hues), left=left, top=top, wide=wide,
                           high=high)  # fmt: skip
        others = [one for i, one in enumerate(placed) if i != host]
        if (
            max(wide, high) >= LEAST
            and min(wide, high) >= 9
            and all(gap(shape, other) >= GAP for other in others)
        ):
            return shape
    return None
