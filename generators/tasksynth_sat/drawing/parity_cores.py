"""Contradictions of parity, as small as they are hard: Tseitin's, on random cubic graphs.

Every edge of the graph is a variable, every node says whether an odd number of its three edges is
true, and an odd number of nodes says so: summed over all nodes, each edge counts twice. So there is
no solution at any size, without a search; all clauses are needed where the graph is connected
(Tseitin: "On the complexity of derivation in propositional calculus", 1968). Resolution, and so a
CDCL solver, needs exponentially long proofs (Urquhart: "Hard examples for resolution", JACM 34,
1987): some thousand conflicts at 30 nodes, of 45 variables and 120 clauses.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np

from tasksynth_sat.formulas.cnf import Clause

NODES = 6
"""Fewest nodes of a graph: of 9 edges, and so variables."""
_TRIES = 60
"""Random pairings of the ends of edges, of which about one in seven has no loop or double edge."""


def parity_core(rng: np.random.Generator, chosen: Sequence[int], model: int) -> list[Clause] | None:
    """A contradiction on the chosen variables of which `model` violates the last clause alone.

    `chosen` are three for every two nodes. None where no graph was found.
    """
    rows = cubic(rng, chosen)
    if rows is None:
        return None
    wrong = int(rng.integers(len(rows)))
    others: list[Clause] = []
    for node, row in enumerate(rows):
        odd = sum(model >> (v - 1) & 1 for v in row) + (node == wrong) & 1
        others += [
            tuple([-v if bit else v for v, bit in zip(row, bits, strict=True)])
            for bits in product((0, 1), repeat=3)
            if sum(bits) & 1 != odd
        ]
    last = tuple([-v if model >> (v - 1) & 1 else v for v in rows[wrong]])
    others.remove(last)
    return [*others, last]


def nodes_for(n_vars: int, n_clauses: int) -> int:
    """The largest even number of nodes with so many edges at most, and so many clauses."""
    return min(2 * n_vars // 3, n_clauses // 4) // 2 * 2


def cubic(rng: np.random.Generator, chosen: Sequence[int]) -> list[list[int]] | None:
    """A random connected cubic graph whose edges are the chosen variables: the three at each node.

    By the pairing model (Bollobás, European Journal of Combinatorics 1, 1980).
    """
    n_nodes = 2 * len(chosen) // 3
    for _ in range(_TRIES):
        ends = (rng.permutation(3 * n_nodes) // 3).reshape(-1, 2).tolist()
        if any(a == b for a, b in ends) or len({frozenset(edge) for edge in ends}) < len(ends):
            continue
        rows: list[list[int]] = [[] for _ in range(n_nodes)]
        for v, (a, b) in zip(chosen, ends, strict=True):
            rows[a].append(v)
            rows[b].append(v)
        if _is_connected(n_nodes, ends):
            return [sorted(row) for row in rows]
    return None


def _is_connected(n_nodes: int, edges: Sequence[Sequence[int]]) -> bool:
    reached, growing = {0}, True
    while growing:
        near = {v for edge in edges if not reached.isdisjoint(edge) for v in edge}
        growing = not near <= reached
        reached |= near
    return len(reached) == n_nodes
