"""What an order and a limit leave open, against an oracle: all ways in which the rows may lie."""

import sqlite3
from collections.abc import Iterable
from itertools import permutations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tasksynth import UsageError
from tasksynth_sql import judge
from tasksynth_sql.judging.compare import difference
from tasksynth_sql.judging.guard import Row
from tasksynth_sql.judging.verdict import Suite

COLUMNS = [
    "c", "a, c", "c AS x, a", "a AS x, c", "*", "*, a AS x", "a + 1 AS x, c", "-a AS x",
    "a AS c, c AS a", "COALESCE(a, 0) AS x, c", "c COLLATE NOCASE AS x", "c AS x, LENGTH(c)",
    "DISTINCT *",
]  # fmt: skip
KEYS = [
    "a", "b", "c", "a DESC", "a NULLS LAST", "-a", "a IS NULL", "a + b", "x", "x DESC", "-x",
    "x + 1", "1", "2 DESC", "(1)", "1 COLLATE NOCASE", "LOWER(c)", "c COLLATE NOCASE",
    "(c COLLATE NOCASE) DESC", "LENGTH(c)", "a % 2", "ROUND(b)", "t.a", "(a)", "a * 0", "NULL",
    "'1'", "a, c", "c, a DESC", "CASE WHEN a > 1 THEN 1 END",
    "(SELECT MAX(u.a) FROM t u WHERE u.c = t.c)",
]  # fmt: skip
TAILS = ["", " LIMIT 1", " LIMIT 3 OFFSET 1", " LIMIT 1, 2", " LIMIT 0", " LIMIT -1 OFFSET 2"]
rows = st.tuples(
    st.sampled_from([None, 1, 2]), st.sampled_from([None, 0.5, 1.5]), st.sampled_from("pPq")
)


def script(lying: Iterable[tuple[object, ...]], collation: str) -> str:
    ddl = f"CREATE TABLE t (id INT PRIMARY KEY NOT NULL, a INT, b REAL, c TEXT {collation});"
    cells = (", ".join("NULL" if v is None else repr(v) for v in row) for row in lying)
    return ddl + "".join(f"INSERT INTO t VALUES ({row});" for row in cells)


@given(
    st.lists(rows, min_size=3, max_size=4),
    st.sampled_from(COLUMNS),
    st.sampled_from(KEYS),
    st.sampled_from(TAILS),
    st.sampled_from(["", "COLLATE NOCASE"]),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_exactly_what_some_order_of_the_rows_gives_is_right(
    drawn: list[tuple[object, ...]], columns: str, key: str, tail: str, collation: str, asked: bool
) -> None:
    table = [(at, *row) for at, row in enumerate(drawn)]
    gold = f"SELECT {columns} FROM t ORDER BY {key}{tail}"
    try:
        suite = Suite([script(table, collation)], gold, order_matters=asked)
    except UsageError:
        assume(False)  # not every key goes with every list of columns

    def seen(result: Iterable[Row]) -> tuple[Row, ...]:
        return tuple(result) if asked else tuple(sorted(result, key=repr))

    reachable = set()
    for lying in permutations(table):
        db = sqlite3.connect(":memory:")
        db.executescript(script(lying, collation))
        reachable.add(seen(db.execute(gold)))
        db.close()
    pool = sorted({row for result in reachable for row in result}, key=repr)
    for result in product(pool, repeat=len(next(iter(reachable)))):
        right = difference(suite.wanted, [list(result)], permute=False) is None
        assert right == (seen(result) in reachable), (gold, result)


LYING = "CREATE TABLE t (id INT PRIMARY KEY NOT NULL, c TEXT);"
LYING += "INSERT INTO t VALUES (2, 'a'), (1, 'b');"


@pytest.mark.parametrize(
    "candidate",
    [
        "SELECT c FROM t GROUP BY c",
        "SELECT DISTINCT c FROM t GROUP BY c",
        "SELECT c FROM t UNION SELECT c FROM t",
        "SELECT c FROM (SELECT c, ROW_NUMBER() OVER (ORDER BY c) FROM t)",
        "SELECT c FROM t ORDER BY 'c'",
        "SELECT DISTINCT c FROM (SELECT c FROM t ORDER BY c)",
    ],
)
def test_an_order_that_comes_by_luck_is_none(candidate: str) -> None:
    gold = "SELECT c FROM t ORDER BY c"
    assert judge([LYING], gold, candidate).status == "pass"
    assert judge([LYING], gold, candidate, order_matters=True).status == "fail"


@pytest.mark.parametrize(
    "candidate",
    [
        "SELECT c FROM t GROUP BY c ORDER BY c",
        "SELECT c FROM t UNION SELECT c FROM t ORDER BY 1",
        "SELECT c FROM (SELECT c FROM t ORDER BY c)",
        "WITH w AS (SELECT c FROM t) SELECT c FROM w ORDER BY c",
    ],
)
def test_an_order_that_is_promised_counts(candidate: str) -> None:
    gold = "SELECT c FROM t ORDER BY c"
    assert judge([LYING], gold, candidate, order_matters=True).status == "pass"


def test_one_row_is_in_any_order() -> None:
    gold = "SELECT c FROM t ORDER BY c LIMIT 1"
    assert judge([LYING], gold, "SELECT MIN(c) FROM t", order_matters=True).status == "pass"
