"""InternBootcamp, from a checkout of its repository: classes with a generator and a judge."""

import importlib.util
import os
import random  # noqa: TID251 - theirs, which is seeded
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from pysat.solvers import Minisat22

from benchmarks.rivals.rows import Exam, Row, own_exams, rate, reading
from tasksynth.single import source

CAMPS = Path(os.environ["CHECKOUT"]) / "internbootcamp" / "bootcamp"
LOOKED_AT = 200
"""Puzzles whose solutions are counted."""


def loaded(name: str, path: Path) -> ModuleType:
    """One module by itself: the package would import a thousand others."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


loaded("bootcamp", CAMPS / "base.py")  # whence the puzzles take their base class
SUDOKU = loaded("sudoku_camp", CAMPS / "sudoku" / "sudoku.py").Sudokubootcamp
FUTOSHIKI = loaded("futoshiki_camp", CAMPS / "futoshiki" / "futoshiki.py").Futoshikibootcamp


class Made(NamedTuple):
    """A puzzle of theirs with its prompt, and the grid that it was made from."""

    case: dict[str, Any]
    prompt: str
    solution: list[list[int]]


def rows() -> Iterator[Row]:
    """All jobs."""
    jobs = (
        ("sudoku 9x9", sudokus(), "puzzle.sudoku", {"side": 9}),
        ("futoshiki 5x5", futoshikis(), "puzzle.futoshiki", {"side": 5}),
    )
    for name, make, family, params in jobs:
        tasks = source(family, seed=1, level=0.3, params=params)
        yield Row(f"tasks: {name}", rate(make), rate(tasks.draw), "a CPU-second")
        single = 100 * sum(has_one_solution(make(i).case) for i in range(LOOKED_AT)) / LOOKED_AT
        yield Row(f"{name} with one solution", single, 100.0, "%")
    yield from reading(exams(futoshikis()), own_exams("puzzle.futoshiki", side=5))


def maker(camp: Any, drawn: str) -> Callable[[int], Made]:
    """What makes the puzzle of a seed; `drawn` is its method that draws a whole grid."""
    grids: list[list[list[int]]] = []
    draw = getattr(camp, drawn)

    def kept() -> list[list[int]]:
        grids[:] = [draw()]
        return [row.copy() for row in grids[0]]

    setattr(camp, drawn, kept)

    def make(seed: int) -> Made:
        random.seed(seed)
        case = camp.case_generator()
        return Made(case, camp.prompt_func(case), grids[0])

    return make


def sudokus() -> Callable[[int], Made]:
    """With half of the cells blank, as they come."""
    return maker(SUDOKU(size=9), "_generate_full_sudoku")


def futoshikis() -> Callable[[int], Made]:
    """With three tenths of the cells and of the signs, as they come."""
    return maker(FUTOSHIKI(size=5), "_generate_latin_square")


def has_one_solution(case: dict[str, Any]) -> bool:
    """By a solver that looks for a second one."""
    with Minisat22(bootstrap_with=clauses(case)) as solver:
        if not solver.solve():
            raise RuntimeError("this puzzle has no solution")
        solver.add_clause([-literal for literal in solver.get_model() if literal > 0])
        return not solver.solve()


def clauses(case: dict[str, Any]) -> Iterator[list[int]]:
    """The rules, over a variable for each cell and value."""
    n = case["size"]
    given = case.get("puzzle") or case["initial"]
    values = np.arange(1, n**3 + 1).reshape(n, n, n)
    for cell, value in zip(values.reshape(-1, n), np.ravel(given), strict=True):
        yield from exactly_one(cell)
        if value:
            yield [int(cell[value - 1])]
    groups = [*values, *values.swapaxes(0, 1)]
    if box := case.get("region_rows", 0):
        boxes = values.reshape(n // box, box, n // box, box, n).swapaxes(1, 2)
        groups += [*boxes.reshape(n, n, n)]
    for group in groups:
        for places in group.T:
            yield from exactly_one(places)
    for sign in case.get("inequalities", ()):
        ends = (tuple(sign["cell1"]), tuple(sign["cell2"]))
        more, less = ends if sign["symbol"] == ">" else ends[::-1]
        for k in range(n):
            yield from ([-int(values[more][k]), -int(above)] for above in values[less][k:])


def exactly_one(variables: Iterable[Any]) -> Iterator[list[int]]:
    """One of them, and no two."""
    plain = [int(v) for v in variables]
    yield plain
    yield from ([-a, -b] for a, b in combinations(plain, 2))


def exams(make: Callable[[int], Made], count: int = 5) -> list[Exam]:
    """Grids in the brackets that its prompt asks for.

    Its penalties for short replies, and for replies without a thought, are switched off.
    """
    made = [make(i) for i in range(count + 1)]

    def exam(i: int) -> Exam:
        right, other = (f"[answer]\n{m.solution}\n[/answer]" for m in (made[i], made[i + 1]))

        def paid(reply: str) -> bool:
            score = FUTOSHIKI.verify_score(
                reply, made[i].case, short_penalty=False, format_penalty=False
            )
            return bool(score == 1)

        return Exam(right, other, paid)

    return [one for one in map(exam, range(count)) if not one.paid(one.wrong)]
