"""Pseudo-Boolean constraints: sums of literals with coefficients, and the bounds that they keep.

Every coefficient is positive, for a negative one is a positive one of the negated literal: the
normal form of Eén and Sörensson ("Translating pseudo-Boolean constraints into SAT", JSAT 2, 2006).
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from tasksynth_schemas import Model

Term = tuple[Annotated[int, Field(ge=1)], int]
"""A coefficient, and the literal that it counts for."""
Relation = Literal[">=", "=", "<="]


class Demand(Model):
    """A sum of terms, and what it must be."""

    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    relation: Relation
    bound: int

    @model_validator(mode="after")
    def _names_each_variable_once(self) -> Self:
        named = {abs(y) for _, y in self.terms}
        if len(named) < len(self.terms) or 0 in named:
            raise ValueError(f"want terms of different variables, from 1 on, got {self.terms}")
        return self

    @property
    def total(self) -> int:
        """What the sum is with every literal true."""
        return sum(c for c, _ in self.terms)

    @property
    def span(self) -> tuple[int, int]:
        """The least and the greatest sum that will do."""
        low = 0 if self.relation == "<=" else self.bound
        return low, self.total if self.relation == ">=" else self.bound

    def holds(self, assignment: int) -> bool:
        """Whether the sum under an assignment is as it must be."""
        low, high = self.span
        return low <= added(self.terms, assignment) <= high


def added(terms: Iterable[Term], assignment: int) -> int:
    """The sum under an assignment (see `tasksynth_sat.formulas.cnf`)."""
    return sum(c for c, y in terms if (assignment >> abs(y) - 1 & 1) == (y > 0))


def canonical(demand: Demand) -> list[object]:
    """The constraint as `>=`, or `=` with its first literal positive; negations do not count."""
    terms, relation, bound = (
        sorted(demand.terms, key=lambda term: abs(term[1])),
        demand.relation,
        demand.bound,
    )
    if relation == "<=" or (relation == "=" and terms[0][1] < 0):
        terms = [(c, -y) for c, y in terms]
        relation, bound = ">=" if relation == "<=" else "=", demand.total - bound
    return [relation, bound, [list(term) for term in terms]]


def sums(n_vars: int, rows: Sequence[Sequence[Term]]) -> NDArray[np.int64]:
    """The sum of each row under each assignment: (2**n_vars, rows); for few variables."""
    factors = np.zeros((n_vars, len(rows)), dtype=np.float32)
    constant = np.zeros(len(rows), dtype=np.int64)
    for j, row in enumerate(rows):
        for c, y in row:
            factors[abs(y) - 1, j] += c if y > 0 else -c
            constant[j] += 0 if y > 0 else c
    product = _bits(n_vars) @ factors  # exact: small integers
    return product.astype(np.int64) + constant


@lru_cache(maxsize=16)
def _bits(n_vars: int) -> NDArray[np.float32]:
    numbers = np.arange(1 << n_vars)[:, None]
    bits: NDArray[np.float32] = (numbers >> np.arange(n_vars) & 1).astype(np.float32)
    return bits
