"""A bounded local search on formulas, to say how far walking gets without reasoning."""

from functools import lru_cache

from tasksynth.rng import Stream
from tasksynth_sat.formulas.cnf import Cnf

STARTS = 8
"""Fixed starts."""
FLIPS = 50
"""Flips from each."""
_NOISE = 0.5


def share_of_starts(cnf: Cnf, left: int = 0) -> float:
    """The share of fixed starts from which WalkSAT comes to `left` false clauses in `FLIPS` flips.

    A false clause is picked at random and one of its variables is flipped: one that makes no true
    clause false if there is such a one, else as often the least harmful as any (Selman, Kautz,
    Cohen: "Noise strategies for improving local search", AAAI 1994).
    """
    holding: list[list[int]] = [[] for _ in range(2 * cnf.n_vars + 1)]  # by signed literal
    for place, clause in enumerate(cnf.clauses):
        for literal in clause:
            holding[literal].append(place)
    walks = _tosses(cnf.n_vars)
    return sum(_walk(cnf, holding, tosses, left) for tosses in walks) / STARTS


def _walk(cnf: Cnf, holding: list[list[int]], tosses: list[float], left: int) -> bool:
    n, clauses = cnf.n_vars, cnf.clauses
    true = [False] * (2 * n + 1)
    for v, toss in enumerate(tosses[:n], 1):
        true[v if toss < 0.5 else -v] = True
    hits = [sum([true[literal] for literal in clause]) for clause in clauses]
    false = {place for place, count in enumerate(hits) if not count}
    for toss in tosses[n:]:
        if len(false) <= left:
            return True
        ordered = sorted(false)
        clause = clauses[ordered[int(toss * len(ordered))]]
        if not clause:
            return False
        broken = [sum([hits[place] == 1 for place in holding[-literal]]) for literal in clause]
        at = broken.index(min(broken))
        again = toss * 1009 % 1
        if broken[at] and again < _NOISE:
            at = int(again / _NOISE * len(clause))
        literal = clause[at]
        true[literal], true[-literal] = True, False
        for place in holding[literal]:
            hits[place] += 1
            false.discard(place)
        for place in holding[-literal]:
            hits[place] -= 1
            if not hits[place]:
                false.add(place)
    return len(false) <= left


@lru_cache(maxsize=64)
def _tosses(n_vars: int) -> list[list[float]]:
    """For each start a number in [0, 1) for each variable, and one for each flip."""
    rng = Stream(b"tasksynth_sat.walks.tosses").rng(n_vars)
    tosses: list[list[float]] = rng.random((STARTS, n_vars + FLIPS)).tolist()
    return tosses
