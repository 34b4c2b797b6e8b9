"""Draw a question about a document: one that has an answer, and that is not answered by habit."""

from collections.abc import Callable

from tasksynth.rng import Dice
from tasksynth_vision.documents.asking import HOPS, AskSort, DocumentAsk, truth_of
from tasksynth_vision.documents.data import ORDERED, SUMMED, Cell, DocumentData, SheetColumn
from tasksynth_vision.documents.shown import Sort

TRIES = 60
FEWEST = 5
"""Lines of which some are counted: of fewer, one is too good a guess."""
PAIRS = (("Ordered", "Delivered"), ("Stock", "Minimum"), ("Result", "Upper limit"))
"""Columns that are compared with one another."""


def draw_ask(dice: Dice, d: DocumentData, hops: int, flaw: str) -> DocumentAsk | None:
    """A question of so many steps, or about what is wrong; None where none was found."""
    if flaw:
        ask = DocumentAsk(sort="off" if flaw == "total" else "line")
        return ask if truth_of(d, ask) is not None else None
    for _ in range(TRIES):
        sort = dice.of(HOPS[hops])
        if hops == len(HOPS) - 1 and d.table.at("Mark") > 0 and dice.below(10):
            sort = "join_lookup"  # the only one of so many steps that asks for marks
        ask_or_none = _DRAWN[sort](dice, d, sort)
        if ask_or_none is not None and truth_of(d, ask_or_none) is not None:
            return ask_or_none
    return None


def _some(d: DocumentData, sorts: tuple[Sort, ...]) -> list[SheetColumn]:
    """The columns of those sorts, but for the first one."""
    return [one for one in d.table.columns[1:] if one.sort in sorts]


def _column(dice: Dice, d: DocumentData, sorts: tuple[Sort, ...] = ORDERED) -> str | None:
    found = _some(d, sorts)
    return dice.of(found).name if found else None


def _row(dice: Dice, d: DocumentData) -> int:
    return dice.below(len(d.table.rows))


def _field(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    return DocumentAsk(sort=sort, columns=(dice.of(d.entries).column.name,))


def _cell(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    name = _column(dice, d)
    if name is None:
        return None
    return DocumentAsk(sort=sort, rows=(_row(dice, d),), columns=(name,))


def _which(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    name = _column(dice, d)
    if name is None:
        return None
    given = d.table.rows[_row(dice, d)][d.table.at(name)]
    return DocumentAsk(sort=sort, columns=(name,), given=given)


def _extreme(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    name = _column(dice, d)
    if name is None:
        return None
    return DocumentAsk(sort=sort, columns=(name,), low=dice.below(2) == 0)


def _above(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    name = _column(dice, d)
    if name is None:
        return None
    bound = _bound(dice, d, name, range(len(d.table.rows)))
    return None if bound is None else DocumentAsk(sort=sort, columns=(name,), bound=bound)


def _bound(dice: Dice, d: DocumentData, name: str, rows: "range | list[int]") -> int | None:
    """A round number that as many of the lines exceed as was drawn."""
    at = d.table.at(name)
    numbers = d.table.numbers(at)
    values = sorted(numbers[row] for row in rows)
    if len(values) < 2:
        return None
    place = dice.between(1, len(values) - 1)
    low, high = values[place - 1], values[place]
    steps = (60, 30, 15, 5, 1) if d.table.columns[at].sort == "time" else (
        10000, 5000, 1000, 500, 100, 50, 10, 5, 1)  # fmt: skip
    for step in steps:
        if (round_one := (low // step + 1) * step) < high:
            return round_one
    return None


def _filter(dice: Dice, d: DocumentData) -> tuple[str, Cell] | None:
    """A column by which lines are chosen, and what stands in it: marks where there are any."""
    found = _some(d, ("code", "mark", "tick"))
    marks = [one for one in found if one.sort == "mark"]
    if not found:
        return None
    name = dice.of(marks if marks and dice.below(4) else found).name
    return name, d.table.rows[_row(dice, d)][d.table.at(name)]


def _equal(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    by = _filter(dice, d)
    return None if by is None else DocumentAsk(sort=sort, where=by[0], given=by[1])


def _difference(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    name = _column(dice, d)
    if name is None:
        return None
    numbers = d.table.numbers(d.table.at(name))
    rows = sorted({_row(dice, d), _row(dice, d)}, key=lambda row: -numbers[row])
    return DocumentAsk(sort=sort, rows=tuple(rows), columns=(name,)) if len(rows) == 2 else None


def _total(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    name = _column(dice, d, SUMMED)
    if name is None:
        return None
    rows = tuple(sorted({_row(dice, d) for _ in range(dice.between(2, 4))}))
    return DocumentAsk(sort=sort, rows=rows, columns=(name,)) if len(rows) > 1 else None


def _over(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    for pair in PAIRS:
        if min(d.table.at(name) for name in pair) >= 0:
            return DocumentAsk(sort=sort, columns=pair, low=pair[0] == "Stock")
    return None


def _span(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    stops = [one.name for one in _some(d, ("time",))]
    begin, end = sorted({dice.below(len(stops) or 1), dice.below(len(stops) or 1), -1})[-2:]
    if begin < 0:
        return None
    return DocumentAsk(sort=sort, rows=(_row(dice, d),), columns=(stops[begin], stops[end]))


def _days(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    days = [one.column.name for one in d.entries if one.column.sort == "date"]
    return DocumentAsk(sort=sort, columns=(days[0], days[1])) if len(days) > 1 else None


def _chosen(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    by = _filter(dice, d)
    name = _column(dice, d, SUMMED if sort == "sum_of" else ORDERED)
    if by is None or name is None:
        return None
    low = sort == "pick" and dice.below(2) == 0
    return DocumentAsk(sort=sort, columns=(name,), where=by[0], given=by[1], low=low)


def _two(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    ask = _chosen(dice, d, sort)
    if ask is None:
        return None
    values = d.table.values(d.table.at(ask.where))
    rows = [i for i, value in enumerate(values) if value == ask.given]
    if len(rows) < FEWEST:
        return None
    bound = _bound(dice, d, ask.columns[0], rows)
    return None if bound is None else ask.model_copy(update={"bound": bound})


def _lookup(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    first, second = _column(dice, d), _column(dice, d)
    if first is None or second is None or first == second:
        return None
    return DocumentAsk(sort=sort, columns=(first, second), low=dice.below(2) == 0)


def _joined(d: DocumentData) -> bool:
    return d.side is not None and d.table.at(d.side.columns[0].name) >= 0


def _join_value(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    name = _column(dice, d)
    if d.side is None or not _joined(d) or name is None:
        return None
    told = dice.of(d.side.columns[1:]).name
    if sort == "join_cell":
        return DocumentAsk(sort=sort, rows=(_row(dice, d),), columns=(told,))
    ask = DocumentAsk(sort=sort, columns=(name, told), low=dice.below(2) == 0)
    marks = _some(d, ("mark",))
    if not marks:
        return ask
    given = d.table.rows[_row(dice, d)][d.table.at(marks[0].name)]
    return ask.model_copy(update={"where": marks[0].name, "given": given})


def _join_some(dice: Dice, d: DocumentData, sort: AskSort) -> DocumentAsk | None:
    name = _column(dice, d, SUMMED if sort == "join_total" else ORDERED)
    if d.side is None or not _joined(d) or name is None:
        return None
    by = dice.of(d.side.columns[1:]).name
    given = dice.of(d.side.values(d.side.at(by)))
    low = sort == "join_pick" and dice.below(2) == 0
    columns = () if sort == "join_count" else (name,)
    return DocumentAsk(sort=sort, columns=columns, where=by, given=given, low=low)


_DRAWN: dict[AskSort, Callable[[Dice, DocumentData, AskSort], DocumentAsk | None]] = {
    "field": _field, "cell": _cell, "which": _which, "extreme": _extreme, "second": _extreme,
    "above": _above, "equal": _equal, "difference": _difference, "total": _total, "over": _over,
    "span": _span, "days": _days, "pick": _chosen, "lookup": _lookup, "sum_of": _chosen,
    "two": _two, "join_cell": _join_value, "join_lookup": _join_value, "join_count": _join_some,
    "join_total": _join_some, "join_pick": _join_some,
}  # fmt: skip
