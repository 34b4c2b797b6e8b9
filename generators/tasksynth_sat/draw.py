"""Random clauses, drawn in arrays: the raw material of the question families."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, combinations, product
from math import comb
from typing import Literal

import numpy as np

from tasksynth_sat.cnf import Clause, literal_bits, true_literals
from tasksynth_sat.sampling import quiet_weight

Width = int | Literal["mixed"]
"""Literals a clause; `mixed` draws a width for each, as SATQuest does."""

MIXED_WIDTHS = (2, 3, 4, 5, 6)
_MIXED_SHARES = (0.21, 0.553, 0.166, 0.05, 0.021)
"""1 (3 in 10) or 2 (7 in 10) plus a geometric number with p = 0.7 (SATQuest's), cut at 6."""

_POOL = 1 << 14
"""Largest set of clauses that is listed rather than drawn literal by literal."""
_PERMUTED = 512
"""Largest set of clauses that is shuffled whole."""
_BATCHES = 400
"""Batches after which a stream ends: where distinct clauses run out, and against endless loops."""


def n_satisfied(n_vars: int, width: Width) -> int:
    """How many different clauses one assignment satisfies."""
    widths = [w for w in MIXED_WIDTHS if w <= n_vars] if width == "mixed" else [width]
    return sum(comb(n_vars, w) * (2**w - 1) for w in widths)


def clauses(
    rng: np.random.Generator, n_vars: int, width: Width, *, at_once: int | None = None
) -> Iterator[Clause]:
    """Different random clauses without end, or until hardly any is left; literals by variable.

    `at_once` says how many are drawn at a time.
    """
    seen: set[Clause] = set()
    if width != "mixed" and comb(n_vars, width) * 2**width <= _PERMUTED:
        pool = _pool(n_vars, width)
        yield from [pool[i] for i in rng.permutation(len(pool)).tolist()]
        return
    count = at_once or 8 + 4 * n_vars
    for _ in range(_BATCHES):
        for clause in _batch(rng, n_vars, width, count):
            if clause not in seen:
                seen.add(clause)
                yield clause


def random_assignment(rng: np.random.Generator, n_vars: int) -> int:
    """A uniform assignment of so many variables."""
    words = rng.bit_generator.random_raw(n_vars // 64 + 1)
    return int.from_bytes(words.tobytes(), "little") & ((1 << n_vars) - 1)


def satisfied(
    rng: np.random.Generator,
    n_vars: int,
    width: Width,
    model: int,
    *,
    at_once: int | None = None,
) -> Iterator[Clause]:
    """Different random clauses that an assignment makes true, quietly: no literal betrays it.

    A clause with t true literals is taken with probability q^(t - 1); see `quiet_weight`.
    """
    bit = literal_bits(n_vars)
    agrees = true_literals(model, n_vars)
    stream = clauses(rng, n_vars, width, at_once=at_once)
    for clause, coin in zip(stream, coins(rng), strict=False):
        hits = 0
        for literal in clause:
            if agrees & bit[literal]:
                hits += 1
        if hits == 1 or (hits and coin < quiet(len(clause), hits)):
            yield clause


def quiet(width: int, hits: int) -> float:
    """The chance of taking a clause of which so many literals agree with what is planted."""
    return 1.0 if width == 2 else quiet_weight(width) ** (hits - 1)


def coins(rng: np.random.Generator) -> Iterator[float]:
    """Uniform numbers in [0, 1) without end, drawn in arrays."""
    while True:
        yield from rng.random(256).tolist()


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

    None where the clauses do not suffice for that.
    """
    filled = list(chosen)
    taken = {*chosen, avoid}
    literals = set(chain.from_iterable(taken))
    unused = {v for v in range(1, n_vars + 1) if v not in literals and -v not in literals}
    if missing := count - len(filled):
        for clause in satisfied(rng, n_vars, width, model, at_once=8 + 3 * missing):
            if clause in taken or (unused and unused.isdisjoint(map(abs, clause))):
                continue
            filled.append(clause)
            unused.difference_update(map(abs, clause))
            if len(filled) == count:
                break
    return None if unused or len(filled) < count else filled


@lru_cache(maxsize=64)
def _pool(n_vars: int, width: int) -> tuple[Clause, ...]:
    signs = list(product((1, -1), repeat=width))
    return tuple(
        tuple(sign * v for sign, v in zip(sign_row, chosen, strict=True))
        for chosen in combinations(range(1, n_vars + 1), width)
        for sign_row in signs
    )


@lru_cache(maxsize=64)
def _width_table(n_vars: int) -> np.ndarray:
    """(1024,) widths in the shares of the mixture; a width above `n_vars` is cut to it."""
    table: list[int] = []
    for width, edge in zip(MIXED_WIDTHS, np.cumsum(_MIXED_SHARES), strict=True):
        table += [min(width, n_vars)] * (round(float(edge) * 1024) - len(table))
    return np.array(table)


def _batch(rng: np.random.Generator, n_vars: int, width: Width, count: int) -> list[Clause]:
    if width == "mixed":
        words = rng.bit_generator.random_raw(count)
        widths = _width_table(n_vars)[words & np.uint64(1023)]
        most = min(MIXED_WIDTHS[-1], n_vars)
        if comb(n_vars, most) * 2**most > _POOL:
            return _rows(rng, n_vars, widths)
        pools = [_pool(n_vars, w) for w in range(most + 1)]
        picks = (words >> np.uint64(10)).tolist()
        drawn = [pools[w] for w in widths.tolist()]
        return [pool[pick % len(pool)] for pool, pick in zip(drawn, picks, strict=True)]
    if comb(n_vars, width) * 2**width <= _POOL:
        pool = _pool(n_vars, width)
        size = len(pool)
        return [pool[word % size] for word in rng.bit_generator.random_raw(count).tolist()]
    return _rows(rng, n_vars, np.full(count, width))


def _rows(rng: np.random.Generator, n_vars: int, widths: np.ndarray) -> list[Clause]:
    """A clause of each width, literals by variable."""
    order = np.argsort(-widths, kind="stable")  # the widest first: those still to fill lead
    most, count = int(widths[order[0]]), len(widths)
    filled = np.searchsorted(-widths[order], -np.arange(most + 1)).tolist()  # [w]: wider than w
    words = rng.bit_generator.random_raw(count * most).reshape(most, count)
    signs = 1 - 2 * (words & np.uint64(1)).astype(np.int64)
    words >>= np.uint64(1)
    chosen = np.empty((most, count), np.int64)  # sorted down the columns as far as it is filled
    rows: list[list[int]] = []
    for j in range(most):
        left = filled[j]
        pick = (words[j, :left] % np.uint64(n_vars - j)).astype(np.int64)
        for i in range(j):  # the pick-th of the variables not yet chosen
            pick += pick >= chosen[i, :left]
        for i in range(j):  # insert: the smaller stays, the larger moves on
            low = np.minimum(chosen[i, :left], pick)
            pick = np.maximum(chosen[i, :left], pick)
            chosen[i, :left] = low
        chosen[j, :left] = pick
    for w in range(most, 0, -1):
        done = slice(filled[w], filled[w - 1])
        rows += ((chosen[:w, done] + 1) * signs[:w, done]).T.tolist()
    clauses: list[Clause] = [()] * count
    for place, row in zip(order.tolist(), rows, strict=True):
        clauses[place] = tuple(row)
    return clauses
