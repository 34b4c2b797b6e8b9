"""What a persuader knows, what the other one wants, and which fact is it."""

from collections.abc import Sequence
from typing import Literal

from tasksynth import Model

Plea = Literal["proof", "story", "effect", "own", "people", "near"]
"""Kinds of facts, each of which is an appeal of its own: credibility, emotion, logic, one's own
example, who is behind it, and what is near."""
On = Literal["who", "place", "number"]
ABROAD: tuple[Plea, ...] = ("proof", "story", "effect", "own", "people")
"""Those that name a country."""


class PleaFact(Model):
    """Something that can be told, once."""

    kind: Plea
    who: str
    """Who examined, was helped, is in charge; as what one worked; for whom something was done."""
    place: str
    """A country, or a quarter of the town."""
    number: int
    """A year; of what a gift does, how large it is."""
    text: str = ""


class FactCondition(Model):
    """What has to be so of a fact."""

    on: On
    how: Literal["is", "not", "over", "under", "same", "other", "later"]
    """The last three compare with the fact that was told just before."""
    value: str | int = ""


class Concern(Model):
    """Something that the other one wants to hear before anything is given."""

    kind: Literal["tell", "answer", "admit", "pledge", "joint"]
    """`tell`: a fact; `answer`: a number; `admit`: a number that nobody knows; `pledge`: what one
    adds oneself; `joint`: this and what the other one would give, together."""
    about: Plea | None = None
    conditions: tuple[FactCondition, ...] = ()
    figure: int = 0
    """The right number; of `joint`, without what was pledged."""


class PersuasionInstance(Model):
    """All that is known, and the one who is to be won."""

    name: str
    she: bool
    intro: str
    greeting: str
    """What is said first, before the first group's turn."""
    facts: tuple[PleaFact, ...]
    figures: tuple[str, ...]
    means: int
    """Euros that the persuader may add."""
    concerns: tuple[Concern, ...]
    groups: tuple[int, ...]
    """How many concerns are voiced at once."""
    voiced: tuple[str, ...]
    """The words in which each group is voiced."""
    excuses: tuple[str, ...]
    """For each group the excuse that hides it, or nothing."""
    ready: str
    """What is said when nothing more is wanted."""
    small: int
    """What it may be at first; 0 if that does not matter."""
    purse: tuple[int, ...]
    """What there is to give, as it is told: so much, less or more by so much."""
    patience: int
    voice: int
    """Which of the many ways to say “no” are used."""

    @property
    def limit(self) -> int:
        """The most that will be given."""
        return sum(self.purse)


def fits(fact: PleaFact, concern: Concern, before: PleaFact | None) -> bool:
    """Whether a fact is what is wanted, `before` being the one that was told just before."""
    return fact.kind == concern.about and all(
        holds(one, fact, before) for one in concern.conditions
    )


def holds(one: FactCondition, fact: PleaFact, before: PleaFact | None) -> bool:
    """Whether a condition is true of a fact."""
    got = value_of(fact, one.on)
    if one.how in ("is", "not"):
        return (got == one.value) == (one.how == "is")
    if one.how in ("over", "under"):
        return int(got) > int(one.value) if one.how == "over" else int(got) < int(one.value)
    if before is None:
        return False
    if one.how == "later":
        return fact.number > before.number
    return (fact.place == before.place) == (one.how == "same")


def value_of(fact: PleaFact, on: On) -> str | int:
    """What a fact says of this."""
    if on == "number":
        return fact.number
    return fact.who if on == "who" else fact.place


def bounds(x: PersuasionInstance, concern: int) -> tuple[int, int]:
    """The group that a concern is of: its first, and the first after it."""
    first = 0
    for size in x.groups:
        if concern < first + size:
            return first, first + size
        first += size
    return first, first


def asks(x: PersuasionInstance) -> int:
    """How often one has to ask for money."""
    return 2 if x.small else 1


def least(x: PersuasionInstance) -> int:
    """The fewest acts that lead to the most: no act does for two things."""
    return len(x.concerns) + sum(map(bool, x.excuses)) + asks(x)


def following(x: PersuasionInstance, concern: int, told: Sequence[int], end: int) -> list[int]:
    """The facts that are wanted, were not told, and leave one for all that is wanted up to `end`.

    `told` are those that were told so far, the one for the concern before last.
    """
    before, after = preceding(x, concern, told), concern + 1
    while after < end and x.concerns[after].kind != "tell":
        after += 1
    return [
        i
        for i, fact in enumerate(x.facts)
        if i not in told
        and fits(fact, x.concerns[concern], before)
        and (after >= end or following(x, after, [*told, i], end))
    ]


def preceding(x: PersuasionInstance, concern: int, told: Sequence[int]) -> PleaFact | None:
    """The fact that was told for the concern before, if it was one for a fact."""
    there = 0 < concern < len(x.concerns) and x.concerns[concern - 1].kind == "tell" and told
    return x.facts[told[-1]] if there else None
