"""Draw what a passage claims about a few people: true in some world, and each claim news."""

from collections.abc import Sequence
from itertools import pairwise, product

from tasksynth import Model
from tasksynth.rng import Dice
from tasksynth_text.claims.logic import Clauses, Theory, model_of
from tasksynth_text.claims.models import LESS, MORE, ClaimForm, ClaimTrait, Shows, WorldClaim, is_so

YES, NO, OPEN = 0, 1, 2
_TRIES = 400
"""Claims that are tried until there are enough."""
_FACTS: tuple[ClaimForm, ...] = (
    *("is",) * 7,
    *("both", "but") * 2,
    *("if",) * 3,
    "or",
    "xor",
    "exactly",
)


class PassageSize(Model):
    """How much is said."""

    people: int
    traits: int
    rules: int
    facts: int
    hearsay: int


class WorldPassage:
    """Claims that are true together."""

    def __init__(self, dice: Dice, size: PassageSize) -> None:
        self.dice, self.theory = dice, Theory(size.people, size.traits)
        self.claims: list[WorldClaim] = []
        self.clauses: Clauses = []
        rules = self._rules(size.rules)
        shows = self._world(rules)
        for rule in rules:
            self._add(rule)
        for _ in range(_TRIES):
            if len(self.claims) == len(rules) + size.facts:
                break
            claim = self._fact(shows)
            fits = claim not in self.claims and is_so(claim, range(size.people), shows)
            if fits and not self._is_known(claim):
                self._add(claim)
        for _ in range(size.hearsay):
            said = self.literal()
            self._add(said.model_copy(update={"hearsay": True}))
        dice.shuffle(self.claims)
        self.reader = Reader(self.theory, self.claims)

    def _add(self, claim: WorldClaim) -> None:
        self.clauses += self.theory.clauses(claim, len(self.claims))
        self.claims.append(claim)

    def _is_known(self, claim: WorldClaim) -> bool:
        if claim.form in ("xor", "exactly"):
            return False
        contrary = self.theory.contrary(claim, len(self.claims))
        return model_of(self.theory, [*self.clauses, *contrary]) is None

    def _rules(self, count: int) -> list[WorldClaim]:
        """A chain from trait to trait, told forwards and backwards, by somebody's age at times."""
        order = list(range(self.theory.traits))
        self.dice.shuffle(order)
        links = [ClaimTrait(what=i, denied=self.dice.below(3) == 0) for i in order]
        if self.dice.below(2):
            links[0] = self._comparison()
        pairs = list(pairwise(links))
        return [self._rule(one, other) for one, other in pairs[:count]]

    def _rule(self, one: ClaimTrait, other: ClaimTrait) -> WorldClaim:
        """That who has one trait has the other, in one of the ways in which that can be put."""
        ways: list[tuple[ClaimForm, ClaimTrait, ClaimTrait]] = [("every", one, other)] * 2
        if other.denied:
            ways += [("none", one, other.turned())] * 2
        if not one.denied:
            ways.append(("only", other, one))
            if other.denied:
                ways.append(("none", other.turned(), one))
        form, first, last = self.dice.of(ways)
        return WorldClaim(form=form, traits=(first, last))

    def _comparison(self) -> ClaimTrait:
        return ClaimTrait(what=self.dice.of((MORE, LESS)), whom=self.dice.below(self.theory.people))

    def _world(self, rules: list[WorldClaim]) -> Shows:
        """Any world in which the rules hold."""
        n, k = self.theory.people, self.theory.traits
        order = list(range(n))
        self.dice.shuffle(order)
        rank = {who: at for at, who in enumerate(order)}
        rows: list[tuple[bool, ...]] = [()] * n

        def shows(trait: ClaimTrait, who: int) -> bool:
            if trait.what >= 0:
                return rows[who][trait.what] != trait.denied
            apart = rank[who] - rank[trait.whom]
            return (apart > 0 if trait.what == MORE else apart < 0) != trait.denied

        for who in range(n):
            fits = []
            for row in product((False, True), repeat=k):
                rows[who] = row
                if all(is_so(rule, (who,), shows) for rule in rules):
                    fits.append(row)
            rows[who] = self.dice.of(fits)
        return shows

    def literal(self, *, compared: bool | None = None, denied: bool | None = None) -> WorldClaim:
        """Any claim that somebody has a trait."""
        who = self.dice.below(self.theory.people)
        if compared is None:
            compared = self.dice.below(5) < 2
        if compared:
            trait = self._comparison()
            if trait.whom == who:
                trait = trait.model_copy(update={"whom": (who + 1) % self.theory.people})
        else:
            trait = ClaimTrait(what=self.dice.below(self.theory.traits))
        turned = bool(self.dice.below(2)) if denied is None else denied
        return WorldClaim(form="is", traits=(trait.turned() if turned else trait,), who=(who,))

    def general(self, form: ClaimForm) -> WorldClaim:
        """Any claim of that form about two traits."""
        one, other = self.dice.below(self.theory.traits), self.dice.below(self.theory.traits - 1)
        other += other >= one
        first = ClaimTrait(what=one, denied=self.dice.below(3) == 0)
        last = ClaimTrait(what=other, denied=form in ("every", "some") and self.dice.below(3) == 0)
        return WorldClaim(form=form, traits=(first, last))

    def two(self, form: ClaimForm) -> WorldClaim:
        """Any claim of that form about two people."""
        one, other = self.dice.below(self.theory.people), self.dice.below(self.theory.people - 1)
        other += other >= one
        denied = form in ("both", "but", "if") and self.dice.below(3) == 0
        first = ClaimTrait(what=self.dice.below(self.theory.traits), denied=denied)
        traits: tuple[ClaimTrait, ...] = (first,)
        if form == "if":
            traits += (ClaimTrait(what=self.dice.below(self.theory.traits)),)
        return WorldClaim(form=form, traits=traits, who=(one, other))

    def _fact(self, shows: Shows) -> WorldClaim:
        form = self.dice.of(_FACTS)
        if form == "exactly":
            trait = ClaimTrait(what=self.dice.below(self.theory.traits))
            count = sum(shows(trait, i) for i in range(self.theory.people))
            return WorldClaim(form=form, traits=(trait,), count=min(max(count, 1), 3))
        if form != "is":
            return self.two(form)
        claim = self.literal(denied=False)
        (trait,) = claim.traits
        if trait.what >= 0 and not shows(trait, claim.who[0]):
            return claim.model_copy(update={"traits": (trait.turned(),)})
        return claim


class Reader:
    """Who has read some claims, and knows what can be so and what has to be."""

    def __init__(self, theory: Theory, claims: Sequence[WorldClaim]) -> None:
        self.theory, self.number = theory, len(claims)
        self.clauses = clauses_of(theory, claims)
        self.worlds: list[int] = []

    def standing(self, claim: WorldClaim) -> int:
        """YES if a claim is true in all worlds, NO if in none, or else OPEN."""
        if self.may_be(claim):
            return OPEN if self.may_fail(claim) else YES
        return NO

    def may_be(self, claim: WorldClaim) -> bool:
        """Whether it is true in some world."""
        return self._found(claim, self.theory.clauses(claim, self.number), so=True)

    def may_fail(self, claim: WorldClaim) -> bool:
        """Whether it is not true in some world."""
        return self._found(claim, self.theory.contrary(claim, self.number), so=False)

    def _found(self, claim: WorldClaim, clauses: Clauses, *, so: bool) -> bool:
        """Whether one of the worlds seen before shows it, or one that is looked for."""
        if any(self._shown(world, claim) in (so, None) for world in self.worlds):
            return True
        world = model_of(self.theory, [*self.clauses, *clauses])
        if world is None:
            return False
        self.worlds.append(world)
        return True

    def _shown(self, world: int, claim: WorldClaim) -> bool | None:
        """Whether a claim is true in a world; None if both can be of what the world leaves open."""

        def shows(trait: ClaimTrait, who: int) -> bool:
            there = world & self.theory.literal(trait.model_copy(update={"denied": False}), who)
            return bool(there) != trait.denied

        trait = claim.traits[0]
        if claim.form == "is":
            ends = [
                world & self.theory.literal(one, claim.who[0]) for one in (trait, trait.turned())
            ]
            return bool(ends[0]) if any(ends) else None
        return is_so(claim, range(self.theory.people), shows)


def clauses_of(theory: Theory, claims: Sequence[WorldClaim]) -> Clauses:
    """What holds if all claims do."""
    return [one for i, claim in enumerate(claims) for one in theory.clauses(claim, i)]
