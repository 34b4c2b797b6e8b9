"""Find descriptions that mean one thing of a scene and no other."""

from collections.abc import Sequence

from tasksynth.rng import Dice
from tasksynth_vision.scenes.queries import (
    SIDES,
    Beside,
    Description,
    InOrder,
    Like,
    Nearest,
    ahead,
    resolve,
)
from tasksynth_vision.scenes.things import Looks, Thing

ATTEMPTS, FEWER = 40, 5
"""Descriptions that are tried, and those of what another one names."""
Things = Sequence[Thing]


def like_of(dice: Dice, thing: Looks, said: int) -> Like:
    """So many attributes of a thing; kinds and colours sooner than the others."""
    order = ["kind", "colour"]
    dice.shuffle(order)
    rest = ["size", "pattern"]
    dice.shuffle(rest)
    return Like(**{name: getattr(thing, name) for name in (order + rest)[:said]})


def describe(
    dice: Dice, things: Things, target: int, hops: int, *, attempts: int = ATTEMPTS
) -> Description | None:
    """A description of a thing with so many steps, each of which is needed; None if none is found.

    Without steps it is what the thing alone is like.
    """
    if hops == 0:
        for said in (1, 2, 3, 4):
            alone = Description(like=like_of(dice, things[target], said))
            if resolve(things, alone) == target:
                return alone
        return None
    for _ in range(attempts):
        like = like_of(dice, things[target], 1 + dice.below(2))
        if sum(like.fits(thing) for thing in things) < 2:
            continue
        query = _stepped(dice, things, target, like, hops)
        if query is not None and resolve(things, query) == target:
            return query
    return None


def _stepped(dice: Dice, things: Things, target: int, like: Like, hops: int) -> Description | None:
    """A description whose first step is drawn, and which leaves the rest to others."""
    way = dice.below(3) + (hops > 1)
    if way == 0:
        return Description(like=like, chosen=_order(dice, things, target, like))
    other = dice.below(len(things))
    if other == target:
        return None
    fewer = hops - (2 if way == 3 else 1)
    anchor = describe(dice, things, other, fewer, attempts=FEWER)
    if anchor is None:
        return None
    if way == 1:
        return Description(like=like, chosen=Nearest(to=anchor))
    sides = [side for side in SIDES if ahead(things[target], side) > ahead(things[other], side)]
    beside = Beside(side=dice.of(sides or SIDES), of=anchor)
    first = InOrder(side=dice.of(SIDES)) if way == 3 else None
    return Description(like=like, beside=beside, chosen=first)


def _order(dice: Dice, things: Things, target: int, like: Like) -> InOrder:
    side = dice.of(SIDES)
    among = [thing for thing in things if like.fits(thing)]
    before = sum(ahead(thing, side) > ahead(things[target], side) for thing in among)
    return InOrder(side=side, rank=min(before + 1, 4))
