"""The steps that rules are made of: what each does to a grid, and how it is told.

A grid is a tuple of rows; a row is a text with a letter for each cell, `.` for an empty one.
"""

from collections.abc import Callable
from itertools import combinations, permutations

Grid = tuple[str, ...]
LETTERS = {
    "R": "red", "B": "blue", "Y": "yellow", "G": "green", "O": "orange", "P": "purple",
    "T": "teal", "N": "brown",
}  # fmt: skip
"""Colours of cells by their letters."""
EMPTY = "."
MOST_CELLS = 24
"""Cells of a side beyond which no step leads."""

RAYS = (
    "from each coloured cell, colour the empty cells towards {}, up to the next coloured cell or "
    "the edge"
)
FOLD = (
    "fold {} over onto the {}, where its coloured cells cover what is below them; half of the grid "
    "is left"
)


def mirrored(g: Grid) -> Grid:
    """Left for right."""
    return tuple(row[::-1] for row in g)


def flipped(g: Grid) -> Grid:
    """Top for bottom."""
    return g[::-1]


def transposed(g: Grid) -> Grid:
    """Rows for columns."""
    return tuple(map("".join, zip(*g, strict=True)))


def _falling(row: str) -> str:
    """The coloured cells of a row at its end, in their order."""
    kept = row.replace(EMPTY, "")
    return EMPTY * (len(row) - len(kept)) + kept


def _trailing(row: str) -> str:
    """A row in which each coloured cell colours the empty ones after it."""
    out, last = [], EMPTY
    for cell in row:
        last = last if cell == EMPTY else cell
        out.append(last)
    return "".join(out)


def _over(upper: str, lower: str) -> str:
    return "".join(b if a == EMPTY else a for a, b in zip(upper, lower, strict=True))


def _onto_right(g: Grid) -> Grid | None:
    """The left half folded over onto the right one."""
    half, odd = divmod(len(g[0]), 2)
    return None if odd else tuple(_over(row[:half][::-1], row[half:]) for row in g)


def _rows(of: Callable[[str], str]) -> Callable[[Grid], Grid]:
    return lambda g: tuple(map(of, g))


def _framed(
    step: Callable[[Grid], Grid | None], there: Callable[[Grid], Grid], back: Callable[[Grid], Grid]
) -> Callable[[Grid], Grid | None]:
    """A step to the right, done towards another side."""

    def turned(g: Grid) -> Grid | None:
        done = step(there(g))
        return None if done is None else back(done)

    return turned


def _sides(step: Callable[[Grid], Grid | None]) -> dict[str, Callable[[Grid], Grid | None]]:
    """A step to the right, towards each of the four sides."""
    return {
        "right": step,
        "left": _framed(step, mirrored, mirrored),
        "bottom": _framed(step, transposed, transposed),
        "top": _framed(step, lambda g: transposed(flipped(g)), lambda g: flipped(transposed(g))),
    }


def _cropped(g: Grid) -> Grid | None:
    rows = [i for i, row in enumerate(g) if row.strip(EMPTY)]
    if not rows:
        return None
    columns = [i for i, column in enumerate(zip(*g, strict=True)) if set(column) != {EMPTY}]
    return tuple(row[columns[0] : columns[-1] + 1] for row in g[rows[0] : rows[-1] + 1])


def _doubled(g: Grid) -> Grid:
    wide = ["".join(cell * 2 for cell in row) for row in g]
    return tuple(row for row in wide for _ in range(2))


def _translated(table: dict[str, str]) -> Callable[[Grid], Grid]:
    made = str.maketrans(table)
    return lambda g: tuple(row.translate(made) for row in g)


_OPPOSITE = {"right": "left", "left": "right", "bottom": "top", "top": "bottom"}
_TURNS: dict[str, Callable[[Grid], Grid | None]] = {
    "turn it a quarter clockwise": lambda g: transposed(flipped(g)),
    "turn it a quarter counterclockwise": lambda g: flipped(transposed(g)),
    "turn it upside down (by half a turn)": lambda g: mirrored(flipped(g)),
    "mirror it, left for right": mirrored,
    "mirror it, top for bottom": flipped,
}
_PLACES: dict[str, Callable[[Grid], Grid | None]] = {
    **{f"slide the coloured cells to the {side}, as far as they go, in their order": step
       for side, step in _sides(_rows(_falling)).items()},
    **{f"move everything by one cell to the {side}; what leaves comes in on the other side": step
       for side, step in _sides(_rows(lambda row: row[-1] + row[:-1])).items()},
    **{RAYS.format(f"the {side}"): step for side, step in _sides(_rows(_trailing)).items()},
}  # fmt: skip
_FOLDS: dict[str, Callable[[Grid], Grid | None]] = {
    **{FOLD.format(f"the {_OPPOSITE[side]} half", f"{side} half"): step
       for side, step in _sides(_onto_right).items()},
    "put its mirror image beside it, on the right": lambda g: tuple(row + row[::-1] for row in g),
    "put its mirror image below it": lambda g: g + g[::-1],
    "cut away the empty rows and columns at its edges": _cropped,
    "make each cell two by two cells": _doubled,
}  # fmt: skip
IDEMPOTENT = ("slide", "from each", "cut away", "colour the", "empty the")
"""How steps begin that, done twice, do the same as done once."""


GROWTH = {"fold": (1, 2), "put its": (2, 1), "make each": (4, 1)}
"""How many times as many cells there are after a step that begins so: others leave them as many."""


def undone_by(name: str) -> str | None:
    """The step that undoes a step wherever it was done; None where none does."""
    if name.startswith(("turn it upside", "mirror it", "swap")):
        return name
    if name.startswith("turn it a quarter"):
        way = "counterclockwise" if name.endswith(" clockwise") else "clockwise"
        return f"turn it a quarter {way}"
    if name.startswith("move everything"):
        side = next(one for one in _OPPOSITE if f" {one};" in name)
        return name.replace(f" {side};", f" {_OPPOSITE[side]};")
    return None


def steps_for(letters: str, families: int) -> dict[str, Callable[[Grid], Grid | None]]:
    """The steps of a language by what they are called: of so many kinds, with these colours."""
    out = dict(_TURNS)
    if families > 1:
        out |= _PLACES
    if families > 2:
        for a, b in permutations(letters, 2):
            out[f"colour the {LETTERS[a]} cells {LETTERS[b]}"] = _translated({a: b})
        for a, b in combinations(letters, 2):
            out[f"swap {LETTERS[a]} and {LETTERS[b]}"] = _translated({a: b, b: a})
        for a in letters:
            out[f"empty the {LETTERS[a]} cells"] = _translated({a: EMPTY})
    return out | _FOLDS if families > 3 else out


def language_told(families: int) -> list[str]:
    """The steps in words, those of a kind together."""
    out = [
        "turn the grid by one, two or three quarters",
        "mirror it, left for right or top for bottom",
    ]
    if families > 1:
        out += [
            "slide the coloured cells to one side, as far as they go, in their order",
            "move everything by one cell to one side; what leaves comes in on the other side",
            RAYS.format("one side"),
        ]
    if families > 2:
        out += [
            "colour all cells of one colour in another",
            "swap two colours",
            "empty the cells of one colour",
        ]
    if families > 3:
        out += [
            FOLD.format("one half", "other"),
            "put its mirror image beside it, on the right, or below it",
            "cut away the empty rows and columns at its edges",
            "make each cell two by two cells",
        ]
    return out
