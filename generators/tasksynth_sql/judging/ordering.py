"""What the order and the limit of a gold query leave open.

`ORDER BY salary LIMIT 2` over three people with the same salary has three right answers. The
gold query is run once more without its limit and with its sort keys as further columns; rows
with equal keys are one run, and a limit that cuts through a run may take any of its rows.
"""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from tasksynth_sql.judging.compare import Expected, Run, bag, matches, sequence, settle, snap
from tasksynth_sql.judging.guard import QueryError, QueryResult, Row
from tasksynth_sql.judging.reading import Statement

if TYPE_CHECKING:
    from sqlglot import exp


class Runner(Protocol):
    """A database, or one with closer limits."""

    def run(self, sql: str) -> QueryResult:
        """Run one query to its end, or raise QueryError."""


@dataclass(frozen=True)
class TieOrder:
    """The gold query without its limit, and where its sort keys stand in its rows."""

    sqls: tuple[str, ...]
    """Ways to write it, the likeliest first; the first that runs and fits the gold counts."""
    added: int
    """Sort keys that were appended as columns."""
    keys: tuple[int, ...]
    """Positions of all sort keys in the rows, appended ones included."""
    limit: str | None
    """The limit as an SQL expression."""
    offset: str | None


def read_order(gold: Statement, *, asked: bool, collated: bool = False) -> TieOrder | None:
    """How to find the ties of a gold query; None where there is nothing to find.

    With `collated`, a column may be declared with a collation, under which SQLite alone knows
    what is equal: it numbers the runs itself, where the query lets it.
    """
    if not gold.mentions("limit") and not (asked and gold.mentions("order")):
        return None
    from sqlglot.errors import SqlglotError

    try:
        return _read_order(gold, asked=asked, collated=collated)
    except (SqlglotError, RecursionError):
        return None


def _read_order(gold: Statement, *, asked: bool, collated: bool) -> TieOrder | None:
    from sqlglot import exp, parse_one

    tree = parse_one(gold.sql, read="sqlite")
    if not isinstance(tree, exp.Select | exp.SetOperation):
        return None
    limit, offset, order = (tree.args.get(name) for name in ("limit", "offset", "order"))
    if limit is None and not (asked and order is not None):
        return None
    full = tree.copy()
    full.set("limit", None)
    full.set("offset", None)
    terms = [term.copy() for term in order.expressions] if order is not None else []
    places = [_resolve(term, tree.selects) for term in terms]
    ways = [[term.this for term in terms], [_spelt_out(t.this, tree.selects) for t in terms]]
    if collated and terms and (numbered := [_numbered(full, terms, way) for way in ways])[0]:
        sqls = tuple(dict.fromkeys(filter(None, numbered)))
        return TieOrder(sqls, 1, (-1,), _sql(limit), _sql(offset))
    lacking = [at for at, place in enumerate(places) if place is None]
    if lacking and not (
        isinstance(full, exp.Select) and all(_tells(full, terms[at].this) for at in lacking)
    ):
        return None  # SQLite sorts by what it does not return: no tie can be told
    added = iter(range(-len(lacking), 0))
    return TieOrder(
        tuple(dict.fromkeys(_with_keys(full, [way[at] for at in lacking]) for way in ways)),
        added=len(lacking),
        keys=tuple(place if place is not None else next(added) for place in places),
        limit=_sql(limit),
        offset=_sql(offset),
    )


def _with_keys(full: "exp.Expr", keys: "list[exp.Expr]") -> str:
    from sqlglot import exp

    wider = full.copy()
    for at, key in enumerate(keys):
        wider.append("expressions", exp.alias_(_key(key), f"sort_key_{at}"))
    return wider.sql("sqlite")


def _sql(clause: "exp.Expr | None") -> str | None:
    """The number of a LIMIT or an OFFSET."""
    return clause.expression.sql("sqlite") if clause is not None else None


def _numbered(full: "exp.Expr", terms: "list[exp.Expr]", keys: "list[exp.Expr]") -> str | None:
    """The query with the number of each row's run; None where a window cannot tell it.

    A window sees neither aliases nor numbers of outputs.
    """
    from sqlglot import exp

    if not isinstance(full, exp.Select) or not all(_tells(full, key) for key in keys):
        return None
    if any(key.find(exp.Window) or isinstance(key, exp.Literal) for key in keys):
        return None
    ordered = [term.copy() for term in terms]
    for term, key in zip(ordered, keys, strict=True):
        term.set("this", key.copy())
    rank = exp.Anonymous(this="DENSE_RANK")
    wider = full.copy()
    wider.append("expressions", exp.Window(this=rank, order=exp.Order(expressions=ordered)))
    return wider.sql("sqlite")


def _resolve(term: "exp.Expr", outputs: "list[exp.Expr]") -> int | None:
    """Put what a sort term stands for in its place; which output it is, if what ties is equal.

    A number or an alias keeps its meaning in parentheses and under a collation.
    """
    from sqlglot import exp

    bare = _bare(term.this)
    collation = bare.expression if isinstance(bare, exp.Collate) else None
    inner = _bare(bare.this) if collation is not None else bare
    at = _output_position(inner, outputs)
    stars = any(output.is_star for output in outputs)
    if (alias := _alias(inner, outputs)) is not None:
        inner = alias.this
    elif at is not None and not stars and at < len(outputs):
        inner = outputs[at].unalias()
    elif at is not None:
        term.set("this", inner.copy())
        return at  # a number, whose column only SQLite knows
    collated = collation is not None or isinstance(_bare(inner), exp.Collate)
    inner = inner.copy()
    term.set("this", exp.Collate(this=inner, expression=collation) if collation else inner)
    return None if collated else at


def _bare(term: "exp.Expr") -> "exp.Expr":
    from sqlglot import exp

    while isinstance(term, exp.Paren):
        term = term.this
    return term


def _output_position(term: "exp.Expr", outputs: "list[exp.Expr]") -> int | None:
    """Which output column a sort term names, by number, alias or equal expression."""
    from sqlglot import exp

    if isinstance(term, exp.Literal) and not term.is_string and term.name.isdigit():
        return int(term.name) - 1
    if any(output.is_star for output in outputs):
        return None
    named = [at for at, output in enumerate(outputs) if _is_name_of(term, output)]
    equal = [at for at, output in enumerate(outputs) if output.unalias() == term]
    return next(iter(named + equal), None)  # an output's name goes before a column's


def _is_name_of(term: "exp.Expr", output: "exp.Expr") -> bool:
    from sqlglot import exp

    named = isinstance(term, exp.Column) and not term.table
    return named and output.alias_or_name.lower() == term.name.lower()


def _alias(term: "exp.Expr", outputs: "list[exp.Expr]") -> "exp.Expr | None":
    """The output, with its alias, that a term names by that alias."""
    from sqlglot import exp

    return next((o for o in outputs if isinstance(o, exp.Alias) and _is_name_of(term, o)), None)


def _tells(select: "exp.Select", term: "exp.Expr") -> bool:
    """May a sort term become a column without changing which rows there are?

    Under DISTINCT it may if it is made of outputs alone.
    """
    from sqlglot import exp

    if not select.args.get("distinct"):
        return True
    if any(isinstance(output, exp.Star) for output in select.selects):
        return term.find(exp.Window) is None
    if any(term.find(kind) for kind in (exp.Query, exp.Window, exp.AggFunc)):
        return False
    plain = [output for output in select.selects if not output.is_star]
    names = {output.alias_or_name.lower() for output in plain}
    outputs = [output.unalias() for output in plain]
    return term in outputs or all(
        column in outputs or column.name.lower() in names for column in term.find_all(exp.Column)
    )


def _spelt_out(term: "exp.Expr", outputs: "list[exp.Expr]") -> "exp.Expr":
    """The term with aliases of outputs replaced by what they stand for.

    Inside an expression SQLite reads a name as a column first, and as an alias if there is no
    such column; which of the two it is, only running the query can tell.
    """
    from sqlglot import exp

    def replace(node: "exp.Expr") -> "exp.Expr":
        output = _alias(node, outputs)
        return exp.paren(output.this.copy()) if output is not None else node

    return term.copy().transform(replace)


def _key(term: "exp.Expr") -> "exp.Expr":
    """The sort term as a column; a collation becomes the function that it stands for."""
    from sqlglot import exp

    bare = _bare(term)
    if isinstance(bare, exp.Collate):
        name = {"nocase": "LOWER", "rtrim": "RTRIM"}.get(bare.expression.name.lower())
        return exp.Anonymous(this=name, expressions=[bare.this.copy()]) if name else bare.this
    return term.copy()


def expect(
    database: Runner,
    gold_rows: list[Row],
    order: TieOrder | None,
    *,
    asked: bool,
    noise: float = 0.0,
) -> Expected:
    """Every right result of a gold query on one database, given what it returned there."""
    rows = settle(gold_rows, noise)
    exact = replace(sequence(rows) if asked else bag(rows), noise=noise)
    if order is None:
        return exact
    for sql in order.sqls:
        try:
            found = _runs(database, order, sql, asked=asked, noise=noise)
        except QueryError:
            continue
        if matches(found, snap(found, gold_rows)):
            return found
    return exact


def turned(
    database: Runner,
    rows: list[Row],
    order: TieOrder | None,
    *,
    asked: bool,
    noise: float = 0.0,
) -> list[Row]:
    """What else a query may return that returned these rows: its ties the other way round."""
    found = expect(database, rows, order, asked=asked, noise=noise)
    return [row for run in found.runs for row in run.rows[::-1][: run.take]]


def promises_order(query: Statement) -> bool:
    """Does a query end in an ORDER BY of its own, not one of a set's side or a window?

    SQLite takes the order of a lone subquery for that of the plain SELECT around it.
    """
    depth = 0
    for word in query.tokens:
        depth += (word == "(") - (word == ")")
        if depth == 0 and word.lower() == "order":
            return True
    return query.mentions("order") and _passes_order_on(query.sql)


def _passes_order_on(sql: str) -> bool:
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError

    try:
        tree: exp.Expr = parse_one(sql, read="sqlite")
    except (SqlglotError, RecursionError):
        return False
    while isinstance(tree, exp.Select) and not tree.args.get("order"):
        source = tree.args["from_"].this if tree.args.get("from_") else None
        changed = any(tree.args.get(name) for name in ("joins", "group", "distinct", "having"))
        over = any(output.find(exp.Window, exp.AggFunc) for output in tree.expressions)
        if changed or over or not isinstance(source, exp.Subquery):
            return False
        tree = source.this
    return bool(tree.args.get("order"))


def _runs(database: Runner, order: TieOrder, sql: str, *, asked: bool, noise: float) -> Expected:
    """The runs of rows that tie, and how many of each the limit leaves.

    Raises:
        QueryError: if the gold does not run in this way of writing it, or sorts otherwise.
    """
    full = settle(database.run(sql).rows, noise)
    limit = _number(database, order.limit)
    skip = max(0, _number(database, order.offset) or 0)
    end = len(full) if limit is None or limit < 0 else min(len(full), skip + limit)
    runs, at = [], 0
    seen = set()
    for key, group in groupby(full, key=lambda row: tuple(row[k] for k in order.keys)):
        if key in seen:
            raise QueryError("the rows are not sorted by these keys")
        seen.add(key)
        rows = [row[: len(row) - order.added] for row in group]
        take = min(at + len(rows), end) - max(at, skip)
        if take > 0:
            runs.append(Run(rows, take))
        at += len(rows)
    return Expected(runs, ordered=asked, noise=noise)


def _number(database: Runner, expression: str | None) -> int | None:
    if expression is None:
        return None
    value = database.run(f"SELECT {expression}").rows[0][0]
    try:
        return int(value)
    except (TypeError, ValueError):
        raise QueryError(f"{value!r} is no number of rows") from None
