"""Draw a question about a database: a plan of a given rung, with literals from its rows.

The ladder: 0 filters one table; 1 aggregates, groups or takes the top of one; 2 follows one or
two references; 3 nests, excludes or combines; 4 ranks, counts with nothing, compares groups;
5 follows references without end, or joins four tables and more.
"""

from collections.abc import Callable, Sequence

from tasksynth_sql.databases.world import Attr
from tasksynth_sql.making.parts import (
    Drawing,
    attrs_at,
    attrs_of,
    column_of,
    draw_compared,
    draw_filter,
    draw_groups,
    draw_measures,
    draw_numeric_measures,
    draw_outputs,
    draw_sorted,
    draw_test,
    draw_tests,
    draw_with_children,
    labels_of,
    name_of,
    referring_table,
    widened,
    widest_attrs,
)
from tasksynth_sql.making.plan import (
    Aggregate,
    Aggregates,
    ChildCounts,
    Combine,
    Filter,
    Plan,
    Ranked,
    Rows,
    Side,
    Totals,
    Tree,
)


def draw_plan(ask: Drawing, rung: int) -> Plan | None:
    """A plan of this rung; None if this world has none where it was looked for."""
    makers: dict[int, Sequence[Callable[[Drawing], Plan | None]]] = {
        0: (_list, _list, _different),
        1: (_summary, _grouped, _top),
        2: (_joined_list, _joined_list, _joined_groups, _joined_summary),
        3: (_nested, _related, _related, _combined),
        4: (_counts, _ranked, _totals, _correlated, _several),
        5: (_tree, _tree, _wide_groups, _wide_list),
    }
    return ask.dice.pick(makers[rung])(ask)


def _list(ask: Drawing) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    where = draw_filter(ask, table, hops=0)
    return Rows(table.name, draw_outputs(ask, table, hops=0), where=where)


def _different(ask: Drawing) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    outputs = labels_of(ask, table, hops=0)[: ask.dice.between(1, 2)]
    if not outputs:
        return None
    return Rows(table.name, tuple(outputs), where=draw_filter(ask, table, hops=0), distinct=True)


def _summary(ask: Drawing) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    where = draw_filter(ask, table, hops=0)
    return Aggregates(table.name, draw_measures(ask, table, hops=0), where=where)


def _grouped(ask: Drawing) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    by = labels_of(ask, table, hops=0)[:1]
    return draw_groups(ask, table, by, hops=0)


def _top(ask: Drawing) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    return draw_sorted(ask, Rows(table.name, draw_outputs(ask, table, hops=0)), hops=0)


def _joined_list(ask: Drawing) -> Plan | None:
    table = referring_table(ask, 1)
    if table is None:
        return None
    near = draw_outputs(ask, table, hops=0)[:1]
    far = ask.dice.pick(attrs_at(ask, table, (1, 2)))
    keep = ask.world.optional(table.name, far.path) and ask.dice.chance(0.4)
    where = draw_filter(ask, table, hops=0 if keep else 2)
    plan = Rows(table.name, (*near, far), where=where, keep=keep)
    if ask.dice.chance(0.3) and not keep:
        return draw_sorted(ask, plan, hops=2)
    return plan


def _joined_groups(ask: Drawing) -> Plan | None:
    table = referring_table(ask, 1)
    if table is None:
        return None
    path = ask.dice.pick(attrs_at(ask, table, (1, 2))).path
    end = ask.world[ask.world.end(table.name, path)]
    if end.id is None:
        return None
    label = name_of(end)
    by = [Attr(path, end.id.name), *([Attr(path, label.name)] if label else [])]
    if ask.dice.chance(0.4):
        by = [a for a in labels_of(ask, table, hops=2) if a.path][:1] or by
    return draw_groups(ask, table, by, hops=1)


def _joined_summary(ask: Drawing) -> Plan | None:
    table = referring_table(ask, 1)
    if table is None:
        return None
    far = ask.dice.pick(attrs_at(ask, table, (1, 2)))
    test = draw_test(ask, table, far)
    if test is None:
        return None
    return Aggregates(table.name, draw_measures(ask, table, hops=1), where=Filter((test,)))


def _nested(ask: Drawing) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    return draw_compared(ask, table, scope=None)


def _related(ask: Drawing) -> Plan | None:
    return draw_with_children(ask, ask.dice.pick([0, 0, 1]))


def _several(ask: Drawing) -> Plan | None:
    return draw_with_children(ask, ask.dice.between(2, 3))


def _combined(ask: Drawing) -> Plan | None:
    world, dice = ask.world, ask.dice
    table = dice.pick(world.subjects)
    found = []
    for attr in labels_of(ask, table, hops=1):
        values = set(world.column(table.name, attr).values)
        for other in world.subjects:
            for match in labels_of(ask, other, hops=1):
                if (table, attr) != (other, match) and values & set(
                    world.column(other.name, match).values
                ):
                    found.append((attr, other, match))
    if not found:
        return None
    attr, other, match = dice.pick(found)
    left = Side(table.name, attr, where=draw_filter(ask, table, hops=0, least=0, but=(attr,)))
    right = Side(other.name, match, where=draw_filter(ask, other, hops=0, least=0, but=(match,)))
    return Combine(dice.pick(["union", "intersect", "intersect", "except", "except"]), left, right)


def _counts(ask: Drawing) -> Plan | None:
    pairs = [(t, c, r) for t in ask.world.subjects for c, r in ask.world.children(t.name)]
    if not pairs:
        return None
    table, child, ref = ask.dice.pick(pairs)
    measure = ask.dice.pick([Aggregate("count"), *draw_numeric_measures(ask, child, hops=0)])
    if measure.function == "count distinct":
        measure = Aggregate("count")
    outputs = draw_outputs(ask, table, hops=0)[:2]
    return ChildCounts(
        table.name, outputs, child.name, ref, measure, draw_tests(ask, child, hops=0, least=0)
    )


def _ranked(ask: Drawing) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    numbers = [a for a in attrs_of(ask, table, hops=0) if column_of(ask, table, a).is_number]
    scopes = [*labels_of(ask, table, hops=1)]
    if not numbers or not scopes:
        return None
    by, within = ask.dice.pick(numbers), ask.dice.pick(scopes)
    outputs = tuple(dict.fromkeys([*draw_outputs(ask, table, hops=0)[:1], within]))
    return Ranked(
        table.name,
        outputs,
        by,
        ask.dice.chance(0.7),
        within,
        ask.dice.chance(0.4),
        ask.dice.between(2, 3),  # up to rank 1, it is all the same whether ranks are skipped
        where=draw_filter(ask, table, hops=0, least=0, but=(within,)),
    )


def _totals(ask: Drawing) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    labels = labels_of(ask, table, hops=2)
    measures = [Aggregate("count"), *draw_numeric_measures(ask, table, hops=0)]
    if not labels:
        return None
    measure = ask.dice.pick([m for m in measures if m.function in ("count", "sum", "avg")])
    by = ask.dice.pick(labels)
    where = draw_filter(ask, table, hops=0, least=0, but=(by,))
    return Totals(table.name, by, measure, where=where)


def _correlated(ask: Drawing) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    scopes = labels_of(ask, table, hops=1)
    return draw_compared(ask, table, scope=ask.dice.pick(scopes)) if scopes else None


def _tree(ask: Drawing) -> Plan | None:
    tables = [t for t in ask.world.subjects for c in t.refs if c.table == t.name]
    if not tables:
        return None
    table = ask.dice.pick(tables)
    ref = next(c for c in table.refs if c.table == table.name)
    if table.id is None:
        return None
    ids = table.columns.index(table.id)
    refs = table.columns.index(ref)
    bosses = sorted({r[refs] for r in ask.rows[table.name] if r[refs] is not None}, key=str)
    known = [b for b in bosses if any(r[ids] == b for r in ask.rows[table.name])]
    if not known:
        return None
    return Tree(
        table.name,
        ref.name,
        ask.dice.pick(known),
        ask.dice.chance(0.5),
        draw_outputs(ask, table, hops=1),
        where=draw_filter(ask, table, hops=0, least=0),
    )


def _wide_groups(ask: Drawing) -> Plan | None:
    table = referring_table(ask, 2)
    if table is None:
        return None
    far = widest_attrs(ask, table)
    labels = [a for a in far if column_of(ask, table, a).values] or far
    plan = draw_groups(ask, table, [labels[0]], hops=1)
    return widened(ask, table, plan, far)


def _wide_list(ask: Drawing) -> Plan | None:
    table = referring_table(ask, 2)
    if table is None:
        return None
    far = widest_attrs(ask, table)
    plan = Rows(table.name, (*draw_outputs(ask, table, hops=0)[:1], *far[:2]))
    return widened(ask, table, plan, far)
