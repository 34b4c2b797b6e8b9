from collections import Counter
from itertools import chain

import numpy as np
import pytest

from tasksynth_sat.drawing.counting import leave_models
from tasksynth_sat.drawing.sampling import Planting, clauses_that_exist, draw_clauses, quiet_weight
from tasksynth_sat.formulas.cnf import Clause, Cnf, satisfies
from tasksynth_sat.solving.solvers import solve

SIZES = [(3, 5, 5), (3, 5, 20), (1, 4, 4), (2, 6, 20), (5, 8, 60), (3, 60, 250), (8, 10, 300)]


def rng(key: int = 0) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=key))


def agreement(clauses: tuple[Clause, ...], solution: int) -> float:
    """The share of literals that are true under a solution."""
    literals = [*chain.from_iterable(clauses)]
    return sum((solution >> (abs(x) - 1) & 1) == (x > 0) for x in literals) / len(literals)


@pytest.mark.parametrize("planting", ["uniform", "saturn", "quiet"])
@pytest.mark.parametrize("size", SIZES)
def test_clauses_are_distinct_and_of_distinct_variables(
    size: tuple[int, int, int], planting: Planting
) -> None:
    width, n_vars, count = size
    for key in range(20):
        clauses, solution = draw_clauses(width, n_vars, count, rng(key), planting=planting)
        assert len(clauses) == count == len({*map(frozenset, clauses)})
        assert all(len({*map(abs, clause)}) == width for clause in clauses)
        cnf = Cnf(n_vars=n_vars, clauses=clauses)
        assert planting == "uniform" or satisfies(cnf, solution)
        assert draw_clauses(width, n_vars, count, rng(key), planting=planting)[0] == clauses


@pytest.mark.parametrize("n_vars", [10, 60])
def test_quiet_planting_hides_the_solution_and_saturns_does_not(n_vars: int) -> None:
    share = {}
    plantings: list[Planting] = ["saturn", "quiet"]
    for planting in plantings:
        drawn = [draw_clauses(3, n_vars, 40, rng(key), planting=planting) for key in range(400)]
        share[planting] = sum(agreement(*one) for one in drawn) / len(drawn)
    # 48,000 literals a planting: a standard error below 0.003
    assert share["saturn"] == pytest.approx(4 / 7, abs=0.012)
    assert share["quiet"] == pytest.approx(0.5, abs=0.012)


@pytest.mark.parametrize("width", [3, 4, 5, 7])
def test_the_quiet_weight_balances_agreement(width: int) -> None:
    q = quiet_weight(width)
    assert (1 - q) * (1 + q) ** (width - 1) == pytest.approx(1, abs=1e-4)


def test_the_quiet_weight_of_three_is_the_golden_ratio() -> None:
    assert quiet_weight(3) == pytest.approx((5**0.5 - 1) / 2, abs=1e-6)
    with pytest.raises(ValueError, match="at least 3 literals"):
        quiet_weight(2)


def test_saturns_planting_is_uniform_over_the_clauses_satisfied() -> None:
    seen = Counter[Clause]()
    for key in range(30_000):
        clauses, solution = draw_clauses(2, 3, 1, rng(key), planting="saturn")
        if solution == 0b101:
            seen[clauses[0]] += 1
    assert len(seen) == clauses_that_exist(2, 3) == 9
    mean = sum(seen.values()) / 9
    assert all(abs(n - mean) < 5 * mean**0.5 for n in seen.values())


@pytest.mark.parametrize("planting", ["uniform", "quiet"])
@pytest.mark.parametrize(("n_vars", "count"), [(6, 1), (8, 3), (20, 1), (40, 2)])
def test_exactly_the_asked_number_of_models_is_left(
    planting: Planting, n_vars: int, count: int
) -> None:
    done = 0
    for key in range(12):
        clauses, solution = draw_clauses(3, n_vars, 4 * n_vars - 4, rng(key), planting=planting)
        found = solve(Cnf(n_vars=n_vars, clauses=clauses)).model
        if found is None:
            continue
        planted = solution if planting == "quiet" else found
        left = leave_models(clauses, n_vars, count, rng(key), width=3, solution=planted)
        if left is None:
            continue
        done += 1
        assert left[: len(clauses)] == clauses
        blocked = list(left)
        for _ in range(count):
            model = solve(Cnf(n_vars=n_vars, clauses=tuple(blocked))).model
            assert model is not None
            blocked.append(tuple(-v - 1 if model >> v & 1 else v + 1 for v in range(n_vars)))
        assert solve(Cnf(n_vars=n_vars, clauses=tuple(blocked))).status == "unsat"
    assert done >= 6
