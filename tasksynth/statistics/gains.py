"""What an order of graded things is worth: the discounted cumulative gain, exactly.

Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (TOIS 2002), in the form
with gains of 2^grade - 1 (Burges et al., ICML 2005).
"""

from collections import Counter
from collections.abc import Sequence
from math import log2, perm, prod


def gain(grades: Sequence[int]) -> float:
    """The discounted cumulative gain of things with these grades, best place first."""
    return sum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def best(grades: Sequence[int], top: int) -> list[int]:
    """The grades of the best order's first places."""
    return sorted(grades, reverse=True)[:top]


def above_chance(given: Sequence[int], grades: Sequence[int]) -> float:
    """The gain of an order, where one by chance has 0 on average and the best one 1; never below 0.

    Args:
        given: the grades of the things that were named, in their order.
        grades: those of all things.
    """
    top = len(given)
    average = sum(2.0**grade - 1 for grade in grades) / len(grades)
    chance = average * sum(1 / log2(place + 2) for place in range(top))
    ideal = gain(best(grades, top))
    return max(0.0, (gain(given) - chance) / (ideal - chance)) if ideal > chance else 0.0


def first_miss(given: Sequence[int], grades: Sequence[int]) -> int:
    """The place, from 1, at which something better was left out; 0 for a best order."""
    pairs = zip(given, best(grades, len(given)), strict=True)
    return next((place for place, (got, want) in enumerate(pairs, 1) if got != want), 0)


def luck(grades: Sequence[int], top: int) -> float:
    """The chance of a best order, for whoever names so many things blindly."""
    return luck_of([0.0] * len(grades), grades, top)


def luck_of(worth: Sequence[float], grades: Sequence[int], top: int) -> float:
    """The chance of a best order, for whoever puts what is worth more first, and else is blind."""
    wanted, chance = best(grades, top), 1.0
    for value in sorted(set(worth), reverse=True):
        group = [one for one, held in zip(grades, worth, strict=True) if held == value]
        taken, wanted = wanted[: len(group)], wanted[len(group) :]
        there = Counter(group)
        ways = prod(perm(there[grade], times) for grade, times in Counter(taken).items())
        chance *= ways / perm(len(group), len(taken))
    return chance
