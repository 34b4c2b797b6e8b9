"""The regions of a sudoku: boxes, or irregular ones of the same size."""

from collections.abc import Sequence
from functools import lru_cache

from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.solving.net import Net

BOXES = {4: (2, 2), 6: (2, 3), 9: (3, 3)}
"""Rows and columns of a box, by the side of the grid."""


@lru_cache(maxsize=8)
def boxes(side: int) -> tuple[int, ...]:
    """The region of each cell, row by row."""
    rows, columns = BOXES[side]
    across = side // columns
    return tuple(r // rows * across + c // columns for r in range(side) for c in range(side))


@lru_cache(maxsize=8)
def beside(side: int) -> tuple[tuple[int, ...], ...]:
    """The up to four neighbours of each cell."""
    return tuple(
        tuple(
            nr * side + nc
            for nr, nc in ((r - 1, c), (r, c - 1), (r, c + 1), (r + 1, c))
            if 0 <= nr < side and 0 <= nc < side
        )
        for r in range(side)
        for c in range(side)
    )


def irregular(side: int, dice: Dice) -> tuple[int, ...]:
    """Boxes whose borders have moved: cells are exchanged as long as all regions hang together."""
    regions = list(boxes(side))
    near = beside(side)
    exchanges = 0
    for _ in range(60 * side):
        one = dice.below(side * side)
        mine = regions[one]
        theirs = regions[dice.of(near[one])]
        if theirs == mine:
            continue
        back = [
            cell
            for cell in range(side * side)
            if regions[cell] == theirs and any(regions[i] == mine and i != one for i in near[cell])
        ]
        if not back:
            continue
        other = dice.of(back)
        regions[one], regions[other] = theirs, mine
        if _whole(regions, mine, near) and _whole(regions, theirs, near):
            exchanges += 1
            if exchanges == side:
                break
        else:
            regions[one], regions[other] = mine, theirs
    return tuple(regions)


def _whole(regions: Sequence[int], region: int, near: Sequence[Sequence[int]]) -> bool:
    cells = {i for i, at in enumerate(regions) if at == region}
    reached = [min(cells)]
    cells.discard(reached[0])
    while reached:
        here = reached.pop()
        for cell in near[here]:
            if cell in cells:
                cells.discard(cell)
                reached.append(cell)
    return not cells


@lru_cache(maxsize=256)
def sudoku_net(side: int, regions: tuple[int, ...], *, diagonal: bool) -> Net:
    """Rows, columns and regions, and the two diagonals where they count."""
    span = range(side)
    groups = [tuple(r * side + c for c in span) for r in span]
    groups += [tuple(r * side + c for r in span) for c in span]
    groups += [tuple(i for i, at in enumerate(regions) if at == region) for region in span]
    if diagonal:
        groups += [tuple(i * (side + 1) for i in span), tuple((i + 1) * (side - 1) for i in span)]
    return Net(side * side, side, groups)
