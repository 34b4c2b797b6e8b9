"""Which orders of the machines lead to an outcome: counted, guessed, and looked for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from math import perm

from tasksynth.rng import Dice
from tasksynth_text.machines.steps import MachineStep, Text, apply, run

MOST = 6000
"""Texts within which orders are counted; beyond, they are sampled."""
SAMPLED = 300


def share(dice: Dice, text: Text, steps: Sequence[MachineStep], used: int, outcome: Text) -> float:
    """The share of all orders of `used` machines that lead to the outcome.

    Counted where they are few; else what so many drawn at random do, one of all orders at least.
    """
    ways = perm(len(steps), used)
    if ways <= MOST:
        return _ways(text, tuple(steps), used, outcome, {}) / ways
    order = list(steps)
    hits = 0
    for _ in range(SAMPLED):
        dice.shuffle(order)
        hits += run(text, order[:used]) == outcome
    return max(hits / SAMPLED, 1 / ways)


def _ways(
    text: Text, left: tuple[MachineStep, ...], used: int, outcome: Text, known: dict[object, int]
) -> int:
    if not used:
        return int(text == outcome)
    key = (text, left)
    if key not in known:
        known[key] = sum(
            _ways(apply(text, step), left[:i] + left[i + 1 :], used - 1, outcome, known)
            for i, step in enumerate(left)
        )
    return known[key]


def cheap(
    text: Text, steps: Sequence[MachineStep], used: int, outcome: Text
) -> dict[str, list[MachineStep]]:
    """Orders that no search finds."""
    return {
        "as listed": list(steps[:used]),
        "as listed, backwards": list(steps[::-1][:used]),
        "nearest next": _nearest(text, steps, used, outcome),
        "no change, then nearest": _nearest(text, steps, used, outcome, still=True),
    }


def _nearest(
    text: Text, steps: Sequence[MachineStep], used: int, outcome: Text, *, still: bool = False
) -> list[MachineStep]:
    """One descent: always the machine whose text is most like the outcome."""
    left, order = list(steps), []
    for _ in range(used):
        best = min(
            left,
            key=lambda step: (still and apply(text, step) != text, far(apply(text, step), outcome)),
        )
        left.remove(best)
        order.append(best)
        text = apply(text, best)
    return order


def far(text: Text, outcome: Text) -> int:
    """How unlike two texts are: words that one has more often, and words in other places."""
    here, there = (Counter(chain.from_iterable(one)) for one in (text, outcome))
    odd = sum(((here - there) + (there - here)).values())
    places = {(i, j, word) for i, line in enumerate(text) for j, word in enumerate(line)}
    wanted = {(i, j, word) for i, line in enumerate(outcome) for j, word in enumerate(line)}
    return 3 * odd + len(places ^ wanted)


def searched(
    dice: Dice, text: Text, steps: Sequence[MachineStep], used: int, outcome: Text, budget: int
) -> list[MachineStep] | None:
    """Depth first, at each place in an order drawn by chance, within so many uses of machines."""
    spent = iter(range(budget))

    def deeper(text: Text, left: Sequence[MachineStep], count: int) -> list[MachineStep] | None:
        if not count:
            return [] if text == outcome else None
        for step in _shuffled(dice, left):
            if next(spent, None) is None:
                return None
            found = deeper(apply(text, step), [one for one in left if one != step], count - 1)
            if found is not None:
                return [step, *found]
        return None

    return deeper(text, steps, used)


def _shuffled(dice: Dice, steps: Sequence[MachineStep]) -> Iterator[MachineStep]:
    order = list(steps)
    dice.shuffle(order)
    return iter(order)
