"""Stored optima against enumeration and against PySAT's own MaxSAT, MCS and MUS extractors."""

from itertools import combinations, islice
from statistics import median
from typing import Any

import numpy as np
import pytest
from pysat.examples.lbx import LBX
from pysat.examples.optux import OptUx
from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from tasksynth.single import source
from tasksynth_sat.drawing import draw, optimum
from tasksynth_sat.drawing.contradiction import contradiction, twins
from tasksynth_sat.drawing.draw import Width
from tasksynth_sat.drawing.parity_cores import parity_core
from tasksynth_sat.drawing.parity_mus import parities_of, peeled
from tasksynth_sat.families.mus import parities, planted, uniform
from tasksynth_sat.formulas.cnf import Clause, Cnf, count_violated, satisfies, violated
from tasksynth_sat.solving.solvers import solve_clauses


def rng(key: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=key))


def soft(clauses: list[Clause]) -> Any:
    weighted = WCNF()
    for clause in clauses:
        weighted.append(list(clause), weight=1)
    return weighted


def rc2(clauses: list[Clause]) -> int:
    with RC2(soft(clauses)) as solver:
        solver.compute()
        return int(solver.cost)


def unsat(clauses: list[Clause], places: Any) -> bool:
    return solve_clauses([clauses[i] for i in places]).status == "unsat"


@pytest.mark.parametrize("width", [2, 3, "mixed"])
def test_optimum_by_table_and_by_search_is_the_least_over_all_assignments(width: Width) -> None:
    for key in range(30):
        clauses = tuple(islice(draw.clauses(rng(key), 6, width), 36))
        cnf = Cnf(n_vars=6, clauses=clauses)
        counts = [count_violated(cnf, a) for a in range(64)]
        exact = optimum.optimum(cnf)
        assert exact.violated == min(counts) == rc2(list(clauses))
        best = {a for a in range(64) if exact.table >> a & 1}
        assert best == {a for a, count in enumerate(counts) if count == min(counts)}
        searched = optimum.optimum_by_search(cnf, most=20)
        assert searched is not None
        assert searched[0] == count_violated(cnf, searched[1]) == min(counts)


@pytest.mark.parametrize(
    ("n", "m", "width", "count"),
    [(5, 20, 3, 2), (8, 48, 3, 2), (12, 80, "mixed", 3), (24, 150, 3, 3), (10, 150, 4, 2)],
)
def test_planted_optimum_is_what_rc2_finds(n: int, m: int, width: Width, count: int) -> None:
    made = [optimum.planted(rng(key), n, m, width, count) for key in range(30)]
    found = [x for x in made if x is not None]
    assert len(found) > 5
    for x in found:
        cnf = Cnf(n_vars=n, clauses=tuple(x.clauses))
        assert len(set(x.clauses)) == m
        assert violated(cnf, x.model) == list(range(count))
    for x in found[:6]:
        assert rc2(x.clauses) == count


def test_search_gives_up_at_its_budget() -> None:
    clauses = tuple(islice(draw.clauses(rng(1), 40, 3), 320))
    assert optimum.optimum_by_search(Cnf(n_vars=40, clauses=clauses), most=30) is None


@pytest.mark.parametrize(
    ("n", "m", "width"),
    [
        *((4, 16, 3), (5, 20, 3), (5, 20, "mixed"), (9, 20, 3), (12, 60, 3), (30, 130, 3)),
        *((50, 200, 3), (50, 200, "mixed"), (40, 200, 3), (30, 80, 2), (100, 400, "mixed")),
    ],
)
def test_a_contradiction_and_its_twins_differ_in_one_sign(n: int, m: int, width: Width) -> None:
    made = [contradiction(rng(key), n, m, width) for key in range(20)]
    found = [clauses for clauses in made if clauses is not None]
    assert len(found) > 5
    for clauses in found:
        assert len(set(clauses)) == m
        assert {abs(x) for clause in clauses for x in clause} == set(range(1, n + 1))
        assert solve_clauses(clauses).status == "unsat"
        for place, twin in islice(twins(n, clauses), 9):
            other = [*clauses[:place], twin, *clauses[place + 1 :]]
            differ = [(x, y) for x, y in zip(clauses[place], twin, strict=True) if x != y]
            assert len(differ) == 1
            assert differ[0][0] == -differ[0][1]
            assert len(set(other)) == m
            assert solve_clauses(other).status == "sat"


def test_smallest_contradiction_of_uniform_formulas_is_the_smallest() -> None:
    for key in range(25):
        core = uniform(rng(key), 5, 18, 3)
        if core is None:
            continue
        with OptUx(soft(core.clauses)) as extractor:
            assert len(extractor.compute()) == core.size
        assert unsat(core.clauses, range(core.size))


def test_a_contradiction_of_parity_is_the_only_minimal_one() -> None:
    for n, key in ((16, 1), (17, 2), (24, 3), (33, 4)):
        core = parities(rng(key), n, 6 * n)
        assert core is not None
        assert len({*core.clauses}) == 6 * n
        assert {abs(y) for clause in core.clauses for y in clause} == set(range(1, n + 1))
        assert unsat(core.clauses, range(core.size))
        for needed in range(core.size):  # a formula without any one of them can be satisfied
            assert not unsat(core.clauses, (i for i in range(6 * n) if i != needed))


def test_a_contradiction_of_parity_takes_search_and_is_not_given_away() -> None:
    conflicts = []
    for key in range(5):
        core = parities(rng(key), 80, 480)
        assert core is not None
        conflicts.append(solve_clauses(core.clauses).conflicts)
        rows = parities_of(core.clauses)
        own = {tuple(sorted(map(abs, clause))) for clause in core.clauses[: core.size]}
        assert own < {*rows}
        assert peeled(rows) == {*rows}
    assert median(conflicts) > 1000


def test_smallest_contradiction_against_every_smaller_set() -> None:
    checked = 0
    for key in range(120):
        core = uniform(rng(key), 4, 9, "mixed")
        if core is None:
            continue
        checked += 1
        for places in combinations(range(9), core.size - 1):
            assert not unsat(core.clauses, places)
    assert checked > 5


@pytest.mark.parametrize(
    ("n", "m", "width"), [(8, 40, 3), (30, 120, 3), (12, 60, "mixed"), (40, 200, "mixed")]
)
def test_planted_contradiction_is_the_only_minimal_one(n: int, m: int, width: Width) -> None:
    made = [planted(rng(key), n, m, width) for key in range(10)]
    found = [core for core in made if core is not None]
    assert len(found) > 3
    for core in found:
        assert len(set(core.clauses)) == m
        assert unsat(core.clauses, range(core.size))
        for place in range(core.size):  # so every contradiction holds each of them
            rest = [i for i in range(m) if i != place]
            assert not unsat(core.clauses, rest)


def test_violated_clauses_of_an_optimum_are_a_correction_set_to_lbx_too() -> None:
    for key in range(10):
        x = optimum.planted(rng(key), 8, 48, 3, 2)
        if x is None:
            continue
        with LBX(soft(x.clauses), use_cld=False, solver_name="g4") as extractor:
            sizes = []
            for found in islice(extractor.enumerate(), 400):
                extractor.block(found)
                sizes.append(len(found))
        assert min(sizes) == x.violated


def test_quietly_planted_literals_do_not_betray_the_assignment() -> None:
    model = 0b1011001110001101101
    drawn = list(
        islice(draw.satisfied(rng(5), draw.literals(model, 19), draw.clauses(rng(6), 19, 3)), 3000)
    )
    assert all(satisfies(Cnf(n_vars=19, clauses=(c,)), model) for c in drawn[:50])
    agree = sum((model >> (abs(x) - 1) & 1) == (x > 0) for clause in drawn for x in clause)
    assert abs(agree / 9000 - 0.5) < 0.02


def test_contradictions_of_parity_are_planted_as_promised() -> None:
    for index in range(6):
        found = optimum.planted(rng(index), 24, 108, 3, 2, parity=True)
        assert found is not None
        cnf = Cnf(n_vars=24, clauses=tuple(found.clauses))
        searched = optimum.optimum_by_search(cnf, most=4)
        assert searched is not None
        assert searched[0] == 2
        assert violated(cnf, found.model) == [0, 1]


def test_a_core_of_parity_needs_all_its_clauses() -> None:
    core = parity_core(rng(3), range(1, 13), 0b1010_0110_0101)
    assert core is not None
    assert len(core) == 32
    assert solve_clauses(core).status == "unsat"
    for i in range(len(core)):
        assert solve_clauses(core[:i] + core[i + 1 :]).status == "sat"


def test_top_levels_take_a_solver_thousands_of_conflicts() -> None:
    for name in ("sat.maxsat", "sat.mcs"):
        made = source(name, seed=3, level=1.0)
        spent = [made.draw(i).task.measure["conflicts"] for i in range(5)]
        assert median(spent) > 1000
