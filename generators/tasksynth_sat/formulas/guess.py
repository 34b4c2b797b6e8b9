"""What trivial solvers get: chance, constants, majority polarity, greedy flips, propagation.

A task that one of them solves teaches nothing, so every formula is measured against them, and
families bound them (`within`). All of them are deterministic functions of the formula.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from math import log2
from operator import itemgetter

import numpy as np

from tasksynth_sat.formulas.cnf import TABLE_VARS, Clause, Cnf, satisfies, to_bits, true_literals

FLIPS = 10
"""Flips that the greedy strategy makes at most."""
_SAMPLE = 4096
_LANDSCAPE_VARS = 8
_SHARES = 20_000


def density(cnf: Cnf) -> float:
    """The share of all assignments that satisfy the formula: what a random guess gets.

    Exact up to `TABLE_VARS` variables; above, the hits among 4,096 fixed pseudo-random ones.
    """
    if _is_small(cnf.n_vars, cnf.clauses):
        return _models_on(_landscape(cnf.n_vars, cnf.clauses), cnf.n_vars) / (1 << cnf.n_vars)
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
    return _bits(cnf, density(cnf))


def _bits(cnf: Cnf, share: float) -> float:
    if cnf.n_vars <= TABLE_VARS:
        return -log2(max(share, 2.0**-cnf.n_vars))
    widths = Counter(map(len, cnf.clauses))
    return min(cnf.n_vars, sum(-m * log2(1 - 2.0**-w) for w, m in sorted(widths.items()) if w))


def features(cnf: Cnf) -> dict[str, float]:
    """`difficulty`, `bits` and `guess` of a formula, for `measure`.

    `difficulty` is the bits of a solution plus a tenth of the clauses. Over the ten harder test
    settings of SATURN (arXiv 2505.16368) it explains .91, .88, .91 and .60 of the variance of log
    pass@1 of two base models and of the two trained ones; SATURN's own D .83, .77, .84 and .52.
    """
    share = density(cnf)
    surprise = _bits(cnf, share)
    return {
        "difficulty": surprise + len(cnf.clauses) / 10,
        "bits": surprise,
        "guess": 1.0 if _solved(cnf.n_vars, cnf.clauses) else share,
    }


def strategies(cnf: Cnf) -> dict[str, int]:
    """The assignment that each trivial strategy answers, by its name.

    `majority` sets each variable to its commoner sign, and a balanced one to 1 (`majority0`: to
    0); `greedy` goes on from there with at most `FLIPS` flips, each the one that leaves the
    fewest clauses false, the lowest variable of equals (`greedy_last`: the highest);
    `propagation`, where there are unit clauses, follows them and sets the rest to 0.
    """
    return dict(_strategies(cnf))


def guess(cnf: Cnf) -> float:
    """The chance in [0, 1] of the best trivial strategy on this formula."""
    return 1.0 if _solved(cnf.n_vars, cnf.clauses) else density(cnf)


def within(n_vars: int, clauses: tuple[Clause, ...], bound: float) -> bool:
    """Whether `guess` is at most `bound`, for bare clauses: most draws are never made a `Cnf`.

    Up to `TABLE_VARS` variables a formula without a solution is refused too, at no cost.
    """
    if bound >= 1:
        return True
    if _is_small(n_vars, clauses):
        landscape = _landscape(n_vars, clauses)
        enough = 0 < _models_on(landscape, n_vars) <= bound * (1 << n_vars)
        return enough and not _solved_on(landscape, n_vars, clauses)
    share = density(Cnf.trusted(n_vars=n_vars, clauses=clauses))
    if share > bound or (share == 0 and n_vars <= TABLE_VARS):
        return False
    return not _solved(n_vars, clauses)


def _solved(n_vars: int, clauses: tuple[Clause, ...]) -> bool:
    if _is_small(n_vars, clauses):
        return _solved_on(_landscape(n_vars, clauses), n_vars, clauses)
    return _strategy_solves(n_vars, clauses)


@lru_cache(maxsize=16)  # a formula is judged when it is drawn, and again when it is measured
def _strategy_solves(n_vars: int, clauses: tuple[Clause, ...]) -> bool:
    cnf = Cnf.trusted(n_vars=n_vars, clauses=clauses)
    return any(satisfies(cnf, a) for _, a in _strategies(cnf))


def _strategies(cnf: Cnf) -> Iterator[tuple[str, int]]:
    yield "zeros", 0
    yield "ones", (1 << cnf.n_vars) - 1
    count = Counter(chain.from_iterable(cnf.clauses))
    variables = range(1, cnf.n_vars + 1)
    more, equal = _majority([count[v] for v in variables], [count[-v] for v in variables])
    yield "majority", more | equal
    yield "majority0", more
    for suffix, start in (("", more | equal), ("0", more)) if equal else (("", more),):
        yield f"greedy{suffix}", _descend(cnf, start, last=False)
        yield f"greedy{suffix}_last", _descend(cnf, start, last=True)
    if any(len(clause) == 1 for clause in cnf.clauses):
        yield "propagation", _propagate(cnf)


def _majority(plain: Iterable[int], negated: Iterable[int]) -> tuple[int, int]:
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


def _descend(cnf: Cnf, assignment: int, *, last: bool) -> int:
    order = range(cnf.n_vars - 1, -1, -1) if last else range(cnf.n_vars)
    for _ in range(FLIPS):
        gain = [0] * cnf.n_vars
        true = true_literals(assignment, cnf.n_vars)
        for clause, hit in zip(cnf.clauses, map(true.__and__, cnf.masks), strict=True):
            if not hit:
                for variable in {*map(abs, clause)}:
                    gain[variable - 1] += 1
            elif not hit & (hit - 1):  # its one true literal must stay
                gain[(hit.bit_length() - 1) % cnf.n_vars] -= 1
        best = max(order, key=gain.__getitem__)
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


# Small formulas are drawn by the thousand and mostly thrown away, so all of the above is done for
# them on one byte string: the clauses that each assignment makes false.


def _is_small(n_vars: int, clauses: Sequence[Clause]) -> bool:
    return 2 <= n_vars <= _LANDSCAPE_VARS and len(clauses) <= 255


def _landscape(n_vars: int, clauses: Iterable[Clause]) -> bytes:
    """One byte for each assignment, the clauses that it makes false; then one for each variable,
    its plain occurrences; then its negated ones; then one for the unit clauses.
    """
    total = sum(map(_shares(n_vars).__getitem__, clauses))
    return total.to_bytes((1 << n_vars) + 2 * n_vars + 1, "little")


def _models_on(landscape: bytes, n_vars: int) -> int:
    return landscape.count(0, 0, 1 << n_vars)


class _Shares(dict[Clause, int]):
    """The landscape of each clause as an int, so that a sum adds byte by byte."""

    def __init__(self, n_vars: int) -> None:
        super().__init__()
        self.n_vars = n_vars

    def __missing__(self, clause: Clause) -> int:
        n = self.n_vars
        table = Cnf(n_vars=n, clauses=(clause,)).table
        lanes = [1 - (table >> a & 1) for a in range(1 << n)]
        lanes += [clause.count(v) for v in range(1, n + 1)]
        lanes += [clause.count(-v) for v in range(1, n + 1)]
        lanes.append(int(len(clause) == 1))
        share = int.from_bytes(lanes, "little")
        if len(self) < _SHARES:
            self[clause] = share
        return share


@lru_cache(maxsize=_LANDSCAPE_VARS)
def _shares(n_vars: int) -> _Shares:
    return _Shares(n_vars)


def _solved_on(landscape: bytes, n_vars: int, clauses: tuple[Clause, ...]) -> bool:
    """Whether a trivial strategy solves the formula, whichever of equally good flips it makes."""
    if landscape[-1] and _strategy_solves(n_vars, clauses):  # by propagation, perhaps
        return True
    start = 1 << n_vars
    if not (landscape[0] and landscape[start - 1]):
        return True
    more, equal = _majority(landscape[start : start + n_vars], landscape[start + n_vars : -1])
    if not (landscape[more] and landscape[more | equal]):
        return True
    starts = {more, more | equal}
    neighbours = _neighbours(n_vars)
    for _ in range(FLIPS):
        reached: set[int] = set()
        for assignment in starts:
            near, look_up = neighbours[assignment]
            false = look_up(landscape)
            least = min(false)
            if not least:
                return True
            if least < landscape[assignment]:
                reached.update([a for a, count in zip(near, false, strict=True) if count == least])
        if not reached:
            break
        starts = reached
    return False


@lru_cache(maxsize=_LANDSCAPE_VARS)
def _neighbours(n_vars: int) -> list[tuple[tuple[int, ...], Callable[[bytes], tuple[int, ...]]]]:
    """For each assignment, those one flip away, and what looks them up in a landscape."""
    near = [tuple(a ^ 1 << v for v in range(n_vars)) for a in range(1 << n_vars)]
    return [(some, itemgetter(*some)) for some in near]


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
    named = {name: to_bits(a, cnf.n_vars) for name, a in _strategies(cnf)}
    return {"random": random, **named}
