"""Colours of screens."""

from dataclasses import dataclass
from functools import cache

from tasksynth_apps.screens.nodes import Colour

ACCENTS: tuple[Colour, ...] = (
    (25, 103, 210),
    (0, 105, 92),
    (173, 20, 87),
    (94, 53, 177),
    (191, 54, 12),
    (46, 125, 50),
    (40, 53, 147),
    (0, 96, 130),
    (109, 76, 65),
    (69, 90, 100),
    (183, 28, 28),
)
"""What apps are coloured with; white is well read on each."""


@dataclass(frozen=True)
class Swatches:
    """The colours of an app's screens."""

    ground: Colour
    surface: Colour
    ink: Colour
    soft: Colour
    """Of what is of less weight."""
    line: Colour
    accent: Colour
    on_accent: Colour
    tint: Colour
    """A ground with a little of the accent."""
    bar: Colour
    """The accent as a bar's ground, which white is read on."""
    danger: Colour


@cache
def theme(accent: int, *, dark: bool) -> Swatches:
    """The theme of an accent, light or dark."""
    pure = ACCENTS[accent]
    white = (255, 255, 255)
    if dark:
        bright = mixed(pure, white, 58)
        return Swatches(
            ground=(19, 19, 22),
            surface=mixed((32, 33, 37), pure, 6),
            ink=(232, 232, 237),
            soft=(168, 170, 180),
            line=(60, 62, 69),
            accent=bright,
            on_accent=(20, 20, 26),
            tint=mixed((36, 37, 42), pure, 38),
            bar=mixed((24, 24, 28), pure, 55),
            danger=(242, 139, 130),
        )
    return Swatches(
        ground=mixed((250, 250, 252), pure, 2),
        surface=white,
        ink=(29, 29, 33),
        soft=(94, 97, 107),
        line=(222, 224, 230),
        accent=pure,
        on_accent=white,
        tint=mixed(white, pure, 13),
        bar=pure,
        danger=(186, 26, 26),
    )


def mixed(one: Colour, other: Colour, percent: int) -> Colour:
    """A colour with so much of another."""
    red, green, blue = (
        (a * (100 - percent) + b * percent) // 100 for a, b in zip(one, other, strict=True)
    )
    return red, green, blue
