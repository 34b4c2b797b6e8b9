"""Edits of a scene: what is to change, which of it is proved by a scene in which it has changed."""

from collections.abc import Iterator
from typing import Literal

from tasksynth.rng import Dice
from tasksynth_schemas import Model
from tasksynth_vision.composing.claims import MARGIN, WAYS, SceneClaim, gap, is_so, lead
from tasksynth_vision.composing.placing import EDGE, GAP, Laid, seen_as
from tasksynth_vision.composing.shapes import (
    COLOURS,
    KINDS,
    SIDE,
    DrawnShape,
    ShapeColour,
    ShapeLike,
    height_of,
)

Verb = Literal["remove", "recolour", "move", "add", "resize", "swap"]
VERBS: tuple[Verb, ...] = ("remove", "recolour", "move", "add", "resize", "swap")
TRIES, SURE = 30, 2


class SceneEdit(Model):
    """One thing to do. Numbers are those of the given scene's shapes, and of what is added."""

    verb: Verb
    like: ShapeLike
    """What its targets are like in the given scene; of what is added, what it shall be like."""
    targets: tuple[int, ...]
    colour: ShapeColour | None = None
    where: tuple[SceneClaim, ...] = ()
    """Where what is moved or added shall lie."""
    of: tuple[int | None, ...] = ()
    """To which thing, for each of these."""
    other: ShapeLike | None = None
    """What the other one of two that are swapped is like."""


class Upon(Model):
    """A thing that lies on another one in the end."""

    thing: int
    on: int
    inside: bool


class Change(Model):
    """All edits of a scene, and a scene that they may lead to: None where nothing is any more."""

    edits: tuple[SceneEdit, ...]
    after: tuple[DrawnShape | None, ...]
    upon: tuple[Upon, ...]

    @property
    def loose(self) -> set[int]:
        """Things that may lie anywhere that fits."""
        return {i for edit in self.edits if edit.verb in ("move", "add") for i in edit.targets}


class _Bench:
    """A scene while it is edited."""

    def __init__(self, laid: Laid) -> None:
        self.before = laid.shapes
        self.after: list[DrawnShape | None] = list(laid.shapes)
        self.ground = laid.ground
        self.touched: set[int] = set()
        self.fixed: set[int] = set()
        many = range(len(laid.shapes))
        self.upon = {(i, j): met == "inside" for i in many for j in many
                     if i != j and (met := laid.meet(i, j)) in ("inside", "over")}  # fmt: skip

    @property
    def stacked(self) -> set[int]:
        """Things that lie on others or under them."""
        return {i for pair in self.upon for i in pair}

    def free(self, *, alone: bool = False) -> list[int]:
        """What may still be changed."""
        taken = self.touched | self.fixed | (self.stacked if alone else set())
        return [i for i in range(len(self.before)) if i not in taken]

    def rest(self, but: tuple[int, ...]) -> Iterator[DrawnShape]:
        """What is there in the end, but for some."""
        return (one for i, one in enumerate(self.after) if one is not None and i not in but)


def alter(dice: Dice, laid: Laid, edits: int) -> Change | None:
    """So many edits, of as many verbs as may be; None where one was not found."""
    bench = _Bench(laid)
    verbs = list(VERBS)
    dice.shuffle(verbs)
    done = []
    for number in range(edits):
        edit = _edit(dice, bench, verbs[number % len(verbs)])
        if edit is None:
            return None
        done.append(edit)
    there = {i: one for i, one in enumerate(bench.after) if one is not None}
    upon = tuple(Upon(thing=i, on=j, inside=within) for (i, j), within in bench.upon.items()
                 if i in there and j in there)  # fmt: skip
    shown = seen_as(tuple(there.values()), laid.ground)
    if shown is None or _stacks(shown) != len(upon):
        return None
    return Change(edits=tuple(done), after=tuple(bench.after), upon=upon)


def _stacks(laid: Laid) -> int:
    many = range(len(laid.shapes))
    return sum(laid.meet(i, j) != "apart" for i in many for j in range(i))


def _edit(dice: Dice, bench: _Bench, verb: Verb) -> SceneEdit | None:
    if verb in ("remove", "recolour"):
        return _of_group(dice, bench, verb)
    if verb == "add":
        return _added(dice, bench)
    target = _one(dice, bench)
    if target is None:
        return None
    if verb == "move":
        return _moved(dice, bench, *target)
    return _resized(dice, bench, *target) if verb == "resize" else _swapped(dice, bench, *target)


def described(dice: Dice, shapes: tuple[DrawnShape, ...], i: int) -> ShapeLike | None:
    """A description of one shape alone, as short as may be or all of it."""
    own = shapes[i].like
    parts = ["kind", "colour", "size"]
    dice.shuffle(parts)
    for said in (1, 2, 3) if dice.below(2) else (2, 3):
        like = ShapeLike(**{name: getattr(own, name) for name in parts[:said]})
        if [one.fits(like) for one in shapes].count(True) == 1:
            return like
    return None


def _one(dice: Dice, bench: _Bench) -> tuple[int, ShapeLike] | None:
    """Something that lies by itself, and what tells it from all others."""
    free = bench.free(alone=True)
    dice.shuffle(free)
    for i in free:
        like = described(dice, bench.before, i)
        if like is not None:
            return i, like
    return None


def _of_group(dice: Dice, bench: _Bench, verb: Verb) -> SceneEdit | None:
    """Remove all things that are like something, or give them another colour."""
    for _ in range(TRIES):
        free = bench.free()
        if not free:
            return None
        like = _some_of(dice, bench.before[dice.of(free)].like)
        targets = tuple(i for i, one in enumerate(bench.before) if one.fits(like))
        if not set(targets) <= set(free) or len(targets) > max(1, len(bench.before) // 3):
            continue
        bench.touched |= set(targets)
        if verb == "remove":
            for i in targets:
                bench.after[i] = None
            return SceneEdit(verb=verb, like=like, targets=targets)
        near = {
            bench.before[j].colour for pair in bench.upon for j in pair if set(pair) & set(targets)
        }
        old = {bench.before[i].colour for i in targets} | near | {bench.ground}
        colour = dice.of([one for one in COLOURS if one not in old])
        for i in targets:
            bench.after[i] = bench.before[i].model_copy(update={"colour": colour})
        return SceneEdit(verb=verb, like=like, targets=targets, colour=colour)
    return None


def _some_of(dice: Dice, own: ShapeLike) -> ShapeLike:
    parts = ["kind", "colour", "size"]
    dice.shuffle(parts)
    return ShapeLike(**{name: getattr(own, name) for name in parts[: dice.between(1, 2)]})


def _resized(dice: Dice, bench: _Bench, i: int, like: ShapeLike) -> SceneEdit | None:
    """Make something twice as large."""
    old = bench.before[i]
    x, y = old.left - (old.wide + 1) // 2, old.top - (old.high + 1) // 2
    new = old.model_copy(update={"left": x, "top": y, "wide": 2 * old.wide, "high": 2 * old.high})
    return _put(bench, {i: new}, SceneEdit(verb="resize", like=like, targets=(i,)))


def _swapped(dice: Dice, bench: _Bench, i: int, like: ShapeLike) -> SceneEdit | None:
    """Let two things change places."""
    for j in bench.free(alone=True):
        other = described(dice, bench.before, j)
        if j == i or other is None:
            continue
        moves = {a: _centred(bench.before[a], bench.before[b]) for a, b in ((i, j), (j, i))}
        edit = SceneEdit(verb="swap", like=like, targets=(i, j), other=other)
        if _put(bench, moves, edit) is not None:
            return edit
    return None


def _centred(one: DrawnShape, at: DrawnShape) -> DrawnShape:
    x, y = at.centre
    left, top = round(x - one.wide / 2), round(y - one.high / 2)
    return one.model_copy(update={"left": left, "top": top})


def _put(bench: _Bench, moves: dict[int, DrawnShape], edit: SceneEdit) -> SceneEdit | None:
    """Let things change if they keep clear of all others and of the edge."""
    new = list(moves.values())
    for number, one in enumerate(new):
        others = [*bench.rest(tuple(moves)), *new[:number]]
        if not _in_picture(one) or any(gap(one, other) < GAP for other in others):
            return None
    for i, one in moves.items():
        bench.after[i] = one
    bench.touched |= set(moves)
    return edit


def _in_picture(one: DrawnShape) -> bool:
    left, top, right, bottom = one.box
    return min(left, top) >= EDGE - 2 and max(right, bottom) <= SIDE - EDGE + 2


def _moved(dice: Dice, bench: _Bench, i: int, like: ShapeLike) -> SceneEdit | None:
    """Move something to where it was not."""
    found = _landed(dice, bench, bench.before[i], (i,))
    if found is None:
        return None
    new, where, of = found
    edit = SceneEdit(verb="move", like=like, targets=(i,), where=where, of=of)
    return _put(bench, {i: new}, edit)


def _added(dice: Dice, bench: _Bench) -> SceneEdit | None:
    """Add something that is like nothing there."""
    known = {(one.kind, one.colour) for one in [*bench.before, *bench.rest(())]}
    for _ in range(TRIES):
        kind, colour = dice.of(KINDS[:5]), dice.of(COLOURS)
        if (kind, colour) in known or colour == bench.ground:
            continue
        wide = dice.between(20, 34)
        high = wide // 2 if kind == "rectangle" else height_of(kind, wide)
        new = DrawnShape(kind=kind, colour=colour, left=0, top=0, wide=wide, high=high)
        number = len(bench.after)
        found = _landed(dice, bench, new, ())
        if found is None:
            return None
        new, where, of = found
        bench.after.append(None)
        edit = SceneEdit(verb="add", like=new.like, targets=(number,), where=where, of=of)
        return _put(bench, {number: new}, edit)
    return None


Found = tuple[DrawnShape, tuple[SceneClaim, ...], tuple[int | None, ...]]


def _landed(dice: Dice, bench: _Bench, shape: DrawnShape, old: tuple[int, ...]) -> Found | None:
    """A new place, and two or three claims of it that tell it from the old one."""
    for _ in range(TRIES):
        left, top = (dice.between(EDGE, SIDE - long - EDGE) for long in (shape.wide, shape.high))
        new = shape.model_copy(update={"left": left, "top": top})
        if any(gap(new, other) < GAP for other in bench.rest(old)):
            continue
        marks = [i for i, one in enumerate(bench.before)
                 if i not in bench.touched and i not in old and _clear_of(new, one)]  # fmt: skip
        dice.shuffle(marks)
        where: list[SceneClaim] = []
        of: list[int | None] = []
        for i in marks[: 2 + dice.below(2)]:
            like = described(dice, bench.before, i)
            if like is not None:
                way = dice.of([w for w in WAYS if lead(new, bench.before[i], w) >= MARGIN + SURE])
                where.append(SceneClaim(sort="side", what=shape.like, way=way, of=like))
                of.append(i)
        if len(where) < 2 or (old and _holds_before(bench, where, of, old[0])):
            continue
        bench.fixed |= {i for i in of if i is not None}
        return new, tuple(where), tuple(of)
    return None


def _clear_of(new: DrawnShape, one: DrawnShape) -> bool:
    """Whether it is clear, on some side at least, where a place is seen from a thing."""
    return max(lead(new, one, way) for way in WAYS) >= MARGIN + SURE


def _holds_before(bench: _Bench, where: list[SceneClaim], of: list[int | None], i: int) -> bool:
    """Whether what is demanded holds where something was, or nearly."""
    return sum(not is_so(bench.before, lambda *_: "apart", claim, i, mark)
               for claim, mark in zip(where, of, strict=True)) == 0  # fmt: skip
