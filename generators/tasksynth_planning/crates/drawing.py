"""Draw rooms with walls between them, and things in the way."""

from typing import Literal

from tasksynth.rng import Dice
from tasksynth_planning.crates.models import CrateWorld

Blockers = Literal["crates", "rails", "balls"]
MARKS: dict[Blockers, str] = {"crates": "C", "rails": "CC-|", "balls": "CC-|O"}
"""What may stand about; the more often, the more often it is named."""
_WALLS = 12
"""Of so many cells in a room one is a wall."""


def draw(
    dice: Dice, *, height: int, width: int, rooms: int, things: int, kind: Blockers, plates: int
) -> CrateWorld | None:
    """A plan whose rooms lie side by side, the robot in the first and the goal in the last."""
    cells = [["." for _ in range(width)] for _ in range(height)]
    for r in range(height):
        for c in range(width):
            if dice.below(_WALLS) == 0:
                cells[r][c] = "#"
    bounds = _bounds(dice, width, rooms)
    gaps = [_divided(dice, cells, at) for at in bounds]
    starts, ends = [-1, *bounds], [*bounds, width]
    free = [
        [(r, c) for r in range(height) for c in range(a + 1, b) if cells[r][c] == "."]
        for a, b in zip(starts, ends, strict=True)
    ]
    for room in free:
        dice.shuffle(room)
    if len(free[0]) < 3 or len(free[-1]) < 2:
        return None
    _put(cells, free[0], "R")
    _put(cells, free[-1], "G")
    for _ in range(plates):
        _put(cells, free[0], "_")
    if plates:
        r, c = dice.of(gaps)
        cells[r][c] = "D"
    for r, c in gaps:
        if cells[r][c] == ".":
            cells[r][c] = dice.of(MARKS[kind])
            things -= 1
    first = [one for one in free[0] if _inner(one, cells)]
    rest = [one for room in free[1:] for one in room if _inner(one, cells)]
    dice.shuffle(rest)
    inside = [*rest, *first[plates + 1 :], *first[: plates + 1]]
    if len(inside) < things:
        return None
    for _ in range(things):
        _put(cells, inside, dice.of(MARKS[kind]))
    return _turned(dice, CrateWorld(rows=tuple("".join(row) for row in cells)))


def _bounds(dice: Dice, width: int, rooms: int) -> list[int]:
    """The columns of the walls between rooms, each room two columns wide at least."""
    spare = width - (rooms - 1) - 2 * rooms
    extra = [0] * rooms
    for _ in range(max(0, spare)):
        extra[dice.below(rooms)] += 1
    found, at = [], -1
    for more in extra[:-1]:
        at += 3 + more
        found.append(at)
    return found


def _divided(dice: Dice, cells: list[list[str]], at: int) -> tuple[int, int]:
    """A wall at a column but for one cell, and no wall on either side of that."""
    gap = dice.below(len(cells))
    for r, row in enumerate(cells):
        row[at] = "." if r == gap else "#"
    for beside in (at - 1, at + 1):
        cells[gap][beside] = "."
    return gap, at


def _put(cells: list[list[str]], free: list[tuple[int, int]], mark: str) -> None:
    r, c = free.pop()
    cells[r][c] = mark


def _inner(cell: tuple[int, int], cells: list[list[str]]) -> bool:
    r, c = cell
    return 0 < r < len(cells) - 1 and 0 < c < len(cells[0]) - 1


def _turned(dice: Dice, world: CrateWorld) -> CrateWorld:
    """The plan, or its image in one of the eight symmetries."""
    return CrateWorld(rows=dice.of(images(world.rows)))


def images(rows: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A plan's eight images: turned and in a mirror; rails turn, too."""
    found = []
    for _ in range(4):
        turned = ("".join(column) for column in zip(*rows[::-1], strict=True))
        rows = tuple(row.translate(str.maketrans("-|", "|-")) for row in turned)
        found += [rows, tuple(row[::-1] for row in rows)]
    return found
