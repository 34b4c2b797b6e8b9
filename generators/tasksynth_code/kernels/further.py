"""What a program is run on before it is paid: many sizes, all values, and the largest results."""

import ast
import math
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, pairwise, product

import numpy as np

from tasksynth.rng import Dice
from tasksynth_code.kernels.case import KernelCase, KernelChoices
from tasksynth_code.kernels.inputs import (
    KernelInput,
    drawn_input,
    peaked,
    shape_of,
    sizes_drawn,
)
from tasksynth_code.kernels.maps import TOP, mapped
from tasksynth_code.kernels.peaks import has_one_line, levelled

MOST = 80
"""Sizes of a dimension: all, or small ones, some of all sizes, and first of the others those at
which the program's own numbers say that it turns.
"""
FULL = 16
"""Inputs of full size more, where one element may be all that counts."""
_SMALL, _SHORT, _NUMBERS, _PIECES = 32, 4, 40, 16
_VALUES = range(-TOP, TOP + 1)


def further_inputs(
    dice: Dice, case: KernelCase, choices: KernelChoices, text: str
) -> Iterator[KernelInput]:
    """Inputs that tell apart what a few of all sorts do not.

    What comes out of many elements at once hides much: of such kinds each value comes by itself,
    and where one element may be all that counts, one stands out from others that are equal, and
    lines have maxima of all values, with equals. Many sizes come, first of all those at which the
    program's own numbers say that it turns; and so do sums of few, and the largest results.
    """
    if "n" not in case.out.dims or (case.picks and has_one_line(case)):
        yield from single_inputs(case, choices)
    turns = 4 if has_one_line(case) else 2
    for turn in range(turns if case.picks else 0):
        for i, sizes in enumerate(sizes_drawn(dice, choices)):
            yield peaked(dice, case, choices, drawn_input(dice, case, sizes, i), turn, alone=True)
    full = [list(choices.sizes)] * (FULL if case.picks else 0)
    for i, sizes in enumerate([*_many_sizes(dice, choices, text), *full]):
        one = drawn_input(dice, case, sizes, i)
        if case.picks:
            given = levelled(dice, case, choices, one.given, least=bool(i % 2))
            yield KernelInput(one.sizes, given, case.compute(given))
            one = peaked(dice, case, choices, one, i, alone=True)
        yield one
    yield from _short_inputs(dice, case, choices)
    yield from _extreme_inputs(dice, case, choices)


def single_inputs(case: KernelCase, choices: KernelChoices) -> Iterator[KernelInput]:
    """Lines of one element, in which each value comes, and beside each of a second operand.

    Beside the least and the largest alone where an input is a single line.
    """
    sizes = {"m": choices.sizes[0], "n": 1}
    shapes = [shape_of(need, sizes) for need in case.inputs]
    lines = [math.prod(shape) for shape in shapes]
    others: Sequence[int] = _VALUES if max(lines) > 1 else (-TOP, TOP)
    some = [(a, b) for b in others for a in _VALUES] if len(lines) > 1 else [(a,) for a in _VALUES]
    step = max(lines) if len(set(lines)) == 1 else len(_VALUES)
    for i in range(0, len(some), step):
        columns = zip(*some[i : i + step], strict=True)
        given = {
            need.name: np.resize(column, shape).astype(need.dtype)
            for need, shape, column in zip(case.inputs, shapes, columns, strict=True)
        }
        yield KernelInput(sizes, given, case.compute(given))


def _many_sizes(dice: Dice, choices: KernelChoices, text: str) -> list[list[int]]:
    """Up to `MOST` sizes of each dimension, put together by chance."""
    numbers = sorted(_numbers(text))[:_NUMBERS]
    products = sorted({a * b for a, b in combinations_with_replacement(numbers, 2)})
    columns = list[list[int]]()
    for top in choices.sizes:
        turning = [one for some in (numbers, products) for one in _turning(dice, some, top)]
        spread, small = _spread(dice, top), range(1, min(_SMALL, top) + 1)
        others = sorted({*range(1, top + 1)}.difference(turning))
        dice.shuffle(others)
        columns.append([*dict.fromkeys([*small, *spread, *turning, *others])][:MOST])
        dice.shuffle(columns[-1])
    return [[column[i % len(column)] for column in columns] for i in range(max(map(len, columns)))]


def _spread(dice: Dice, top: int) -> list[int]:
    """One of each of some pieces of all sizes, each so many times larger than the one before."""
    ends = [int(one) for one in np.geomspace(min(_SMALL, top), top, _PIECES + 1)]
    return [dice.between(a, b) for a, b in pairwise(ends)]


def _numbers(text: str) -> set[int]:
    """The whole numbers of a program: a block's threads, a tile's sizes."""
    return {
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value > 1
    }


def _turning(dice: Dice, numbers: Sequence[int], top: int) -> list[int]:
    """Multiples of numbers up to a size, and what lies beside them; those of the largest first."""
    some = [one for one in reversed(numbers) if one <= top]
    times = [(one, by) for one in some for by in (1, dice.between(1, top // one), top // one)]
    near = (one * by + off for one, by in times for off in (-1, 0, 1))
    return [one for one in near if 0 < one <= top]


def _short_inputs(dice: Dice, case: KernelCase, choices: KernelChoices) -> Iterator[KernelInput]:
    """Inputs of full size but in one dimension: sums of few have all values that there are."""
    for i, top in enumerate(choices.sizes):
        for short in range(1, min(_SHORT, top - 1) + 1):
            sizes = [*choices.sizes[:i], short, *choices.sizes[i + 1 :]]
            yield from (drawn_input(dice, case, sizes, short + style) for style in range(2))


def _extreme_inputs(dice: Dice, case: KernelCase, choices: KernelChoices) -> Iterator[KernelInput]:
    """Inputs of full size with the largest and the least results: one value all over, or two."""
    made = mapped(np.array(_VALUES), choices.pre)
    ends = sorted({-TOP, TOP, _VALUES[int(made.argmax())], _VALUES[int(made.argmin())]})
    numbers = [need.name for need in case.inputs if need.holds == "numbers"]
    plain = drawn_input(dice, case, list(choices.sizes), 0)
    ways = [[*([one] for one in ends), ends], [[-TOP], [TOP]]]
    for values in product(*ways[: len(numbers)]):
        given = dict(plain.given)
        for name, some in zip(numbers, values, strict=True):
            like = given[name]
            words = np.random.PCG64(dice.word()).random_raw(like.size).reshape(like.shape)
            given[name] = np.array(some)[words % np.uint64(len(some))].astype(like.dtype)
        yield KernelInput(plain.sizes, given, case.compute(given))
