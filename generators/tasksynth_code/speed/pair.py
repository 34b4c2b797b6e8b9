"""What a pair is: one thing to do to a list, slowly and quickly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

SpeedKind = Literal["ints", "int", "text"]
"""What a value is: a list of whole numbers, a number, or a string of small letters."""


@dataclass(frozen=True)
class SpeedPair:
    """One step of a program in two ways, whose costs do not depend on what the numbers are.

    `$k` stands for a choice of that name; `$x` is the variable that is read, `$y` the one that is
    set, and any other `$name` is a variable of the step's own. Numbers stay below some thousands,
    as MicroPython's get dear where they are long.
    """

    name: str
    takes: SpeedKind
    gives: SpeedKind
    rank: int
    """0: keep what was worked out; 1: use another structure; 2: takes an algorithm."""
    slow: str
    fast: str
    choices: Mapping[str, Sequence[Any]]


def pair(name: str, kinds: str, rank: int, slow: str, fast: str, **choices: Any) -> SpeedPair:
    """A pair, from `takes gives` in one word each."""
    takes, gives = kinds.split()
    codes = slow.strip("\n"), fast.strip("\n")
    return SpeedPair(name, takes, gives, rank, *codes, choices)  # type: ignore[arg-type]


MODULI = (97, 211, 509, 997)
