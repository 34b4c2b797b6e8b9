"""CNF for "each item has one of k values": the variable of (item, value) is `item * k + value + 1`.

Cardinality constraints come from PySAT (Ignatiev, Morgado, Marques-Silva, SAT 2018), cached by
shape, because making one costs more than solving a small puzzle.
"""

from functools import lru_cache
from itertools import combinations

from tasksynth_sat.formulas.cnf import Clause, Cnf

PAIRWISE = 40
"""Up to so many literals, "at most one" is a clause for each pair; above, a counter. MiniSat needs
fewer conflicts on the pairs, which is worth adding more clauses."""


@lru_cache(maxsize=256)
def one_each(n_items: int, n_values: int, *, capacity: int | None = None) -> Cnf:
    """Every item has exactly one value, and no value more items than the capacity.

    Counters are sequential (Sinz, CP 2005): propagation on them is as strong as on the pairs.
    """
    from pysat.card import CardEnc, EncType

    top = n_items * n_values
    clauses: list[Clause] = []

    def at_most(lits: list[int], bound: int) -> None:
        nonlocal top
        small = bound == 1 and len(lits) <= PAIRWISE
        encoding = EncType.pairwise if small else EncType.seqcounter
        encoded = CardEnc.atmost(lits=lits, bound=bound, top_id=top, encoding=encoding)
        top = max(top, encoded.nv)
        clauses.extend(map(tuple, encoded.clauses))

    for item in range(n_items):
        row = list(range(item * n_values + 1, (item + 1) * n_values + 1))
        clauses.append(tuple(row))
        at_most(row, 1)
    if capacity is not None:
        for value in range(1, n_values + 1):
            at_most([item * n_values + value for item in range(n_items)], capacity)
    return Cnf(n_vars=top, clauses=tuple(clauses))


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
