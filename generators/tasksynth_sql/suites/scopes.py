"""What the rows of a query have to be like: its tables, how they hang together, and its tests.

A scope is one SELECT over tables of the database, wherever it stands: the query itself, a side of
a set operation, the body of a CTE, a subquery. `aim` makes rows for it.
"""

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlglot import exp

from tasksynth_sql.databases.world import Column, Table, Value, World
from tasksynth_sql.suites.hints import as_of, literals_of
from tasksynth_sql.suites.promises import COMPARISONS
from tasksynth_sql.suites.undo import held, undo

Place = tuple[str, str]
"""(alias in lower case, column name as the schema writes it)."""

_HOLDS: dict[type[exp.Expr], Callable[[Any, Any], bool]] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
}


@dataclass(frozen=True)
class Atom:
    """A comparison of one column with constants."""

    place: Place
    column: Column
    values: tuple[Value, ...]
    """The constants, as values of the column's type."""
    holds: Callable[[Value | None], bool]
    """Does a value pass? NULL passes IS NULL alone."""


@dataclass(frozen=True)
class Link:
    """Two columns that must be equal."""

    left: Place
    right: Place

    @property
    def places(self) -> tuple[Place, Place]:
        """Both of them."""
        return self.left, self.right


@dataclass
class Scope:
    """One SELECT over tables."""

    tables: dict[str, Table]
    """By alias."""
    around: dict[str, Table] = field(default_factory=dict)
    """Those of the queries around it."""
    optional: frozenset[str] = frozenset()
    """Aliases that an outer join may leave out."""
    links: list[Link] = field(default_factory=list)
    """Also with aliases of the queries around it."""
    atoms: list[Atom] = field(default_factory=list)
    keys: list[Place] = field(default_factory=list)
    """What groups, windows or DISTINCT tell apart."""
    sizes: list[int] = field(default_factory=list)
    """Numbers of rows that matter: of a group, of children, of a limit."""
    either: bool = False
    """Is one test enough somewhere?"""
    inner: list["Scope"] = field(default_factory=list)
    """Subqueries."""

    @property
    def named(self) -> set[tuple[str, str]]:
        """Tables and columns that its tests compare."""
        tables = {**self.around, **self.tables}
        return {(tables[a.place[0]].name, a.place[1]) for a in self.atoms if a.place[0] in tables}

    @property
    def correlated(self) -> bool:
        """Does it hang on a row of a query around it?"""
        return any(place[0] not in self.tables for link in self.links for place in link.places)


def scopes_of(tree: exp.Expr, world: World) -> list[Scope]:
    """The outermost scopes of a query, each with its subqueries."""
    return [scope for select in _outermost(tree) for scope in _read(select, world, [])]


def every_scope(scopes: Sequence[Scope]) -> Iterator[Scope]:
    """These scopes and all inside them."""
    for scope in scopes:
        yield scope
        yield from every_scope(scope.inner)


def _outermost(tree: exp.Expr) -> list[exp.Select]:
    return [s for s in tree.find_all(exp.Select) if _around(s) is None]


def _around(select: exp.Expr) -> exp.Select | None:
    """The SELECT in whose conditions or outputs this one is a subquery; a CTE stands alone."""
    node = select.parent
    while node is not None and not isinstance(node, exp.Select):
        if isinstance(node, exp.CTE):
            return None
        node = node.parent
    return node


def _read(select: exp.Select, world: World, around: Sequence[Scope]) -> list[Scope]:
    tables: dict[str, Table] = {}
    optional = set()
    joins = select.args.get("joins") or ()
    by_name = {table.name.lower(): table for table in world.tables}
    for part in (select.args.get("from_"), *joins):
        source = part.this if part is not None else None
        if isinstance(source, exp.Table) and source.name.lower() in by_name:
            tables[source.alias_or_name.lower()] = by_name[source.name.lower()]
            if isinstance(part, exp.Join) and part.side:
                optional.add(source.alias_or_name.lower())
    outer = {alias: table for other in reversed(around) for alias, table in other.tables.items()}
    scope = Scope(tables, {a: t for a, t in outer.items() if a not in tables}, frozenset(optional))
    seen = [scope, *around]
    conditions = [join.args.get("on") for join in joins]
    conditions += [select.args[name].this for name in ("where", "having") if select.args.get(name)]
    for condition in conditions:
        for node in _own(condition) if condition is not None else ():
            _take(node, scope, seen)
            scope.either |= isinstance(node, exp.Or)
    for case in (c for output in select.expressions for c in output.find_all(exp.Case)):
        for branch in case.args["ifs"]:
            for node in _own(branch.this):
                _take(node, scope, seen)
        scope.either = True  # of its tests, one or none decides
    _take_keys(select, scope, seen)
    for child in select.find_all(exp.Select):
        if child is not select and _around(child) is select:
            scope.inner += _read(child, world, seen)
    return [scope] if tables else scope.inner


def _own(condition: exp.Expr) -> Iterator[exp.Expr]:
    """The nodes of a condition, those of its subqueries left out."""
    yield condition
    for child in condition.iter_expressions():
        if not isinstance(child, exp.Query):
            yield from _own(child)


def _take(node: exp.Expr, scope: Scope, seen: Sequence[Scope]) -> None:
    """Note what one node of a condition asks for."""
    if isinstance(node, exp.EQ) and isinstance(node.expression, exp.Column):
        places = [place_of(side, seen) for side in (node.this, node.expression)]
        if places[0] and places[1]:
            scope.links.append(Link(places[0][0], places[1][0]))
        return
    if not isinstance(node, (*COMPARISONS, exp.Between, exp.In, exp.Is, exp.Like)):
        return
    literals = [v for n in _own(node) if isinstance(n, exp.Literal) for v in literals_of(n)]
    found = place_of(node.this, seen)
    if found is None:
        _take_computed(node, scope, seen, literals)
        scope.sizes += [v for v in literals if isinstance(v, int) and 0 <= v < 20]
        return
    place, column = found
    if isinstance(node, exp.Is):
        known = isinstance(node.parent, exp.Not)
        scope.atoms.append(Atom(place, column, (), lambda value: (value is None) != known))
        return
    values = tuple(v for literal in literals if (v := as_of(column, literal)) is not None)
    test = _test(node, values) if values else None
    if test is not None:
        holds = test
        passes = cache(lambda value: value is not None and holds(value))  # few values come often
        scope.atoms.append(Atom(place, column, values, passes))


def _take_computed(
    node: exp.Expr, scope: Scope, seen: Sequence[Scope], literals: Sequence[Value]
) -> None:
    """Note what a condition on an expression of a column asks for, where that can be undone."""
    columns = [*node.this.find_all(exp.Column)]
    found = place_of(columns[0], seen) if len(columns) == 1 else None
    undone = undo(node.this, number=found[1].is_number) if found is not None else None
    if found is None or undone is None or undone.column is not columns[0]:
        return
    back = {literal: held(undone, found[1], literal) for literal in literals}
    known = {literal: value for literal, value in back.items() if value is not None}
    test = _test(node, tuple(known)) if known else None
    if test is not None:
        does, holds = undone.does, test
        passes = cache(lambda value: value is not None and holds(does(value)))
        scope.atoms.append(Atom(*found, tuple(known.values()), passes))


def _test(node: exp.Expr, values: tuple[Value, ...]) -> Callable[[Value], bool] | None:
    if isinstance(node, exp.In | exp.Like):
        return lambda value: value in values
    if isinstance(node, exp.Between):
        return lambda value: min(values) <= value <= max(values)  # type: ignore[operator]
    holds = _HOLDS.get(type(node))
    return (lambda value: holds(value, values[0])) if holds else None


def _take_keys(select: exp.Select, scope: Scope, seen: Sequence[Scope]) -> None:
    terms: list[exp.Expr] = []
    if group := select.args.get("group"):
        terms += group.expressions
    elif select.args.get("distinct") or isinstance(select.parent, exp.SetOperation):
        terms += [output.unalias() for output in select.expressions]
    for output in select.expressions:
        for window in output.find_all(exp.Window):
            terms += window.args.get("partition_by") or ()
    for term in terms:
        if (found := place_of(term, seen)) is not None and found[0][0] in scope.tables:
            scope.keys.append(found[0])
    if limit := select.args.get("limit"):
        values = [v for n in limit.find_all(exp.Literal) for v in literals_of(n)]
        scope.sizes += [v for v in values if isinstance(v, int)]


def place_of(node: exp.Expr, seen: Sequence[Scope]) -> tuple[Place, Column] | None:
    """The column that a node is, and its place, in the innermost scope that has it."""
    if not isinstance(node, exp.Column):
        return None
    name, alias = node.name.lower(), node.table.lower()
    for scope in seen:
        for given, table in scope.tables.items():
            if alias in ("", given):
                for column in table.columns:
                    if column.name.lower() == name:
                        return (given, column.name), column
    return None
