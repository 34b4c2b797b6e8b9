"""Formulas with an exact number of models: add clauses until all but the chosen ones are gone."""

from collections.abc import Sequence

import numpy as np

from tasksynth_sat.formulas.cnf import Clause
from tasksynth_sat.solving.solvers import CONFLICTS, model_of, open_solver

_TRIES = 200


def leave_models(
    clauses: Sequence[Clause],
    n_vars: int,
    count: int,
    rng: np.random.Generator,
    *,
    width: int,
    solution: int,
) -> tuple[Clause, ...] | None:
    """The clauses and as many more of `width` literals as leave exactly `count` models.

    `solution` is one of them, the others are the next that the solver finds. Each clause added is
    false under some model that must go and true under all that stay. None where the formula has
    too few models, no such clause turns up, or a run passes the conflict budget.
    """
    solver = open_solver(clauses)
    try:
        kept = [solution]
        solver.add_clause(_excluding(solution, range(n_vars)))
        added: list[Clause] = []
        while True:
            solver.conf_budget(CONFLICTS)
            found = solver.solve_limited()
            if found is False:
                return (*clauses, *added) if len(kept) == count else None
            if found is None:
                return None
            model = model_of(solver)
            if len(kept) < count:
                kept.append(model)
                solver.add_clause(_excluding(model, range(n_vars)))
            elif clause := _clause_against(model, kept, n_vars, width, rng):
                added.append(clause)
                solver.add_clause(clause)
            else:
                return None
    finally:
        solver.delete()


def _clause_against(
    model: int, kept: Sequence[int], n_vars: int, width: int, rng: np.random.Generator
) -> Clause | None:
    order = np.argsort(rng.random((_TRIES, n_vars)), axis=1)[:, :width].tolist()
    for variables in order:
        scope = sum(1 << v for v in variables)
        if all((model ^ other) & scope for other in kept):
            return _excluding(model, sorted(variables))
    return None


def _excluding(model: int, variables: Sequence[int]) -> Clause:
    """The clause over these variables, from 0, that the model makes false."""
    return tuple(-v - 1 if model >> v & 1 else v + 1 for v in variables)
