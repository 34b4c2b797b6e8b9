"""How many assignments satisfy a formula, by two methods that have nothing in common.

`by_search` is DPLL that counts: it propagates, splits what is left into parts without a common
variable, multiplies their counts, and keeps the count of each part for when it comes back (Bayardo
and Pehoushek, AAAI 2000; Sang, Bacchus, Beame, Kautz, Pitassi: "Combining component caching and
clause learning for effective model counting", SAT 2004). Its decisions say how much there is to
tell apart. `by_sweep` goes through the variables once and keeps, for each set of open clauses that
may be unsatisfied so far, the number of assignments that leave it so; up to 14 variables the truth
table is looked at.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from tasksynth_sat.formulas.cnf import TABLE_VARS, Clause, Cnf

MOST_VARS = 44
"""Above it there are too many sets of open clauses to tell apart."""
SLOTS = 64
"""Clauses that may be open at a time in a sweep."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The number of models, and what the search for it took."""

    models: int
    decisions: int
    """Variables that were set both ways."""
    repeats: int
    """Parts that had been counted before."""


def count(cnf: Cnf) -> Counted:
    """The number of models, certain by two methods.

    Raises:
        ValueError: above `MOST_VARS` variables.
        OverflowError: if more than 64 clauses are open at a time.
        AssertionError: if the methods disagree.
    """
    found = by_search(cnf)
    confirm(cnf, found.models)
    return found


def confirm(cnf: Cnf, models: int) -> None:
    """Count by the other method.

    Raises:
        ValueError, OverflowError, AssertionError: as `count` does.
    """
    other = cnf.table.bit_count() if cnf.n_vars <= TABLE_VARS else by_sweep(cnf)
    if models != other:
        raise AssertionError(f"one method counts {models} models, the other {other}")


def by_sweep(cnf: Cnf) -> int:
    """The number of models, by setting one variable after another both ways.

    Assignments that leave the same open clauses unsatisfied are counted together. Numbers are
    exact: there are at most 2 to the power of `MOST_VARS` assignments.

    Raises:
        ValueError: above `MOST_VARS` variables.
        OverflowError: if more than 64 clauses are open at a time.
    """
    if cnf.n_vars > MOST_VARS:
        raise ValueError(f"want at most {MOST_VARS} variables to count, got {cnf.n_vars}")
    if not all(cnf.clauses):
        return 0
    states = np.zeros(1, dtype=np.uint64)  # bit i: what is in slot i is satisfied
    counts = np.ones(1, dtype=np.int64)
    for plain, negated, done in _steps(cnf):
        states = np.concatenate([states | plain, states | negated])
        counts = np.concatenate([counts, counts])
        kept = states & done == done
        states, counts = states[kept] & ~done, counts[kept]
        if not len(states):
            return 0
        order = np.argsort(states, kind="stable")
        states, counts = states[order], counts[order]
        first = np.flatnonzero(np.concatenate([[True], states[1:] != states[:-1]]))
        states, counts = states[first], np.add.reduceat(counts, first)
    return int(counts.sum())


def _steps(cnf: Cnf) -> Iterator[tuple[np.uint64, np.uint64, np.uint64]]:
    """For each variable the open clauses that its literals satisfy, and those that end with it."""
    left = [{*map(abs, clause)} for clause in cnf.clauses]
    slots: dict[int, int] = {}
    free = [*range(SLOTS)]
    rest = [*range(1, cnf.n_vars + 1)]
    while rest:
        # of those that leave the fewest clauses open the first
        v = min(
            rest, key=lambda v: sum(_opens(left[i], v, known=i in slots) for i in range(len(left)))
        )
        rest.remove(v)
        masks = [0, 0, 0]
        for i, clause in enumerate(cnf.clauses):
            if v in left[i]:
                if i not in slots:
                    if not free:
                        raise OverflowError(f"more than {SLOTS} clauses are open at a time")
                    slots[i] = free.pop()
                left[i].discard(v)
                masks[0] |= (v in clause) << slots[i]
                masks[1] |= (-v in clause) << slots[i]
                masks[2] |= (not left[i]) << slots[i]
        yield np.uint64(masks[0]), np.uint64(masks[1]), np.uint64(masks[2])
        for i in [i for i in slots if not left[i]]:
            free.append(slots.pop(i))


def _opens(left: set[int], v: int, *, known: bool) -> int:
    """By how many clauses more are open once a variable is set, of one clause; -1: one less."""
    if v not in left:
        return 0
    return -1 if len(left) == 1 and known else int(len(left) > 1 and not known)


def by_search(cnf: Cnf) -> Counted:
    """The number of models, and how many choices it took to count them."""
    search = _Search()
    models = search.product(propagated(cnf.clauses), cnf.n_vars)
    return Counted(models, search.decisions, search.repeats)


Left = tuple[list[Clause], int]
"""Open clauses, and how many variables are set."""


@dataclass
class _Search:
    decisions: int = 0
    repeats: int = 0
    known: dict[frozenset[Clause], int] = field(default_factory=dict)

    def product(self, left: Left | None, n_vars: int) -> int:
        """The models of what is left of a formula over so many variables."""
        if left is None:
            return 0
        clauses, settled = left
        mentioned = {abs(y) for clause in clauses for y in clause}
        models = 1 << n_vars - settled - len(mentioned)
        for part in parts(clauses):
            models *= self.part(part)
            if not models:
                break
        return models

    def part(self, clauses: frozenset[Clause]) -> int:
        """The models of a part over the variables that it mentions."""
        if clauses in self.known:
            self.repeats += 1
            return self.known[clauses]
        self.decisions += 1
        times = Counter(abs(y) for clause in clauses for y in clause)
        v = min(times, key=lambda v: (-times[v], v))
        models = sum(self.product(propagated(clauses, y), len(times)) for y in (v, -v))
        self.known[clauses] = models
        return models


def propagated(clauses: Iterable[Clause], *chosen: int) -> Left | None:
    """What is left once literals are true, and all that follow; None where a clause is false."""
    left = list(clauses)
    if not all(left):
        return None
    todo = [*chosen, *(clause[0] for clause in left if len(clause) == 1)]
    true: set[int] = set()
    while todo:
        literal = todo.pop()
        if -literal in true:
            return None
        if literal in true:
            continue
        true.add(literal)
        still: list[Clause] = []
        for clause in left:
            if literal in clause:
                continue
            if -literal in clause:
                clause = tuple(y for y in clause if y != -literal)
                if not clause:
                    return None
                if len(clause) == 1:
                    todo.append(clause[0])
            still.append(clause)
        left = still
    return left, len(true)


def parts(clauses: Sequence[Clause]) -> list[frozenset[Clause]]:
    """The clauses in groups that have no variable in common."""
    groups: list[tuple[set[int], list[Clause]]] = []
    for clause in clauses:
        variables, members = {*map(abs, clause)}, [clause]
        apart = []
        for group in groups:
            if group[0].isdisjoint(variables):
                apart.append(group)
            else:
                variables |= group[0]
                members += group[1]
        groups = [*apart, (variables, members)]
    return [frozenset(members) for _, members in groups]
