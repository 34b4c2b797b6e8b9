"""Where everything stands on the pages of a document: boxes, type, discs and ticks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from tasksynth_vision.documents.data import (
    Cell,
    DocumentData,
    DocumentTable,
    SheetColumn,
    SheetEntry,
)
from tasksynth_vision.drawing.pillow import RGB, font

Where = tuple[Literal["table", "side", "entry", "total"], int, int]
"""What a piece of type is a value of: which table, which line, which column."""
LARGEST = 780
"""Pixels of a page's side, at most."""
SPACED = 1
"""Pixels that are added to each space."""
SMALLEST = 9
"""Pixels of type to which a page is set that has no room otherwise."""


@dataclass(frozen=True)
class SheetTheme:
    """Paper, ink, and what is between."""

    paper: RGB
    ink: RGB
    faint: RGB
    accent: RGB
    band: RGB
    rule: RGB


SHEET_THEMES = (
    SheetTheme((254, 254, 252), (28, 30, 36), (104, 108, 118), (36, 84, 150), (238, 243, 250),
               (196, 204, 216)),
    SheetTheme((253, 250, 243), (44, 36, 30), (120, 106, 92), (142, 62, 44), (246, 238, 226),
               (214, 200, 182)),
    SheetTheme((252, 253, 253), (24, 40, 40), (92, 112, 112), (18, 110, 104), (230, 243, 241),
               (184, 208, 206)),
    SheetTheme((255, 255, 255), (34, 34, 34), (110, 110, 110), (62, 62, 66), (242, 242, 242),
               (200, 200, 200)),
    SheetTheme((250, 249, 254), (38, 32, 54), (112, 104, 130), (92, 66, 150), (238, 234, 248),
               (204, 196, 222)),
    SheetTheme((248, 251, 244), (32, 42, 28), (102, 114, 94), (76, 116, 42), (234, 242, 224),
               (194, 208, 180)),
)  # fmt: skip


@dataclass(frozen=True)
class TypeRun:
    """Type in one line: where it begins, on which baseline, and how it is set."""

    x: int
    y: int
    text: str
    size: int
    ink: RGB
    bold: bool = False
    where: Where | None = None
    room: tuple[int, int] = (0, 0)
    """Where it might stand, from left to right: all of its cell."""


@dataclass(frozen=True)
class SheetSpot:
    """A coloured mark, or a box to be ticked, around a point."""

    x: int
    y: int
    r: int
    said: Cell
    where: Where


@dataclass
class Sheet:
    """A page: its size, and what is drawn on it, in this order."""

    width: int
    height: int
    boxes: list[tuple[int, int, int, int, RGB]] = field(default_factory=list)
    runs: list[TypeRun] = field(default_factory=list)
    spots: list[SheetSpot] = field(default_factory=list)
    stamp: tuple[int, int] | None = None
    """The middle of what is stamped."""

    def box(self, x0: int, y0: int, x1: int, y1: int, fill: RGB) -> None:
        """Fill a rectangle, its right and lower edge left out."""
        self.boxes.append((x0, y0, x1, y1, fill))

    def frame(self, x0: int, y0: int, x1: int, y1: int, ink: RGB) -> None:
        """Draw a rectangle's edges."""
        for box in ((x0, y0, x1, y0 + 1), (x0, y1 - 1, x1, y1), (x0, y0, x0 + 1, y1),
                    (x1 - 1, y0, x1, y1)):  # fmt: skip
            self.box(*box, ink)


def length(text: str, size: int) -> int:
    """Pixels that type takes, letter by letter, spaces a little wider than they are cast."""
    return sum(_advance(letter, size) for letter in text)


@cache
def _advance(letter: str, size: int) -> int:
    return round(font(size).getlength(letter)) + SPACED * (letter == " ")


def letters_at(run: TypeRun) -> Iterator[tuple[int, str]]:
    """The letters of some type, each with where it begins."""
    x = run.x
    for letter in run.text:
        if letter != " ":
            yield x, letter
        x += _advance(letter, run.size)


@dataclass(frozen=True)
class Slug:
    """What stands in a cell of a grid."""

    text: str
    where: Where | None = None
    right: bool = False
    spot: Cell | None = None
    bold: bool = False


@dataclass(frozen=True)
class Grid:
    """Lines of cells under a heading."""

    head: tuple[Slug, ...]
    rows: tuple[tuple[Slug, ...], ...]

    def widths(self, size: int) -> list[int]:
        """Pixels of each column, without what is between them."""
        lines = (self.head, *self.rows)
        return [
            max(length(line[i].text, size) + line[i].bold if line[i].spot is None else size
                for line in lines)
            for i in range(len(self.head))
        ]  # fmt: skip


def is_right(column: SheetColumn) -> bool:
    """Whether a column's values stand at its right edge."""
    return column.sort in ("int", "decimal", "money")


def pieces(d: DocumentData, table: DocumentTable, name: Literal["table", "side"]) -> Grid:
    """A table as it stands: one line under the other."""
    head = tuple(Slug(column.name, right=is_right(column), bold=True) for column in table.columns)
    rows = tuple(
        tuple(_piece(d, value, column, (name, number, at))
              for at, (value, column) in enumerate(zip(row, table.columns, strict=True)))
        for number, row in enumerate(table.rows)
    )  # fmt: skip
    return Grid(head, rows)


def _piece(d: DocumentData, value: Cell, column: SheetColumn, where: Where) -> Slug:
    if column.sort in ("mark", "tick"):
        return Slug("", where, spot=value)
    return Slug(d.told(value, column), where, right=is_right(column))


def turned(grid: Grid) -> Grid:
    """A grid whose lines stand next to one another, under their names."""
    head = (grid.head[0], *(Slug(row[0].text, row[0].where, right=True, bold=True)
                            for row in grid.rows))  # fmt: skip
    rows = tuple(
        (
            replace(grid.head[i], right=False),
            *(Slug(row[i].text, row[i].where, right=True) for row in grid.rows),
        )
        for i in range(1, len(grid.head))
    )
    return Grid(head, rows)


def cut_across(grid: Grid, many: int) -> list[Grid]:
    """A turned grid in parts of so many columns, each with the first one."""
    out = []
    for begin in range(1, len(grid.head), many):
        keep = (0, *range(begin, min(begin + many, len(grid.head))))
        out.append(
            Grid(tuple(grid.head[i] for i in keep),
                 tuple(tuple(row[i] for i in keep) for row in grid.rows))
        )  # fmt: skip
    return out


def halves(grid: Grid) -> list[Grid]:
    """A grid's upper and lower half, each under the heading."""
    middle = -(-len(grid.rows) // 2)
    return [Grid(grid.head, grid.rows[:middle]), Grid(grid.head, grid.rows[middle:])]


def told_entries(d: DocumentData) -> Iterator[tuple[str, str, Where, SheetEntry]]:
    """The fields: names, values as they are written, and what they are."""
    for number, entry in enumerate(d.entries):
        yield entry.column.name, d.told(entry.value, entry.column), ("entry", number, 0), entry


def fits(sheets: Sequence[Sheet]) -> bool:
    """Whether all pages are small enough."""
    return all(max(sheet.width, sheet.height) <= LARGEST for sheet in sheets)
