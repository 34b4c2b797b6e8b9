"""How many assignments satisfy a formula, by two methods that have nothing in common.

`by_search` is DPLL that counts: it propagates, splits what is left into parts without a common
variable, multiplies their counts, and keeps the count of each part for when it comes back (Bayardo
and Pehoushek, AAAI 2000; Sang, Bacchus, Beame, Kautz, Pitassi: "Combining component caching and
clause learning for effective model counting", SAT 2004). Its decisions say how much there is to
tell apart. `by_tables` fixes some variables in all ways and looks at the truth table of the others.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tasksynth_sat.formulas.cnf import Clause, Cnf, columns

TABLE = 14
"""Variables of one truth table."""
MOST_VARS = 30
"""Above it there are too many tables to look at."""


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
        AssertionError: if the methods disagree.
    """
    found, other = by_search(cnf), by_tables(cnf)
    if found.models != other:
        raise AssertionError(f"one method counts {found.models} models, the other {other}")
    return found


def by_tables(cnf: Cnf) -> int:
    """The number of models, by looking at every assignment, 16,384 at a time.

    Raises:
        ValueError: above `MOST_VARS` variables.
    """
    if cnf.n_vars > MOST_VARS:
        raise ValueError(f"want at most {MOST_VARS} variables to count, got {cnf.n_vars}")
    low = min(cnf.n_vars, TABLE)
    column = columns(low)
    always = column[0]
    rows: list[tuple[int, int, int]] = []  # a table, and the fixed literals that spare it
    for clause in cnf.clauses:
        table = plain = negated = 0
        for y in clause:
            if abs(y) <= low:
                table |= column[y]
            elif y > 0:
                plain |= 1 << y - low - 1
            else:
                negated |= 1 << -y - low - 1
        if plain or negated:
            rows.append((table, plain, negated))
        else:
            always &= table
    total = 0
    for fixed in range(1 << cnf.n_vars - low):
        left = always
        for table, plain, negated in rows:
            if not (plain & fixed or negated & ~fixed):
                left &= table
                if not left:
                    break
        total += left.bit_count()
    return total


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
