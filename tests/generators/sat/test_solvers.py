from itertools import product

from tasksynth_sat.formulas.cnf import Cnf, models, satisfies
from tasksynth_sat.solving.solvers import effort, isomorphic, solve, statistics


def pigeons(holes: int) -> Cnf:
    """One pigeon too many: unsatisfiable, and exponentially hard for resolution."""
    at = {(p, h): p * holes + h + 1 for p, h in product(range(holes + 1), range(holes))}
    clauses = [tuple(at[p, h] for h in range(holes)) for p in range(holes + 1)]
    clauses += [
        (-at[p, h], -at[q, h]) for h in range(holes) for p in range(holes + 1) for q in range(p)
    ]
    return Cnf(n_vars=len(at), clauses=tuple(clauses))


def test_a_model_is_found_and_is_one() -> None:
    cnf = Cnf(n_vars=4, clauses=((1, -2, 3), (-1, 2, 3), (1, 2), (-3,)))
    solution = solve(cnf)
    assert solution.status == "sat"
    assert solution.model is not None
    assert satisfies(cnf, solution.model)


def test_contradictions_are_found() -> None:
    assert solve(pigeons(3)).status == "unsat"
    assert solve(Cnf(n_vars=1, clauses=((),))).status == "unsat"
    assert solve(Cnf(n_vars=1, clauses=((), (1,)))).status == "unsat"


def test_no_clauses_are_satisfiable() -> None:
    assert solve(Cnf(n_vars=2, clauses=())).model == 0


def test_the_conflict_budget_holds_and_says_unknown() -> None:
    solution = solve(pigeons(12), conflicts=500)
    assert solution.status == "unknown"
    assert solution.model is None
    assert 500 <= solution.conflicts <= 510
    assert statistics(pigeons(12), conflicts=500)["unknown"] == 1
    assert effort(pigeons(12), conflicts=500, shuffles=3)["unknown"] == 1


def test_equal_formulas_give_equal_statistics() -> None:
    assert solve(pigeons(6)) == solve(pigeons(6))
    assert effort(pigeons(5)) == effort(pigeons(5))
    assert effort(pigeons(6))["conflicts"] > effort(pigeons(4))["conflicts"] > 0


def test_isomorphic_copies_have_as_many_models_and_differ() -> None:
    cnf = Cnf(n_vars=5, clauses=((1, -2, 3), (-1, 2, 4), (1, 2), (-3, 5, -4)))
    copies = [Cnf(n_vars=5, clauses=tuple(clauses)) for clauses in isomorphic(cnf, 10)]
    assert {len(list(models(copy))) for copy in copies} == {len(list(models(cnf)))}
    assert len({copy.clauses for copy in copies}) == 10
