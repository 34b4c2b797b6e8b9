"""Unsatisfiable cores: many subsets of one formula asked of one solver, within a budget."""

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

from tasksynth_sat.formulas.cnf import Cnf
from tasksynth_sat.solving.solvers import open_solver

BUDGET = 5_000
"""Conflicts that one subset may take; past it the answer is "unknown"."""


class Subformulas:
    """A solver that holds a formula, each clause switched on by an assumption of its own."""

    def __init__(self, cnf: Cnf) -> None:
        self._switch = range(cnf.n_vars + 1, cnf.n_vars + 1 + len(cnf.clauses))
        self._solver = open_solver(
            (*clause, -switch) for clause, switch in zip(cnf.clauses, self._switch, strict=True)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._solver.delete()

    def core(self, positions: Iterable[int]) -> list[int] | None:
        """Positions of an unsatisfiable part of these clauses; None if satisfiable or unknown."""
        self._solver.conf_budget(BUDGET)
        if self._solver.solve_limited([self._switch[i] for i in positions]) is not False:
            return None
        return sorted(switch - self._switch[0] for switch in self._solver.get_core() or ())

    def minimal_core(self, order: Sequence[int]) -> list[int] | None:
        """A core from which no clause can be spared, dropping clauses in the order given.

        None if the formula is satisfiable. Deletion with refinement (Marques-Silva, ISMVL 2010);
        where the budget runs out, a clause stays in, and the core may not be minimal.
        """
        kept = self.core(order)
        for i in order if kept is not None else ():
            if kept is not None and i in kept:
                kept = self.core(j for j in kept if j != i) or kept
        return kept
