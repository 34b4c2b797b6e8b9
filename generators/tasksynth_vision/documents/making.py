"""Draw a document: what kind it is of, how much of it there is, how it writes, and what is off."""

from collections.abc import Callable, Sequence

from tasksynth.rng import Dice
from tasksynth_vision.documents import civil, trade
from tasksynth_vision.documents.data import (
    Cell,
    DocumentData,
    DocumentLook,
    DocumentTable,
    SheetColumn,
    SheetEntry,
)
from tasksynth_vision.documents.drafting import Draft, spread
from tasksynth_vision.documents.shown import CURRENCIES, DATES, NUMBERS, Penmanship

Kind = Callable[[Dice, int], Draft]
KINDS: tuple[Kind, ...] = (
    trade.receipt, trade.price_list, trade.menu, trade.invoice, civil.timetable, civil.enrolment,
    trade.delivery, trade.stock_list, civil.lab_report, civil.statement, civil.timesheet,
)  # fmt: skip
MARKS = ("red", "green", "blue", "violet", "amber")
MARK = SheetColumn(name="Mark", sort="mark")


def draw_manner(dice: Dice) -> Penmanship:
    """How some document writes values."""
    return Penmanship(
        numbers=dice.below(len(NUMBERS)),
        dates=dice.below(len(DATES)),
        currency=dice.below(len(CURRENCIES)),
    )


def draw_document(
    dice: Dice,
    *,
    kinds: Sequence[Kind],
    rows: int,
    columns: int,
    marks: int,
    coded: bool,
    tables: int,
    flaw: str,
    look: DocumentLook,
) -> DocumentData:
    """A document of one of the kinds.

    `columns` is how many of the columns besides the first one there are at most, `marks` how many
    colours lines may be marked with, none if 0; with `coded` there is the column
    that a second table explains; `flaw` is `line` or `total`, where a number is to
    be wrong, or empty.
    """  # fmt: skip
    draft = dice.of(kinds)(dice, rows)
    kept = _kept(draft, columns, coded=coded)
    if marks and draft.kind != "timetable":
        kept.append((MARK, spread(dice, MARKS[:marks], rows)))
    names = {one.name for one, _ in kept}
    check = draft.check if names.issuperset(draft.parts) else ""
    lines = list(zip(*(values for _, values in kept), strict=True))
    table = DocumentTable(title="", columns=tuple(one for one, _ in kept), rows=tuple(lines))
    if flaw == "line" and check:
        table = _misprinted(dice, table, draft)
    total = _total(dice, table, draft.total, wrong=flaw == "total")
    fields = list(draft.entries)
    while len(fields) > 1 + columns:
        del fields[dice.below(len(fields))]
    return DocumentData(
        kind=draft.kind, title=draft.title, issuer=draft.issuer, lines=draft.lines,
        manner=draw_manner(dice), entries=tuple(fields), table=table,
        side=draft.side if tables > 1 else None, total=total, check=check,
        parts=draft.parts if check else (), look=look,
    )  # fmt: skip


def _kept(draft: Draft, columns: int, *, coded: bool) -> list[tuple[SheetColumn, list[Cell]]]:
    """The columns there is room for, with that of codes if need be; parts of a sum all or none."""
    code = draft.side.columns[0].name if draft.side and coded else ""
    ranks = [0 if one.name == code else rank for rank, one, _ in draft.columns]
    order = sorted(range(len(ranks)), key=lambda i: (ranks[i], i))
    chosen = {draft.columns[i][1].name for i in order[: columns + 1]}
    parts = draft.parts[:-1] if draft.check == "sum" else ()
    if not chosen.issuperset(parts):
        chosen -= set(parts)
    return [(one, values) for _, one, values in draft.columns if one.name in chosen]


def _misprinted(dice: Dice, table: DocumentTable, draft: Draft) -> DocumentTable:
    """The table with one line whose last part does not follow; balances after it go on from it."""
    at = table.at(draft.parts[-1])
    rows = [list(row) for row in table.rows]
    first = int(draft.check == "balance")
    if len(rows) <= first:
        return table
    wrong = dice.between(first, len(rows) - 1)
    was = int(rows[wrong][at])
    shift = _shift(dice, was)
    for row in rows[wrong:] if draft.check == "balance" else rows[wrong : wrong + 1]:
        row[at] = int(row[at]) + shift
    return table.model_copy(update={"rows": tuple(tuple(row) for row in rows)})


def _shift(dice: Dice, number: int) -> int:
    """By how much a number is off that has one digit wrong; upwards, so that it stays positive."""
    digits = str(number)
    place = dice.below(len(digits))
    digit = int(digits[place])
    unit: int = 10 ** (len(digits) - 1 - place)
    return unit * dice.between(1, 9 - digit) if digit < 9 else 2 * unit


def _total(dice: Dice, table: DocumentTable, name: str, *, wrong: bool) -> SheetEntry | None:
    at = table.at(name)
    if at < 0:
        return None
    value = sum(table.numbers(at))
    if wrong:
        off = dice.between(1, max(9, value // 4))
        value += off if dice.below(2) or off >= value else -off
    return SheetEntry(column=table.columns[at], value=value)
