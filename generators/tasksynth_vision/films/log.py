"""What a film is: things, and a log of what each of them does, from which every frame follows."""

from typing import Annotated, Literal

from pydantic import Field

from tasksynth_schemas import Model
from tasksynth_vision.scenes.things import Backdrop, Colour, Kind, Pattern, Thing

What = Literal["glow", "turn", "swell", "hop", "leave", "visit"]
RATE = 8
"""Frames a second. A tick is a frame: all times of a film are whole numbers of them."""
WHATS: tuple[What, ...] = ("glow", "turn", "swell", "hop", "leave", "visit")
SWOLLEN = 1.5
"""How many times as wide a thing is while it is swollen."""
HOPS = (10, 16, 14, 8, 4)
"""Pixels by which a hopping thing is above its place, frame after frame: it never is at rest."""


class Performer(Model):
    """A thing as it is at rest, told from all others by its kind and pattern."""

    kind: Kind
    pattern: Pattern
    colour: Colour
    x: int
    y: int
    r: int
    turn: int = 0


class Event(Model):
    """One thing does something, once: it shows in the frames `begin` to `end` - 1."""

    who: int
    what: What
    begin: int
    end: int
    colour: Colour | None = None
    """To which it turns."""
    whom: int | None = None
    """Beside whom it stands."""
    path: tuple[tuple[int, int, int], ...] = ()
    """Where it is at which tick, if it goes somewhere: (tick, x, y), straight in between."""

    @property
    def busy(self) -> tuple[int, int]:
        """The first tick at which it is not as at rest, and the first one at which it is again."""
        return (self.path[0][0], self.path[-1][0]) if self.path else (self.begin, self.end)


class Film(Model):
    """All that there is to see."""

    side: int
    """Pixels of a frame, each way."""
    ticks: int
    """Frames."""
    backdrop: Backdrop
    paints: dict[Colour, tuple[int, int, int]]
    cast: tuple[Performer, ...]
    events: Annotated[tuple[Event, ...], Field(min_length=1)]
    """By when they begin."""
    shortest: int
    """Ticks that an event lasts at least, and that a thing rests between two of its own."""


def place(event: Event, tick: int, rest: tuple[int, int]) -> tuple[int, int]:
    """Where the thing is that does it, at one of its ticks."""
    if event.what == "hop" and event.begin <= tick < event.end:
        return rest[0], rest[1] - HOPS[(tick - event.begin) % len(HOPS)]
    for (t0, x0, y0), (t1, x1, y1) in zip(event.path, event.path[1:], strict=False):
        if t0 <= tick <= t1:
            wide, done = max(1, t1 - t0), tick - t0
            return _between(x0, x1, done, wide), _between(y0, y1, done, wide)
    return rest


def _between(one: int, other: int, done: int, wide: int) -> int:
    return (2 * (one * (wide - done) + other * done) + wide) // (2 * wide)


def shows(film: Film, tick: int) -> dict[int, Event]:
    """What each thing does in a frame, of those that do anything."""
    return {event.who: event for event in film.events if event.begin <= tick < event.end}


def frame(film: Film, tick: int) -> list[tuple[Thing, bool]]:
    """The things where they are and as they are in a frame, and whether each glows."""
    now = {event.who: event for event in film.events if event.busy[0] <= tick < event.busy[1]}
    out = []
    for who, one in enumerate(film.cast):
        event = now.get(who)
        shows = event.what if event and event.begin <= tick < event.end else None
        x, y = place(event, tick, (one.x, one.y)) if event else (one.x, one.y)
        colour = event.colour if event and shows == "turn" and event.colour else one.colour
        r = round(one.r * SWOLLEN) if shows == "swell" else one.r
        thing = Thing(
            kind=one.kind, colour=colour, size="small", pattern=one.pattern, x=x, y=y, r=r,
            turn=one.turn, rgb=film.paints[colour],
        )  # fmt: skip
        out.append((thing, shows == "glow"))
    return out
