"""Draw what is asked about a film."""

from collections.abc import Sequence

from tasksynth.rng import Dice
from tasksynth_vision.films.log import RATE, Event, Film
from tasksynth_vision.films.moments import Ask, Doing, FilmTruth, Inquiry, Moment, found, truth_of
from tasksynth_vision.scenes.things import Colour

TRIES = 100
LEAST_SPAN, MOST_SPAN = 4 * RATE, 0.4
"""Ticks of the time that things are counted in, at least, and its share of the film, at most."""
MOST_COUNTED = 6
DECOYS = 2
"""Other events of the thing that is meant, at least, and of what it does; fewer where little
happens at all.
"""


def draw_inquiry(
    dice: Dice, film: Film, steps: int, *, asked: float
) -> tuple[Inquiry, FilmTruth] | None:
    """A question that takes so many steps, and its answer; None where the dice find none.

    Args:
        dice: where choices come from.
        film: what is asked about.
        steps: what it takes to find the time.
        asked: share of the questions that ask for more than a time.
    """
    asks: list[Ask] = ["who", "colour", "count"] if dice.below(1000) < 1000 * asked else ["when"]
    dice.shuffle(asks)
    for ask in asks:
        for _ in range(TRIES):
            inquiry = _inquiry(dice, film, ask, steps)
            truth = inquiry and truth_of(film.events, own_colours(film), inquiry)
            if inquiry and truth and _is_fair(film, inquiry, truth):
                return inquiry, truth
    return None


def own_colours(film: Film) -> list[Colour]:
    """Of the things at rest."""
    return [one.colour for one in film.cast]


def _inquiry(dice: Dice, film: Film, ask: Ask, steps: int) -> Inquiry | None:
    event: Event = dice.of(film.events)
    match ask:
        case "when":
            moment = _moment(dice, film, steps, event)
            return Inquiry(ask=ask, moment=moment) if moment else None
        case "who":
            moment = _moment(dice, film, max(2, steps), event, anybody=True)
            return Inquiry(ask=ask, moment=moment) if moment else None
        case "colour":
            pairs = [
                (one, turned.who) for one in film.events for turned in film.events
                if turned.what == "turn" and turned.begin < one.begin < turned.end
            ]  # fmt: skip
            if not pairs:
                return None
            event, of = dice.of(pairs)
            moment = _moment(dice, film, max(1, steps - 1), event)
            return Inquiry(ask=ask, moment=moment, of=of) if moment else None
        case "count":
            one = _moment(dice, film, max(1, steps // 2), event)
            other = _moment(dice, film, max(1, steps - 1 - steps // 2), dice.of(film.events))
            counted = Doing(what=dice.of(film.events).what)
            if one and other:
                return Inquiry(ask=ask, moment=one, until=other, counted=counted)
    return None


def _moment(
    dice: Dice, film: Film, steps: int, event: Event, *, anybody: bool = False
) -> Moment | None:
    """That event, told in so many steps; of anybody, if it is to be seen who it was."""
    doing = Doing(what=event.what, who=None if anybody else event.who, colour=event.colour)
    alike = [one for one in film.events if doing.fits(one)]
    if anybody and event.colour in own_colours(film):
        return None  # something else is of that colour all the time
    if steps <= 1:
        return Moment(doing=doing) if len(alike) == 1 else None
    if len(alike) < 2:
        return None
    if steps == 2 and not anybody and dice.below(2):
        n = 1 + alike.index(event)
        if n == len(alike) and dice.below(2):
            return Moment(doing=doing, order="last")
        return Moment(doing=doing, order="nth", n=n)
    anchor = _moment(dice, film, steps - 1, dice.of(film.events))
    if anchor is None or (anchor.doing.what, anchor.doing.who) == (doing.what, doing.who):
        return None
    return Moment(doing=doing, order=dice.of(("after", "before")), anchor=anchor)


def _is_fair(film: Film, inquiry: Inquiry, truth: FilmTruth) -> bool:
    """Whether it leads to each event once, and what is counted is neither nothing nor too much."""
    for one in (inquiry.moment, *([inquiry.until] if inquiry.until else [])):
        met = [found(film.events, moment) for moment in one.chain]
        if len({id(event) for event in met}) < len(met):
            return False
    plain = inquiry.ask == "when" and inquiry.moment.order == "only"
    if plain and not _is_hidden(film.events, inquiry.moment.doing):
        return False
    if inquiry.ask != "count":
        return True
    wide = truth.end - truth.begin
    return LEAST_SPAN <= wide <= MOST_SPAN * film.ticks and 1 <= (truth.count or 0) <= MOST_COUNTED


def _is_hidden(events: Sequence[Event], doing: Doing) -> bool:
    """Whether neither watching the thing alone, nor looking for what is done alone, finds it."""
    if doing.who is None:
        return True
    same = [one for one in events if one.who == doing.who and one.what != doing.what]
    alike = [one for one in events if one.who != doing.who and one.what == doing.what]
    return min(len(same), len(alike)) >= min(DECOYS, len(events) // 4)
