"""The cheapest circuit for a target: a search from both ends, over a finite field.

The numbers that gates consist of are mapped to whole numbers modulo a prime, w to one whose eighth
power is 1. Sums and products stay what they were, so that two circuits which do the same are the
same modulo the prime: where no cheaper circuit is found there, none exists. That the
circuit which is known does the same as the target is checked by `gates`, without a prime.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from tasksynth_planning.circuits.gates import HALVED, INVERSE, ONE, Placed

PRIME = 2_147_483_497
"""Below 2^31, and 1 modulo 8."""
_W = 291_288_225
"""A number whose fourth power is -1."""
_POWERS = [pow(_W, k, PRIME) for k in range(8)]
_HALF = pow(_POWERS[1] - _POWERS[3], -1, PRIME)
"""1 over the root of 2, which is w - w^3."""
Numbers = npt.NDArray[np.int64]
Move = tuple[Placed, int]
"""A gate, and its price."""


class SearchError(Exception):
    """A search is too large, or two states could not be told apart."""


@dataclass(frozen=True)
class Ball:
    """All that circuits of limited cost make of a start, each by a cheapest circuit."""

    states: Numbers
    """(nodes, entries, columns)"""
    forms: Numbers
    """The same without their global phase: (nodes, entries * columns)."""
    costs: Numbers
    parents: Numbers
    moves: Numbers
    """The last gate of each, by its number; -1 for the start."""
    order: Numbers
    """Nodes in the order of their keys."""
    keys: npt.NDArray[np.uint64]
    """Sorted."""

    def find(self, forms: Numbers) -> Numbers:
        """The node of each form, -1 where there is none."""
        keys = _keys(forms)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        nodes = np.where(self.keys[at] == keys, self.order[at], -1)
        hits = nodes >= 0
        if not np.array_equal(self.forms[nodes[hits]], forms[hits]):
            raise SearchError("two states have one key")
        return nodes

    def path(self, node: int) -> list[int]:
        """The moves that lead from the start to a node."""
        found: list[int] = []
        while self.moves[node] >= 0:
            found.append(int(self.moves[node]))
            node = int(self.parents[node])
        return found[::-1]


def start(qubits: int, *, state: bool) -> Numbers:
    """What circuits are told apart by: what they make of |0…0>, or of columns of chance.

    All columns of the identity for one qubit. (1, entries, columns)
    """
    size = 1 << qubits
    if state:
        return np.eye(size, 1, dtype=np.int64)[None]
    if qubits == 1:
        return np.eye(2, dtype=np.int64)[None]
    chance = [pow(7, 1000 + 37 * i**3, PRIME) for i in range(size)]
    return np.array(chance, dtype=np.int64)[None, :, None]


def backwards(moves: Sequence[Move]) -> list[Move]:
    """The moves that take gates away from the end of a circuit."""
    return [((INVERSE[name], on), price) for (name, on), price in moves]


def ball(begin: Numbers, moves: Sequence[Move], radius: int, most: int) -> Ball:
    """What circuits that cost so much at most make of a start.

    Raises:
        SearchError: if there are more than `most`.
    """
    none = np.full(1, -1, dtype=np.int64)
    waiting = defaultdict(list, {0: [(begin, none, none)]})
    found: Ball | None = None
    for cost in range(radius + 1):
        if not (arrived := waiting.pop(cost, None)):
            continue
        states, parents, last = (np.concatenate(part) for part in zip(*arrived, strict=True))
        forms, count = forms_of(states), 0 if found is None else len(found.costs)
        fresh = _fresh(forms, found)
        if count + len(fresh) > most:
            raise SearchError(f"more than {most} states")
        layer = states[fresh], forms[fresh], parents[fresh], last[fresh]
        found = _joined(found, layer, cost)
        nodes = np.arange(count, count + len(fresh), dtype=np.int64)
        for number, (gate, price) in enumerate(moves):
            if cost + price <= radius and len(fresh):
                after = applied(layer[0], gate)
                waiting[cost + price].append((after, nodes, np.full_like(nodes, number)))
    assert found is not None  # noqa: S101 - the start costs nothing
    return found


def _fresh(forms: Numbers, found: Ball | None) -> Numbers:
    """Places of states that were not there yet, each once, in order."""
    keys = _keys(forms)
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    if not np.array_equal(forms[first][which.reshape(-1)], forms):
        raise SearchError("two states have one key")
    first = np.sort(first)
    return first if found is None else first[found.find(forms[first]) < 0]


def _joined(
    found: Ball | None, layer: tuple[Numbers, Numbers, Numbers, Numbers], cost: int
) -> Ball:
    states, forms, parents, moves = layer
    costs = np.full(len(states), cost, dtype=np.int64)
    if found is not None:
        states = np.concatenate((found.states, states))
        forms = np.concatenate((found.forms, forms))
        costs = np.concatenate((found.costs, costs))
        parents = np.concatenate((found.parents, parents))
        moves = np.concatenate((found.moves, moves))
    keys = _keys(forms)
    order = np.argsort(keys, kind="stable")
    return Ball(states, forms, costs, parents, moves, order, keys[order])


def applied(states: Numbers, gate: Placed) -> Numbers:
    """What a gate makes of states: (nodes, entries, columns)."""
    name, on = gate
    count, size, columns = states.shape
    if name in ONE:
        shaped = states.reshape(count, 1 << on[0], 2, -1)
        rows = [
            sum((shaped[:, :, column] * entry) % PRIME for column, entry in enumerate(row) if entry)
            for row in _table(name)
        ]
        return (np.stack(rows, axis=2) % PRIME).reshape(count, size, columns)
    qubits = size.bit_length() - 1
    shaped = states.reshape((count, *(2,) * qubits, columns)).copy()
    both = [slice(None)] * (qubits + 2)
    both[on[0] + 1] = slice(1, 2)
    if name == "cx":
        shaped[tuple(both)] = np.flip(shaped[tuple(both)], on[1] + 1)
    elif name == "cz":
        both[on[1] + 1] = slice(1, 2)
        shaped[tuple(both)] = (PRIME - shaped[tuple(both)]) % PRIME
    else:
        shaped = np.swapaxes(shaped, on[0] + 1, on[1] + 1)
    return shaped.reshape(count, size, columns)


@cache
def _table(name: str) -> list[list[int]]:
    """A gate's entries modulo the prime."""
    over = _HALF if name in HALVED else 1
    return [[0 if k is None else _POWERS[k] * over % PRIME for k in row] for row in ONE[name]]


def forms_of(states: Numbers) -> Numbers:
    """States without their global phase: times the seventh power of their first entry.

    A phase is a power of w, whose eighth power is 1.
    """
    flat = states.reshape(len(states), -1)
    lead = flat[np.arange(len(flat)), (flat != 0).argmax(axis=1)]
    second = lead * lead % PRIME
    seventh = second * second % PRIME * second % PRIME * lead % PRIME
    forms: Numbers = flat * seventh[:, None] % PRIME
    return forms


def _keys(forms: Numbers) -> npt.NDArray[np.uint64]:
    factors = [pow(0x9E3779B97F4A7C15, i + 1, 2**64) for i in range(forms.shape[1])]
    parts = forms.astype(np.uint64) * np.array(factors, dtype=np.uint64)
    keys: npt.NDArray[np.uint64] = parts.sum(axis=1, dtype=np.uint64)
    return keys


def states_without(
    ahead: Ball, target: Numbers, moves: Sequence[Move], cost: int, most: int
) -> int | None:
    """How many states show that no circuit for a target costs less; None if one does.

    `ahead` is around the start. A cheaper circuit would have a longest beginning within it, and the
    rest would lie within the second ball, around the target.

    Raises:
        SearchError: if the second ball is too large.
    """
    beginning = int(ahead.costs[-1]) - max(price for _, price in moves) + 1
    back = ball(target, backwards(moves), max(cost - 1 - beginning, 0), most)
    nodes = ahead.find(back.forms)
    met = nodes >= 0
    if (ahead.costs[nodes[met]] + back.costs[met] < cost).any():
        return None
    return len(ahead.costs) + len(back.costs)
