"""Sheets of examples: things in cells, with the word for each below it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tasksynth_vision.drawing.pillow import font, pillow
from tasksynth_vision.drawing.scenes import draw_scene
from tasksynth_vision.scenes.things import ThingScene

if TYPE_CHECKING:
    from PIL.Image import Image

INK, PAPER, FRAME = (24, 26, 30), (250, 250, 247), (120, 122, 128)


def draw_sheet(scene: ThingScene, words: Sequence[str], *, columns: int, cell: int) -> "Image":
    """The picture of things in cells, from left to right and down, each with its word."""
    picture = draw_scene(scene)
    pen = pillow("ImageDraw").Draw(picture)
    for number, word in enumerate(words):
        left, top = number % columns * cell, number // columns * cell
        pen.rectangle((left + 3, top + 3, left + cell - 4, top + cell - 4), outline=FRAME)
        label = (left + 4, top + cell - 23, left + cell - 5, top + cell - 5)
        pen.rectangle(label, fill=PAPER)
        size = 16 if word != "?" else 18
        pen.text((left + cell / 2, top + cell - 14), word, fill=INK, font=font(size), anchor="mm")
    rows = -(-len(words) // columns)
    return picture.crop((0, 0, columns * cell, rows * cell))
