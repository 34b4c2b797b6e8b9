"""Other ways to write the same query: what a verifier must not refuse."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from tasksynth_sql.suites.mutate import Schema
from tasksynth_sql.suites.promises import COMPARISONS

FLIPPED = {exp.LT: exp.GT, exp.GT: exp.LT, exp.LTE: exp.GTE, exp.GTE: exp.LTE, exp.EQ: exp.EQ}
OPPOSITE = {exp.LT: exp.GTE, exp.GT: exp.LTE, exp.LTE: exp.GT, exp.GTE: exp.LT, exp.EQ: exp.NEQ}


def rewrites(gold: str, schema: Schema, *, ordered: bool) -> Iterator[tuple[str, str]]:
    """(name, query) for each way that applies; equal to the gold by the rules of SQL."""
    for name, change in NODES.items():
        tree = parse_one(gold, read="sqlite")
        made = tree.transform(change)
        if made != tree:
            yield name, made.sql("sqlite")
    for name, change in WHOLES.items():
        whole = change(parse_one(gold, read="sqlite"))
        if whole is not None and not (ordered and name in UNORDERED):
            yield name, whole.sql("sqlite")
    if (optimized := _optimized(gold, schema)) is not None:
        yield "optimizer", optimized


def _optimized(gold: str, schema: Schema) -> str | None:
    from sqlglot.optimizer import optimize

    types: dict[str, object] = {
        t: {c: kind.split()[0] for c, kind in cs.items()} for t, cs in schema.items()
    }
    try:
        return optimize(parse_one(gold, read="sqlite"), schema=types, dialect="sqlite").sql(
            "sqlite"
        )
    except SqlglotError:
        return None


# --- one node for another ----------------------------------------------------------------------


def _flip(node: Any) -> Any:
    """Write a < b as b > a."""
    other = FLIPPED.get(type(node))
    return other(this=node.expression, expression=node.this) if other else node


def _negate(node: Any) -> Any:
    """Write a < b as NOT (a >= b), which NULL passes neither way."""
    other = OPPOSITE.get(type(node))
    if other is None:
        return node
    return exp.Not(this=exp.paren(other(this=node.this, expression=node.expression)))


def _swap(node: Any) -> Any:
    """Write a AND b as b AND a."""
    if not isinstance(node, exp.And | exp.Or):
        return node
    return exp.paren(type(node)(this=node.expression, expression=node.this))


def _spread(node: Any) -> Any:
    """Write BETWEEN as two comparisons, IN as a chain of ORs, <> as < or >."""
    made: exp.Expr | None = None
    if isinstance(node, exp.Between):
        low = exp.GTE(this=node.this.copy(), expression=node.args["low"])
        made = exp.And(this=low, expression=exp.LTE(this=node.this, expression=node.args["high"]))
    elif isinstance(node, exp.In) and node.expressions:
        each = [exp.EQ(this=node.this.copy(), expression=e) for e in node.expressions]
        made = exp.or_(*each)
    elif isinstance(node, exp.NEQ):
        less = exp.LT(this=node.this.copy(), expression=node.expression.copy())
        more = exp.GT(this=node.this, expression=node.expression)
        made = exp.Or(this=less, expression=more)
    return node if made is None else exp.paren(made)


def _count(node: Any) -> Any:
    """Write EXISTS as a count above 0, COUNT(*) as COUNT(1)."""
    if isinstance(node, exp.Exists):
        inner = node.this.copy()
        inner.set("expressions", [exp.Count(this=exp.Star())])
        return exp.GT(this=exp.Subquery(this=inner), expression=exp.Literal.number(0))
    if isinstance(node, exp.Count) and isinstance(node.this, exp.Star):
        return exp.Count(this=exp.Literal.number(1))
    return node


def _compute(node: Any) -> Any:
    """Write 5 as 5 + 0.0, 'x' as 'x' || ''."""
    if not isinstance(node, exp.Literal) or not isinstance(node.parent, COMPARISONS):
        return node
    if node.is_string:
        return exp.paren(exp.DPipe(this=node, expression=exp.Literal.string("")))
    return exp.paren(exp.Add(this=node, expression=exp.Literal.number("0.0")))


def _group(node: Any) -> Any:
    """Write DISTINCT as GROUP BY."""
    if not isinstance(node, exp.Select) or not node.args.get("distinct"):
        return node
    if any(node.args.get(clause) for clause in ("group", "order", "limit")):
        return node
    node.set("distinct", None)
    return node.group_by(*(output.unalias().copy() for output in node.expressions))


def _shout(node: Any) -> Any:
    """Write names in capitals, in double quotes."""
    if not isinstance(node, exp.Identifier):
        return node
    return exp.to_identifier(node.this.upper(), quoted=True)


NODES: dict[str, Callable[[Any], Any]] = {
    "flipped": _flip,
    "negated": _negate,
    "swapped": _swap,
    "spread": _spread,
    "counted": _count,
    "computed": _compute,
    "grouped": _group,
    "shouted": _shout,
}


# --- the whole query ---------------------------------------------------------------------------


def _wrapped(tree: Any) -> Any:
    return exp.select("*").from_(tree.subquery("answer"))


def _as_cte(tree: Any) -> Any:
    return exp.select("*").from_("answer").with_("answer", as_=tree)


def _columns_reversed(tree: Any) -> Any:
    if not isinstance(tree, exp.Select) or len(tree.expressions) < 2 or tree.is_star:
        return None
    tree.set("expressions", tree.expressions[::-1])
    return tree


def _sorted(tree: Any) -> Any:
    """An order that nobody asked for, where no limit cuts it."""
    if tree.args.get("order") or tree.args.get("limit"):
        return None
    return tree.order_by("1")


def _comma_joined(tree: Any) -> Any:
    """Write inner joins as a list of tables with conditions."""
    joins = tree.args.get("joins") if isinstance(tree, exp.Select) else None
    if not joins or any(join.side or not join.args.get("on") for join in joins):
        return None
    conditions = [join.args["on"].copy() for join in joins]
    for join in joins:
        join.set("on", None)
        join.set("kind", None)
    return tree.where(*conditions)


def _sides_swapped(tree: Any) -> Any:
    """Write a UNION b as b UNION a."""
    if not isinstance(tree, exp.Union | exp.Intersect):
        return None
    return type(tree)(this=tree.expression, expression=tree.this, distinct=True)


def _unioned(tree: Any) -> Any:
    """Every row once, and no row more: q UNION ALL (q without its rows)."""
    if not isinstance(tree, exp.Select) or tree.ctes or tree.args.get("limit"):
        return None
    no_row = exp.select("*").from_(tree.copy().subquery("no_row")).where("1 = 0")
    return exp.union(exp.select("*").from_(tree.subquery("answer")), no_row, distinct=False)


WHOLES: dict[str, Callable[[Any], Any]] = {
    "wrapped": _wrapped,
    "as a CTE": _as_cte,
    "columns reversed": _columns_reversed,
    "sorted": _sorted,
    "comma joined": _comma_joined,
    "sides swapped": _sides_swapped,
    "unioned": _unioned,
}
UNORDERED = ("wrapped", "as a CTE", "unioned")
"""Ways that keep no order of rows."""
