"""Formulas in conjunctive normal form: evaluation, and truth tables.

An assignment is one int: bit `v - 1` is the value of variable `v`. A truth table is one int too:
bit `a` is the formula's value under the assignment `a`, so that "and" over clauses is `&`.
"""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import chain
from typing import Annotated, Self

from pydantic import Field, model_validator

from tasksynth_schemas import Model

Clause = tuple[int, ...]

MAX_VARS = 10_000
"""Largest formula that is taken in: bit masks grow with variables times clauses."""
TABLE_VARS = 14
"""Largest formula with a truth table: 2^14 bits, a few microseconds a clause."""


class Cnf(Model):
    """A conjunction of clauses, each a disjunction of signed variable numbers, as in DIMACS."""

    n_vars: Annotated[int, Field(ge=0, le=MAX_VARS)]
    """Variables; they are numbered from 1."""
    clauses: tuple[Clause, ...]
    """`-3` is "not variable 3"; no literal is 0."""

    @model_validator(mode="after")
    def _literals_exist(self) -> Self:
        literals = set(chain.from_iterable(self.clauses))
        if literals and (
            0 in literals or max(literals) > self.n_vars or min(literals) < -self.n_vars
        ):
            raise ValueError(
                f"want literals from 1 to {self.n_vars}, or negated, got "
                f"{next(x for x in sorted(literals) if not 1 <= abs(x) <= self.n_vars)}"
            )
        return self

    @cached_property
    def masks(self) -> tuple[int, ...]:
        """One int a clause: the bits (see `literal_bits`) of the literals that satisfy it."""
        bit = literal_bits(self.n_vars)
        masks = []
        for clause in self.clauses:
            mask = 0
            for literal in clause:
                mask |= bit[literal]
            masks.append(mask)
        return tuple(masks)

    @cached_property
    def left_false(self) -> tuple[list[int], ...]:
        """For every four variables, by their sixteen values, the clauses that they leave false.

        Clause `i` is bit `i`. A formula is evaluated by a look-up for every four variables.
        """
        clauses_of = [0] * (2 * self.n_vars + 1)
        for i, clause in enumerate(self.clauses):
            for literal in clause:
                clauses_of[literal] |= 1 << i
        fours = []
        for first in range(1, max(self.n_vars, 1) + 1, 4):
            by_values = [(1 << len(self.clauses)) - 1]
            for v in range(first, min(first + 4, self.n_vars + 1)):
                plain, negated = ~clauses_of[v], ~clauses_of[-v]
                by_values = [x & negated for x in by_values] + [x & plain for x in by_values]
            fours.append(by_values)
        return tuple(fours)

    @cached_property
    def clause_tables(self) -> tuple[int, ...]:
        """The truth table of each clause; a subset is unsatisfiable when its `&` is 0.

        Raises:
            ValueError: above `TABLE_VARS` variables.
        """
        column = columns(self.n_vars)
        tables = []
        for clause in self.clauses:
            table = 0
            for literal in clause:
                table |= column[literal]
            tables.append(table)
        return tuple(tables)

    @cached_property
    def table(self) -> int:
        """The truth table of the formula; its `bit_count()` is the number of models.

        Raises:
            ValueError: above `TABLE_VARS` variables.
        """
        table = columns(self.n_vars)[0]
        for clause in self.clause_tables:
            table &= clause
        return table


@lru_cache(maxsize=64)
def literal_bits(n_vars: int) -> tuple[int, ...]:
    """A bit for each literal, indexed by the signed literal itself: `bits[-3]` is that of "not 3".

    Variable `v` has bit `v - 1`, its negation bit `n_vars + v - 1`. Entry 0 is no literal's.
    """
    true = [1 << v for v in range(n_vars)]
    false = [1 << (n_vars + v) for v in reversed(range(n_vars))]
    return (0, *true, *false)


@lru_cache(maxsize=TABLE_VARS + 1)
def columns(n_vars: int) -> tuple[int, ...]:
    """The truth table of each literal, indexed by the signed literal; entry 0 is that of "true".

    Raises:
        ValueError: above `TABLE_VARS` variables.
    """
    if n_vars > TABLE_VARS:
        raise ValueError(f"want at most {TABLE_VARS} variables for a truth table, got {n_vars}")
    everything = (1 << (1 << n_vars)) - 1
    # 0…01…1 blocks of 2^v bits, repeated: the geometric sum is the quotient by 2^(2^v) + 1
    true = [everything - everything // ((1 << (1 << v)) + 1) for v in range(n_vars)]
    false = [everything - table for table in reversed(true)]
    return (everything, *true, *false)


def true_literals(assignment: int, n_vars: int) -> int:
    """The bits (see `literal_bits`) of the literals that an assignment makes true."""
    return assignment | (assignment ^ ((1 << n_vars) - 1)) << n_vars


def false_clauses(cnf: Cnf, assignment: int) -> int:
    """The clauses that an assignment makes false: bit `i` for clause `i`."""
    false = -1
    for by_values in cnf.left_false:
        false &= by_values[assignment & 15]
        assignment >>= 4
    return false


def satisfies(cnf: Cnf, assignment: int) -> bool:
    """Whether an assignment makes every clause true."""
    return not false_clauses(cnf, assignment)


def count_violated(cnf: Cnf, assignment: int) -> int:
    """How many clauses an assignment makes false."""
    return false_clauses(cnf, assignment).bit_count()


def violated(cnf: Cnf, assignment: int) -> list[int]:
    """The positions, from 0, of the clauses that an assignment makes false."""
    false = false_clauses(cnf, assignment)
    return [i for i in range(len(cnf.clauses)) if false >> i & 1] if false else []


def models(cnf: Cnf) -> Iterator[int]:
    """Every satisfying assignment, in increasing order.

    Raises:
        ValueError: above `TABLE_VARS` variables.
    """
    left = cnf.table
    while left:
        lowest = left & -left
        yield lowest.bit_length() - 1
        left ^= lowest


def to_bits(assignment: int, n_vars: int) -> str:
    """An assignment as a 0/1 string, variable 1 first."""
    return format(assignment, f"0{n_vars}b")[::-1] if n_vars else ""


def from_bits(bits: str) -> int:
    """The assignment of a 0/1 string, variable 1 first."""
    return int(bits[::-1] or "0", 2)


def canonical(cnf: Cnf) -> list[object]:
    """A JSON value equal for formulas that differ only in the order of clauses or of literals."""
    return [cnf.n_vars, sorted(map(sorted, cnf.clauses))]
