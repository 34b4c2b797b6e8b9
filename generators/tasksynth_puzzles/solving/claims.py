"""What people say about who of them speaks the truth: truth tables as integers.

With n people there are 2^n cases; a table is an integer of as many bits, one for each case, and
bit i of a case says whether person i speaks the truth.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from tasksynth_puzzles.solving.effort import NESTED, SINGLES, TRIAL
from tasksynth_schemas import Model

ClaimKind = Literal["is", "same", "count", "least", "and", "or", "xor", "iff", "if", "says"]


class Claim(Model):
    """One thing that can be true or false about the people."""

    kind: ClaimKind
    who: tuple[int, ...] = ()
    """`is`: one person. `same`: two. `count`, `least`: a group. `says`: who would say it."""
    number: int = 1
    """`is`, `same`: 1 for yes, 0 for no. `count`: how many of them speak the truth. `least`: how
    many do at least."""
    parts: tuple["Claim", ...] = ()


class Assertion(Model):
    """A claim, and who makes it."""

    by: int
    claim: Claim


@lru_cache(maxsize=16)
def truthful(n: int) -> tuple[int, ...]:
    """For each person the cases in which that one speaks the truth."""
    tables = []
    for i in range(n):
        block = ((1 << (1 << i)) - 1) << (1 << i)
        for doubled in range(i + 1, n):
            block |= block << (1 << doubled)
        tables.append(block)
    return tuple(tables)


def table(claim: Claim, n: int) -> int:
    """The cases in which a claim is true."""
    true, everything = truthful(n), (1 << (1 << n)) - 1
    parts = [table(part, n) for part in claim.parts]
    match claim.kind:
        case "is":
            found = true[claim.who[0]]
            return found if claim.number else everything ^ found
        case "same":
            differ = true[claim.who[0]] ^ true[claim.who[1]]
            return everything ^ differ if claim.number else differ
        case "count" | "least":
            return _counted([true[i] for i in claim.who], claim, everything)
        case "says":
            return everything ^ true[claim.who[0]] ^ parts[0]
        case "and":
            return parts[0] & parts[1]
        case "or":
            return parts[0] | parts[1]
        case "xor":
            return parts[0] ^ parts[1]
        case "iff":
            return everything ^ parts[0] ^ parts[1]
        case "if":
            return (everything ^ parts[0]) | parts[1]


def _counted(group: Sequence[int], claim: Claim, everything: int) -> int:
    enough = [everything, *[0] * len(group)]
    for true in group:
        for k in range(len(group), 0, -1):
            enough[k] |= enough[k - 1] & true
    found = enough[claim.number]
    if claim.kind == "count" and claim.number < len(group):
        found &= everything ^ enough[claim.number + 1]
    return found


def meaning(statement: Assertion, n: int) -> int:
    """The cases that a statement allows: it is true exactly if its speaker speaks the truth."""
    everything = (1 << (1 << n)) - 1
    return everything ^ truthful(n)[statement.by] ^ table(statement.claim, n)


def effort(tables: Sequence[int], n: int) -> dict[str, float]:
    """What it takes a person: looking at one statement at a time, else assuming who lies."""
    spent = {"technique": SINGLES, "rounds": 0, "trials": 0}
    cases = (1 << (1 << n)) - 1
    while True:
        cases = one_by_one(tables, cases, n, spent)
        if len(known_in(cases, n)) == n:
            break
        spent["technique"] = max(spent["technique"], TRIAL)
        refuted = _refuted(tables, cases, n, spent)
        if refuted is None:
            spent["technique"] = NESTED
            spent["trials"] += _nested(tables, cases, n)
            break
        cases &= ~refuted
    return {**spent, "effort": spent["rounds"] + 5 * spent["trials"]}


def known_in(cases: int, n: int) -> list[tuple[int, int]]:
    """Who is known in these cases, with all cases of that kind."""
    everything = (1 << (1 << n)) - 1
    found = []
    for i, true in enumerate(truthful(n)):
        if not cases & true:
            found.append((i, everything ^ true))
        elif not cases & ~true:
            found.append((i, true))
    return found


def descended(tables: Sequence[int], n: int, *, last: bool, honest: bool) -> int | None:
    """The case that one descent ends in: statements one at a time, with who is known, and where
    they say nothing more a guess about the first or last person; it is never taken back.

    None for a contradiction, or without a guess.
    """
    true, everything = truthful(n), (1 << (1 << n)) - 1
    cases, guessed = one_by_one(tables, everything, n, {"rounds": 0}), False
    while cases:
        known = {i for i, _ in known_in(cases, n)}
        open_ones = [i for i in range(n) if i not in known]
        if not open_ones:
            break
        who, guessed = open_ones[-last], True
        told = true[who] if honest else everything ^ true[who]
        cases = one_by_one(tables, cases & told, n, {"rounds": 0})
    return cases.bit_length() - 1 if cases and guessed else None


def one_by_one(tables: Sequence[int], cases: int, n: int, spent: dict[str, int]) -> int:
    """Learn who is who from each statement and what is known, until nothing follows; 0 if wrong.

    Only who is known goes on to the next round, not which cases are left.
    """
    while cases:
        spent["rounds"] += 1
        left = cases
        for allowed in tables:
            if not cases & allowed:
                return 0
            for _, kind in known_in(cases & allowed, n):
                left &= kind
        if left == cases:
            break
        cases = left
    return cases


def _refuted(tables: Sequence[int], cases: int, n: int, spent: dict[str, int]) -> int | None:
    known = {i for i, _ in known_in(cases, n)}
    everything = (1 << (1 << n)) - 1
    for i, true in enumerate(truthful(n)):
        if i not in known:
            for kind in (true, everything ^ true):
                spent["trials"] += 1
                if not one_by_one(tables, cases & kind, n, {"rounds": 0}):
                    return kind
    return None


def _nested(tables: Sequence[int], cases: int, n: int) -> int:
    """Assumptions of a complete search."""
    known = {i for i, _ in known_in(cases, n)}
    person = next((i for i in range(n) if i not in known), None)
    if person is None:
        return 0
    true = truthful(n)[person]
    count = 0
    for kind in (cases & true, cases & ~true):
        count += 1
        left = one_by_one(tables, kind, n, {"rounds": 0})
        count += _nested(tables, left, n) if left else 0
    return count
