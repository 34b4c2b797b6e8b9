"""How far a right result may be off because floats were added up in another order.

Adding n floats in any order is off by at most n - 1 roundings of a sum of their sizes. The terms
of the gold's sums and averages say how large that sum is; what adds up no floats is exact.
"""

from typing import TYPE_CHECKING, Protocol

from tasksynth_sql.judging.guard import QueryError, QueryResult
from tasksynth_sql.judging.reading import Statement, word_set

if TYPE_CHECKING:
    from sqlglot import exp

EPSILON = 2.0**-52
_ADDING = word_set("sum avg total")


class _Runner(Protocol):
    def run(self, sql: str) -> QueryResult:
        """Run one query to its end, or raise QueryError."""


def read_terms(gold: Statement) -> tuple[str, ...]:
    """Queries that give the number of terms and the sum of their sizes, for the gold's sums."""
    if not any(gold.mentions(word) for word in _ADDING):
        return ()
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError

    try:
        tree = parse_one(gold.sql, read="sqlite")
    except (SqlglotError, RecursionError):
        return ()
    found = []
    for select in tree.find_all(exp.Select):
        added = [n for o in select.expressions for n in o.find_all(exp.Sum, exp.Avg)]
        if added:
            found.append(_terms(select, added))
    return tuple(found)


def _terms(select: "exp.Select", added: "list[exp.Sum | exp.Avg]") -> str:
    from sqlglot import exp

    wider = select.copy()
    sizes = []
    for node in added:
        term = node.this.expressions[0] if isinstance(node.this, exp.Distinct) else node.this
        sizes.append(exp.Sum(this=exp.Abs(this=term.copy())))
    wider.set("expressions", [exp.Count(this=exp.Star()), *sizes])
    for clause in ("having", "order", "limit", "offset", "distinct"):
        wider.set(clause, None)
    with_ = select.root().args.get("with_")
    if with_ is not None and not wider.args.get("with_") and not select.find_ancestor(exp.CTE):
        wider.set("with_", with_.copy())
    return wider.sql("sqlite")


def noise_of(database: _Runner, terms: tuple[str, ...]) -> float:
    """The most that any sum of the gold may be off on a database; 0 if none adds up floats.

    Of a sum that hangs on a row outside it nothing is known; it counts as exact.
    """
    noise = 0.0
    for sql in terms:
        try:
            rows = database.run(sql).rows
        except QueryError:
            continue
        for count, *sizes in rows:
            most = max((size for size in sizes if isinstance(size, float)), default=0.0)
            noise = max(noise, count * EPSILON * most)
    return noise
