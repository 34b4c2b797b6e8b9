"""CNF for "each item has one of k values": the variable of (item, value) is `item * k + value + 1`.

Cardinality constraints come from PySAT (Ignatiev, Morgado, Marques-Silva, SAT 2018), cached by
shape, because making one costs more than solving a small puzzle.
"""

from functools import lru_cache
from itertools import combinations

from tasksynth_sat.cnf import Clause


@lru_cache(maxsize=256)
def one_each(n_items: int, n_values: int) -> tuple[Clause, ...]:
    """Every item has exactly one value."""
    from pysat.card import CardEnc, EncType

    clauses: list[Clause] = []
    for item in range(n_items):
        row = list(range(item * n_values + 1, (item + 1) * n_values + 1))
        clauses += map(tuple, CardEnc.equals(lits=row, encoding=EncType.pairwise).clauses)
    return tuple(clauses)


@lru_cache(maxsize=4096)
def differ(u: int, v: int, n_values: int) -> tuple[Clause, ...]:
    """Two items have different values."""
    return tuple((-(u * n_values + c), -(v * n_values + c)) for c in range(1, n_values + 1))


def chosen(model: frozenset[int], n_items: int, n_values: int) -> tuple[int, ...]:
    """The value of each item in a model of `one_each`."""
    return tuple(
        next(value for value in range(n_values) if item * n_values + value + 1 in model)
        for item in range(n_items)
    )


@lru_cache(maxsize=128)
def all_pairs(n: int) -> tuple[tuple[int, int], ...]:
    """Every pair of n items, the smaller one first."""
    return tuple(combinations(range(n), 2))
