"""Plans of wider questions: labels, shares, pivots, calendars, windows, pairs, streaks, gaps."""

from dataclasses import dataclass
from typing import Literal

from tasksynth_sql.databases.world import Attr, Value
from tasksynth_sql.making.plan import About, Aggregate, Test

At = Literal["start", "end", "anywhere"]
Period = Literal["year", "month"]


@dataclass(frozen=True)
class Banded(About):
    """A row for each row that passes, with a label for where a number of it lies: CASE."""

    outputs: tuple[Attr, ...]
    attr: Attr
    high: Value
    """The label is `high` from here on."""
    low: Value
    """It is `middle` from here on, and `low` below; `unknown` for NULL."""


@dataclass(frozen=True)
class Named(About):
    """A row for each row that passes and whose text starts so, or holds it: LIKE."""

    outputs: tuple[Attr, ...]
    attr: Attr
    at: At
    text: str


@dataclass(frozen=True)
class Share(About):
    """Which percentage of the rows that pass `where` pass another test, too."""

    of: Test


@dataclass(frozen=True)
class Calendar(About):
    """An aggregate for each year, or each month, of a known date."""

    date: Attr
    period: Period
    measure: Aggregate


@dataclass(frozen=True)
class Pivot(About):
    """For each known value of `by`: rows counted for each of some values, a column each."""

    by: Attr
    column: Attr
    values: tuple[str, ...]


@dataclass(frozen=True)
class Running(About):
    """Rows in order within each known `within`, with a figure of those before: a window."""

    outputs: tuple[Attr, ...]
    within: Attr
    key: Attr
    descending: bool
    """Rows with one key come by id, the lowest first."""
    figure: Literal["total", "previous"]
    """The sum of the known `attr` so far, or the `attr` of the row just before."""
    attr: Attr


@dataclass(frozen=True)
class Pairs(About):
    """Pairs of rows that pass and share a known value, each pair once: a join with itself."""

    label: Attr
    same: Attr


@dataclass(frozen=True)
class Streaks(About):
    """For each known value of `by`, the most whole numbers of `attr` without a gap."""

    by: Attr
    attr: Attr


@dataclass(frozen=True)
class Gaps(About):
    """The whole numbers between two bounds that `attr` is of no row: a series by recursion."""

    attr: Attr
    low: int
    high: int


Wide = Banded | Named | Share | Calendar | Pivot | Running | Pairs | Streaks | Gaps
