"""Questions about how many, and scenes in which the answer is as drawn beforehand."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from tasksynth.rng import Dice
from tasksynth_schemas import Model
from tasksynth_vision.scenes.describing import like_of
from tasksynth_vision.scenes.placing import Stock
from tasksynth_vision.scenes.queries import MARGIN, Beside, Like, ahead, resolve
from tasksynth_vision.scenes.telling import side_of, words_of
from tasksynth_vision.scenes.things import Looks, Size, Thing

TRIES = 40


class Tallied(Model):
    """How many things are like one of these, unlike that, and on a side of something."""

    any_of: Annotated[tuple[Like, ...], Field(min_length=1, max_length=2)]
    unlike: Like | None = None
    beside: Beside | None = None

    def fits(self, thing: Looks) -> bool:
        """Whether a thing is one of them, wherever it is."""
        if self.unlike is not None and self.unlike.fits(thing):
            return False
        return any(like.fits(thing) for like in self.any_of)

    @property
    def clauses(self) -> int:
        """What has to be looked at of a thing."""
        said = sum(like.said for like in self.any_of) + (self.unlike is not None)
        return said + 2 * (self.beside is not None)


def tally_up(things: Sequence[Thing], tally: Tallied) -> int | None:
    """How many things a question means; None where a thing lies too near the line."""
    kept = [thing for thing in things if tally.fits(thing)]
    if tally.beside is None:
        return len(kept)
    anchor = resolve(things, tally.beside.of)
    if anchor is None:
        return None
    line = ahead(things[anchor], tally.beside.side)
    leads = [
        ahead(thing, tally.beside.side) - line for thing in kept if thing is not things[anchor]
    ]
    return None if any(abs(lead) < MARGIN for lead in leads) else sum(lead > 0 for lead in leads)


def asked(tally: Tallied) -> str:
    """The question in words."""
    where = "" if tally.beside is None else side_of(tally.beside)
    if len(tally.any_of) == 2:
        one, other = (_as_told(like) for like in tally.any_of)
        among = f"of the things {where}" if where else "things"
        return f"How many {among} are {one} or are {other}? A thing that is both counts once."
    what = words_of(tally.any_of[0], many=True)
    if tally.unlike is not None:
        what += f" that are not {_as_told(tally.unlike)}"
    return f"How many {what} are {where or 'there'}?"


def _as_told(like: Like) -> str:
    """What things are: `red`, `large and striped`, `blue stars`."""
    if like.kind is None:
        return " and ".join(filter(None, (like.size, like.pattern, like.colour)))
    return words_of(like, many=True)


def draw_tally(dice: Dice, stock: Stock, clauses: int, size: Size) -> Tallied:
    """A question without a side, of about so many clauses."""
    example = stock.look(dice, size)
    form = dice.below(3) if clauses > 1 else 0
    if form == 1:
        first, second = (
            like_of(dice, example, 1),
            like_of(dice, stock.look(dice, size), clauses - 1),
        )
        one, other = (like.model_dump(exclude_none=True) for like in (first, second))
        implied = one.items() <= other.items() or other.items() <= one.items()
        if one.keys() != other.keys() and not implied:  # no "rings or pink rings"
            return Tallied(any_of=(first, second))
    like = like_of(dice, example, max(1, clauses - (form == 2)))
    if form == 2:
        open_ones = [name for name, value in like if value is None and name != "size"]
        name = dice.of(open_ones)
        other = getattr(stock.look(dice, size), name)
        return Tallied(any_of=(like,), unlike=Like(**{name: other}))
    return Tallied(any_of=(like,))


def looks_of(dice: Dice, stock: Stock, tally: Tallied, size: Size, *, fit: bool) -> Looks | None:
    """Looks of a size that fit a question, or only nearly; None where none are found.

    Most that do not fit lack one attribute only.
    """
    for _ in range(TRIES):
        like = dice.of(tally.any_of)
        wanted = {name: value for name, value in like if value is not None and name != "size"}
        if not fit and wanted:
            if dice.below(5) < 2:
                wanted = {}
            else:
                wanted.pop(dice.of(sorted(wanted)))
        looks = stock.look(dice, size).model_copy(update=wanted)
        if tally.fits(looks) == fit:
            return looks
    return None
