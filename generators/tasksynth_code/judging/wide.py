"""Inputs from all that is promised: each value alike, and few values that lie far from others.

Inputs that suites are grown on are drawn where most programs turn, and leave out what is promised
and seldom matters: letters behind h, long spans, lists of the largest numbers alone.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from tasksynth.rng import Dice
from tasksynth_code.making.inputs import LONGEST, TOP
from tasksynth_code.patterns import Kind

T = TypeVar("T")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
EVEN, FAR = 300, 300
"""Inputs with each value alike, and with few values, half of them the largest or least ones."""
_LAST_HOUR, _FULL_SPANS, _PAIRS = 30, 7, 6


def wide_inputs(dice: Dice, source: Kind) -> Iterator[list[Any]]:
    """The arguments of calls; none for forms that are drawn from all that is promised anyway."""
    match source:
        case "ints":
            values = range(-TOP, TOP + 1)
            yield from ([some] for some in _lists(dice, values, LONGEST))
        case "text":
            yield from (["".join(some)] for some in _lists(dice, LETTERS, LONGEST))
        case "words":
            words = ("".join(some) for some in _lists(dice, LETTERS, 5) if some)
            some = list(words)
            yield from ([list(words)] for words in _lists(dice, some, 7))
        case "spans":
            spans = [[a, b] for b in range(1, _LAST_HOUR + 1) for a in range(b)]
            yield from ([some] for some in _lists(dice, spans, _FULL_SPANS))
        case "coded":
            pairs = [f"{count}{letter}" for count in range(1, 13) for letter in LETTERS]
            yield from (["".join(some)] for some in _lists(dice, pairs, _PAIRS))
        case _:
            return


def _lists(dice: Dice, values: Sequence[T], longest: int) -> Iterator[list[T]]:
    """Lists of all lengths with each value alike, and full ones of a few values."""
    for _ in range(EVEN):
        yield [dice.of(values) for _ in range(dice.between(0, longest))]
    for i in range(FAR):
        ends = [*values[:3], *values[-3:]] if i % 2 else values
        few = [dice.of(ends) for _ in range(dice.between(1, 3))]
        size = dice.of((longest, dice.between(longest - longest // 4, longest)))
        if dice.below(2):
            yield [few[at % len(few)] for at in range(size)]
        else:
            yield [dice.of(few) for _ in range(size)]
