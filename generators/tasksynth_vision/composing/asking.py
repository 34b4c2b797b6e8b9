"""Choose what is demanded of a scene: what holds in one that was laid out, and in no cheap one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil, sqrt
from typing import Literal

from tasksynth.rng import Dice
from tasksynth_schemas import Model
from tasksynth_vision.composing.claims import (
    EVEN,
    MARGIN,
    WAYS,
    Meeting,
    SceneClaim,
    Way,
    gap,
    holds,
    lead,
)
from tasksynth_vision.composing.placing import Laid
from tasksynth_vision.composing.shapes import SIDE, DrawnShape, ShapeLike, height_of

SURE = 2
"""Units by which what decides a claim is beyond its limit in the scene that was laid out."""
FAILED = 0.25
"""Share of the claims that fail in every cheap layout, at least; and one of them."""
PICKS = 12


class Inventory(Model):
    """So many things that are alike."""

    like: ShapeLike
    number: int


def inventory(dice: Dice, laid: Laid) -> tuple[Inventory, ...]:
    """What there is, in any order: sizes are said where they tell things apart, and at times."""
    looks: dict[tuple[str, str], list[ShapeLike]] = {}
    for shape in laid.shapes:
        looks.setdefault((shape.colour, shape.kind), []).append(shape.like)
    out = []
    for group in looks.values():
        sizes = {like.size for like in group}
        if len(sizes) == 1 and dice.below(3) == 0:
            sizes_of = [like.model_copy(update={"size": None}) for like in group]
        else:
            sizes_of = group
        for like, number in Counter(sizes_of).items():
            out.append(Inventory(like=like, number=number))
    dice.shuffle(out)
    return tuple(out)


def demands(dice: Dice, laid: Laid, there: tuple[Inventory, ...],
            claims: int) -> tuple[SceneClaim, ...] | None:  # fmt: skip
    """So many claims that hold, of as many sorts as may be; None where a cheap layout does it."""
    sorts: dict[str, list[SceneClaim]] = {}
    fixed: list[SceneClaim] = []
    for claim in _candidates(laid, there):
        if claim.sort in ("inside", "over"):
            fixed.append(claim)
            continue
        plain = claim.number is None
        sorts.setdefault(f"{claim.sort}{plain if claim.sort == 'side' else ''}", []).append(claim)
    if len(fixed) != upon(laid) or len(fixed) > claims:
        return None
    for _ in range(PICKS):
        for pool in sorts.values():
            dice.shuffle(pool)
        pools = {name: list(pool) for name, pool in sorts.items()}
        chosen = _picked(dice, pools, claims, fixed)
        if len(chosen) < claims:
            return None
        least = max(1, ceil(FAILED * claims))
        if all(failed >= least for failed in failures(there, chosen)):
            return tuple(chosen)
    return None


def upon(laid: Laid) -> int:
    """How many things lie on others: each of that has to be said."""
    many = range(len(laid.shapes))
    return sum(laid.meet(i, j) in ("inside", "over") for i in many for j in many if i != j)


def _picked(dice: Dice, pools: dict[str, list[SceneClaim]], claims: int,
            fixed: list[SceneClaim]) -> list[SceneClaim]:  # fmt: skip
    """Claims of all sorts in turn, none of which speaks of the same pair and axis as another."""
    out = list(fixed)
    said = {_about(claim) for claim in out}
    names = list(pools)
    while len(out) < claims and any(pools.values()):
        dice.shuffle(names)
        for name in names:
            while pools[name] and len(out) < claims:
                claim = pools[name].pop()
                about = _about(claim)
                if about not in said:
                    said.add(about)
                    out.append(claim)
                    break
    dice.shuffle(out)
    return out


def _about(claim: SceneClaim) -> tuple[object, ...]:
    across = claim.way in ("left", "right")
    if claim.sort == "even":
        across = claim.way == "left"
    if claim.of is None:
        return claim.sort, claim.what, across
    both = frozenset((claim.what, claim.of))
    return both, across if claim.sort in ("side", "even") else claim.sort


def _candidates(laid: Laid, there: tuple[Inventory, ...]) -> Iterator[SceneClaim]:
    """What holds clearly in a scene."""
    alone = [(group.like, _numbers(laid, group.like)[0]) for group in there if group.number == 1]
    for group in there:
        what = _numbers(laid, group.like)
        for way in WAYS:
            middle = [_to_half(laid, i, way) for i in what]
            yield from _counted("half", group, way, middle)
        for like, of in alone:
            if of in what:
                continue
            for way in WAYS:
                far = [lead(laid.shapes[i], laid.shapes[of], way) for i in what]
                yield from _counted("side", group, way, far, like)
            if group.number == 1:
                yield from _paired(laid, group.like, what[0], like, of)
    for like, i in alone:
        yield from _alone(laid, like, i)


def _numbers(laid: Laid, like: ShapeLike) -> list[int]:
    return [i for i, shape in enumerate(laid.shapes) if shape.fits(like)]


def _to_half(laid: Laid, i: int, way: Way) -> float:
    x, y = laid.shapes[i].centre
    far = {"left": -x, "right": x, "above": -y, "below": y}[way]
    return far - (SIDE / 2 if way in ("right", "below") else -SIDE / 2)


def _counted(sort: Literal["side", "half"], group: Inventory, way: Way, far: Sequence[float],
             of: ShapeLike | None = None) -> Iterator[SceneClaim]:  # fmt: skip
    """How many of a group are on a side, where that is clear."""
    if any(abs(one - MARGIN) < SURE for one in far):
        return
    number = sum(one >= MARGIN for one in far)
    if number == 0 and (min(far) < -3 * MARGIN or sort == "half") and group.number == 1:
        return  # it is on the other side, which says more
    exactly = None if number == group.number else number
    yield SceneClaim(sort=sort, what=group.like, among=group.number, number=exactly, way=way,
                     of=of)  # fmt: skip


def _paired(laid: Laid, what: ShapeLike, i: int, of: ShapeLike, j: int) -> Iterator[SceneClaim]:
    met = laid.meet(i, j)
    if met in ("inside", "over"):
        yield SceneClaim(sort=met, what=what, of=of)
    if i > j:
        return
    a, b = laid.shapes[i].centre, laid.shapes[j].centre
    ways: tuple[tuple[int, Way], ...] = ((0, "left"), (1, "above"))
    for axis, way in ways:
        if abs(a[axis] - b[axis]) <= EVEN - SURE:
            yield SceneClaim(sort="even", what=what, way=way, of=of)


def _alone(laid: Laid, like: ShapeLike, i: int) -> Iterator[SceneClaim]:
    others = [shape for j, shape in enumerate(laid.shapes) if j != i]
    for way in WAYS:
        if min(lead(laid.shapes[i], other, way) for other in others) >= MARGIN + SURE:
            yield SceneClaim(sort="first", what=like, way=way)
    if min(gap(laid.shapes[i], other) for other in others) >= 15 + SURE:
        yield SceneClaim(sort="clear", what=like)


def failures(there: tuple[Inventory, ...], claims: Sequence[SceneClaim]) -> Iterator[int]:
    """How many claims fail in each of the layouts that look at no claim."""
    for shapes in layouts(there).values():
        yield sum(not holds(shapes, _apart, claim) for claim in claims)


def _apart(i: int, j: int) -> Meeting:
    return "apart"


def layouts(there: tuple[Inventory, ...]) -> dict[str, tuple[DrawnShape, ...]]:
    """The right things in rows, columns, grids and diagonals, in the order of mention or back."""
    likes = [group.like for group in there for _ in range(group.number)]
    many = len(likes)
    wide = ceil(sqrt(many))
    lines: dict[str, list[tuple[float, float]]] = {
        "row": [(i, 0.5 * (many - 1)) for i in range(many)],
        "column": [(0.5 * (many - 1), i) for i in range(many)],
        "falling": [(i, i) for i in range(many)],
        "rising": [(i, many - 1 - i) for i in range(many)],
    }
    grids: dict[str, list[tuple[float, float]]] = {
        "grid": [(i % wide, i // wide) for i in range(many)],
        "grid of columns": [(i // wide, i % wide) for i in range(many)],
    }
    out = {}
    for name, places in (lines | grids).items():
        cells = many if name in lines else wide
        for back in (False, True):
            ordered = places[::-1] if back else places
            out[name + " back" * back] = tuple(
                _in_cell(like, x, y, cells) for like, (x, y) in zip(likes, ordered, strict=True)
            )
    return out


def _in_cell(like: ShapeLike, x: float, y: float, cells: int) -> DrawnShape:
    """A shape in the middle of a cell."""
    kind, colour = like.kind or "circle", like.colour or "red"
    cell = SIDE / cells
    long = 64 if like.size == "large" else min(36, max(16, round(cell * 0.8)))
    high = long // 2 if kind in ("rectangle", "ellipse") else height_of(kind, long)
    left, top = round((x + 0.5) * cell - long / 2), round((y + 0.5) * cell - high / 2)
    left, top = min(max(left, 0), SIDE - long), min(max(top, 0), SIDE - high)
    return DrawnShape(kind=kind, colour=colour, left=left, top=top, wide=long, high=high)
