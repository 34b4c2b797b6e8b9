"""Draw a question about a database: a plan of a given rung, with literals from its rows.

The ladder: 0 filters one table; 1 aggregates, groups or takes the top of one; 2 follows one or
two references; 3 nests, excludes or combines; 4 ranks, counts with nothing, compares groups;
5 follows references without end, or joins four tables and more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tasksynth_sql.dice import Dice
from tasksynth_sql.guard import Row
from tasksynth_sql.plan import (
    Against,
    Between,
    Combine,
    Compare,
    Comparison,
    Counts,
    Filter,
    Groups,
    Has,
    Having,
    Known,
    Measure,
    OneOf,
    Plan,
    Ranked,
    Rows,
    Side,
    Sort,
    Summary,
    Test,
    Totals,
    Tree,
)
from tasksynth_sql.rows import Rows as Data
from tasksynth_sql.world import Attr, Column, Table, Value, World

NUMBER_OPS: tuple[Comparison, ...] = (">=", ">", "<=", "<", ">=", ">", "<=", "<", "=", "<>")


@dataclass(frozen=True)
class Ask:
    """All that drawing a plan needs."""

    world: World
    rows: Data
    dice: Dice
    tests: int
    """Conditions of a filter, at most."""


def draw_plan(ask: Ask, rung: int) -> Plan | None:
    """A plan of this rung; None if this world has none where it was looked for."""
    makers: dict[int, Sequence[Callable[[Ask], Plan | None]]] = {
        0: (_list, _list, _different),
        1: (_summary, _grouped, _top),
        2: (_joined_list, _joined_list, _joined_groups, _joined_summary),
        3: (_nested, _related, _related, _combined),
        4: (_counts, _ranked, _totals, _correlated, _several),
        5: (_tree, _tree, _wide_groups, _wide_list),
    }
    return ask.dice.pick(makers[rung])(ask)


# --- rungs 0 to 5 ------------------------------------------------------------------------------


def _list(ask: Ask) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    where = _filter(ask, table, hops=0)
    return Rows(table.name, _outputs(ask, table, hops=0), where=where)


def _different(ask: Ask) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    outputs = _labels(ask, table, hops=0)[: ask.dice.between(1, 2)]
    if not outputs:
        return None
    return Rows(table.name, tuple(outputs), where=_filter(ask, table, hops=0), distinct=True)


def _summary(ask: Ask) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    where = _filter(ask, table, hops=0)
    return Summary(table.name, _measures(ask, table, hops=0), where=where)


def _grouped(ask: Ask) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    by = _labels(ask, table, hops=0)[:1]
    return _groups(ask, table, by, hops=0)


def _top(ask: Ask) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    return _sorted(ask, Rows(table.name, _outputs(ask, table, hops=0)), hops=0)


def _joined_list(ask: Ask) -> Plan | None:
    table = _referring(ask, 1)
    if table is None:
        return None
    near = _outputs(ask, table, hops=0)[:1]
    far = ask.dice.pick(_at_distance(ask, table, (1, 2)))
    keep = ask.world.optional(table.name, far.path) and ask.dice.chance(0.4)
    where = _filter(ask, table, hops=0 if keep else 2)
    plan = Rows(table.name, (*near, far), where=where, keep=keep)
    if ask.dice.chance(0.3) and not keep:
        return _sorted(ask, plan, hops=2)
    return plan


def _joined_groups(ask: Ask) -> Plan | None:
    table = _referring(ask, 1)
    if table is None:
        return None
    path = ask.dice.pick(_at_distance(ask, table, (1, 2))).path
    end = ask.world[ask.world.end(table.name, path)]
    if end.id is None:
        return None
    label = _name(end)
    by = [Attr(path, end.id.name), *([Attr(path, label.name)] if label else [])]
    if ask.dice.chance(0.4):
        by = [a for a in _labels(ask, table, hops=2) if a.path][:1] or by
    return _groups(ask, table, by, hops=1)


def _joined_summary(ask: Ask) -> Plan | None:
    table = _referring(ask, 1)
    if table is None:
        return None
    far = ask.dice.pick(_at_distance(ask, table, (1, 2)))
    test = _test_on(ask, table, far)
    if test is None:
        return None
    return Summary(table.name, _measures(ask, table, hops=1), where=Filter((test,)))


def _nested(ask: Ask) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    return _compared(ask, table, scope=None)


def _related(ask: Ask) -> Plan | None:
    return _with_children(ask, ask.dice.pick([0, 0, 1]))


def _several(ask: Ask) -> Plan | None:
    return _with_children(ask, ask.dice.between(2, 3))


def _combined(ask: Ask) -> Plan | None:
    world, dice = ask.world, ask.dice
    table = dice.pick(world.subjects)
    found = []
    for attr in _labels(ask, table, hops=1):
        values = set(world.column(table.name, attr).values)
        for other in world.subjects:
            for match in _labels(ask, other, hops=1):
                if (table, attr) != (other, match) and values & set(
                    world.column(other.name, match).values
                ):
                    found.append((attr, other, match))
    if not found:
        return None
    attr, other, match = dice.pick(found)
    left = Side(table.name, attr, where=_filter(ask, table, hops=0, least=0, but=(attr,)))
    right = Side(other.name, match, where=_filter(ask, other, hops=0, least=0, but=(match,)))
    return Combine(dice.pick(["union", "intersect", "intersect", "except", "except"]), left, right)


def _counts(ask: Ask) -> Plan | None:
    pairs = [(t, c, r) for t in ask.world.subjects for c, r in ask.world.children(t.name)]
    if not pairs:
        return None
    table, child, ref = ask.dice.pick(pairs)
    measure = ask.dice.pick([Measure("count"), *_numeric_measures(ask, child, hops=0)])
    if measure.function == "count distinct":
        measure = Measure("count")
    outputs = _outputs(ask, table, hops=0)[:2]
    return Counts(
        table.name, outputs, child.name, ref, measure, _tests(ask, child, hops=0, least=0)
    )


def _ranked(ask: Ask) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    numbers = [a for a in _attrs(ask, table, hops=0) if _column(ask, table, a).is_number]
    scopes = [*_labels(ask, table, hops=1)]
    if not numbers or not scopes:
        return None
    by, within = ask.dice.pick(numbers), ask.dice.pick(scopes)
    outputs = tuple(dict.fromkeys([*_outputs(ask, table, hops=0)[:1], within]))
    return Ranked(
        table.name,
        outputs,
        by,
        ask.dice.chance(0.7),
        within,
        ask.dice.chance(0.4),
        ask.dice.between(2, 3),  # up to rank 1, it is all the same whether ranks are skipped
        where=_filter(ask, table, hops=0, least=0, but=(within,)),
    )


def _totals(ask: Ask) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    labels = _labels(ask, table, hops=2)
    measures = [Measure("count"), *_numeric_measures(ask, table, hops=0)]
    if not labels:
        return None
    measure = ask.dice.pick([m for m in measures if m.function in ("count", "sum", "avg")])
    by = ask.dice.pick(labels)
    where = _filter(ask, table, hops=0, least=0, but=(by,))
    return Totals(table.name, by, measure, where=where)


def _correlated(ask: Ask) -> Plan | None:
    table = ask.dice.pick(ask.world.subjects)
    scopes = _labels(ask, table, hops=1)
    return _compared(ask, table, scope=ask.dice.pick(scopes)) if scopes else None


def _tree(ask: Ask) -> Plan | None:
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
        _outputs(ask, table, hops=1),
        where=_filter(ask, table, hops=0, least=0),
    )


def _wide_groups(ask: Ask) -> Plan | None:
    table = _referring(ask, 2)
    if table is None:
        return None
    far = _widest(ask, table)
    labels = [a for a in far if _column(ask, table, a).values] or far
    plan = _groups(ask, table, [labels[0]], hops=1)
    return _widened(ask, table, plan, far)


def _wide_list(ask: Ask) -> Plan | None:
    table = _referring(ask, 2)
    if table is None:
        return None
    far = _widest(ask, table)
    plan = Rows(table.name, (*_outputs(ask, table, hops=0)[:1], *far[:2]))
    return _widened(ask, table, plan, far)


# --- parts -------------------------------------------------------------------------------------


def _widest(ask: Ask, table: Table) -> list[Attr]:
    """Attributes at the ends of the longest path and of another one, so as to join most tables."""
    ends: dict[tuple[str, ...], Attr] = {}
    for attr in ask.dice.shuffle(_at_distance(ask, table, (1, 2, 3))):
        ends.setdefault(attr.path, attr)
    paths = sorted(ends, key=lambda path: (-len(path), path))
    chosen: list[tuple[str, ...]] = []
    for path in paths:
        if not any(other[: len(path)] == path for other in chosen):
            chosen.append(path)
    return [ends[path] for path in chosen[:3]]


def _widened(ask: Ask, table: Table, plan: Plan | None, far: Sequence[Attr]) -> Plan | None:
    """The plan with a condition at the far ends, if it then spans four tables or more."""
    if not isinstance(plan, Rows | Groups):
        return None
    tested = [t.attr for t in plan.where.tests if not isinstance(t, Has)]
    ends = [a for a in far[-2:] if a not in tested]
    tests = [t for a in ends if (t := _test_on(ask, table, a))]
    for child, ref in ask.world.children(table.name):
        if len(tests) < 3:
            tests.append(Has(child.name, ref, ask.dice.below(2)))
    plan = replace(plan, where=Filter((*plan.where.tests, *tests)))
    used = [*(plan.outputs if isinstance(plan, Rows) else plan.by)]
    used += [t.attr for t in plan.where.tests if not isinstance(t, Has)]
    paths = {a.path[:n] for a in used for n in range(len(a.path) + 1)}
    related = sum(isinstance(t, Has) for t in plan.where.tests)
    return plan if len(paths) + related >= 4 else None


def _groups(ask: Ask, table: Table, by: Sequence[Attr], *, hops: int) -> Plan | None:
    if not by:
        return None
    measures = tuple(m for m in _measures(ask, table, hops=0) if m.attr not in by)
    if not measures:
        return None
    dice = ask.dice
    having = None
    if dice.chance(0.4):
        op: Comparison = dice.pick([">=", ">", "<"])
        having = Having(Measure("count"), op, dice.between(2, 3) + (2 if op == "<" else 0))
    nullable = any(_column(ask, table, a).nullable for a in by)
    plan = Groups(
        table.name,
        tuple(by),
        measures,
        where=_filter(ask, table, hops=hops, least=0, but=by),
        known=not nullable or dice.chance(0.6),
        having=having,
    )
    safe = [m for m in measures if m.function in ("count", "count distinct")]
    if dice.chance(0.3) and plan.known and safe:
        key = _column(ask, table, by[0]).kind == "id"
        down = dice.chance(0.5)  # in one of the two directions, SQLite's groups come unasked
        ties = tuple(Sort(a, down) for a in (by[:1] if key else by))
        limit = dice.between(2, 4) if dice.chance(0.6) else None
        plan = replace(plan, sort=(Sort(safe[0], dice.chance(0.7)), *ties), limit=limit)
    return plan


def _compared(ask: Ask, table: Table, *, scope: Attr | None) -> Plan | None:
    numbers = [a for a in _attrs(ask, table, hops=0) if _column(ask, table, a).is_number]
    if not numbers:
        return None
    function = ask.dice.pick(["avg", "avg", "max", "min"])
    op: Comparison = ask.dice.pick([">", "<", ">=", "<="]) if function == "avg" else "="
    test = Against(ask.dice.pick(numbers), op, function, scope)  # type: ignore[arg-type]
    bound = [a for a in (test.attr, scope) if a is not None]
    more = _tests(ask, table, hops=0, least=0, but=bound)[: max(0, ask.tests - 1)]
    return Rows(table.name, _outputs(ask, table, hops=1), where=Filter((test, *more)))


def _with_children(ask: Ask, at_least: int) -> Plan | None:
    pairs = [(t, c, r) for t in ask.world.subjects for c, r in ask.world.children(t.name)]
    if not pairs:
        return None
    table, child, ref = ask.dice.pick(pairs)
    tests = _tests(ask, child, hops=0, least=0 if at_least != 1 else 1)[:1]
    has = Has(child.name, ref, at_least, tests)
    more = _tests(ask, table, hops=0, least=0)[: max(0, ask.tests - 1)]
    return Rows(table.name, _outputs(ask, table, hops=0), where=Filter((has, *more)))


def _sorted(ask: Ask, plan: Rows, *, hops: int) -> Plan | None:
    """The plan with an order that leaves no tie, and perhaps only its first rows."""
    table = ask.world[plan.root]
    keys = [
        a
        for a in _attrs(ask, table, hops=hops)
        if _column(ask, table, a).kind in ("int", "real", "date")
    ]
    if not keys or table.id is None:
        return None
    key = ask.dice.pick(keys)
    tests = plan.where.tests
    if _column(ask, table, key).nullable:
        if plan.where.any:
            return None
        if not any(isinstance(t, Compare | Between | Known) and t.attr == key for t in tests):
            tests = (*tests, Known(key, known=True))
    sort = (Sort(key, ask.dice.chance(0.6)), Sort(Attr((), table.id.name), ask.dice.chance(0.2)))
    limit = ask.dice.between(1, 5) if ask.dice.chance(0.7) else None
    return replace(plan, where=Filter(tests), sort=sort, limit=limit)


def _referring(ask: Ask, depth: int) -> Table | None:
    found = [t for t in ask.world.subjects if _at_distance(ask, t, (depth,))]
    return ask.dice.pick(found) if found else None


def _at_distance(ask: Ask, table: Table, hops: Sequence[int]) -> list[Attr]:
    return [a for a in _attrs(ask, table, hops=max(hops)) if len(a.path) in hops]


def _attrs(ask: Ask, table: Table, *, hops: int) -> list[Attr]:
    attrs = ask.world.attrs(table.name, hops=hops)
    return [a for a in attrs if _column(ask, table, a).kind != "id"]


def _column(ask: Ask, table: Table, attr: Attr) -> Column:
    return ask.world.column(table.name, attr)


def _name(table: Table) -> Column | None:
    return next((c for c in table.attributes if c.phrase in ("name", "title")), None)


def _labels(ask: Ask, table: Table, *, hops: int) -> list[Attr]:
    """Attributes with few different values, in random order: what one groups by."""
    found = [
        a for a in _attrs(ask, table, hops=hops) if 0 < len(_column(ask, table, a).values) <= 12
    ]
    return ask.dice.shuffle(found)


def _outputs(ask: Ask, table: Table, *, hops: int) -> tuple[Attr, ...]:
    """A name or an id, and perhaps another attribute or two."""
    label = _name(table)
    first = Attr((), label.name) if label and ask.dice.chance(0.8) else None
    if first is None and table.id is not None:
        first = Attr((), table.id.name)
    others = [a for a in _attrs(ask, table, hops=hops) if a != first]
    others = [a for a in others if not ask.world.optional(table.name, a.path)]
    drawn = ask.dice.sample(others, ask.dice.between(0, 2))
    return tuple([first, *drawn] if first else drawn or others[:1])


def _measures(ask: Ask, table: Table, *, hops: int) -> tuple[Measure, ...]:
    choices = [Measure("count"), *_numeric_measures(ask, table, hops=hops)]
    return tuple(ask.dice.sample(choices, ask.dice.between(1, 2)))


def _numeric_measures(ask: Ask, table: Table, *, hops: int) -> list[Measure]:
    found = []
    for attr in _attrs(ask, table, hops=hops):
        if ask.world.optional(table.name, attr.path):
            continue
        column = _column(ask, table, attr)
        if column.is_number:
            found.append(Measure(ask.dice.pick(["sum", "avg", "min", "max"]), attr))
        elif 0 < len(column.values) <= 12:
            found.append(Measure("count distinct", attr))
    return found


def _filter(
    ask: Ask, table: Table, *, hops: int, least: int = 1, but: Sequence[Attr] = ()
) -> Filter:
    tests = _tests(ask, table, hops=hops, least=least, but=but)
    return Filter(tests, any=len(tests) > 1 and ask.dice.chance(0.25))


def _tests(
    ask: Ask, table: Table, *, hops: int, least: int, but: Sequence[Attr] = ()
) -> tuple[Test, ...]:
    """Conditions on different attributes, none of them on what the question binds otherwise."""
    free = [a for a in _attrs(ask, table, hops=hops) if a not in but]
    attrs = ask.dice.shuffle(free)
    wanted = ask.dice.between(least, max(least, ask.tests))
    found = [test for a in attrs[: wanted + 2] if (test := _test_on(ask, table, a))]
    return tuple(found[:wanted])


def _test_on(ask: Ask, table: Table, attr: Attr) -> Test | None:
    """A condition on an attribute that some row passes."""
    column = _column(ask, table, attr)
    values = _values(ask, table, attr)
    dice = ask.dice
    if not values:
        return None
    if column.nullable and dice.chance(0.12):
        return Known(attr, known=dice.chance(0.6))
    value = dice.pick(values)
    if column.kind == "text":
        different = sorted(set(map(str, values)))
        kind = dice.below(10)
        if kind < 2 and len(different) > 3:
            return OneOf(attr, tuple(dice.sample(different, dice.between(2, 3))))
        return Compare(attr, "<>" if kind < 4 else "=", value)
    if dice.chance(0.25):
        low, high = sorted((value, dice.pick(values)), key=lambda v: (isinstance(v, str), v))
        if low != high:
            return Between(attr, low, high)
    ops = NUMBER_OPS if column.kind == "int" else NUMBER_OPS[:8]
    return Compare(attr, dice.pick(ops), value)


def _values(ask: Ask, table: Table, attr: Attr) -> list[Value]:
    """The known values of an attribute's column, over the rows of its own table."""
    end = ask.world[ask.world.end(table.name, attr.path)]
    at = [c.name for c in end.columns].index(attr.column)
    rows: Sequence[Row] = ask.rows[end.name]
    return [row[at] for row in rows if row[at] is not None]
