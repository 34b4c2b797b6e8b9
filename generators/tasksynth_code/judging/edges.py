"""The smallest inputs that are promised, at which programs turn, and the largest."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from tasksynth_code.making.inputs import LONGEST, TOP
from tasksynth_code.patterns import Kind

_FIRST_DAY = date(1900, 1, 1)
"""What programs count days from."""
_LAST = "2099-12-31"
_TEXTS = ("", "a", "b", "y", "z", "aa", "ab", "ba", "aba", "abb", "aab", "aabb", "abba", "bbabb")


def small_inputs(source: Kind, turns: list[int]) -> Iterator[list[Any]]:
    """The arguments of small calls, the smallest first."""
    match source:
        case "ints":
            some = dict.fromkeys([0, 1, -1, 2, *(t + by for t in turns for by in (0, 1, -1))])
            near = [value for value in some if abs(value) <= TOP]
            yield [[]]
            yield from ([[value]] for value in near)
            few = near[:5]
            yield from ([list(values)] for size in (2, 3) for values in product(few, repeat=size))
        case "text":
            yield from ([text] for text in _TEXTS)
        case "words":
            words = ("a", "b", "aa", "ab", "ba")
            yield [[]]
            yield from ([list(some)] for size in (1, 2) for some in product(words, repeat=size))
        case "grid":
            rows = [[value] for value in (0, 1, -1, 9)]
            yield from ([[row]] for row in ([0], [1], [-1], [1, 1], [1, 2], [2, 1], [0, -1, 1]))
            yield from ([list(some)] for size in (2, 3) for some in product(rows[:3], repeat=size))
            yield from ([[[a, b], [c, d]]] for a, b, c, d in product((0, 1), repeat=4))
        case "dates":
            days = ("1900-02-28", "1999-12-31", "2000-01-01", "2000-02-29", "2024-03-01")
            yield [[]]
            yield from ([list(some)] for size in (1, 2) for some in product(days, repeat=size))
        case "spans":
            spans = ([0, 1], [1, 2], [0, 2], [2, 3], [0, 30])
            yield [[]]
            yield from ([list(some)] for size in (1, 2) for some in product(spans, repeat=size))
        case "graph":
            yield from ([n, []] for n in (2, 3, 8))
            pairs = ([0, 1], [2, 1], [0, 2])
            yield from ([3, [one for one, there in zip(pairs, kept, strict=True) if there]]
                        for kept in product((True, False), repeat=3))  # fmt: skip
        case "expr":
            texts = ("0", "5", "20", "1-2", "2*3", "(1)", "1-2-3", "2*(3-4)", "2-(3-4)", "1+2*3")
            yield from ([text] for text in (*texts, "((2))", "2*3-4*5", "(1-2)*(3-4)"))
        case "coded":
            parts = ("1a", "2a", "1b", "10a", "12b")
            yield from (["".join(some)] for n in (0, 1, 2) for some in product(parts, repeat=n))
        case "commands":
            lines = ("push 0", "push 2", "push -1", "pop", "dup", "add", "swap")
            yield from ([list(some)] for n in (0, 1, 2) for some in product(lines, repeat=n))


def turning_days(turns: list[int]) -> Iterator[list[Any]]:
    """The arguments of calls with days that are as many after the first, alone and beside others.

    Dates that are drawn by chance are seldom among them.
    """
    for days in sorted({turn + by for turn in turns for by in (0, 1) if turn + by >= 0}):
        day = (_FIRST_DAY + timedelta(days)).isoformat()
        yield from (
            [some] for some in ([day], [day, day], ["2099-12-31", day], [day, "2099-12-31"])
        )
        yield [["2050-06-15", day, "2000-02-29"]]


def large_inputs(source: Kind) -> Iterator[list[Any]]:
    """The arguments of calls that are as large as they may be."""
    rows: list[Any]
    match source:
        case "ints":
            rows = [[0], [1], [TOP], [-TOP], [TOP, -TOP], [1, 2], [-1, 0, 1], [9, 9, 10]]
            yield from ([(row * LONGEST)[:LONGEST]] for row in rows)
            yield from ([list(row)] for row in (range(1, 13), range(-12, 0), range(20, 8, -1)))
        case "text":
            rows = ["a", "z", "ab", "aab", "abc", "abcdefghijkl", "lkjihgfedcba", "aaaaaabbbbbb"]
            yield from ([(text * LONGEST)[:LONGEST]] for text in (*rows, "aaaaaabcbcbc", "azzzzz"))
        case "words":
            rows = [["a"], ["zzzzz"], ["a", "b"], ["ab", "ba", "abab"], ["a", "aa", "aaa", "aaaa"]]
            yield from ([(words * 7)[:7]] for words in (*rows, [*"abcdefg"], [*"gfedcba"]))
            yield [["abcde", "fghij", "klmno", "pqrst", "uvwxy", "zabcd", "edcba"]]
        case "grid":
            yield from ([[[value] * 5 for _ in range(5)]] for value in (0, 1, 9, -9))
            yield [[[(i + j) % 2 for i in range(5)] for j in range(5)]]
            yield [[[int(i == j) for i in range(5)] for j in range(5)]]
            yield [[[i + j for i in range(5)] for j in range(5)]]
            yield [[[9 - i - 5 * (j % 2) for i in range(5)] for j in range(5)]]
        case "dates":
            yield from ([[day] * 7] for day in ("1900-01-01", "2024-02-29", "2099-12-31"))
            yield [[f"2024-01-{day:02}" for day in range(28, 32)] + ["2024-02-01", "2024-02-02"]]
            yield [[f"{year}-12-31" for year in range(1900, 1907)]]
            yield [[f"20{year}-{year % 12 + 1:02}-28" for year in range(99, 10, -14)]]
        case "spans":
            yield from ([[span] * 7] for span in ([0, 30], [0, 1], [29, 30]))
            yield from ([[[i, i + size] for i in range(7)]] for size in (1, 2, 3, 20))
            yield from ([[[i, 30 - i] for i in range(7)][::way]] for way in (1, -1))
        case "graph":
            pairs = [[a, b] for a in range(8) for b in range(a)]
            yield [8, pairs]
            yield from ([8, [pair for pair in pairs if pair[0] - pair[1] == by]] for by in (1, 2))
            yield from ([8, [pair for pair in pairs if node in pair]] for node in (0, 7))
            yield [8, [*([i, i + 1] for i in range(7)), [7, 0]]]
            yield [8, [pair for pair in pairs if sum(pair) % 2]]
            yield [8, [pair for pair in pairs if (pair[0] < 4) == (pair[1] < 4)]]
        case "expr":
            for text in ("20*20*20*20", "20-20-20-20", "0*(20-(20-20*20))", "((((20))))*20"):
                yield [text]
            yield ["(1-2)*(3-4)*(5-6)*(7-8)"]
            yield ["1+2*3-4+5*6-7"]
        case "coded":
            yield from ([part * 6] for part in ("12a", "1a", "10z", "2b"))
            yield from (
                [text] for text in ("12a12b12a12b12a12b", "12a10a1a12a10a3a", "1a2b3c1a2b3c")
            )
            yield ["10e12b10a10c12a10a"]
        case "commands":
            yield from ([lines * 6] for lines in (["push 20", "dup"], ["push 9", "add"]))
            yield [["push 20"] + ["dup", "add"] * 5]
            yield [["push 1", "push 2", "push 3", "swap", "add", "swap"] * 2]
            yield [["push -9"] * 11 + ["add"]]
            yield [["push 20"] * 6 + ["add"] * 6]
            yield [["pop", "dup", "add", "swap"] * 3]
