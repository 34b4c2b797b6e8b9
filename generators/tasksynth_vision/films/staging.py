"""Make a film: a cast, and events that never bring two things together unless they are to meet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import dist, hypot

import numpy as np

from tasksynth.rng import Dice
from tasksynth_vision.films.log import SWOLLEN, WHATS, Event, Film, Performer, What, place
from tasksynth_vision.scenes.outlines import KINDS
from tasksynth_vision.scenes.placing import backdrop
from tasksynth_vision.scenes.things import COLOURS, PATTERNS, TURNS, Colour

APART = 9
"""Pixels between the circles around two things, at least."""
BESIDE = 4
"""The same between those that stand beside one another."""
SPEED = 6.5
"""Pixels a frame of whatever goes somewhere, at least: whether it stands is seen between two."""
HURRY = 10.0
"""The same of what leaves or comes back."""
BEYOND = 5
"""Pixels beyond the edge from which on neither a thing nor its shadow is seen."""
CEILING = 26
"""Pixels above a thing that stay in the picture, for it may hop."""
HABITS = 2
"""Kinds of events of one thing; what it does, it does again."""
STRAIGHT = 0.7
"""The cosine, at least, of the angle between a guest's way and that from its host to its place."""
TRIES = 40


@dataclass(frozen=True)
class Wishes:
    """What a film is to be like; see the params of `video.ground`."""

    side: int
    ticks: int
    things: int
    events: int
    shortest: int
    longest: int
    whats: int
    colours: int
    patterns: int
    jitter: int
    noise: int


@dataclass
class OnStage:
    """Where everybody is at each tick, as far as the film is made."""

    cast: list[Performer]
    ticks: int
    side: int
    at: np.ndarray = field(init=False)
    """(cast, ticks, 2) pixels."""
    r: np.ndarray = field(init=False)
    """(cast, ticks) pixels."""
    free: np.ndarray = field(init=False)
    """(cast, ticks) bool: when one may begin something."""

    def __post_init__(self) -> None:
        spots = np.array([[one.x, one.y] for one in self.cast])
        self.at = np.repeat(spots[:, None, :], self.ticks, axis=1)
        self.r = np.repeat(np.array([[one.r] for one in self.cast]), self.ticks, axis=1)
        self.free = np.ones((len(self.cast), self.ticks), dtype=bool)

    def put(self, event: Event, rest: int) -> bool:
        """Let somebody do it if there is room; he, and whom he visits, then rest for a while."""
        one = self.cast[event.who]
        first, last = event.busy
        if first < rest or last > self.ticks - rest:
            return False
        those = [event.who] if event.whom is None else [event.who, event.whom]
        if not self.free[those, first - rest : last + rest].all():
            return False
        span = np.arange(first, last)
        at = np.array([place(event, int(tick), (one.x, one.y)) for tick in span])
        r = round(one.r * SWOLLEN) if event.what == "swell" else one.r
        others = [who for who in range(len(self.cast)) if who != event.who]
        away = np.hypot(*np.moveaxis(self.at[others, first:last] - at, -1, 0))
        room = away - self.r[others, first:last] - r
        least = np.array([BESIDE - 1 if who == event.whom else APART for who in others])
        if (room < least[:, None]).any():
            return False
        self.at[event.who, first:last], self.r[event.who, first:last] = at, r
        self.free[those, first:last] = False
        return True


def stage(dice: Dice, wishes: Wishes) -> Film | None:
    """A film as wished; None where the dice leave too little room for it."""
    palette = list(COLOURS)[: wishes.colours + 2]
    dice.shuffle(palette)
    palette = palette[: wishes.colours]
    cast = _cast(dice, wishes, palette)
    if cast is None:
        return None
    whats = list(WHATS)
    dice.shuffle(whats)
    made = OnStage(cast, wishes.ticks, wishes.side)
    events = _events(dice, wishes, made, whats[: wishes.whats], palette)
    if len(events) < wishes.events or len({event.what for event in events}) < wishes.whats:
        return None
    paints = {
        colour: tuple(
            max(0, min(255, tone + dice.between(-wishes.jitter, wishes.jitter)))
            for tone in COLOURS[colour]
        )
        for colour in palette
    }
    dark = backdrop(dice, noise=wishes.noise).model_copy(
        update={"ground": dice.of(("felt", "slate"))}
    )
    return Film(
        side=wishes.side, ticks=wishes.ticks, backdrop=dark, paints=paints,
        cast=tuple(cast), events=tuple(sorted(events, key=lambda event: (event.begin, event.who))),
        shortest=wishes.shortest,
    )  # fmt: skip


def _cast(dice: Dice, wishes: Wishes, palette: list[Colour]) -> list[Performer] | None:
    """Things of which no two have both the kind and the pattern in common, far from each other."""
    kinds = list(KINDS[:10])
    dice.shuffle(kinds)
    few = kinds[: max(2, wishes.things * 2 // 3 if wishes.patterns > 1 else wishes.things)]
    looks = [
        (kind, pattern) for kind in few for pattern in PATTERNS[: wishes.patterns]
        if kind != "ring" or pattern == "plain"  # too narrow for anything else
    ]  # fmt: skip
    dice.shuffle(looks)
    r = round(wishes.side / (6.5 + wishes.things * 1.35))
    cast: list[Performer] = []
    if len(looks) < wishes.things:
        return None
    for kind, pattern in looks[: wishes.things]:
        for _ in range(TRIES):
            edge = round(r * SWOLLEN) + BESIDE
            x = dice.between(edge, wishes.side - edge)
            y = dice.between(max(edge, r + CEILING), wishes.side - edge)
            if all(dist((x, y), (o.x, o.y)) >= 2.5 * r + APART + BESIDE for o in cast):
                break
        else:
            return None
        most = TURNS.get(kind, 0)
        cast.append(Performer(
            kind=kind, pattern=pattern, colour=dice.of(palette), x=x, y=y, r=r,
            turn=dice.below(most) - most // 2 if most else 0,
        ))  # fmt: skip
    return cast


def _events(
    dice: Dice, wishes: Wishes, made: OnStage, whats: list[What], palette: list[Colour]
) -> list[Event]:
    """As many events as there is room for, up to those wished: of each thing, few kinds."""
    habits = []
    for who, one in enumerate(made.cast):
        own = [whats[(who + k) % len(whats)] for k in range(HABITS)]
        hues = [colour for colour in palette if colour != one.colour]
        dice.shuffle(hues)
        habits.append((own, hues[:2]))
    events: list[Event] = []
    for _ in range(wishes.events * TRIES):
        if len(events) == wishes.events:
            break
        who = dice.below(len(made.cast))
        own, hues = habits[who]
        begin = dice.below(wishes.ticks)
        end = begin + dice.between(wishes.shortest, wishes.longest)
        plain = Event(who=who, what=dice.of(own), begin=begin, end=end)
        event = next((event for event in _ways(dice, plain, made, hues)
                     if made.put(event, wishes.shortest)), None)  # fmt: skip
        if event is not None:
            events.append(event)
    return events


def _ways(dice: Dice, event: Event, made: OnStage, hues: list[Colour]) -> Iterator[Event]:
    """The ways in which an event can be done."""
    one = made.cast[event.who]
    match event.what:
        case "turn":
            yield event.model_copy(update={"colour": dice.of(hues)})
        case "leave":
            for _ in range(4):
                yield _leaving(dice, event, one, made.side)
        case "visit":
            for _ in range(6):
                whom = dice.below(len(made.cast))
                if whom != event.who:
                    yield from _visiting(event, one, whom, made)
        case _:
            yield event


def _leaving(dice: Dice, event: Event, one: Performer, side: int) -> Event:
    """Out at the left or the right, and in again, there or on the other side."""
    ways = []
    for _ in "oi":
        far = one.r + BEYOND
        x = dice.of((-far, side + far))
        y = min(side - one.r, max(one.r, one.y + dice.between(-40, 40)))
        ways.append((x, y, max(1, int(hypot(x - one.x, y - one.y) / HURRY))))
    (x, y, out), (x2, y2, back) = ways
    begin, end = event.begin, event.end
    path: tuple[tuple[int, int, int], ...] = (
        (begin - out, one.x, one.y),
        (begin, x, y),
        (end - 1, x2, y2),
        (end - 1 + back, one.x, one.y),
    )
    if (x < 0) != (x2 < 0):  # it must not cross the picture where nobody should see it
        middle = (begin + end) // 2
        path = (*path[:2], (middle, x, y), (middle, x2, y2), *path[2:])
    return event.model_copy(update={"path": path})


def _visiting(event: Event, one: Performer, whom: int, made: OnStage) -> Iterator[Event]:
    """To a place at the side of another thing, and home again."""
    host = made.cast[whom]
    gap = one.r + host.r + BESIDE
    for across, down in ((1, 0), (-1, 0), (0.6, 0.8), (-0.6, 0.8), (0.6, -0.8), (-0.6, -0.8)):
        x, y = round(host.x + across * gap), round(host.y + down * gap)
        far = hypot(x - one.x, y - one.y)
        within = one.r + BESIDE <= min(x, y) and max(x, y) <= made.side - one.r - BESIDE
        straight = (one.x - x) * across + (one.y - y) * down >= STRAIGHT * far
        if not within or not straight or abs(x - one.x) * 3 < abs(y - one.y) or far < 4 * SPEED:
            continue  # who goes straight up would seem to hop
        steps = int(far / SPEED)
        path = ((event.begin - steps, one.x, one.y), (event.begin, x, y), (event.end - 1, x, y),
                (event.end - 1 + steps, one.x, one.y))  # fmt: skip
        yield event.model_copy(update={"whom": whom, "path": path})
