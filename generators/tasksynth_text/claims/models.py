"""What a sentence claims, and whether it is so in a world."""

from collections.abc import Callable, Sequence
from typing import Literal

from pydantic import Field

from tasksynth import Model

MORE, LESS = -1, -2
"""Traits of being older or taller than somebody, and of being younger or shorter."""
ClaimForm = Literal[
    "is", "both", "but", "if", "or", "xor", "every", "none", "only", "some", "notall", "exactly"
]
QUANTIFIED: tuple[ClaimForm, ...] = ("every", "none", "only", "some", "notall")
PLAIN_SECOND = ("none", "only", "notall", "or", "xor")
"""Forms whose last trait is never denied: two negations in a row are hard to read."""


class ClaimTrait(Model):
    """What can be said of somebody."""

    what: int
    """Number of a word, or MORE or LESS."""
    whom: int = -1
    """For MORE and LESS, than whom."""
    denied: bool = False

    def turned(self) -> "ClaimTrait":
        """The contrary."""
        return self.model_copy(update={"denied": not self.denied})


class WorldClaim(Model):
    """A sentence: its form, of whom it speaks by name, and the traits in their order."""

    form: ClaimForm
    traits: tuple[ClaimTrait, ...]
    who: tuple[int, ...] = ()
    count: int = Field(default=0, ge=0)
    hearsay: bool = False
    """Only said by some, and so of no weight."""


Shows = Callable[[ClaimTrait, int], bool]
"""Whether somebody has a trait."""


def is_so(claim: WorldClaim, people: Sequence[int], shows: Shows) -> bool:
    """Whether a claim is true of these people."""
    first, last = claim.traits[0], claim.traits[-1]
    match claim.form:
        case "every":
            return all(shows(last, i) for i in people if shows(first, i))
        case "none":
            return not any(shows(first, i) and shows(last, i) for i in people)
        case "only":
            return all(shows(first, i) for i in people if shows(last, i))
        case "some":
            return any(shows(first, i) and shows(last, i) for i in people)
        case "notall":
            return any(shows(first, i) and not shows(last, i) for i in people)
        case "exactly":
            return sum(shows(first, i) for i in people) == claim.count
    ends = shows(first, claim.who[0]), shows(last, claim.who[-1])
    truths = {
        "is": ends[0],
        "both": all(ends),
        "but": ends[0] and not ends[1],
        "if": ends[1] or not ends[0],
        "or": any(ends),
        "xor": ends[0] != ends[1],
    }
    return truths[claim.form]


def negations(claim: WorldClaim) -> int:
    """How many negations a claim has, in its form or in its traits."""
    return sum(one.denied for one in claim.traits) + (claim.form in ("none", "notall", "but"))
