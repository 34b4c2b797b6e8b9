"""What trivial solvers get: chance, constants, majority polarity, greedy flips, propagation.

A task that one of them solves teaches nothing, so every formula is measured against them, and
families bound them (`within`). All of them are deterministic functions of the formula.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from hashlib import blake2b
from itertools import chain
from math import log2

import numpy as np

from tasksynth_sat.cnf import TABLE_VARS, Clause, Cnf, columns, satisfies, to_bits, true_literals

FLIPS = 10
"""Flips that the greedy strategy makes at most."""
_SAMPLE = 4096
_LANDSCAPE_VARS = 8


def density(cnf: Cnf) -> float:
    """The share of all assignments that satisfy the formula: what a random guess gets.

    Exact up to `TABLE_VARS` variables; above, the hits among 4,096 fixed pseudo-random ones.
    """
    if _has_landscape(cnf.n_vars, cnf.clauses):
        return _landscape(cnf.n_vars, cnf.clauses).count(0, 0, 1 << cnf.n_vars) / (1 << cnf.n_vars)
    if cnf.n_vars <= TABLE_VARS:
        return cnf.table.bit_count() / (1 << cnf.n_vars)
    column = _sample(cnf.n_vars)
    hits = column[0]
    for clause in cnf.clauses:
        table = 0
        for literal in clause:
            table |= column[literal]
        hits &= table
        if not hits:
            break
    return hits.bit_count() / _SAMPLE


def bits(cnf: Cnf) -> float:
    """Bits of surprise in a solution, -log2 of the density; `n_vars` where there is none.

    Exact up to `TABLE_VARS` variables; above, the first moment's estimate, which counts every
    clause of w literals as -log2(1 - 2^-w), and at most one bit a variable.
    """
    if cnf.n_vars <= TABLE_VARS:
        return -log2(max(density(cnf), 2.0**-cnf.n_vars))
    widths = Counter(map(len, cnf.clauses))
    return min(cnf.n_vars, sum(-m * log2(1 - 2.0**-w) for w, m in sorted(widths.items()) if w))


def features(cnf: Cnf) -> dict[str, float]:
    """`difficulty`, `bits` and `guess` of a formula, for `measure`.

    `difficulty` is the bits of a solution plus a tenth of the clauses. Over the ten harder test
    settings of SATURN (arXiv 2505.16368) it explains .91, .88, .91 and .60 of the variance of log
    pass@1 of two base models and of the two trained ones; SATURN's own D .83, .77, .84 and .52.
    """
    surprise = bits(cnf)
    return {
        "difficulty": surprise + len(cnf.clauses) / 10,
        "bits": surprise,
        "guess": guess(cnf),
    }


def strategies(cnf: Cnf) -> dict[str, int]:
    """The assignment that each trivial strategy answers, by its name.

    `majority` sets each variable to its commoner sign, and a balanced one to 1 (`majority0`: to
    0); `greedy` goes on from there with at most `FLIPS` flips, each the one that leaves the
    fewest clauses false; `propagation`, where there are unit clauses, follows them and sets the
    rest to 0.
    """
    return dict(_strategies(cnf.n_vars, cnf.clauses))


def guess(cnf: Cnf) -> float:
    """The chance in [0, 1] of the best trivial strategy on this formula."""
    return 1.0 if _solved(cnf.n_vars, cnf.clauses) else density(cnf)


def within(n_vars: int, clauses: tuple[Clause, ...], bound: float) -> bool:
    """Whether `guess` is at most `bound`, for bare clauses: most draws are never made a `Cnf`."""
    if bound >= 1:
        return True
    if _has_landscape(n_vars, clauses):
        assignments = 1 << n_vars
        if _landscape(n_vars, clauses).count(0, 0, assignments) > bound * assignments:
            return False
    elif density(_formula(n_vars, clauses)) > bound:
        return False
    return not _solved(n_vars, clauses)


@lru_cache(maxsize=16)  # a formula is judged when it is drawn, and again when it is measured
def _solved(n_vars: int, clauses: tuple[Clause, ...]) -> bool:
    if _has_landscape(n_vars, clauses):
        landscape = _landscape(n_vars, clauses)
        return any(not landscape[a] for _, a in _strategies(n_vars, clauses))
    cnf = _formula(n_vars, clauses)
    return any(satisfies(cnf, a) for _, a in _strategies(n_vars, clauses))


def _strategies(n_vars: int, clauses: tuple[Clause, ...]) -> Iterator[tuple[str, int]]:
    yield "zeros", 0
    yield "ones", (1 << n_vars) - 1
    if _has_landscape(n_vars, clauses):
        landscape = _landscape(n_vars, clauses)
        more, equal = _majority(landscape[-2 * n_vars : -n_vars], landscape[-n_vars:])
        descend = partial(_descend, landscape, n_vars)
    else:
        count = Counter(chain.from_iterable(clauses))
        variables = range(1, n_vars + 1)
        more, equal = _majority([count[v] for v in variables], [count[-v] for v in variables])
        descend = partial(_descend_large, _formula(n_vars, clauses))
    yield "majority", more | equal
    yield "majority0", more
    yield "greedy", descend(more | equal)
    if equal:
        yield "greedy0", descend(more)
    if any(len(clause) == 1 for clause in clauses):
        yield "propagation", _propagate(_formula(n_vars, clauses))


def _formula(n_vars: int, clauses: tuple[Clause, ...]) -> Cnf:
    return Cnf.model_construct(n_vars=n_vars, clauses=clauses)


def _majority(plain: Sequence[int], negated: Sequence[int]) -> tuple[int, int]:
    """The variables that occur oftener plain than negated, and those that occur equally often."""
    more = equal = 0
    bit = 1
    for p, q in zip(plain, negated, strict=True):
        if p > q:
            more |= bit
        elif p == q:
            equal |= bit
        bit <<= 1
    return more, equal


def _descend(landscape: bytes, n_vars: int, assignment: int) -> int:
    flips = [1 << v for v in range(n_vars)]
    for _ in range(FLIPS):
        near = [assignment ^ flip for flip in flips]
        best = min(near, key=landscape.__getitem__)
        if landscape[best] >= landscape[assignment]:
            break
        assignment = best
    return assignment


def _descend_large(cnf: Cnf, assignment: int) -> int:
    for _ in range(FLIPS):
        gain = [0] * cnf.n_vars
        true = true_literals(assignment, cnf.n_vars)
        for clause, hit in zip(cnf.clauses, map(true.__and__, cnf.masks), strict=True):
            if not hit:
                for variable in {*map(abs, clause)}:
                    gain[variable - 1] += 1
            elif not hit & (hit - 1):  # its one true literal must stay
                gain[(hit.bit_length() - 1) % cnf.n_vars] -= 1
        best = max(range(cnf.n_vars), key=gain.__getitem__)
        if gain[best] <= 0:
            break
        assignment ^= 1 << best
    return assignment


def _propagate(cnf: Cnf) -> int:
    """Unit propagation to its end, or to a contradiction."""
    n, ones = cnf.n_vars, (1 << cnf.n_vars) - 1
    true, growing = 0, True  # bits of literals, see `literal_bits`
    while growing:
        growing = False
        for mask in cnf.masks:
            false = true >> n | (true & ones) << n
            left = mask & ~false
            if left and not left & true and not left & (left - 1):
                true |= left
                growing = True
    return true & ones


def _has_landscape(n_vars: int, clauses: Sequence[Clause]) -> bool:
    return n_vars <= _LANDSCAPE_VARS and len(clauses) <= 255


@lru_cache(maxsize=16)
def _landscape(n_vars: int, clauses: tuple[Clause, ...]) -> bytes:
    """For up to 8 variables and 255 clauses: one byte for each assignment, the clauses that it
    makes false; then one for each variable, its plain occurrences; then its negated ones.
    """
    total = sum([_share(n_vars, clause) for clause in clauses])
    return total.to_bytes((1 << n_vars) + 2 * n_vars, "little")


@lru_cache(maxsize=16384)
def _share(n_vars: int, clause: Clause) -> int:
    """One clause's landscape as an int: the sum of ints adds byte by byte."""
    everything = columns(n_vars)[0]
    false = everything ^ Cnf(n_vars=n_vars, clauses=(clause,)).table
    lanes = [false >> a & 1 for a in range(1 << n_vars)]
    lanes += [clause.count(v) for v in range(1, n_vars + 1)]
    lanes += [clause.count(-v) for v in range(1, n_vars + 1)]
    return int.from_bytes(lanes, "little")


@lru_cache(maxsize=16)
def _sample(n_vars: int) -> tuple[int, ...]:
    """Truth columns over fixed pseudo-random assignments, indexed like `cnf.columns`."""
    rng = np.random.Generator(np.random.Philox(key=n_vars))
    everything = (1 << _SAMPLE) - 1
    true = [int.from_bytes(rng.bytes(_SAMPLE // 8), "little") for _ in range(n_vars)]
    return (everything, *true, *(everything ^ column for column in reversed(true)))


def answers(cnf: Cnf) -> dict[str, str]:
    """The strategies' assignments as 0/1 strings, and one pseudo-random assignment."""
    key = int.from_bytes(blake2b(repr(cnf.clauses).encode(), digest_size=8).digest(), "little")
    rng = np.random.Generator(np.random.Philox(key=key))
    random = "".join("01"[bit] for bit in rng.integers(0, 2, cnf.n_vars).tolist())
    named = {name: to_bits(a, cnf.n_vars) for name, a in _strategies(cnf.n_vars, cnf.clauses)}
    return {"random": random, **named}
