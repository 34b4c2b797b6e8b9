"""Views of a board: a scene of things, each with its number on a label."""

from typing import TYPE_CHECKING

from tasksynth_vision.boards.views import VIEW, NumberedBoard, Square, shown
from tasksynth_vision.drawing.pillow import font, pillow
from tasksynth_vision.drawing.scenes import draw_scene
from tasksynth_vision.scenes.things import ThingScene

if TYPE_CHECKING:
    from PIL.Image import Image

LABEL = 0.42
"""The radius of a label, of its thing's."""
PAPER, INK = (250, 250, 247), (24, 26, 30)
FINE = 3
SMALLEST = 8
"""Pixels of type, below which a label is left out: nobody could read it."""


def draw_view(board: NumberedBoard, square: Square) -> "Image":
    """The view of a square of a board, (VIEW, VIEW) RGB."""
    image = pillow("Image")
    seen = shown(board, square)
    things = tuple(thing for thing, _ in seen)
    picture = draw_scene(ThingScene(side=VIEW, things=things, backdrop=board.backdrop))
    for thing, number in seen:
        r = round(thing.r * LABEL)
        wide, size = 2 * r + 1, round(r * 1.1)
        if size < SMALLEST:
            continue
        mask = image.new("L", (wide * FINE, wide * FINE))
        pillow("ImageDraw").Draw(mask).ellipse((0, 0, wide * FINE - 1, wide * FINE - 1), fill=255)
        label = image.new("RGB", (wide, wide), PAPER)
        pen = pillow("ImageDraw").Draw(label)
        pen.text((wide / 2, wide / 2), str(number), fill=INK, font=font(size), anchor="mm")
        picture.paste(label, (thing.x - r, thing.y - r), mask.reduce(FINE))
    return picture
