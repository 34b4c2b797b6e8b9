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


def twins(
    base: Sequence[Clause], constraints: Sequence[Sequence[Clause]], n_vars: int
) -> Twins | None:
    """Add constraints (each some clauses) to the base in order, until there is no solution.

    A solution is told by the variables up to `n_vars`; those above are the encoding's own. None if
    the base alone has no solution, if all constraints together leave one, if no constraint is left
    for the satisfiable twin, if unit propagation alone settles one of the twins, or if the
    solver's budget runs out.
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
                pair = _twins(i, constraints, model)
                return pair if pair and not _is_settled(pair, base, constraints, n_vars) else None
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


def _is_settled(
    pair: Twins, base: Sequence[Clause], constraints: Sequence[Sequence[Clause]], n_vars: int
) -> bool:
    """Whether unit propagation refutes the one twin, or finds the solution of the other."""
    *common, last = pair.satisfiable
    both, either, neither = (1 + max(n_vars, *map(max, base)) + i for i in range(3))
    guarded = [(clause, both) for i in common for clause in constraints[i]]
    guarded += [(clause, either) for clause in constraints[last]]
    guarded += [(clause, neither) for clause in constraints[pair.unsatisfiable[-1]]]
    if all(len(clause) > 1 for clause, _ in guarded):
        return False
    # MiniSat reports only what assumptions imply: so the constraints are switched on by some
    solver = open_solver([*base, *((*clause, -switch) for clause, switch in guarded)])
    try:
        if not solver.propagate(assumptions=[both, neither])[0]:
            return True
        implied = set(solver.propagate(assumptions=[both, either])[1])
    finally:
        solver.delete()
    return all(literal in implied for literal in pair.model if 0 < literal <= n_vars)
