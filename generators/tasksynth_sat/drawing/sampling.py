"""Random k-SAT clauses: uniform, planted as SATURN does, and quietly planted.

A planted clause is drawn by its *pattern*, the set of its literals that agree with the planted
solution: never empty, else uniform (SATURN), or with weight q^t for t agreeing literals, q chosen
so that a literal agrees as often as not (quiet planting: Jia, Moore, Strain, "Generating hard
satisfiable formulas by hiding solutions deceptively", JAIR 28, 2007, section 3).
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from math import comb
from typing import Literal

import numpy as np

from tasksynth_sat.formulas.cnf import Clause

Planting = Literal["uniform", "saturn", "quiet"]

_CLAUSES = 8192
"""Where no more clauses than this exist they are tabulated, and drawn without numpy's overhead."""
_BATCH_VARS = 8
_BATCH = 12
PATTERNS = 1 << 16
"""Pattern weights are held to this resolution."""
_TRIALS = 40
"""Draws per wanted clause; enough to collect every clause of a tabulated kind but by bad luck."""


def draw_clauses(
    width: int, n_vars: int, count: int, rng: np.random.Generator, *, planting: Planting
) -> tuple[tuple[Clause, ...], int]:
    """Distinct clauses of `width` distinct variables each, and the planted solution.

    The literals of a clause are in the order of their variables, the clauses in the order drawn.
    There may be fewer than `count` where almost every clause that exists is wanted. Without
    planting ("uniform") the solution is 0 and means nothing.
    """
    solution = 0
    if planting != "uniform":
        words: list[int] = rng.bit_generator.random_raw(-(-n_vars // 64)).tolist()
        for word in words:
            solution = solution << 64 | word
        solution &= (1 << n_vars) - 1
    if comb(n_vars, width) << width <= _CLAUSES:
        return _draw_tabulated(width, n_vars, count, rng, planting, solution), solution
    return _draw_many(width, n_vars, count, rng, planting, solution), solution


def draw_formulas(
    width: int, n_vars: int, count: int, rng: np.random.Generator, *, planting: Planting
) -> Iterator[tuple[tuple[Clause, ...], int]]:
    """An endless supply of what `draw_clauses` draws, for a caller who refuses most of it.

    Small formulas come by the batch, at half the cost each, but for the first, which may do.
    """
    yield draw_clauses(width, n_vars, count, rng, planting=planting)
    some = clauses_that_exist(width, n_vars) >= 2 * count  # else most rows below would be short
    while some and n_vars <= _BATCH_VARS and comb(n_vars, width) << width <= _CLAUSES:
        yield from _draw_batch(width, n_vars, count, rng, planting)
    while True:
        yield draw_clauses(width, n_vars, count, rng, planting=planting)


def clauses_that_exist(width: int, n_vars: int) -> int:
    """How many clauses of `width` distinct variables one assignment satisfies."""
    return comb(n_vars, width) * ((1 << width) - 1)


@lru_cache(maxsize=64)
def quiet_weight(width: int) -> float:
    """The q of quiet planting: the root in (0, 1) of (1 - q)(1 + q)^(width - 1) = 1.

    It makes the expected number of agreeing literals exactly half the width. To six decimals.

    Raises:
        ValueError: below 3 literals, where there is no such q.
    """
    if width < 3:
        raise ValueError(f"want at least 3 literals a clause to plant quietly, got {width}")
    low, high = 0.1, 1.0
    while high - low > 1e-9:
        q = (low + high) / 2
        low, high = (q, high) if (1 - q) * (1 + q) ** (width - 1) > 1 else (low, q)
    return round(low, 6)


@lru_cache(maxsize=64)
def pattern_table(width: int, planting: Planting) -> tuple[int, ...]:
    """65,536 patterns in proportion to their weights: draw one of them uniformly.

    Bit i of a pattern says whether literal i agrees with the planted solution; without planting
    every pattern weighs the same. Below 3 literals quiet planting is SATURN's.
    """
    q = quiet_weight(width) if planting == "quiet" and width >= 3 else 1.0
    first = 0 if planting == "uniform" else 1
    patterns = range(first, 1 << width)
    shares = np.cumsum([q ** pattern.bit_count() for pattern in patterns])
    ends = np.rint(shares / shares[-1] * PATTERNS).astype(np.int64)
    counts = np.diff(ends, prepend=0)  # one a pattern, together 65,536
    return tuple(np.repeat(np.array(patterns), counts).tolist())


@lru_cache(maxsize=64)
def _pattern_array(width: int, planting: Planting) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(pattern_table(width, planting), dtype=np.int64)


def _draw_tabulated(
    width: int,
    n_vars: int,
    count: int,
    rng: np.random.Generator,
    planting: Planting,
    solution: int,
) -> tuple[Clause, ...]:
    table = _clause_table(width, n_vars)
    patterns = pattern_table(width, planting)
    flips = _flips(width, n_vars, solution)
    subsets = len(flips)
    chosen: dict[int, None] = {}
    for _ in range(_TRIALS):
        for word in rng.bit_generator.random_raw(count + (count >> 2) + 2).tolist():
            subset = (word >> 32) * subsets >> 32
            chosen[subset << width | patterns[word & 0xFFFF] ^ flips[subset]] = None
            if len(chosen) == count:
                return tuple(map(table.__getitem__, chosen))
    return tuple(map(table.__getitem__, chosen))


def _draw_batch(
    width: int, n_vars: int, count: int, rng: np.random.Generator, planting: Planting
) -> Iterator[tuple[tuple[Clause, ...], int]]:
    clause = _clause_table(width, n_vars).__getitem__
    flips = _all_flips(width, n_vars)
    solutions = rng.bit_generator.random_raw(_BATCH) & (len(flips) - 1)
    if planting == "uniform":
        solutions[:] = 0
    words = rng.bit_generator.random_raw((_BATCH, count + (count >> 1) + 4))
    subsets = (words >> 32) * flips.shape[1] >> 32
    signs = _pattern_array(width, planting)[words & 0xFFFF] ^ flips[solutions[:, None], subsets]
    drawn = (subsets << width).astype(np.int64) | signs  # (batch, more than count)
    for row, solution in zip(drawn.tolist(), solutions.tolist(), strict=True):
        chosen = [*dict.fromkeys(row)]
        if len(chosen) >= count:
            yield tuple(map(clause, chosen[:count])), solution


@lru_cache(maxsize=16)
def _all_flips(width: int, n_vars: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """`_flips` of every solution, (solutions, subsets)."""
    return np.array([_flips(width, n_vars, solution) for solution in range(1 << n_vars)])


@lru_cache(maxsize=64)
def _clause_table(width: int, n_vars: int) -> list[Clause]:
    """Every clause, at `subset << width | signs`; bit i of signs is set for a plain literal i."""
    return [
        tuple(v if signs >> i & 1 else -v for i, v in enumerate(variables))
        for variables in combinations(range(1, n_vars + 1), width)
        for signs in range(1 << width)
    ]


@lru_cache(maxsize=4096)
def _flips(width: int, n_vars: int, solution: int) -> list[int]:
    """For every subset of variables, what turns a pattern of agreement into signs."""
    place = 1 << np.arange(width)
    false = 1 - _bits(solution, n_vars)[_subsets(width, n_vars)]  # (subsets, width)
    flips: list[int] = (false @ place).tolist()
    return flips


@lru_cache(maxsize=64)
def _subsets(width: int, n_vars: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return np.array([*combinations(range(n_vars), width)], dtype=np.int64).reshape(-1, width)


def _bits(solution: int, n_vars: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    raw = np.frombuffer(solution.to_bytes(n_vars // 8 + 1, "little"), dtype=np.uint8)
    return np.unpackbits(raw, count=n_vars, bitorder="little").astype(np.int64)


def _draw_many(
    width: int,
    n_vars: int,
    count: int,
    rng: np.random.Generator,
    planting: Planting,
    solution: int,
) -> tuple[Clause, ...]:
    patterns = _pattern_array(width, planting)
    values = _bits(solution, n_vars)
    chosen: dict[Clause, None] = {}
    for _ in range(_TRIALS):
        variables = _draw_subsets(width, n_vars, count - len(chosen), rng)  # (m, width) from 0
        pattern = patterns[rng.integers(0, PATTERNS, len(variables))]
        agree = pattern[:, None] >> np.arange(width) & 1
        plain = agree == values[variables]
        literals = np.where(plain, variables + 1, -variables - 1)
        for clause in map(tuple, literals.tolist()):
            chosen[clause] = None
            if len(chosen) == count:
                return tuple(chosen)
    return tuple(chosen)


def _draw_subsets(
    width: int, n_vars: int, count: int, rng: np.random.Generator
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """At least some subsets of the variables, increasing, about `count` of them."""
    rows = count + count // 8 + 8
    if width * width <= n_vars:  # then most draws with replacement are distinct
        drawn = np.sort(rng.integers(0, n_vars, (rows, width)), axis=1)
        return drawn[(np.diff(drawn, axis=1) > 0).all(axis=1)]
    rows = min(rows, 1 + 2_000_000 // n_vars)
    order = rng.random((rows, n_vars)).argpartition(width - 1, axis=1)
    return np.sort(order[:, :width], axis=1)
