"""Shelves as pictures: whatever has a colour on them is what may change."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tasksynth_vision.drawing.grounds import noisy
from tasksynth_vision.drawing.pillow import RGB, font, mixed, pillow
from tasksynth_vision.shelves.props import FLOOR, RANGE, ShelfKind, Shelves
from tasksynth_vision.shelves.telling import NAMES

if TYPE_CHECKING:
    from PIL.Image import Image

SLOT, HIGH, EDGE, BOARD = 100, 100, 12, 8
"""Pixels of a place on a shelf, across and down, around all, and of a board."""
TITLE = 24
"""Pixels of the band in which a frame's name stands."""
FINE = 2
"""Pixels that are drawn for one, each way."""
WALL, BACK, WOOD, LINE, PALE = (
    (224, 222, 216), (206, 206, 202), (84, 88, 96), (60, 62, 68), (246, 246, 244)
)  # fmt: skip
_STEP = 61


class SlotPen:
    """Draws at one place: x from its middle to the right, y from its board upwards."""

    def __init__(self, pen: Any, x: float, y: float) -> None:
        self._pen, self._x, self._y = pen, x, y

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (self._x + x) * FINE, (self._y - y) * FINE

    def box(self, left: float, low: float, right: float, top: float, fill: RGB) -> None:
        """A filled rectangle."""
        (x0, y0), (x1, y1) = self._at(left, top), self._at(right, low)
        if x1 > x0 and y1 > y0:
            self._pen.rectangle((x0, y0, x1 - 1, y1 - 1), fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: RGB) -> None:
        """A filled ellipse."""
        (x0, y0), (x1, y1) = self._at(x - rx, y + ry), self._at(x + rx, y - ry)
        self._pen.ellipse((x0, y0, x1 - 1, y1 - 1), fill=fill)

    def line(self, *points: tuple[float, float], wide: float, fill: RGB) -> None:
        """A line through points."""
        self._pen.line([self._at(x, y) for x, y in points], fill=fill, width=round(wide * FINE))

    def patch(self, *points: tuple[float, float], fill: RGB) -> None:
        """A filled polygon."""
        self._pen.polygon([self._at(x, y) for x, y in points], fill=fill)


def places(shelf: Shelves) -> list[tuple[int, int]]:
    """Where each thing stands: the middle of its place, and the top of its board."""
    columns = columns_of(len(shelf.props))
    spots = (divmod(at, columns) for at in range(len(shelf.props)))
    return [
        (EDGE + across * SLOT + SLOT // 2, EDGE + (down + 1) * (HIGH + BOARD) - BOARD)
        for down, across in spots
    ]


def columns_of(count: int) -> int:
    """Things on one board."""
    return 2 if count <= 4 else 3


def draw_shelf(shelf: Shelves, number: int) -> "Image":
    """One frame, RGB."""
    image = pillow("Image")
    columns = columns_of(len(shelf.props))
    rows = -(-len(shelf.props) // columns)
    width, height = 2 * EDGE + columns * SLOT, 2 * EDGE + rows * (HIGH + BOARD)
    large: Image = image.new("RGB", (width * FINE, height * FINE), WALL)
    pen = pillow("ImageDraw").Draw(large)
    whole = SlotPen(pen, 0, height)
    whole.box(EDGE - 6, EDGE - 6, width - EDGE + 6, height - EDGE + 6, WOOD)
    whole.box(EDGE, EDGE, width - EDGE, height - EDGE, BACK)
    for row in range(rows):
        low = height - EDGE - (row + 1) * (HIGH + BOARD)
        whole.box(EDGE, low, width - EDGE, low + BOARD, WOOD)
    for prop, value, (x, y) in zip(shelf.props, shelf.frames[number], places(shelf), strict=True):
        _DRAWN[prop.kind](SlotPen(pen, x, y), value, shelf.paints[prop.colour])
    small = large.reduce(FINE)
    lit = shelf.lights[number]
    dim = small.point([min(255, round(tone % 256 * lit / 100)) for tone in range(768)])
    return noisy(dim, shelf.noise, (number * _STEP % 256, (sum(shelf.lights) * 7) % 256))


def draw_named(shelf: Shelves, number: int) -> "Image":
    """One frame with its name above it."""
    shot = draw_shelf(shelf, number)
    width, height = shot.size
    picture: Image = pillow("Image").new("RGB", (width, height + TITLE), PALE)
    picture.paste(shot, (0, TITLE))
    pen = pillow("ImageDraw").Draw(picture)
    words = f"Frame {NAMES[number]}"
    pen.text((width / 2, TITLE / 2), words, fill=LINE, font=font(16), anchor="mm")
    return picture


def draw_strip(shelf: Shelves) -> "Image":
    """All frames side by side, each with its name under it."""
    shots = [draw_shelf(shelf, number) for number in range(len(shelf.frames))]
    width, height = shots[0].size
    columns = min(4, len(shots))
    rows = -(-len(shots) // columns)
    strip: Image = pillow("Image").new("RGB", (columns * (width + 6), rows * (height + 24)), PALE)
    pen = pillow("ImageDraw").Draw(strip)
    for number, shot in enumerate(shots):
        x, y = number % columns * (width + 6), number // columns * (height + 24)
        strip.paste(shot, (x, y))
        pen.text((x + width / 2, y + height + 11), NAMES[number], fill=LINE, font=font(16),
                 anchor="mm")  # fmt: skip
    return strip


def _candle(pen: SlotPen, v: int, paint: RGB) -> None:
    top = 10 + v
    pen.box(-16, 0, 16, 4, LINE)
    pen.box(-9, 4, 9, top, paint)
    pen.box(-1, top, 1, top + 5, LINE)
    pen.oval(0, top + 10, 3.5, 6.5, (255, 252, 236))


def _glass(pen: SlotPen, v: int, paint: RGB) -> None:
    pen.box(-20, 2, 20, 70, (222, 226, 228))
    pen.box(-20, 3, 20, 6 + v, paint)
    pen.line((-21, 76), (-21, 1), (21, 1), (21, 76), wide=2.5, fill=(120, 126, 132))


def _flower(pen: SlotPen, v: int, paint: RGB) -> None:
    head = 22 + v
    pen.line((0, 10), (0, head), wide=3, fill=(86, 94, 84))
    for at, side in ((22, 1), (36, -1), (50, 1), (64, -1)):
        if at < head - 6:
            pen.patch((0, at - 4), (side * 13, at + 3), (0, at + 1), fill=(86, 94, 84))
    pen.patch((-13, 16), (13, 16), (9, 0), (-9, 0), fill=(132, 130, 128))
    for petal in range(6):
        turn = math.radians(60 * petal)
        pen.oval(5 * math.cos(turn), head + 5 * math.sin(turn), 4.2, 4.2, paint)
    pen.oval(0, head, 3, 3, PALE)


def _ball(pen: SlotPen, v: int, paint: RGB) -> None:
    pen.line((-44, 8), (44, 8), wide=2, fill=LINE)
    for x in (-43, 43):
        pen.box(x - 1, 0, x + 1, 12, LINE)
    pen.oval(v - RANGE / 2, 18.5, 9, 9, paint)
    pen.oval(v - RANGE / 2 - 3, 21.5, 2, 2, mixed(paint, (255, 255, 255), 0.5))


def _door(pen: SlotPen, v: int, paint: RGB) -> None:
    pen.box(-36, 0, 36, 62, LINE)
    pen.box(-33, 0, 33, 58, (44, 46, 52))
    pen.box(v - 33, 0, 33, 58, paint)
    if v < RANGE - 8:
        pen.oval(v - 28, 28, 2, 2, PALE)


def _dial(pen: SlotPen, v: int, paint: RGB) -> None:
    middle = 44
    pen.box(-4, 0, 4, 20, LINE)
    pen.oval(0, middle, 36, 36, LINE)
    pen.oval(0, middle, 33, 33, PALE)
    for step in range(-4, 5):
        turn = math.radians(30 * step)
        x, y = math.sin(turn), math.cos(turn)
        pen.line((28 * x, middle + 28 * y), (32 * x, middle + 32 * y), wide=1.5, fill=LINE)
    turn = math.radians(4 * v - 2 * RANGE)
    x, y = math.sin(turn), math.cos(turn)
    pen.patch((26 * x, middle + 26 * y), (4 * y, middle - 4 * x), (-5 * x, middle - 5 * y),
              (-4 * y, middle + 4 * x), fill=paint)  # fmt: skip
    pen.oval(0, middle, 2.5, 2.5, LINE)


def _balloon(pen: SlotPen, v: int, paint: RGB) -> None:
    r = (16 + v) / 2
    pen.line((0, 0), (0, 16), wide=1.2, fill=LINE)
    pen.patch((-3, 13), (3, 13), (0, 18), fill=mixed(paint, (0, 0, 0), 0.2))
    pen.oval(0, 16 + r, r, r, paint)
    pen.oval(-0.4 * r, 16 + 1.4 * r, 0.16 * r, 0.16 * r, mixed(paint, (255, 255, 255), 0.5))


def _lift(pen: SlotPen, v: int, paint: RGB) -> None:
    pen.box(-22, 0, 22, 84, (186, 188, 190))
    for floor in range(6):
        y = 4 + floor * FLOOR
        pen.line((-30, y), (30, y), wide=1, fill=LINE)
    pen.line((0, 82), (0, v + 16), wide=1, fill=LINE)
    pen.box(-13, v + 5, 13, v + 17, paint)


def _bird(pen: SlotPen, v: int, paint: RGB) -> None:
    pen.box(-30, 24, 30, 27, LINE)
    for x in (-26, 26):
        pen.box(x - 2, 0, x + 2, 26, LINE)
    if not v:
        return
    pen.patch((-8, 40), (-26, 34), (-12, 32), fill=mixed(paint, (0, 0, 0), 0.2))
    pen.oval(-2, 38, 13, 10, paint)
    pen.oval(10, 48, 7, 7, paint)
    pen.patch((16, 50), (16, 46), (23, 47), fill=LINE)
    pen.oval(12, 50, 1.3, 1.3, LINE)


def _blind(pen: SlotPen, v: int, paint: RGB) -> None:
    pen.box(-44, 6, 44, 86, LINE)
    pen.box(-40, 10, 40, 82, (214, 222, 228))
    pen.box(-1, 10, 1, 82, LINE)
    pen.box(-40, 82 - 6 - v, 40, 82, paint)
    for fold in range(1, (6 + v) // 8 + 1):
        pen.line((-40, 82 - 8 * fold), (40, 82 - 8 * fold), wide=0.8,
                 fill=mixed(paint, (0, 0, 0), 0.15))  # fmt: skip


_DRAWN: dict[ShelfKind, Callable[[SlotPen, int, RGB], None]] = {
    "candle": _candle, "glass": _glass, "flower": _flower, "ball": _ball, "door": _door,
    "dial": _dial, "balloon": _balloon, "lift": _lift, "bird": _bird, "blind": _blind,
}  # fmt: skip
