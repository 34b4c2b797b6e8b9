"""What follows from claims, by a search through all worlds in which they are true.

A literal is a bit, its contrary the next; a clause, and what is assumed, are masks of them.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations, permutations

from tasksynth_text.claims.models import LESS, ClaimTrait, WorldClaim

Clauses = list[int]
_EVEN = sum(1 << 2 * i for i in range(512))
ALWAYS, NEVER = -1, 0
"""What is older than itself never is, and its contrary always."""


class Theory:
    """People and traits: which literals there are, and what clauses a claim stands for."""

    def __init__(self, people: int, traits: int) -> None:
        self.people, self.traits = people, traits
        self.pairs = {pair: i for i, pair in enumerate(combinations(range(people), 2))}
        self.first_aid = traits * people + len(self.pairs)
        self.orders = [
            self.before(j, i) | self.before(k, j) | self.before(i, k)
            for i, j, k in permutations(range(people), 3)
            if i < j and i < k
        ]

    def before(self, i: int, j: int) -> int:
        """The literal that `i` is more than `j`: older, or taller."""
        at = self.traits * self.people + self.pairs[min(i, j), max(i, j)]
        return 1 << (2 * at + (i > j))

    def literal(self, trait: ClaimTrait, who: int) -> int:
        """The literal that somebody has a trait."""
        if trait.what >= 0:
            return 1 << (2 * (trait.what * self.people + who) + trait.denied)
        if trait.whom == who:
            return ALWAYS if trait.denied else NEVER
        ends = (who, trait.whom) if (trait.what == LESS) == trait.denied else (trait.whom, who)
        return self.before(*ends)

    def aids(self, number: int) -> list[int]:
        """Literals that stand for witnesses, of the claim of that number."""
        begin = self.first_aid + number * self.people
        return [1 << 2 * (begin + i) for i in range(self.people)]

    def clauses(self, claim: WorldClaim, number: int) -> Clauses:
        """What holds if a claim does; `number` is another one for each claim of a set."""
        if claim.hearsay:
            return []
        first, last = claim.traits[0], claim.traits[-1]
        everybody = range(self.people)
        match claim.form:
            case "every":
                return self._each(first.turned(), last)
            case "none":
                return self._each(first.turned(), last.turned())
            case "only":
                return self._each(last.turned(), first)
            case "some":
                return self._witnessed(first, last, number)
            case "notall":
                return self._witnessed(first, last.turned(), number)
            case "exactly":
                yes = [self.literal(first, i) for i in everybody]
                no = [self.literal(first.turned(), i) for i in everybody]
                least = combinations(yes, self.people - claim.count + 1)
                return _met([*map(sum, least), *map(sum, combinations(no, claim.count + 1))])
        return _met(self._named(claim))

    def contrary(self, claim: WorldClaim, number: int) -> Clauses:
        """What holds if a claim does not."""
        first, last = claim.traits[0], claim.traits[-1]
        match claim.form:
            case "every":
                return self._witnessed(first, last.turned(), number)
            case "none":
                return self._witnessed(first, last, number)
            case "only":
                return self._witnessed(last, first.turned(), number)
            case "some":
                return self._each(first.turned(), last.turned())
            case "notall":
                return self._each(first.turned(), last)
            case "is" | "if" | "or" | "both" | "but":
                return _met(self._denied(claim))
        raise ValueError(f"no contrary of {claim.form!r}")

    def _named(self, claim: WorldClaim) -> Clauses:
        a, b = self._ends(claim)
        not_a, not_b = _opposite(a), _opposite(b)
        forms = {
            "is": [a],
            "both": [a, b],
            "but": [a, not_b],
            "if": [_either(not_a, b)],
            "or": [_either(a, b)],
            "xor": [_either(a, b), _either(not_a, not_b)],
        }
        return forms[claim.form]

    def _denied(self, claim: WorldClaim) -> Clauses:
        a, b = self._ends(claim)
        not_a, not_b = _opposite(a), _opposite(b)
        forms = {
            "is": [not_a],
            "both": [_either(not_a, not_b)],
            "but": [_either(not_a, b)],
            "if": [a, not_b],
            "or": [not_a, not_b],
        }
        return forms[claim.form]

    def _ends(self, claim: WorldClaim) -> tuple[int, int]:
        first, last = claim.traits[0], claim.traits[-1]
        return self.literal(first, claim.who[0]), self.literal(last, claim.who[-1])

    def _each(self, one: ClaimTrait, other: ClaimTrait) -> Clauses:
        """That everybody has one of two traits."""
        everybody = range(self.people)
        return _met([_either(self.literal(one, i), self.literal(other, i)) for i in everybody])

    def _witnessed(self, one: ClaimTrait, other: ClaimTrait, number: int) -> Clauses:
        """That somebody has both traits."""
        found, some = [], 0
        for i, aid in enumerate(self.aids(number)):
            both = self.literal(one, i), self.literal(other, i)
            if NEVER not in both:
                some |= aid
                found += [_either(_opposite(aid), each) for each in both]
        return _met([*found, some])


def _either(one: int, other: int) -> int:
    return ALWAYS if ALWAYS in (one, other) else one | other


def _met(clauses: Iterable[int]) -> Clauses:
    return [clause for clause in clauses if clause != ALWAYS]


def _opposite(literal: int) -> int:
    if literal in (ALWAYS, NEVER):
        return ALWAYS if literal == NEVER else NEVER
    return literal << 1 if literal.bit_length() % 2 else literal >> 1


def model_of(theory: Theory, clauses: Sequence[int]) -> int | None:
    """The literals of a world in which all clauses are true; None if there is none."""
    return _search(clauses, theory.orders, 0, 0)


def _search(clauses: Sequence[int], orders: Sequence[int], true: int, false: int) -> int | None:
    """Propagate, then try both ways with the shortest clause.

    Where only orders are left, some order fits: what propagates through triples is transitive.
    """
    moved = True
    while moved:
        moved = False
        kept: list[list[int]] = [[], []]
        for left, some in zip(kept, (clauses, orders), strict=True):
            for clause in some:
                if clause & true:
                    continue
                rest = clause & ~false
                if not rest:
                    return None
                if rest & (rest - 1):
                    left.append(rest)
                else:
                    true |= rest
                    false |= _opposite(rest)
                    moved = True
        clauses, orders = kept
    for part, of_orders in _parts(clauses, orders):
        bit = _branch(part)
        for choice in (bit, _opposite(bit)):
            found = _search(part, of_orders, choice, _opposite(choice))
            if found is not None:
                break
        else:
            return None
        true |= found
    return true


def _bits(mask: int) -> Iterable[int]:
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit


def _branch(clauses: Sequence[int]) -> int:
    """The literal that is in most of the shortest clauses."""
    least = min(map(int.bit_count, clauses))
    counts: dict[int, int] = {}
    for clause in clauses:
        if clause.bit_count() == least:
            for bit in _bits(clause):
                counts[bit] = counts.get(bit, 0) + 1
    return max(counts, key=counts.__getitem__)


def _parts(clauses: Sequence[int], orders: Sequence[int]) -> list[tuple[Clauses, Clauses]]:
    """Clauses that share no literals with each other, smallest parts first."""
    parts: list[tuple[int, Clauses, Clauses]] = []
    each: list[tuple[int, Clauses, Clauses]] = [(one, [one], []) for one in clauses]
    each += [(one, [], [one]) for one in orders]
    for clause, here, there in each:
        touched, apart = clause | _mirrored(clause), []
        for part in parts:
            if part[0] & touched:
                touched |= part[0]
                here += part[1]
                there += part[2]
            else:
                apart.append(part)
        parts = [*apart, (touched, here, there)]
    found = [(one, other) for _, one, other in parts if one]
    return sorted(found, key=lambda part: len(part[0]))


def _mirrored(clause: int) -> int:
    """The contraries of a clause's literals."""
    even = clause & _EVEN
    return even << 1 | (clause & ~_EVEN) >> 1
