"""Parts that documents of all kinds are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tasksynth.rng import Dice
from tasksynth_vision.documents.data import Cell, Check, DocumentTable, SheetColumn, SheetEntry
from tasksynth_vision.documents.shown import Sort
from tasksynth_vision.documents.words import LETTERS

FIRST_DAY, LAST_DAY = date(2021, 1, 4).toordinal(), date(2029, 11, 30).toordinal()


@dataclass
class Draft:
    """A document before it is cut to size."""

    kind: str
    title: str
    issuer: str
    lines: str
    entries: list[SheetEntry]
    columns: list[tuple[int, SheetColumn, list[Cell]]]
    """Each with a rank: of a document of few columns only the first ranks are kept. Rank 0 names
    lines."""
    side: DocumentTable | None = None
    total: str = ""
    check: Check = ""
    parts: tuple[str, ...] = ()
    extra: dict[str, int] = field(default_factory=dict)
    """What the kind needs to correct its columns later."""


def entry(name: str, sort: Sort, value: Cell) -> SheetEntry:
    """A field."""
    return SheetEntry(column=SheetColumn(name=name, sort=sort), value=value)


def column(
    rank: int, name: str, sort: Sort, values: Sequence[Cell]
) -> tuple[int, SheetColumn, list[Cell]]:
    """A column and how soon it is dispensable."""
    return rank, SheetColumn(name=name, sort=sort), list(values)


def a_day(dice: Dice) -> int:
    """Some day's ordinal."""
    return dice.between(FIRST_DAY, LAST_DAY)


def spread(dice: Dice, options: Sequence[str], count: int) -> list[Cell]:
    """So many of the options, some of them far more often than others: counts cannot be guessed."""
    bag = [one for one in options for _ in range(dice.of((1, 2, 3, 5, 8)))]
    return [dice.of(bag) for _ in range(count)]


def letters(dice: Dice, lines: int) -> str:
    """Letters that abbreviate something: three to six of them, as lines are few or many."""
    return dice.of(LETTERS)[: min(6, 3 + lines // 6)]


def side_table(title: str, *columns: tuple[SheetColumn, Sequence[Cell]]) -> DocumentTable:
    """A second table."""
    rows = tuple(zip(*(values for _, values in columns), strict=True))
    return DocumentTable(title=title, columns=tuple(one for one, _ in columns), rows=rows)


def col(name: str, sort: Sort) -> SheetColumn:
    """A column without a rank."""
    return SheetColumn(name=name, sort=sort)


def prices(dice: Dice, count: int, most: int = 18000) -> list[Cell]:
    """Prices in hundredths, no two of them equal, some of them small."""
    out: dict[int, None] = {}
    while len(out) < count:
        top = dice.of((most // 20, most // 4, most))
        out[5 * dice.between(24, top // 5)] = None
    return list(out)
