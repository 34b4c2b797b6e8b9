"""Inputs in which one element of most lines is beyond all others, so that nobody may miss it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tasksynth.rng import Dice
from tasksynth_code.kernels.case import ArrayNeed, KernelCase, KernelChoices
from tasksynth_code.kernels.maps import TOP, joined, mapped

_VALUES = np.arange(-TOP, TOP + 1)
Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class PeakPlan:
    """Where peaks stand, and whether they are the largest or the smallest of their lines."""

    turn: int
    """Lines take turns: the last place, the first one, one near the end, and any."""
    least: bool
    unread: Arrays | None = None
    """Of arrays, what a program left out elsewhere; peaks stand there where they can."""
    near: bool = False
    """Whether peaks are the few largest that there are; else also such as are not."""
    alone: bool = False
    """Whether all that are no peaks count the same, often just below them, so that hardly anything
    hides who is missed.
    """


def with_peaks(
    dice: Dice, case: KernelCase, choices: KernelChoices, given: Arrays, plan: PeakPlan
) -> tuple[Arrays, Arrays]:
    """Arguments with a peak in most lines along `n`, and the same ones without.

    What counts of an element is what the first map and the second operand make of it. All are
    drawn from below a level, peaks from there on.
    """
    main, second = _operands(case)
    table = _table(choices, main, second) * (-1 if plan.least else 1)
    vector = second is not None and second.dims != main.dims
    level = _level(dice, table, plan, vector=vector)
    if level is None:
        return given, given
    lines = {one.name: _lines(main, given[one.name]) for one in (main, second) if one}
    peaks = _places(dice, main, lines, plan)
    low: np.ndarray = table < level
    high = ~low
    if plan.alone:
        beside = table[:, high.any(axis=0)] if vector else table
        under = np.unique(beside[beside < level])
        low = table == (under[-1] if dice.below(2) else dice.of(under.tolist()))
        just = table == level
        if dice.below(2) and (just.any(axis=0) & low.any(axis=0) | (not vector)).any():
            high = just
    columns = _drawn(
        dice, np.asarray(low.any(axis=0)), lines[second.name].shape if second else (1, 1)
    )
    over = peaks.any(axis=0, keepdims=True) if vector else peaks
    above = np.asarray(high.any(axis=0) & (low.any(axis=0) | (not vector)))
    raised = np.where(over, _drawn(dice, above, over.shape), columns)
    columns = raised if vector else columns
    base = _picked(dice, low, columns, peaks.shape)
    top = np.where(peaks, _picked(dice, high, raised, peaks.shape), base)
    both: list[Arrays] = []
    for rows, cols in ((top, raised), (base, columns)):
        new = dict(given)
        new[main.name] = _unlined(main, rows, given[main.name])
        if second and table.shape[1] > 1:
            new[second.name] = _unlined(second, cols, given[second.name])
        both.append(new)
    return both[0], both[1]


def levelled(
    dice: Dice, case: KernelCase, choices: KernelChoices, given: Arrays, *, least: bool
) -> Arrays:
    """Arguments with a largest element of any value in each line along `n`, and often with equals.

    Each line has elements from one level down; of least ones, from one level up.
    """
    main, second = _operands(case)
    table = _table(choices, main, second) * (-1 if least else 1)
    lines = _lines(main, given[main.name])
    count, n = lines.shape
    words, new = _words(dice, count * n).reshape(count, n), dict(given)
    if second is not None and second.dims != main.dims:
        columns = np.broadcast_to(
            _lines(second, given[second.name]).astype(np.int64) + TOP, (count, n)
        )
        order = np.argsort(table, axis=0, kind="stable")
        level = 1 + _words(dice, count) % len(table)
        rows = order[words % level[:, None], columns if table.shape[1] > 1 else 0]
    else:
        order = np.argsort(table, axis=None, kind="stable")
        level = 1 + _words(dice, count) % table.size
        rows, columns = np.divmod(order[words % level[:, None]], table.shape[1])
        if second is not None and table.shape[1] > 1:
            new[second.name] = _unlined(second, columns, given[second.name])
    new[main.name] = _unlined(main, rows, given[main.name])
    return new


def has_one_line(case: KernelCase) -> bool:
    """Whether an input has one peak alone."""
    return _operands(case)[0].dims == ("n",)


def _operands(case: KernelCase) -> tuple[ArrayNeed, ArrayNeed | None]:
    """The array whose lines are looked at, and what is put to its elements."""
    numbers = [need for need in case.inputs if need.holds == "numbers"]
    main = next(need for need in numbers if "n" in need.dims)
    others = (need for need in numbers if need is not main)
    return main, next((one for one in others if one.dims in (main.dims, ("n",))), None)


def _table(choices: KernelChoices, main: ArrayNeed, second: ArrayNeed | None) -> np.ndarray:
    """What is made of each value, beside each of a second operand if there is one."""
    first = (mapped(_VALUES, choices.pre) if main.name == "x" else _VALUES)[:, None]
    return joined(choices.join, first, _VALUES[None, :]) if second and choices.join else first


def _level(dice: Dice, table: np.ndarray, plan: PeakPlan, *, vector: bool) -> float | None:
    """From where on an element is a peak: near the top, or well below it."""
    levels = np.unique(table)[1:]
    if not len(levels):
        return None
    few = dice.below(min(3, len(levels)))
    deep = len(levels) if plan.alone else 1 + 2 * len(levels) // 3
    down = few if dice.below(2) or plan.near else dice.below(deep)
    for level in levels[: len(levels) - down][::-1]:
        beside = (table < level).any(axis=0) & (table >= level).any(axis=0)
        if beside.any() or not vector:
            return float(level)
    return None


def _lines(main: ArrayNeed, array: np.ndarray) -> np.ndarray:
    """An array with its lines along the last of two axes."""
    axis = main.dims.index("n") if array.ndim == len(main.dims) else 0
    wide = np.moveaxis(array, axis, -1)
    return wide.reshape(-1, wide.shape[-1])


def _unlined(need: ArrayNeed, indices: np.ndarray, like: np.ndarray) -> np.ndarray:
    """Lines of indices of values as an array of its own shape."""
    axis = need.dims.index("n")
    wide = np.moveaxis(like, axis, -1)
    return np.moveaxis(_VALUES[indices].astype(like.dtype).reshape(wide.shape), -1, axis)


def _places(dice: Dice, main: ArrayNeed, lines: Arrays, plan: PeakPlan) -> np.ndarray:
    """A peak in three of four lines, or in those alone of which something was left out.

    So lines differ in what comes out, and nobody may take one for another.
    """
    count, n = lines[main.name].shape
    words = _words(dice, count)
    some = np.asarray((words >> 20) % 4 > 0)
    sorts = (np.arange(count) + plan.turn) % 4
    near = n - 1 - words % max(1, n // 16)
    place = np.select([sorts == 0, sorts == 1, sorts == 2], [n - 1, 0 * words, near], words % n)
    if plan.unread:
        missed = np.zeros((count, n), dtype=bool)
        for name in lines:
            missed |= _lines(main, plan.unread[name])
        chosen = (missed * (1 + _words(dice, count * n).reshape(count, n) % 2**20)).argmax(axis=1)
        left_out = np.asarray(missed.any(axis=1))
        place, some = np.where(left_out, chosen, place), left_out if left_out.any() else some
    peaks: np.ndarray = (np.arange(n) == place[:, None]) & (some | (count == 1))[:, None]
    return peaks


def _words(dice: Dice, count: int) -> np.ndarray:
    words: np.ndarray = np.random.PCG64(dice.word()).random_raw(count) >> np.uint64(2)
    return words.astype(np.int64)


def _drawn(dice: Dice, allowed: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Some of those that are allowed, by number."""
    some = np.flatnonzero(allowed)
    drawn: np.ndarray = some[_words(dice, math.prod(shape)) % len(some)].reshape(shape)
    return drawn


def _picked(
    dice: Dice, allowed: np.ndarray, columns: np.ndarray, shape: tuple[int, ...]
) -> np.ndarray:
    """A row for each column, of those that are allowed there; where none is, it is not used."""
    columns = np.broadcast_to(columns, shape)
    order, count = np.argsort(~allowed, axis=0, kind="stable"), allowed.sum(axis=0)
    words = _words(dice, columns.size).reshape(shape)
    picked: np.ndarray = order[words % np.maximum(1, count)[columns], columns]
    return picked
