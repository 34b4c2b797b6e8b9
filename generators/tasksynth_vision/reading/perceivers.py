"""Perceivers of bounded skill: what they lack is a property of eyes, not of reasoning.

The sharp one sees a picture as it is. The near-sighted one sees it brought to so many pixels a
side, whatever it had. The colour-blind one takes colours for one another that a deuteranope cannot
tell apart well: the simulation is Machado, Oliveira and Fernandes, "A Physiologically-based Model
for Simulation of Color Vision Deficiency" (IEEE TVCG 15, 2009), at severity 1.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tasksynth_vision.charts.data import ChartData
from tasksynth_vision.charts.style import HUES, RGB
from tasksynth_vision.drawing.pillow import pillow
from tasksynth_vision.reading.charts import read_chart
from tasksynth_vision.reading.scenes import SeenThing, far_off, see
from tasksynth_vision.scenes.things import COLOURS

if TYPE_CHECKING:
    from PIL.Image import Image

NEAR_SIGHTED = 170
"""Pixels of the longer side that the near-sighted one sees."""
NEAR_SIGHTED_READER = 120
"""The same of charts, whose type is taken as known."""
CONFUSED = 15.0
"""Distance up to which the colour-blind one cannot tell tones apart, of 441."""
_DEUTERANOPE = np.array([
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
])  # fmt: skip


def blurred(picture: "Image", pixels: int = NEAR_SIGHTED) -> "Image":
    """A picture as the near-sighted perceiver has it, at its old size."""
    width, height = picture.size
    scale = pixels / max(width, height)
    if scale >= 1:
        return picture
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    kinds = pillow("Image").Resampling
    return picture.resize(small, kinds.BOX).resize((width, height), kinds.BILINEAR)


def see_sharply(picture: "Image") -> list[SeenThing]:
    """All that there is to see in a scene."""
    return see(np.asarray(picture))


def look(picture: "Image") -> dict[str, list[SeenThing]]:
    """What each perceiver sees in a scene.

    Among tones that are alike the colour-blind one guesses, by place: the same each time.
    """
    sharp = see_sharply(picture)
    return {
        "sharp": sharp,
        "near-sighted": see(np.asarray(blurred(picture))),
        "colour-blind": [replace(one, colour=_mistaken(one)) for one in sharp],
    }


def read(picture: "Image", c: ChartData) -> dict[str, ChartData | None]:
    """The chart that each perceiver sees; None where it finds its way about none.

    Among tones that are alike the colour-blind one takes the first for all.
    """
    tones = HUES[c.style.hues]
    return {
        "sharp": _read(picture, c, tones),
        "near-sighted": _read(blurred(picture, NEAR_SIGHTED_READER), c, tones),
        "colour-blind": _read(picture, c, tuple(_first_alike(tone, tones) for tone in tones)),
    }


def _read(picture: "Image", c: ChartData, tones: tuple[RGB, ...]) -> ChartData | None:
    try:
        return read_chart(np.asarray(picture), c, tones)
    except ValueError:
        return None


def _first_alike(tone: RGB, tones: tuple[RGB, ...]) -> RGB:
    seen = [tuple(_DEUTERANOPE @ np.array(one)) for one in tones]
    mine = seen[tones.index(tone)]
    return next(
        one for one, other in zip(tones, seen, strict=True) if far_off(mine, other) < CONFUSED
    )


def _mistaken(one: SeenThing) -> str:
    tone = tuple(_DEUTERANOPE @ np.array(one.rgb))
    near = [
        name
        for name, rgb in COLOURS.items()
        if far_off(tone, tuple(_DEUTERANOPE @ np.array(rgb))) < CONFUSED
    ]
    return near[(round(one.x) * 31 + round(one.y)) % len(near)] if near else one.colour
