"""Minesweeper: which covered cells are certainly safe, and which are certainly mines."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Any

import numpy as np
from pydantic import Field as Bound

from tasksynth import Family, Knob, Ladder, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_puzzles.dice import Dice, guesses
from tasksynth_puzzles.drawing.boards import draw_board
from tasksynth_puzzles.reading.marked import read_marked
from tasksynth_puzzles.solving.mines import MINE, SAFE, Minefield
from tasksynth_puzzles.telling.words import ENDINGS, choose
from tasksynth_schemas import Model

_OPENINGS = (
    (
        "This is a minesweeper board of {height} rows and {width} columns. A digit says how many "
        "of the up to eight cells around it hold a mine; `{covered}` is a covered cell, which may "
        "hold one."
    ),
    (
        "On a minesweeper board ({height} rows, {width} columns) cells with digits are open and "
        "safe. Each digit counts the mines in the neighbouring cells, diagonal ones included. "
        "Cells with `{covered}` are still covered."
    ),
)
_QUESTIONS = (
    (
        "It is not known how many mines there are. Which covered cells are certainly safe, and "
        "which certainly hold a mine? Name all of them, and none that could be either."
    ),
    (
        "The total number of mines is unknown. Find every covered cell that must be safe and every "
        "one that must hold a mine; leave out those that cannot be decided."
    ),
)
_FORM = (
    "`safe:` with the safe cells and, after a semicolon, `mines:` with the mines, each cell as "
    "r2c5 for row 2, column 5 (both from 1 on), separated by commas"
)


class MinesweeperParams(Params):
    """Which boards to draw."""

    height: Annotated[int, Bound(ge=4, le=16), Knob(5, 9)] = 7
    """Rows."""
    width: Annotated[int, Bound(ge=4, le=16), Knob(5, 9)] = 7
    """Columns."""
    mines: Annotated[float, Bound(ge=0.1, le=0.4)] = 0.25
    """Share of the cells that hold a mine."""
    open: Annotated[float, Bound(ge=0.2, le=0.8)] = 0.5
    """Share of the safe cells that are open, one beside the other."""
    comparisons: Annotated[int, Bound(ge=0, le=8), Ladder(0, 0, 0, 1, 2, 3, 4, 3, 4, 4)] = 2
    """How often two numbers must be compared, at least; one at a time is enough where this and
    `assumptions` are 0."""
    assumptions: Annotated[int, Bound(ge=0, le=6), Ladder(0, 0, 0, 0, 0, 0, 0, 1, 1, 2)] = 0
    """How often something must be assumed that fails, at least; with 0, it never is."""


class MinesweeperInstance(Model):
    """A board, as far as it is open."""

    height: int
    width: int
    shown: tuple[int | None, ...]
    """The number of an open cell, None for a covered one, row by row."""
    safe: tuple[int, ...]
    """Covered cells that are safe in every case that fits."""
    mines: tuple[int, ...]
    """Covered cells that are mines in every such case."""
    wording: int


class Minesweeper(Family[MinesweeperParams, MinesweeperInstance]):
    """Name all covered cells of a minesweeper board that are certainly safe or certainly mines."""

    name = "puzzle.minesweeper"
    version = 2
    effort = "effort"
    rubric = Rubric(gate="solved", solved=1.0, found=0.0)
    checked = 25

    def generate(
        self, p: MinesweeperParams, rng: np.random.Generator
    ) -> MinesweeperInstance | None:
        """A mined board, opened from one cell on, and changed until it takes what is asked for."""
        dice = Dice(rng)
        asked = partial(_lacking, p)
        found = draw_board(dice, p.height, p.width, p.mines, p.open, asked)
        if found is None:
            return None
        pairs = list(zip(found.cells, found.certain, strict=True))
        x = MinesweeperInstance.trusted(
            height=p.height,
            width=p.width,
            shown=tuple(found.shown),
            safe=tuple(cell for cell, mask in pairs if mask == SAFE),
            mines=tuple(cell for cell, mask in pairs if mask == MINE),
            wording=dice.word() >> 16,
        )
        return None if any(guess == (x.safe, x.mines) for _, guess in _guessed(x)) else x

    def prompt(self, x: MinesweeperInstance) -> str:
        covered = "?#*"[(x.wording >> 20) % 3]
        cells = [covered if count is None else str(count) for count in x.shown]
        rows = [" ".join(cells[i : i + x.width]) for i in range(0, len(cells), x.width)]
        opening = choose(_OPENINGS, x.wording, 0)
        return "\n".join(
            [
                opening.format(height=x.height, width=x.width, covered=covered),
                "",
                *rows,
                "",
                choose(_QUESTIONS, x.wording, 1),
                "",
                choose(ENDINGS, x.wording, 2).format(form=_FORM),
            ]
        )

    def verify(self, x: MinesweeperInstance, answer: str) -> Verdict:
        try:
            safe, mines = read_marked(answer, x.height, x.width)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        right = len(safe & {*x.safe}) + len(mines & {*x.mines})
        found = right / len(safe | mines | {*x.safe} | {*x.mines})
        if safe == {*x.safe} and mines == {*x.mines}:
            return self.rubric(solved=1.0, found=1.0)
        return self.rubric(solved=0.0, found=found, why=_why(x, safe, mines))

    def solve(self, x: MinesweeperInstance) -> str:
        return _written(x, (x.safe, x.mines))

    def measure(self, x: MinesweeperInstance) -> dict[str, float]:
        field = Minefield(x.shown, x.height, x.width)
        kinds = dict.fromkeys(x.safe, SAFE) | dict.fromkeys(x.mines, MINE)
        spent = field.effort([kinds.get(cell, 3) for cell in field.cells])
        sizes = {"cells": x.height * x.width, "beside": len(field.cells)}
        return sizes | {"safe": len(x.safe), "mines": len(x.mines)} | spent

    def canonical(self, x: MinesweeperInstance) -> Any:
        """The board as it is shown."""
        return [x.height, x.width, list(x.shown)]

    def baselines(self, x: MinesweeperInstance) -> dict[str, str]:
        """Nothing is certain, one pass over the numbers, what looks likely, chance."""
        return {name: _written(x, guess) for name, guess in _guessed(x)}

    def floor(self, p: MinesweeperParams) -> float:
        """What the strategies solve is drawn anew; another random guess is right that often."""
        return 0.01


Marked = tuple[tuple[int, ...], tuple[int, ...]]
"""Cells called safe, cells called mines."""


def _lacking(p: MinesweeperParams, spent: dict[str, float]) -> float:
    """How far a board is from what is asked for, by what it takes: 0 where it is that."""
    if not p.assumptions and spent["trials"]:
        return 9 + spent["trials"]
    if not p.assumptions and not p.comparisons:
        return spent["group_steps"]
    compared = max(p.comparisons - spent["group_steps"], 0)
    return compared + 2 * max(p.assumptions - spent["failed"], 0)


def _why(x: MinesweeperInstance, safe: frozenset[int], mines: frozenset[int]) -> str:
    for cells, certain, kind in ((safe, x.safe, "safe"), (mines, x.mines, "a mine")):
        for cell in sorted(cells - {*certain}):
            return f"{_name(x, cell)} is not certainly {kind}"
    missing = len(x.safe) + len(x.mines) - len(safe) - len(mines)
    return f"{missing} more cells are certain"


def _name(x: MinesweeperInstance, cell: int) -> str:
    return f"r{cell // x.width + 1}c{cell % x.width + 1}"


def _written(x: MinesweeperInstance, marked: Marked) -> str:
    safe, mines = (", ".join(_name(x, cell) for cell in cells) or "none" for cells in marked)
    return f"Answer: safe: {safe}; mines: {mines}"


def _guessed(x: MinesweeperInstance) -> Iterator[tuple[str, Marked]]:
    field = Minefield(x.shown, x.height, x.width)
    yield "nothing", ((), ())
    masks = field.net.start()
    field.net.wave(masks, range(field.net.size))
    yield "one pass", _by_mask(field, masks)
    share = [0.0] * len(field.cells)
    for cells, count in field.sums:
        for i in cells:
            share[i] = max(share[i], count / len(cells))
    yield "likely", _by_mask(field, [MINE if part > 0.5 else SAFE for part in share])
    dice = guesses(x.wording)
    yield "random", _by_mask(field, [1 + dice.below(3) for _ in field.cells])


def _by_mask(field: Minefield, masks: Sequence[int]) -> Marked:
    pairs = list(zip(field.cells, masks, strict=True))
    safe = tuple(cell for cell, mask in pairs if mask == SAFE)
    return safe, tuple(cell for cell, mask in pairs if mask == MINE)
