"""What a kind of kernel task is made of, and how its programs are written."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tasksynth import Model
from tasksynth_code.kernels.maps import (
    MapStep,
    fold_line,
    fold_start,
    join_line,
    join_text,
    map_lines,
)

Dtype = Literal["float32", "int32", "int16"]
HEAD = "import math\nfrom numba import cuda, float32, int32\n\n\n"
_MACRO = re.compile(r"( *)\$(f|g|join|fold)\((.*)\)")


class KernelChoices(Model):
    """What is drawn for a task. Each kind reads what it has a use for."""

    dtype: Dtype
    """Of the inputs; what is made of whole numbers is of int32, of float32 the same."""
    order: Literal["C", "F"]
    pre: tuple[MapStep, ...]
    """Done to each element that is read."""
    post: tuple[MapStep, ...]
    """Done to each result."""
    fold: str
    join: str
    """How a second operand is put to the first one; empty: there is none."""
    form: int
    """Which of a kind's shapes."""
    shift: int
    radius: int
    weights: tuple[int, ...]
    sizes: tuple[int, ...]
    """The largest ones, of the dimensions m, n and k."""


@dataclass(frozen=True)
class ArrayNeed:
    """An argument: its dimensions are names of sizes, or numbers."""

    name: str
    dims: tuple[str | int, ...]
    dtype: str
    order: Literal["C", "F"] = "C"
    holds: Literal["numbers", "rows", "permutation"] = "numbers"
    """Numbers from -9 to 9; numbers of rows, which lie below m; each of them once."""


@dataclass(frozen=True)
class KernelCase:
    """A task before its sizes are drawn."""

    told: str
    """What is asked for, in words."""
    inputs: tuple[ArrayNeed, ...]
    out: ArrayNeed
    reference: str
    """The body of a function of numpy that says it exactly."""
    compute: Callable[[Mapping[str, np.ndarray]], np.ndarray]
    programs: Mapping[str, str]
    """From the slowest to the best one, by what they do about it."""
    absolute: float = 1e-3
    """By how much a result may be off. Inputs are small whole numbers, so that sums of them are
    exact in whatever order, and a mistake is off by 1."""
    relative: float = 1e-6
    picks: bool = False
    """Whether one element may be all that counts of many."""


def out_dtype(c: KernelChoices) -> str:
    """The type of results."""
    return "float32" if c.dtype == "float32" else "int32"


def program(c: KernelChoices, template: str, **words: str) -> str:
    """A program from a template.

    `$f(v = x[i])` reads an element with the first map behind it, `$g(out[i] = w)` does the second
    map and writes, `$join(v, y[i])` takes in the second operand if there is one, `$fold(total, v)`
    folds; `$zero` is what a fold begins with, `$dt` the type of results, and others are given.
    """
    given = {"zero": fold_start(c.fold), "dt": out_dtype(c), **words}
    text = re.sub(r"\$(\w+)\b(?!\()", lambda m: given[m[1]], template.strip("\n"))
    lines: list[str] = []
    for line in text.split("\n"):
        macro = _MACRO.fullmatch(line)
        lines += [macro[1] + one for one in _macro(c, macro[2], macro[3])] if macro else [line]
    return HEAD + "\n".join(lines) + "\n"


def _macro(c: KernelChoices, name: str, inside: str) -> list[str]:
    match name:
        case "f":
            return [inside, *map_lines(inside.partition(" = ")[0], c.pre)]
        case "g":
            where, _, value = inside.partition(" = ")
            if not c.post:
                return [inside]
            return [f"w = {value}", *map_lines("w", c.post), f"{where} = w"]
        case "join":
            variable, _, other = inside.partition(", ")
            return [join_line(c.join, variable, other)] if c.join else []
    variable, _, value = inside.partition(", ")
    return [fold_line(c.fold, variable, value)]


def reference(c: KernelChoices, *lines: str) -> str:
    """The body of the function of numpy, with `$f(v)`, `$g(w)` and `$join(v, y)` as above."""
    out: list[str] = []
    for line in lines:
        macro = _MACRO.fullmatch(line)
        if macro is None:
            out.append(line)
        elif macro[2] in "fg":
            some = map_lines(macro[3], c.pre if macro[2] == "f" else c.post, numpy=True)
            out += [f"{one}  # {macro[2]}" for one in some]
        elif c.join:
            variable, _, other = macro[3].partition(", ")
            out.append(join_line(c.join, variable, other, numpy=True))
    return "\n".join(out)


def told_g(c: KernelChoices, formula: str) -> str:
    """A formula with the second map around it, as the words of a task have it."""
    return f"`g({formula})`" if c.post else f"`{formula}`"


def told_f(c: KernelChoices, x: str, y: str = "") -> str:
    """`f(x[i]) + y[i]`: an element, with the second operand if there is one."""
    return join_text(c.join, f"f({x})", y) if c.join else f"f({x})"


def told_fold(c: KernelChoices, over: str, x: str, y: str = "") -> str:
    """`sum over j of f(x[i, j])`."""
    inner = told_f(c, x, y)
    inner = f"({inner})" if c.join in ("plus", "minus") else inner
    return f"{c.fold} over {over} of {inner}"


def launched(kernel: str, sizes: Sequence[str], threads: Sequence[int], arguments: str) -> str:
    """The line that launches a kernel over sizes, a thread for each element."""
    blocks = [f"({size} + {by - 1}) // {by}" for size, by in zip(sizes, threads, strict=True)]
    grid = blocks[0] if len(blocks) == 1 else f"({', '.join(blocks)})"
    block = threads[0] if len(threads) == 1 else f"({', '.join(map(str, threads))})"
    return f"{kernel}[{grid}, {block}]({arguments})"
