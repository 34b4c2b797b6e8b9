"""Pictures that the runs of their rows and columns determine."""

from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.solving.lines import Canvas, Runs, runs_of
from tasksynth_puzzles.solving.net import TooHard

NODES = 150
"""Assumptions of one search for another picture."""
_CHANGES = 12
"""Times that a picture is changed where another one has the same runs."""


def clues(rows: list[int], width: int) -> tuple[list[Runs], list[Runs]]:
    """The runs of rows and of columns."""
    height = len(rows)
    columns = [sum((rows[r] >> c & 1) << r for r in range(height)) for c in range(width)]
    return [runs_of(row, width) for row in rows], [runs_of(column, height) for column in columns]


def draw_picture(
    dice: Dice, height: int, width: int, share: float, *, direct: bool
) -> list[int] | None:
    """Rows of a picture with one solution; with `direct`, one that lines alone give.

    About the `share` of its cells is filled, at random: patches would be easier.

    Where more than one picture has the same runs, a cell in which they differ is turned.
    """
    rows = [sum(1 << c for c in range(width) if dice.chance(share)) for _ in range(height)]
    for _ in range(_CHANGES):
        board = Canvas(*clues(rows, width))
        board.settle(set(range(height + width)))
        open_cells = board.unknown()
        if not open_cells:
            return rows
        if not direct:
            other = _other(board, rows)
            if other is None:
                return rows
            open_cells = [(r, c) for r in range(height) for c in range(width) if other[r] >> c & 1]
        row, column = dice.of(open_cells)
        rows[row] ^= 1 << column
    return None


def _other(board: Canvas, rows: list[int]) -> list[int] | None:
    """Where another picture differs, by rows; None if there is no other."""
    try:
        found = board.solutions([NODES])
    except TooHard:
        open_cells = [0] * len(rows)
        for row, column in board.unknown():
            open_cells[row] |= 1 << column
        return open_cells
    for other in found:
        if other != rows:
            return [a ^ b for a, b in zip(other, rows, strict=True)]
    return None
