"""What a drawing shows: its ground, and the things on it that are to be seen."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from tasksynth_vision.composing.claims import Meeting
from tasksynth_vision.composing.kinds import kind_of
from tasksynth_vision.composing.shapes import (
    LEAST,
    SIDE,
    ShapeLike,
    ShapeSize,
    colour_name,
    size_of,
)
from tasksynth_vision.vectors.colours import RGB
from tasksynth_vision.vectors.geometry import Inside, inside
from tasksynth_vision.vectors.parsing import Paint
from tasksynth_vision.vectors.scoring import WHITE

FINE = 2
"""Pixels of a unit, each way, in which it is counted what is seen."""
FINEST, ACROSS = 10, 180
"""Pixels of a unit at most, and of a thing about, in which it is looked at what shape it has."""
APART = 40
"""Of 255 in a channel: colours that differ by no more are not told apart."""
SPECK = 4
"""Square units of change up to which something is not seen."""
COVERS = 0.995
"""Share of the picture that its ground covers."""
HALF = 0.5
"""Share of a thing that has to be seen."""
OUTSIDE = 1.0
"""Units by which a thing may reach out of the picture."""
TOUCHING, PARTLY, WITHIN = 0.01, 0.08, 0.985
"""Shares of the smaller of two things that both cover: at most, where they do not overlap; at least
where they do, and as much of it is not covered; and at least where it is inside of the other."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


class ShownThing(NamedTuple):
    """Something that is seen in a drawing."""

    kind: str
    """Empty if it has no name, is mostly hidden, or is cut off at the edge."""
    colour: str
    rgb: RGB
    box: Box
    mask: Inside
    """Where it is, hidden or not, FINE pixels a unit."""
    area: float
    """Square units."""
    order: int
    """Things of a higher number lie in front."""
    why: str = ""
    """What is wrong with it."""

    @property
    def size(self) -> ShapeSize | None:
        """The word for its size."""
        return size_of(max(self.box[2] - self.box[0], self.box[3] - self.box[1]))

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of its bounding box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    def fits(self, like: ShapeLike) -> bool:
        """Whether it is like that."""
        return (
            bool(self.kind)
            and like.kind in (None, self.kind)
            and like.colour in (None, self.colour)
            and like.size in (None, self.size)
        )


class SeenDrawing(NamedTuple):
    """What there is to see."""

    ground: RGB
    things: tuple[ShownThing, ...]


class _Layer(NamedTuple):
    paints: tuple[Paint, ...]
    rgb: RGB
    mask: Inside


def sight_of(paints: Sequence[Paint]) -> SeenDrawing:
    """What paints show on a picture of SIDE units."""
    every = ((layer, np.count_nonzero(layer.mask.mask)) for layer in _layers(paints))
    some = [(layer, covered) for layer, covered in every if covered]
    layers, whole = [layer for layer, _ in some], (SIDE * FINE) ** 2
    grounds = [i for i, (_, covered) in enumerate(some) if covered >= COVERS * whole]
    ground = layers[grounds[-1]].rgb if grounds else WHITE
    over = layers[grounds[-1] + 1 :] if grounds else layers
    shows = _shows(ground, over)
    while any(area <= SPECK for area in shows):
        over = [layer for layer, area in zip(over, shows, strict=True) if area > SPECK]
        shows = _shows(ground, over)
    things = (_shown(layer, i, area) for i, (layer, area) in
              enumerate(zip(over, shows, strict=True)))  # fmt: skip
    return SeenDrawing(ground, tuple(things))


def _shows(ground: RGB, over: Sequence[_Layer]) -> list[float]:
    """Of each layer the square units that would look otherwise without it.

    What no pixel shows of is left out at first, as nothing that covers it can be told from it: so
    the cover of something that was painted over in the colour around it shows nothing either.
    """
    colours = np.array([ground, *(layer.rgb for layer in over)], dtype=np.int64)
    differ = np.abs(colours[:, None] - colours[None]).max(2) > APART
    seen, under = (np.zeros((SIDE * FINE, SIDE * FINE), dtype=np.int16) for _ in "su")
    for number, layer in enumerate(over, 1):
        box, mask = layer.mask.box, layer.mask.mask
        np.copyto(under[box], seen[box], where=mask)
        np.copyto(seen[box], number, where=mask)
    shown = [seen[layer.mask.box] == number for number, layer in enumerate(over, 1)]
    pixels = [np.count_nonzero(own) for own in shown]
    if any(many <= SPECK * FINE**2 for many in pixels):
        return [many / FINE**2 for many in pixels]
    beneath = (np.bincount(under[layer.mask.box][own], minlength=len(differ))
               for layer, own in zip(over, shown, strict=True))  # fmt: skip
    return [float((counts * row).sum() / FINE**2)
            for counts, row in zip(beneath, differ[1:], strict=True)]  # fmt: skip


def _layers(paints: Sequence[Paint]) -> list[_Layer]:
    """Fills and strokes, those of one shape together where they are of one colour."""
    groups: list[list[Paint]] = []
    for paint in paints:
        last = groups[-1][0] if groups else None
        if last is not None and (last.element, last.rgb) == (paint.element, paint.rgb):
            groups[-1].append(paint)
        else:
            groups.append([paint])
    return [_Layer(tuple(group), group[0].rgb, _mask(group, FINE)) for group in groups]


def _mask(paints: Sequence[Paint], fine: int) -> Inside:
    """Which pixels any of some paints covers."""
    parts = [inside(paint.rings, SIDE, evenodd=paint.evenodd, fine=fine) for paint in paints]
    if len(parts) == 1:
        return parts[0]
    top, left = min(part.top for part in parts), min(part.left for part in parts)
    bottom = max(part.top + part.mask.shape[0] for part in parts)
    right = max(part.left + part.mask.shape[1] for part in parts)
    mask = np.zeros((bottom - top, right - left), dtype=bool)
    for part in parts:
        rows, columns = part.box
        mask[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] |= (
            part.mask
        )
    return Inside(top, left, mask)


def _shown(layer: _Layer, order: int, seen: float) -> ShownThing:
    area = np.count_nonzero(layer.mask.mask) / FINE**2
    points = [p for paint in layer.paints for ring in paint.rings for p in ring]
    ends = [f(p[i] for p in points) for f in (min, max) for i in (0, 1)]
    long = max(4.0, ends[2] - ends[0], ends[3] - ends[1])
    fine = max(2, min(FINEST, round(ACROSS / long)))
    mask, (x, y) = _tight(_mask(layer.paints, fine))
    box = (x / fine, y / fine, (x + mask.shape[1]) / fine, (y + mask.shape[0]) / fine)
    why = ""
    if min(ends) < -OUTSIDE or max(ends) > SIDE + OUTSIDE:
        why = "reaches out of the picture"
    elif seen < HALF * area:
        why = "is hidden for the most part"
    elif max(box[2] - box[0], box[3] - box[1]) < LEAST - 1:
        why = "is too small"
    kind = None if why else kind_of(mask)
    if not why and kind is None:
        why = "has none of the shapes"
    return ShownThing(kind or "", colour_name(layer.rgb), layer.rgb, box, layer.mask, area, order,
                      why)  # fmt: skip


def _tight(held: Inside) -> tuple[Any, tuple[int, int]]:
    """A mask without empty rows and columns, and where it begins: column and row."""
    rows, columns = (np.flatnonzero(held.mask.any(axis)) for axis in (1, 0))
    if not len(rows):
        return held.mask, (held.left, held.top)
    cut = held.mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return cut, (held.left + int(columns[0]), held.top + int(rows[0]))


def meeting(one: ShownThing, other: ShownThing) -> Meeting:
    """How a thing lies to another."""
    both = _shared(one, other)
    least = min(one.area, other.area)
    if both <= TOUCHING * least:
        return "apart"
    front = one.order > other.order
    if both >= WITHIN * least:
        smaller = one if one.area <= other.area else other
        if smaller.order != max(one.order, other.order):
            return "mixed"
        return "inside" if smaller is one else "around"
    if PARTLY * least <= both <= (1 - PARTLY) * least:
        return "over" if front else "under"
    return "mixed"


def _shared(one: ShownThing, other: ShownThing) -> float:
    """Square units that both cover."""
    a, b = one.mask, other.mask
    top, left = max(a.top, b.top), max(a.left, b.left)
    bottom = min(a.top + a.mask.shape[0], b.top + b.mask.shape[0])
    right = min(a.left + a.mask.shape[1], b.left + b.mask.shape[1])
    if top >= bottom or left >= right:
        return 0.0
    cuts = [one.mask[top - one.top : bottom - one.top, left - one.left : right - one.left]
            for one in (a, b)]  # fmt: skip
    return np.count_nonzero(cuts[0] & cuts[1]) / FINE**2
