"""Further inputs of a hidden suite, made when an answer is judged.

The suite that a task carries tells its program from mutants, which are mistakes of writing. A
mistake of meaning, such as a running maximum that begins at 0, may show on one input in fifty. So
an answer is also run on small inputs, at which programs turn, and on many that are drawn by the
program's own chance. They hang on the task alone: a verdict is always the same.
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np

from tasksynth.rng import Dice
from tasksynth_code.making.inputs import FORMS, TOP
from tasksynth_code.making.task import KnownCall, turns_of
from tasksynth_code.patterns import Kind
from tasksynth_code.suites.grow import text_of
from tasksynth_code.suites.running import TickingRun, Wrong, ticking

DRAWN = 400
"""Inputs that are drawn."""
SMALL = 80
"""Small inputs, at most; of more, every so many-th."""
_TEXTS = ("", "a", "b", "y", "z", "aa", "ab", "ba", "aba", "abb", "aab", "aabb", "abba", "bbabb")


@lru_cache(maxsize=64)
def further_calls(program: str, source: Kind) -> tuple[KnownCall, ...]:
    """Calls of a right program, each once: small inputs, then drawn ones."""
    tree = ticking(program)
    digest = hashlib.sha256(program.encode()).digest()
    dice = Dice(np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big"))))
    turns = turns_of(tree)
    small = [text_of(arguments) for arguments in small_inputs(source, turns)]
    small = small[:: -(-len(small) // SMALL)]
    drawn = [text_of(FORMS[source].draw(dice, turns)) for _ in range(DRAWN)]
    run, cases = TickingRun(tree), list[KnownCall]()
    for arguments in dict.fromkeys([*small, *drawn]):
        value = run(arguments)
        if not isinstance(value, Wrong):
            cases.append(KnownCall(arguments=arguments, result=text_of(value)))
    return tuple(cases)


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
