"""What stands in a document: fields, a table or two, a total; and how it looks."""

from typing import Annotated, Literal

from pydantic import Field

from tasksynth_schemas import Model
from tasksynth_vision.documents.shown import Penmanship, Sort, shown

Cell = int | str
Check = Literal["", "product", "sum", "balance"]
"""What ties the numbers of a line together."""
ORDERED: tuple[Sort, ...] = ("int", "decimal", "money", "date", "time")
SUMMED: tuple[Sort, ...] = ("int", "decimal", "money")


class SheetColumn(Model):
    """A column of a table, or a field: its name, and what stands in it."""

    name: str
    sort: Sort


class SheetEntry(Model):
    """A field outside of tables, or the total below one."""

    column: SheetColumn
    value: Cell


class DocumentTable(Model):
    """A table whose first column names its lines."""

    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def at(self, name: str) -> int:
        """The number of a column by its name; -1 if there is none."""
        return next((i for i, one in enumerate(self.columns) if one.name == name), -1)

    def values(self, column: int) -> list[Cell]:
        """What stands in a column, from top to bottom."""
        return [row[column] for row in self.rows]

    def numbers(self, column: int) -> list[int]:
        """The same of a column of numbers."""
        return [int(row[column]) for row in self.rows]


class DocumentLook(Model):
    """How a document looks: nothing that is asked about."""

    size: Annotated[int, Field(ge=9, le=24)]
    """Pixels of the type."""
    theme: Annotated[int, Field(ge=0, lt=6)]
    table: Annotated[int, Field(ge=0, lt=4)]
    """Rules, zebra rows, a grid, or nothing."""
    head: Annotated[int, Field(ge=0, lt=3)]
    """Where the title and the issuer stand."""
    logo: Annotated[int, Field(ge=0, lt=5)]
    stamp: Annotated[int, Field(ge=0, lt=7)]
    pages: Annotated[int, Field(ge=1, le=2)]
    tilt: int
    """Tenths of a degree, counter-clockwise."""
    blur: Annotated[int, Field(ge=0, le=12)]
    """Tenths of a pixel."""
    noise: Annotated[int, Field(ge=0, le=40)]
    worn: bool
    """Whether it was folded, and a cup stood on it."""
    at: tuple[int, int]


class DocumentData(Model):
    """A document without a question."""

    kind: str
    title: str
    issuer: str
    lines: str
    """What its lines are called: "trains"."""
    manner: Penmanship
    entries: tuple[SheetEntry, ...]
    table: DocumentTable
    side: DocumentTable | None = None
    """A second table, that says more of what one column of the first abbreviates: that of the
    name of its first column."""
    total: SheetEntry | None = None
    """Of the column of the same name."""
    check: Check = ""
    parts: tuple[str, ...] = ()
    """The columns that the check is of, the one that follows from the others last."""
    look: DocumentLook

    def told(self, value: Cell, column: SheetColumn) -> str:
        """A value as the document writes it."""
        return shown(value, column.sort, self.manner)


def misfits(table: DocumentTable, check: Check, parts: tuple[str, ...]) -> list[int]:
    """Numbers of the lines whose last part does not follow from the others.

    A product of two, a sum of several, or a balance: what the line before has, more or less what
    moves `in` or `out`; nothing is said of the first one.
    """
    if not check:
        return []
    columns = [table.at(name) for name in parts]
    out, before = [], None
    for number, row in enumerate(table.rows):
        *given, last = (row[column] for column in columns)
        follows: int | None
        if check == "product":
            follows = int(given[0]) * int(given[1])
        elif check == "sum":
            follows = sum(int(one) for one in given)
        else:
            sign = 1 if given[0] == "in" else -1
            follows = None if before is None else before + sign * int(given[1])
            before = int(last)
        if follows is not None and follows != last:
            out.append(number)
    return out
