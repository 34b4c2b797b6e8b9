"""Numbers that are equal up to the order of adding, and none that are only near."""

import pytest

from tasksynth_sql import judge

SCRIPT = """
CREATE TABLE t (id INT PRIMARY KEY NOT NULL, x REAL, n INTEGER, at REAL);
INSERT INTO t VALUES (1, 0.1, 9007199254740993, 2459000.500001), (2, 0.2, 3, 2459000.500013),
  (3, 0.3, 4, 1700000000.25), (4, -0.6, NULL, 1700000500.5), (5, 1e16, 7, 3.0);
"""
SUMMED = "SELECT SUM(x) FROM t WHERE id < 4"
EQUAL = {
    "another order of adding": (
        SUMMED,
        "SELECT SUM(x) FROM (SELECT x FROM t WHERE id < 4 ORDER BY id DESC)",
    ),
    "added by hand": (SUMMED, "SELECT 0.3 + 0.2 + 0.1"),
    "a sum that comes to nothing": ("SELECT SUM(x) FROM t WHERE id < 5", "SELECT 0.0"),
    "an average by hand": (
        "SELECT AVG(x) FROM t WHERE id < 4",
        "SELECT SUM(x) / COUNT(x) FROM t WHERE id < 4",
    ),
    "a whole number as a float": ("SELECT n FROM t WHERE id = 2", "SELECT 3.0"),
}
UNEQUAL = {
    "seconds of a Unix time": (
        "SELECT MIN(at) FROM t WHERE at > 1e9",
        "SELECT MAX(at) FROM t WHERE at > 1e9",
    ),
    "one second of a julian day": (
        "SELECT at FROM t WHERE id = 1",
        "SELECT at FROM t WHERE id = 2",
    ),
    "a large integer through a float": (
        "SELECT n FROM t WHERE id = 1",
        "SELECT n * 1.0 FROM t WHERE id = 1",
    ),
    "rounded unasked": (
        "SELECT AVG(n) FROM t WHERE id IN (2, 3, 5)",
        "SELECT ROUND(AVG(n), 9) FROM t WHERE id IN (2, 3, 5)",
    ),
    "a term of a sum left out": (SUMMED, "SELECT SUM(x) - 1e-13 FROM t WHERE id < 4"),
    "noise of other rows": (SUMMED, "SELECT SUM(x) + 1e-9 FROM t WHERE id < 4"),
}


@pytest.mark.parametrize("case", EQUAL)
def test_equal(case: str) -> None:
    gold, candidate = EQUAL[case]
    assert judge([SCRIPT], gold, candidate).status == "pass"


@pytest.mark.parametrize("case", UNEQUAL)
def test_unequal(case: str) -> None:
    gold, candidate = UNEQUAL[case]
    assert judge([SCRIPT], gold, candidate).status == "fail"
