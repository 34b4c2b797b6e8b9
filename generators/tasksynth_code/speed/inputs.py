"""Inputs of programs that are to be quick."""

from typing import Any

from tasksynth.rng import Dice
from tasksynth_code.speed.pair import SpeedKind
from tasksynth_code.suites.grow import text_of

TINY, HALF, FULL = 14, 10, 3
"""Inputs of up to seven elements, of up to half the size, and of full size, whose cost counts."""


def drawn(dice: Dice, kind: SpeedKind, length: int, top: int) -> str:
    """The arguments of a call, as a JSON list."""
    made: list[Any]
    if kind == "text":
        some = dice.of(("ab", "abc", "abcdef", "abcdefghijklmnopqrstuvwxyz"))
        made = [dice.of(some) for _ in range(length)]
        return text_of(["".join(made)])
    low, high = dice.of(((-top, top), (-top, top), (0, top), (-3, 3)))
    return text_of([[dice.between(low, high) for _ in range(length)]])


def inputs(dice: Dice, kind: SpeedKind, size: int, top: int) -> tuple[list[str], list[str]]:
    """Calls that must be right, and then those whose cost counts too."""
    lengths = [0, 1, 1, 2, 2, 3] + [dice.between(2, 7) for _ in range(TINY - 6)]
    lengths += [dice.between(8, max(9, size // 2)) for _ in range(HALF)]
    small = [drawn(dice, kind, length, top) for length in lengths]
    return small, [drawn(dice, kind, size, top) for _ in range(FULL)]
