"""What is demanded of how things lie, and whether it holds; a little slack is the drawing's."""

from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from tasksynth_schemas import Model
from tasksynth_vision.composing.shapes import SIDE, ShapeLike

Way = Literal["left", "right", "above", "below"]
WAYS: tuple[Way, ...] = ("left", "right", "above", "below")
Meeting = Literal["apart", "inside", "around", "over", "under", "mixed"]
"""How one thing lies to another: in front of it and within its outline, behind it and around it,
partly in front of or behind it, or none of these."""
MARGIN = 8
"""Units by which a centre is farther to one side, at least."""
EVEN = 6
"""Units by which centres differ at most that are at one height, or above one another."""
CLEAR = 15
"""Units from its bounding box to all others, of what keeps clear."""
SLACK = 0.7
"""Units by which what is measured may be off."""


class PlacedThing(Protocol):
    """What a claim asks of a thing."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        ...

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of its box."""
        ...

    def fits(self, like: ShapeLike) -> bool:
        """Whether it is like that."""
        ...


Things = Sequence[PlacedThing]
Meet = Callable[[int, int], Meeting]
"""How one thing, by number, lies to another."""


class SceneClaim(Model):
    """How some things lie: to another thing, or in the picture."""

    sort: Literal["side", "half", "first", "even", "inside", "over", "clear"]
    what: ShapeLike
    among: int = 1
    """Things that are like that: all of the scene."""
    number: int | None = None
    """How many of them are so; None for each."""
    way: Way = "left"
    """Where to; of `even`, the axis along which centres are alike: `left` for one column."""
    of: ShapeLike | None = None


def holds(things: Things, meet: Meet, claim: SceneClaim) -> bool:
    """Whether a claim holds: of nothing that is not there."""
    what = [i for i, one in enumerate(things) if one.fits(claim.what)]
    of = [i for i, one in enumerate(things) if claim.of is not None and one.fits(claim.of)]
    if len(what) != claim.among or (claim.of is not None and len(of) != 1):
        return False
    if claim.sort == "clear":
        return all(gap(things[what[0]], one) >= CLEAR - SLACK
                   for i, one in enumerate(things) if i != what[0])  # fmt: skip
    if claim.sort == "first":
        rest = [one for i, one in enumerate(things) if i != what[0]]
        return all(lead(things[what[0]], one, claim.way) >= MARGIN - SLACK for one in rest)
    least, most = (sum(is_so(things, meet, claim, i, of[0] if of else None, slack) for i in what)
                   for slack in (-SLACK, SLACK))  # fmt: skip
    wanted = claim.among if claim.number is None else claim.number
    return least <= wanted <= most


def is_so(things: Things, meet: Meet, claim: SceneClaim, i: int, of: int | None,
          slack: float = SLACK) -> bool:  # fmt: skip
    """Whether one thing is as is said, or nearly."""
    if claim.sort == "half":
        x, y = things[i].centre
        far = {"left": -x, "right": x, "above": -y, "below": y}[claim.way]
        middle = SIDE / 2 if claim.way in ("right", "below") else -SIDE / 2
        return far - middle >= MARGIN - slack
    if of is None:
        return False
    if claim.sort == "side":
        return lead(things[i], things[of], claim.way) >= MARGIN - slack
    if claim.sort == "even":
        axis = int(claim.way != "left")
        return abs(things[i].centre[axis] - things[of].centre[axis]) <= EVEN + slack
    return meet(i, of) == claim.sort


def lead(one: PlacedThing, other: PlacedThing, way: Way) -> float:
    """Units by which the centre of one is farther to a side than that of the other."""
    across, down = (a - b for a, b in zip(one.centre, other.centre, strict=True))
    return {"left": -across, "right": across, "above": -down, "below": down}[way]


def gap(one: PlacedThing, other: PlacedThing) -> float:
    """Units between bounding boxes, across or down, whichever is more."""
    a, b = one.box, other.box
    return max(a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3])
