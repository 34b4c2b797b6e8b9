"""Wrong versions of a program for others to find, and the fewest inputs that find them all."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from tasksynth.rng import Dice
from tasksynth_code.suites.grow import Case, differs
from tasksynth_code.suites.mutate import MutantSite, sites
from tasksynth_code.suites.running import TickingRun, untick

LOOKED_AT = 60
"""Inputs that say first how often a version is wrong."""
MOST_TURNS = 20_000
"""Turns of loops that trying one may take: what does not end on any input is found by any test."""


@dataclass(frozen=True)
class WrongVersion:
    """A program with one mistake."""

    text: str
    shown: int
    """The inputs of the pool on which it is wrong, a bit each, the first input the lowest."""


def versions(
    dice: Dice, tree: ast.Module, pool: Sequence[Case], *, count: int, most: float, tries: int
) -> list[WrongVersion]:
    """Up to so many versions, wrong on a share `most` of the inputs at most, no two on the same.

    Each is wrong on two inputs of the pool at least: a mutant that none tells from the program may
    be equal to it, and is left out.
    """
    places = sites(tree)
    dice.shuffle(places)
    found: dict[int, WrongVersion] = {}
    for place in places[:tries]:
        if len(found) == count:
            break
        shown = _shown(tree, place, pool, most)
        if shown.bit_count() > 1 and shown not in found:
            with place.mutated():
                found[shown] = WrongVersion(untick(tree), shown)
    return list(found.values())


def _shown(tree: ast.Module, place: MutantSite, pool: Sequence[Case], most: float) -> int:
    """The inputs on which a mutant is wrong; 0 where it is of no use: it does not compile or end,
    or is wrong too often.
    """
    with place.mutated():
        try:
            run = TickingRun(tree)
        except (SyntaxError, ValueError, TypeError):
            return 0
    shown = turns = 0
    for i, case in enumerate(pool):
        shown |= differs(run(case.arguments), case.result) << i
        turns += run.ticks
        if turns > MOST_TURNS:
            return 0
        if i + 1 == LOOKED_AT and not 0 < shown.bit_count() <= most * LOOKED_AT:
            return 0
    return shown if shown.bit_count() <= most * len(pool) else 0


def cover(found: Sequence[WrongVersion], pool: Sequence[Case]) -> list[Case]:
    """Inputs, few of them, of which each version is wrong on one: greedily, short ones first."""
    columns = {
        case: sum(1 << j for j, one in enumerate(found) if one.shown >> i & 1)
        for i, case in enumerate(pool)
    }
    left, chosen = (1 << len(found)) - 1, list[Case]()
    while left:
        best = max(
            pool, key=lambda case: ((columns[case] & left).bit_count(), -len(case.arguments))
        )
        chosen.append(best)
        left &= ~columns[best]
    return chosen
