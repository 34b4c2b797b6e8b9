"""Killer sudoku: one solution by another solver, cages that hang together."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations, permutations
from statistics import median
from typing import Any

import pytest
from pysat.solvers import Solver

from tasksynth import registry
from tasksynth.single import source
from tasksynth_puzzles.families.killer import Killer, KillerInstance
from tasksynth_puzzles.solving.squares import turned

BOXES = {4: (2, 2), 6: (2, 3), 9: (3, 3)}


@cache
def grids(count: int, level: float, **fixed: Any) -> list[Any]:
    made = source("puzzle.killer", seed=5, level=level, params=dict(fixed))
    return [made.draw(i).instance for i in range(count)]


def killer() -> Killer:
    family = registry.get("puzzle.killer")
    assert isinstance(family, Killer)
    return family


def groups(x: KillerInstance) -> Iterator[list[int]]:
    """Cells that hold different digits, said again independently of the family."""
    n, (rows, columns) = x.side, BOXES[x.side]
    cells = range(n * n)
    for k in range(n):
        yield [i for i in cells if i // n == k]
        yield [i for i in cells if i % n == k]
        across = n // columns
        yield [i for i in cells if i // n // rows * across + i % n // columns == k]
    yield from map(list, x.cages)


def solutions(x: KillerInstance) -> list[list[int]]:
    """The first two solutions, by a SAT solver: orders of digits with a wrong sum are excluded."""
    n = x.side
    digits = range(1, n + 1)
    with Solver("cadical195") as solver:
        for i in range(n * n):
            solver.add_clause([i * n + d for d in digits])
            for d, e in combinations(digits, 2):
                solver.add_clause([-(i * n + d), -(i * n + e)])
        for group in groups(x):
            for a, b in combinations(group, 2):
                for d in digits:
                    solver.add_clause([-(a * n + d), -(b * n + d)])
        for cage in x.cages:
            total = sum(x.solution[i] for i in cage)
            for some in permutations(digits, len(cage)):
                if sum(some) != total:
                    solver.add_clause([-(i * n + d) for i, d in zip(cage, some, strict=True)])
        found: list[list[int]] = []
        while len(found) < 2 and solver.solve():
            model = [v for v in solver.get_model() if v > 0]
            found.append([(v - 1) % n + 1 for v in model])
            solver.add_clause([-v for v in model])
        return found


@pytest.mark.parametrize("level", [0.0, 0.4, 0.7, 1.0])
def test_another_solver_finds_that_solution_and_no_other(level: float) -> None:
    for x in grids(2, level, longest=3):
        assert solutions(x) == [list(x.solution)]
        assert sorted(i for cage in x.cages for i in cage) == list(range(x.side**2))


def test_cages_hang_together_and_are_told() -> None:
    (x,) = grids(1, 0.6)
    for cage in x.cages:
        reached = {cage[0]}
        for _ in cage:
            reached |= {
                j for i in reached for j in cage
                if abs(i - j) == x.side or (abs(i - j) == 1 and i // x.side == j // x.side)
            }  # fmt: skip
        assert reached == set(cage)
    prompt = str(killer().prompt(x))
    rows = prompt.split("\n\n")[1].replace("\n", " ").split()
    sums = dict(pair.split(": ") for pair in prompt.split("\n\n")[2].split(", "))
    assert {letter for letter in rows if not letter.isdigit()} == sums.keys()
    for letter, total in sums.items():
        cells = tuple(i for i, mark in enumerate(rows) if mark == letter)
        assert cells in x.cages
        assert sum(x.solution[i] for i in cells) == int(total)


def test_effort_rises_with_the_level() -> None:
    levels = (0, 0.25, 0.5, 0.75, 1)
    efforts = [median(killer().measure(x)["effort"] for x in grids(5, level)) for level in levels]
    assert efforts == sorted(efforts)
    assert efforts[-1] > 15 * efforts[0]


def test_turned_grids_are_the_same_task() -> None:
    (x,) = grids(1, 0.3)
    for turn in turned(x.side)[1:]:
        at = {cell: i for i, cell in enumerate(turn)}
        cages = sorted(tuple(sorted(at[i] for i in cage)) for cage in x.cages)
        digits = tuple(x.solution[i] for i in turn)
        other = x.model_copy(update={"cages": tuple(cages), "solution": digits})
        assert killer().canonical(other) == killer().canonical(x)


def test_the_solution_passes_and_another_grid_fails() -> None:
    (x,) = grids(1, 0.3)
    rows = [x.solution[i : i + x.side] for i in range(0, len(x.solution), x.side)]
    text = "\n".join("".join(map(str, row)) for row in rows)
    assert killer().verify(x, f"<answer>{text}</answer>").reward == 1
    swapped = "\n".join("".join(map(str, row)) for row in (rows[1], rows[0], *rows[2:]))
    assert killer().verify(x, f"<answer>{swapped}</answer>").status == "fail"
    assert killer().verify(x, f"<answer>{text[:-1]}</answer>").status == "unparsable"
