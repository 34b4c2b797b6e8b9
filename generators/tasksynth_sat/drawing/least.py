"""The least cost of what keeps pseudo-Boolean constraints, found by methods that have to agree.

Of up to 14 variables every assignment is looked at. Of more, cheaper and cheaper models are asked
for until there is none, each constraint being written as a decision diagram (Eén and Sörensson:
"Translating pseudo-Boolean constraints into SAT", JSAT 2, 2006); another solver then confirms it on
another encoding, generalised totalizers, in which both bounds of a sum are counted apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np

from tasksynth_sat.drawing.cheapest import counted
from tasksynth_sat.formulas.cnf import TABLE_VARS, Clause
from tasksynth_sat.formulas.linear import Demand, Term, added, sums
from tasksynth_sat.solving.solvers import CONFLICTS, model_of, open_solver

CONFIRMING = 10
"""The second solver may spend so many times the budget of the first."""


@dataclass(frozen=True, slots=True)
class Least:
    """An assignment that costs least, and what one run of the search spent on it."""

    cost: int
    model: int
    conflicts: int
    decisions: int
    propagations: int


@dataclass(frozen=True, slots=True)
class Census:
    """What all assignments come to."""

    kept: int
    """How many keep every constraint."""
    cost: int
    """The least cost among these."""
    cheapest: int
    """How many of them have it."""


def census(n_vars: int, demands: Sequence[Demand], cost: Sequence[Term]) -> Census | None:
    """By looking at every assignment; None if none keeps every constraint."""
    table = sums(n_vars, [*(one.terms for one in demands), cost])  # (assignments, rows)
    low, high = np.array([one.span for one in demands]).T
    kept = table[((low <= table[:, :-1]) & (table[:, :-1] <= high)).all(axis=1), -1]
    if not len(kept):
        return None
    return Census(len(kept), int(kept.min()), int((kept == kept.min()).sum()))


def search(
    n_vars: int, demands: Sequence[Demand], cost: Sequence[Term], *, conflicts: int = CONFLICTS
) -> Least | None:
    """The optimum from above; None over the budget, or if no assignment keeps the constraints."""
    top = n_vars
    clauses: list[Clause] = []
    for one in demands:
        top = _diagram(one, top, clauses)
    solver = open_solver(clauses)
    try:
        best = _models(solver, n_vars, cost, top, conflicts)
        if best is None or not all(one.holds(best[1]) for one in demands):
            return None
        spent = solver.accum_stats()
        return Least(*best, spent["conflicts"], spent["decisions"], spent["propagations"])
    finally:
        solver.delete()


def _models(
    solver: Any, n_vars: int, cost: Sequence[Term], top: int, conflicts: int
) -> tuple[int, int] | None:
    """The least cost and a model of it; the first model says how far must be counted."""
    best: tuple[int, int] | None = None
    totals: dict[int, int] = {}
    while best is None or best[0] > 0:
        left = conflicts - solver.accum_stats()["conflicts"]
        if left <= 0:
            return None
        solver.conf_budget(left)
        dearer = [-flag for total, flag in totals.items() if best and total >= best[0]]
        found = solver.solve_limited(assumptions=dearer)
        if found is None:
            return None
        if not found:
            return best
        model = model_of(solver) & (1 << n_vars) - 1
        price = added(cost, model)
        if best is None:
            totals = counted(solver, [(y, c) for c, y in cost], price, top) if price else {}
        elif price >= best[0]:
            raise AssertionError(f"a model costs {price}, and less than {best[0]} was wanted")
        best = price, model
    return best


def confirm(n_vars: int, demands: Sequence[Demand], cost: Sequence[Term], found: Least) -> bool:
    """Whether the other method finds the same optimum; False if it is not done within its budget.

    Raises:
        AssertionError: if it finds another one.
    """
    if added(cost, found.model) != found.cost or not all(one.holds(found.model) for one in demands):
        raise AssertionError(f"the model said to cost {found.cost} does not, or breaks a demand")
    if n_vars <= TABLE_VARS:
        every = census(n_vars, demands, cost)
        cheaper = every is None or every.cost != found.cost
    elif not found.cost:
        return True
    else:
        answer = _cheaper(n_vars, demands, cost, found.cost)
        if answer is None:
            return False
        cheaper = answer
    if cheaper:
        raise AssertionError(f"one method finds a cost of {found.cost}, the other a smaller one")
    return True


def _cheaper(
    n_vars: int, demands: Sequence[Demand], cost: Sequence[Term], than: int
) -> bool | None:
    """Whether some assignment that keeps the demands costs less, by totalizers and Glucose."""
    from pysat.solvers import Glucose4

    with Glucose4() as solver:
        top = n_vars
        limits = [(cost, than - 1)]
        for one in demands:
            low, high = one.span
            limits.append((one.terms, high))
            limits.append(([(c, -y) for c, y in one.terms], one.total - low))
        for terms, most in limits:
            if sum(c for c, _ in terms) > most:
                over = counted(solver, [(y, c) for c, y in terms], most + 1, top)
                top = max(top, *over.values())
                solver.add_clause([-over[most + 1]])
        solver.conf_budget(CONFIRMING * CONFLICTS)
        found: bool | None = solver.solve_limited()
        return found


def _diagram(demand: Demand, top: int, clauses: list[Clause]) -> int:
    """Clauses that hold where a demand does, with helping variables above `top`; the last of them.

    A node is a place in the terms and a sum so far. Where it matters what follows, it has a
    variable that, being true, asks that the rest come out right.
    """
    terms = sorted(demand.terms, key=lambda term: -term[0])
    rest = [*accumulate((c for c, _ in reversed(terms)), initial=0)][::-1]
    low, high = demand.span
    layer: dict[int, int] = {0: 0}  # sum so far: its variable, 0 for the root
    if not low <= 0 or not rest[0] <= high:
        for i, (c, y) in enumerate(terms):
            below: dict[int, int] = {}
            for total, node in layer.items():
                for literal, then in ((y, total + c), (-y, total)):
                    if then > high or then + rest[i + 1] < low:
                        clauses.append((-node, -literal) if node else (-literal,))
                    elif then < low or then + rest[i + 1] > high:
                        if then not in below:
                            below[then] = top = top + 1
                        clauses.append(_asks(node, literal, below[then]))
            layer = below
    return top


def _asks(node: int, literal: int, then: int) -> Clause:
    return (-node, -literal, then) if node else (-literal, then)


def spread(terms: Sequence[Term]) -> dict[int, float]:
    """How likely each sum is under a random assignment."""
    chances = {0: 1.0}
    for c, _ in terms:
        more: dict[int, float] = {}
        for total, chance in chances.items():
            more[total] = more.get(total, 0) + chance / 2
            more[total + c] = more.get(total + c, 0) + chance / 2
        chances = more
    return chances


def chances(demands: Sequence[Demand]) -> Iterator[float]:
    """How likely each constraint is to hold under a random assignment."""
    for one in demands:
        low, high = one.span
        yield sum(chance for total, chance in spread(one.terms).items() if low <= total <= high)
