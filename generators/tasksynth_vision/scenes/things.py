"""What a scene holds: things of a kind, a colour, a size and a pattern, on a ground."""

from typing import Annotated, Literal

from pydantic import Field

from tasksynth_schemas import Model
from tasksynth_vision.scenes.outlines import inside, turned

Kind = Literal["circle", "square", "triangle", "star", "ring", "cross", "heart", "hexagon",
               "arrow", "drop", "pentagon", "diamond"]  # fmt: skip
Colour = Literal["red", "blue", "yellow", "green", "orange", "purple", "pink", "brown", "teal"]
Size = Literal["small", "large"]
Pattern = Literal["plain", "striped", "dotted"]
Ground = Literal["paper", "linen", "squared", "plaster", "felt", "slate"]

COLOURS: dict[Colour, tuple[int, int, int]] = {
    "blue": (44, 92, 196),
    "yellow": (243, 206, 52),
    "red": (204, 44, 48),
    "teal": (24, 160, 168),
    "pink": (242, 122, 178),
    "green": (48, 146, 66),
    "orange": (240, 132, 32),
    "purple": (122, 66, 172),
    "brown": (128, 78, 44),
}
"""By name, those that most eyes tell apart first, colour-blind ones among them."""
SIZES: tuple[Size, ...] = ("small", "large")
PATTERNS: tuple[Pattern, ...] = ("plain", "striped", "dotted")
GROUNDS: tuple[Ground, ...] = ("paper", "linen", "squared", "plaster", "felt", "slate")
TURNS: dict[str, int] = {"arrow": 360, "drop": 360, "heart": 50, "triangle": 120, "diamond": 30,
                         "square": 40, "star": 72, "cross": 30, "hexagon": 60,
                         "pentagon": 72}  # fmt: skip
"""Degrees over which a kind may be turned: a square on its corner would be called a diamond."""
LARGER = 1.75
"""How many times as wide large things are as small ones."""
REACH = 2.0
"""Pixels beside a thing that still count as on it."""


class Looks(Model):
    """What a thing is like, wherever it is."""

    kind: Kind
    colour: Colour
    size: Size
    pattern: Pattern


class Thing(Looks):
    """One thing of a scene."""

    x: int
    """Pixels of the centre from the left edge."""
    y: int
    """Pixels from the top edge."""
    r: Annotated[int, Field(ge=3)]
    """Pixels from the centre to the farthest corner."""
    turn: int = 0
    """Degrees clockwise."""
    rgb: tuple[int, int, int]
    """Its paint: that of its colour, a little off."""

    def holds(self, x: float, y: float, *, reach: float = REACH) -> bool:
        """Whether a point is on it, a ring's hole included, or within `reach` pixels or so."""
        grown = self.r + reach
        shape = turned(self.kind, self.turn)
        return inside(shape, (x - self.x) / grown, (y - self.y) / grown)


class Backdrop(Model):
    """What is behind the things, and the noise before them: nothing that is asked about."""

    ground: Ground
    at: tuple[int, int]
    """Where the ground's picture is cut out."""
    light: Annotated[int, Field(ge=0, lt=4)]
    """The corner that the light comes from, clockwise from the upper left."""
    noise: Annotated[int, Field(ge=0, le=40)] = 0
    """The most by which a pixel's brightness is off, of 255."""


class ThingScene(Model):
    """Things that do not touch."""

    side: int
    """Pixels of the picture, each way."""
    things: tuple[Thing, ...]
    backdrop: Backdrop
