"""Futoshiki: one solution by another solver, signs that are drawn as they are meant."""

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from statistics import mean
from typing import Any

import pytest
from pysat.solvers import Solver

from tasksynth import registry
from tasksynth.single import source
from tasksynth_puzzles.families.futoshiki import Futoshiki, FutoshikiInstance


@cache
def squares(count: int, level: float, **fixed: Any) -> list[Any]:
    made = source("puzzle.futoshiki", seed=5, level=level, params=dict(fixed))
    return [made.draw(i).instance for i in range(count)]


def futoshiki() -> Futoshiki:
    family = registry.get("puzzle.futoshiki")
    assert isinstance(family, Futoshiki)
    return family


def solutions(x: FutoshikiInstance, givens: Sequence[int]) -> list[list[int]]:
    """The first two solutions, by a SAT solver."""
    n = x.side
    digits = range(1, n + 1)
    with Solver("cadical195") as solver:
        for i in range(n * n):
            solver.add_clause([i * n + d for d in digits])
            for d, e in combinations(digits, 2):
                solver.add_clause([-(i * n + d), -(i * n + e)])
        for a, b in combinations(range(n * n), 2):
            if a // n == b // n or a % n == b % n:
                for d in digits:
                    solver.add_clause([-(a * n + d), -(b * n + d)])
        for a, b in x.less:
            for d in digits:
                for e in range(1, d + 1):
                    solver.add_clause([-(a * n + d), -(b * n + e)])
        for i, digit in enumerate(givens):
            if digit:
                solver.add_clause([i * n + digit])
        found: list[list[int]] = []
        while len(found) < 2 and solver.solve():
            model = [v for v in solver.get_model() if v > 0]
            found.append([(v - 1) % n + 1 for v in model])
            solver.add_clause([-v for v in model])
        return found


@pytest.mark.parametrize("level", [0.0, 0.3, 0.6, 1.0])
def test_another_solver_finds_that_solution_and_no_other(level: float) -> None:
    for x in squares(3, level):
        assert solutions(x, x.givens) == [list(x.solution)]


def test_no_given_can_go_where_that_is_promised() -> None:
    for x in squares(2, 0.6):
        for i, digit in enumerate(x.givens):
            if digit:
                assert len(solutions(x, [*x.givens[:i], 0, *x.givens[i + 1 :]])) == 2


def test_effort_rises_with_the_level() -> None:
    levels = (0, 0.3, 0.6, 1)
    efforts = [mean(futoshiki().measure(x)["effort"] for x in squares(8, at)) for at in levels]
    assert efforts == sorted(efforts)
    assert efforts[-1] > 8 * efforts[0]


def reread(x: FutoshikiInstance) -> tuple[list[int], set[tuple[int, int]]]:
    """Digits and signs of a drawn prompt, by where they stand."""
    lines = futoshiki().prompt(x).split("\n\n")[1].split("\n")
    cells, less = [], set()
    for r, line in enumerate(lines):
        row, below = divmod(r, 2)
        for c in range(x.side):
            at = row * x.side + c
            if below:
                sign = line[4 * c : 4 * c + 1]
                less |= {"^": {(at, at + x.side)}, "v": {(at + x.side, at)}}.get(sign, set())
            else:
                cells.append(int(line[4 * c].replace("_", "0")))
                sign = line[4 * c + 2 : 4 * c + 3]
                less |= {"<": {(at, at + 1)}, ">": {(at + 1, at)}}.get(sign, set())
    return cells, less


def test_the_drawing_says_what_is_meant() -> None:
    drawn = [x for x in squares(8, 0.3) if "`^`" in futoshiki().prompt(x)]
    assert drawn
    for x in drawn:
        assert reread(x) == (list(x.givens), set(x.less))


def test_a_square_seen_from_its_side_is_the_same_task() -> None:
    (x,) = squares(1, 0.3)
    n = x.side

    def to(cell: int) -> int:
        return int(cell % n * n + cell // n)

    turned = x.model_copy(
        update={
            "givens": tuple(x.givens[to(i)] for i in range(n * n)),
            "less": tuple((to(a), to(b)) for a, b in x.less),
        }
    )
    assert futoshiki().canonical(turned) == futoshiki().canonical(x)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("<answer>{0}</answer>", "pass"),
        ("Answer:\n{0}", "pass"),
        ("<answer>{0}\n1</answer>", "unparsable"),
        ("<answer>{1}</answer>", "fail"),
    ],
)
def test_squares_are_read_as_grids(answer: str, status: str) -> None:
    (x,) = squares(1, 0.3)
    rows = [x.solution[i : i + x.side] for i in range(0, x.side**2, x.side)]
    right, wrong = (
        "\n".join(" ".join(map(str, row)) for row in some) for some in (rows, rows[::-1])
    )
    assert futoshiki().verify(x, answer.format(right, wrong)).status == status
