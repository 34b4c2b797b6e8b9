"""Sudoku: one solution by another solver, levels that are levels, grids in any layout."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from statistics import median
from typing import Any

import pytest
from pysat.solvers import Solver

from tasksynth import registry
from tasksynth.single import source
from tasksynth_puzzles.families.sudoku import Sudoku, SudokuInstance
from tasksynth_puzzles.solving.squares import renamed, turned


@cache
def grids(count: int, level: float, **fixed: Any) -> list[Any]:
    made = source("puzzle.sudoku", seed=5, level=level, params=dict(fixed))
    return [made.draw(i).instance for i in range(count)]


def sudoku() -> Sudoku:
    family = registry.get("puzzle.sudoku")
    assert isinstance(family, Sudoku)
    return family


def rules(x: SudokuInstance) -> Iterator[Sequence[int]]:
    """Cells that hold different digits, said again independently of the family."""
    cells, n = range(x.side**2), x.side
    for k in range(n):
        yield [i for i in cells if i // n == k]
        yield [i for i in cells if i % n == k]
        yield [i for i in cells if x.regions[i] == k]
    if x.variant == "diagonal":
        yield [i for i in cells if i // n == i % n]
        yield [i for i in cells if i // n + i % n == n - 1]


def solutions(x: SudokuInstance, givens: Sequence[int], at_most: int = 2) -> list[list[int]]:
    """The first solutions, by a SAT solver."""
    n = x.side
    with Solver("cadical195") as solver:
        for i in range(n * n):
            solver.add_clause([i * n + d for d in range(1, n + 1)])
        for group in rules(x):
            assert len(group) == n
            for a, b in combinations(group, 2):
                for d in range(1, n + 1):
                    solver.add_clause([-(a * n + d), -(b * n + d)])
        for i in range(n * n):
            for d, e in combinations(range(1, n + 1), 2):
                solver.add_clause([-(i * n + d), -(i * n + e)])
        for i, digit in enumerate(givens):
            if digit:
                solver.add_clause([i * n + digit])
        found: list[list[int]] = []
        while len(found) < at_most and solver.solve():
            model = [v for v in solver.get_model() if v > 0]
            found.append([(v - 1) % n + 1 for v in model])
            solver.add_clause([-v for v in model])
        return found


@pytest.mark.parametrize("variant", ["plain", "diagonal", "irregular"])
@pytest.mark.parametrize("level", [0.0, 0.25, 0.4, 1.0])
def test_another_solver_finds_that_solution_and_no_other(variant: str, level: float) -> None:
    for x in grids(3 if level < 1 else 1, level, variant=variant):
        assert solutions(x, x.givens) == [list(x.solution)]
        assert all(not d or d == s for d, s in zip(x.givens, x.solution, strict=True))


def test_no_given_of_a_sparse_plain_grid_can_go() -> None:
    (x,) = grids(1, 0.6, variant="plain")
    for i, digit in enumerate(x.givens):
        if digit:
            assert len(solutions(x, [*x.givens[:i], 0, *x.givens[i + 1 :]])) == 2


def test_effort_rises_with_the_level() -> None:
    levels = (0, 0.25, 0.4, 0.7, 1)
    efforts = [median(sudoku().measure(x)["effort"] for x in grids(6, level)) for level in levels]
    assert efforts == sorted(efforts)
    assert efforts[-1] > 20 * efforts[0]
    for x in grids(6, 1):
        spent = sudoku().measure(x)
        assert spent["technique"] >= 3
        assert spent["effort"] >= 140


def test_turned_and_renamed_grids_are_the_same_task() -> None:
    (x,) = grids(1, 0.4, variant="irregular")
    turn = list(turned(x.side))[5]
    other = x.model_copy(
        update={
            "regions": tuple(8 - x.regions[i] for i in turn),
            "givens": tuple(x.givens[i] and x.givens[i] % 9 + 1 for i in turn),
            "wording": 5,
        }
    )
    assert sudoku().canonical(x) == sudoku().canonical(other)
    assert renamed([3, 0, 1, 3]) == [1, 0, 2, 1]
    assert sorted(map(tuple, turned(2))) == sorted({tuple(t) for t in turned(2)})


X = SudokuInstance(
    variant="plain",
    side=4,
    regions=(0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3),
    givens=(1, 0, 0, 4, 0, 4, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0),
    solution=(1, 2, 3, 4, 3, 4, 1, 2, 2, 1, 4, 3, 4, 3, 2, 1),
    wording=0,
)
ROWS = ["1 2 3 4", "3 4 1 2", "2 1 4 3", "4 3 2 1"]


@pytest.mark.parametrize(
    "reply",
    [
        "<answer>" + "\n".join(ROWS) + "</answer>",
        "<answer>1234\n3412\n2143\n4321</answer>",
        "<answer>1234341221434321</answer>",
        "Answer: [[1, 2, 3, 4], [3, 4, 1, 2], [2, 1, 4, 3], [4, 3, 2, 1]]",
        ("```\n+-----+-----+\n| 1 2 | 3 4 |\n| 3 4 | 1 2 |\n+-----+-----+\n| 2 1 | 4 3 |\n"
        "| 4 3 | 2 1 |\n+-----+-----+\n```"),
        ("\u250c\u2500\u2510\n\u25021 2\u25023 4\u2502\n\u25023 4\u25021 2\u2502\n"
        "\u25022 1\u25024 3\u2502\n\u25024 3\u25022 1\u2502\n\u2514\u2500\u2518"),
        ("So:\n\n| 1 | 2 | 3 | 4 |\n|---|---|---|---|\n| 3 | 4 | 1 | 2 |\n| 2 | 1 | 4 | 3 |\n"
        "| 4 | 3 | 2 | 1 |"),
        "Answer:\nRow 1: 1 2 3 4\nRow 2: 3 4 1 2\nRow 3: 2 1 4 3\nRow 4: 4 3 2 1",
        "Answer:\n1. 1 2 3 4\n2. 3 4 1 2\n3. 2 1 4 3\n4. 4 3 2 1",
        "Answer: 1,2,3,4 / 3,4,1,2 / 2,1,4,3 / 4,3,2,1",
        r"\boxed{\begin{pmatrix} 1&2&3&4\\3&4&1&2\\2&1&4&3\\4&3&2&1 \end{pmatrix}}",
    ],
)  # fmt: skip
def test_right_grids_pass_in_every_layout(reply: str) -> None:
    assert sudoku().verify(X, reply).reward == 1


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("<answer>1234\n3412\n2143\n4312</answer>", "fail"),
        ("<answer>1234\n4312\n2143\n3421</answer>", "fail"),
        ("<answer>1..4\n.41.\n2...\n....</answer>", "unparsable"),
        ("<answer>1234\n3412\n2143</answer>", "unparsable"),
        ("<answer>1234\n3412\n2143\n4321\n1234</answer>", "unparsable"),
        ("<answer>1234\n3412\n2143\n4321 or 4312</answer>", "unparsable"),
        ("<answer>1234\n3412\n2143\n43?1</answer>", "unparsable"),
        ("<answer>1234\n3412\n2143\n43 2 1</answer>", "unparsable"),
        ("<answer>1 2 3 4\n3 4 1 2\n2 1 4 3\n4 3 2 -1</answer>", "unparsable"),
    ],
)
def test_wrong_and_doubtful_grids_do_not_pass(reply: str, status: str) -> None:
    assert sudoku().verify(X, reply).status == status
