"""Random pseudo-Boolean constraints around a hidden assignment, until few others keep them all."""

from collections.abc import Iterator
from math import log2

from tasksynth.rng import Dice
from tasksynth_sat.drawing.least import chances
from tasksynth_sat.formulas.linear import Demand, Relation, Term, added

LIKELY = (0.15, 0.7)
"""How likely an inequality is to hold under a random assignment, at least and at most."""
_TRIES = 400


def demands(
    dice: Dice,
    n_vars: int,
    hidden: int,
    *,
    width: int,
    most: int,
    equal: float,
    bits: float,
) -> list[Demand] | None:
    """Constraints that an assignment keeps, as many as take away so many bits of choice.

    `width` is the number of terms, `most` the greatest coefficient, `equal` the share of
    equations. None where that comes out at one and a half bits more, at a single constraint, or
    without some variable.
    """
    found: list[Demand] = []
    deck = _turns(dice, n_vars)
    taken = 0.0
    for _ in range(_TRIES):
        if taken >= bits:
            break
        one = _demand(dice, deck, hidden, width, most, equal)
        chance = next(chances([one]))
        if one.relation != "=" and not LIKELY[0] <= chance <= LIKELY[1]:
            continue
        if taken - log2(chance) <= bits + 1.5:
            taken -= log2(chance)
            found.append(one)
    named = {abs(y) for one in found for _, y in one.terms}
    is_done = taken >= bits and len(named) == n_vars and len(found) > 1
    return found if is_done else None


def prices(dice: Dice, n_vars: int, most: int) -> tuple[Term, ...]:
    """What each variable costs, in one of its two states."""
    return tuple((dice.between(1, most), v if dice.below(2) else -v) for v in range(1, n_vars + 1))


def _demand(
    dice: Dice, deck: Iterator[int], hidden: int, width: int, most: int, equal: float
) -> Demand:
    chosen: list[int] = []
    while len(chosen) < width:
        v = next(deck)
        if v not in chosen:
            chosen.append(v)
    terms = tuple((dice.between(1, most), v if dice.below(2) else -v) for v in chosen)
    total = added(terms, hidden)
    if dice.below(1000) < 1000 * equal:
        return Demand.trusted(terms=terms, relation="=", bound=total)
    slack = dice.below(1 + most // 3)
    relation: Relation = ">=" if dice.below(2) else "<="
    bound = total - slack if relation == ">=" else total + slack
    return Demand.trusted(terms=terms, relation=relation, bound=bound)


def _turns(dice: Dice, n_vars: int) -> Iterator[int]:
    """Variables without end, each as often as any other."""
    deck = [*range(1, n_vars + 1)]
    while True:
        dice.shuffle(deck)
        yield from deck
