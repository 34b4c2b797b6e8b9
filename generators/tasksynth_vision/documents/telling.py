"""Questions about documents in words."""

from collections.abc import Callable

from tasksynth_vision.documents.asking import DocumentAsk, DocumentTruth
from tasksynth_vision.documents.data import Cell, DocumentData, SheetColumn
from tasksynth_vision.documents.shown import DATES, places_of

CHECKED = {
    "product": "In one line the {2} is not the {0} times the {1}.",
    "sum": "In one line the {last} is not the sum of {0} to {before}.",
    "balance": "In one line the {2} does not follow from the {2} before it and the {1} that went "
    "in or out.",
}


def asked(d: DocumentData, ask: DocumentAsk) -> str:
    """The question, without what is said of the answer's form."""
    return _WORDS[ask.sort](d, ask)


def order_of_dates(d: DocumentData, ask: DocumentAsk) -> str:
    """What has to be said where dates matter whose figures might be read otherwise."""
    fields = {one.column.name: one.column.sort for one in d.entries}
    sorts = [
        d.table.columns[d.table.at(name)].sort if d.table.at(name) >= 0 else fields.get(name)
        for name in ask.columns
    ]
    if "date" not in sorts or d.manner.dates not in (2, 3):
        return ""
    return f"Dates of the document have the {'day' if d.manner.dates == 2 else 'month'} first. "


def form_of_answer(d: DocumentData, truth: DocumentTruth) -> str:
    """What an answer looks like."""
    match truth.sort:
        case "money":
            return f"Answer with an amount in {d.manner.money}, exactly."
        case "decimal":
            return "Answer with a number, exactly."
        case "int":
            return f"Answer with a whole number{f' of {truth.unit}' if truth.unit else ''}."
        case "time":
            return "Answer with a time as HH:MM."
        case "date":
            return "Answer with a date as YYYY-MM-DD, or as in the document."
    return "Answer with what stands in the document, and nothing else."


def _column(d: DocumentData, name: str) -> SheetColumn:
    """A column of either table, or a field."""
    sides = d.side.columns if d.side else ()
    every = (*d.table.columns, *sides, *(one.column for one in d.entries))
    return next(one for one in every if one.name == name)


def _value(d: DocumentData, name: str, value: Cell) -> str:
    column = _column(d, name)
    said = d.told(value, column)
    return f"{said} {d.manner.money}" if column.sort == "money" else said


def _of(d: DocumentData, name: str, row: str = "") -> str:
    """A column of a line: "the Price of Butter", "the time at Lund of train R214"."""
    what = f"time at {name}" if d.table.at(name) >= 0 and _is_time(d, name) else name
    return f"the {what} of {row}" if row else f"the {what}"


def _is_time(d: DocumentData, name: str) -> bool:
    return d.table.columns[d.table.at(name)].sort == "time"


def _row(d: DocumentData, number: int) -> str:
    key = str(d.table.rows[number][0])
    return f"train {key}" if d.kind == "timetable" else key


def _rows(d: DocumentData, numbers: tuple[int, ...]) -> str:
    names = [_row(d, number) for number in numbers]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _key(d: DocumentData) -> str:
    return d.table.columns[0].name.lower()


def _with(d: DocumentData, ask: DocumentAsk) -> str:
    """Which lines are meant: "lines with Tax B", "lines that are marked red"."""
    if d.table.at(ask.where) < 0 and d.side is not None:
        told = _value(d, ask.where, ask.given)
        return f"{d.lines} that have, by their {d.side.columns[0].name}, the {ask.where} {told}"
    match _column(d, ask.where).sort:
        case "mark":
            article = "an" if str(ask.given)[0] in "aeiou" else "a"
            return f"{d.lines} that have {article} {ask.given} mark"
        case "tick":
            return f"{d.lines} that are {'' if ask.given else 'not '}ticked"
    return f"{d.lines} that have the {ask.where} {ask.given}"


def _most(d: DocumentData, ask: DocumentAsk) -> str:
    if _column(d, ask.columns[0]).sort in ("date", "time"):
        return "earliest" if ask.low else "latest"
    return "lowest" if ask.low else "highest"


def _beyond(d: DocumentData, ask: DocumentAsk) -> str:
    """A condition: "the Price above 4.00 EUR"."""
    after = "after" if _column(d, ask.columns[0]).sort in ("date", "time") else "above"
    return f"{_of(d, ask.columns[0])} {after} {_value(d, ask.columns[0], ask.bound)}"


def _field(d: DocumentData, ask: DocumentAsk) -> str:
    return f"What does the document give as \u201c{ask.columns[0]}\u201d?"


def _cell(d: DocumentData, ask: DocumentAsk) -> str:
    return f"What is {_of(d, ask.columns[0], _row(d, ask.rows[0]))}?"


def _which(d: DocumentData, ask: DocumentAsk) -> str:
    told = _value(d, ask.columns[0], ask.given)
    return f"Which {_key(d)} has {_of(d, ask.columns[0])} {told}?"


def _extreme(d: DocumentData, ask: DocumentAsk) -> str:
    rank = "second " if ask.sort == "second" else ""
    what = _of(d, ask.columns[0]).removeprefix("the ")
    return f"Which {_key(d)} has the {rank}{_most(d, ask)} {what}?"


def _above(d: DocumentData, ask: DocumentAsk) -> str:
    return f"For how many {d.lines} is {_beyond(d, ask)}?"


def _equal(d: DocumentData, ask: DocumentAsk) -> str:
    return f"How many {_with(d, ask).replace(' that are ', ' are ').replace(' that ', ' ', 1)}?"


def _difference(d: DocumentData, ask: DocumentAsk) -> str:
    one, other = (_row(d, number) for number in ask.rows)
    what = _of(d, ask.columns[0], one)
    match _column(d, ask.columns[0]).sort:
        case "time":
            return f"How many minutes is {what} later than that of {other}?"
        case "date":
            return f"How many days is {what} later than that of {other}?"
    return f"By how much is {what} above that of {other}?"


def _total(d: DocumentData, ask: DocumentAsk) -> str:
    return f"What does the column {ask.columns[0]} add up to for {_rows(d, ask.rows)}?"


def _over(d: DocumentData, ask: DocumentAsk) -> str:
    one, other = ask.columns
    return f"For how many {d.lines} is the {one} {'below' if ask.low else 'above'} the {other}?"


def _span(d: DocumentData, ask: DocumentAsk) -> str:
    begin, end = ask.columns
    return f"How many minutes does {_row(d, ask.rows[0])} take from {begin} to {end}?"


def _days(d: DocumentData, ask: DocumentAsk) -> str:
    begin, end = ask.columns
    return f"How many days after \u201c{begin}\u201d is \u201c{end}\u201d?"


def _pick(d: DocumentData, ask: DocumentAsk) -> str:
    what = _of(d, ask.columns[0]).removeprefix("the ")
    return f"Of the {_with(d, ask)}, which {_key(d)} has the {_most(d, ask)} {what}?"


def _lookup(d: DocumentData, ask: DocumentAsk) -> str:
    what = _of(d, ask.columns[0]).removeprefix("the ")
    return f"What is {_of(d, ask.columns[1])} of the {_key(d)} that has the {_most(d, ask)} {what}?"


def _sum_of(d: DocumentData, ask: DocumentAsk) -> str:
    return f"What does the column {ask.columns[0]} add up to for all {_with(d, ask)}?"


def _two(d: DocumentData, ask: DocumentAsk) -> str:
    return f"For how many of the {_with(d, ask)} is {_beyond(d, ask)}?"


def _line(d: DocumentData, ask: DocumentAsk) -> str:
    names = d.parts
    told = CHECKED[d.check or "product"].format(*names, last=names[-1], before=names[-2])
    return f"{told} Which {_key(d)} is it?"


def _off(d: DocumentData, ask: DocumentAsk) -> str:
    name = d.total.column.name if d.total else ""
    return f"The total of the column {name} is wrong. How far is it from the true sum?"


def _join_cell(d: DocumentData, ask: DocumentAsk) -> str:
    code = d.side.columns[0].name if d.side else ""
    return f"What is the {ask.columns[0]} of {_row(d, ask.rows[0])}, by its {code}?"


def _join_lookup(d: DocumentData, ask: DocumentAsk) -> str:
    among = f"Among the {_with(d, ask)}, find" if ask.where else "Find"
    code = d.side.columns[0].name if d.side else ""
    what = _of(d, ask.columns[0]).removeprefix("the ")
    return (
        f"{among} the {_key(d)} that has the {_most(d, ask)} {what}. What is its "
        f"{ask.columns[1]}, by its {code}?"
    )


_WORDS: dict[str, Callable[[DocumentData, DocumentAsk], str]] = {
    "field": _field, "cell": _cell, "which": _which, "extreme": _extreme, "second": _extreme,
    "above": _above, "equal": _equal, "difference": _difference, "total": _total, "over": _over,
    "span": _span, "days": _days, "pick": _pick, "lookup": _lookup, "sum_of": _sum_of,
    "two": _two, "line": _line, "off": _off, "join_cell": _join_cell,
    "join_lookup": _join_lookup, "join_count": _equal, "join_total": _sum_of, "join_pick": _pick,
}  # fmt: skip


def typical(d: DocumentData, truth: DocumentTruth) -> str:
    """A value of an answer's sort, as one might guess it: no value of the document."""
    match truth.sort:
        case "date":
            return DATES[0]
        case "time":
            return "12:00"
    places = places_of(truth.sort, d.manner)
    return f"{5:.{places}f}" if truth.sort in ("int", "decimal", "money") else "Oak shelf"
