"""What may hold of a page: its kind, a field, what its table lists, how large numbers in it are."""

from collections.abc import Callable
from typing import Literal

from tasksynth_schemas import Model
from tasksynth_vision.documents.data import Cell, DocumentData, SheetColumn
from tasksynth_vision.documents.shown import Penmanship, shown

PointSort = Literal["kind", "issuer", "field", "beyond", "total", "some", "lists", "rows"]


class PagePoint(Model):
    """Something that holds of a page or does not; what the page does not say does not hold.

    `kind`: it is of that kind; `issuer`: it is of that firm; `field`: a field has that value;
    `beyond`, `total`, `some`: a field, a total or at least one number of a column is above the
    value, or below it; `lists`: the first column of its table has that value; `rows`: the table has
    more rows than that, or fewer.
    """

    sort: PointSort
    value: Cell
    column: SheetColumn | None = None
    low: bool = False

    def told(self, manner: Penmanship) -> str:
        """The point in words, about "it"."""
        return _WORDS[self.sort](self, manner)


def holds(d: DocumentData, point: PagePoint) -> bool:
    """Whether a point holds of a page."""
    match point.sort:
        case "kind":
            return d.kind == point.value
        case "issuer":
            return d.issuer == point.value
        case "field":
            return any((one.column, one.value) == (point.column, point.value) for one in d.entries)
        case "lists":
            return point.value in d.table.values(0)
    number = reach(d, point)
    if number is None:
        return False
    return number < int(point.value) if point.low else number > int(point.value)


def reach(d: DocumentData, point: PagePoint) -> int | None:
    """The number of a page that a limit is about; None where it has none."""
    if point.sort == "rows":
        return len(d.table.rows)
    if point.sort == "total":
        return int(d.total.value) if d.total and d.total.column == point.column else None
    if point.sort == "beyond":
        return next((int(one.value) for one in d.entries if one.column == point.column), None)
    if point.column not in d.table.columns:
        return None
    numbers = d.table.numbers(d.table.columns.index(point.column))
    return min(numbers) if point.low else max(numbers)


def grade(d: DocumentData, points: tuple[PagePoint, ...]) -> int:
    """How many of the points hold."""
    return sum(holds(d, point) for point in points)


def _limit(point: PagePoint, manner: Penmanship) -> str:
    """A limit as one says it: above 1,200.00 EUR, before 2025-03-14."""
    if point.column is None:
        raise ValueError(f"a limit wants a column: {point}")
    sort = point.column.sort
    less, more = ("before", "after") if sort in ("date", "time") else ("below", "above")
    unit = f" {manner.money}" if sort == "money" else ""
    return f"{less if point.low else more} {shown(point.value, sort, manner)}{unit}"


def _name(point: PagePoint) -> str:
    return f"\u201c{point.column.name if point.column else ''}\u201d"


def _kind(point: PagePoint, _: Penmanship) -> str:
    kind = str(point.value)
    return f"it is a{'n' * (kind[0] in 'aeiou')} {kind}"


def _issuer(point: PagePoint, _: Penmanship) -> str:
    return f"it comes from {point.value}"


def _field(point: PagePoint, _: Penmanship) -> str:
    return f"its {_name(point)} is {point.value}"


def _beyond(point: PagePoint, manner: Penmanship) -> str:
    return f"its {_name(point)} is {_limit(point, manner)}"


def _total(point: PagePoint, manner: Penmanship) -> str:
    return f"its total of {_name(point)} is {_limit(point, manner)}"


def _some(point: PagePoint, manner: Penmanship) -> str:
    under = "time under " if point.column and point.column.sort == "time" else ""
    return f"at least one {under}{_name(point)} in its table is {_limit(point, manner)}"


def _lists(point: PagePoint, _: Penmanship) -> str:
    return f"the first column of its table has \u201c{point.value}\u201d"


def _rows(point: PagePoint, _: Penmanship) -> str:
    return f"its table has {'fewer' if point.low else 'more'} than {point.value} rows"


_WORDS: dict[PointSort, Callable[[PagePoint, Penmanship], str]] = {
    "kind": _kind, "issuer": _issuer, "field": _field, "beyond": _beyond, "total": _total,
    "some": _some, "lists": _lists, "rows": _rows,
}  # fmt: skip
