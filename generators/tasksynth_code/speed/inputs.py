"""Inputs of programs that are to be quick."""

import ast
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np

from tasksynth.rng import Dice
from tasksynth_code.judging.seldom import seldom_inputs
from tasksynth_code.making.task import KnownCall
from tasksynth_code.speed.pair import SpeedKind
from tasksynth_code.suites.grow import text_of
from tasksynth_code.suites.running import TickingRun, ticking

TINY, HALF, FULL = 14, 10, 3
"""Inputs of up to seven elements, of up to half the size, and of full size, whose cost counts."""
FURTHER, MIDDLE = 600, 200
"""More of a few elements, and of up to forty: a mistake in a quick program may show on one in
hundreds of them."""
MORE = 600
"""As many as `FURTHER`, of the task's own, for what is to be paid."""
LONGER, LENGTHS = 60, (40, 130)
"""And some so long that what is rare in one place is there in some."""
LARGE = 12
"""Twice so many of full size and of few values."""
TURNS = 2_000_000
"""Turns of loops that a reference may take."""
FEW, LONG = 12, 60
"""Elements of a small input, and those behind which a program may begin to do anything."""
LOOKED_AT = 6
"""Inputs of one length that say whether results hang on more than that."""
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "abcdef", "abc", "ab")


def drawn(dice: Dice, kind: SpeedKind, length: int, top: int, *, style: int | None = None) -> str:
    """The arguments of a call, as a JSON list; a style is drawn where none is given."""
    at = dice.below(4) if style is None else style
    if kind == "text":
        return text_of(["".join(dice.of(ALPHABETS[at]) for _ in range(length))])
    low, high = ((-top, top), (0, top), (-top, 0), (-3, 3))[at]
    return text_of([[dice.between(low, high) for _ in range(length)]])


def odd(dice: Dice, kind: SpeedKind, top: int, turns: Sequence[int], idle: int) -> list[Any]:
    """The arguments of a call with a few elements, or a few more than a program does nothing for.

    Many are in order, in runs, of two or three values, or of the program's own numbers.
    """
    length = dice.between(1, FEW) + (idle if dice.below(4) else 0)
    low, high = dice.of(((-top, top), (0, top), (-top, 0), (-3, 3), (0, 9)))
    some = [*dice.of(ALPHABETS)] if kind == "text" else range(low, high + 1)
    style = dice.below(6)
    if style == 0:
        some = [dice.of(some) for _ in range(dice.between(1, 3))]
    elif style == 1 and kind == "ints" and turns:
        near = [dice.of(turns) + dice.between(-1, 1) for _ in range(4)]
        some = [max(-top, min(top, value)) for value in near]
    values = [dice.of(some) for _ in range(length)]
    if style == 2:
        values.sort(reverse=dice.below(2) == 0)
    elif style == 3:
        values = [value for value in values for _ in range(dice.between(1, 3))][:length]
    return ["".join(values) if kind == "text" else values]


def turning(program: str) -> list[int]:
    """The numbers at which a program may turn."""
    found = {node.value for node in ast.walk(ast.parse(program)) if isinstance(node, ast.Constant)}
    return sorted(value for value in found if type(value) is int)


@dataclass(frozen=True)
class SpeedTask:
    """A slow program, the quick one, and what their inputs are."""

    slow: str
    fast: str
    kind: SpeedKind
    size: int
    top: int


@lru_cache(maxsize=64)
def idle_length(task: SpeedTask) -> int:
    """The length up to which a program gives nothing of interest: the same whatever the elements
    are, as one does that sums windows of 30.
    """
    run = TickingRun(ticking(task.fast), TURNS)
    dice = Dice(np.random.Generator(np.random.Philox(key=task.top)))
    for length in range(1, LONG):
        some = [drawn(dice, task.kind, length, task.top, style=0) for _ in range(LOOKED_AT)]
        if len({text_of(run(arguments)) for arguments in some}) > 1:
            return length - 1
    return 0


def inputs(dice: Dice, task: SpeedTask) -> tuple[list[str], list[str]]:
    """Calls that must be right, and then those whose cost counts too, which are of like styles."""
    kind, size, top = task.kind, task.size, task.top
    turns, idle = turning(task.fast), idle_length(task)
    lengths = [0, 1, 1, 2, 2, 3] + [dice.between(2, 7) for _ in range(TINY - 6)]
    lengths += [dice.between(8, max(9, size // 2)) for _ in range(HALF)]
    small = [drawn(dice, kind, length, top) for length in lengths]
    full = [drawn(dice, kind, size, top, style=style % 2) for style in range(FULL)]
    small += [text_of(odd(dice, kind, top, turns, idle)) for _ in range(FURTHER)]
    small += [drawn(dice, kind, dice.between(8, 40), top) for _ in range(MIDDLE)]
    return small, full


@lru_cache(maxsize=32)
def last_calls(task: SpeedTask) -> tuple[KnownCall, ...]:
    """Calls on which the quick program does what it seldom does, and more by chance.

    They hang on the task alone, so that what watches the program does so once for each task.
    """
    digest = hashlib.sha256(b"last" + task.fast.encode()).digest()
    dice = Dice(np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big"))))
    turns, idle = turning(task.fast), idle_length(task)

    def draw() -> list[Any]:
        return odd(dice, task.kind, task.top, turns, idle)

    seldom = seldom_inputs(task.fast, dice, turns, draw, partial(_promised, task))
    some = [text_of(draw()) for _ in range(MORE)]
    some += [drawn(dice, task.kind, dice.between(*LENGTHS), task.top) for _ in range(LONGER)]
    some += [text_of([values]) for values in _large(dice, task)]
    sizes = [task.size - 1, *(dice.between(task.size // 2, task.size) for _ in range(LARGE))]
    some += [drawn(dice, task.kind, size, task.top) for size in sizes]
    run = TickingRun(ticking(task.fast), TURNS)
    return tuple(
        KnownCall(arguments=one, result=text_of(run(one)))
        for one in dict.fromkeys([*seldom, *some])
    )


def _large(dice: Dice, task: SpeedTask) -> Iterator[str | list[int]]:
    """Inputs of full size in order, all the same, of the largest and least, in runs and steps."""
    all_of = [*ALPHABETS[0]] if task.kind == "text" else list(range(-task.top, task.top + 1))
    size, ends = task.size, [*all_of[:2], *all_of[-2:]]
    up = [all_of[at * len(all_of) // size] for at in range(size)]
    some = [[value] * size for value in (*ends, dice.of(all_of))]
    some += [up, up[::-1], up[::2] + up[::-2], (all_of * size)[:size], (all_of[::-1] * size)[:size]]
    for _ in range(LARGE):
        few = [dice.of(ends if dice.below(2) else all_of) for _ in range(dice.between(2, 3))]
        run = dice.of((1, 2, 7, size // 9, size // 3, size - 1))
        some.append([few[at // run % len(few)] for at in range(size)])
        some.append([dice.of(few) for _ in range(size)])
    yield from ("".join(map(str, values)) if task.kind == "text" else values for values in some)


def _promised(task: SpeedTask, arguments: list[Any]) -> bool:
    if len(arguments) != 1 or len(arguments[0]) > LONG:
        return False
    if task.kind == "text":
        return all(letter in ALPHABETS[0] for letter in arguments[0])
    return all(-task.top <= value <= task.top for value in arguments[0])
