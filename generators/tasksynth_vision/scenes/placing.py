"""Put things into a square so that no two touch, and paint them."""

from dataclasses import dataclass
from typing import TypeVar

from tasksynth.rng import Dice
from tasksynth_vision.scenes.outlines import KINDS
from tasksynth_vision.scenes.things import (
    COLOURS,
    GROUNDS,
    LARGER,
    PATTERNS,
    SIZES,
    TURNS,
    Backdrop,
    Colour,
    Kind,
    Looks,
    Pattern,
    Size,
    Thing,
)

T = TypeVar("T")

GAP = 4
"""Pixels between things, and between them and the edge, at least."""
TRIES = 60
FULL = 0.27
"""Share of the picture that the circles around all things cover."""
LARGEST, SMALLEST = 32, 11
"""Pixels of the radius of large things at most, and of small ones at least."""


@dataclass(frozen=True)
class Spot:
    """Where a thing is."""

    x: int
    y: int
    r: int


@dataclass(frozen=True)
class Stock:
    """The values that things may have."""

    kinds: tuple[Kind, ...]
    colours: tuple[Colour, ...]
    patterns: tuple[Pattern, ...]

    @classmethod
    def drawn(cls, dice: Dice, *, kinds: int, colours: int, patterns: int) -> "Stock":
        """So many of each: the easier ones of them, out of a few more."""
        return cls(
            kinds=_some(dice, KINDS, kinds),  # type: ignore[arg-type]
            colours=_some(dice, tuple(COLOURS), colours),
            patterns=PATTERNS[:patterns],
        )

    def look(self, dice: Dice, size: Size) -> Looks:
        """Some looks, of a size."""
        return Looks(
            kind=dice.of(self.kinds),
            colour=dice.of(self.colours),
            size=size,
            pattern=dice.of(self.patterns),
        )


def _some(dice: Dice, values: tuple[T, ...], count: int) -> tuple[T, ...]:
    pool = list(values[: count + 2])
    dice.shuffle(pool)
    return tuple(pool[:count])


def small_radius(side: int, count: int) -> int:
    """Pixels of a small thing's radius, where so many things are in the picture."""
    mean_square = FULL * side * side / (3.1416 * count)
    radius = (2 * mean_square / (1 + LARGER**2)) ** 0.5
    return max(SMALLEST, min(round(LARGEST / LARGER), int(radius)))


def scatter(dice: Dice, sizes: list[Size], side: int) -> list[Spot] | None:
    """A place for a thing of each size, far enough from all others; None where no room is left."""
    small = small_radius(side, len(sizes))
    spots: list[Spot | None] = [None] * len(sizes)
    taken: list[Spot] = []
    for number in sorted(range(len(sizes)), key=lambda i: sizes[i] == SIZES[0]):
        r = round(small * LARGER) if sizes[number] == "large" else small
        r += dice.below(2)
        for _ in range(TRIES):
            x, y = (dice.between(r + GAP, side - r - GAP - 1) for _ in "xy")
            if all((x - o.x) ** 2 + (y - o.y) ** 2 >= (r + o.r + GAP) ** 2 for o in taken):
                spots[number] = Spot(x, y, r)
                taken.append(Spot(x, y, r))
                break
        else:
            return None
    return [spot for spot in spots if spot is not None]


def thing_of(dice: Dice, looks: Looks, spot: Spot, *, jitter: int) -> Thing:
    """A thing, its paint off by `jitter` at most in each channel, turned as its kind may be."""
    red, green, blue = COLOURS[looks.colour]
    most = TURNS.get(looks.kind, 0)
    off = [dice.between(-jitter, jitter) for _ in range(3)]
    return Thing(
        kind=looks.kind,
        colour=looks.colour,
        size=looks.size,
        pattern=looks.pattern,
        x=spot.x,
        y=spot.y,
        r=spot.r,
        turn=dice.below(most) - most // 2 if most else 0,
        rgb=(_byte(red + off[0]), _byte(green + off[1]), _byte(blue + off[2])),
    )


def backdrop(dice: Dice, *, noise: int) -> Backdrop:
    """A ground, some light and the noise."""
    return Backdrop(
        ground=dice.of(GROUNDS),
        at=(dice.below(256), dice.below(256)),
        light=dice.below(4),
        noise=noise,
    )


def _byte(value: int) -> int:
    return max(0, min(255, value))
