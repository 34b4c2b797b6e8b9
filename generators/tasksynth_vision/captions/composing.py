"""Draw a caption of a scene: sentences whose claims are all true, and can each be quoted alone."""

from collections.abc import Sequence

from tasksynth.rng import Dice
from tasksynth_vision.captions.claims import (
    LOOKS,
    CaptionClaim,
    CaptionSentence,
    ClaimSort,
    value_of,
)
from tasksynth_vision.captions.quoting import Spans, told_apart
from tasksynth_vision.captions.wording import written
from tasksynth_vision.scenes.counting import Tallied
from tasksynth_vision.scenes.describing import describe, like_of
from tasksynth_vision.scenes.queries import SIDES, Beside, Description
from tasksynth_vision.scenes.things import Thing

TRIES = 60
"""Sentences that are drawn for one that is taken, at most."""
MOST_COUNTED = 20
Things = Sequence[Thing]


def compose(
    dice: Dice, things: Things, side: int, *, claims: int, hops: int
) -> tuple[CaptionSentence, ...] | None:
    """Sentences with so many claims in all; None where no such caption is found."""
    out: list[CaptionSentence] = []
    spoken: set[str] = set()
    alone: set[str] = set()
    counted: set[str] = set()
    left = claims
    for _ in range(TRIES + 4 * claims):
        sentence = _sentence(dice, things, side, most=left, hops=hops)
        if sentence is None or not spoken.isdisjoint(topics := _topics(sentence)):
            continue
        one, many = alone | _lone(sentence), counted | _counted_likes(sentence)
        if one & many:
            continue
        told = Spans.of([written(one) for one in (*out, sentence)])
        if not told_apart(told, claims - left + len(sentence.claims)):
            continue
        out.append(sentence)
        spoken, alone, counted = spoken | topics, one, many
        left -= len(sentence.claims)
        if left == 0:
            return tuple(out)
    return None


def _topics(sentence: CaptionSentence) -> set[str]:
    """What a sentence is about: no other one is about the same."""
    return {f"{claim.of}{claim.tally}" for claim in sentence.claims}


def _lone(sentence: CaptionSentence) -> set[str]:
    """Looks that a sentence takes one thing alone to have: how many have them is not claimed."""
    anchors = [claim.tally.beside.of for claim in sentence.claims
               if claim.tally is not None and claim.tally.beside is not None]  # fmt: skip
    told = [one for claim in sentence.claims for one in (claim.of, claim.to) if one is not None]
    return {str(one.like) for one in (*told, *anchors) if one.beside is None and one.chosen is None}


def _counted_likes(sentence: CaptionSentence) -> set[str]:
    return {
        str(claim.tally.any_of[0])
        for claim in sentence.claims
        if claim.tally is not None and claim.tally.beside is None
    }


def _sentence(
    dice: Dice, things: Things, side: int, *, most: int, hops: int
) -> CaptionSentence | None:
    way = dice.below(10)
    if way < 5:
        claims = _of_one(dice, things, side, hops, 1 + (most > 1 and dice.below(2)))
    elif way < 8:
        claims = _counted(dice, things, side, min(most, 1 + dice.below(3)))
    else:
        claims = _on_a_side(dice, things, side)
    return None if claims is None else CaptionSentence(claims=tuple(claims), form=dice.below(6))


def _of_one(
    dice: Dice, things: Things, side: int, hops: int, count: int
) -> list[CaptionClaim] | None:
    """What one thing is like, and where it lies."""
    target = dice.below(len(things))
    of = describe(dice, things, target, min(hops, dice.below(2)), attempts=6)
    if of is None:
        return None
    open_ones = [name for name in LOOKS if getattr(of.like, name) is None]
    sorts: list[ClaimSort] = [*open_ones, "quarter", "across", "down"]
    dice.shuffle(sorts)
    claims = []
    for sort in sorted(sorts[:count], key=lambda one: one not in LOOKS):
        to = None
        if sort in ("across", "down"):
            to = describe(dice, things, dice.below(len(things)), 0)
            if to is None:
                return None
        claims.append(_true(things, side, CaptionClaim(sort=sort, said="", of=of, to=to)))
    return _whole(claims)


def _counted(dice: Dice, things: Things, side: int, count: int) -> list[CaptionClaim] | None:
    """How many things are like something, and how many of them are like more."""
    example = dice.of(things)
    whole = like_of(dice, example, 1 + (dice.below(3) == 0))
    claims = [_number(things, side, Tallied(any_of=(whole,)), least=2)]
    names = [name for name, value in whole if value is None and name != "kind"]
    dice.shuffle(names)
    for name in names[: count - 1]:
        value = getattr(dice.of([thing for thing in things if whole.fits(thing)]), name)
        part = whole.model_copy(update={name: value})
        claims.append(_number(things, side, Tallied(any_of=(part,))))
    found = _whole(claims)
    if found is None or any(one.said == found[0].said for one in found[1:]):
        return None  # "all of them" is told otherwise
    return found


def _on_a_side(dice: Dice, things: Things, side: int) -> list[CaptionClaim] | None:
    anchor = describe(dice, things, dice.below(len(things)), 0)
    if anchor is None:
        return None
    beside = Beside(side=dice.of(SIDES), of=Description(like=anchor.like))
    like = like_of(dice, dice.of(things), 1)
    return _whole([_number(things, side, Tallied(any_of=(like,), beside=beside))])


def _number(things: Things, side: int, tally: Tallied, *, least: int = 1) -> CaptionClaim | None:
    claim = _true(things, side, CaptionClaim(sort="number", said="", tally=tally))
    return claim if claim is not None and least <= int(claim.said) <= MOST_COUNTED else None


def _true(things: Things, side: int, claim: CaptionClaim) -> CaptionClaim | None:
    value = value_of(things, claim, side)
    return None if value is None else claim.model_copy(update={"said": value})


def _whole(claims: list[CaptionClaim | None]) -> list[CaptionClaim] | None:
    found = [claim for claim in claims if claim is not None]
    return found if len(found) == len(claims) else None
