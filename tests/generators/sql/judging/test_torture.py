"""Gold, candidate, data and expected verdict: four files of them, and an independent check."""

import json
import math
import sqlite3
from collections import Counter
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tasksynth_sql import judge

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = [
    json.loads(line)
    for name in ("torture.jsonl", "torture_more.jsonl", "torture_wide.jsonl", "cases.jsonl")
    for line in (HERE / name).read_text().splitlines()
]


def scripts(case: dict[str, Any]) -> list[str]:
    return [case["schema_sql"], *case["alt_schema_sql"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_verdict(case: dict[str, Any]) -> None:
    verdict = judge(
        scripts(case),
        case["gold"],
        case["candidate"],
        order_matters=case["order_matters"],
        column_order_matters=case["column_order_matters"],
    )
    assert (verdict.status == "pass") == case["expected"], (case["why"], verdict.why)
    assert verdict.status in ("pass", "fail", "unparsable")
    assert (verdict.why == "") == case["expected"]


def plain(case: dict[str, Any]) -> bool:
    """Can plain SQLite and a bag comparison settle the case?"""
    decided = case["category"] in ("equiv", "nearmiss") and not case["order_matters"]
    return decided and "LIMIT" not in case["gold"] and "~" not in case["gold"]


def same(x: object, y: object) -> bool:
    if isinstance(x, float) and isinstance(y, float) and not (x.is_integer() and y.is_integer()):
        return math.isclose(x, y, rel_tol=1e-12, abs_tol=1e-12)
    kinds = (int, float)
    return x == y and (type(x) is type(y) or (isinstance(x, kinds) and isinstance(y, kinds)))


def same_bag(wanted: list[tuple[object, ...]], got: list[tuple[object, ...]]) -> bool:
    left = list(got)
    for row in wanted:
        for at, other in enumerate(left):
            if all(map(same, row, other)):
                del left[at]
                break
        else:
            return False
    return not left


@pytest.mark.parametrize("case", [*filter(plain, CASES)], ids=lambda case: case["id"])
def test_expectation_holds_by_brute_force(case: dict[str, Any]) -> None:
    """The files' labels, found again without any of the verifier's code."""
    wanted, got = [], []
    for script in scripts(case):
        db = sqlite3.connect(":memory:")
        db.executescript(script)
        wanted.append(db.execute(case["gold"]).fetchall())
        try:
            got.append(db.execute(case["candidate"]).fetchall())
        except sqlite3.Error:
            assert not case["expected"]
            return
        finally:
            db.close()
    width = len((wanted[0] or got[0] or [()])[0])
    if any(len(row) != width for rows in (*wanted, *got) for row in rows):
        assert not case["expected"]
        return
    orders = [tuple(range(width))]
    if not case["column_order_matters"] and width < 6:
        orders = list(permutations(range(width)))
    fits = any(
        all(
            same_bag(rows, [tuple(row[c] for c in order) for row in other])
            for rows, other in zip(wanted, got, strict=True)
        )
        for order in orders
    )
    if fits != case["expected"]:  # two empty results tell nothing about the columns
        assert not any(wanted)
        assert not any(got)


def test_every_category_has_cases_of_both_kinds() -> None:
    kinds = Counter((case["category"], case["expected"]) for case in CASES)
    assert kinds["equiv", True] >= 50
    assert kinds["nearmiss", False] >= 50
    assert kinds["order", True] >= 15
    assert kinds["order", False] >= 12
    assert len({case["id"] for case in CASES}) == len(CASES) >= 94 + 170 + 530
