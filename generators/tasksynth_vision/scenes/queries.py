"""Descriptions of things as trees, and what they mean in a scene, proved with a margin."""

from collections.abc import Sequence
from math import dist
from typing import Annotated, Literal

from pydantic import Field

from tasksynth_schemas import Model
from tasksynth_vision.scenes.things import Colour, Kind, Looks, Pattern, Size, Thing

Side = Literal["left", "right", "above", "below"]
SIDES: tuple[Side, ...] = ("left", "right", "above", "below")
MARGIN = 7
"""Pixels by which a relation holds, or fails, for every thing that it is asked of: centres that are
nearer decide nothing."""
CLEARLY = 1.2
"""How many times as far away the second nearest thing is, at least."""


class Like(Model):
    """What something is like; None leaves it open."""

    size: Size | None = None
    pattern: Pattern | None = None
    colour: Colour | None = None
    kind: Kind | None = None

    def fits(self, thing: Looks) -> bool:
        """Whether a thing is like that."""
        return (
            self.kind in (None, thing.kind)
            and self.colour in (None, thing.colour)
            and self.size in (None, thing.size)
            and self.pattern in (None, thing.pattern)
        )

    @property
    def said(self) -> int:
        """How many attributes it names."""
        return sum(one is not None for one in (self.size, self.pattern, self.colour, self.kind))


class Beside(Model):
    """Farther to one side than something else, by the centres."""

    side: Side
    of: "Description"


class Nearest(Model):
    """Nearest to something else, by the centres."""

    to: "Description"


class InOrder(Model):
    """The so-manieth from one side, by the centres."""

    side: Side
    rank: Annotated[int, Field(ge=1, le=9)] = 1


class Description(Model):
    """The one thing that is like something, beside something, and the one of those."""

    like: Like
    beside: Beside | None = None
    chosen: Nearest | InOrder | None = None


Things = Sequence[Thing]


def ahead(thing: Thing, side: Side) -> int:
    """Pixels of the centre towards a side."""
    return {"left": -thing.x, "right": thing.x, "above": -thing.y, "below": thing.y}[side]


def candidates(things: Things, like: Like, beside: Beside | None) -> list[int] | None:
    """The numbers of things like that on a side; None where that is not clear of one."""
    anchor = None if beside is None else resolve(things, beside.of)
    if beside is not None and anchor is None:
        return None
    out = []
    for number, thing in enumerate(things):
        if not like.fits(thing) or number == anchor:
            continue
        if beside is not None and anchor is not None:
            lead = ahead(thing, beside.side) - ahead(things[anchor], beside.side)
            if abs(lead) < MARGIN:
                return None
            if lead < 0:
                continue
        out.append(number)
    return out


def resolve(things: Things, query: Description) -> int | None:
    """The number of the one thing that a query means; None where none or several might be meant."""
    among = candidates(things, query.like, query.beside)
    if among is None:
        return None
    match query.chosen:
        case None:
            return among[0] if len(among) == 1 else None
        case Nearest(to=to):
            return _nearest(things, among, resolve(things, to))
        case InOrder(side=side, rank=rank):
            return _ranked(things, among, side, rank)


def _nearest(things: Things, among: list[int], anchor: int | None) -> int | None:
    if anchor is None:
        return None
    centre = (things[anchor].x, things[anchor].y)
    far = sorted((dist(centre, (things[i].x, things[i].y)), i) for i in among if i != anchor)
    if len(far) < 2 or far[1][0] < max(CLEARLY * far[0][0], far[0][0] + MARGIN):
        return None
    return far[0][1]


def _ranked(things: Things, among: list[int], side: Side, rank: int) -> int | None:
    order = sorted(among, key=lambda i: (-ahead(things[i], side), i))
    if len(order) <= max(rank, 1):
        return None
    places = [ahead(things[i], side) for i in order]
    beside = [abs(places[rank - 1] - places[k]) for k in (rank - 2, rank) if 0 <= k < len(places)]
    return order[rank - 1] if min(beside) >= MARGIN else None


def hops(query: Description | None) -> int:
    """Things that have to be found on the way, and orders that have to be made."""
    if query is None:
        return 0
    chosen = query.chosen
    way = 0 if query.beside is None else 1 + hops(query.beside.of)
    if isinstance(chosen, Nearest):
        return way + 1 + hops(chosen.to)
    return way + (chosen is not None)
