"""Formulas on the edge of contradiction: unsatisfiable, and satisfiable without their last clause.

Clauses are drawn until they contradict each other. The last one drawn is then *critical*: every
model of the others makes all its literals false, so flipping the sign of any one of them makes the
formula satisfiable. This is how a pair that differs in one literal is found without a search.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

import numpy as np

from tasksynth_sat import draw
from tasksynth_sat.cnf import TABLE_VARS, Clause, columns
from tasksynth_sat.draw import Width
from tasksynth_sat.solvers import CONFLICTS, open_solver

ONSET = {2: 1.8, 3: 4.0, 4: 8.8, 5: 19.0, 6: 40.0, 7: 80.0, 8: 160.0, "mixed": 3.0}
"""Clauses a variable from which random formulas contain contradictions that are made to fit: a
little under the thresholds of k-SAT (1, 4.267, 9.93, 21.1, 43.4, …; that of "mixed" measured)."""

MOST_VARS = 120
"""Most variables that a drawn contradiction spans; proving a larger one would take minutes."""


def contradiction(
    rng: np.random.Generator, n_vars: int, n_clauses: int, width: Width
) -> list[Clause] | None:
    """An unsatisfiable formula of exactly so many different clauses; None where the draw failed.

    The last clause is critical.

    Few clauses contradict each other on few variables only: below the threshold of random formulas
    the contradiction is drawn on some of the variables, and the clauses that it does not need are
    drawn on all of them, true under its model.
    """
    least = 3 if width == "mixed" else width + 1  # on fewer, every twin is there already
    core_vars = min(n_vars, max(least, int(n_clauses / ONSET[width])))
    if TABLE_VARS < core_vars < n_vars:
        core_vars = max(TABLE_VARS, int(0.85 * core_vars))  # leaves clauses for the others
    core_vars = min(core_vars, MOST_VARS)
    stream = draw.clauses(rng, core_vars, width)
    room = n_clauses - (3 * (n_vars - core_vars) + 3) // 4  # the rest mentions the other variables
    if core_vars <= TABLE_VARS:
        found = _by_table(stream, core_vars, room)
    else:
        found = _by_solver(stream, core_vars, int(ONSET[width] * core_vars), room)
    if found is None:
        return None
    clauses, model = found
    more: Iterator[Clause] | None = stream
    if core_vars < n_vars:
        clauses, model = spread(rng, clauses, model, core_vars, n_vars)
        more = None
    last = clauses.pop()
    filled = draw.fill(rng, n_vars, width, model, clauses, n_clauses - 1, avoid=last, stream=more)
    return None if filled is None else [*filled, last]


def twins(n_vars: int, clauses: list[Clause]) -> Iterator[tuple[int, Clause]]:
    """Where a contradiction becomes satisfiable by one flipped sign: the place, the new clause.

    First the last clause, then, where a truth table is at hand, every other critical one.
    """
    last = len(clauses) - 1
    yield from ((last, twin) for twin in _flips(clauses[last]) if twin not in clauses)
    if n_vars > TABLE_VARS:
        return
    everything = columns(n_vars)[0]
    tables = [table_of(clause, n_vars) for clause in clauses]
    after = conjunctions(tables, everything)
    before = everything
    for i, clause in enumerate(clauses[:last]):
        if before & after[last - i]:
            yield from ((i, twin) for twin in _flips(clause) if twin not in clauses)
        before &= tables[i]


@lru_cache(maxsize=8192)
def table_of(clause: Clause, n_vars: int) -> int:
    """The truth table of one clause (see `tasksynth_sat.cnf`)."""
    column = columns(n_vars)
    table = 0
    for literal in clause:
        table |= column[literal]
    return table


def _flips(clause: Clause) -> Iterator[Clause]:
    return ((*clause[:i], -clause[i], *clause[i + 1 :]) for i in range(len(clause)))


def conjunctions(tables: Sequence[int], everything: int) -> list[int]:
    """Entry k: the conjunction of the last k tables."""
    conjunctions = [everything]
    for table in reversed(tables):
        conjunctions.append(conjunctions[-1] & table)
    return conjunctions


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Clauses of which the last contradicts the others."""

    clauses: list[Clause]
    tables: list[int]
    model: int
    """One that satisfies all but the last."""


def first_contradiction(stream: Iterator[Clause], n_vars: int) -> Contradiction | None:
    """Clauses up to the first that contradicts those before it."""
    left = columns(n_vars)[0]
    drawn: list[Clause] = []
    tables: list[int] = []
    for clause in stream:
        table = table_of(clause, n_vars)
        drawn.append(clause)
        tables.append(table)
        still = left & table
        if not still:
            return Contradiction(drawn, tables, (left & -left).bit_length() - 1)
        left = still
    return None


def _by_table(stream: Iterator[Clause], n_vars: int, most: int) -> tuple[list[Clause], int] | None:
    found = first_contradiction(stream, n_vars)
    if found is None:
        return None
    clauses = found.clauses
    spare = len(clauses) - most
    if spare > 0:
        kept = needed(found.tables, spare, columns(n_vars)[0])
        if len(kept) > most:
            return None
        clauses = [clauses[i] for i in kept]
    return clauses, found.model


def needed(tables: Sequence[int], spare: int, everything: int) -> list[int]:
    """The places of what remains of a contradiction when up to `spare` clauses are left out.

    One pass, which leaves nothing superfluous if `spare` is large enough; a critical last clause
    stays.
    """
    after = conjunctions(tables, everything)
    kept = everything
    places = []
    for i, table in enumerate(tables):
        if spare and not kept & after[len(tables) - 1 - i]:
            spare -= 1
        else:
            kept &= table
            places.append(i)
    return places


def _by_solver(
    stream: Iterator[Clause], n_vars: int, start: int, most: int
) -> tuple[list[Clause], int] | None:
    drawn = list(islice(stream, start))  # seldom a contradiction as yet
    solver = open_solver(drawn)
    try:
        solver.conf_budget(CONFLICTS)
        if not solver.solve_limited():
            return _by_solver(chain(drawn, stream), n_vars, start * 3 // 4, most) if start else None
        true = set(solver.get_model())
        for clause in islice(stream, 2 * most):
            drawn.append(clause)
            solver.add_clause(clause)
            if not true.isdisjoint(clause):
                continue
            solver.conf_budget(CONFLICTS)
            consistent = solver.solve_limited()
            if not consistent:
                break
            true = set(solver.get_model())
        else:
            return None
    finally:
        solver.delete()
    if consistent is None:
        return None
    clauses = _core(drawn, n_vars, most) if len(drawn) > most else drawn
    if clauses is None:
        return None
    return clauses, sum(1 << (x - 1) for x in true if x > 0)


def _core(clauses: list[Clause], n_vars: int, size: int) -> list[Clause] | None:
    """So many of the clauses, still a contradiction, in order; the last one, critical, stays."""
    flags = range(n_vars + 1, n_vars + len(clauses) + 1)
    solver = open_solver([(*c, -flag) for c, flag in zip(clauses, flags, strict=True)])
    try:
        solver.conf_budget(CONFLICTS)
        if solver.solve_limited(assumptions=list(flags)) is not False:
            return None
        core = {flag - n_vars - 1 for flag in solver.get_core()}
    finally:
        solver.delete()
    spare = len(clauses) - size
    unneeded = [i for i in range(len(clauses)) if i not in core][:spare]
    if len(unneeded) < spare:
        return None
    dropped = set(unneeded)
    return [clause for i, clause in enumerate(clauses) if i not in dropped]


def spread(
    rng: np.random.Generator, clauses: list[Clause], model: int, core_vars: int, n_vars: int
) -> tuple[list[Clause], int]:
    """The same clauses and model on randomly chosen ones of more variables, the others random."""
    order = (rng.permutation(n_vars) + 1).tolist()
    chosen = sorted(order[:core_vars])
    wide = sum((model >> i & 1) << (v - 1) for i, v in enumerate(chosen))
    others = rng.integers(0, 2, n_vars - core_vars).tolist()
    free = sum(bit << (v - 1) for v, bit in zip(order[core_vars:], others, strict=True))
    return [spread_over(chosen, clause) for clause in clauses], wide | free


def spread_over(chosen: Sequence[int], clause: Clause) -> Clause:
    """A clause on the variables 1, 2, … moved to the chosen ones, in order."""
    return tuple([chosen[x - 1] if x > 0 else -chosen[-x - 1] for x in clause])
