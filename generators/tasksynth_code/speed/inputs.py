"""Inputs of programs that are to be quick."""

from tasksynth.rng import Dice
from tasksynth_code.speed.pair import SpeedKind
from tasksynth_code.suites.grow import text_of

TINY, HALF, FULL = 14, 10, 3
"""Inputs of up to seven elements, of up to half the size, and of full size, whose cost counts."""
FURTHER, MIDDLE = 600, 200
"""More of up to twelve elements, and of up to forty: a mistake in a quick program may show on one
in hundreds of them."""


def drawn(dice: Dice, kind: SpeedKind, length: int, top: int, *, style: int | None = None) -> str:
    """The arguments of a call, as a JSON list; a style is drawn where none is given."""
    at = dice.below(4) if style is None else style
    if kind == "text":
        some = ("abcdefghijklmnopqrstuvwxyz", "abcdef", "abc", "ab")[at]
        return text_of(["".join(dice.of(some) for _ in range(length))])
    low, high = ((-top, top), (0, top), (-top, 0), (-3, 3))[at]
    return text_of([[dice.between(low, high) for _ in range(length)]])


def inputs(dice: Dice, kind: SpeedKind, size: int, top: int) -> tuple[list[str], list[str]]:
    """Calls that must be right, and then those whose cost counts too, which are of like styles."""
    lengths = [0, 1, 1, 2, 2, 3] + [dice.between(2, 7) for _ in range(TINY - 6)]
    lengths += [dice.between(8, max(9, size // 2)) for _ in range(HALF)]
    small = [drawn(dice, kind, length, top) for length in lengths]
    full = [drawn(dice, kind, size, top, style=style % 2) for style in range(FULL)]
    small += [drawn(dice, kind, dice.between(1, 12), top) for _ in range(FURTHER)]
    small += [drawn(dice, kind, dice.between(8, 40), top) for _ in range(MIDDLE)]
    return small, full
