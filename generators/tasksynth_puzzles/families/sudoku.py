"""Sudoku: with boxes, with the diagonals too, or with irregular regions."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.drawing import givens, regions
from tasksynth_puzzles.reading.grids import read_grid
from tasksynth_puzzles.solving.descending import TRIED, descents
from tasksynth_puzzles.solving.effort import TRIAL, effort
from tasksynth_puzzles.solving.net import Masks, Net, TooHard
from tasksynth_puzzles.solving.squares import filled_up, renamed, turned
from tasksynth_puzzles.telling.grids import ENDINGS, drawn, lettered, written
from tasksynth_puzzles.telling.words import choose
from tasksynth_schemas import Model

Variant = Literal["plain", "diagonal", "irregular"]
_VARIANTS: tuple[Variant, ...] = ("plain", "diagonal", "irregular")
_SEARCHED = 0.35
"""Share of the cells that are given before the search for other solutions begins."""
_RULES: dict[Variant, tuple[str, ...]] = {
    "plain": (
        (
            "Fill in this {side}x{side} sudoku: each row, each column and each box of {rows} rows "
            "and {columns} columns holds the digits 1 to {side} once."
        ),
        (
            "Complete the grid with the digits 1 to {side}. None may be there twice in a row, in a "
            "column or in one of the {side} boxes ({rows} rows by {columns} columns)."
        ),
        (
            "A sudoku of {side} rows: every row, every column and every {rows}x{columns} box "
            "contains each digit from 1 to {side} exactly once. Solve it."
        ),
    ),
    "diagonal": (
        (
            "Fill in this {side}x{side} diagonal sudoku: each row, each column, each box of {rows} "
            "rows and {columns} columns and each of the two main diagonals holds the digits 1 to "
            "{side} once."
        ),
        (
            "Complete the grid with the digits 1 to {side}. None may be there twice in a row, in a "
            "column, in one of the {side} boxes ({rows} rows by {columns} columns), or on either "
            "of the two long diagonals."
        ),
    ),
    "irregular": (
        (
            "Fill in this {side}x{side} irregular sudoku: each row, each column and each region "
            "holds the digits 1 to {side} once. The second grid shows the regions, a letter for "
            "each."
        ),
        (
            "Complete the first grid with the digits 1 to {side}. None may be there twice in a "
            "row, in a column, or in cells that have the same letter in the second grid."
        ),
    ),
}
_EMPTY = (
    "`{blank}` stands for an empty cell.",
    "Cells with `{blank}` are empty.",
    "The cells that show `{blank}` are to be filled.",
)


class SudokuParams(Params):
    """Which grids to draw."""

    side: Annotated[Literal[4, 6, 9], Ladder(4, 6, 9, 9, 9, 9)] = 9
    """Rows, columns and digits."""
    variant: Literal["any", "plain", "diagonal", "irregular"] = "any"
    """`diagonal`: the two long diagonals count too. `irregular`: regions of any shape in place of
    boxes. `any`: one of the three by chance."""
    shown: Annotated[float, Field(ge=0, le=0.9), Knob(0.5, 0.2)] = 0.4
    """With `reasoning=direct`: share of the cells that are given at least; more are where single
    steps would not get on."""
    reasoning: Annotated[
        Literal["direct", "any", "trial"],
        Ladder("direct", "direct", "direct", "any", "trial", "trial"),
    ] = "direct"
    """`direct`: single steps solve it. `any`: as few digits as chance gives; in plain grids none
    can go. `trial`: somewhere one must assume something and see it fail."""
    effort: Annotated[int, Field(ge=0, le=400), Knob(2, 140, log=True)] = 0
    """With `reasoning=trial`: what solving takes at least, as `measure` sums it up."""


class SudokuInstance(Model):
    """A grid with one solution."""

    variant: Variant
    side: int
    regions: tuple[int, ...]
    """The region of each cell, row by row."""
    givens: tuple[int, ...]
    """0 for an empty cell."""
    solution: tuple[int, ...]
    wording: int


class Sudoku(Family[SudokuParams, SudokuInstance]):
    """Fill in a sudoku with one solution, of 4, 6 or 9 rows and three kinds."""

    name = "puzzle.sudoku"
    version = 2
    effort = "effort"
    rubric = Rubric(gate="solved", solved=1.0, cells=0.0)
    checked = 25

    def generate(self, p: SudokuParams, rng: np.random.Generator) -> SudokuInstance | None:
        """A filled grid first, then which of its digits are given."""
        dice = Dice(rng)
        variant = dice.of(_VARIANTS) if p.variant == "any" else p.variant
        bent = variant == "irregular"
        shapes = regions.irregular(p.side, dice) if bent else regions.boxes(p.side)
        net = regions.sudoku_net(p.side, shapes, diagonal=variant == "diagonal")
        try:
            small = p.side == 4 and not bent
            solution = dice.of(givens.every(net)) if small else givens.filled(net, dice)
            shown = _shown(p, net, dice, solution, spare=variant != "plain")
        except TooHard:
            return None
        if shown is None:
            return None
        digits = tuple(mask.bit_length() for mask in solution)
        x = SudokuInstance.trusted(
            variant=variant,
            side=p.side,
            regions=shapes,
            givens=tuple(d if i in shown else 0 for i, d in enumerate(digits)),
            solution=digits,
            wording=dice.word() >> 16,
        )
        return None if any(cells == [*digits] for _, cells in _guessed(x)) else x

    def prompt(self, x: SudokuInstance) -> str:
        """Rules, the grid in one of several styles, regions where they are irregular."""
        rows, columns = regions.BOXES[x.side]
        style = x.wording >> 12
        blank = drawn((0,), 1, style)
        rules = choose(_RULES[x.variant], x.wording, 0)
        lines = [
            rules.format(side=x.side, rows=rows, columns=columns)
            + " There is one solution. "
            + choose(_EMPTY, x.wording, 1).format(blank=blank),
            "",
            drawn(x.givens, x.side, style),
        ]
        if x.variant == "irregular":
            lines += ["", lettered(x.regions, x.side)]
        return "\n".join([*lines, "", choose(ENDINGS, x.wording, 2)])

    def verify(self, x: SudokuInstance, answer: str) -> Verdict:
        try:
            found = read_grid(answer, x.side, x.side)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        wrong = [i for i, digit in enumerate(found) if digit != x.solution[i]]
        if not wrong:
            return self.rubric(solved=1.0, cells=1.0)
        row, column = divmod(wrong[0], x.side)
        why = f"row {row + 1}, column {column + 1} is not {found[wrong[0]]}"
        empty = [i for i, digit in enumerate(x.givens) if not digit]
        right = sum(found[i] == x.solution[i] for i in empty)
        return self.rubric(solved=0.0, cells=right / (len(empty) + 1), why=why)

    def solve(self, x: SudokuInstance) -> str:
        return written(x.solution, x.side)

    def measure(self, x: SudokuInstance) -> dict[str, float]:
        net = regions.sudoku_net(x.side, x.regions, diagonal=x.variant == "diagonal")
        masks = [1 << d - 1 if d else net.full for d in x.givens]
        spent = effort(net, masks)
        return {"side": x.side, "givens": sum(map(bool, x.givens))} | spent.features()

    def canonical(self, x: SudokuInstance) -> Any:
        """The least of the grid's eight turns and reflections, digits and regions named anew."""
        if x.variant != "irregular":
            return [x.variant, min(renamed([x.givens[i] for i in turn]) for turn in turned(x.side))]
        turns = (
            [renamed([x.regions[i] + 1 for i in turn]), renamed([x.givens[i] for i in turn])]
            for turn in turned(x.side)
        )
        return [x.variant, *min(turns)]

    def baselines(self, x: SudokuInstance) -> dict[str, str]:
        """What rows and columns lack, in order; the least digit that fits, cell by cell; chance."""
        found = {name: written(cells, x.side) for name, cells in _guessed(x)}
        return found | {f"descent, {rule}": written(cells, x.side) for rule, cells in descended(x)}

    def floor(self, p: SudokuParams) -> float:
        """What strategies solve that do not reason is drawn anew; the rest is what one descent
        guesses, less of grids that take more.
        """
        if p.reasoning == "trial":
            return max(0.15, 0.42 - p.effort / 600)
        return 0.25 if p.reasoning == "any" else 0.02


def _shown(
    p: SudokuParams, net: Net, dice: Dice, solution: Sequence[int], *, spare: bool
) -> Sequence[int] | None:
    if p.reasoning == "direct":
        return givens.direct(net, dice, solution, round(p.shown * net.size))
    first = round((0.2 if spare else _SEARCHED) * net.size)
    if p.reasoning == "any":
        return givens.unique(net, dice, solution, first, spare=spare)

    def hardness(shown: Sequence[int]) -> float:
        spent = effort(net, [m if i in shown else net.full for i, m in enumerate(solution)])
        return spent.features()["effort"] if spent.technique >= TRIAL else 0

    return givens.deep(net, dice, solution, first, hardness, max(p.effort, 1))


def descended(
    x: SudokuInstance, order: Sequence[int] = (), rules: Sequence[str] = TRIED
) -> Iterator[tuple[str, list[int]]]:
    """What descents end in that have to guess, ties broken by an order of cells."""
    net, start = posed(x)
    every = range(net.size)
    for rule, masks in descents(net, start, every, order or every, rules):
        yield rule, [mask.bit_length() for mask in masks]


def posed(x: SudokuInstance) -> tuple[Net, Masks]:
    """What ties the cells, and what may stand in them."""
    net = regions.sudoku_net(x.side, x.regions, diagonal=x.variant == "diagonal")
    return net, [1 << d - 1 if d else net.full for d in x.givens]


def _guessed(x: SudokuInstance) -> Iterator[tuple[str, list[int]]]:
    """What cheap strategies fill in."""
    yield "greedy", _greedy(x)
    yield from filled_up(x.givens, x.side, x.wording)


def _greedy(x: SudokuInstance) -> list[int]:
    """Cell after cell the least digit that nothing before rules out, or 1."""
    net = regions.sudoku_net(x.side, x.regions, diagonal=x.variant == "diagonal")
    cells = list(x.givens)
    for i, digit in enumerate(cells):
        if not digit:
            taken = {cells[j] for j in net.peers[i]}
            cells[i] = next((d for d in range(1, x.side + 1) if d not in taken), 1)
    return cells
