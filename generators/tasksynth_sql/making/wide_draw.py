"""Draw a wide question about a database; the ladder is that of `draw`."""

from collections.abc import Callable, Sequence

from tasksynth_sql.databases.world import Attr, Table
from tasksynth_sql.making.parts import (
    Drawing,
    attrs_of,
    column_of,
    draw_filter,
    draw_outputs,
    draw_test,
    labels_of,
    name_of,
    values_of,
)
from tasksynth_sql.making.plan import Aggregate, Filter
from tasksynth_sql.making.wide import (
    At,
    Banded,
    Calendar,
    Gaps,
    Named,
    Pairs,
    Period,
    Pivot,
    Running,
    Share,
    Streaks,
    Wide,
)


def draw_wide(ask: Drawing, rung: int) -> Wide | None:
    """A wide plan of this rung; None if this world has none where it was looked for."""
    makers: dict[int, Sequence[Callable[[Drawing], Wide | None]]] = {
        0: (_banded, _named),
        1: (_share, _calendar, _pivot),
        2: (_far_pivot, _far_share),
        3: (_pairs,),
        4: (_running,),
        5: (_streaks, _gaps),
    }
    return ask.dice.pick(makers[rung])(ask)


def _numbers(ask: Drawing, table: Table, kinds: Sequence[str] = ("int", "real")) -> list[Attr]:
    found = [a for a in attrs_of(ask, table, hops=0) if column_of(ask, table, a).kind in kinds]
    return ask.dice.shuffle(found)


def _sure(ask: Drawing, table: Table, attrs: Sequence[Attr]) -> list[Attr]:
    """Those that no row lacks for want of a row that it refers to."""
    return [attr for attr in attrs if not ask.world.optional(table.name, attr.path)]


def _banded(ask: Drawing) -> Wide | None:
    table = ask.dice.pick(ask.world.subjects)
    for attr in _numbers(ask, table):
        values = sorted({v for v in values_of(ask, table, attr) if not isinstance(v, str)})
        if len(values) >= 3:
            low, high = sorted(ask.dice.sample(values[1:], 2))
            where = draw_filter(ask, table, hops=0, least=0, but=(attr,))
            outputs = draw_outputs(ask, table, hops=0)[:2]
            return Banded(table.name, outputs, attr, high, low, where=where)
    return None


def _named(ask: Drawing) -> Wide | None:
    table = ask.dice.pick(ask.world.subjects)
    label = name_of(table)
    if label is None:
        return None
    attr = Attr((), label.name)
    name = str(ask.dice.pick(values_of(ask, table, attr) or [""]))
    size = ask.dice.between(2, 3)
    first = ask.dice.below(max(1, len(name) - size + 1))
    ways = {"start": name[:size], "end": name[-size:], "anywhere": name[first : first + size]}
    at: At = ask.dice.pick(["start", "end", "anywhere"])
    if len(name) < 4 or not ways[at].isalpha():
        return None
    where = draw_filter(ask, table, hops=0, least=0, but=(attr,))
    return Named(table.name, draw_outputs(ask, table, hops=0), attr, at, ways[at], where=where)


def _share(ask: Drawing, hops: int = 0) -> Wide | None:
    table = ask.dice.pick(ask.world.subjects)
    attrs = ask.dice.shuffle(_sure(ask, table, attrs_of(ask, table, hops=hops)))
    attrs = [attr for attr in attrs if attr.path or not hops]
    test = draw_test(ask, table, attrs[0]) if attrs else None
    if test is None:
        return None
    where = draw_filter(ask, table, hops=0, least=1 if hops else 0, but=attrs[:1])
    return Share(table.name, test, where=where)


def _far_share(ask: Drawing) -> Wide | None:
    return _share(ask, hops=2)


def _calendar(ask: Drawing) -> Wide | None:
    tables = [t for t in ask.world.subjects if _numbers(ask, t, ("date",))]
    if not tables:
        return None
    table = ask.dice.pick(tables)
    date = _numbers(ask, table, ("date",))[0]
    measures = [Aggregate("count")]
    for attr in _numbers(ask, table)[:1]:
        measures.append(Aggregate(ask.dice.pick(["sum", "avg", "min", "max"]), attr))
    where = draw_filter(ask, table, hops=0, least=0, but=(date,))
    period: Period = ask.dice.pick(["year", "month"])
    return Calendar(table.name, date, period, ask.dice.pick(measures), where=where)


def _pivot(ask: Drawing, hops: int = 0) -> Wide | None:
    table = ask.dice.pick(ask.world.subjects)
    labels = _sure(ask, table, labels_of(ask, table, hops=hops))
    by = [attr for attr in labels if bool(attr.path) == bool(hops)]
    columns = [attr for attr in labels if attr not in by[:1] and not attr.path]
    if not by or not columns:
        return None
    there = sorted(set(map(str, values_of(ask, table, columns[0]))))
    if len(there) < 2:
        return None
    values = tuple(ask.dice.sample(there, ask.dice.between(2, min(3, len(there)))))
    where = draw_filter(ask, table, hops=0, least=0, but=(by[0], columns[0]))
    return Pivot(table.name, by[0], columns[0], values, where=where)


def _far_pivot(ask: Drawing) -> Wide | None:
    return _pivot(ask, hops=2)


def _running(ask: Drawing) -> Wide | None:
    table = ask.dice.pick(ask.world.subjects)
    within = _sure(ask, table, labels_of(ask, table, hops=1))
    keys = _numbers(ask, table, ("date", "int"))
    if not within or not keys or table.id is None:
        return None
    numbers = [attr for attr in _numbers(ask, table, ("int",)) if attr != keys[0]]
    if not numbers:
        return None
    return Running(
        table.name,
        (Attr((), table.id.name),),
        within[0],
        keys[0],
        ask.dice.chance(0.4),
        ask.dice.pick(["total", "previous"]),
        numbers[0],
        where=draw_filter(ask, table, hops=0, least=0, but=(within[0], keys[0], numbers[0])),
    )


def _pairs(ask: Drawing) -> Wide | None:
    table = ask.dice.pick(ask.world.subjects)
    label = name_of(table)
    same = [a for a in labels_of(ask, table, hops=0) if label and a.column != label.name]
    if label is None or not same:
        return None
    where = draw_filter(ask, table, hops=0, least=1, but=same[:1])
    where = Filter(where.tests[:1])
    return Pairs(table.name, Attr((), label.name), same[0], where=where)


def _streaks(ask: Drawing) -> Wide | None:
    table = ask.dice.pick(ask.world.subjects)
    by = _sure(ask, table, labels_of(ask, table, hops=1))
    years = [a for a in _numbers(ask, table, ("int",)) if "year" in column_of(ask, table, a).phrase]
    if not by or not years:
        return None
    where = draw_filter(ask, table, hops=0, least=0, but=(by[0], years[0]))
    return Streaks(table.name, by[0], years[0], where=where)


def _gaps(ask: Drawing) -> Wide | None:
    table = ask.dice.pick(ask.world.subjects)
    found = _numbers(ask, table, ("int",))
    if not found:
        return None
    there = sorted({v for v in values_of(ask, table, found[0]) if isinstance(v, int)})
    start = ask.dice.pick(there or [0]) - ask.dice.between(1, 4)
    if start < 0:
        return None
    return Gaps(table.name, found[0], start, start + ask.dice.between(6, 12))
