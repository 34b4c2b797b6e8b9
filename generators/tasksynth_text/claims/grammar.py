"""Draw sentences, some of which have a fault of grammar."""

from collections.abc import Sequence

from tasksynth.rng import Dice
from tasksynth_text.claims.items import NluItem
from tasksynth_text.claims.models import LESS, MORE, PLAIN_SECOND, ClaimForm, ClaimTrait, WorldClaim
from tasksynth_text.claims.passages import NO, YES
from tasksynth_text.claims.tongues.tongue import Fault

SIMPLE: tuple[ClaimForm, ...] = ("is", "is", "both")
LONG: tuple[ClaimForm, ...] = ("if", *("every", "only", "notall") * 2, "none", "some")
_WITH_ARTICLES = range(1, 6)
"""Words whose object has an article that can be wrong."""
_OF_TWO_WORDS = (*_WITH_ARTICLES, 11, 12, 14)
"""Words with an object, or a place, of several words in each language, which cannot change places.

To move more than that is no fault for sure: “nobody who sings in the choir at the bakery works”.
"""
_BEYOND_DISPUTE = (6, 7, 8, 15)
"""Words whose verb can have but one number even where a clause speaks of several.

“Los que tiene un perro” and “alle, die eine Katze hat” are what a dog and a cat have.
"""
_GLASSES = 13
_WORDED = ("is", "if", "every")
"""Forms all of whose wordings have a verb whose number is beyond dispute."""


def acceptability(
    dice: Dice, people: int, traits: Sequence[int], count: int, long: int
) -> list[NluItem]:
    """Sentences with and without a fault; of `long` in 4, the verb is far from its subject."""
    return [_item(dice, people, traits, long=dice.below(4) < long) for _ in range(count)]


def _item(dice: Dice, people: int, traits: Sequence[int], *, long: bool) -> NluItem:
    while True:
        claim = _claim(dice, people, traits, dice.of(LONG if long else SIMPLE))
        places = [(i, one) for i in range(len(claim.traits)) for one in _faults(claim, traits, i)]
        if places:
            break
    # whether it has the fault is drawn last: sentences with and without it are of one kind
    at, fault = dice.of(places)
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
    """Faults of a trait that leave no sentence that anybody says, in any of the languages."""
    trait = claim.traits[at]
    word = traits[trait.what] if trait.what >= 0 else -1
    found: list[Fault] = []
    if _has_one_number(claim.form, word, at):  # most often where neighbouring words look right
        found += ["number"] * (8 if claim.form == "both" or (at and claim.form != "if") else 2)
    if trait.denied:
        return found
    # beside “nobody”, an object has no article in French and Spanish
    if (word < 0 or word in _OF_TWO_WORDS) and not (claim.form == "none" and at):
        found.append("order")
    if word in _WITH_ARTICLES:
        found.append("form")
    return found


def _has_one_number(form: ClaimForm, word: int, at: int) -> bool:
    # “one of those who sings”, “none of those who … sing” are what many say
    if form in ("none", "some"):
        return False
    if form == "is" or (form == "if" and at == 1):  # “if she have a dog” was once right
        return word != _GLASSES  # which several may wear
    return form != "if" and (word < 0 or word in _BEYOND_DISPUTE)


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
