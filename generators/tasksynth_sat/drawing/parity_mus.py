"""A single minimal contradiction of parity among parities that join in none.

The contradiction is Tseitin's on a cubic graph (see `parity_cores`). Where no node cuts the graph,
each of its clauses can be violated alone. Further parities on its variables and on others are
chosen so that they can always be satisfied along with that: those of other variables that they hold
are independent over GF(2). No variable stands in one parity only, so that nobody finds the
contradiction by taking away, again and again, what hangs by a single variable.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, product

import numpy as np

from tasksynth_sat.drawing.parity_cores import cubic
from tasksynth_sat.formulas.cnf import Clause

LEAST_VARS = 16
"""Fewest variables that hold such a formula."""
PLACES = 6
"""At least so many clauses a variable leave room for clauses that are no parities."""
_SHARE = 0.7
"""Of the variables are at most in the contradiction."""
_TRIES = 40


@dataclass(frozen=True)
class ParityCore:
    """A contradiction, and what stands beside it."""

    core: list[Clause]
    """Four clauses for each node; none is to spare."""
    beside: list[Clause]
    """Four for each further parity."""
    true: list[int]
    """For each signed literal, the witnesses that make it true, as bits: of each clause of the
    contradiction one that violates it and nothing else."""


def parity_mus(rng: np.random.Generator, n_vars: int) -> ParityCore | None:
    """Draw it on variables from 1 to n_vars; None where the draw failed."""
    shuffled = (rng.permutation(n_vars) + 1).tolist()
    nodes = int(_SHARE * n_vars * 2 / 3) // 2 * 2
    inner, others = shuffled[: 3 * nodes // 2], shuffled[3 * nodes // 2 :]
    outer, still = others[: max(4, len(others) // 2)], others[max(4, len(others) // 2) :]
    graph = _graph(rng, inner)
    rows = _independent(rng, outer, inner)
    if graph is None or rows is None:
        return None
    odd = rng.integers(2, size=nodes).tolist()
    odd[0] ^= 1 - sum(odd) % 2
    everywhere = (1 << 4 * nodes) - 1
    true = _inside(rng, graph, odd, 2 * n_vars + 1)
    for v in still:
        true[v if rng.integers(2) else -v] = everywhere
    charges = rng.integers(2, size=len(rows)).tolist()
    _outside(rng, rows, charges, outer, true, everywhere)
    return ParityCore(
        core=[clause for row, one in zip(graph, odd, strict=True) for clause in parity(row, one)],
        beside=[
            clause for row, one in zip(rows, charges, strict=True) for clause in parity(row, one)
        ],
        true=true,
    )


def parity(row: Sequence[int], odd: int) -> list[Clause]:
    """The clauses that say whether an odd number of variables is true."""
    return [
        tuple([-v if bit else v for v, bit in zip(row, bits, strict=True)])
        for bits in product((0, 1), repeat=len(row))
        if sum(bits) & 1 != odd
    ]


def parities_of(clauses: Sequence[Clause]) -> dict[tuple[int, ...], list[int]]:
    """The variables of all parities that a formula states in full, with the places of clauses."""
    found: dict[tuple[int, ...], list[int]] = {}
    for place, clause in enumerate(clauses):
        found.setdefault(tuple(sorted(map(abs, clause))), []).append(place)
    return {row: places for row, places in found.items() if len(places) == 2 ** (len(row) - 1)}


def peeled(rows: Iterable[tuple[int, ...]]) -> set[tuple[int, ...]]:
    """Parities that are left after those were taken away, again and again, that hang by a variable
    of no other.
    """
    left = {*rows}
    while True:
        times = Counter(chain.from_iterable(left))
        loose = {row for row in left if min(times[v] for v in row) == 1}
        if not loose:
            return left
        left -= loose


def _graph(rng: np.random.Generator, inner: Sequence[int]) -> list[list[int]] | None:
    """A random cubic graph that stays connected without any one of its nodes."""
    for _ in range(_TRIES):
        rows = cubic(rng, inner)
        if rows is not None and all(_tree(rows, node) for node in range(len(rows))):
            return rows
    return None


def _tree(rows: Sequence[Sequence[int]], without: int) -> list[tuple[int, int]]:
    """A spanning tree of the graph without a node: (node, the edge to its parent), leaves first.

    Empty where that is not connected.
    """
    ends: dict[int, list[int]] = {}
    for node, row in enumerate(rows):
        for v in row:
            ends.setdefault(v, []).append(node)
    root = 0 if without else 1
    order: list[tuple[int, int]] = []
    reached, growing = {root, without}, [root]
    while growing:
        node = growing.pop()
        for v in rows[node]:
            (other,) = [end for end in ends[v] if end != node]
            if other not in reached:
                reached.add(other)
                growing.append(other)
                order.append((other, v))
    return order[::-1] if len(order) == len(rows) - 2 else []


def _inside(
    rng: np.random.Generator, rows: Sequence[Sequence[int]], odd: Sequence[int], size: int
) -> list[int]:
    """The witnesses' values of the variables in the contradiction."""
    true = [0] * size
    bit = 1
    for node, row in enumerate(rows):
        tree = _tree(rows, node)
        free = {v for other in rows for v in other} - {v for _, v in tree}
        for clause in parity(row, odd[node]):
            coins = iter(rng.integers(2, size=len(free)).tolist())
            value = {v: next(coins) for v in sorted(free)}
            value |= {abs(y): int(y < 0) for y in clause}  # which violates it
            for other, v in tree:
                value[v] = (odd[other] + sum(value[u] for u in rows[other] if u != v)) & 1
            for v, one in value.items():
                true[v if one else -v] |= bit
            bit <<= 1
    return true


def _independent(
    rng: np.random.Generator, outer: Sequence[int], inner: Sequence[int]
) -> list[list[int]] | None:
    """Parities that hold each of the outer variables twice at least, independent in these."""
    count = len(outer) - 1
    for _ in range(_TRIES):
        more = rng.permutation([*outer, *inner])[: 3 * count - 2 * len(outer)].tolist()
        rows = [
            sorted(row) for row in rng.permutation([*outer, *outer, *more]).reshape(-1, 3).tolist()
        ]
        if all(len({*row}) == 3 for row in rows) and len(_reduced(rows, outer)) == count:
            return rows
    return None


def _reduced(rows: Sequence[Sequence[int]], outer: Sequence[int]) -> list[tuple[int, int, int]]:
    """Gauss and Jordan over GF(2): for each independent row its pivot, its columns and its makers.

    Columns are places in `outer`, makers are rows of the input; both as bits.
    """
    place = {v: i for i, v in enumerate(outer)}
    found: list[tuple[int, int, int]] = []
    for number, row in enumerate(rows):
        columns, makers = sum(1 << place[v] for v in row if v in place), 1 << number
        for pivot, its, made in found:
            if columns >> pivot & 1:
                columns, makers = columns ^ its, makers ^ made
        if not columns:
            continue
        new = columns.bit_length() - 1
        found = [
            (pivot, its ^ columns, made ^ makers) if its >> new & 1 else (pivot, its, made)
            for pivot, its, made in found
        ]
        found.append((new, columns, makers))
    return found


def _outside(
    rng: np.random.Generator,
    rows: Sequence[Sequence[int]],
    charges: Sequence[int],
    outer: Sequence[int],
    true: list[int],
    everywhere: int,
) -> None:
    """Give the outer variables values in every witness that satisfy the further parities."""
    wanted = []
    for row, odd in zip(rows, charges, strict=True):
        value = everywhere * odd
        for v in row:
            if v not in outer:
                value ^= true[v]
        wanted.append(value)
    solved = _reduced(rows, outer)
    pivots = {pivot for pivot, _, _ in solved}
    for place, v in enumerate(outer):
        if place not in pivots:
            true[v] = everywhere * int(rng.integers(2))
    for pivot, columns, makers in solved:
        value = 0
        for number in range(len(rows)):
            if makers >> number & 1:
                value ^= wanted[number]
        for place, v in enumerate(outer):
            if place != pivot and columns >> place & 1:
                value ^= true[v]
        true[outer[pivot]] = value
    for v in outer:
        true[-v] = everywhere ^ true[v]
