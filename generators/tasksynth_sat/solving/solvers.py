"""Bounded calls to a SAT solver, and the statistics they leave.

MiniSat 2.2 serves throughout: it stops exactly at its conflict budget (Glucose 4 runs thousands
of conflicts past it), it is the cheapest to set up on small formulas, and unlike CaDiCaL it does
not solve them in preprocessing, where no decision or conflict is counted.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from statistics import median
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np

from tasksynth_sat.formulas.cnf import Clause, Cnf

CONFLICTS = 20_000
"""Default conflict budget: about a tenth of a second at 250 variables."""
SHUFFLES = 11
"""Isomorphic copies whose median `effort` reports; single runs vary by nearly their mean."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What one bounded run of the solver found and spent."""

    status: Literal["sat", "unsat", "unknown"]
    """`unknown`: the conflict budget ran out."""
    model: int | None
    """A satisfying assignment (see `tasksynth_sat.formulas.cnf`) exactly when `status` is "sat"."""
    conflicts: int
    decisions: int
    propagations: int


def solve(cnf: Cnf, *, conflicts: int = CONFLICTS) -> Solution:
    """Solve a formula in one run of at most so many conflicts; equal input, equal statistics."""
    return solve_clauses(cnf.clauses, conflicts=conflicts)


def solve_clauses(clauses: Iterable[Clause], *, conflicts: int = CONFLICTS) -> Solution:
    """`solve` for bare clauses."""
    solver = open_solver(clauses)
    try:
        solver.conf_budget(conflicts)
        found = solver.solve_limited()
        spent = solver.accum_stats()
        status: Literal["sat", "unsat", "unknown"]
        status, model = "unknown", None
        if found:
            status, model = "sat", model_of(solver)
        elif found is not None:
            status = "unsat"
    finally:
        solver.delete()
    return Solution(status, model, spent["conflicts"], spent["decisions"], spent["propagations"])


def open_solver(clauses: Iterable[Clause]) -> Any:
    """A fresh MiniSat holding these clauses; the caller deletes it."""
    import pysolvers
    from pysat.solvers import Minisat22

    solver = Minisat22()
    # The module under PySAT's classes: its `add_clause` costs as much again as the solver's own.
    add = map(pysolvers.minisat22_add_cl, repeat(solver.minisat), clauses)
    deque(add, maxlen=0)
    return solver


def model_of(solver: Any) -> int:
    """The satisfying assignment that a solver has just found; variables it never saw are 0."""
    assignment = 0
    for literal in solver.get_model():
        if literal > 0:
            assignment |= 1 << (literal - 1)
    return assignment


def find_core(clauses: Sequence[Clause], *, conflicts: int = CONFLICTS) -> list[int] | None:
    """Positions, increasing, of clauses that contradict one another, and few of them.

    Clauses are dropped one by one as long as the rest stays unsatisfiable, so the core is minimal
    when the budget, in conflicts over all runs, lasts. None: no contradiction was found in it.
    """
    first = 1 + max((abs(x) for clause in clauses for x in clause), default=0)
    solver = open_solver((*clause, -first - i) for i, clause in enumerate(clauses))

    def contradiction(selectors: list[int]) -> list[int] | None:
        left = conflicts - solver.accum_stats()["conflicts"]
        solver.conf_budget(max(left, 1))
        if solver.solve_limited(assumptions=selectors) is not False:
            return None
        return sorted(solver.get_core() or ())

    try:
        core = contradiction([first + i for i in range(len(clauses))])
        for selector in core or ():
            if core is not None and selector in core:
                core = contradiction([x for x in core if x != selector]) or core
    finally:
        solver.delete()
    return None if core is None else [selector - first for selector in core]


def statistics(cnf: Cnf, *, conflicts: int = CONFLICTS) -> dict[str, float]:
    """Difficulty features of one bounded run: `conflicts`, `decisions`, `propagations`, `unknown`.

    `unknown` is 1 when the budget ran out, and the counts are then lower bounds.
    """
    spent, found = _run(cnf.clauses, conflicts)
    return {
        "conflicts": float(spent["conflicts"]),
        "decisions": float(spent["decisions"]),
        "propagations": float(spent["propagations"]),
        "unknown": float(found is None),
    }


class Growing:
    """A formula that clauses are added to, solved again and again within a conflict budget each.

    MiniSat straight from the module under PySAT's classes, whose checks cost as much again. Values
    are first tried as in an assignment, if one is given: by itself MiniSat prefers zeros.
    """

    def __init__(
        self, clauses: Iterable[Clause], n_vars: int, assignment: int | None = None
    ) -> None:
        import pysolvers

        self._module = pysolvers
        self._solver = pysolvers.minisat22_new()
        deque(map(pysolvers.minisat22_add_cl, repeat(self._solver), clauses), maxlen=0)
        if assignment is not None:
            first = [v if assignment >> v & 1 else -v for v in range(1, n_vars + 1)]
            pysolvers.minisat22_setphases(self._solver, first)
        self._switch = n_vars

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._module.minisat22_del(self._solver)

    def add(self, clause: Clause) -> None:
        """One more clause."""
        self._module.minisat22_add_cl(self._solver, clause)

    def model(self, *, conflicts: int = CONFLICTS) -> set[int] | None:
        """The literals that a model makes true; empty if there is none, None if unknown."""
        return self._model([], conflicts)

    def model_with(self, clause: Clause, *, conflicts: int = CONFLICTS) -> set[int] | None:
        """The same for the formula and one clause more, which is not kept."""
        self._switch += 1
        self._module.minisat22_add_cl(self._solver, (*clause, self._switch))
        return self._model([-self._switch], conflicts)

    def _model(self, assumed: list[int], conflicts: int) -> set[int] | None:
        self._module.minisat22_cbudget(self._solver, conflicts)
        found = self._module.minisat22_solve_lim(self._solver, assumed, 0, 0)
        if found:
            return set(self._module.minisat22_model(self._solver))
        return None if found is None else set()


def _run(clauses: Iterable[Clause], conflicts: int) -> tuple[dict[str, int], bool | None]:
    """What one bounded run spends and finds, straight from the module under PySAT's classes.

    Those cost more than a run on a small formula does.
    """
    import pysolvers

    solver = pysolvers.minisat22_new()
    try:
        deque(map(pysolvers.minisat22_add_cl, repeat(solver), clauses), maxlen=0)
        pysolvers.minisat22_cbudget(solver, conflicts)
        found = pysolvers.minisat22_solve_lim(solver, [], 0, 0)  # 0: signals are not its business
        return pysolvers.minisat22_acc_stats(solver), found
    finally:
        pysolvers.minisat22_del(solver)


def effort(cnf: Cnf, *, shuffles: int = SHUFFLES, conflicts: int = CONFLICTS) -> dict[str, float]:
    """The features of `statistics` as medians over isomorphic copies; `unknown` is their share.

    One run is noisy: over copies of one formula of 50 variables the conflicts vary by 86 % of
    their mean. Always the same copies, so equal input gives equal features.
    """
    copies = (solve_clauses(clauses, conflicts=conflicts) for clauses in isomorphic(cnf, shuffles))
    return _features(list(copies))


def _features(runs: Sequence[Solution]) -> dict[str, float]:
    return {
        "conflicts": float(median(run.conflicts for run in runs)),
        "decisions": float(median(run.decisions for run in runs)),
        "propagations": float(median(run.propagations for run in runs)),
        "unknown": sum(run.status == "unknown" for run in runs) / len(runs),
    }


def isomorphic(cnf: Cnf, copies: int) -> Iterator[list[Clause]]:
    """Copies with variables renamed and re-signed, and clauses and literals reordered."""
    for copy in range(copies):
        rng = np.random.Generator(np.random.Philox(key=copy))
        renamed = (rng.permutation(cnf.n_vars) + 1) * rng.choice([-1, 1], cnf.n_vars)
        to = [0, *renamed.tolist()]
        order = rng.permutation(len(cnf.clauses)).tolist()
        turn = rng.integers(0, 1 << 30, len(order)).tolist()
        clauses = []
        for i, start in zip(order, turn, strict=True):
            clause = [to[x] if x > 0 else -to[-x] for x in cnf.clauses[i]]
            start %= len(clause) or 1
            clauses.append((*clause[start:], *clause[:start]))
        yield clauses
