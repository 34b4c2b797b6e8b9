"""Formulas on the edge of contradiction: unsatisfiable, and satisfiable without their last clause.

Clauses are drawn until they contradict each other. The last one drawn is then *critical*: every
model of the others makes all its literals false, so flipping the sign of any one of them makes the
formula satisfiable. This is how a pair that differs in one literal is found without a search.

Random clauses may take long to contradict each other, so some of them are *aimed*: the signs of
their literals are set so that a model that is still left makes them all false.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

import numpy as np

from tasksynth_sat.drawing import draw
from tasksynth_sat.drawing.draw import Width
from tasksynth_sat.drawing.frozen import freeze
from tasksynth_sat.formulas.cnf import TABLE_VARS, Clause, columns
from tasksynth_sat.solving.solvers import CONFLICTS, Growing, open_solver

ONSET = {2: 1.8, 3: 4.0, 4: 8.8, 5: 19.0, 6: 40.0, 7: 80.0, 8: 160.0, "mixed": 3.0}
"""Clauses a variable from which random formulas contain contradictions that are made to fit: a
little under the thresholds of k-SAT (1, 4.267, 9.93, 21.1, 43.4, …; that of "mixed" measured)."""

_TABLE_BITS = 1 << 26
"""Truth tables kept for each number of variables, in bits."""
_AIMED = 0.2
"""Share of a formula, its end, in which clauses are aimed until they contradict."""
_AIMED_LARGE = 0.08
"""The same without truth tables."""
FREEZING = 1.2
"""From so many times the onset on, a planted solution is nearly sure to freeze enough variables."""
MOST_VARS = 120
"""Most variables that a drawn contradiction spans; proving a larger one would take minutes."""


def contradiction(
    rng: np.random.Generator, n_vars: int, n_clauses: int, width: Width
) -> list[Clause] | None:
    """An unsatisfiable formula of exactly so many different clauses; None where the draw failed.

    The last clause is critical.

    Few clauses contradict each other on few variables only: below the threshold of random formulas
    the contradiction is drawn on some of the variables, and the clauses that it does not need are
    drawn on all of them, true under its model. Where they are many, a solution is planted first
    (see `tasksynth_sat.drawing.frozen`).
    """
    least = 3 if width == "mixed" else width + 1  # on fewer, every twin is there already
    core_vars = min(n_vars, max(least, int(n_clauses / ONSET[width])))
    if TABLE_VARS < core_vars < n_vars:
        core_vars = max(TABLE_VARS, int(0.85 * core_vars))  # leaves clauses for the others
    core_vars = min(core_vars, MOST_VARS)
    stream = draw.clauses(rng, core_vars, width, at_once=n_clauses + n_clauses // 8 + 8)
    if core_vars == n_vars <= TABLE_VARS:
        return _whole(stream, n_vars, n_clauses)
    room = n_clauses - (3 * (n_vars - core_vars) + 3) // 4  # the rest mentions the other variables
    if core_vars <= TABLE_VARS:
        found = _by_table(stream, core_vars, room)
    else:
        if core_vars == n_vars and n_clauses >= FREEZING * ONSET[width] * n_vars:
            frozen = freeze(rng, n_vars, n_clauses, width)
            if frozen is not None and _mentions_all(frozen, n_vars):
                return frozen
        phases = draw.random_assignment(rng, core_vars)
        found = _by_solver(stream, core_vars, int(ONSET[width] * core_vars), room, phases)
    if found is None:
        return None
    clauses, true = found
    last = clauses.pop()
    if core_vars == n_vars:
        return _filled(clauses, last, draw.satisfied(rng, true, stream), n_vars, n_clauses)
    clauses, model = spread(rng, [*clauses, last], true, core_vars, n_vars)
    last = clauses.pop()
    filled = draw.fill(rng, n_vars, width, model, clauses, n_clauses - 1, avoid=last)
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
    tables = [*map(tables_of(n_vars).__getitem__, clauses)]
    after = conjunctions(tables, everything)
    before = everything
    for i, clause in enumerate(clauses[:last]):
        if before & after[last - i]:
            yield from ((i, twin) for twin in _flips(clause) if twin not in clauses)
        before &= tables[i]


class _Tables(dict[Clause, int]):
    """The truth tables of clauses (see `tasksynth_sat.formulas.cnf`), kept within some memory."""

    def __init__(self, n_vars: int) -> None:
        super().__init__()
        self._columns = columns(n_vars)
        self._most = _TABLE_BITS >> n_vars

    def __missing__(self, clause: Clause) -> int:
        table = 0
        for literal in clause:
            table |= self._columns[literal]
        if len(self) < self._most:
            self[clause] = table
        return table


@lru_cache(maxsize=TABLE_VARS + 1)
def tables_of(n_vars: int) -> _Tables:
    """The truth table of each clause on so many variables, made when it is asked for."""
    return _Tables(n_vars)


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


def _whole(stream: Iterator[Clause], n_vars: int, n_clauses: int) -> list[Clause] | None:
    """A contradiction of exactly so many clauses, on all variables; the last one is critical.

    Every clause leaves a model to those before it, but for the last one, which leaves none.
    """
    column = columns(n_vars)
    others = n_clauses - 1
    clauses: list[Clause] = []
    left = _consistent(stream, column, column[0], clauses, int(others * (1 - _AIMED)))
    avoid: set[Clause] = set()
    for tries, clause in enumerate(stream):
        least = left & -left
        # the least model and the greatest in turn, or zeros would outnumber ones in what is left
        last = aimed(clause, (left if tries & 1 else least).bit_length() - 1)
        false = left
        for literal in last:
            false &= column[-literal]
        if false == left:
            twin = next((twin for twin in _flips(last) if twin not in clauses), None)
            if twin is not None:
                avoid.add(twin)
                break
        elif len(clauses) < others:
            left ^= false
            clauses.append(last)
            avoid.add(last)
        elif tries > n_clauses:
            return None
    else:
        return None
    left = _consistent(stream, column, left, clauses, others, avoid=avoid)
    if len(clauses) < others:
        return None
    clauses.append(last)
    # a variable in no clause would leave models in pairs
    return clauses if left.bit_count() & 1 or _mentions_all(clauses, n_vars) else None


def _filled(
    clauses: list[Clause], last: Clause, more: Iterator[Clause], n_vars: int, n_clauses: int
) -> list[Clause] | None:
    """So many clauses, the last one last; None where a variable is in none of them."""
    known = set(clauses)
    new = (clause for clause in more if clause not in known)
    full = [*clauses, *islice(new, n_clauses - 1 - len(clauses)), last]
    return full if len(full) == n_clauses and _mentions_all(full, n_vars) else None


def _mentions_all(clauses: list[Clause], n_vars: int) -> bool:
    literals = set(chain.from_iterable(clauses[:n_vars]))  # nearly enough
    rest = [v for v in range(1, n_vars + 1) if v not in literals and -v not in literals]
    return all(any(v in clause or -v in clause for clause in clauses[n_vars:]) for v in rest)


def _consistent(
    stream: Iterator[Clause],
    column: Sequence[int],
    left: int,
    chosen: list[Clause],
    count: int,
    *,
    avoid: Set[Clause] = frozenset(),
) -> int:
    """Add clauses up to a count, each of which leaves a model; the table of what is left."""
    if len(chosen) < count:
        for clause in stream:
            false = left
            for literal in clause:
                false &= column[-literal]
            if false != left and clause not in avoid:
                left ^= false
                chosen.append(clause)
                if len(chosen) == count:
                    break
    return left


def aimed(clause: Clause, model: int) -> Clause:
    """The clause on the same variables that an assignment makes false."""
    return tuple([-v if model >> (v - 1) & 1 else v for v in map(abs, clause)])


def first_contradiction(stream: Iterator[Clause], n_vars: int) -> Contradiction | None:
    """Clauses up to the first that contradicts those before it."""
    left = columns(n_vars)[0]
    drawn: list[Clause] = []
    tables: list[int] = []
    known = tables_of(n_vars)
    for clause in stream:
        table = known[clause]
        drawn.append(clause)
        tables.append(table)
        still = left & table
        if not still:
            return Contradiction(drawn, tables, (left & -left).bit_length() - 1)
        left = still
    return None


def _by_table(
    stream: Iterator[Clause], n_vars: int, most: int
) -> tuple[list[Clause], set[int]] | None:
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
    return clauses, draw.literals(found.model, n_vars)


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
    stream: Iterator[Clause], n_vars: int, start: int, most: int, phases: int
) -> tuple[list[Clause], set[int]] | None:
    """Clauses as drawn, then, where not many more may come, aimed at the model found last."""
    aim_from = int((1 - _AIMED_LARGE) * most)
    drawn = list(islice(stream, min(start, aim_from)))  # seldom a contradiction as yet
    with Growing(drawn, n_vars, phases) as formula:
        true = formula.model()
        if not true:
            less = start * 3 // 4
            again = chain(drawn, stream)
            return _by_solver(again, n_vars, less, most, phases) if less else None
        last: set[int] | None = true
        for clause in islice(stream, 2 * most):
            shot = clause
            if len(drawn) >= aim_from:
                shot = tuple([-x if x in true else x for x in clause])
            drawn.append(shot)
            formula.add(shot)
            if true.isdisjoint(shot):
                last = formula.model()
                if not last:
                    break
                true = last
    if last is None or last:
        return None
    clauses = _core(drawn, n_vars, most) if len(drawn) > most else drawn
    return None if clauses is None else (clauses, true)


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
    rng: np.random.Generator, clauses: list[Clause], true: Set[int], core_vars: int, n_vars: int
) -> tuple[list[Clause], int]:
    """The clauses on randomly chosen ones of more variables; their model, random on the others."""
    order = (rng.permutation(n_vars) + 1).tolist()
    chosen = sorted(order[:core_vars])
    wide = sum((i in true) << (v - 1) for i, v in enumerate(chosen, 1))
    others = rng.integers(0, 2, n_vars - core_vars).tolist()
    free = sum(bit << (v - 1) for v, bit in zip(order[core_vars:], others, strict=True))
    return [spread_over(chosen, clause) for clause in clauses], wide | free


def spread_over(chosen: Sequence[int], clause: Clause) -> Clause:
    """A clause on the variables 1, 2, … moved to the chosen ones, in order."""
    return tuple([chosen[x - 1] if x > 0 else -chosen[-x - 1] for x in clause])
