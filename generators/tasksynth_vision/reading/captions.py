"""Hold a caption against what was seen: the best guess for every claim, without any margin."""

from collections.abc import Sequence

from tasksynth_vision.captions.claims import LOOKS, CaptionClaim
from tasksynth_vision.reading.answering import find, tell_number
from tasksynth_vision.reading.scenes import SeenThing


def seen_value(seen: Sequence[SeenThing], claim: CaptionClaim, side: int) -> str | None:
    """What a claim ought to say, as far as was seen; None where what it speaks of was not found."""
    if claim.tally is not None:
        return str(tell_number(seen, claim.tally))
    thing = None if claim.of is None else find(seen, claim.of)
    if thing is None:
        return None
    if claim.sort in LOOKS:
        return str(getattr(thing, claim.sort))
    if claim.sort == "quarter":
        across, down = thing.x < side / 2, thing.y < side / 2
        return f"{'upper' if down else 'lower'} {'left' if across else 'right'}"
    other = None if claim.to is None else find(seen, claim.to)
    if other is None:
        return None
    if claim.sort == "across":
        return "left" if thing.x < other.x else "right"
    return "above" if thing.y < other.y else "below"


def belied(seen: Sequence[SeenThing], claims: Sequence[CaptionClaim], side: int) -> int:
    """The number of the claim that is false as far as was seen: the first of several, or any."""
    values = [seen_value(seen, claim, side) for claim in claims]
    off = [number for number, claim in enumerate(claims) if values[number] != claim.said]
    clear = [number for number in off if values[number] is not None]
    return next(iter(clear or off), 0)
