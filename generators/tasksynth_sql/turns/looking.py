"""What one has to look at in a disguised database before one can answer a question."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from tasksynth_sql.databases.world import Attr, Value, literal, quote
from tasksynth_sql.making.plan import Between, ChildCounts, Compare, Groups, Has, OneOf, Plan, Rows
from tasksynth_sql.turns.disguise import Disguise


@dataclass(frozen=True)
class Constant:
    """A value that a question compares an attribute with."""

    word: str
    """The word that a code stands for; empty for what is no code."""
    coded: bool
    """Does the database write it otherwise?"""
    unequal: bool
    """Is it asked what differs from it?"""
    unit: str
    """What the question means it in, as a clause; empty for what has no unit."""


def constants_of(disguise: Disguise, plan: Plan) -> list[Constant]:
    """The constants of a plan's conditions."""
    found = []
    for root, test in _compared("", plan):
        way = disguise.written(root, test.attr)
        phrase = disguise.plain.column(root, test.attr).phrase
        unit = f"the {phrase} is in {way.meant}" if way is not None and way.meant else ""
        unequal = isinstance(test, Compare) and test.op == "<>"
        for value in _values(test):
            coded = way is not None and way.write(value) != value
            word = str(value) if coded and value in disguise.codes else ""
            found.append(Constant(word, coded, unequal, unit))
    return found


def sorts_by_codes(disguise: Disguise, plan: Plan) -> bool:
    """Does an order of rows hang on words that the database writes as codes?

    The order of the codes is another one, and which of them is meant is not said.
    """
    keys = plan.sort if isinstance(plan, Rows | Groups) else ()
    root = getattr(plan, "root", "")
    written = [disguise.written(root, key.by) for key in keys if isinstance(key.by, Attr)]
    return any(way is not None and way.kind == "text" for way in written)


def _compared(root: str, part: Any) -> Iterator[tuple[str, Compare | Between | OneOf]]:
    """The conditions with constants in a part of a plan about `root`, each with its table."""
    match part:
        case Compare() | Between() | OneOf():
            yield root, part
        case tuple():
            for one in part:
                yield from _compared(root, one)
        case Has() | ChildCounts():
            yield from _compared(part.child, part.tests)
        case _ if is_dataclass(part):
            root = getattr(part, "root", root)
            for field in fields(part):
                yield from _compared(root, getattr(part, field.name))


def _values(test: Compare | Between | OneOf) -> tuple[Value, ...]:
    match test:
        case Compare():
            return (test.value,)
        case Between():
            return (test.low, test.high)
        case OneOf():
            return test.values


def way_to_know(
    disguise: Disguise, gold: str, constants: list[Constant]
) -> tuple[tuple[str, str], ...]:
    """The tools to call, each with its argument: the tables of a query, notes, codes."""
    from sqlglot import exp, parse_one

    named = {table.name for table in parse_one(gold, read="sqlite").find_all(exp.Table)}
    tables = [disguise.tables[t.name] for t in disguise.plain.tables if t.name in named]
    way = [("describe", table) for table in tables]
    if disguise.notes_table:
        among = ", ".join(map(literal, tables))
        way.append(
            (
                "query",
                f"SELECT * FROM {quote(disguise.notes_table)} WHERE table_name IN ({among})",
            )
        )
    words = ", ".join(literal(one.word) for one in constants if one.word)
    if words:
        way.append(
            ("query", f"SELECT * FROM {quote(disguise.codes_table)} WHERE meaning IN ({words})")
        )
    return tuple(way)
