"""What the order and the limit of a gold query leave open.

`ORDER BY salary LIMIT 2` over three people with the same salary has three right answers. The
gold query is run once more without its limit and with its sort keys as further columns; rows
with equal keys are one run, and a limit that cuts through a run may take any of its rows.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tasksynth_sql.compare import Expected, Run, bag, matches, sequence, settle, snap
from tasksynth_sql.guard import Database, QueryError, Row
from tasksynth_sql.reading import Statement

if TYPE_CHECKING:
    from sqlglot import exp


@dataclass(frozen=True)
class Order:
    """The gold query without its limit, and where its sort keys stand in its rows."""

    sql: str
    added: int
    """Sort keys that were appended as columns."""
    keys: tuple[int, ...]
    """Positions of all sort keys in the rows, appended ones included."""
    limit: str | None
    """The limit as an SQL expression."""
    offset: str | None


def read_order(gold: Statement, *, asked: bool, collated: bool = False) -> Order | None:
    """How to find the ties of a gold query; None where there is nothing to find.

    With `collated`, a column may be declared with a collation, under which SQLite alone knows
    what is equal: it numbers the runs itself, where the query lets it.
    """
    if not gold.mentions("limit") and not (asked and gold.mentions("order")):
        return None
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError

    try:
        tree = parse_one(gold.sql, read="sqlite")
    except (SqlglotError, RecursionError):
        return None
    if not isinstance(tree, exp.Select | exp.SetOperation):
        return None
    limit, offset, order = (tree.args.get(name) for name in ("limit", "offset", "order"))
    if limit is None and not (asked and order is not None):
        return None
    full = tree.copy()
    full.set("limit", None)
    full.set("offset", None)
    if collated and order is not None and _numbered(full, order):
        return Order(full.sql("sqlite"), 1, (-1,), _sql(limit), _sql(offset))
    keys: list[int] = []
    added = 0
    outputs = tree.selects
    for term in order.expressions if order is not None else ():
        at = _output_position(term.this, outputs)
        if at is None:
            if not isinstance(full, exp.Select) or full.args.get("distinct"):
                return None  # SQLite sorts by what it does not return: no tie can be told
            full.append("expressions", exp.alias_(_key(term.this), f"sort_key_{added}"))
            at, added = -1 - added, added + 1
        keys.append(at)
    return Order(
        sql=full.sql("sqlite"),
        added=added,
        # Appended key n, noted as -1 - n, stands n columns after the outputs.
        keys=tuple(at if at >= 0 else at + 1 - added - 2 * (at + 1) for at in keys),
        limit=_sql(limit),
        offset=_sql(offset),
    )


def _sql(clause: "exp.Expr | None") -> str | None:
    """The number of a LIMIT or an OFFSET."""
    return clause.expression.sql("sqlite") if clause is not None else None


def _numbered(full: "exp.Expr", order: "exp.Expr") -> bool:
    """Append the number of each row's run as a column; False where a window cannot tell it."""
    from sqlglot import exp

    if not isinstance(full, exp.Select) or full.args.get("distinct") or order.find(exp.Window):
        return False
    terms = []
    for term in order.expressions:
        ordered, at = term.copy(), _output_position(term.this, full.selects)
        if at is not None:  # a window sees neither numbers nor aliases of outputs
            ordered.set("this", full.selects[at].unalias().copy())
        terms.append(ordered)
    if any(term.find(exp.Window) for term in terms):
        return False
    rank = exp.Anonymous(this="DENSE_RANK")
    full.append("expressions", exp.Window(this=rank, order=exp.Order(expressions=terms)))
    return True


def _output_position(term: "exp.Expr", outputs: "list[exp.Expr]") -> int | None:
    """Which output column a sort term names, by number, alias or equal expression."""
    from sqlglot import exp

    if any(isinstance(output.unalias(), exp.Star) or output.is_star for output in outputs):
        return None
    if isinstance(term, exp.Literal) and not term.is_string:
        return int(term.name) - 1
    for at, output in enumerate(outputs):
        named = isinstance(term, exp.Column) and not term.table
        if named and output.alias_or_name.lower() == term.name.lower():
            return at
        if output.unalias() == term:
            return at
    return None


def _key(term: "exp.Expr") -> "exp.Expr":
    """The sort term as a column; a collation becomes the function that it stands for."""
    from sqlglot import exp

    if isinstance(term, exp.Collate):
        name = {"nocase": "LOWER", "rtrim": "RTRIM"}.get(term.expression.name.lower())
        return exp.Anonymous(this=name, expressions=[term.this.copy()]) if name else term.this
    return term.copy()


def expect(
    database: Database, gold_rows: list[Row], order: Order | None, *, asked: bool
) -> Expected:
    """Every right result of a gold query on one database, given what it returned there."""
    exact = sequence(settle(gold_rows)) if asked else bag(settle(gold_rows))
    if order is None:
        return exact
    try:
        full = settle(database.run(order.sql).rows)
        limit = _number(database, order.limit)
        skip = max(0, _number(database, order.offset) or 0)
    except QueryError:
        return exact
    end = len(full) if limit is None or limit < 0 else min(len(full), skip + limit)
    runs, at = [], 0
    for _, group in groupby(full, key=lambda row: [row[k] for k in order.keys]):
        rows = [row[: len(row) - order.added] for row in group]
        take = min(at + len(rows), end) - max(at, skip)
        if take > 0:
            runs.append(Run(rows, take))
        at += len(rows)
    found = Expected(runs, ordered=asked)
    return found if matches(found, snap(found, gold_rows)) else exact


def _number(database: Database, expression: str | None) -> int | None:
    if expression is None:
        return None
    value = database.run(f"SELECT {expression}").rows[0][0]
    return int(value)
