from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth import UsageError, grade, source
from tasksynth_sat.families.ksat import KSat, KSatInstance
from tasksynth_sat.formulas.cnf import Cnf
from tasksynth_sat.solving.solvers import solve, solve_clauses


def draw(count: int, level: float | None = None, **params: Any) -> list[KSatInstance]:
    tasks = source("sat.ksat", seed=11, level=level, params=params)
    return [KSatInstance.model_validate(tasks.make(i).instance) for i in range(count)]


VARIANTS: list[dict[str, Any]] = [
    {},
    {"planting": "quiet"},
    {"models": 1},
    {"models": 3},
    {"status": "either"},
    {"status": "unsatisfiable"},
]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_every_variant_is_possible_at_every_level_and_its_reference_passes(
    variant: dict[str, Any], level: float
) -> None:
    tasks = source("sat.ksat", seed=3, level=level, params=variant)
    for i in range(5):
        task = tasks.make(i)
        x = KSatInstance.model_validate(task.instance)
        assert grade(task, KSat().solve(x)).reward == 1
        assert (solve(x.cnf).status == "sat") == (x.solution is not None)


@pytest.mark.parametrize("variant", VARIANTS)
def test_harder_levels_cost_the_solver_more(variant: dict[str, Any]) -> None:
    costs = []
    for level in (0.0, 0.33, 0.67, 1.0):
        tasks = source("sat.ksat", seed=3, level=level, params=variant)
        measures = [tasks.make(i).measure for i in range(20)]
        costs.append([sum(m[key] for m in measures) for key in ("difficulty", "propagations")])
    assert costs == sorted(costs)
    assert sorted(c[1] for c in costs) == [c[1] for c in costs]


@pytest.mark.parametrize("models", [1, 2, 5])
def test_counted_models(models: int) -> None:
    for x in draw(20, n_vars=10, models=models):
        assert x.cnf.table.bit_count() == models


def test_the_ratio_and_width_are_kept() -> None:
    for x in draw(5, n_vars=12, k=4, ratio=9.0, planting="quiet"):
        assert len(x.cnf.clauses) == 108
        assert {len(clause) for clause in x.cnf.clauses} == {4}


def test_either_has_the_declared_share_of_unsatisfiable_formulas() -> None:
    found = draw(300, n_vars=10, status="either", unsat_share=0.3)
    share = sum(x.solution is None for x in found) / len(found)
    assert share == pytest.approx(0.3, abs=0.11)  # four standard errors


def test_unsat_is_right_exactly_where_there_is_no_solution() -> None:
    tasks = source("sat.ksat", seed=2, params={"n_vars": 8, "status": "either"})
    kinds = set()
    for i in range(40):
        task = tasks.make(i)
        satisfiable = task.instance["solution"] is not None
        kinds.add(satisfiable)
        for word in ("UNSAT", "\\boxed{\\text{UNSAT}}", "Answer: unsatisfiable (by resolution)"):
            assert grade(task, word).status == ("fail" if satisfiable else "pass")
        for word in ("0", "no", "SAT", "UNSAT or 10110110", "not sure"):
            assert grade(task, word).status == "unparsable"
    assert kinds == {True, False}


def test_cores_are_minimal_and_smaller_than_the_formula() -> None:
    for x in draw(10, n_vars=8, ratio=6.0, status="unsatisfiable"):
        core = [x.cnf.clauses[i] for i in x.core]
        assert solve_clauses(core).status == "unsat"
        assert len(core) < len(x.cnf.clauses)
        for i in range(len(core)):
            assert solve_clauses(core[:i] + core[i + 1 :]).status == "sat"


def test_a_core_is_judged_by_what_it_says_and_by_its_size() -> None:
    x = KSatInstance(
        cnf=Cnf(n_vars=2, clauses=((1, 2), (1, -2), (-1, 2), (-1, -2), (2, -1))),
        asked="unsatisfiable",
        core=(0, 1, 2, 3),
    )
    verify = KSat().verify
    assert verify(x, "1, 2, 4, 5").status == "pass"  # another core of the same size
    assert verify(x, "11110").status == "pass"
    assert verify(x, "1, 2, 3").status == "fail"
    assert "at most 4 may be" in verify(x, "1, 2, 3, 4, 5").why
    assert verify(x, "0000 0").status == "fail"
    assert verify(x, "1, 2, 4, 6").status == "unparsable"


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"planting": "quiet", "status": "either"}, "want status='satisfiable'"),
        ({"planting": "quiet", "k": 2}, "k >= 3"),
        ({"n_vars": 2}, "a clause of k=3 distinct variables wants n_vars >= 3"),
        ({"n_vars": 4, "ratio": 9}, "ratio 9 wants 36 distinct clauses, .* allow 28"),
        ({"n_vars": 3, "ratio": 1}, "leave at least 0.625 of all assignments; raise max_guess"),
        ({"n_vars": 4, "models": 8}, "leave at least 0.5 of all assignments"),
        ({"n_vars": 7, "ratio": 1, "status": "unsatisfiable"}, "always satisfiable"),
        ({"n_vars": 9, "k": 2}, "with k=2 and ratio 4, hardly any has .* lower the ratio to 3.6"),
        ({"n_vars": 20, "k": 2, "ratio": 3.5}, "lower the ratio to 3.2, take k=3"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(params: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        source("sat.ksat", seed=0, params=params)


@given(st.integers(0, 30), st.data())
def test_verdicts_survive_reordering_and_renaming(index: int, data: st.DataObject) -> None:
    task = source("sat.ksat", seed=4, params={"n_vars": 8, "max_guess": 1}).make(index)
    x = KSatInstance.model_validate(task.instance)
    bits = data.draw(st.just(x.solution) | st.text("01", min_size=8, max_size=8))
    assert bits is not None
    to = data.draw(st.permutations(range(1, 9)))
    clauses = data.draw(st.permutations(x.cnf.clauses))
    renamed = tuple(
        tuple((to[abs(v) - 1] if v > 0 else -to[abs(v) - 1]) for v in reversed(clause))
        for clause in clauses
    )
    moved = "".join(bits[to.index(v)] for v in range(1, 9))
    y = KSatInstance(cnf=Cnf(n_vars=8, clauses=renamed), asked="satisfiable", solution=moved)
    assert KSat().verify(x, bits).parts == KSat().verify(y, moved).parts
