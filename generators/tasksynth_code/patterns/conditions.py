"""Conditions on a value, which decide between two steps; and what is made of two results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasksynth_code.patterns.pattern import Kind


@dataclass(frozen=True)
class StepCondition:
    """A question about a value: in words after "if", and as an expression of `$x`."""

    name: str
    of: Kind
    say: str
    code: str
    choices: Mapping[str, Sequence[Any]]


def _condition(name: str, of: Kind, say: str, code: str, **choices: Any) -> StepCondition:
    return StepCondition(name, of, say, code, choices)


ALL = (
    _condition("odd count", "ints", "the list has an odd number of elements", "len($x) % 2 == 1"),
    _condition(
        "even sum", "ints", "the sum of the list is even (that of an empty one is 0)",
        "sum($x) % 2 == 0",
    ),
    _condition(
        "many", "ints", "the list has at least $n elements", "len($x) >= $n", n=(3, 4, 5)
    ),
    _condition(
        "falls", "ints", "the list is not empty and its first number is greater than its last",
        "$x and $x[0] > $x[-1]",
    ),
    _condition(
        "holds", "ints", "some number of the list is greater than $n", "any(v > $n for v in $x)",
        n=(3, 5, 8),
    ),
    _condition("long text", "text", "the string has at least $n letters", "len($x) >= $n",
               n=(4, 5, 6)),
    _condition("odd text", "text", "the string has an odd number of letters", "len($x) % 2 == 1"),
    _condition(
        "two alike", "text", "some letter occurs twice or more in the string",
        "len(set($x)) < len($x)",
    ),
    _condition("many words", "words", "there are at least $n words", "len($x) >= $n", n=(2, 3, 4)),
    _condition(
        "tall", "grid", "the grid has more rows than columns", "len($x) > len($x[0])"
    ),
    _condition(
        "even corner", "grid", "the number in the upper left corner is even", "$x[0][0] % 2 == 0"
    ),
)  # fmt: skip
"""All of them."""

JOINS: Mapping[str, tuple[Kind, str, str]] = {
    "difference": ("int", "the number p - q", "$p - $q"),
    "product": ("int", "the number p * q", "$p * $q"),
    "larger": ("int", "the larger of the numbers p and q", "max($p, $q)"),
    "mixed": ("int", "the remainder of 7 * p + q modulo 1000, which is never negative", "(7 * $p + $q) % 1000"),
    "after": ("ints", "the list of the numbers of p, followed by those of q", "$p + $q"),
    "common": (
        "ints", "the list p without the numbers that are not in the list q",
        "[v for v in $p if v in $q]",
    ),
    "texts": ("text", "the string p followed by the string q", "$p + $q"),
}  # fmt: skip
"""What is made of the results p and q of two lists of steps: their kind, in words, and the code."""
