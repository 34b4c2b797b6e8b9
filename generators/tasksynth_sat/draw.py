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


def n_distinct(n_vars: int, width: Width) -> int:
    """How many different clauses there are."""
    widths = _widths(n_vars) if width == "mixed" else (width,)
    return sum(comb(n_vars, w) * 2**w for w in widths)


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
    count = at_once or 32 + 4 * n_vars
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
    true = literal_bits(n_vars)
    agrees = true_literals(model, n_vars)
    coins = iter(rng.random(0).tolist())
    for clause in clauses(rng, n_vars, width, at_once=at_once):
        hits = 0
        for literal in clause:
            if agrees & true[literal]:
                hits += 1
        if hits == 1:
            yield clause
        elif hits:
            coin = next(coins, None)
            if coin is None:
                coins = iter(rng.random(256).tolist())
                coin = next(coins)
            if len(clause) == 2 or coin < quiet_weight(len(clause)) ** (hits - 1):
                yield clause


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
        for clause in satisfied(rng, n_vars, width, model, at_once=32 + 3 * missing):
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


def _widths(n_vars: int) -> tuple[int, ...]:
    return tuple(w for w in MIXED_WIDTHS if w <= n_vars)


@lru_cache(maxsize=64)
def _width_table(n_vars: int) -> tuple[int, ...]:
    """1024 widths in the shares of the mixture; a width above `n_vars` is cut to it."""
    table: list[int] = []
    for width, edge in zip(MIXED_WIDTHS, np.cumsum(_MIXED_SHARES), strict=True):
        table += [min(width, n_vars)] * (round(float(edge) * 1024) - len(table))
    return tuple(table)


def _batch(rng: np.random.Generator, n_vars: int, width: Width, count: int) -> list[Clause]:
    if width == "mixed":
        table = _width_table(n_vars)
        words = rng.bit_generator.random_raw(count).tolist()
        if comb(n_vars, table[-1]) * 2 ** table[-1] <= _POOL:
            pools = [_pool(n_vars, w) for w in range(table[-1] + 1)]
            drawn = [pools[table[word & 1023]] for word in words]
            return [pool[(word >> 10) % len(pool)] for pool, word in zip(drawn, words, strict=True)]
        widths = [table[word & 1023] for word in words]
        rows = {w: iter(_batch(rng, n_vars, w, widths.count(w))) for w in sorted(set(widths))}
        return [next(rows[w]) for w in widths]
    if comb(n_vars, width) * 2**width <= _POOL:
        pool = _pool(n_vars, width)
        size = len(pool)
        return [pool[word % size] for word in rng.bit_generator.random_raw(count).tolist()]
    return list(map(tuple, _rows(rng, n_vars, width, count).tolist()))


def _rows(rng: np.random.Generator, n_vars: int, width: int, count: int) -> np.ndarray:
    """(count, width) signed literals, sorted by variable."""
    words = rng.bit_generator.random_raw(count * width).reshape(width, count)
    chosen = np.empty((width, count), np.int64)  # sorted down the columns as far as it is filled
    for j in range(width):
        pick = ((words[j] >> np.uint64(1)) % np.uint64(n_vars - j)).astype(np.int64)
        for i in range(j):  # the pick-th of the variables not yet chosen
            pick += pick >= chosen[i]
        for i in range(j):  # insert: the smaller stays, the larger moves on
            low = np.minimum(chosen[i], pick)
            pick = np.maximum(chosen[i], pick)
            chosen[i] = low
        chosen[j] = pick
    signs = 1 - 2 * (words & np.uint64(1)).astype(np.int64)
    return ((chosen + 1) * signs).T
