"""Nonograms: one picture by another solver, levels that are levels, pictures in any marks."""

from functools import cache
from itertools import product
from statistics import mean
from typing import Any

import pytest
from pysat.solvers import Solver

from tasksynth import registry
from tasksynth.single import source
from tasksynth_puzzles.families.nonogram import Nonogram, NonogramInstance
from tasksynth_puzzles.solving.lines import placements, runs_of


@cache
def pictures(count: int, level: float, **fixed: Any) -> list[Any]:
    made = source("puzzle.nonogram", seed=5, level=level, params=dict(fixed))
    return [made.draw(i).instance for i in range(count)]


def nonogram() -> Nonogram:
    family = registry.get("puzzle.nonogram")
    assert isinstance(family, Nonogram)
    return family


def solutions(x: NonogramInstance) -> list[tuple[int, ...]]:
    """The first two pictures, by a SAT solver that chooses a placement for each line."""
    height, width = len(x.rows), len(x.columns)
    cell = [[r * width + c + 1 for c in range(width)] for r in range(height)]
    top = height * width
    lines = [(runs, cell[r]) for r, runs in enumerate(x.rows)]
    lines += [(runs, [row[c] for row in cell]) for c, runs in enumerate(x.columns)]
    with Solver("cadical195") as solver:
        for runs, cells in lines:
            options = []
            for mask in placements(runs, len(cells)):
                top += 1
                options.append(top)
                for at, variable in enumerate(cells):
                    solver.add_clause([-top, variable if mask >> at & 1 else -variable])
            solver.add_clause(options)
        found: list[tuple[int, ...]] = []
        while len(found) < 2 and solver.solve():
            model = solver.get_model()[: height * width]
            rows = [sum(1 << c for c in range(width) if model[row[c] - 1] > 0) for row in cell]
            found.append(tuple(rows))
            solver.add_clause([-literal for literal in model])
        return found


@pytest.mark.parametrize("length", [5, 8])
def test_placements_are_all_lines_with_these_runs(length: int) -> None:
    by_runs: dict[tuple[int, ...], set[int]] = {}
    for cells in product((0, 1), repeat=length):
        runs = tuple(len(run) for run in "".join(map(str, cells)).split("0") if run)
        by_runs.setdefault(runs, set()).add(sum(bit << at for at, bit in enumerate(cells)))
    for runs, masks in by_runs.items():
        assert set(placements(runs, length)) == masks
        assert {runs_of(mask, length) for mask in masks} == {runs}


@pytest.mark.parametrize("level", [0.0, 0.4, 0.6, 0.8, 1.0])
def test_another_solver_finds_that_picture_and_no_other(level: float) -> None:
    for x in pictures(3 if level < 0.7 else 1, level):
        assert solutions(x) == [x.solution]


def test_effort_rises_with_the_level_and_trial_needs_assumptions() -> None:
    levels = (0, 0.4, 0.7, 0.9)
    efforts = [mean(nonogram().measure(x)["effort"] for x in pictures(5, at)) for at in levels]
    assert efforts == sorted(efforts)
    for x in pictures(5, 0.9):
        assert nonogram().measure(x)["trials"] > 0


def test_a_picture_seen_from_its_side_is_the_same_task() -> None:
    (x,) = pictures(1, 0.4)
    turned = x.model_copy(
        update={"rows": tuple(runs[::-1] for runs in x.columns), "columns": x.rows[::-1]}
    )
    assert nonogram().canonical(turned) == nonogram().canonical(x)


X = NonogramInstance(
    rows=((1, 1), (3,), ()),
    columns=((2,), (1,), (2,)),
    solution=(0b101, 0b111, 0),
    wording=0,
)


@pytest.mark.parametrize(
    "reply",
    [
        "<answer>\nX . X\nX X X\n. . .\n</answer>",
        "<answer>X.X\nXXX\n...</answer>",
        "<answer>\n# - #\n# # #\n- - -\n</answer>",
        "<answer>\n\u25a0\u25a1\u25a0\n\u25a0\u25a0\u25a0\n\u25a1\u25a1\u25a1\n</answer>",
        "Answer: [[1, 0, 1], [1, 1, 1], [0, 0, 0]]",
        'Answer: ["x.x", "xxx", "..."]',
        "Answer:\nRow 1: X . X\nRow 2: X X X\nRow 3: . . .",
        "```\n1. X . X\n2. X X X\n3. . . .\n```",
        "<answer>\n- X . X\n- X X X\n- . . .\n</answer>",
        "So:\n\n<answer>\n| X | . | X |\n|---|---|---|\n| X | X | X |\n| . | . | . |\n</answer>",
        r"\boxed{\begin{array}{ccc} X & . & X \\ X & X & X \\ . & . & . \end{array}}",
    ],
)
def test_right_pictures_pass_in_any_marks(reply: str) -> None:
    assert solutions(X) == [X.solution]
    assert nonogram().verify(X, reply).reward == 1


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("<answer>X.X\nXXX\n..X</answer>", "fail"),
        ("<answer>...\nXXX\nX.X</answer>", "fail"),
        ("<answer>X.X\nXXX</answer>", "unparsable"),
        ("<answer>X.X\nXXX\n...\n...</answer>", "unparsable"),
        ("<answer>X.X\nX?X\n...</answer>", "unparsable"),
        ("<answer>X.X\nXXX\n... or ..X</answer>", "unparsable"),
        ("<answer>not X.X\nXXX\n...</answer>", "unparsable"),
    ],
)
def test_wrong_and_doubtful_pictures_do_not_pass(reply: str, status: str) -> None:
    assert nonogram().verify(X, reply).status == status
