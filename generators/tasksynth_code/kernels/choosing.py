"""The kinds of kernel tasks, and what is drawn for one."""

from collections.abc import Callable
from dataclasses import dataclass

from tasksynth.rng import Dice
from tasksynth_code.kernels.case import Dtype, KernelCase, KernelChoices
from tasksynth_code.kernels.kinds import folding, moving, products, scanning, windows
from tasksynth_code.kernels.maps import FOLDS, JOINS, drawn_map

_DTYPES: tuple[Dtype, ...] = ("float32", "float32", "int32", "int16")


@dataclass(frozen=True)
class KernelKind:
    """One thing to compute."""

    rank: int
    """0: who reads what; 1: what threads of a block share; 2: an algorithm of a block."""
    build: Callable[[KernelChoices], KernelCase]
    sizes: tuple[tuple[int, int], ...]
    """From and to, of the largest m, n and k."""
    join: int = 0
    """In so many of four draws there is a second operand."""
    after: bool = True
    """Whether results go through a second map."""


_SQUARE, _LONG, _VECTOR = ((80, 120), (80, 120)), ((64, 100), (110, 180)), ((1, 1), (6000, 9000))
KINDS = {
    "elementwise": KernelKind(0, moving.elementwise, _SQUARE, 2),
    "gathered": KernelKind(0, moving.gathered, _SQUARE),
    "fields": KernelKind(0, moving.fields, _VECTOR),
    "records": KernelKind(1, moving.records, _VECTOR),
    "transposed": KernelKind(1, windows.transposed, _SQUARE),
    "rows": KernelKind(1, folding.rows, _LONG, 2),
    "columns": KernelKind(1, folding.columns, _LONG, 2),
    "total": KernelKind(1, folding.total, _VECTOR, 2, after=False),
    "histogram": KernelKind(1, folding.histogram, _VECTOR, 2, after=False),
    "argmax": KernelKind(1, scanning.argmax, _LONG, after=False),
    "window": KernelKind(1, windows.window, _VECTOR),
    "stencil": KernelKind(1, windows.stencil, _SQUARE),
    "matmul": KernelKind(2, products.matmul, ((40, 60), (40, 60), (36, 60))),
    "pairs": KernelKind(2, products.pairs, ((150, 250), (150, 250)), 4),
    "scan": KernelKind(2, scanning.scan, _LONG),
    "compact": KernelKind(2, scanning.compact, _LONG),
    "normalised": KernelKind(2, scanning.normalised, _LONG, after=False),
}


def drawn_choices(dice: Dice, kind: KernelKind, *, steps: int) -> KernelChoices:
    """Choices for a task, with so many steps done to each element."""
    after = min(2, steps // 2) if kind.after else 0
    post = tuple(one for one in drawn_map(dice, after + 1) if one.name != "square")[:after]
    weights = [dice.of((-3, -2, -1, 1, 2, 3)) for _ in range(9)]
    some = dice.between(3, 7) if kind.build in (moving.fields, moving.records) else 9
    return KernelChoices(
        dtype=dice.of(_DTYPES),
        order="C" if dice.below(2) else "F",
        pre=drawn_map(dice, steps),
        post=post,
        fold=dice.of(FOLDS),
        join=dice.of(JOINS) if dice.below(4) < kind.join else "",
        form=dice.below(12),
        shift=dice.between(1, 60),
        radius=dice.between(3, 8),
        weights=tuple(weights[:some]),
        sizes=tuple(dice.between(low, high) for low, high in kind.sizes),
    )
