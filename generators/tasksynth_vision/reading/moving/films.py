"""Watch a film with bounded eyes: sweep it, write down who does what when, look closer at borders.

The observer knows what the prompt says: how long a film and whatever happens in it last, how things
are called, and what is asked. All else it reads from pixels.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import dist
from typing import TYPE_CHECKING

import numpy as np

from tasksynth_vision.films.log import RATE, Event, Film, What
from tasksynth_vision.films.moments import FilmTruth, Inquiry, Moment, found, truth_of
from tasksynth_vision.reading.scenes import SeenThing, see

if TYPE_CHECKING:
    from PIL.Image import Image

Look = Callable[[Sequence[int]], "list[Image]"]
"""Shows the frames of some ticks."""
Watcher = Callable[["Image"], list[SeenThing]]
State = tuple[What | None, str | None]
"""What a thing does in a frame, if anything, and in which colour it does it."""
AT_ONCE = 12
"""Frames that one look shows."""
NEAR, HOP, BESIDE = 2.2, 22, 6
"""Pixels: off its place that still is at it; of a hop; between two that stand beside each other."""
_REST: State = (None, None)


@dataclass
class Watched:
    """What is known of a film: the state of each thing at the ticks that were looked at."""

    homes: list[SeenThing]
    """Things at rest, in the order of the cast."""
    at: dict[int, list[State]] = field(default_factory=dict)

    def events(self) -> list[Event]:
        """What seems to have happened, borders halfway between the frames that show them."""
        ticks = sorted(self.at)
        out = []
        for who in range(len(self.homes)):
            start, state = 0, _REST
            for before, tick in zip([ticks[0], *ticks], [*ticks, ticks[-1] + 1], strict=True):
                now = self.at[tick][who] if tick in self.at else _REST
                if now == state:
                    continue
                border = (before + 1 + tick) // 2
                if state != _REST and state[0] is not None:
                    out.append(Event(who=who, what=state[0], begin=start, end=border,
                                    colour=state[1]))  # fmt: skip
                start, state = border, now
        return sorted(out, key=lambda event: (event.begin, event.who))

    def gap(self, border: int) -> list[int]:
        """The ticks around a border that were not looked at."""
        ticks = sorted(self.at)
        before = max((tick for tick in ticks if tick < border), default=0)
        after = min((tick for tick in ticks if tick >= border), default=border)
        return list(range(before + 1, after))


def watch(
    film: Film,
    inquiry: Inquiry,
    looks: int,
    *,
    look: Look,
    eyes: Watcher,
    finest: int = 1,
    step: int | None = None,
) -> FilmTruth | None:
    """What somebody answers who has these eyes; None where nothing seems to be meant.

    Args:
        film: only what a prompt says of it is taken from it.
        inquiry: what is asked.
        looks: how often one may look.
        look: shows frames.
        eyes: what they make of a frame.
        finest: ticks between frames, at least.
        step: ticks between the frames of the sweep; without one, as long as an event lasts.
    """
    step = step or max(finest, film.shortest // finest * finest)
    while -(-film.ticks // step) > AT_ONCE * max(1, looks - 2):
        step += finest
    sweep = range(0, film.ticks, step)
    seen = Watched(homes=_cast(film, eyes(look([0])[0])))
    left = looks - -(-len(sweep) // AT_ONCE)
    _note(seen, sweep, look, eyes)
    while left > 0 and (ticks := _open(seen, inquiry, finest)):
        _note(seen, ticks[:AT_ONCE], look, eyes)
        left -= 1
    return answered(seen, inquiry)


def answered(seen: Watched, inquiry: Inquiry) -> FilmTruth | None:
    """What follows from what was seen."""
    own = [one.colour for one in seen.homes]
    return truth_of(seen.events(), own, inquiry, margin=0)


def glance(film: Film, ticks: Sequence[int], *, look: Look, eyes: Watcher) -> Watched:
    """What some frames show, the first one of the film among them."""
    seen = Watched(homes=_cast(film, eyes(look(ticks[:1])[0])))
    _note(seen, ticks, look, eyes)
    return seen


def _note(seen: Watched, ticks: Sequence[int], look: Look, eyes: Watcher) -> None:
    for tick, picture in zip(ticks, look(ticks), strict=True):
        seen.at[tick] = _states(seen.homes, eyes(picture), np.asarray(picture))


def _open(seen: Watched, inquiry: Inquiry, finest: int) -> list[int]:
    """Frames that would tell the next border that matters; none if all are known."""
    events = seen.events()
    borders: list[int] = []
    for moment in _that_count(inquiry):
        event = found(events, moment, margin=0)
        if event is not None:
            borders += [event.begin, event.end]
    if inquiry.of is not None and borders:  # what it turns to close to the time, or long before
        turns = [one for one in events if one.who == inquiry.of and one.what == "turn"]
        borders += [
            at for one in turns for at in (one.begin, one.end) if abs(at - borders[0]) < RATE
        ]
    for border in borders:
        gap = [tick for tick in seen.gap(border) if tick % finest == 0]
        if gap:
            return gap if len(gap) <= AT_ONCE else gap[:: -(-len(gap) // AT_ONCE)]
    return []


def _that_count(inquiry: Inquiry) -> list[Moment]:
    """The times that have to be found, what is asked for first."""
    both = [inquiry.moment, *([inquiry.until] if inquiry.until else [])]
    return both + [moment for one in both for moment in one.chain[1:]]


def _cast(film: Film, first: list[SeenThing]) -> list[SeenThing]:
    """The things of the first frame, in the order in which the prompt's names are known."""
    left = list(first)
    out = []
    for one in film.cast:
        alike = [seen for seen in left if seen.kind == one.kind]
        best = [seen for seen in alike if seen.pattern == one.pattern] or alike or left or first
        out.append(best[0])
        left = [seen for seen in left if seen is not best[0]]
    return out


def _states(homes: list[SeenThing], seen: list[SeenThing], pixels: np.ndarray) -> list[State]:
    """What each thing does: those near their places are known first, others by their looks."""
    left = list(seen)
    mine: dict[int, SeenThing] = {}
    for reach in ("place", "hop", "kind", "edge"):
        for who, home in enumerate(homes):
            close = [one for one in left if _may_be(one, home, reach, pixels.shape[0])]
            if who not in mine and close:
                mine[who] = min(close, key=lambda one: _unlike(one, home))
                left = [one for one in left if one is not mine[who]]
    return [_state(homes, mine, who, pixels) for who in range(len(homes))]


def _may_be(one: SeenThing, home: SeenThing, reach: str, side: int) -> bool:
    """Whether something there may be the thing whose place is `home`."""
    match reach:
        case "place":
            return dist((one.x, one.y), (home.x, home.y)) <= NEAR
        case "hop":
            return abs(one.x - home.x) <= NEAR and 0 <= home.y - one.y <= HOP
        case "kind":
            return one.kind == home.kind
    return one.colour == home.colour and not home.r < one.x < side - home.r  # cut, so of any kind


def _unlike(one: SeenThing, home: SeenThing) -> float:
    differ = (one.kind != home.kind) + (one.pattern != home.pattern) + (one.colour != home.colour)
    return differ * 1000 + dist((one.x, one.y), (home.x, home.y))


def _state(
    homes: list[SeenThing], mine: dict[int, SeenThing], who: int, pixels: np.ndarray
) -> State:
    one, home = mine.get(who), homes[who]
    if one is None:
        return "leave", None
    if dist((one.x, one.y), (home.x, home.y)) > NEAR:
        if abs(one.x - home.x) <= NEAR and one.y < home.y and home.y - one.y <= HOP:
            return "hop", None
        others = [other for at, other in mine.items() if at != who]
        room = min((dist((one.x, one.y), (o.x, o.y)) - home.r - o.r for o in others), default=99)
        return ("visit", None) if room <= BESIDE else _REST
    if one.r > 1.25 * home.r:
        return "swell", None
    if _glows(one, pixels):
        return "glow", None
    return ("turn", one.colour) if one.colour != home.colour else _REST


def _glows(one: SeenThing, pixels: np.ndarray) -> bool:
    """Whether there is white light around it."""
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    side = pixels.shape[0]
    x = np.clip(np.rint(one.x + (one.r + 4) * np.cos(turns)), 0, side - 1).astype(int)
    y = np.clip(np.rint(one.y + (one.r + 4) * np.sin(turns)), 0, side - 1).astype(int)
    return bool(np.median(pixels[y, x].min(1)) > 150)


def sharp_eyes(picture: "Image") -> list[SeenThing]:
    """All that there is to see in a frame."""
    return see(np.asarray(picture))
