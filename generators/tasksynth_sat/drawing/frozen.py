"""Contradictions with what a planted solution freezes.

Above its threshold, a formula that a solution was planted in leaves most variables no other value:
they are *frozen* (Achlioptas and Ricci-Tersenghi: "On the solution-space geometry of random
constraint satisfaction problems", STOC 2006). A clause that the solution makes false on frozen
variables contradicts the formula; where it does not, the solver's counterexample tells variables
that are not frozen, and another clause is tried. One formula is loaded into one solver, once.
"""

import numpy as np

from tasksynth_sat.drawing import draw
from tasksynth_sat.drawing.draw import Width
from tasksynth_sat.formulas.cnf import Clause
from tasksynth_sat.solving.solvers import Growing

TRIES = 8
"""Clauses that are tried on one formula."""
_POOL = 6
"""Variables that a tried clause is chosen from, or two more than it has literals."""


def freeze(
    rng: np.random.Generator, n_vars: int, n_clauses: int, width: Width
) -> list[Clause] | None:
    """An unsatisfiable formula of exactly so many different clauses, its last one critical.

    None where too little was frozen. Not every variable need be in it.
    """
    planted = draw.planted(rng, n_vars, width, n_clauses - 1)
    if planted is None:
        return None
    clauses, solution, support = planted
    # a variable that alone satisfies many clauses can hardly take the other value
    likely = sorted(range(n_vars), key=support.__getitem__, reverse=True)
    with Growing(clauses, n_vars) as formula:
        for size in draw.widths(rng, n_vars, width, TRIES):
            pool = likely[: max(_POOL, size + 2)]
            if len(pool) < size:
                return None
            chosen = sorted([pool[i] for i in draw.order(rng, len(pool))[:size]])
            clause = tuple([-v - 1 if solution >> v & 1 else v + 1 for v in chosen])
            other = formula.model_with(clause)
            if other is None:
                return None
            if not other:
                return [*clauses, clause]
            likely = [v for v in likely if (v + 1 if solution >> v & 1 else -v - 1) in other]
    return None
