"""Parts of plans: conditions, outputs, groups and orders drawn for one table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasksynth_sql.databases.rows import Rows as Data
from tasksynth_sql.databases.world import Attr, Column, Table, Value, World
from tasksynth_sql.judging.guard import Row
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.plan import (
    Against,
    Aggregate,
    Between,
    Compare,
    Comparison,
    Filter,
    Groups,
    Has,
    Having,
    Known,
    OneOf,
    Plan,
    Rows,
    Sort,
    Test,
)

NUMBER_OPS: tuple[Comparison, ...] = (">=", ">", "<=", "<", ">=", ">", "<=", "<", "=", "<>")


@dataclass(frozen=True)
class Drawing:
    """All that drawing a plan needs."""

    world: World
    rows: Data
    dice: QueryDice
    tests: int
    """Conditions of a filter, at most."""


def widest_attrs(ask: Drawing, table: Table) -> list[Attr]:
    """Attributes at the ends of the longest path and of another one, so as to join most tables."""
    ends: dict[tuple[str, ...], Attr] = {}
    for attr in ask.dice.shuffle(attrs_at(ask, table, (1, 2, 3))):
        ends.setdefault(attr.path, attr)
    paths = sorted(ends, key=lambda path: (-len(path), path))
    chosen: list[tuple[str, ...]] = []
    for path in paths:
        if not any(other[: len(path)] == path for other in chosen):
            chosen.append(path)
    return [ends[path] for path in chosen[:3]]


def widened(ask: Drawing, table: Table, plan: Plan | None, far: Sequence[Attr]) -> Plan | None:
    """The plan with a condition at the far ends, if it then spans four tables or more."""
    if not isinstance(plan, Rows | Groups):
        return None
    tested = [t.attr for t in plan.where.tests if not isinstance(t, Has)]
    ends = [a for a in far[-2:] if a not in tested]
    tests = [t for a in ends if (t := draw_test(ask, table, a))]
    for child, ref in ask.world.children(table.name):
        if len(tests) < 3:
            tests.append(Has(child.name, ref, ask.dice.below(2)))
    plan = replace(plan, where=Filter((*plan.where.tests, *tests)))
    used = [*(plan.outputs if isinstance(plan, Rows) else plan.by)]
    used += [t.attr for t in plan.where.tests if not isinstance(t, Has)]
    paths = {a.path[:n] for a in used for n in range(len(a.path) + 1)}
    related = sum(isinstance(t, Has) for t in plan.where.tests)
    return plan if len(paths) + related >= 4 else None


def draw_groups(ask: Drawing, table: Table, by: Sequence[Attr], *, hops: int) -> Plan | None:
    """Groups by some attributes, perhaps with HAVING, an order and a limit."""
    if not by:
        return None
    measures = tuple(m for m in draw_measures(ask, table, hops=0) if m.attr not in by)
    if not measures:
        return None
    dice = ask.dice
    having = None
    if dice.chance(0.4):
        op: Comparison = dice.pick([">=", ">", "<"])
        having = Having(Aggregate("count"), op, dice.between(2, 3) + (2 if op == "<" else 0))
    nullable = any(column_of(ask, table, a).nullable for a in by)
    plan = Groups(
        table.name,
        tuple(by),
        measures,
        where=draw_filter(ask, table, hops=hops, least=0, but=by),
        known=not nullable or dice.chance(0.6),
        having=having,
    )
    safe = [m for m in measures if m.function in ("count", "count distinct")]
    if dice.chance(0.3) and plan.known and safe:
        key = column_of(ask, table, by[0]).kind == "id"
        down = dice.chance(0.5)  # in one of the two directions, SQLite's groups come unasked
        ties = tuple(Sort(a, down) for a in (by[:1] if key else by))
        limit = dice.between(2, 4) if dice.chance(0.6) else None
        plan = replace(plan, sort=(Sort(safe[0], dice.chance(0.7)), *ties), limit=limit)
    return plan


def draw_compared(ask: Drawing, table: Table, *, scope: Attr | None) -> Plan | None:
    """Rows whose number is compared with an aggregate of it."""
    numbers = [a for a in attrs_of(ask, table, hops=0) if column_of(ask, table, a).is_number]
    if not numbers:
        return None
    function = ask.dice.pick(["avg", "avg", "max", "min"])
    op: Comparison = ask.dice.pick([">", "<", ">=", "<="]) if function == "avg" else "="
    test = Against(ask.dice.pick(numbers), op, function, scope)  # type: ignore[arg-type]
    bound = [a for a in (test.attr, scope) if a is not None]
    more = draw_tests(ask, table, hops=0, least=0, but=bound)[: max(0, ask.tests - 1)]
    return Rows(table.name, draw_outputs(ask, table, hops=1), where=Filter((test, *more)))


def draw_with_children(ask: Drawing, at_least: int) -> Plan | None:
    """Rows by how many rows refer to them."""
    pairs = [(t, c, r) for t in ask.world.subjects for c, r in ask.world.children(t.name)]
    if not pairs:
        return None
    table, child, ref = ask.dice.pick(pairs)
    tests = draw_tests(ask, child, hops=0, least=0 if at_least != 1 else 1)[:1]
    has = Has(child.name, ref, at_least, tests)
    more = draw_tests(ask, table, hops=0, least=0)[: max(0, ask.tests - 1)]
    return Rows(table.name, draw_outputs(ask, table, hops=0), where=Filter((has, *more)))


def draw_sorted(ask: Drawing, plan: Rows, *, hops: int) -> Plan | None:
    """The plan with an order that leaves no tie, and perhaps only its first rows."""
    table = ask.world[plan.root]
    keys = [
        a
        for a in attrs_of(ask, table, hops=hops)
        if column_of(ask, table, a).kind in ("int", "real", "date")
    ]
    if not keys or table.id is None:
        return None
    key = ask.dice.pick(keys)
    tests = plan.where.tests
    if column_of(ask, table, key).nullable:
        if plan.where.any:
            return None
        if not any(isinstance(t, Compare | Between | Known) and t.attr == key for t in tests):
            tests = (*tests, Known(key, known=True))
    sort = (Sort(key, ask.dice.chance(0.6)), Sort(Attr((), table.id.name), ask.dice.chance(0.2)))
    limit = ask.dice.between(1, 5) if ask.dice.chance(0.7) else None
    return replace(plan, where=Filter(tests), sort=sort, limit=limit)


def referring_table(ask: Drawing, depth: int) -> Table | None:
    """A table with an attribute at this distance."""
    found = [t for t in ask.world.subjects if attrs_at(ask, t, (depth,))]
    return ask.dice.pick(found) if found else None


def attrs_at(ask: Drawing, table: Table, hops: Sequence[int]) -> list[Attr]:
    """The attributes at these distances."""
    return [a for a in attrs_of(ask, table, hops=max(hops)) if len(a.path) in hops]


def attrs_of(ask: Drawing, table: Table, *, hops: int) -> list[Attr]:
    """The attributes of a table and of those that it refers to, ids left out."""
    attrs = ask.world.attrs(table.name, hops=hops)
    return [a for a in attrs if column_of(ask, table, a).kind != "id"]


def column_of(ask: Drawing, table: Table, attr: Attr) -> Column:
    """The column that an attribute reads."""
    return ask.world.column(table.name, attr)


def name_of(table: Table) -> Column | None:
    """The column that holds names or titles."""
    return next((c for c in table.attributes if c.phrase in ("name", "title")), None)


def labels_of(ask: Drawing, table: Table, *, hops: int) -> list[Attr]:
    """Attributes with few different values, in random order: what one groups by."""
    found = [
        a for a in attrs_of(ask, table, hops=hops) if 0 < len(column_of(ask, table, a).values) <= 12
    ]
    return ask.dice.shuffle(found)


def draw_outputs(ask: Drawing, table: Table, *, hops: int) -> tuple[Attr, ...]:
    """A name or an id, and perhaps another attribute or two."""
    label = name_of(table)
    first = Attr((), label.name) if label and ask.dice.chance(0.8) else None
    if first is None and table.id is not None:
        first = Attr((), table.id.name)
    others = [a for a in attrs_of(ask, table, hops=hops) if a != first]
    others = [a for a in others if not ask.world.optional(table.name, a.path)]
    drawn = ask.dice.sample(others, ask.dice.between(0, 2))
    return tuple([first, *drawn] if first else drawn or others[:1])


def draw_measures(ask: Drawing, table: Table, *, hops: int) -> tuple[Aggregate, ...]:
    """One aggregate or two."""
    choices = [Aggregate("count"), *draw_numeric_measures(ask, table, hops=hops)]
    return tuple(ask.dice.sample(choices, ask.dice.between(1, 2)))


def draw_numeric_measures(ask: Drawing, table: Table, *, hops: int) -> list[Aggregate]:
    """An aggregate of each attribute that has one."""
    found = []
    for attr in attrs_of(ask, table, hops=hops):
        if ask.world.optional(table.name, attr.path):
            continue
        column = column_of(ask, table, attr)
        if column.is_number:
            found.append(Aggregate(ask.dice.pick(["sum", "avg", "min", "max"]), attr))
        elif 0 < len(column.values) <= 12:
            found.append(Aggregate("count distinct", attr))
    return found


def draw_filter(
    ask: Drawing, table: Table, *, hops: int, least: int = 1, but: Sequence[Attr] = ()
) -> Filter:
    """Conditions that must all hold, or of which one must."""
    tests = draw_tests(ask, table, hops=hops, least=least, but=but)
    return Filter(tests, any=len(tests) > 1 and ask.dice.chance(0.25))


def draw_tests(
    ask: Drawing, table: Table, *, hops: int, least: int, but: Sequence[Attr] = ()
) -> tuple[Test, ...]:
    """Conditions on different attributes, none of them on what the question binds otherwise."""
    free = [a for a in attrs_of(ask, table, hops=hops) if a not in but]
    attrs = ask.dice.shuffle(free)
    wanted = ask.dice.between(least, max(least, ask.tests))
    found = [test for a in attrs[: wanted + 2] if (test := draw_test(ask, table, a))]
    return tuple(found[:wanted])


def draw_test(ask: Drawing, table: Table, attr: Attr) -> Test | None:
    """A condition on an attribute that some row passes."""
    column = column_of(ask, table, attr)
    values = values_of(ask, table, attr)
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


def values_of(ask: Drawing, table: Table, attr: Attr) -> list[Value]:
    """The known values of an attribute's column, over the rows of its own table."""
    end = ask.world[ask.world.end(table.name, attr.path)]
    at = [c.name for c in end.columns].index(attr.column)
    rows: Sequence[Row] = ask.rows[end.name]
    return [row[at] for row in rows if row[at] is not None]
