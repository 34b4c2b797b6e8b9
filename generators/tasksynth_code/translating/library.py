"""All twins, and the conditions between which programs decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasksynth_code.translating import c, c_memory, javascript, javascript_lists, javascript_texts
from tasksynth_code.translating.twin import Language, Twin, TwinKind


def _named(*groups: Sequence[Twin]) -> Mapping[str, Twin]:
    return {one.name: one for group in groups for one in group}


TWINS: Mapping[Language, Mapping[str, Twin]] = {
    "JavaScript": _named(javascript.NUMBERS, javascript_lists.LISTS, javascript_texts.TEXTS),
    "C": _named(c.NUMBERS, c_memory.MEMORY),
}
"""The twins of each language, by name."""


@dataclass(frozen=True)
class TwinCondition:
    """A question about a value `$x`, as each language asks it; `$n` is C's length of an array."""

    name: str
    of: frozenset[TwinKind]
    said: Mapping[str, str]
    choices: Mapping[str, Sequence[Any]]


CONDITIONS = (
    TwinCondition(
        "odd length", frozenset({"ints"}),
        {"JavaScript": "$x.length % 2 === 1", "C": "$n % 2 == 1", "Python": "len($x) % 2 == 1"},
        {},
    ),
    TwinCondition(
        "many", frozenset({"ints"}),
        {"JavaScript": "$x.length > $k", "C": "$n > $k", "Python": "len($x) > $k"},
        {"k": (3, 4, 5)},
    ),
    TwinCondition(
        "rising", frozenset({"ints"}),
        {
            "JavaScript": "$x.length > 1 && $x[0] < $x[$x.length - 1]",
            "C": "$n > 1 && $x[0] < $x[$n - 1]",
            "Python": "len($x) > 1 and $x[0] < $x[-1]",
        },
        {},
    ),
    TwinCondition(
        "long", frozenset({"text", "coded"}),
        {"JavaScript": "$x.length > $k", "C": "strlen($x) > $k", "Python": "len($x) > $k"},
        {"k": (3, 4, 5)},
    ),
    TwinCondition(
        "holds", frozenset({"text", "coded"}),
        {"JavaScript": '$x.includes("$c")', "C": "strchr($x, '$c')", "Python": '"$c" in $x'},
        {"c": ("a", "b", "c")},
    ),
    TwinCondition(
        "even", frozenset({"int"}),
        {"JavaScript": "$x % 2 === 0", "C": "$x % 2 == 0", "Python": "$x % 2 == 0"},
        {},
    ),
)  # fmt: skip
"""All of them."""
