"""Greedy ways to a set of nodes that are all joined; sets of nodes are the bits of an int.

A node is taken, those not joined to it are left out, and so on (`grow`); or the worst node is
dropped until few enough are left (`peel`). Nothing is taken back. See Johnson: "Approximation
algorithms for combinatorial problems", JCSS 9, 1974.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from tasksynth.rng import Stream

SHUFFLED = 10
"""Ways with ties broken at random that a rule's rate is measured on."""
RULES = ("listed", "most_joined", "most_joined_left", "least_joined", "peel")
"""Which node is next: the first in the list; that with most friends, of all or of those still
possible; that with fewest. `peel` drops the node with fewest friends among those left."""
MEASURED = ("most_joined_left", "peel")
"""The rules that are tried with ties broken at random too."""


def joined(n_nodes: int, clashes: Iterable[tuple[int, int]]) -> list[int]:
    """For each node the others that it does not clash with."""
    everyone = (1 << n_nodes) - 1
    friends = [everyone ^ 1 << u for u in range(n_nodes)]
    for u, v in clashes:
        friends[u] &= ~(1 << v)
        friends[v] &= ~(1 << u)
    return friends


def grow(friends: Sequence[int], rule: str, order: Sequence[int], taken: list[int]) -> list[int]:
    """Nodes in the order in which they are taken, after those already `taken`, to the end.

    Ties go to what comes first in the order.
    """
    taken = list(taken)
    possible = (1 << len(friends)) - 1
    for u in taken:
        possible &= friends[u]
    left = [u for u in order if possible >> u & 1]
    while left:
        if rule == "listed":
            u = left[0]
        else:
            among = possible if rule == "most_joined_left" else -1
            degrees = [(friends[u] & among).bit_count() for u in left]
            best = min(degrees) if rule == "least_joined" else max(degrees)
            u = left[degrees.index(best)]
        taken.append(u)
        possible &= friends[u]
        left = [v for v in left if possible >> v & 1]
    return taken


def peel(friends: Sequence[int], size: int, order: Sequence[int]) -> list[int]:
    """The nodes left when those with fewest friends among them were dropped one by one."""
    left, among = list(order), (1 << len(friends)) - 1
    while len(left) > size:
        degrees = [(friends[u] & among).bit_count() for u in left]
        among ^= 1 << left.pop(degrees.index(min(degrees)))
    return left


def ways(
    friends: Sequence[int], rule: str, size: int, orders: Iterable[Sequence[int]]
) -> list[list[int]]:
    """What a rule answers for each order of equals: so many nodes, filled up if it found fewer."""
    found = []
    for order in orders:
        way = peel(friends, size, order) if rule == "peel" else grow(friends, rule, order, [])
        way += [u for u in order if u not in way]
        found.append(way[:size])
    return found


@lru_cache(maxsize=64)
def shuffled(n_nodes: int) -> list[list[int]]:
    """Random orders of the nodes: always the same for a number of them."""
    rng = Stream(b"tasksynth_sat.cliques.orders").rng(n_nodes)
    return [rng.permutation(n_nodes).tolist() for _ in range(SHUFFLED)]


def share_of_starts(friends: Sequence[int], size: int) -> float:
    """The share of nodes from which taking the most joined of those possible leads to the size."""
    order = range(len(friends))
    starts = (grow(friends, "most_joined_left", order, [u]) for u in order)
    return sum(len(way) >= size for way in starts) / len(friends)
