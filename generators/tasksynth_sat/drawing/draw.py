"""Random clauses, drawn in arrays: the raw material of the question families."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, product
from math import comb, log2
from typing import Literal

import numpy as np

from tasksynth_sat.drawing.sampling import PATTERNS, pattern_table, quiet_weight
from tasksynth_sat.formulas.cnf import Clause

Width = int | Literal["mixed"]
"""Literals a clause; `mixed` draws a width for each, as SATQuest does."""

MIXED_WIDTHS = (2, 3, 4, 5, 6)
_MIXED_SHARES = (0.21, 0.553, 0.166, 0.05, 0.021)
"""1 (3 in 10) or 2 (7 in 10) plus a geometric number with p = 0.7 (SATQuest's), cut at 6."""

_POOL = 1 << 14
"""Largest set of clauses that is listed rather than drawn literal by literal."""
_PERMUTED = 512
"""Largest set of clauses that is shuffled whole."""
_RACED = 4
"""Most variables for which clauses of mixed widths are shuffled whole."""
_BATCHES = 400
"""Batches after which a stream ends: where distinct clauses run out, and against endless loops."""


def n_satisfied(n_vars: int, width: Width) -> int:
    """How many different clauses one assignment satisfies."""
    widths = [w for w in MIXED_WIDTHS if w <= n_vars] if width == "mixed" else [width]
    return sum(comb(n_vars, w) * (2**w - 1) for w in widths)


def mean_bits(width: Width) -> float:
    """Bits of surprise in an assignment that satisfies a random clause."""
    shares = zip(MIXED_WIDTHS, _MIXED_SHARES, strict=True) if width == "mixed" else [(width, 1.0)]
    return sum(-share * log2(1 - 2.0**-w) for w, share in shares)


def clauses(
    rng: np.random.Generator, n_vars: int, width: Width, *, at_once: int | None = None
) -> Iterator[Clause]:
    """Different random clauses without end, or until hardly any is left; literals by variable.

    `at_once` says how many are drawn at a time.
    """
    if width != "mixed" and comb(n_vars, width) * 2**width <= _PERMUTED:
        pool = _pool(n_vars, width)
        yield from [pool[i] for i in rng.permutation(len(pool)).tolist()]
        return
    if width == "mixed" and n_vars <= _RACED:
        pool, pace = _paced(n_vars)
        yield from [
            pool[i] for i in (rng.standard_exponential(len(pool)) * pace).argsort().tolist()
        ]
        return
    seen: set[Clause] = set()
    count = at_once or 8 + 5 * n_vars
    for _ in range(_BATCHES):
        new: Iterable[Clause] = dict.fromkeys(_batch(rng, n_vars, width, count))
        if seen:
            new = [clause for clause in new if clause not in seen]
        yield from new
        seen.update(new)  # here, because many a caller never comes back


def order(rng: np.random.Generator, count: int) -> list[int]:
    """The numbers from 0 up to a count, in random order."""
    places: list[int] = rng.bit_generator.random_raw(count).argsort().tolist()
    return places


def random_assignment(rng: np.random.Generator, n_vars: int) -> int:
    """A uniform assignment of so many variables."""
    words = rng.bit_generator.random_raw(n_vars // 64 + 1)
    return int.from_bytes(words.tobytes(), "little") & ((1 << n_vars) - 1)


def literals(assignment: int, n_vars: int) -> set[int]:
    """Those that an assignment makes true."""
    return {v if assignment >> (v - 1) & 1 else -v for v in range(1, n_vars + 1)}


def satisfied(
    rng: np.random.Generator, true: Set[int], stream: Iterable[Clause]
) -> Iterator[Clause]:
    """Those of the clauses that an assignment makes true, quietly: no literal betrays it.

    A clause with t true literals is taken with probability q^(t - 1); see `quiet_weight`.
    """
    toss = coins(rng)
    for clause in stream:
        hits = sum([literal in true for literal in clause])
        if hits == 1 or (hits and next(toss) < quiet(len(clause), hits)):
            yield clause


@lru_cache(maxsize=64)
def quiet(width: int, hits: int) -> float:
    """The chance of taking a clause of which so many literals agree with what is planted."""
    return 1.0 if width == 2 else quiet_weight(width) ** (hits - 1)


def coins(rng: np.random.Generator) -> Iterator[float]:
    """Uniform numbers in [0, 1) without end, drawn in arrays."""
    while True:
        yield from rng.random(64).tolist()


def fill(
    rng: np.random.Generator,
    n_vars: int,
    width: Width,
    model: int,
    chosen: list[Clause],
    count: int,
    *,
    avoid: Clause = (),
) -> list[Clause] | None:
    """`chosen` and more clauses that `model` satisfies, `count` in all, every variable in one.

    None where those that can be drawn do not suffice.
    """
    filled = list(chosen)
    taken = {*chosen, avoid}
    used = set(chain.from_iterable(taken))
    unused = {v for v in range(1, n_vars + 1) if v not in used and -v not in used}
    if missing := count - len(filled):
        stream = clauses(rng, n_vars, width, at_once=8 + 3 * missing)
        for clause in satisfied(rng, literals(model, n_vars), stream):
            if clause in taken:
                continue
            if unused:
                if unused.isdisjoint(map(abs, clause)):
                    continue
                unused.difference_update(map(abs, clause))
            filled.append(clause)
            if len(filled) == count:
                break
    return None if unused or len(filled) < count else filled


@lru_cache(maxsize=64)
def _pool(n_vars: int, width: int) -> tuple[Clause, ...]:
    signed = [(v, -v) for v in range(1, n_vars + 1)]  # each number once: many clauses share them
    return tuple(clause for chosen in combinations(signed, width) for clause in product(*chosen))


@lru_cache(maxsize=_RACED)
def _paced(n_vars: int) -> tuple[tuple[Clause, ...], np.ndarray]:
    """All clauses, and the mean time after which each arrives.

    Drawn one after the other by their shares, repeats left out, they come in the order of
    exponential arrivals (Efraimidis and Spirakis: "Weighted random sampling with a reservoir", IPL
    97 (5), 2006).
    """
    shares = np.bincount(_widths(n_vars, "mixed").astype(np.int64))
    pools = [_pool(n_vars, w) for w in range(2, len(shares))]
    pace = [len(pool) / share for pool, share in zip(pools, shares[2:].tolist(), strict=True)]
    return tuple(chain.from_iterable(pools)), np.repeat(pace, [len(pool) for pool in pools])


def widths(rng: np.random.Generator, n_vars: int, width: Width, count: int) -> list[int]:
    """So many widths of clauses."""
    share = rng.bit_generator.random_raw(count) & np.uint64(1023)
    drawn: list[int] = _widths(n_vars, width)[share].tolist()
    return drawn


@lru_cache(maxsize=64)
def _widths(n_vars: int, width: Width) -> np.ndarray:
    """(1024,) uint64 widths in their shares; a width above `n_vars` is cut to it."""
    if width != "mixed":
        return np.full(1024, width, np.uint64)
    table: list[int] = []
    for w, edge in zip(MIXED_WIDTHS, np.cumsum(_MIXED_SHARES), strict=True):
        table += [min(w, n_vars)] * (round(float(edge) * 1024) - len(table))
    return np.array(table, np.uint64)


@dataclass(frozen=True)
class _Listed:
    """All clauses, and where those of the width of an entry of `_widths` are."""

    clauses: tuple[Clause, ...]
    starts: np.ndarray
    """(1024,) uint64."""
    sizes: np.ndarray
    """(1024,) uint64."""


@lru_cache(maxsize=64)
def _listed(n_vars: int, width: Width) -> _Listed | None:
    """None where there are more than should be kept at hand."""
    widths = _widths(n_vars, width)
    pools: dict[int, tuple[int, int]] = {}
    listed: list[Clause] = []
    for w in sorted({*widths.tolist()}):
        if (size := comb(n_vars, w) * 2**w) > _POOL:
            return None
        pools[w] = len(listed), size
        listed += _pool(n_vars, w)
    places = np.array([pools[w] for w in widths.tolist()], np.uint64)
    return _Listed(tuple(listed), places[:, 0].copy(), places[:, 1].copy())


def _batch(rng: np.random.Generator, n_vars: int, width: Width, count: int) -> list[Clause]:
    words = rng.bit_generator.random_raw(count)
    share = words & np.uint64(1023)
    listed = _listed(n_vars, width)
    if listed is None:
        return _rows(rng, n_vars, _widths(n_vars, width)[share].astype(np.int64))
    picks = (words >> np.uint64(10)) % listed.sizes[share] + listed.starts[share]
    pool = listed.clauses
    return [pool[i] for i in picks.tolist()]


def _rows(rng: np.random.Generator, n_vars: int, widths: np.ndarray) -> list[Clause]:
    """A clause of each width, literals by variable."""
    chosen, words, _, of_width = _variables(rng, n_vars, widths)
    signs = (words >> np.uint64(62) & np.uint64(2)).astype(np.int64) - 1
    rows = _tuples((chosen + 1) * signs, of_width)
    return [rows[i] for i in order(rng, len(rows))]


def _variables(
    rng: np.random.Generator, n_vars: int, widths: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[int]]:
    """(most, count) different variables from 0, rising in each column, the widest columns first.

    Below a column's width, its entries mean nothing. Also the random words that they come from,
    whose upper bits are free, the columns' widths, and the number of columns of each width.

    Floyd's algorithm, in all columns at once (Bentley: "A sample of brilliance", CACM 30 (9),
    1987): step j draws up to a top that rises with j, and takes the top where what it drew is there
    already.
    """
    of_width = np.bincount(widths)
    most, count = len(of_width) - 1, len(widths)
    widths = np.repeat(np.arange(most, -1, -1), of_width[::-1])
    words = rng.bit_generator.random_raw(count * most).reshape(most, count)
    top = n_vars - widths + np.arange(most)[:, None]  # (most, count): from n_vars on, none is left
    below = words & np.uint64(0xFFFFFFFF)  # 32 bits, which are plenty: a product is quicker than %
    chosen = (below * (top + 1).astype(np.uint64) >> np.uint64(32)).astype(np.int64)
    for j in range(1, most):
        there = np.logical_or.reduce(chosen[:j] == chosen[j])  # what any() would call
        np.copyto(chosen[j], top[j], where=there)
    np.copyto(chosen, top, where=top >= n_vars)
    chosen.sort(axis=0)
    return chosen, words, widths, of_width.tolist()


def _tuples(literals: np.ndarray, of_width: list[int]) -> list[Clause]:
    """The columns as clauses."""
    rows: list[Clause] = []
    start = 0
    for w in range(len(of_width) - 1, 0, -1):
        stop = start + of_width[w]
        rows += zip(*literals[:w, start:stop].tolist(), strict=True)
        start = stop
    return rows


def planted(
    rng: np.random.Generator, n_vars: int, width: Width, count: int
) -> tuple[list[Clause], int, list[int]] | None:
    """So many different clauses that a random assignment satisfies, quietly (see `satisfied`).

    The widest come first. Also the assignment, and how many clauses each variable, from 0, alone
    satisfies. None where the clauses drawn do not suffice.
    """
    solution = random_assignment(rng, n_vars)
    share = rng.bit_generator.random_raw(count + count // 32 + 4) & np.uint64(1023)
    drawn = _widths(n_vars, width)[share].astype(np.int64)
    chosen, words, widths, of_width = _variables(rng, n_vars, drawn)
    table, alone = _quiet_patterns(len(of_width) - 1)
    places = widths * PATTERNS + (words[0] >> np.uint64(48)).astype(np.int64)
    agree = table[places] >> np.arange(len(of_width) - 1)[:, None] & 1
    raw = solution.to_bytes((n_vars + 15) // 8, "little")  # and zeros, for entries without meaning
    value = np.unpackbits(np.frombuffer(raw, np.uint8), bitorder="little").astype(np.int64)
    rows = _tuples((chosen + 1) * (1 - 2 * (value[chosen] ^ agree)), of_width)
    distinct = [*dict.fromkeys(rows)]
    spare = max(0, len(distinct) - count)
    for word in rng.bit_generator.random_raw(spare).tolist():
        distinct.pop(word % len(distinct))
    by = alone[places]
    single = by.nonzero()[0]
    support = np.bincount(chosen[by[single] - 1, single], minlength=n_vars)
    return (distinct, solution, support.tolist()) if len(distinct) == count else None


@lru_cache(maxsize=8)
def _quiet_patterns(most: int) -> tuple[np.ndarray, np.ndarray]:
    """The tables of `pattern_table` for widths from 0 to `most`, one after the other.

    And for each pattern, from 1, the literal that alone agrees; 0 where it is not one.
    """
    tables = [np.zeros(PATTERNS, np.int64)] * 2
    tables += [np.array(pattern_table(w, "quiet"), np.int64) for w in range(2, most + 1)]
    patterns = np.concatenate(tables)
    powers = 1 << np.arange(most)
    alone = np.where(np.isin(patterns, powers), np.searchsorted(powers, patterns) + 1, 0)
    return patterns, alone
