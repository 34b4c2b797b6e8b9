"""Change a scene so that one claim of its caption becomes false, and all others stay true.

The caption is a true one of the scene before the change: words alone cannot tell which claim is
false, whatever is known of captions.
"""

from collections.abc import Sequence

from tasksynth.rng import Dice
from tasksynth_vision.captions.claims import LOOKS, CaptionClaim, value_of
from tasksynth_vision.scenes.placing import GAP, Spot, Stock, thing_of
from tasksynth_vision.scenes.queries import resolve
from tasksynth_vision.scenes.things import LARGER, Looks, Thing

TRIES = 160
Things = Sequence[Thing]


def slip(
    dice: Dice, stock: Stock, things: Things, claims: Sequence[CaptionClaim], number: int,
    *, side: int, shift: int, jitter: int,
) -> tuple[Thing, ...] | None:  # fmt: skip
    """The things of a scene in which just that claim is false; None where none is found."""
    claim = claims[number]
    for _ in range(TRIES):
        changed = _changed(dice, stock, list(things), claim, shift, jitter)
        if changed is None or not _within(changed, side):
            continue
        value = value_of(changed, claim, side)
        if value is None or value in (claim.said, "0"):
            continue
        others = (one for i, one in enumerate(claims) if i != number)
        if all(value_of(changed, one, side) == one.said for one in others):
            return tuple(changed)
    return None


def _changed(
    dice: Dice, stock: Stock, things: list[Thing], claim: CaptionClaim, shift: int, jitter: int
) -> list[Thing] | None:
    """The things after a change that concerns a claim."""
    if claim.tally is None:
        at = None if claim.of is None else resolve(things, claim.of)
        if at is None:
            return None
        if claim.sort == "size" and dice.below(2):
            return _swapped(dice, things, at, sizes_too=True)
        if claim.sort in LOOKS:
            return _redone(dice, stock, things, at, claim.sort, jitter)
        to = None if claim.to is None else resolve(things, claim.to)
        return _swapped(dice, things, at if to is None or dice.below(2) else to)
    if claim.tally.beside is not None and dice.below(2):
        return _swapped(dice, things, dice.below(len(things)))
    names = [name for name, value in claim.tally.any_of[0] if value is not None]
    for _ in range(dice.between(1, shift)):
        after = _redone(dice, stock, things, dice.below(len(things)), dice.of(names), jitter)
        if after is None:
            return None
        things = after
    return things


def _redone(
    dice: Dice, stock: Stock, things: list[Thing], at: int, name: str, jitter: int
) -> list[Thing] | None:
    """One thing with another kind, colour, pattern or size, where there is room for it."""
    old = things[at]
    looks = {str(one): getattr(old, one) for one in LOOKS}
    spot = Spot(old.x, old.y, old.r)
    if name == "size":
        small = old.size == "small"
        looks["size"] = "large" if small else "small"
        spot = Spot(old.x, old.y, round(old.r * LARGER) if small else round(old.r / LARGER))
        if small and not _has_room(things, at, spot.r):
            return None
    else:
        others = [one for one in getattr(stock, f"{name}s") if one != looks[name]]
        if not others:
            return None
        looks[name] = dice.of(others)
    return [*things[:at], thing_of(dice, Looks(**looks), spot, jitter=jitter), *things[at + 1 :]]


def _within(things: list[Thing], side: int) -> bool:
    """Whether all of each thing is in the picture."""
    return all(one.r <= min(one.x, one.y, side - 1 - one.x, side - 1 - one.y) for one in things)


def _has_room(things: list[Thing], at: int, r: int) -> bool:
    mine = things[at]
    return all(
        (mine.x - o.x) ** 2 + (mine.y - o.y) ** 2 >= (r + o.r + GAP) ** 2
        for o in things
        if o is not mine
    )


def _swapped(
    dice: Dice, things: list[Thing], at: int, *, sizes_too: bool = False
) -> list[Thing] | None:
    """Two things of one size in each other's places; or of two sizes, which they swap, too."""
    mine = things[at]
    others = [i for i, one in enumerate(things)
              if i != at and (one.size == mine.size) != sizes_too]  # fmt: skip
    if not others:
        return None
    other = dice.of(others)
    names = ("x", "y", "r", "size") if sizes_too else ("x", "y")
    out = list(things)
    for one, two in ((at, other), (other, at)):
        place = {name: getattr(things[two], name) for name in names}
        out[one] = things[one].model_copy(update=place)
    return out
