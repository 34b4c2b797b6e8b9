"""Questions as typed plans: what is asked, before it is SQL or English.

A plan says everything that a reader must know: each slot has its own phrase in `questions`, and
the canonical English reads back into an equal plan. `root` is the table that a question is
about; an `Attr` is a column seen from it.
"""

from dataclasses import dataclass, field
from typing import Literal

from tasksynth_sql.databases.world import Attr, Value

Comparison = Literal["=", "<>", "<", "<=", ">", ">="]
Function = Literal["count", "count distinct", "sum", "avg", "min", "max"]


@dataclass(frozen=True)
class Compare:
    """The attribute against a value; NULL never passes, `<>` included."""

    attr: Attr
    op: Comparison
    value: Value


@dataclass(frozen=True)
class Between:
    """Both bounds included."""

    attr: Attr
    low: Value
    high: Value


@dataclass(frozen=True)
class OneOf:
    """One of a few values."""

    attr: Attr
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Known:
    """IS NOT NULL, or IS NULL."""

    attr: Attr
    known: bool


@dataclass(frozen=True)
class Against:
    """The attribute against an aggregate of it over the whole table, or over the rows that
    share the known value of `scope`; no filter of the question applies to that aggregate.
    """

    attr: Attr
    op: Comparison
    function: Literal["avg", "min", "max"]
    scope: Attr | None = None


@dataclass(frozen=True)
class Has:
    """How many rows of `child`, that pass `tests`, refer to this row by `ref`."""

    child: str
    ref: str
    at_least: int
    """0 means: not a single one."""
    tests: tuple["Test", ...] = ()


Test = Compare | Between | OneOf | Known | Against | Has


@dataclass(frozen=True)
class Filter:
    """All of the tests, or with `any` at least one of them."""

    tests: tuple[Test, ...] = ()
    any: bool = False


@dataclass(frozen=True)
class Aggregate:
    """An aggregate; `count` counts rows, all others take the attribute's known values."""

    function: Function
    attr: Attr | None = None


@dataclass(frozen=True)
class Sort:
    """A sort key."""

    by: Attr | Aggregate
    descending: bool = False


@dataclass(frozen=True)
class About:
    """What is asked about the rows of `root` that pass `where`."""

    root: str
    where: Filter = field(default=Filter(), kw_only=True)


@dataclass(frozen=True)
class Rows(About):
    """A row for each row of `root` that passes; with `distinct`, equal rows only once."""

    outputs: tuple[Attr, ...]
    distinct: bool = False
    sort: tuple[Sort, ...] = ()
    limit: int | None = None
    keep: bool = False
    """Keep rows whose reference, needed for an output, is NULL."""


@dataclass(frozen=True)
class Aggregates(About):
    """Aggregates over all rows that pass: one row."""

    measures: tuple[Aggregate, ...]


@dataclass(frozen=True)
class Having:
    """A comparison that a group must pass."""

    measure: Aggregate
    op: Comparison
    value: Value


@dataclass(frozen=True)
class Groups(About):
    """Aggregates for each combination of `by`; `known` leaves out unknown combinations."""

    by: tuple[Attr, ...]
    measures: tuple[Aggregate, ...]
    known: bool = True
    having: Having | None = None
    sort: tuple[Sort, ...] = ()
    limit: int | None = None


@dataclass(frozen=True)
class ChildCounts:
    """For every row of `root`, also those without any: a measure of its children that pass."""

    root: str
    outputs: tuple[Attr, ...]
    child: str
    ref: str
    measure: Aggregate
    tests: tuple[Test, ...] = ()
    every: bool = True
    """Are rows without any there, too?"""


@dataclass(frozen=True)
class Side(About):
    """The known values of an attribute over the rows that pass."""

    attr: Attr


@dataclass(frozen=True)
class Combine:
    """Different values of two sides."""

    how: Literal["union", "intersect", "except"]
    left: Side
    right: Side


@dataclass(frozen=True)
class Ranked(About):
    """Rank the rows that pass within each known `within`; keep ranks up to `top`."""

    outputs: tuple[Attr, ...]
    by: Attr
    descending: bool
    within: Attr
    dense: bool
    top: int


@dataclass(frozen=True)
class Totals(About):
    """The groups whose measure is above the average of the measure over all groups."""

    by: Attr
    measure: Aggregate


@dataclass(frozen=True)
class Tree(About):
    """Everything below one row of a table that refers to itself by `ref`, with the depth."""

    ref: str
    start: Value
    """The id of the row to start from; it has depth 0."""
    included: bool
    outputs: tuple[Attr, ...]


Plan = Rows | Aggregates | Groups | ChildCounts | Combine | Ranked | Totals | Tree


def tells_all(plan: Plan) -> bool:
    """Does the question name all values that it asks for: the names of those named Ann?"""
    if not isinstance(plan, Rows) or plan.where.any:
        return False
    named = {t.attr for t in plan.where.tests if isinstance(t, Compare) and t.op == "="}
    return named.issuperset(plan.outputs)
