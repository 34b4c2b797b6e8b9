"""Wide plans as SQL that SQLite, DuckDB and PostgreSQL read alike."""

from collections.abc import Iterable, Sequence

from tasksynth_sql.databases.world import Attr, World, literal, quote
from tasksynth_sql.making.plan import Filter
from tasksynth_sql.making.render import (
    From,
    alone,
    attrs_of_tests,
    measure_text,
    test_text,
    where_text,
)
from tasksynth_sql.making.wide import (
    Banded,
    Calendar,
    Gaps,
    Named,
    Pairs,
    Pivot,
    Running,
    Share,
    Streaks,
    Wide,
)


def render_wide(world: World, plan: Wide) -> str:
    """The gold query of a wide plan."""
    match plan:
        case Banded():
            return _banded(world, plan)
        case Named():
            return _named(world, plan)
        case Share():
            return _share(world, plan)
        case Calendar():
            return _calendar(world, plan)
        case Pivot():
            return _pivot(world, plan)
        case Running():
            return _running(world, plan)
        case Pairs():
            return _pairs(world, plan)
        case Streaks():
            return _streaks(world, plan)
        case Gaps():
            return _gaps(plan)


def _source(world: World, root: str, where: Filter, attrs: Iterable[Attr]) -> From:
    source = From(world, root, alone=alone(where.tests))
    source.need([*attrs, *attrs_of_tests(where.tests)])
    return source


def _known(world: World, root: str, attrs: Sequence[Attr]) -> list[Attr]:
    return [attr for attr in attrs if world.column(root, attr).nullable]


def _banded(world: World, plan: Banded) -> str:
    source = _source(world, plan.root, plan.where, [*plan.outputs, plan.attr])
    number, nullable = source.column(plan.attr), world.column(plan.root, plan.attr).nullable
    rest = f"WHEN {number} IS NOT NULL THEN 'low' ELSE 'unknown'" if nullable else "ELSE 'low'"
    label = (
        f"CASE WHEN {number} >= {literal(plan.high)} THEN 'high' "
        f"WHEN {number} >= {literal(plan.low)} THEN 'middle' {rest} END"
    )
    columns = ", ".join([*map(source.column, plan.outputs), label])
    return f"SELECT {columns} {source.clause()}{where_text(world, plan.root, source, plan.where)}"


def _named(world: World, plan: Named) -> str:
    source = _source(world, plan.root, plan.where, [*plan.outputs, plan.attr])
    pattern = {"start": f"{plan.text}%", "end": f"%{plan.text}", "anywhere": f"%{plan.text}%"}
    like = f"{source.column(plan.attr)} LIKE {literal(pattern[plan.at])}"
    where = where_text(world, plan.root, source, plan.where).removeprefix(" WHERE ")
    if where and plan.where.any and len(plan.where.tests) > 1:
        where = f"({where})"
    columns = ", ".join(map(source.column, plan.outputs))
    tests = " AND ".join([like, *([where] if where else [])])
    return f"SELECT {columns} {source.clause()} WHERE {tests}"


def _share(world: World, plan: Share) -> str:
    source = _source(world, plan.root, plan.where, attrs_of_tests([plan.of]))
    test = test_text(world, plan.root, source, plan.of)
    return (
        f"SELECT 100.0 * SUM(CASE WHEN {test} THEN 1 ELSE 0 END) / COUNT(*) "
        f"{source.clause()}{where_text(world, plan.root, source, plan.where)}"
    )


def _calendar(world: World, plan: Calendar) -> str:
    measured = [plan.measure.attr] if plan.measure.attr else []
    source = _source(world, plan.root, plan.where, [plan.date, *measured])
    period = f"SUBSTR({source.column(plan.date)}, 1, {4 if plan.period == 'year' else 7})"
    known = _known(world, plan.root, [plan.date])
    where = where_text(world, plan.root, source, plan.where, known)
    measure = measure_text(source, plan.measure)
    return f"SELECT {period} AS period, {measure} {source.clause()}{where} GROUP BY period"


def _pivot(world: World, plan: Pivot) -> str:
    source = _source(world, plan.root, plan.where, [plan.by, plan.column])
    by, column = source.column(plan.by), source.column(plan.column)
    counts = [f"SUM(CASE WHEN {column} = {literal(v)} THEN 1 ELSE 0 END)" for v in plan.values]
    known = _known(world, plan.root, [plan.by])
    where = where_text(world, plan.root, source, plan.where, known)
    return f"SELECT {by}, {', '.join(counts)} {source.clause()}{where} GROUP BY {by}"


def _running(world: World, plan: Running) -> str:
    table = world[plan.root]
    key = Attr((), table.id.name if table.id else "rowid")
    used = [*plan.outputs, plan.within, plan.key, plan.attr]
    source = _source(world, plan.root, plan.where, used)
    order = f"{source.column(plan.key)}{' DESC' if plan.descending else ''}, {source.column(key)}"
    over = f"OVER (PARTITION BY {source.column(plan.within)} ORDER BY {order})"
    function = "SUM" if plan.figure == "total" else "LAG"
    columns = [*map(source.column, plan.outputs), f"{function}({source.column(plan.attr)}) {over}"]
    known = _known(world, plan.root, [plan.within, plan.key])
    where = where_text(world, plan.root, source, plan.where, known)
    return f"SELECT {', '.join(columns)} {source.clause()}{where}"


def _pairs(world: World, plan: Pairs) -> str:
    table = world[plan.root]
    key = Attr((), table.id.name if table.id else "rowid")
    one = From(world, plan.root, alone=False)
    two = From(world, plan.root, alone=False, taken=1)
    on = f"{one.column(plan.same)} = {two.column(plan.same)} AND "
    on += f"{one.column(key)} < {two.column(key)}"
    tests = [test_text(world, plan.root, side, t) for side in (one, two) for t in plan.where.tests]
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    name = quote(plan.root)
    return (
        f"SELECT {one.column(plan.label)}, {two.column(plan.label)} "
        f"FROM {name} AS T1 JOIN {name} AS T2 ON {on}{where}"
    )


def _streaks(world: World, plan: Streaks) -> str:
    source = _source(world, plan.root, plan.where, [plan.by, plan.attr])
    by, number = source.column(plan.by), source.column(plan.attr)
    known = _known(world, plan.root, [plan.by, plan.attr])
    where = where_text(world, plan.root, source, plan.where, known)
    rank = f"DENSE_RANK() OVER (PARTITION BY {by} ORDER BY {number})"
    return (
        f"WITH marked AS (SELECT {by} AS label, {number} AS number, {number} - {rank} AS start "
        f"{source.clause()}{where}), "
        "streaks AS (SELECT label, COUNT(DISTINCT number) AS length FROM marked "
        "GROUP BY label, start) "
        "SELECT label, MAX(length) FROM streaks GROUP BY label"
    )


def _gaps(plan: Gaps) -> str:
    return (
        f"WITH RECURSIVE numbers(number) AS (SELECT {plan.low} UNION ALL "
        f"SELECT number + 1 FROM numbers WHERE number < {plan.high}) "
        f"SELECT number FROM numbers EXCEPT SELECT {quote(plan.attr.column)} "
        f"FROM {quote(plan.root)}"
    )
