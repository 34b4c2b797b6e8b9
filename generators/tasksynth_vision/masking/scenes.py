"""What a mask hides, and what is known of it."""

from typing import Literal

from tasksynth_schemas import Model
from tasksynth_vision.masking.letters import DOT
from tasksynth_vision.masking.paints import SIDE, Box

Job = Literal["fill", "extend", "remove", "text"]


class MaskedThing(Model):
    """Something that words describe."""

    kind: str
    colour: str
    box: Box


class MaskedScene(Model):
    """A scene, a part of it that a mask covers, and what that part shows to begin with."""

    job: Job
    scene: tuple[str, ...]
    """The elements of its SVG, from back to front."""
    before: tuple[str, ...]
    """Those of what is seen in the mask; none where it is grey."""
    mask: Box
    bars: tuple[str, ...] = ()
    """Colours, from back to front."""
    discs: int = 0
    things: tuple[MaskedThing, ...] = ()
    """To be put there, or the one to be taken away."""
    text: str = ""
    ink: str = ""
    dot: int = DOT
    """Pixels of a side of the squares that letters are made of."""
    parts: int
    """Bars, discs, things and letters that have to be put there, and the ground."""

    @property
    def area(self) -> int:
        """Pixels of the mask."""
        left, top, right, bottom = self.mask
        return (right - left) * (bottom - top)


def svg_of(elements: tuple[str, ...]) -> str:
    """A whole SVG."""
    lines = "\n".join(elements)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">\n{lines}\n</svg>'
