"""Do two results say the same? Bags, runs of ties, numbers and column permutations.

The rules, and why: docs/sql.md, "What counts as equal". Rows are plain Python tuples, in which
1 == 1.0 and None equals only None; text never equals a number.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasksynth_sql.judging.guard import Row

ULPS = 4
"""Units in the last place by which two fractions may differ, whatever was done to them."""
MAX_CELLS = 3_000_000
"""Cells that the search for a column permutation may look at."""


@dataclass(frozen=True)
class Run:
    """Rows that the asked order does not tell apart, of which `take` are wanted."""

    rows: list[Row]
    take: int


@dataclass(frozen=True)
class Expected:
    """The right results on one database: every answer that takes `take` rows of each run."""

    runs: list[Run]
    ordered: bool
    """Must the runs come in this order?"""
    noise: float = 0.0
    """What adding up floats in another order may change; see `noise`."""

    @property
    def size(self) -> int:
        """Rows of a right answer."""
        return sum(run.take for run in self.runs)


def bag(rows: list[Row]) -> Expected:
    """Exactly these rows, in any order."""
    return Expected([Run(rows, len(rows))], ordered=False)


def sequence(rows: list[Row]) -> Expected:
    """Exactly these rows, in this order."""
    return Expected([Run([row], 1) for row in rows], ordered=True)


def difference(
    expected: Sequence[Expected], got: Sequence[list[Row]], *, permute: bool
) -> str | None:
    """None if every result is right under one common column order, else the first difference.

    With `permute`, the columns may come in another order, but in the same one on every
    database. All results have the same, right, number of columns.
    """
    got = [snap(want, rows) for want, rows in zip(expected, got, strict=True)]
    wrong = _disagreeing(expected, got, permute=permute)
    if wrong is None:
        return None
    return f"database {wrong + 1}: {first_difference(expected[wrong], got[wrong])}"


def agrees(expected: Expected, got: list[Row], *, permute: bool) -> bool:
    """Is a result right, under some column order?"""
    if len(got) != expected.size:
        return False
    return _disagreeing([expected], [snap(expected, got)], permute=permute) is None


def _disagreeing(
    expected: Sequence[Expected], got: Sequence[list[Row]], *, permute: bool
) -> int | None:
    """The first database whose snapped result is wrong, None if one column order is right."""
    wrong = next((n for n, rows in enumerate(got) if not matches(expected[n], rows)), None)
    if wrong is None:
        return None
    width = max((len(row) for rows in got for row in rows), default=0)
    return None if permute and width > 1 and _permutation(expected, got, width) else wrong


def matches(expected: Expected, rows: list[Row]) -> bool:
    """Is this one of the right results, column by column? Numbers are snapped already."""
    if len(rows) != expected.size:
        return False
    if expected.ordered:
        at = 0
        for run in expected.runs:
            if not _within(rows[at : at + run.take], run.rows):
                return False
            at += run.take
        return True
    left = Counter(rows)
    cut = []
    for run in expected.runs:
        if run.take == len(run.rows):
            left.subtract(run.rows)
        elif run.take:
            cut.append(run)
    if any(count < 0 for count in left.values()):
        return False
    return _pick(+left, cut)


def _within(rows: list[Row], pool: list[Row]) -> bool:
    if len(rows) == len(pool) == 1:
        return rows[0] == pool[0]
    return Counter(rows) <= Counter(pool)


def _pick(left: Counter[Row], cut: list[Run]) -> bool:
    """Can the rows left over be dealt out to the cut runs, of which there are at most two?"""
    if not cut:
        return not left
    if len(cut) == 1:
        return left <= Counter(cut[0].rows)
    first, second = Counter(cut[0].rows), Counter(cut[1].rows)
    least = most = 0
    for row, count in left.items():
        low, high = max(0, count - second[row]), min(count, first[row])
        if low > high:
            return False
        least, most = least + low, most + high
    return least <= cut[0].take <= most


def snap(expected: Expected, rows: list[Row]) -> list[Row]:
    """Replace each number by the equal number that is expected, where there is one.

    After it, equality of tuples is the equality that the rules ask for: see `close`. The expected
    runs are snapped to themselves by `settle`.
    """
    if not any(type(value) is float for row in rows for value in row) and not any(
        type(value) is float for run in expected.runs for row in run.rows for value in row
    ):
        return rows
    anchors = sorted(
        {
            value
            for run in expected.runs
            for row in run.rows
            for value in row
            if isinstance(value, int | float) and math.isfinite(value)
        }
    )
    cache: dict[float, float] = {}

    def nearest(value: float) -> float:
        if value not in cache:
            at = bisect_left(anchors, value)
            near = min(anchors[max(0, at - 1) : at + 1], key=lambda a: abs(a - value), default=None)
            fits = near is not None and close(near, value, noise=expected.noise)
            cache[value] = near if near is not None and fits else value
        return cache[value]

    return [
        tuple(
            nearest(v) if isinstance(v, int | float) and math.isfinite(v) else _plain(v)
            for v in row
        )
        for row in rows
    ]


def _plain(value: object) -> object:
    """NaN, which an engine other than SQLite may return, equals itself."""
    return "\0NaN" if isinstance(value, float) and math.isnan(value) else value


def settle(rows: list[Row], noise: float = 0.0) -> list[Row]:
    """Give floats that differ only by rounding noise one value, so that they tie and count alike.

    Values are merged along a chain of gaps, each of which is no more than noise.
    """
    floats = sorted(
        {v for row in rows for v in row if isinstance(v, int | float) and math.isfinite(v)}
    )
    if not any(type(v) is float for v in floats):
        return rows
    merged = {floats[0]: floats[0]}
    for before, value in pairwise(floats):
        merged[value] = merged[before] if close(before, value, noise=noise) else value
    return [
        tuple(
            merged[v] if isinstance(v, int | float) and math.isfinite(v) else _plain(v) for v in row
        )
        for row in rows
    ]


def close(want: float, got: float, *, noise: float = 0.0) -> bool:
    """Are two finite numbers the same value?

    Whole numbers are so only if they are equal, also where one of them is a float, unless both
    are floats too large for a fraction and come from a sum. Others may differ by the noise of a
    sum, and by a few units in the last place.
    """
    if want == got:
        return True
    if _whole(want) and _whole(got):
        large = type(want) is type(got) is float and abs(want) >= 2.0**52
        return large and abs(want - got) <= noise
    size = max(abs(want), abs(got))
    return abs(want - got) <= max(noise, ULPS * 2.0**-52 * size)


def _whole(value: float) -> bool:
    return isinstance(value, int) or value.is_integer()


def _permutation(expected: Sequence[Expected], got: Sequence[list[Row]], width: int) -> bool:
    """Is there one order of the columns that is right on every database?

    A column order grows one column at a time; each prefix of it must already fit into the
    expected rows, which cuts the search to almost nothing. Past MAX_CELLS cells it gives up.
    """
    pools = [[row for run in want.runs for row in run.rows] for want in expected]
    budget = MAX_CELLS
    # prefixes[i][d]: the bag of the first i columns of database d's expected rows
    prefixes = [[Counter(row[: n + 1] for row in pool) for pool in pools] for n in range(width)]
    columns = [[tuple(row[j] for row in rows) for rows in got] for j in range(width)]

    def extend(order: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        nonlocal budget
        if len(order) == width:
            yield order
            return
        tried: list[list[Row]] = []
        for j in range(width):
            if j in order or columns[j] in tried or budget < 0:
                continue
            tried.append(columns[j])
            grown = (*order, j)
            budget -= len(grown) * sum(map(len, got))
            if all(
                Counter(tuple(row[c] for c in grown) for row in rows) <= prefix
                for rows, prefix in zip(got, prefixes[len(order)], strict=True)
            ):
                yield from extend(grown)

    return any(
        all(
            matches(want, [tuple(row[c] for c in order) for row in rows])
            for want, rows in zip(expected, got, strict=True)
        )
        for order in extend(())
    )


def first_difference(expected: Expected, rows: list[Row]) -> str:
    """One line about the first row that is wrong, with the columns as they stand."""
    if expected.ordered:
        at = 0
        for run in expected.runs:
            part = rows[at : at + run.take]
            if not _within(part, run.rows) or len(part) < run.take:
                return _first_in_run(run, part, at)
            at += run.take
    missing = Counter(row for run in expected.runs if run.take == len(run.rows) for row in run.rows)
    missing.subtract(rows)
    pool = Counter(row for run in expected.runs for row in run.rows)
    extra = next((row for row, count in Counter(rows).items() if count > pool[row]), None)
    lost = next((row for row, count in missing.items() if count > 0), None)
    said = []
    if lost is not None:
        said.append(f"the row {show(lost)} is missing")
    if extra is not None:
        times = f"came {rows.count(extra)} times, want {pool[extra]}" if pool[extra] else "is wrong"
        said.append(f"the row {show(extra)} {times}")
    if not said or len(rows) != expected.size:
        said.append(f"{_counted(len(rows))} came, want {expected.size}")
    return "; ".join(said)


def _first_in_run(run: Run, part: list[Row], at: int) -> str:
    pool = Counter(run.rows)
    for offset, row in enumerate(part):
        pool[row] -= 1
        if pool[row] < 0:
            return _misplaced(run, row, at + offset + 1)
    return f"{_counted(at + len(part))} came, want more"


def _counted(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"


def _misplaced(run: Run, row: Row, number: int) -> str:
    wanted = show(run.rows[0]) + (" or a row tied with it" if len(run.rows) > 1 else "")
    return f"row {number} is {show(row)}, want {wanted}"


def show(row: Row) -> str:
    """A row for an error message, at most 120 characters."""
    text = "(" + ", ".join("NULL" if v is None else repr(v) for v in row) + ")"
    return text if len(text) <= 120 else text[:117] + "..."
