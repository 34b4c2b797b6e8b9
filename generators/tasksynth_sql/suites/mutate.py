"""Near misses of a query: what a reader might have meant, and what a writer gets wrong.

The operators follow the mutation analysis of SQL by Tuya, Suárez-Cabal and de la Riva
("Mutating database queries", 2007) and the neighbour queries of test-suite accuracy (Zhong, Yu
and Klein, 2010.02840), applied to sqlglot's syntax tree.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlglot import exp

from tasksynth_sql.databases.rows import beside_date
from tasksynth_sql.suites.promises import (
    COMPARISONS,
    Facts,
    beyond_extreme,
    counted_alike,
    follows_from_key,
    follows_group_order,
    is_recursive,
    join_is_inner_anyway,
    keys_of_walks,
    may_be_null,
    reference_of,
    rows_differ_anyway,
    table_of,
    unknown_adds_nothing,
)
from tasksynth_sql.suites.text import GoldText

Schema = Mapping[str, Mapping[str, str]]
"""Table to column to SQL type, names in lower case."""


Change = Callable[[Any], "exp.Expr | None"]
"""Mends a node in place and returns None, or returns what to put in its place."""

AGGREGATES = (exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Count)
SET_OPERATIONS = (exp.Union, exp.Intersect, exp.Except)

READINGS = {
    "comparison": "is at least / is greater than / is exactly / is known and is not",
    "bound": "inclusive",
    "distinct": "each only once / repeats included / different known values",
    "null test": "is known / is unknown / known values only / NULL counts as a value",
    "join": "are left out / are kept, with NULL / also for those without any",
    "key": "by id / combination of the id and the name",
    "direction": "in ascending order / in descending order",
    "ties": "the ranks after it are skipped / no rank is skipped / then by the id",
    "limit": "only the first … rows / for ranks up to",
    "connective": "and / or",
    "quantity": "no / at least one / at least …",
    "set operation": "together with / that is also / that is not",
    "aggregate": "the number / the sum / the average / the lowest / the highest",
}
"""Mutants that a reader of a loose question could mean, and the words that tell them apart."""


@dataclass(frozen=True)
class Mutant:
    """A query beside the gold."""

    kind: str
    """A key of READINGS, or the name of a slip."""
    sql: str


def mutants(
    gold: str, schema: Schema, facts: Facts | None = None, text: GoldText | None = None
) -> list[Mutant]:
    """Every mutant of first order, without repeats; some may be equivalent, or not run.

    Those that the schema's promises make equivalent for certain are left out: a DISTINCT over
    rows that a key tells apart, an outer join along a reference that is never NULL.
    """
    text = text or GoldText(gold)
    tree = text.tree
    seen = {text.sql}
    facts = facts or Facts()
    facts = replace(facts, keys=facts.keys | keys_of_walks(tree, facts))
    found = []
    for node in list(tree.walk()):
        for kind, change in _changes(node, schema, facts):
            sql = _changed(text, node, change)
            if sql not in seen:
                seen.add(sql)
                found.append(Mutant(kind, sql))
    return found


def _changed(text: GoldText, node: exp.Expr, change: Change) -> str:
    """The query with one node changed; the tree is left as it was."""
    copy = node.copy()
    made = change(copy) or copy
    if node is text.tree:
        return made.sql("sqlite", copy=False)
    if (edit := text.edit(node, made.sql("sqlite", copy=False))) is not None:
        return text.edited(edit)
    node.replace(made)
    try:
        return text.tree.sql("sqlite", copy=False)
    finally:
        made.replace(node)


def _changes(node: exp.Expr, schema: Schema, facts: Facts) -> Iterator[tuple[str, Change]]:
    if isinstance(node, COMPARISONS):
        yield from _comparison(node, facts)
        yield from _pattern(node)
        yield from _unknown_passes(node, facts)
    elif isinstance(node, exp.Literal):
        yield from _literal(node)
    elif isinstance(node, AGGREGATES):
        once = reference_of(node.this, facts) is not None and not facts.doubted
        yield from _aggregate(node, once=once)
        yield from _null_as_zero(node, facts)
    elif isinstance(node, exp.Select):
        yield from _select(node, facts)
    elif isinstance(node, exp.Join):
        if facts.doubted or not join_is_inner_anyway(node, facts):
            yield "join", _toggle_side
    elif isinstance(node, exp.And | exp.Or):
        yield "connective", _joined_by(exp.Or if isinstance(node, exp.And) else exp.And)
        yield "dropped condition", lambda n: n.this
        yield "dropped condition", lambda n: n.expression
    elif isinstance(node, exp.Not):
        kind = "quantity" if isinstance(node.this, exp.Exists) else "null test"
        yield kind, lambda n: n.this
    elif isinstance(node, exp.Is | exp.In | exp.Between | exp.Exists):
        if not isinstance(node.parent, exp.Not):
            kind = "quantity" if isinstance(node, exp.Exists) else "null test"
            yield kind, lambda n: exp.Not(this=n.copy())
        if isinstance(node, exp.Between):
            yield from _between()
        if isinstance(node, exp.Between | exp.In):
            yield from _unknown_passes(node, facts)
        if isinstance(node, exp.In) and len(node.expressions) > 1:
            yield "dropped condition", lambda n: n.set("expressions", n.expressions[1:])
    elif isinstance(node, SET_OPERATIONS):
        for other_set in SET_OPERATIONS:
            if not isinstance(node, other_set):
                yield "set operation", _as_set(other_set)
        yield "dropped side", lambda n: n.this
        yield "dropped side", lambda n: n.expression
        if isinstance(node, exp.Except):
            yield "swapped sides", lambda n: _swapped(n)
        if isinstance(node, exp.Union) and not is_recursive(node):
            yield "distinct", lambda n: n.set("distinct", not n.args.get("distinct"))
    elif isinstance(node, exp.Ordered):
        yield "direction", lambda n: n.set("desc", not n.args.get("desc"))
    elif isinstance(node, exp.Order | exp.Group) and len(node.expressions) > 1:
        kind = "ties" if isinstance(node, exp.Order) else "key"
        for at, term in enumerate(node.expressions):
            equal = follows_from_key(term, facts) or follows_group_order(term)
            if facts.doubted or not equal:
                yield kind, _without(at)
    elif isinstance(node, exp.Window):
        if node.args.get("partition_by"):
            yield "key", lambda n: n.set("partition_by", None)
        for name in ("RANK", "DENSE_RANK", "ROW_NUMBER"):
            yield "ties", _calling(name)
    elif isinstance(node, exp.Column) and (facts.doubted or not follows_from_key(node, facts)):
        yield from _column(node, schema, facts)


def _comparison(node: exp.Expr, facts: Facts) -> Iterator[tuple[str, Change]]:
    columns = isinstance(node.this, exp.Column) and isinstance(node.expression, exp.Column)
    beyond = None if facts.doubted else beyond_extreme(node)
    upward = isinstance(node, exp.LT) and is_recursive(node)  # step by step up to the bound
    for other in [exp.NEQ] if columns else COMPARISONS:
        if (
            not isinstance(node, other)
            and other is not beyond
            and not (upward and other is exp.NEQ)
        ):
            yield "comparison", _with_class(other)


def _pattern(node: exp.Expr) -> Iterator[tuple[str, Change]]:
    """LIKE for =, which takes capitals for small letters, and with % any ending."""
    value = node.expression
    text = value.this if isinstance(value, exp.Literal) and value.is_string else ""
    if isinstance(node, exp.EQ) and text.lower() != text.upper():
        for pattern in (text, f"{text}%"):
            made = exp.Like(this=node.this.copy(), expression=exp.Literal.string(pattern))
            yield "other value", _in_place(made)


def _unknown_passes(node: exp.Expr, facts: Facts) -> Iterator[tuple[str, Change]]:
    """A test that NULL passes too, where there may be a NULL."""
    column = node.this
    joins = isinstance(node.args.get("expression"), exp.Column)
    if not isinstance(column, exp.Column) or joins:
        return
    if facts.doubted or (may_be_null(column, facts) and not unknown_adds_nothing(column)):
        null = exp.Is(this=column.copy(), expression=exp.Null())
        yield "null test", lambda n: exp.paren(exp.Or(this=n.copy(), expression=null))


def _null_as_zero(node: exp.Expr, facts: Facts) -> Iterator[tuple[str, Change]]:
    """0 for NULL, before or after an aggregate, where there may be a NULL; a rounded average."""
    query = node.find_ancestor(exp.Select)
    if query is None or isinstance(node, exp.Count) or not isinstance(node.this, exp.Column):
        return
    nullable = facts.doubted or may_be_null(node.this, facts)
    compared = isinstance(query.parent, exp.Subquery)
    zero = exp.Literal.number(0)
    if isinstance(node.parent, exp.Select) and not compared:
        if nullable or query.args.get("group") is None:
            yield "null test", lambda n: exp.Coalesce(this=n.copy(), expressions=[zero])
        if isinstance(node, exp.Avg):
            yield "rounded", lambda n: exp.Round(this=n.copy(), decimals=exp.Literal.number(2))
    seen = facts.doubted or isinstance(node, exp.Avg | exp.Min) or not compared
    if nullable and seen:
        inner = exp.Coalesce(this=node.this.copy(), expressions=[zero])
        yield "null test", lambda n: n.set("this", inner.copy())


def _literal(node: exp.Literal) -> Iterator[tuple[str, Change]]:
    limit = isinstance(node.parent, exp.Limit | exp.Offset)
    if isinstance(node.parent, exp.Select):
        return  # the 1 of `EXISTS (SELECT 1 …)`
    if node.is_string:
        capitals = [] if isinstance(node.parent, exp.Like) else [node.this.upper()]
        near = [node.this + "x", *capitals, node.this[:-1]]
        for text in beside_date(node.this) or near:
            yield "other value", _in_place(exp.Literal.string(text))
        return
    value = float(node.this)
    for other in (value - 1, value + 1):
        if other >= 0:
            number = f"{other:g}" if other != int(other) else str(int(other))
            kind = "limit" if limit else "other value"
            yield kind, _in_place(exp.Literal.number(number))


def _aggregate(node: exp.Expr, *, once: bool) -> Iterator[tuple[str, Change]]:
    """With `once`, it counts a key whose every row comes once."""
    if isinstance(node.this, exp.Star):
        return
    if isinstance(node.this, exp.Distinct):
        yield "distinct", lambda n: exp.Count(this=n.this.expressions[0])
        yield "null test", lambda n: exp.Count(this=exp.Star())
        return
    for other in AGGREGATES:
        if not isinstance(node, other):
            yield "aggregate", _with_class(other)
    if not isinstance(node, exp.Min | exp.Max) and not once:
        yield "distinct", lambda n: n.set("this", exp.Distinct(expressions=[n.this]))
    if isinstance(node, exp.Count):
        yield "null test", lambda n: exp.Count(this=exp.Star())


def _select(node: exp.Select, facts: Facts) -> Iterator[tuple[str, Change]]:
    if facts.doubted or not rows_differ_anyway(node, facts):
        yield "distinct", _toggle_distinct
    if len(node.expressions) > 1:
        for at in range(len(node.expressions)):
            yield "dropped output", _without(at)
    for clause in ("where", "having", "order", "limit", "group"):
        if node.args.get(clause):
            kind = "limit" if clause == "limit" else f"dropped {clause}"
            yield kind, _unset(clause)
    for at in range(len(node.args.get("joins") or ())):
        yield "dropped join", _without_join(at)


def _between() -> Iterator[tuple[str, Change]]:
    def exclusive(low: type[exp.Expr], high: type[exp.Expr]) -> Change:
        return lambda n: exp.and_(
            low(this=n.this.copy(), expression=n.args["low"].copy()),
            high(this=n.this.copy(), expression=n.args["high"].copy()),
        )

    yield "bound", exclusive(exp.GT, exp.LTE)
    yield "bound", exclusive(exp.GTE, exp.LT)


def _column(node: exp.Column, schema: Schema, facts: Facts) -> Iterator[tuple[str, Change]]:
    """Up to three other columns of the same type and the same table."""
    name = node.name.lower()
    columns = schema.get(table_of(node)) or _columns_beside(node, schema)
    taken = {name}
    if isinstance(node.parent, exp.Count) and not facts.doubted:
        taken |= counted_alike(node, facts)
    others = [c for c, kind in columns.items() if kind == columns.get(name) and c not in taken]
    for other in others[:3]:
        yield "other column", _in_place(exp.column(other, table=node.table or None))


def _columns_beside(node: exp.Column, schema: Schema) -> Mapping[str, str]:
    """The columns of the first table of the query that has one of that name."""
    tables = sorted(table.name.lower() for table in node.root().find_all(exp.Table))
    having = (schema[t] for t in tables if node.name.lower() in schema.get(t, {}))
    return next(having, {}) if not node.table else {}


def _in_place(made: exp.Expr) -> Change:
    return lambda _node: made.copy()


def _with_class(other: type[exp.Expr]) -> Change:
    """The same operands under another operator or function."""
    return lambda n: other(**{k: v for k, v in n.args.items() if k in ("this", "expression")})


def _joined_by(other: type[exp.Expr]) -> Change:
    return lambda n: exp.paren(other(this=n.this, expression=n.expression), copy=False)


def _calling(function: str) -> Change:
    return lambda n: n.set("this", exp.Anonymous(this=function))


def _unset(clause: str) -> Change:
    return lambda n: n.set(clause, None)


def _without_join(at: int) -> Change:
    def change(node: Any) -> None:
        node.set("joins", [j for number, j in enumerate(node.args["joins"]) if number != at])

    return change


def _without(at: int) -> Change:
    def change(node: Any) -> None:
        kept = [e for number, e in enumerate(node.expressions) if number != at]
        node.set("expressions", kept)

    return change


def _toggle_side(node: Any) -> None:
    node.set("side", None if node.side else "LEFT")
    node.set("kind", None)


def _toggle_distinct(node: Any) -> None:
    node.set("distinct", None if node.args.get("distinct") else exp.Distinct())


def _as_set(other: type[exp.Expr]) -> Change:
    return lambda n: other(this=n.this, expression=n.expression, distinct=True)


def _swapped(node: Any) -> exp.Expr:
    return exp.Except(this=node.expression, expression=node.this, distinct=True)
