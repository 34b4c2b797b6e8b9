"""Mention a thing by what it is, by a bounce, or by a sound, before or after another one."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from tasksynth.rng import Dice
from tasksynth_schemas import Model
from tasksynth_vision.drifting.log import Bounce, DriftFilm, Pitch, Wall, share_seen

MARGIN = 4
"""Ticks between two bounces whose order matters, at least."""
MOST = 4
"""What is counted up to; beyond, things are the last."""
SEEN = 0.6
"""Share of a thing that is seen as it bounces, at least, where that matters."""
COUNTED = 0.4
"""The same of those that are only counted."""
TRIES = 30
_ORDINALS = ("first", "second", "third", "fourth")


class Mention(Model):
    """One bounce or sound, and the thing that makes it; without either, a thing by its looks."""

    wall: Wall | None = None
    pitch: Pitch | None = None
    order: Literal["nth", "last", "after", "before"] = "nth"
    n: Annotated[int, Field(ge=1, le=MOST)] = 1
    anchor: "Mention | None" = None

    @property
    def steps(self) -> int:
        """1 for looks, and one for each bounce to be found, and one more."""
        if self.wall is None and self.pitch is None:
            return 1
        return self.anchor.steps + 1 if self.anchor else 2

    @property
    def is_heard(self) -> bool:
        """Whether a sound is mentioned."""
        return self.pitch is not None or (self.anchor is not None and self.anchor.is_heard)


def meant(film: DriftFilm, every: Sequence[Bounce], mention: Mention) -> Bounce | None:
    """The bounce that is mentioned; None where there is none, or where less than a margin decides.

    Args:
        film: what is looked at.
        every: its bounces, by when they are.
        mention: what is said.
    """
    alike = [
        one for one in every
        if (mention.pitch is None and one.wall == mention.wall)
        or (mention.pitch is not None and one.pitch(film) == mention.pitch)
    ]  # fmt: skip
    since = 0
    if mention.anchor is not None:
        anchor = meant(film, every, mention.anchor)
        if anchor is None or any(abs(one.tick - anchor.tick) < MARGIN for one in alike):
            return None
        since = anchor.tick
    match mention.order:
        case "after":
            alike = [one for one in alike if one.tick > since][:2]
            found = alike[0] if alike else None
        case "before":
            alike = [one for one in alike if one.tick < since][-2:]
            found = alike[-1] if alike else None
        case "last":
            found = alike[-1] if len(alike) > 1 else None
        case _:
            found = alike[mention.n - 1] if len(alike) >= mention.n else None
    if found is None:
        return None
    counted = alike[: mention.n - 1] if mention.order == "nth" else []
    if any(share_seen(film, one.who, one.tick) < COUNTED for one in counted):
        return None
    if mention.pitch and any(b.tick - a.tick < MARGIN for a, b in pairwise([*counted, found])):
        return None  # by ear, two at once are one
    near = [one for one in every if one is not found and abs(one.tick - found.tick) < MARGIN]
    if any(one.wall == found.wall for one in near):
        return None
    return found if share_seen(film, found.who, found.tick) >= SEEN else None


def draw_mention(
    dice: Dice, film: DriftFilm, every: Sequence[Bounce], who: int, *, steps: int, heard: int
) -> Mention | None:
    """Something that means this thing, in so many steps; None where the dice find nothing.

    Args:
        dice: where choices come from.
        film: what is looked at.
        every: its bounces.
        who: the thing.
        steps: as of `Mention.steps`.
        heard: of a hundred bounces, those that are sounds, as far as there are any.
    """
    if steps == 1:
        return Mention()
    own = [one for one in every if one.who == who]
    for _ in range(TRIES if own else 0):
        one = _some(dice, own, heard)
        mention = _told_as(dice, film, every, one, steps, heard)
        if mention and meant(film, every, mention) == one:
            return mention
    return None


def _some(dice: Dice, every: Sequence[Bounce], heard: int) -> Bounce:
    """One of them: as often as is said, one that makes a sound."""
    loud = [one for one in every if one.wall == "bottom"]
    return dice.of(loud if loud and dice.below(100) < heard else every)


def _told_as(
    dice: Dice, film: DriftFilm, every: Sequence[Bounce], one: Bounce, steps: int, heard: int
) -> Mention | None:
    """A way to tell that bounce, which may mean another one."""
    pitch = one.pitch(film) if heard else None
    mention = Mention(wall=None if pitch else one.wall, pitch=pitch)
    if steps > 2:
        other = _some(dice, every, heard)
        anchor = _told_as(dice, film, every, other, steps - 1, heard)
        order: Literal["after", "before"] = "after" if other.tick < one.tick else "before"
        return anchor and mention.model_copy(update={"order": order, "anchor": anchor})
    alike = [b for b in every if (b.pitch(film) == pitch if pitch else b.wall == one.wall)]
    place = alike.index(one) + 1
    if place == len(alike) and dice.below(2):
        return mention.model_copy(update={"order": "last"})
    return mention.model_copy(update={"n": place}) if place <= MOST else None


def told(film: DriftFilm, who: int, mention: Mention) -> str:
    """What is said of the thing."""
    if mention.steps == 1:
        thing = film.cast[who]
        alone = sum(other.kind == thing.kind for other in film.cast) == 1
        return f"the {thing.kind}" if alone else f"the {thing.colour} {thing.kind}"
    lets, name = [], ""
    chain = [mention]
    while (last := chain[-1].anchor) is not None:
        chain.append(last)
    for one, letter in zip(reversed(chain[1:]), "ABC", strict=False):
        lets.append(f"{letter} is {_phrase(one, name)}")
        name = letter
    where = f", where {' and '.join(lets)}" if lets else ""
    return f"the thing that makes {_phrase(mention, name)}{where}"


def _phrase(mention: Mention, anchor: str) -> str:
    what = f"{mention.pitch} sound" if mention.pitch else f"bounce off the {mention.wall} edge"
    match mention.order:
        case "after":
            return f"the first {what} after {anchor}"
        case "before":
            return f"the last {what} before {anchor}"
        case "last":
            return f"the last {what} of the film"
    return f"the {_ORDINALS[mention.n - 1]} {what}"
