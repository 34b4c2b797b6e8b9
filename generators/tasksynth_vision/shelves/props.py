"""What stands on shelves, how it may change, and what one frame shows of it."""

from typing import Annotated, Literal

from pydantic import Field

from tasksynth_schemas import Model
from tasksynth_vision.scenes.things import Colour

ShelfKind = Literal[
    "candle", "glass", "flower", "ball", "door", "dial", "balloon", "lift", "bird", "blind"
]
Rule = Literal["rise", "fall", "oneway", "near", "once", "free"]
"""Whether what it shows only rises, only falls, does either (which is not told), moves by one
floor at most from a frame to the next, is there in frames that follow one another, or does as it
likes."""
RANGE = 60
"""Pixels over which each thing changes; of a dial, four degrees each."""
FLOOR = 15
"""Of them, between two floors of a lift."""
RULES_OF: dict[ShelfKind, tuple[Rule, ...]] = {
    "candle": ("fall",),
    "glass": ("rise", "oneway", "free"),
    "flower": ("rise",),
    "ball": ("rise", "fall", "oneway", "free"),
    "door": ("rise", "oneway", "free"),
    "dial": ("rise", "fall", "oneway", "free"),
    "balloon": ("fall", "oneway", "free"),
    "lift": ("near", "free"),
    "bird": ("once", "free"),
    "blind": ("free",),
}


class ShelfThing(Model):
    """One thing on a shelf: none other has both its kind and its colour."""

    kind: ShelfKind
    colour: Colour
    rule: Rule


Shown = Annotated[int, Field(ge=0, le=RANGE)]


class Shelves(Model):
    """Frames of a film, in the order in which they are given."""

    props: Annotated[tuple[ShelfThing, ...], Field(min_length=2, max_length=9)]
    """By where they stand, along the shelves from the top."""
    paints: dict[Colour, tuple[int, int, int]]
    frames: Annotated[tuple[tuple[Shown, ...], ...], Field(min_length=3, max_length=8)]
    """What each frame shows of each thing."""
    lights: tuple[int, ...]
    """How bright each frame is, of 100: nothing that is asked about."""
    noise: int = 0
    """The most by which a pixel's brightness is off, of 255."""

    @property
    def clues(self) -> tuple[int, ...]:
        """The places of things that tell something."""
        return tuple(at for at, prop in enumerate(self.props) if prop.rule != "free")
