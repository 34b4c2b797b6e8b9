"""What follows from claims, what contradicts them, and what they leave open: by truth tables."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal

from tasksynth_puzzles.solving.claims import known_in, one_by_one, truthful

Standing = Literal[0, 1, 2]
"""Of a statement: 0 false, 1 true, 2 open."""
FALSE: Literal[0] = 0
TRUE: Literal[1] = 1
OPEN: Literal[2] = 2


def standing(cases: int, table: int) -> Standing:
    """How a statement stands in all of these cases together."""
    if not cases & ~table:
        return TRUE
    return OPEN if cases & table else FALSE


def alone(premises: Sequence[int], table: int, together: int) -> Standing:
    """What so many premises at most say of a statement, each such group by itself."""
    for group in combinations(premises, min(together, len(premises))):
        cases = group[0]
        for premise in group[1:]:
            cases &= premise
        if (found := standing(cases, table)) != OPEN:
            return found
    return OPEN


def plain_facts(premises: Sequence[int], n: int) -> int:
    """The cases that are left by what follows from single premises and facts known so far."""
    return one_by_one(premises, (1 << (1 << n)) - 1, n, {"rounds": 0})


def one_case(premises: Sequence[int], n: int, order: Sequence[int], values: int) -> int:
    """A case that satisfies as much as guessing in this order can see: assume, and go on."""
    cases = plain_facts(premises, n)
    everything = (1 << (1 << n)) - 1
    for i in order:
        true = truthful(n)[i]
        kind = true if values >> i & 1 else everything ^ true
        if len(known_in(cases, n)) == n:
            break
        left = one_by_one(premises, cases & kind, n, {"rounds": 0})
        cases = left or cases & ~kind or cases
    return cases & -cases


def trials(premises: Sequence[int], table: int, n: int) -> int:
    """Assumptions that a search makes until it knows how a statement stands."""
    everything = (1 << (1 << n)) - 1
    return sum(_search([*premises, kind], everything, n)[1] for kind in (table, everything ^ table))


def _search(tables: Sequence[int], cases: int, n: int) -> tuple[bool, int]:
    """Whether a case is left, and how many assumptions that took."""
    left = one_by_one(tables, cases, n, {"rounds": 0})
    if not left:
        return False, 0
    known = {i for i, _ in known_in(left, n)}
    person = next((i for i in range(n) if i not in known), None)
    if person is None:
        return True, 0
    spent = 0
    for kind in _both(person, left, n):
        found, more = _search(tables, kind, n)
        spent += 1 + more
        if found:
            return True, spent
    return False, spent


def _both(person: int, cases: int, n: int) -> Iterator[int]:
    true = truthful(n)[person]
    yield cases & true
    yield cases & ~true
