"""A plan as SQL that SQLite, DuckDB and PostgreSQL read alike."""

from collections.abc import Iterable, Sequence

from tasksynth_sql.databases.world import Attr, World, literal, quote
from tasksynth_sql.making.plan import (
    Against,
    Aggregate,
    Aggregates,
    Between,
    ChildCounts,
    Combine,
    Compare,
    Filter,
    Groups,
    Has,
    Known,
    OneOf,
    Plan,
    Ranked,
    Rows,
    Side,
    Sort,
    Test,
    Totals,
    Tree,
)


class From:
    """A FROM clause that grows a join for every path that an attribute needs."""

    def __init__(
        self, world: World, root: str, *, keep: bool = False, taken: int = 0, alone: bool = True
    ) -> None:
        self._world, self._root, self._keep = world, root, keep
        self._taken, self._alone = taken, alone
        self._aliases: dict[tuple[str, ...], str] = {(): f"T{taken + 1}"}

    @property
    def taken(self) -> int:
        """Aliases given so far, those of enclosing queries included."""
        return self._taken + len(self._aliases)

    def need(self, attrs: Iterable[Attr]) -> None:
        """Make the joins for these attributes."""
        for attr in attrs:
            for length in range(1, len(attr.path) + 1):
                path = attr.path[:length]
                self._aliases.setdefault(path, f"T{self.taken + 1}")

    @property
    def qualified(self) -> bool:
        """Must columns be written with their alias?"""
        return len(self._aliases) > 1 or not self._alone

    def column(self, attr: Attr) -> str:
        """The attribute as a column."""
        name = quote(attr.column)
        return f"{self._aliases[attr.path]}.{name}" if self.qualified else name

    def clause(self) -> str:
        """`FROM …` with its joins."""
        if not self.qualified:
            return f"FROM {quote(self._root)}"
        text = f"FROM {quote(self._root)} AS {self._aliases[()]}"
        join = "LEFT JOIN" if self._keep else "JOIN"
        for path, alias in self._aliases.items():
            if path:
                table = self._world[self._world.end(self._root, path)]
                key = quote(table.id.name) if table.id else "rowid"
                ref = f"{self._aliases[path[:-1]]}.{quote(path[-1])}"
                text += f" {join} {quote(table.name)} AS {alias} ON {ref} = {alias}.{key}"
        return text


def render(world: World, plan: Plan) -> str:
    """The gold query of a plan."""
    match plan:
        case Rows():
            return _rows(world, plan)
        case Aggregates():
            return _summary(world, plan)
        case Groups():
            return _groups(world, plan)
        case ChildCounts():
            return _counts(world, plan)
        case Combine():
            return _combine(world, plan)
        case Ranked():
            return _ranked(world, plan)
        case Totals():
            return _totals(world, plan)
        case Tree():
            return _tree(world, plan)


def _rows(world: World, plan: Rows) -> str:
    source = From(world, plan.root, keep=plan.keep, alone=alone(plan.where.tests))
    sort_attrs = [s.by for s in plan.sort if isinstance(s.by, Attr)]
    source.need([*plan.outputs, *attrs_of_tests(plan.where.tests), *sort_attrs])
    columns = ", ".join(map(source.column, plan.outputs))
    distinct = "DISTINCT " if plan.distinct else ""
    where = where_text(world, plan.root, source, plan.where)
    return (
        f"SELECT {distinct}{columns} {source.clause()}{where}"
        f"{_order(source, plan.sort)}{_limit(plan.limit)}"
    )


def _summary(world: World, plan: Aggregates) -> str:
    source = From(world, plan.root, alone=alone(plan.where.tests))
    source.need([*_measured(plan.measures), *attrs_of_tests(plan.where.tests)])
    columns = ", ".join(measure_text(source, m) for m in plan.measures)
    return f"SELECT {columns} {source.clause()}{where_text(world, plan.root, source, plan.where)}"


def _groups(world: World, plan: Groups) -> str:
    source = From(world, plan.root, alone=alone(plan.where.tests))
    measures = [*plan.measures, *([plan.having.measure] if plan.having else [])]
    measures += [s.by for s in plan.sort if isinstance(s.by, Aggregate)]
    source.need([*plan.by, *_measured(measures), *attrs_of_tests(plan.where.tests)])
    by = ", ".join(map(source.column, plan.by))
    columns = ", ".join(measure_text(source, m) for m in plan.measures)
    known = [a for a in plan.by if plan.known and world.column(plan.root, a).nullable]
    where = where_text(world, plan.root, source, plan.where, known)
    having = ""
    if plan.having:
        left = measure_text(source, plan.having.measure)
        having = f" HAVING {left} {plan.having.op} {literal(plan.having.value)}"
    return (
        f"SELECT {by}, {columns} {source.clause()}{where} GROUP BY {by}{having}"
        f"{_order(source, plan.sort)}{_limit(plan.limit)}"
    )


def _counts(world: World, plan: ChildCounts) -> str:
    parent = From(world, plan.root, alone=False)
    child = From(world, plan.child, alone=False, taken=1)
    table = world[plan.root]
    key = Attr((), table.id.name if table.id else "rowid")
    ref = child.column(Attr((), plan.ref))
    on = [f"{ref} = {parent.column(key)}"]
    on += [test_text(world, plan.child, child, test) for test in plan.tests]
    outputs = ", ".join(map(parent.column, plan.outputs))
    child_table = world[plan.child]
    if plan.measure.function == "count":
        measure = f"COUNT({child.column(Attr((), child_table.id.name if child_table.id else ''))})"
    else:
        measure = measure_text(child, plan.measure)
    join = "LEFT JOIN" if plan.every else "JOIN"
    group = ", ".join(dict.fromkeys([parent.column(key), *map(parent.column, plan.outputs)]))
    return (
        f"SELECT {outputs}, {measure} {parent.clause()} "
        f"{join} {quote(plan.child)} AS T2 ON {' AND '.join(on)} GROUP BY {group}"
    )


def _combine(world: World, plan: Combine) -> str:
    """NULL is in the result of INTERSECT if both sides have it, in that of EXCEPT if the left one
    has, and is left out in one place only.
    """
    left, right = (_known(world, side) for side in (plan.left, plan.right))
    if plan.how == "intersect":
        left, right = (left if right else []), []
    elif plan.how == "except":
        right = []
    return f"{_side(world, plan.left, left)} {plan.how.upper()} {_side(world, plan.right, right)}"


def _known(world: World, side: Side) -> list[Attr]:
    return [side.attr] if world.column(side.root, side.attr).nullable else []


def _side(world: World, side: Side, known: Sequence[Attr]) -> str:
    source = From(world, side.root, alone=alone(side.where.tests))
    source.need([side.attr, *attrs_of_tests(side.where.tests)])
    where = where_text(world, side.root, source, side.where, known)
    return f"SELECT {source.column(side.attr)} {source.clause()}{where}"


def _ranked(world: World, plan: Ranked) -> str:
    source = From(world, plan.root, alone=alone(plan.where.tests))
    source.need([*plan.outputs, plan.by, plan.within, *attrs_of_tests(plan.where.tests)])
    names = [f"output_{n + 1}" for n in range(len(plan.outputs))]
    columns = ", ".join(
        f"{source.column(a)} AS {n}" for a, n in zip(plan.outputs, names, strict=True)
    )
    function = "DENSE_RANK()" if plan.dense else "RANK()"
    direction = " DESC" if plan.descending else ""
    over = f"PARTITION BY {source.column(plan.within)} ORDER BY {source.column(plan.by)}{direction}"
    known = [a for a in (plan.by, plan.within) if world.column(plan.root, a).nullable]
    where = where_text(world, plan.root, source, plan.where, known)
    return (
        f"WITH ranked AS (SELECT {columns}, {function} OVER ({over}) AS place "
        f"{source.clause()}{where}) "
        f"SELECT {', '.join(names)}, place FROM ranked WHERE place <= {plan.top}"
    )


def _totals(world: World, plan: Totals) -> str:
    source = From(world, plan.root, alone=alone(plan.where.tests))
    source.need([plan.by, *_measured([plan.measure]), *attrs_of_tests(plan.where.tests)])
    by = source.column(plan.by)
    known = [plan.by] if world.column(plan.root, plan.by).nullable else []
    where = where_text(world, plan.root, source, plan.where, known)
    return (
        f"WITH totals AS (SELECT {by} AS label, {measure_text(source, plan.measure)} AS total "
        f"{source.clause()}{where} GROUP BY {by}) "
        "SELECT label, total FROM totals WHERE total > (SELECT AVG(total) FROM totals)"
    )


def _tree(world: World, plan: Tree) -> str:
    table = world[plan.root]
    key = quote(table.id.name) if table.id else "rowid"
    source = From(world, plan.root, alone=False)
    source.need([*plan.outputs, *attrs_of_tests(plan.where.tests)])
    columns = ", ".join(map(source.column, plan.outputs))
    tests = [test_text(world, plan.root, source, test) for test in plan.where.tests]
    text = " OR ".join(tests) if plan.where.any else " AND ".join(tests)
    parts = [] if plan.included else ["below.depth >= 1"]
    parts += [f"({text})" if plan.where.any and len(tests) > 1 else text] if tests else []
    where = f" WHERE {' AND '.join(parts)}" if parts else ""
    first = source.column(Attr((), table.id.name if table.id else "rowid"))
    name = quote(plan.root)
    return (
        f"WITH RECURSIVE below(id, depth) AS (SELECT {key}, 0 FROM {name} "
        f"WHERE {key} = {literal(plan.start)} UNION ALL "
        f"SELECT T0.{key}, below.depth + 1 FROM {name} AS T0 "
        f"JOIN below ON T0.{quote(plan.ref)} = below.id) "
        f"SELECT {columns}, below.depth {source.clause()} JOIN below ON below.id = {first}{where}"
    )


def attrs_of_tests(tests: Iterable[Test]) -> list[Attr]:
    """The attributes that tests need joins for."""
    found = []
    for test in tests:
        if not isinstance(test, Has):
            found.append(test.attr)
        if isinstance(test, Against) and test.scope is not None:
            found.append(test.scope)
    return found


def alone(tests: Iterable[Test]) -> bool:
    """Can a subquery leave the outer columns unqualified? Not one that refers to them."""
    return not any(isinstance(t, Has) or (isinstance(t, Against) and t.scope) for t in tests)


def _measured(measures: Iterable[Aggregate]) -> list[Attr]:
    return [m.attr for m in measures if m.attr is not None]


def measure_text(source: From, measure: Aggregate) -> str:
    """An aggregate as SQL."""
    if measure.attr is None:
        return "COUNT(*)"
    column = source.column(measure.attr)
    if measure.function == "count distinct":
        return f"COUNT(DISTINCT {column})"
    return f"{measure.function.upper()}({column})"


def _order(source: From, sort: Iterable[Sort]) -> str:
    terms = [
        (source.column(s.by) if isinstance(s.by, Attr) else measure_text(source, s.by))
        + (" DESC" if s.descending else "")
        for s in sort
    ]
    return f" ORDER BY {', '.join(terms)}" if terms else ""


def _limit(limit: int | None) -> str:
    return "" if limit is None else f" LIMIT {limit}"


def where_text(
    world: World, root: str, source: From, where: Filter, known: Iterable[Attr] = ()
) -> str:
    """The WHERE clause, with a space before it, that also asks for known attributes; or none."""
    tests = [test_text(world, root, source, test) for test in where.tests]
    implied = [] if where.any and len(tests) > 1 else [*map(_known_by, where.tests)]
    extra = [f"{source.column(attr)} IS NOT NULL" for attr in known if attr not in implied]
    if where.any and len(tests) > 1 and extra:
        tests = ["(" + " OR ".join(tests) + ")"]
    joiner = " OR " if where.any and not extra else " AND "
    return f" WHERE {joiner.join([*tests, *extra])}" if tests or extra else ""


def _known_by(test: Test) -> Attr | None:
    """The attribute that is not NULL where a test holds."""
    if isinstance(test, Has) or (isinstance(test, Known) and not test.known):
        return None
    return test.attr


def test_text(world: World, root: str, source: From, test: Test) -> str:
    """A condition as SQL."""
    match test:
        case Compare(attr, op, value):
            return f"{source.column(attr)} {op} {literal(value)}"
        case Between(attr, low, high):
            return f"{source.column(attr)} BETWEEN {literal(low)} AND {literal(high)}"
        case OneOf(attr, values):
            return f"{source.column(attr)} IN ({', '.join(map(literal, values))})"
        case Known(attr, known):
            return f"{source.column(attr)} IS {'NOT ' if known else ''}NULL"
        case Against():
            return _against(world, root, source, test)
        case Has():
            return _has(world, root, source, test)


def _against(world: World, root: str, source: From, test: Against) -> str:
    inner = From(world, root, taken=source.taken, alone=test.scope is None)
    inner.need([test.attr, *([test.scope] if test.scope else [])])
    scope = ""
    if test.scope is not None:
        scope = f" WHERE {inner.column(test.scope)} = {source.column(test.scope)}"
    value = f"{test.function.upper()}({inner.column(test.attr)})"
    return f"{source.column(test.attr)} {test.op} (SELECT {value} {inner.clause()}{scope})"


def _has(world: World, root: str, source: From, test: Has) -> str:
    inner = From(world, test.child, taken=source.taken, alone=False)
    inner.need(attrs_of_tests(test.tests))
    table = world[root]
    key = source.column(Attr((), table.id.name if table.id else "rowid"))
    parts = [f"{inner.column(Attr((), test.ref))} = {key}"]
    parts += [test_text(world, test.child, inner, t) for t in test.tests]
    body = f"{inner.clause()} WHERE {' AND '.join(parts)}"
    if test.at_least > 1:
        return f"(SELECT COUNT(*) {body}) >= {test.at_least}"
    return f"{'NOT ' if test.at_least == 0 else ''}EXISTS (SELECT 1 {body})"
