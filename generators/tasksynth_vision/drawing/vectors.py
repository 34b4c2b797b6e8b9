"""Drawings as pictures: edges soft, and noise over them."""

from typing import TYPE_CHECKING

import numpy as np

from tasksynth_vision.drawing.grounds import noisy
from tasksynth_vision.drawing.pillow import pillow
from tasksynth_vision.vectors.parsing import paints_in
from tasksynth_vision.vectors.scoring import colours, labelled

if TYPE_CHECKING:
    from PIL.Image import Image

FINE = 3
"""Pixels in each direction of which one is made."""


def draw_svg(svg: str, side: int, *, noise: int, at: tuple[int, int]) -> "Image":
    """The picture of an SVG, (side, side) RGB."""
    paints = paints_in(svg, side)
    pixels = colours(paints).astype(np.uint8)[labelled(paints, side, fine=FINE)]
    return noisy(pillow("Image").fromarray(pixels).reduce(FINE), noise, at)
