"""Small sums that are done to each element: drawn, as lines of a program and as numpy does them."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tasksynth import Model
from tasksynth.rng import Dice

TOP = 9
"""Inputs are whole numbers from -TOP to TOP, whatever their type: sums of them are exact."""
LARGEST = 120
"""Of what maps make of an element: squares and sums of them stay exact in 24 bits."""
_MAPS: dict[str, tuple[str, str, Callable[[Any, int, int], Any]]] = {
    "affine": ("{a} * {v} + {b}", "{a} * {v} + {b}", lambda v, a, b: a * v + b),
    "floor": ("max({v}, {b})", "np.maximum({v}, {b})", lambda v, _, b: np.maximum(v, b)),
    "cap": ("min({v}, {b})", "np.minimum({v}, {b})", lambda v, _, b: np.minimum(v, b)),
    "far": ("abs({v} - {b})", "np.abs({v} - {b})", lambda v, _, b: np.abs(v - b)),
    "square": ("{v} * {v}", "{v} * {v}", lambda v, _, __: v * v),
    "leak": (
        "{v} if {v} > {b} else {a} * {v}",
        "np.where({v} > {b}, {v}, {a} * {v})",
        lambda v, a, b: np.where(v > b, v, a * v),
    ),
    "gate": (
        "{v} if {v} > {b} else {a}",
        "np.where({v} > {b}, {v}, {a})",
        lambda v, a, b: np.where(v > b, v, a),
    ),
}
_JOINS: dict[str, tuple[str, str, Callable[[Any, Any], Any]]] = {
    "plus": ("{v} + {u}", "{v} + {u}", lambda v, u: v + u),
    "minus": ("{v} - {u}", "{v} - {u}", lambda v, u: v - u),
    "times": ("{v} * {u}", "{v} * {u}", lambda v, u: v * u),
    "more": ("max({v}, {u})", "np.maximum({v}, {u})", np.maximum),
    "less": ("min({v}, {u})", "np.minimum({v}, {u})", np.minimum),
    "apart": ("abs({v} - {u})", "np.abs({v} - {u})", lambda v, u: np.abs(v - u)),
}
JOINS = tuple(_JOINS)
_FOLDS: dict[str, tuple[str, str, str, Callable[..., Any]]] = {
    "sum": ("{v} += {u}", "0", ".sum(", np.sum),
    "max": ("{v} = max({v}, {u})", "-10000000", ".max(", np.max),
    "min": ("{v} = min({v}, {u})", "10000000", ".min(", np.min),
}
FOLDS = tuple(_FOLDS)


class MapStep(Model):
    """One step, with two small numbers, which not all of them use."""

    name: str
    a: int
    b: int


def drawn_map(dice: Dice, steps: int) -> tuple[MapStep, ...]:
    """So many steps: each changes something, no two neighbours do the same, no result is large."""
    some: list[MapStep] = []
    tries = 0
    while len(some) < steps:
        tries += 1
        if tries % 40 == 0:
            some = []  # steps after which nothing more can be done
        a, b = dice.of((-3, -2, 2, 3)), dice.between(-5, 5)
        step = MapStep(name=dice.of(tuple(_MAPS)), a=a, b=b)
        before = mapped(np.arange(-TOP, TOP + 1), some)
        ends = mapped(before, [step])
        new = not some or some[-1].name != step.name
        new = new and not np.array_equal(ends, before)
        if new and np.abs(ends).max() <= LARGEST and len(np.unique(ends)) > TOP // 2:
            some.append(step)
    return tuple(some)


def mapped(values: np.ndarray, steps: Sequence[MapStep]) -> np.ndarray:
    """What the steps make of numbers."""
    for one in steps:
        values = _MAPS[one.name][2](values, one.a, one.b)
    return values


def map_lines(name: str, steps: Sequence[MapStep], *, numpy: bool = False) -> list[str]:
    """The lines that do the steps to a variable."""
    texts = (_MAPS[one.name][:2][numpy] for one in steps)
    filled = (text.format(v=name, a=s.a, b=s.b) for text, s in zip(texts, steps, strict=True))
    return [f"{name} = {_tidy(text)}" for text in filled]


def _tidy(text: str) -> str:
    """As a person writes it: `v - 3` for `v + -3`, `v` for `v + 0`."""
    return re.sub(r" [+-] 0\b", "", text.replace("+ -", "- ").replace("- -", "+ "))


def weighed(weight: int, value: str) -> str:
    """The line that adds a value so many times to `total`."""
    times = "" if abs(weight) == 1 else f"{abs(weight)} * "
    return f"total {'-' if weight < 0 else '+'}= {times}{value}"


def joined(how: str, values: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Two operands put together."""
    result: np.ndarray = _JOINS[how][2](values, others)
    return result


def join_line(how: str, name: str, other: str, *, numpy: bool = False) -> str:
    """The line that puts another operand to a variable."""
    return f"{name} = {join_text(how, name, other, numpy=numpy)}"


def join_text(how: str, name: str, other: str, *, numpy: bool = False) -> str:
    """Two operands put together, as a formula."""
    return _JOINS[how][:2][numpy].format(v=name, u=other)


def fold_line(how: str, name: str, value: str) -> str:
    """The line that takes a value into what was folded so far."""
    return _FOLDS[how][0].format(v=name, u=value)


def fold_start(how: str) -> str:
    """What changes nothing that it is folded with."""
    return _FOLDS[how][1]


def folded(how: str, values: np.ndarray, axis: int) -> np.ndarray:
    """All along an axis put together."""
    result: np.ndarray = _FOLDS[how][3](values, axis=axis)
    return result


def fold_call(how: str, name: str, axis: int) -> str:
    """As numpy writes it."""
    return f"{name}{_FOLDS[how][2]}axis={axis})"
