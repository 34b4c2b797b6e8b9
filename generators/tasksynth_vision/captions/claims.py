"""What a caption claims of a scene, claim by claim, and whether that is so, by a margin."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from tasksynth_schemas import Model
from tasksynth_vision.scenes.counting import Tallied, tally_up
from tasksynth_vision.scenes.queries import MARGIN, Description, resolve
from tasksynth_vision.scenes.things import Thing

ClaimSort = Literal["colour", "kind", "pattern", "size", "quarter", "across", "down", "number"]
LOOKS: tuple[ClaimSort, ...] = ("colour", "kind", "pattern", "size")


class CaptionClaim(Model):
    """One thing that a caption says, and the word that it says it with."""

    sort: ClaimSort
    said: str
    """The value: `red`, `upper left`, `left`, `7`."""
    of: Description | None = None
    """What is spoken of, where it is one thing."""
    to: Description | None = None
    """Beside what it lies."""
    tally: Tallied | None = None
    """What is counted."""


class CaptionSentence(Model):
    """Claims that are made together, and which of its wordings it has."""

    claims: Annotated[tuple[CaptionClaim, ...], Field(min_length=1)]
    form: Annotated[int, Field(ge=0, lt=6)] = 0


def value_of(things: Sequence[Thing], claim: CaptionClaim, side: int) -> str | None:
    """What a claim ought to say in a scene of `side` pixels; None where that is not clear."""
    if claim.tally is not None:
        number = tally_up(things, claim.tally)
        return None if number is None else str(number)
    at = None if claim.of is None else resolve(things, claim.of)
    if at is None:
        return None
    thing = things[at]
    if claim.sort in LOOKS:
        return str(getattr(thing, claim.sort))
    if claim.sort == "quarter":
        across, down = thing.x - side / 2, thing.y - side / 2
        if min(abs(across), abs(down)) < MARGIN:
            return None
        return f"{'upper' if down < 0 else 'lower'} {'left' if across < 0 else 'right'}"
    to = None if claim.to is None else resolve(things, claim.to)
    if to is None or to == at:
        return None
    lead = thing.x - things[to].x if claim.sort == "across" else thing.y - things[to].y
    if abs(lead) < MARGIN:
        return None
    ways = ("left", "right") if claim.sort == "across" else ("above", "below")
    return ways[lead > 0]
