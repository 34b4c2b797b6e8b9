"""Minesweeper boards, changed move by move until what is certain takes enough to find."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.solving.mines import MINE, SAFE, Minefield, around
from tasksynth_puzzles.solving.net import Masks, TooHard

_MOVES = 120
"""Changes that are tried on one board."""
_LEAST = 3
"""Cells that are certain, at least."""


class Board(NamedTuple):
    """Where mines are, and which cells are open, numbered row by row."""

    mined: frozenset[int]
    opened: frozenset[int]

    def shown(self, near: Sequence[Sequence[int]]) -> list[int | None]:
        """The numbers of open cells, None for covered ones."""
        return [
            sum(j in self.mined for j in cells) if i in self.opened else None
            for i, cells in enumerate(near)
        ]


class Graded(NamedTuple):
    """A board, as it is shown, what is certain, and how far it is from what is wanted."""

    shown: list[int | None]
    cells: list[int]
    """The covered cells beside numbers."""
    certain: Masks
    """What each of them can be."""
    lacks: float


def draw_board(
    dice: Dice,
    height: int,
    width: int,
    mines: float,
    opened: float,
    lacking: Callable[[dict[str, float]], float],
) -> Graded | None:
    """A board with a share of mines, and of open safe cells, that lacks nothing; None at the end.

    Mines move, and cells are opened or covered, as long as what it lacks does not grow.
    """
    near = around(height, width)
    board = _opened(dice, near, round(mines * len(near)), opened)
    best = _graded(board, height, width, lacking)
    for _ in range(_MOVES):
        if best and not best.lacks:
            return best
        moved = _moved(dice, near, board)
        graded = _graded(moved, height, width, lacking)
        if graded and (best is None or graded.lacks <= best.lacks):
            board, best = moved, graded
    return None


def _opened(dice: Dice, near: Sequence[Sequence[int]], mines: int, share: float) -> Board:
    """So many safe cells at most, each beside another one."""
    mined = set(dice.sample(range(len(near)), mines))
    count = round(share * (len(near) - mines))
    start = dice.of([i for i in range(len(near)) if i not in mined])
    opened, edge = {start}, [start]
    while edge and len(opened) < count:
        at = dice.below(len(edge))
        beside = [j for j in near[edge[at]] if j not in mined and j not in opened]
        if not beside:
            edge.pop(at)
            continue
        cell = dice.of(beside)
        opened.add(cell)
        edge.append(cell)
    return Board(frozenset(mined), frozenset(opened))


def _moved(dice: Dice, near: Sequence[Sequence[int]], board: Board) -> Board:
    """A mine elsewhere among the covered cells, one cell covered, or one beside it opened."""
    mined, opened = board
    free = [i for i in range(len(near)) if i not in mined and i not in opened]
    kind = dice.below(3)
    if kind == 0 and free:
        return Board(mined - {dice.of(sorted(mined))} | {dice.of(free)}, opened)
    if kind == 1 and len(opened) > 1:
        return Board(mined, opened - {dice.of(sorted(opened))})
    edge = [i for i in free if any(j in opened for j in near[i])]
    return Board(mined, opened | {dice.of(edge)}) if edge else board


def _graded(
    board: Board, height: int, width: int, lacking: Callable[[dict[str, float]], float]
) -> Graded | None:
    shown = board.shown(around(height, width))
    field = Minefield(shown, height, width)
    try:
        certain = field.certain([MINE if i in board.mined else SAFE for i in field.cells])
    except TooHard:
        return None
    if SAFE not in certain or len(certain) - certain.count(SAFE | MINE) < _LEAST:
        return None
    return Graded(shown, field.cells, certain, lacking(field.effort(certain)))
