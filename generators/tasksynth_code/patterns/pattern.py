"""What a pattern is: one thing to do to a value, in words and in Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal[
    "ints", "int", "text", "words", "grid", "dates", "spans", "graph", "expr", "coded", "commands"
]  # fmt: skip
"""What a value is. The last six are forms of input only: a pattern reads them into another kind."""


@dataclass(frozen=True)
class Pattern:
    """One step of a program.

    In both texts `$k` stands for a choice of that name; in `code`, `$x` is the variable that is
    read, `$y` the one that is set, and any other `$name` is a variable of the step's own.
    """

    name: str
    takes: Kind
    gives: Kind
    rank: int
    """0: what a beginner writes; 1: takes a thought; 2: takes an algorithm."""
    say: str
    """An order about "the list", "the string", "the words" or "the grid"; true of empty ones too."""
    code: str
    choices: Mapping[str, Sequence[Any]]


def pattern(name: str, kinds: str, rank: int, say: str, code: str, **choices: Any) -> Pattern:
    """A pattern, from `takes gives` in one word each."""
    takes, gives = kinds.split()
    told = " ".join(say.split())
    return Pattern(name, takes, gives, rank, told, code.strip("\n"), choices)  # type: ignore[arg-type]
