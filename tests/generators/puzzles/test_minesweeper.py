"""Minesweeper: what is certain is what every case has, by counting all; cells in any notation."""

from functools import cache
from itertools import product
from statistics import mean
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth_puzzles.families.minesweeper import Minesweeper, MinesweeperInstance


@cache
def boards(count: int, level: float, **fixed: Any) -> list[Any]:
    made = source("puzzle.minesweeper", seed=5, level=level, params=dict(fixed))
    return [made.draw(i).instance for i in range(count)]


def minesweeper() -> Minesweeper:
    family = registry.get("puzzle.minesweeper")
    assert isinstance(family, Minesweeper)
    return family


def near(x: MinesweeperInstance, cell: int) -> set[int]:
    r, c = divmod(cell, x.width)
    return {
        y * x.width + z
        for y, z in product(range(r - 1, r + 2), range(c - 1, c + 2))
        if 0 <= y < x.height and 0 <= z < x.width and (y, z) != (r, c)
    }


def cases(x: MinesweeperInstance) -> list[set[int]]:
    """All sets of mines beside numbers that fit, number after number."""
    found: list[tuple[set[int], set[int]]] = [(set(), set())]  # mines, cells decided
    for cell, count in enumerate(x.shown):
        if count is None:
            continue
        covered = {j for j in near(x, cell) if x.shown[j] is None}
        grown = []
        for mines, decided in found:
            new = sorted(covered - decided)
            for bits in product((False, True), repeat=len(new)):
                more = mines | {j for j, bit in zip(new, bits, strict=True) if bit}
                if len(more & covered) == count:
                    grown.append((more, decided | covered))
        found = grown
    return [mines for mines, _ in found]


@pytest.mark.parametrize(("comparisons", "assumptions"), [(0, 0), (2, 0), (1, 1)])
def test_certain_is_what_every_case_has(comparisons: int, assumptions: int) -> None:
    asked = {"comparisons": comparisons, "assumptions": assumptions}
    for x in boards(8, 0.0, height=6, width=6, **asked):
        spent = minesweeper().measure(x)
        assert spent["group_steps"] >= comparisons
        assert spent["failed"] >= assumptions
        assert assumptions or not spent["trials"]
        all_cases = cases(x)
        assert all_cases
        beside = {
            j for i, n in enumerate(x.shown) if n is not None for j in near(x, i)
            if x.shown[j] is None
        }  # fmt: skip
        assert set(x.mines) == set.intersection(*all_cases)
        assert set(x.safe) == beside - set[int]().union(*all_cases)


def test_effort_rises_with_the_level() -> None:
    levels = (0, 0.3, 0.5, 0.7, 1)
    efforts = [mean(minesweeper().measure(x)["effort"] for x in boards(5, at)) for at in levels]
    assert efforts == sorted(efforts)
    assert efforts[-1] > 20 * efforts[0]


X = MinesweeperInstance(
    height=3,
    width=3,
    shown=(None, 2, None, 1, 2, 1, None, 0, 0),
    safe=(6,),
    mines=(0, 2),
    wording=0,
)


@pytest.mark.parametrize(
    "reply",
    [
        "Answer: safe: r3c1; mines: r1c1, r1c3",
        "Answer: mines: (1, 3), (1, 1); safe: (3, 1)",
        "Answer: safe: r_{3}c_{1}; mines: $r_1c_1$, r_1c_{3}",
        "Answer: r3c1 is safe, r1c1 and r1c3 are mines.",
        'Answer: {"safe": [[3, 1]], "mines": [[1, 1], [1, 3]]}',
        "**Answer:**\n- Safe: row 3, column 1\n- Mines: row 1, column 1 and row 1, column 3",
        "Answer:\n1. R3C1: safe\n2. R1C1: mine\n3. R1C3: mine",
    ],
)
def test_right_answers_pass_in_any_notation(reply: str) -> None:
    assert set.intersection(*cases(X)) == {0, 2}
    assert minesweeper().verify(X, reply).reward == 1


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("Answer: safe: none; mines: r1c1, r1c3", "fail"),
        ("Answer: safe: r3c1; mines: r1c1", "fail"),
        ("Answer: safe: r1c1; mines: r3c1, r1c3", "fail"),
        ("Answer: safe: none; mines: none", "fail"),
        ("Answer: safe: r3c1, r1c1, r1c3; mines: r1c1, r1c3", "unparsable"),
        ("Answer: safe: r3c1; mines: r1c1, r4c3", "unparsable"),
        ("Answer: safe: r3c1; mines: r1c1, perhaps r1c3", "unparsable"),
        ("Answer: safe: r3c1; not mines: r1c1, r1c3", "unparsable"),
        ("Answer: r3c1, r1c1, r1c3", "unparsable"),
    ],
)
def test_wrong_and_doubtful_answers_do_not_pass(reply: str, status: str) -> None:
    assert minesweeper().verify(X, reply).status == status
