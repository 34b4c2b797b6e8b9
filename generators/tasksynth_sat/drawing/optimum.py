"""Exact optima, found when a task is made: by truth tables, by bounded search, or by planting.

A verifier only compares with what is stored; nothing here is called on an answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from tasksynth_sat.drawing import draw
from tasksynth_sat.drawing.contradiction import ONSET, needed, spread_over, tables_of
from tasksynth_sat.drawing.draw import Width
from tasksynth_sat.drawing.parity_cores import NODES, nodes_for, parity_core
from tasksynth_sat.formulas.cnf import TABLE_VARS, Clause, Cnf, columns
from tasksynth_sat.solving.solvers import CONFLICTS, open_solver

CORE_VARS = 10
"""Most variables of one planted contradiction; its truth table certifies it."""


@dataclass(frozen=True)
class Optimum:
    """The least number of clauses that an assignment violates."""

    violated: int
    table: int
    """The truth table of "violates no more than that"."""


def optimum(cnf: Cnf, weights: Sequence[int] = ()) -> Optimum:
    """The optimum over all assignments, of a formula small enough for a truth table.

    The number of violated clauses is counted for all assignments at once, in binary: `digits[i]`
    is the table of the i-th binary digit. With `weights` a clause counts for its own, and one of
    weight 0 must hold; some assignment has to satisfy those.

    Raises:
        ValueError: above `TABLE_VARS` variables.
    """
    everything = columns(cnf.n_vars)[0]
    best = everything
    digits: list[int] = []
    weights = weights or [1] * len(cnf.clauses)
    for table, weight in zip(cnf.clause_tables, weights, strict=True):
        if not weight:
            best &= table
            continue
        for place in range(weight.bit_length()):
            if weight >> place & 1:
                _count(digits, place, everything ^ table)
    violated = 0
    for i in reversed(range(len(digits))):
        lower = best & ~digits[i]
        if lower:
            best = lower
        else:
            violated |= 1 << i
    return Optimum(violated, best)


def _count(digits: list[int], place: int, carry: int) -> None:
    """Add `1 << place` to the counts of all assignments in a table."""
    while carry:
        if place >= len(digits):
            digits += [0] * (place + 1 - len(digits))
        digits[place], carry = digits[place] ^ carry, digits[place] & carry
        place += 1


def fewest_true(
    hard: Iterable[Clause],
    inputs: Sequence[int],
    *,
    top: int,
    least: int,
    most: int,
    conflicts: int = CONFLICTS,
) -> list[int] | None:
    """A model of `hard` in which as few `inputs` are true as there can be; None over the budget.

    Bounds from `least` up to `most` are tried in turn within one budget of conflicts, so the
    answer is proved to be the optimum if the optimum is not under `least`; None as well if it is
    above `most`. Literals up to `top` are taken. The counter is PySAT's iterative totalizer
    (Martins, Joshi, Manquinho, Lynce: "Incremental cardinality constraints for MaxSAT", CP 2014).
    """
    from pysat.card import ITotalizer

    counter = ITotalizer(lits=list(inputs), ubound=min(most, len(inputs) - 1), top_id=top)
    solver = open_solver(hard)
    try:
        for clause in counter.cnf.clauses:
            solver.add_clause(clause)
        for bound in range(least, most + 1):
            left = conflicts - solver.accum_stats()["conflicts"]
            if left <= 0:
                return None
            solver.conf_budget(left)
            at_most = [-counter.rhs[bound]] if bound < len(inputs) else []
            found = solver.solve_limited(assumptions=at_most)
            if found:
                model: list[int] = solver.get_model()
                return model
            if found is None:
                return None
    finally:
        solver.delete()
        counter.delete()
    return None


def optimum_by_search(cnf: Cnf, *, most: int) -> tuple[int, int] | None:
    """The optimum and an assignment that attains it; None if above `most` or over the budget."""
    n, m = cnf.n_vars, len(cnf.clauses)
    broken = range(n + 1, n + m + 1)
    relaxed = [(*clause, flag) for clause, flag in zip(cnf.clauses, broken, strict=True)]
    model = fewest_true(relaxed, broken, top=n + m, least=0, most=most)
    if model is None:
        return None
    assignment = sum(1 << (x - 1) for x in model[:n] if x > 0)
    return sum(x > 0 for x in model[n : n + m]), assignment


def known_optimum(cnf: Cnf, *, most: int) -> tuple[int, int] | None:
    """The optimum and an assignment that attains it: by truth table, or else by search.

    None if it is above `most` or the search over its budget, for formulas without a truth table.
    """
    if cnf.n_vars > TABLE_VARS:
        return optimum_by_search(cnf, most=most)
    exact = optimum(cnf)
    return exact.violated, (exact.table & -exact.table).bit_length() - 1


def uniform(
    rng: np.random.Generator, n_vars: int, n_clauses: int, width: Width
) -> list[Clause] | None:
    """So many different random clauses that mention every variable; None where the draw failed."""
    clauses = list(islice(draw.clauses(rng, n_vars, width), n_clauses))
    mentioned = {abs(x) for clause in clauses for x in clause}
    return clauses if len(clauses) == n_clauses and len(mentioned) == n_vars else None


@dataclass(frozen=True)
class Planted:
    """A formula whose optimum is known from how it was made."""

    clauses: list[Clause]
    """The first `violated` ones are those that `model` makes false."""
    violated: int
    model: int


def planted(
    rng: np.random.Generator,
    n_vars: int,
    n_clauses: int,
    width: Width,
    violated: int,
    *,
    parity: bool = False,
) -> Planted | None:
    """A formula of which exactly `violated` clauses must be given up; None where the draw failed.

    It holds that many contradictions without a common clause, so no assignment violates fewer;
    and the planted assignment violates one clause of each, and no other. Contradictions of parity,
    where they are wanted and fit, have no variable in common: together they would be easy.
    """
    if parity and width == 3:
        nodes = nodes_for(n_vars // violated, n_clauses * 3 // 4 // violated)
        if nodes >= NODES:
            return _planted_parity(rng, n_vars, n_clauses, violated, nodes)
    model = draw.random_assignment(rng, n_vars)
    share = n_clauses // violated
    core_vars = planted_vars(n_clauses, width, violated)
    closing: list[Clause] = []
    clauses: list[Clause] = []
    taken: set[Clause] = set()
    for _ in range(violated):
        chosen = sorted((rng.permutation(n_vars)[: min(core_vars, n_vars)] + 1).tolist())
        core = _closed_core(rng, chosen, model, width, taken, share)
        if core is None:
            return None
        taken.update(core)
        closing.append(core[-1])
        clauses += core[:-1]
    filled = draw.fill(rng, n_vars, width, model, closing + clauses, n_clauses)
    return None if filled is None else Planted(filled, violated, model)


def _planted_parity(
    rng: np.random.Generator, n_vars: int, n_clauses: int, violated: int, nodes: int
) -> Planted | None:
    model = draw.random_assignment(rng, n_vars)
    shuffled = (rng.permutation(n_vars) + 1).tolist()
    edges = 3 * nodes // 2
    closing: list[Clause] = []
    clauses: list[Clause] = []
    for i in range(violated):
        core = parity_core(rng, shuffled[i * edges : (i + 1) * edges], model)
        if core is None:
            return None
        closing.append(core[-1])
        clauses += core[:-1]
    filled = draw.fill(rng, n_vars, 3, model, closing + clauses, n_clauses)
    return None if filled is None else Planted(filled, violated, model)


def planted_vars(n_clauses: int, width: Width, violated: int) -> int:
    """On how many variables each of so many contradictions is planted."""
    share = n_clauses / violated / (1.25 * ONSET[width])  # with a margin for small formulas
    return min(CORE_VARS, max(4 if width == "mixed" else width + 1, int(share)))


def _closed_core(
    rng: np.random.Generator,
    chosen: list[int],
    model: int,
    width: Width,
    taken: set[Clause],
    most: int,
) -> list[Clause] | None:
    """A contradiction on the chosen variables of which `model` violates the last clause alone."""
    v = len(chosen)
    column = columns(v)
    local = sum((model >> (name - 1) & 1) << i for i, name in enumerate(chosen))
    true = [i + 1 if local >> i & 1 else -(i + 1) for i in range(v)]
    left = column[0]
    if width == "mixed":
        last_width = 3 if v > 3 and int(rng.bit_generator.random_raw()) & 1 else 2
    else:
        last_width = width
    drawn: list[Clause] = []
    tables: list[int] = []
    for clause in draw.satisfied(rng, draw.literals(local, v), draw.clauses(rng, v, width)):
        named = spread_over(chosen, clause)
        if named in taken:
            continue
        table = tables_of(v)[clause]
        drawn.append(named)
        tables.append(table)
        if left & table == left:
            continue
        left &= table
        forced = [x for x in true if not left & column[-x]]
        if len(forced) < last_width:
            continue
        picked = sorted(rng.permutation(len(forced))[:last_width].tolist())
        last = tuple(-forced[i] for i in picked)
        closing = spread_over(chosen, last)
        if closing in taken:
            return None
        kept = needed([*tables, tables_of(v)[last]], max(0, len(tables) + 1 - most), column[0])
        if len(kept) > most:
            return None
        return [[*drawn, closing][i] for i in kept]
    return None
