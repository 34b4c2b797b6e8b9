"""Questions about documents, and their answers."""

from collections.abc import Callable, Sequence
from typing import Literal

from tasksynth_schemas import Model
from tasksynth_vision.documents.data import Cell, DocumentData, DocumentTable, misfits
from tasksynth_vision.documents.shown import Sort

AskSort = Literal[
    "field", "cell",
    "which", "extreme", "second", "above", "equal", "difference", "total", "over", "span", "days",
    "pick", "lookup", "sum_of", "two", "line", "off",
    "join_cell", "join_lookup", "join_count", "join_total", "join_pick",
]  # fmt: skip
HOPS: tuple[tuple[AskSort, ...], ...] = (
    ("field", "cell", "cell"),
    ("which", "extreme", "second", "above", "equal", "difference", "total", "over", "span",
     "days"),
    ("pick", "lookup", "sum_of", "two"),
    ("join_cell", "join_lookup", "join_count", "join_total", "join_pick"),
)  # fmt: skip
"""Kinds of questions by their steps; `line` and `off` are asked where a number is wrong."""


class DocumentAsk(Model):
    """A question: what kind it is of, and what it is about."""

    sort: AskSort
    rows: tuple[int, ...] = ()
    """Numbers of lines."""
    columns: tuple[str, ...] = ()
    """Names of columns, or of fields: of what is compared, then of what is asked for."""
    where: str = ""
    """The column by which lines are chosen; of a second table, where two are joined."""
    given: Cell = ""
    """What stands in that column."""
    bound: int = 0
    low: bool = False


class DocumentTruth(Model):
    """The answer: what sort of value it is, and the value; `unit` says of which a count is."""

    sort: Sort
    value: Cell
    unit: str = ""


def truth_of(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    """The answer to a question; None where it has none, or more than one."""
    try:
        return _ANSWERS[ask.sort](d, ask)
    except (LookupError, ValueError):  # a value that was misread, of a document read off a picture
        return None


def _key(d: DocumentData, row: int | None) -> DocumentTruth | None:
    if row is None:
        return None
    return DocumentTruth(sort=d.table.columns[0].sort, value=d.table.rows[row][0])


def _value(d: DocumentData, row: int | None, name: str) -> DocumentTruth | None:
    if row is None:
        return None
    at = _at(d, name)
    return DocumentTruth(sort=d.table.columns[at].sort, value=d.table.rows[row][at])


def _at(d: DocumentData, name: str) -> int:
    return _in(d.table, name)


def _in(table: DocumentTable, name: str) -> int:
    at = table.at(name)
    if at < 0:
        raise LookupError(f"there is no column {name!r}")
    return at


def _count(number: int, of: int) -> DocumentTruth | None:
    """A number of lines, if it is neither none nor all of them."""
    return DocumentTruth(sort="int", value=number) if 0 < number < of else None


def _end(values: Sequence[int], *, low: bool, rank: int = 0) -> int | None:
    """The number of the greatest value, or the next, where no other one is as great."""
    order = sorted(range(len(values)), key=lambda i: values[i] if low else -values[i])
    if len(order) < rank + 2 or values.count(values[order[rank]]) > 1:
        return None
    return order[rank]


def _field(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    found = next(one for one in d.entries if one.column.name == ask.columns[0])
    return DocumentTruth(sort=found.column.sort, value=found.value)


def _cell(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    return _value(d, ask.rows[0], ask.columns[0])


def _which(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    values = d.table.values(_at(d, ask.columns[0]))
    return _key(d, values.index(ask.given)) if values.count(ask.given) == 1 else None


def _extreme(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    values = d.table.numbers(_at(d, ask.columns[0]))
    return _key(d, _end(values, low=ask.low, rank=int(ask.sort == "second")))


def _above(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    values = d.table.numbers(_at(d, ask.columns[0]))
    if ask.bound in values:
        return None
    return _count(sum(value > ask.bound for value in values), len(values))


def _equal(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    return _count(len(_chosen(d, ask)), len(d.table.rows))


def _chosen(d: DocumentData, ask: DocumentAsk) -> list[int]:
    """Numbers of the lines that a question is about."""
    if not ask.where:
        return list(range(len(d.table.rows)))
    if d.table.at(ask.where) >= 0:
        values = d.table.values(d.table.at(ask.where))
        return [i for i, value in enumerate(values) if value == ask.given]
    if d.side is None:
        raise LookupError("there is no second table")
    told = d.side.values(_in(d.side, ask.where))
    if told.count(ask.given) != 1:
        return []
    code = d.side.rows[told.index(ask.given)][0]
    codes = d.table.values(_at(d, d.side.columns[0].name))
    return [i for i, one in enumerate(codes) if one == code]


def _difference(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    at = _at(d, ask.columns[0])
    one, other = (d.table.numbers(at)[row] for row in ask.rows)
    return _apart(one - other, d.table.columns[at].sort)


def _apart(number: int, sort: Sort) -> DocumentTruth | None:
    if number <= 0:
        return None
    unit = {"time": "minutes", "date": "days"}.get(sort, "")
    return DocumentTruth(sort="int" if unit else sort, value=number, unit=unit)


def _total(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    at = _at(d, ask.columns[0])
    rows = ask.rows or _chosen(d, ask)
    if len(rows) < 2 or len(rows) == len(d.table.rows):
        return None
    numbers = d.table.numbers(at)
    return DocumentTruth(sort=d.table.columns[at].sort, value=sum(numbers[row] for row in rows))


def _over(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    one, other = (d.table.numbers(_at(d, name)) for name in ask.columns)
    held = [a < b if ask.low else a > b for a, b in zip(one, other, strict=True)]
    return _count(sum(held), len(held))


def _span(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    begin, end = (d.table.numbers(_at(d, name))[ask.rows[0]] for name in ask.columns)
    return _apart(end - begin, "time")


def _days(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    values = {one.column.name: one.value for one in d.entries}
    begin, end = (int(values[name]) for name in ask.columns)
    return _apart(end - begin, "date")


def _best(d: DocumentData, ask: DocumentAsk) -> int | None:
    """The line that is the highest of those that are asked about, and not of all."""
    values, rows = d.table.numbers(_at(d, ask.columns[0])), _chosen(d, ask)
    found = _end([values[row] for row in rows], low=ask.low)
    if found is None or len(rows) == len(values):
        return None
    row = rows[found]
    return None if row == _end(values, low=ask.low) else row


def _pick(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    return _key(d, _best(d, ask))


def _lookup(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    row = _end(d.table.numbers(_at(d, ask.columns[0])), low=ask.low)
    return _value(d, row, ask.columns[1])


def _two(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    values, rows = d.table.numbers(_at(d, ask.columns[0])), _chosen(d, ask)
    if any(values[row] == ask.bound for row in rows) or len(rows) == len(values):
        return None
    return _count(sum(values[row] > ask.bound for row in rows), len(rows))


def _line(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    found = misfits(d.table, d.check, d.parts)
    return _key(d, found[0]) if len(found) == 1 else None


def _off(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    if d.total is None:
        return None
    at = _at(d, d.total.column.name)
    off = abs(int(d.total.value) - sum(d.table.numbers(at)))
    return DocumentTruth(sort=d.total.column.sort, value=off) if off else None


def _join_cell(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    return _told_of(d, ask.rows[0], ask.columns[-1])


def _join_lookup(d: DocumentData, ask: DocumentAsk) -> DocumentTruth | None:
    values, rows = d.table.numbers(_at(d, ask.columns[0])), _chosen(d, ask)
    found = _end([values[row] for row in rows], low=ask.low)
    return None if found is None else _told_of(d, rows[found], ask.columns[-1])


def _told_of(d: DocumentData, row: int, name: str) -> DocumentTruth | None:
    """What the second table says of a line."""
    if d.side is None:
        return None
    code = d.table.rows[row][_at(d, d.side.columns[0].name)]
    at, codes = _in(d.side, name), d.side.values(0)
    if codes.count(code) != 1:
        return None
    return DocumentTruth(sort=d.side.columns[at].sort, value=d.side.rows[codes.index(code)][at])


_ANSWERS: dict[AskSort, Callable[[DocumentData, DocumentAsk], DocumentTruth | None]] = {
    "field": _field, "cell": _cell, "which": _which, "extreme": _extreme, "second": _extreme,
    "above": _above, "equal": _equal, "difference": _difference, "total": _total, "over": _over,
    "span": _span, "days": _days, "pick": _pick, "lookup": _lookup, "sum_of": _total, "two": _two,
    "line": _line, "off": _off, "join_cell": _join_cell, "join_lookup": _join_lookup,
    "join_count": _equal, "join_total": _total, "join_pick": _pick,
}  # fmt: skip
