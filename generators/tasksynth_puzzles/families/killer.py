"""Killer sudoku: cages with sums take the place of given digits."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.drawing import givens, regions
from tasksynth_puzzles.drawing.cages import Cages, cage_net, draw_cages
from tasksynth_puzzles.reading.grids import read_grid
from tasksynth_puzzles.solving.descending import TRIED, descents
from tasksynth_puzzles.solving.effort import TRIAL, effort
from tasksynth_puzzles.solving.net import Masks, Net, TooHard
from tasksynth_puzzles.solving.squares import filled_up, renamed, turned
from tasksynth_puzzles.telling.grids import ENDINGS, written
from tasksynth_puzzles.telling.words import choose
from tasksynth_schemas import Model

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz"
_RULES = (
    (
        "Fill in this {side}x{side} killer sudoku: each row, each column and each box of {rows} "
        "rows and {columns} columns holds the digits 1 to {side} once. Cells with the same letter "
        "form a cage: its digits are all different and have the sum that is told below. Digits in "
        "the grid are given."
    ),
    (
        "Complete the grid with the digits 1 to {side}. None may be there twice in a row, in a "
        "column, in one of the {side} boxes ({rows} rows by {columns} columns), or in a cage, that "
        "is, in cells that share a letter; and the digits of each cage add up to its number. Cells "
        "that show a digit are filled already."
    ),
)


class KillerParams(Params):
    """Which grids to draw."""

    side: Annotated[Literal[4, 6, 9], Ladder(4, 4, 6, 6, 9, 9, 9, 9)] = 6
    """Rows, columns and digits."""
    longest: Annotated[int, Field(ge=2, le=6), Knob(2, 5)] = 3
    """Cells of a cage, at most."""
    reasoning: Annotated[
        Literal["direct", "trial"], Ladder("direct", "direct", "direct", "trial")
    ] = "direct"
    """`direct`: rows, columns, boxes and what a sum can be made of, cell after cell, solve it.
    `trial`: somewhere one must assume something and see it fail."""
    effort: Annotated[int, Field(ge=0, le=400), Knob(0.1, 160, log=True)] = 0
    """With `reasoning=trial`: what solving takes at least, as `measure` sums it up."""


class KillerInstance(Model):
    """A grid in cages with one solution."""

    side: int
    cages: tuple[tuple[int, ...], ...]
    """The cells of each cage, numbered row by row; a cell by itself is given."""
    solution: tuple[int, ...]
    wording: int


class Killer(Family[KillerParams, KillerInstance]):
    """Fill in a killer sudoku: cages with sums, and few digits given or none."""

    name = "puzzle.killer"
    effort = "effort"
    rubric = Rubric(gate="solved", solved=1.0, cells=0.0)
    checked = 25

    def generate(self, p: KillerParams, rng: np.random.Generator) -> KillerInstance | None:
        """A filled grid first, then cages of two cells, joined while one solution is left."""
        dice = Dice(rng)
        net = regions.sudoku_net(p.side, regions.boxes(p.side), diagonal=False)
        target = max(p.effort, 1) if p.reasoning == "trial" else 0
        try:
            digits = givens.filled(net, dice)
        except TooHard:
            return None
        cages = draw_cages(p.side, dice, digits, p.longest, _hardness, target)
        if cages is None:
            return None
        x = KillerInstance.trusted(
            side=p.side,
            cages=tuple(cages[first] for first in sorted(cages)),
            solution=tuple(mask.bit_length() for mask in digits),
            wording=dice.word() >> 16,
        )
        return None if any(cells == [*x.solution] for _, cells in _guessed(x)) else x

    def prompt(self, x: KillerInstance) -> str:
        """Rules, the grid with a letter for each cage, and the sums."""
        rows, columns = regions.BOXES[x.side]
        marks = list(map(str, _givens(x)))
        sums = []
        cages = [cage for cage in x.cages if len(cage) > 1]
        for letter, cage in zip(_LETTERS, cages, strict=False):
            sums.append(f"{letter}: {sum(x.solution[i] for i in cage)}")
            for i in cage:
                marks[i] = letter
        rules = choose(_RULES, x.wording, 0)
        lines = [
            rules.format(side=x.side, rows=rows, columns=columns) + " There is one solution.",
            "",
            *(" ".join(marks[i : i + x.side]) for i in range(0, len(marks), x.side)),
            "",
            ", ".join(sums),
            "",
            choose(ENDINGS, x.wording, 2),
        ]
        return "\n".join(lines)

    def verify(self, x: KillerInstance, answer: str) -> Verdict:
        try:
            found = read_grid(answer, x.side, x.side)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        wrong = [i for i, digit in enumerate(found) if digit != x.solution[i]]
        if not wrong:
            return self.rubric(solved=1.0, cells=1.0)
        row, column = divmod(wrong[0], x.side)
        why = f"row {row + 1}, column {column + 1} is not {found[wrong[0]]}"
        empty = [i for i, digit in enumerate(_givens(x)) if not digit]
        right = sum(found[i] == x.solution[i] for i in empty)
        return self.rubric(solved=0.0, cells=right / (len(empty) + 1), why=why)

    def solve(self, x: KillerInstance) -> str:
        return written(x.solution, x.side)

    def measure(self, x: KillerInstance) -> dict[str, float]:
        net = _net(x)
        sizes = {"side": x.side, "cages": len(x.cages), "givens": sum(map(bool, _givens(x)))}
        return sizes | effort(net, net.start()).features()

    def canonical(self, x: KillerInstance) -> Any:
        """The least of the eight turns and reflections: cages named anew, the sum at each cell."""
        cage = [0] * x.side**2
        sums = cage.copy()
        for name, cells in enumerate(x.cages, 1):
            for i in cells:
                cage[i], sums[i] = name, sum(x.solution[j] for j in cells)
        return min(
            [renamed([cage[i] for i in turn]), [sums[i] for i in turn]] for turn in turned(x.side)
        )

    def baselines(self, x: KillerInstance) -> dict[str, str]:
        """What rows and columns lack, in order; the least digit that fits, cell by cell; chance."""
        found = {name: written(cells, x.side) for name, cells in _guessed(x)}
        return found | {f"descent, {rule}": written(cells, x.side) for rule, cells in descended(x)}

    def floor(self, p: KillerParams) -> float:
        """What strategies solve that do not reason is drawn anew; the rest is what one descent
        guesses.
        """
        return 0.15 if p.reasoning == "trial" else 0.02


def _hardness(net: Net) -> float:
    spent = effort(net, net.start())
    return spent.features()["effort"] if spent.technique >= TRIAL else 0


def _net(x: KillerInstance) -> Net:
    cages: Cages = {cells[0]: cells for cells in x.cages}
    return cage_net(x.side, [1 << digit - 1 for digit in x.solution], cages)


def _givens(x: KillerInstance) -> list[int]:
    """The digits of cells by themselves; 0 for the others."""
    alone = {cells[0] for cells in x.cages if len(cells) == 1}
    return [digit if i in alone else 0 for i, digit in enumerate(x.solution)]


def descended(
    x: KillerInstance, order: Sequence[int] = (), rules: Sequence[str] = TRIED
) -> Iterator[tuple[str, list[int]]]:
    """What descents end in that have to guess, ties broken by an order of cells."""
    net, start = posed(x)
    every = range(net.size)
    for rule, masks in descents(net, start, every, order or every, rules):
        yield rule, [mask.bit_length() for mask in masks]


def posed(x: KillerInstance) -> tuple[Net, Masks]:
    """What ties the cells, and what may stand in them."""
    net = _net(x)
    return net, net.start()


def _guessed(x: KillerInstance) -> Iterator[tuple[str, list[int]]]:
    """What cheap strategies fill in."""
    given = _givens(x)
    yield "greedy", _greedy(x, given)
    yield from filled_up(given, x.side, x.wording)


def _greedy(x: KillerInstance, given: list[int]) -> list[int]:
    """Cell after cell the least digit that nothing before rules out, sums included, or 1."""
    net = _net(x)
    home = {i: cells for cells in x.cages for i in cells}
    cells = given.copy()
    for i, digit in enumerate(cells):
        if digit:
            continue
        taken = {cells[j] for j in net.peers[i]}
        left = sum(x.solution[j] for j in home[i]) - sum(cells[j] for j in home[i])
        last = sum(not cells[j] for j in home[i]) == 1
        fit = (left,) if last and 0 < left <= x.side else range(1, x.side + 1)
        cells[i] = next((d for d in fit if d not in taken), 1)
    return cells
