"""Inputs of each form: what is promised of them, and drawing them, odd ones above all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tasksynth.rng import Dice
from tasksynth_code.patterns import Kind

LONGEST = 12
"""Elements of a list or letters of a string."""
TOP = 20
"""Numbers of a list lie in -TOP … TOP."""


@dataclass(frozen=True)
class Form:
    """A form of input."""

    names: tuple[tuple[str, ...], ...]
    """Ways to call the arguments."""
    say: str
    """What is promised, of `{0}` and, where there are two, `{1}`."""
    draw: Callable[[Dice, Sequence[int]], list[Any]]
    """The arguments of one call; the numbers are those at which a program may turn."""


def _length(dice: Dice, longest: int) -> int:
    """Short ones are drawn often: most programs turn at 0, 1 and 2."""
    return dice.of((0, 1, 2, 3)) if dice.below(5) == 0 else dice.between(2, longest)


def _ints(dice: Dice, turns: Sequence[int]) -> list[Any]:
    n = _length(dice, LONGEST)
    low, high = dice.of(((-TOP, TOP), (-3, 3), (0, 9), (-9, 9), (0, 2), (1, TOP)))
    values = [dice.between(low, high) for _ in range(n)]
    style = dice.below(8)
    if style == 0:
        values.sort(reverse=dice.below(2) == 0)
    elif style == 1 and n:
        values = [dice.of(values[: 1 + n // 4]) for _ in range(n)]
    elif style in (2, 3) and n:  # the numbers of the program, and their neighbours
        for i in range(0, n, 2):
            near = dice.of(turns or (0,)) + dice.between(-1, 1)
            values[i] = max(-TOP, min(TOP, near))
    elif style == 4 and n:
        values = [v for value in values for v in [value] * dice.between(1, 3)][:LONGEST]
    return [values]


def _letters(dice: Dice, longest: int, least: int = 0) -> str:
    some = dice.of(("ab", "abc", "aeb", "abcde", "aeioubcd", "abcdefghijklmnopqrstuvwxyz", "xyza"))
    n = max(least, _length(dice, longest))
    text = "".join(dice.of(some) for _ in range(n))
    style = dice.below(6)
    if style == 0:
        text = (text + text[::-1])[:longest]
    elif style == 1:
        text = "".join(c * dice.between(1, 3) for c in text)[:longest]
    elif style == 2:
        text = (text[: max(1, n // 3)] * 3)[:longest]
    return text


def _text(dice: Dice, turns: Sequence[int]) -> list[Any]:
    return [_letters(dice, LONGEST)]


def _words(dice: Dice, turns: Sequence[int]) -> list[Any]:
    words = [_letters(dice, 5, least=1) for _ in range(_length(dice, 7))]
    for i in range(1, len(words)):
        kin = words[dice.below(i)]
        style = dice.below(6)
        if style == 0:
            words[i] = kin
        elif style == 1:
            words[i] = kin[: dice.between(1, len(kin))]
        elif style == 2:
            words[i] = kin[::-1]
        elif style == 3:
            words[i] = (kin[-dice.between(1, len(kin)) :] + words[i])[:5]
    return [words]


def _grid(dice: Dice, turns: Sequence[int]) -> list[Any]:
    rows, columns = dice.between(1, 5), dice.between(1, 5)
    low, high = dice.of(((0, 9), (0, 1), (0, 2), (1, 4), (-9, 9)))
    return [[[dice.between(low, high) for _ in range(columns)] for _ in range(rows)]]


def _dates(dice: Dice, turns: Sequence[int]) -> list[Any]:
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    dates = []
    for _ in range(_length(dice, 7)):
        year = dice.of((1900, 1904, 1999, 2000, 2023, 2024, 2096, dice.between(1900, 2099)))
        month = dice.of((1, 2, 2, 3, 12, dice.between(1, 12)))
        leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
        size = lengths[month - 1] + (month == 2 and leap)
        day = dice.of((1, size, size, dice.between(1, size)))
        dates.append(f"{year}-{month:02}-{day:02}")
    return [dates]


def _spans(dice: Dice, turns: Sequence[int]) -> list[Any]:
    top = dice.of((6, 12, 30))
    spans: list[list[int]] = []
    for _ in range(_length(dice, 7)):
        start = dice.of(spans)[1] if spans and dice.below(3) == 0 else dice.below(top)
        start = min(start, 29)
        spans.append([start, dice.between(start + 1, min(30, start + max(2, top // 3)))])
    return [spans]


def _graph(dice: Dice, turns: Sequence[int]) -> list[Any]:
    nodes = dice.between(2, 8)
    pairs = [[a, b] for a in range(nodes) for b in range(a)]
    dice.shuffle(pairs)
    few = dice.of((nodes - 1, nodes, nodes + 2, 2 * nodes, 1, 0, len(pairs)))
    return [nodes, [dice.of((pair, pair[::-1])) for pair in pairs[:few]]]


def _expression(dice: Dice, depth: int) -> str:
    parts = []
    for i in range(dice.between(1, 4)):
        if i:
            parts.append(dice.of("+-*"))
        deeper = depth > 0 and dice.below(3) == 0
        inner = (
            f"({_expression(dice, depth - 1)})"
            if deeper
            else str(dice.between(0, dice.of((9, 20))))
        )
        parts.append(inner)
    return "".join(parts)


def _expr(dice: Dice, turns: Sequence[int]) -> list[Any]:
    return [_expression(dice, 3)]


def _coded(dice: Dice, turns: Sequence[int]) -> list[Any]:
    some = dice.of(("ab", "abc", "aeiou", "abcdefgh"))
    return ["".join(
        f"{dice.of((1, 1, 2, 3, 10, 12))}{dice.of(some)}" for _ in range(_length(dice, 6))
    )]  # fmt: skip


def _commands(dice: Dice, turns: Sequence[int]) -> list[Any]:
    lines = []
    for _ in range(_length(dice, 12)):
        word = dice.of(("push", "push", "push", "pop", "dup", "add", "swap"))
        lines.append(f"push {dice.between(-9, 20)}" if word == "push" else word)
    return [lines]


FORMS: dict[Kind, Form] = {
    "ints": Form(
        (("readings",), ("scores",), ("steps",), ("profits",), ("levels",), ("numbers",)),
        f"`{{0}}` is a list of up to {LONGEST} whole numbers from -{TOP} to {TOP}; it may be "
        "empty.",
        _ints,
    ),
    "text": Form(
        (("text",), ("label",), ("code",), ("line",)),
        f"`{{0}}` is a string of up to {LONGEST} small letters a to z; it may be empty.",
        _text,
    ),
    "words": Form(
        (("words",), ("names",), ("tags",)),
        "`{0}` is a list of up to 7 words of 1 to 5 small letters a to z; it may be empty.",
        _words,
    ),
    "grid": Form(
        (("grid",), ("field",), ("board",)),
        "`{0}` is a grid: a list of 1 to 5 rows, which are lists of 1 to 5 whole numbers from -9 "
        "to 9, all equally long.",
        _grid,
    ),
    "dates": Form(
        (("dates",), ("days",), ("visits",)),
        '`{0}` is a list of up to 7 dates from 1900 to 2099, as strings such as "2024-02-29"; it '
        "may be empty, and the dates are in no order. The Gregorian calendar holds: a year is a "
        "leap year if it is divisible by 4, but not if by 100, unless by 400.",
        _dates,
    ),
    "spans": Form(
        (("spans",), ("bookings",), ("shifts",)),
        "`{0}` is a list of up to 7 spans of time, each of them a list [start, end] of two whole "
        "numbers with 0 <= start < end <= 30; it may be empty, and the spans are in no order.",
        _spans,
    ),
    "graph": Form(
        (("nodes", "roads"), ("nodes", "links"), ("nodes", "pipes")),
        "`{0}` is a whole number from 2 to 8: the nodes of a network have the numbers from 0 to "
        "`{0}` - 1. `{1}` is a list of the roads between them, each of them a list [a, b] of "
        "two different nodes; no two nodes are joined twice.",
        _graph,
    ),
    "expr": Form(
        (("text",), ("formula",), ("line",)),
        "`{0}` is a string: an expression of whole numbers from 0 to 20, the operators +, - and *, "
        'and parentheses, without spaces, such as "3*(12-4)+7".',
        _expr,
    ),
    "coded": Form(
        (("code",), ("packed",), ("text",)),
        '`{0}` is a string that codes another one: counts from 1 to 12, each followed by a small '
        'letter, such as "3a12b1a"; it has up to 6 of these pairs and may be empty.',
        _coded,
    ),
    "commands": Form(
        (("lines",), ("commands",), ("program",)),
        '`{0}` is a list of up to 12 commands, as strings: "push N" with a whole number N from -9 '
        'to 20, such as "push -3", "pop", "dup", "add" and "swap"; it may be empty.',
        _commands,
    ),
}  # fmt: skip
"""What may go into a program."""
