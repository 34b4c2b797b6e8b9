"""Make a film of things that drift, and choose the times at which one of them is to be marked."""

from dataclasses import dataclass
from math import hypot

from tasksynth.rng import Dice
from tasksynth_vision.drifting.log import (
    PART,
    PITCHES,
    DriftBoard,
    Drifter,
    DriftFilm,
    place,
    share_seen,
)
from tasksynth_vision.drifting.mentions import MARGIN
from tasksynth_vision.films.log import RATE
from tasksynth_vision.scenes.placing import backdrop
from tasksynth_vision.scenes.things import COLOURS, TURNS, Ground, Kind

SHAPES: tuple[Kind, ...] = ("circle", "square", "triangle", "star", "cross", "heart", "hexagon")
SHOWN = 0.4
"""Share of a thing that is seen where it is to be marked, at least; elsewhere all is hidden."""
AWAY = 1.8
"""How far apart two places are at which it is to be marked, in radii, at least."""
EDGE = 3
"""Pixels by which a board reaches beyond what is hidden by it."""
SHORTER = 24
"""Pixels by which a board may end sooner, above and below."""
GROUNDS_BELOW: tuple[Ground, ...] = ("felt", "slate", "linen", "plaster")
TRIES = 200


@dataclass(frozen=True)
class DriftWishes:
    """What a film is to be like; see the params of `video.refer_segment`."""

    side: int
    ticks: int
    things: int
    boards: int
    kinds: int
    quick: int
    jitter: int
    noise: int


def drift(dice: Dice, wishes: DriftWishes) -> DriftFilm:
    """A film as wished: each thing has a colour of its own."""
    colours = list(COLOURS)[: wishes.things + 1]
    dice.shuffle(colours)
    kinds = list(SHAPES)
    dice.shuffle(kinds)
    kinds = kinds[: wishes.kinds]
    r = wishes.side // 15
    cast = []
    for number in range(wishes.things):
        kind = kinds[number] if number < len(kinds) else dice.of(kinds)
        own = r - dice.below(4)
        most = TURNS.get(kind, 0)
        (x, across), (y, down) = (_way(dice, wishes, own) for _ in "xy")
        cast.append(Drifter(
            kind=kind, colour=colours[number], pitch=dice.of(PITCHES), r=own,
            turn=dice.below(most) - most // 2 if most else 0, at=(x, y), speed=(across, down),
        ))  # fmt: skip
    ground = backdrop(dice, noise=wishes.noise)
    off = wishes.jitter
    return DriftFilm(
        side=wishes.side, ticks=wishes.ticks, cast=tuple(cast), boards=_boards(dice, wishes, r),
        backdrop=ground.model_copy(update={"ground": dice.of(GROUNDS_BELOW)}),
        paints={
            name: tuple(max(0, min(255, tone + dice.between(-off, off))) for tone in COLOURS[name])
            for name in colours[: wishes.things]
        },
    )  # fmt: skip


def _way(dice: Dice, wishes: DriftWishes, r: int) -> tuple[int, int]:
    """Where a thing begins, and how far it moves in a tick, along one axis, in parts of a pixel.

    It does not bounce as the film begins or ends, where one could not see that it turns back.
    """
    room, last = (wishes.side - 2 * r) * PART, wishes.ticks - 1
    while True:
        speed = dice.of((-1, 1)) * dice.between(wishes.quick * PART // 2, wishes.quick * PART)
        at = dice.below(room)
        laps = [(at + speed * tick) // room for tick in (0, MARGIN, last - MARGIN, last)]
        if laps[0] == laps[1] and laps[2] == laps[3]:
            return at, speed


def _boards(dice: Dice, wishes: DriftWishes, r: int) -> tuple[DriftBoard, ...]:
    """Upright, side by side, and so far from the edges that each bounce is seen."""
    if not wishes.boards:
        return ()
    free, wide = 2 * r + 6, 2 * r + 2 * EDGE + 4
    room = (wishes.side - 2 * free - wishes.boards * wide) // wishes.boards
    out = []
    left = free
    for _ in range(wishes.boards):
        left += dice.below(max(1, room))
        top, bottom = (free + dice.below(SHORTER) for _ in range(2))
        out.append(DriftBoard(left=left, top=top, right=left + wide, bottom=wishes.side - bottom))
        left += wide + 1
    return tuple(out)


def is_hidden(film: DriftFilm, who: int, tick: int) -> bool:
    """Whether a board hides all of a thing, and a little more."""
    (x, y), far = place(film, who, tick), film.cast[who].r + EDGE
    return any(
        board.left <= x - far and x + far <= board.right
        and board.top <= y - far and y + far <= board.bottom
        for board in film.boards
    )  # fmt: skip


def draw_keys(dice: Dice, film: DriftFilm, who: int, count: int) -> tuple[int, ...] | None:
    """Ticks at which a thing is seen, each time elsewhere, or else is hidden: the last quarter."""
    hidden = count // 4 if film.boards else 0
    keys: list[int] = []
    spots: list[tuple[int, int]] = []
    for _ in range(TRIES):
        if len(keys) == count - hidden:
            break
        tick = RATE // 2 + dice.below(film.ticks - RATE)
        x, y = place(film, who, tick)
        away = AWAY * film.cast[who].r
        if all(hypot(x - a, y - b) >= away for a, b in spots) and (
            share_seen(film, who, tick) >= SHOWN
        ):
            keys.append(tick)
            spots.append((x, y))
    dark = [tick for tick in range(RATE // 2, film.ticks) if is_hidden(film, who, tick)]
    dice.shuffle(dark)
    keys += dark[:hidden]
    return tuple(sorted(keys)) if len(keys) == count else None
