"""Draw sentences, some of which have a fault of grammar."""

from collections.abc import Sequence

from tasksynth.rng import Dice
from tasksynth_text.claims.items import NluItem
from tasksynth_text.claims.models import LESS, MORE, PLAIN_SECOND, ClaimForm, ClaimTrait, WorldClaim
from tasksynth_text.claims.passages import NO, YES
from tasksynth_text.claims.tongues.tongue import Fault

SIMPLE: tuple[ClaimForm, ...] = ("is", "is", "both")
LONG: tuple[ClaimForm, ...] = ("if", "every", "only", "notall", "none", "some")
_WITH_ARTICLES = range(1, 6)
"""Words whose object has an article that can be wrong."""
_WORDED = ("is", "if", "every")
"""Forms all of whose wordings have a verb whose number is beyond dispute."""


def acceptability(
    dice: Dice, people: int, traits: Sequence[int], count: int, long: int
) -> list[NluItem]:
    """Sentences with and without a fault; of `long` in 4, the verb is far from its subject."""
    return [_item(dice, people, traits, long=dice.below(4) < long) for _ in range(count)]


def _item(dice: Dice, people: int, traits: Sequence[int], *, long: bool) -> NluItem:
    claim = _claim(dice, people, traits, dice.of(LONG if long else SIMPLE))
    at = dice.below(len(claim.traits))
    # whether it has the fault is drawn last: sentences with and without it are of one kind
    fault = dice.of(_faults(claim, traits, at))
    label = dice.of((YES, NO))
    return NluItem(
        asked="fault",
        claims=(claim,),
        wordings=(dice.below(60) if claim.form in _WORDED else 0,),
        label=label,
        fault=fault if label == NO else None,
        at=at,
        steps=1 + 2 * long,
    )


def _faults(claim: WorldClaim, traits: Sequence[int], at: int) -> list[Fault]:
    trait = claim.traits[at]
    found: list[Fault] = ["order"]
    # “one of those who sings”, “none of those who … sing” are what many say
    if claim.form not in ("none", "some"):
        found.append("number")
    if trait.what >= 0 and traits[trait.what] in _WITH_ARTICLES and not trait.denied:
        found += ["form"] * 2
    return found


def _claim(dice: Dice, people: int, traits: Sequence[int], form: ClaimForm) -> WorldClaim:
    order = list(range(people))
    dice.shuffle(order)
    words = list(range(len(traits)))
    dice.shuffle(words)
    one, other = words[:2]
    denied = form != "both" and dice.below(3) == 0
    first = ClaimTrait(what=one, denied=denied)
    if dice.below(4) == 0:
        first = ClaimTrait(what=dice.of((MORE, LESS)), whom=order[2], denied=denied)
    last = ClaimTrait(what=other, denied=form not in PLAIN_SECOND and dice.below(3) == 0)
    if form == "is":
        return WorldClaim(form=form, traits=(first,), who=(order[0],))
    if form == "both":
        return WorldClaim(form=form, traits=(first,), who=(order[0], order[1]))
    who = (order[0], order[1]) if form == "if" else ()
    return WorldClaim(form=form, traits=(first, last), who=who)
