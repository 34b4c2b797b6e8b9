"""What a schema and a query promise, so that a change of the query changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)


@dataclass(frozen=True)
class Facts:
    """What a schema promises, as lower-case (table, column) pairs."""

    keys: frozenset[tuple[str, str]] = frozenset()
    """Single-column primary keys."""
    required: frozenset[tuple[str, str]] = frozenset()
    """Columns that are never NULL."""


def beyond_extreme(node: exp.Expr) -> type[exp.Expr] | None:
    """The comparison that `x = (SELECT MAX(x) …)` may be replaced by, where that holds x itself."""
    inner = node.expression.this if isinstance(node.expression, exp.Subquery) else None
    if not isinstance(node, exp.EQ) or not isinstance(inner, exp.Select):
        return None
    found, where = inner.selects[0], inner.args.get("where")
    scope = where.this if where is not None else None
    same = scope is None or (isinstance(scope, exp.EQ) and scope.this.name == scope.expression.name)
    if not same or not isinstance(node.this, exp.Column) or found.this.name != node.this.name:
        return None
    if isinstance(found, exp.Max):
        return exp.GTE
    return exp.LTE if isinstance(found, exp.Min) else None


def may_be_null(column: exp.Column, tables: Mapping[str, str], facts: Facts) -> bool:
    """Is a column neither required by the schema nor wanted by another condition of its query?"""
    query = column.find_ancestor(exp.Select)
    source = query.args.get("from_") if query is not None else None
    if query is None or source is None:
        return False
    where = query.args.get("where")
    for test in _all_of(where.this) if where is not None else ():
        inner = test.this if isinstance(test, exp.Not) and isinstance(test.this, exp.Is) else test
        refuses = inner is not test or isinstance(test, (*COMPARISONS, exp.Between, exp.In))
        if refuses and test is not column.parent and inner.this == column:
            return False
    alias = column.table.lower() or source.this.alias_or_name.lower()
    joins: list[exp.Join] = query.args.get("joins") or []
    if any(join.side and join.this.alias_or_name.lower() == alias for join in joins):
        return True
    owner = tables.get(alias, "")
    promised = facts.required | facts.keys
    return any(table == owner for table, _ in promised) and (
        (owner, column.name.lower()) not in promised
    )


def rows_differ_anyway(node: exp.Select, facts: Facts) -> bool:
    """Would DISTINCT change nothing? One row, one a group, a set's side, or a key among them."""
    above = node.parent
    if isinstance(above, exp.Exists | exp.In):
        return True
    if isinstance(above, exp.SetOperation):
        return bool(above.args.get("distinct")) or is_recursive(node)
    if is_recursive(node) and not node.args.get("joins"):
        return True
    outputs = [output.unalias() for output in node.expressions]
    total = any(output.find(exp.AggFunc) and not output.find(exp.Window) for output in outputs)
    if total and node.args.get("group") is None:
        return True
    return _told_apart_by(node, facts) is not None


def _told_apart_by(query: exp.Expr, facts: Facts) -> set[str] | None:
    """The names of outputs that together differ from row to row, if a key or a GROUP BY says so."""
    first, group = query.args.get("from_"), query.args.get("group")
    if not isinstance(query, exp.Select) or first is None:
        return None
    named = {output.unalias(): output.alias_or_name.lower() for output in query.expressions}
    if group is not None:
        labels = {named[key] for key in group.expressions if key in named}
        return labels if len(labels) == len(group.expressions) else None
    joins, source = query.args.get("joins") or (), first.this
    if not all(_to_one(join, facts) for join in joins):
        return None
    columns = {o.name.lower(): name for o, name in named.items() if isinstance(o, exp.Column)}
    for cte in query.ctes:
        if cte.alias.lower() == source.name.lower() and not joins:
            inner = _told_apart_by(cte.this, facts)
            return {columns[n] for n in inner} if inner and inner <= columns.keys() else None
    alias = source.alias_or_name.lower()
    for output, name in named.items():
        own = isinstance(output, exp.Column) and output.table.lower() in ("", alias)
        if own and (source.name.lower(), output.name.lower()) in facts.keys:
            return {name}
    return None


def reference_of(counted: object, tables: Mapping[str, str], facts: Facts) -> str | None:
    """The reference by which the only joined table, whose key is counted, hangs on the first one.

    Each of its rows then comes once at most, with that reference known.
    """
    query = counted.find_ancestor(exp.Select) if isinstance(counted, exp.Column) else None
    joins: list[exp.Expr] = query.args.get("joins") or [] if query is not None else []
    if not isinstance(counted, exp.Column) or len(joins) != 1 or not joins[0].args.get("on"):
        return None
    alias = joins[0].this.alias_or_name.lower()
    key = tables.get(alias, ""), counted.name.lower()
    if counted.table.lower() != alias or key not in facts.keys:
        return None
    for test in _all_of(joins[0].args["on"]):
        sides = [test.this, test.expression] if isinstance(test, exp.EQ) else []
        columns = [side for side in sides if isinstance(side, exp.Column)]
        ours = [c.name.lower() for c in columns if c.table.lower() == alias]
        others = [c for c in columns if c.table.lower() != alias]
        if ours and any(
            (tables.get(c.table.lower()), c.name.lower()) in facts.keys for c in others
        ):
            return str(ours[0])
    return None


def follows_from_key(term: exp.Expr, tables: Mapping[str, str], facts: Facts) -> bool:
    """Is this a column that is grouped by beside its own table's key?"""
    if not isinstance(term, exp.Column) or not isinstance(term.parent, exp.Group):
        return False
    table = tables.get(term.table.lower(), "")
    return any(
        isinstance(key, exp.Column)
        and key is not term
        and key.table == term.table
        and (table, key.name.lower()) in facts.keys
        for key in term.parent.expressions
    )


def is_recursive(node: exp.Expr) -> bool:
    """Does it stand inside a recursive WITH?"""
    cte = node.find_ancestor(exp.With)
    return cte is not None and bool(cte.args.get("recursive"))


def _to_one(join: exp.Join, facts: Facts) -> bool:
    """Does a join match each row with one row at most: is its ON one equality with a key?"""
    on, table = join.args.get("on"), join.this
    return isinstance(on, exp.EQ) and any(
        isinstance(side, exp.Column)
        and side.table.lower() == table.alias_or_name.lower()
        and (table.name.lower(), side.name.lower()) in facts.keys
        for side in (on.this, on.expression)
    )


def join_is_inner_anyway(join: exp.Join, tables: Mapping[str, str], facts: Facts) -> bool:
    """Would LEFT change nothing? A reference is never NULL, or a later test wants its row."""
    if join.side:
        return False
    on, alias = join.args.get("on"), join.this.alias_or_name.lower()
    if _to_one(join, facts) and isinstance(on, exp.EQ):
        others = [side for side in (on.this, on.expression) if side.table.lower() != alias]
        references = [(tables.get(c.table.lower(), ""), c.name.lower()) for c in others]
        if references and all(reference in facts.required for reference in references):
            return True
    query = join.parent
    where = query.args.get("where") if query is not None else None
    joins = query.args.get("joins") or () if query is not None else ()
    later = [j.args.get("on") for j in joins[joins.index(join) + 1 :] if not j.side]
    tests = [test for part in (where and where.this, *later) if part for test in _all_of(part)]
    return any(_wants_row(test, alias) for test in tests)


def _all_of(condition: exp.Expr) -> list[exp.Expr]:
    return [*condition.flatten()] if isinstance(condition, exp.And) else [condition]


def _wants_row(test: exp.Expr, alias: str) -> bool:
    """Is a test false where the columns of this table are NULL?"""
    if isinstance(test, exp.Not) and isinstance(test.this, exp.Is):
        test = test.this
    elif not isinstance(test, (*COMPARISONS, exp.Between, exp.In)):
        return False
    sides = [test.this, test.args.get("expression")]
    return any(isinstance(s, exp.Column) and s.table.lower() == alias for s in sides)
