"""Square grids of digits: their turns, and how to fill them without thought."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from tasksynth_puzzles.dice import Dice, guesses


@lru_cache(maxsize=8)
def turned(side: int) -> tuple[tuple[int, ...], ...]:
    """The eight turns and reflections of a square grid: where each cell comes from."""
    cells = [[r * side + c for c in range(side)] for r in range(side)]
    found = []
    for _ in range(4):
        found.append(tuple(i for row in cells for i in row))
        found.append(tuple(i for row in cells for i in reversed(row)))
        cells = [list(row) for row in zip(*cells[::-1], strict=True)]
    return tuple(found)


def renamed(cells: Sequence[int]) -> list[int]:
    """Numbers named anew in the order in which they come; 0 stays."""
    names = {0: 0}
    return [names.setdefault(value, len(names)) for value in cells]


def filled_up(givens: Sequence[int], side: int, number: int) -> Iterator[tuple[str, list[int]]]:
    """What rows lack, in order and shuffled, and what columns lack: by strategy."""
    rows = [range(r * side, r * side + side) for r in range(side)]
    yield "rows", _lines_filled(givens, rows)
    yield "columns", _lines_filled(givens, [range(c, side * side, side) for c in range(side)])
    yield "random", _lines_filled(givens, rows, guesses(number))


def _lines_filled(
    givens: Sequence[int], lines: Sequence[range], dice: Dice | None = None
) -> list[int]:
    cells = list(givens)
    for line in lines:
        lacking = [d for d in range(1, len(line) + 1) if d not in [givens[i] for i in line]]
        if dice:
            dice.shuffle(lacking)
        for i in line:
            if not cells[i]:
                cells[i] = lacking.pop(0)
    return cells
