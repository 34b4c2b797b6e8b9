"""Tell an event from all others by its place in the log, with a margin, or not at all."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from tasksynth_schemas import Model
from tasksynth_vision.films.log import RATE, Event, What
from tasksynth_vision.scenes.things import Colour

MARGIN = RATE // 2
"""Ticks between two borders whose order matters, at least."""
Order = Literal["only", "nth", "last", "after", "before"]
Ask = Literal["when", "who", "colour", "count"]


class Doing(Model):
    """A kind of event, of one thing or of any."""

    what: What
    who: int | None = None
    colour: Colour | None = None

    def fits(self, event: Event) -> bool:
        """Whether an event is of this kind."""
        return (
            event.what == self.what
            and self.who in (None, event.who)
            and self.colour in (None, event.colour)
        )


class Moment(Model):
    """One event: the only one of its kind, the nth, or the first after another, say."""

    doing: Doing
    order: Order = "only"
    n: Annotated[int, Field(ge=1)] = 1
    anchor: "Moment | None" = None
    """After whose end, or before whose beginning."""

    @property
    def chain(self) -> "list[Moment]":
        """It, and those that have to be found first, the first of them at the end."""
        return [self, *(self.anchor.chain if self.anchor else [])]

    @property
    def steps(self) -> int:
        """What it takes to find it: one for each event of the chain, one more to count or order."""
        return len(self.chain) + (self.chain[-1].order != "only")


class Inquiry(Model):
    """What is asked about a film: always a time, and something about it unless `ask` is when."""

    ask: Ask
    moment: Moment
    of: int | None = None
    """The thing whose colour is asked for, when the moment begins."""
    until: Moment | None = None
    """Where the time ends that things are counted in; it begins at the end of `moment`."""
    counted: Doing | None = None

    @property
    def steps(self) -> int:
        """Events to be found, and what is to be seen then."""
        return self.moment.steps + (self.until.steps if self.until else 0) + (self.ask != "when")

    @property
    def is_ordered(self) -> bool:
        """Whether it says that something is after or before something else."""
        return any(one is not None and one.anchor is not None for one in (self.moment, self.until))


class FilmTruth(Model):
    """The right answer."""

    begin: int
    end: int
    """Ticks: the first frame that it shows in, and the first one that it does not show in."""
    who: int | None = None
    colour: str | None = None
    count: int | None = None


def found(events: Sequence[Event], moment: Moment, *, margin: int = MARGIN) -> Event | None:
    """The event that is meant; None where there is none, or where less than a margin decides.

    Args:
        events: those of a film, by when they begin.
        moment: what is looked for.
        margin: in ticks; 0 takes the best guess.
    """
    alike = [event for event in events if moment.doing.fits(event)]
    if moment.order in ("after", "before"):
        if moment.anchor is None:
            return None
        anchor = found(events, moment.anchor, margin=margin)
        if anchor is None:
            return None
        return _beside(alike, anchor, moment.order, margin)
    if moment.order == "only":
        return alike[0] if len(alike) == 1 or (alike and not margin) else None
    place = len(alike) - 1 if moment.order == "last" else moment.n - 1
    if len(alike) < 2 or place >= len(alike):
        return alike[-1] if alike and not margin else None
    near = [event for event in alike if event is not alike[place]]
    if any(abs(event.begin - alike[place].begin) < margin for event in near):
        return None
    return alike[place]


def _beside(alike: list[Event], anchor: Event, order: Order, margin: int) -> Event | None:
    """The first of them that begins after an event has ended, or the last that ends before it."""
    if order == "after":
        gaps = sorted((event.begin - anchor.end, i) for i, event in enumerate(alike))
    else:
        gaps = sorted((anchor.begin - event.end, i) for i, event in enumerate(alike))
    if any(abs(gap) < margin for gap, _ in gaps):
        return None
    right = [(gap, i) for gap, i in gaps if gap >= 0 and alike[i] is not anchor]
    if not right or (len(right) > 1 and right[1][0] - right[0][0] < margin):
        return None
    return alike[right[0][1]]


def truth_of(
    events: Sequence[Event], own: Sequence[str], inquiry: Inquiry, *, margin: int = MARGIN
) -> FilmTruth | None:
    """The right answer, by the log alone; None where there is none, or less than a margin decides.

    Args:
        events: those of a film, by when they begin.
        own: the colours of its things at rest.
        inquiry: what is asked.
        margin: in ticks; 0 takes the best guess.
    """
    event = found(events, inquiry.moment, margin=margin)
    if event is None:
        return None
    begin, end = event.begin, event.end
    match inquiry.ask:
        case "who":
            return FilmTruth(begin=begin, end=end, who=event.who)
        case "colour" if inquiry.of is not None:
            colour = _colour(events, own, inquiry.of, begin - margin, begin + margin)
            return FilmTruth(begin=begin, end=end, colour=colour) if colour else None
        case "count" if inquiry.until is not None and inquiry.counted is not None:
            other = found(events, inquiry.until, margin=margin)
            if other is None or other.begin <= end:
                return None
            begins = [one.begin for one in events if inquiry.counted.fits(one)]
            if any(min(abs(at - end), abs(at - other.begin)) < margin for at in begins):
                return None
            count = sum(end <= at < other.begin for at in begins)
            return FilmTruth(begin=end, end=other.begin, count=count)
    return FilmTruth(begin=begin, end=end)


def _colour(
    events: Sequence[Event], own: Sequence[str], who: int, begin: int, end: int
) -> str | None:
    """The colour of a thing all through a time; None where it changes."""
    turns = [one for one in events if one.who == who and one.what == "turn"]
    meanwhile = [one for one in turns if one.begin <= end and begin < one.end]
    if not meanwhile:
        return own[who]
    one = meanwhile[0]
    return one.colour if one.begin <= begin and end <= one.end else None
