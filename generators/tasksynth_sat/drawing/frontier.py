"""Puzzles at the edge of having no solution, in twins that differ in one constraint.

Constraints are added in random order until no solution is left. Just before, the puzzle has few
solutions, so guessing does not pay; and the twin with a solution and the twin without have the
same number of constraints, drawn alike, so that counting them does not tell which is which.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tasksynth_sat.formulas.cnf import Clause
from tasksynth_sat.solving.solvers import open_solver

BUDGET = 5_000
"""Conflicts that one look for a solution may take; past it the draw is rejected."""


@dataclass(frozen=True)
class Twins:
    """Positions of constraints that leave a solution, and of constraints that leave none.

    Both keep the order of the draw, except for the last one, which makes the difference.
    """

    satisfiable: list[int]
    unsatisfiable: list[int]
    model: frozenset[int]
    """The literals that are true in one solution of the satisfiable twin."""


def twins(base: Sequence[Clause], constraints: Sequence[Sequence[Clause]]) -> Twins | None:
    """Add constraints (each some clauses) to the base in order, until there is no solution.

    None if the base alone has no solution, if all constraints together leave one, if no constraint
    is left for the satisfiable twin, or if the solver's budget runs out.
    """
    solver = open_solver(base)
    try:
        model: frozenset[int] = frozenset()
        for i, clauses in enumerate(constraints):
            for clause in clauses:
                solver.add_clause(clause)
            if model and _holds(clauses, model):
                continue
            solver.conf_budget(BUDGET)
            found = solver.solve_limited()
            if found is None or (not found and not model):
                return None
            if not found:
                return _twins(i, constraints, model)
            model = frozenset(solver.get_model())
    finally:
        solver.delete()
    return None


def _twins(
    broken: int, constraints: Sequence[Sequence[Clause]], model: frozenset[int]
) -> Twins | None:
    kept = list(range(broken))
    for i in range(broken + 1, len(constraints)):
        if _holds(constraints[i], model):
            return Twins([*kept, i], [*kept, broken], model)
    return None


def _holds(clauses: Sequence[Clause], model: frozenset[int]) -> bool:
    return not any(model.isdisjoint(clause) for clause in clauses)
