"""Draw pairs of sentences that say the same or something else in the same words.

A pair is drawn by what a reader sees without reading: the forms of its sentences, and how often
each says no. Only such of which some pairs say the same and some do not are drawn, each as likely.
"""

from collections.abc import Sequence
from functools import cache
from itertools import combinations, product
from typing import NamedTuple

from tasksynth.rng import Dice
from tasksynth_text.claims.items import NluItem
from tasksynth_text.claims.models import (
    LESS,
    MORE,
    PLAIN_SECOND,
    QUANTIFIED,
    ClaimForm,
    ClaimTrait,
    WorldClaim,
    is_so,
    negations,
)
from tasksynth_text.claims.passages import NO, YES

SENTENCES = 4
"""Of each text of a pair of texts."""
_CELLS = tuple(product((False, True), repeat=2))
"""Who has which of two traits."""
_GROUPS = [some for n in range(1, 5) for some in combinations(range(4), n)]
"""Which kinds of people there are."""


class _Pairs(NamedTuple):
    same: list[tuple[WorldClaim, WorldClaim]]
    other: list[tuple[WorldClaim, WorldClaim]]


def _general() -> dict[WorldClaim, int]:
    """Claims about two traits, and for which groups of people each is so."""
    found = {}
    sides = ((0, 1), (1, 0)), (False, True), (False, True)
    for form, (order, one, other) in product(QUANTIFIED, product(*sides)):
        if other and form in PLAIN_SECOND:
            continue
        traits = ClaimTrait(what=order[0], denied=one), ClaimTrait(what=order[1], denied=other)
        claim = WorldClaim(form=form, traits=traits)

        def shows(trait: ClaimTrait, cell: int) -> bool:
            return _CELLS[cell][trait.what] != trait.denied

        found[claim] = _mask([is_so(claim, some, shows) for some in _GROUPS])
    return found


def _of_two() -> dict[WorldClaim, int]:
    """Claims about two people and a trait, and in which of four cases each is so."""
    claims: list[WorldClaim] = []
    for who, one, other in product(((0, 1), (1, 0)), *[(False, True)] * 2):
        traits = ClaimTrait(what=0, denied=one), ClaimTrait(what=0, denied=other)
        claims.append(WorldClaim(form="if", traits=traits, who=who))
        forms: tuple[ClaimForm, ...] = ("but",) if one else ("but", "or", "xor")
        claims += [WorldClaim(form=form, traits=traits[:1], who=who) for form in forms if not other]
    found = {}
    for claim in claims:
        cases = [
            is_so(claim, (0, 1), lambda trait, i, cell=cell: cell[i] != trait.denied)  # type: ignore[misc]
            for cell in _CELLS
        ]
        found[claim] = _mask(cases)
    return found


def _compared() -> dict[WorldClaim, int]:
    """Claims about who of two is older, and in which of two cases each is so."""
    found = {}
    for (who, whom), what, denied in product(((0, 1), (1, 0)), (MORE, LESS), (False, True)):
        trait = ClaimTrait(what=what, whom=whom, denied=denied)
        first = ((who == 0) == (what == MORE)) != denied
        found[WorldClaim(form="is", traits=(trait,), who=(who,))] = 1 + first
    return found


def _mask(cases: Sequence[bool]) -> int:
    return sum(1 << i for i, so in enumerate(cases) if so)


def _looks(claim: WorldClaim) -> tuple[str, int, int]:
    """What can be seen of a claim without reading it."""
    what = claim.traits[0].what if claim.form == "is" else 0
    return claim.form, what, sum(trait.denied for trait in claim.traits)


@cache
def _pairs() -> dict[int, list[_Pairs]]:
    """Pairs that look alike, some of which say the same, by how many negations they have."""
    found: dict[int, list[_Pairs]] = {}
    for meanings in (_general(), _of_two(), _compared()):
        alike: dict[object, _Pairs] = {}
        for one, other in product(meanings, repeat=2):
            if one != other:
                pairs = alike.setdefault((_looks(one), _looks(other)), _Pairs([], []))
                pairs[meanings[one] != meanings[other]].append((one, other))
        for pairs in alike.values():
            if pairs.same and pairs.other:
                found.setdefault(sum(map(negations, pairs.same[0])), []).append(pairs)
    return found


def _pair(dice: Dice, most: int, label: int) -> tuple[WorldClaim, WorldClaim]:
    # with two there are the most forms: those with fewer alone, or more, give their labels away
    least, most = min(most - 2, 2), max(most, 2)
    every = [pairs for n, some in _pairs().items() if least <= n <= most for pairs in some]
    return dice.of(dice.of(every)[label])


def _placed(claim: WorldClaim, traits: Sequence[int], who: Sequence[int]) -> WorldClaim:
    """A claim of other traits and people."""
    moved = tuple(
        one.model_copy(
            update={"what": traits[one.what]} if one.what >= 0 else {"whom": who[one.whom]}
        )
        for one in claim.traits
    )
    return claim.model_copy(update={"traits": moved, "who": tuple(who[i] for i in claim.who)})


def _about(claim: WorldClaim) -> object:
    """The traits and the people that a claim speaks of."""
    people = {*claim.who, *(one.whom for one in claim.traits)} - {-1}
    return frozenset(max(one.what, MORE) for one in claim.traits), frozenset(people)


def paraphrase(dice: Dice, people: int, traits: int, count: int, most: int) -> list[NluItem]:
    """Pairs of sentences that say the same or do not."""
    found = []
    for _ in range(count):
        label = dice.of((YES, NO))
        places = _some(dice, traits, 2), _some(dice, people, 2)
        pair = tuple(_placed(one, *places) for one in _pair(dice, most, label))
        found.append(
            NluItem(
                asked="pair",
                claims=pair,
                wordings=(dice.below(60), dice.below(60)),
                label=label,
                steps=1 + sum(map(negations, pair)),
            )
        )
    return found


def similarity(dice: Dice, people: int, traits: int, count: int, most: int) -> list[NluItem]:
    """Pairs of texts that share some of their sentences' meanings; the label says how many."""
    found = []
    for _ in range(count):
        label = dice.below(SENTENCES + 1)
        here: list[WorldClaim] = []
        there: list[WorldClaim] = []
        about: set[object] = set()
        while len(here) < SENTENCES:
            places = _some(dice, traits, 2), _some(dice, people, 2)
            one, other = _pair(dice, most, YES if len(here) < label else NO)
            one, other = _placed(one, *places), _placed(other, *places)
            if _about(one) not in about:  # or a sentence might say the same as one further on
                about.add(_about(one))
                here.append(one)
                there.append(other)
        dice.shuffle(here)
        dice.shuffle(there)
        claims = (*here, *there)
        words = tuple(dice.below(60) for _ in claims)
        found.append(
            NluItem(
                asked="texts",
                claims=claims,
                wordings=words,
                label=label,
                steps=SENTENCES + sum(map(negations, claims)),
            )
        )
    return found


def _some(dice: Dice, below: int, count: int) -> list[int]:
    every = list(range(below))
    dice.shuffle(every)
    return every[:count]
