"""Whether some of a formula's clauses can be satisfied together."""

from collections.abc import Sequence

from tasksynth import FamilyError
from tasksynth_sat.formulas.cnf import TABLE_VARS, Cnf, columns
from tasksynth_sat.solving.solvers import CONFLICTS, solve_clauses


def consistent(cnf: Cnf, places: Sequence[int], *, conflicts: int = CONFLICTS) -> bool:
    """Whether the clauses at these places, from 0, have a common model.

    Decided by truth table up to `TABLE_VARS` variables, else by one bounded run of the solver.

    Raises:
        FamilyError: if the run ends over its conflict budget: better no verdict than a wrong one.
    """
    if cnf.n_vars <= TABLE_VARS:
        tables = cnf.clause_tables
        left = columns(cnf.n_vars)[0]
        for i in places:
            left &= tables[i]
        return left != 0
    found = solve_clauses([cnf.clauses[i] for i in places], conflicts=conflicts)
    if found.status == "unknown":
        raise FamilyError(
            f"{len(places)} clauses were not decided within {conflicts} conflicts; make smaller "
            f"formulas, or give a larger budget"
        )
    return found.status == "sat"
