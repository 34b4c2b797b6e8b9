"""Tables from above: mugs, cans, pans and what stands among them, lit from a corner."""

import itertools
from collections.abc import Callable, Sequence
from math import atan2, degrees
from typing import TYPE_CHECKING

from tasksynth_vision.drawing.grounds import ground, noisy
from tasksynth_vision.drawing.pillow import RGB, mixed, pillow
from tasksynth_vision.tables.props import RIM, ROLL, Pad, TableProp, TableScene, extent_of, parts_of
from tasksynth_vision.tables.shapes import Point, Rounded

if TYPE_CHECKING:
    from PIL.Image import Image

FINE = 3
"""Pixels that are drawn for one, each way."""
WHITE, BLACK = (255, 255, 255), (16, 14, 20)
WOOD: RGB = (198, 160, 112)
COFFEE: RGB = (74, 46, 28)
_SHADE = (26, 24, 34)
_LIGHTS = ((-1, -1), (1, -1), (1, 1), (-1, 1))
"""Where the light comes from, by its corner."""
_TALL = {"book": 2, "rolling pin": 3, "block": 4, "bowl": 4, "pan": 3, "drawer": 4}
"""Pixels by which shadows are off; 5 of all others."""


class PropPen:
    """Draws a thing by its own axis and in its own sizes, and parts of it see-through."""

    def __init__(self, prop: TableProp | None, box: tuple[int, int, int, int], light: int) -> None:
        self.prop, self.box = prop, box
        size = ((box[2] - box[0]) * FINE, (box[3] - box[1]) * FINE)
        self.image = pillow("Image").new("RGBA", size)
        self.draw = pillow("ImageDraw").Draw(self.image)
        self.light = _LIGHTS[light]

    def at(self, x: float, y: float) -> Point:
        """A pixel of the picture, where it is drawn."""
        return (x - self.box[0]) * FINE, (y - self.box[1]) * FINE

    def own(self, along: float, across: float = 0.0) -> Point:
        """A point by the thing's axis, where it is drawn."""
        return self.at(*self.prop.at(along, across)) if self.prop else (0.0, 0.0)

    def round(self, middle: Point, r: float, fill: tuple[int, ...]) -> None:
        """A disc, its middle and radius in what is drawn."""
        x, y = middle
        self.draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def disc(self, along: float, r: float, fill: tuple[int, ...], across: float = 0.0) -> None:
        """A disc on the axis."""
        self.round(self.own(along, across), r * self.size, fill)

    def bar(self, first: float, last: float, r: float, fill: tuple[int, ...],
            across: float = 0.0) -> None:  # fmt: skip
        """A bar with round ends along the axis."""
        self.shape([self.own(first, across), self.own(last, across)], r * self.size, fill)

    def face(self, corners: Sequence[Point], fill: tuple[int, ...], r: float = 0.0) -> None:
        """A convex shape, its corners by the axis, grown by a radius."""
        self.shape([self.own(*one) for one in corners], r * self.size, fill)

    def shape(self, corners: Sequence[Point], r: float, fill: tuple[int, ...]) -> None:
        """A convex shape as it is drawn, grown by a radius."""
        if len(corners) > 2:
            self.draw.polygon(list(corners), fill=fill)
        if r > 0:
            for at in corners:
                self.round(at, r, fill)
            if len(corners) > 1:
                for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
                    self.draw.polygon(_broad(a, b, r), fill=fill)

    def gleam(self, r: float, fill: tuple[int, ...], wide: float = 0.1, spread: int = 38) -> None:
        """An arc on the side that the light comes from."""
        x, y = self.own(0.0)
        r, turn = r * self.size, degrees(atan2(self.light[1], self.light[0]))
        box = (x - r, y - r, x + r, y + r)
        self.draw.arc(box, turn - spread, turn + spread, fill=fill, width=round(wide * self.size))

    @property
    def size(self) -> float:
        """Of the thing, as it is drawn."""
        return FINE * (self.prop.r if self.prop else 1)


def draw_table(scene: TableScene) -> "Image":
    """The picture of a table, (side, side) RGB."""
    back = scene.backdrop
    picture = ground(back, scene.side)
    for pad in scene.pads:
        _shadow(picture, [_of_pad(pad)], (-_LIGHTS[back.light][0], -_LIGHTS[back.light][1]))
        _paste(picture, _draw_pad(pad, back.light))
    _shadows(picture, scene)
    for prop in scene.props:
        _paste(picture, _draw_prop(prop, back.light))
    return noisy(picture, back.noise, (back.at[1], back.at[0]))


def _broad(a: Point, b: Point, r: float) -> list[Point]:
    """The corners of a straight band."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    long = (dx * dx + dy * dy) ** 0.5 or 1.0
    x, y = -dy / long * r, dx / long * r
    return [(a[0] + x, a[1] + y), (b[0] + x, b[1] + y), (b[0] - x, b[1] - y), (a[0] - x, a[1] - y)]


def _paste(picture: "Image", pen: PropPen) -> None:
    face = pen.image.reduce(FINE)
    picture.paste(face, pen.box[:2], face)


def _box(shapes: Sequence[Rounded]) -> tuple[int, int, int, int]:
    left, top, right, bottom = extent_of(list(shapes))
    return int(left) - 2, int(top) - 2, int(right) + 3, int(bottom) + 3


def _shadows(picture: "Image", scene: TableScene) -> None:
    """Darken what lies behind the things, softly."""
    image, half = pillow("Image"), scene.side // 2
    pen = PropPen(None, (0, 0, scene.side, scene.side), 0)
    pen.image = layer = image.new("L", (half, half))
    pen.draw = pillow("ImageDraw").Draw(layer)
    x, y = _LIGHTS[scene.backdrop.light]
    for prop in scene.props:
        off = _TALL.get(prop.kind, 5) * 0.8
        for part in parts_of(prop).values():
            moved = part.moved((-x * off, -y * off))
            pen.shape([(a / 2, b / 2) for a, b in moved.corners], moved.r / 2, (150,))
    blur = pillow("ImageFilter").BoxBlur(1)
    wide = layer.filter(blur).filter(blur).resize(picture.size, image.Resampling.BILINEAR)
    picture.paste(_SHADE, (0, 0), wide)


def _of_pad(pad: Pad) -> Rounded:
    if pad.kind == "coaster":
        return Rounded(((pad.x, pad.y),), pad.w)
    w, h = pad.w - 2, pad.h - 2
    return Rounded(((pad.x - w, pad.y - h), (pad.x + w, pad.y - h), (pad.x + w, pad.y + h),
                    (pad.x - w, pad.y + h)), 2)  # fmt: skip


def _shadow(picture: "Image", shapes: Sequence[Rounded], off: Point) -> None:
    pen = PropPen(None, _box([one.moved(off) for one in shapes]), 0)
    for one in shapes:
        moved = one.moved(off)
        pen.shape([pen.at(*corner) for corner in moved.corners], moved.r * FINE, (*_SHADE, 90))
    _paste(picture, pen)


def _draw_pad(pad: Pad, light: int) -> PropPen:
    shape = _of_pad(pad)
    pen = PropPen(None, _box([shape]), light)
    middle, pale = pen.at(pad.x, pad.y), mixed(pad.rgb, WHITE, 0.5)
    if pad.kind == "coaster":
        for share, fill in ((1.0, mixed(pad.rgb, BLACK, 0.2)), (0.93, pad.rgb), (0.74, pale),
                            (0.62, pad.rgb)):  # fmt: skip
            pen.round(middle, share * pad.w * FINE, fill)
        return pen
    pen.shape([pen.at(*one) for one in shape.corners], shape.r * FINE, pad.rgb)
    left, top = pen.at(pad.x - pad.w, pad.y - pad.h)
    right, bottom = pen.at(pad.x + pad.w, pad.y + pad.h)
    for inset, wide in ((3, 1), (5, 1)):
        edge = inset * FINE
        box = (left + edge, top + edge, right - edge, bottom - edge)
        pen.draw.rectangle(box, outline=pale, width=wide * FINE)
    weave = mixed(pad.rgb, BLACK, 0.1)
    for y in range(int(top) + 8 * FINE, int(bottom) - 7 * FINE, 4 * FINE):
        pen.draw.line((left + 8 * FINE, y, right - 8 * FINE, y), fill=weave, width=FINE)
    return pen


def _draw_prop(prop: TableProp, light: int) -> PropPen:
    pen = PropPen(prop, _box(list(parts_of(prop).values())), light)
    _DRAWN[prop.kind](pen, prop.rgb)
    return pen


def _loop(pen: PropPen, rgb: RGB, first: float, last: float) -> None:
    """A handle that one can put a finger through."""
    pen.bar(first, last, 0.32, mixed(rgb, BLACK, 0.3))
    pen.bar(first, last, 0.25, mixed(rgb, WHITE, 0.1))
    pen.bar(first, last - (0.02 if last > 0 else -0.02), 0.12, (0, 0, 0, 0))


def _mug(pen: PropPen, rgb: RGB) -> None:
    _loop(pen, rgb, 1.0, 1.38)
    pen.disc(0, 1.0, mixed(rgb, BLACK, 0.25))
    pen.disc(0, 0.94, mixed(rgb, WHITE, 0.12))
    pen.disc(0, 0.78, mixed(rgb, BLACK, 0.35))
    pen.disc(0, 0.72, COFFEE)
    pen.gleam(0.6, mixed(COFFEE, WHITE, 0.35), 0.07)
    pen.gleam(0.93, mixed(rgb, WHITE, 0.65), 0.09)


def _can(pen: PropPen, rgb: RGB) -> None:
    dark = mixed(rgb, BLACK, 0.3)
    _loop(pen, rgb, -1.0, -1.45)
    pen.face(((0.6, -0.34), (2.7, -0.12), (2.7, 0.12), (0.6, 0.34)), dark, 0.06)
    pen.face(((0.6, -0.24), (2.6, -0.05), (2.6, 0.05), (0.6, 0.24)), mixed(rgb, WHITE, 0.08), 0.03)
    pen.bar(2.64, 2.7, 0.17, mixed(rgb, WHITE, 0.45))
    pen.disc(0, 1.0, dark)
    pen.disc(0, 0.92, mixed(rgb, WHITE, 0.06))
    pen.disc(-0.24, 0.56, mixed(rgb, BLACK, 0.25))
    pen.disc(-0.24, 0.48, mixed(rgb, BLACK, 0.6))
    pen.bar(-0.24, 0.9, 0.09, mixed(rgb, WHITE, 0.3))
    pen.gleam(0.9, mixed(rgb, WHITE, 0.6), 0.09)


def _pan(pen: PropPen, rgb: RGB) -> None:
    pen.bar(1.3, 2.9, 0.22, mixed(rgb, BLACK, 0.45))
    pen.bar(1.3, 2.86, 0.13, mixed(rgb, BLACK, 0.15))
    pen.disc(2.76, 0.09, mixed(rgb, BLACK, 0.7))
    pen.disc(0, 1.3, mixed(rgb, BLACK, 0.15))
    pen.disc(0, 1.22, mixed(rgb, WHITE, 0.2))
    pen.disc(0, 1.1, mixed(rgb, BLACK, 0.5))
    pen.disc(0, 0.98, mixed(rgb, BLACK, 0.4))
    pen.gleam(0.9, mixed(rgb, BLACK, 0.05), 0.1)
    pen.gleam(1.28, mixed(rgb, WHITE, 0.7), 0.07)


def _bowl(pen: PropPen, rgb: RGB) -> None:
    pen.disc(0, 1.5, mixed(rgb, BLACK, 0.2))
    pen.disc(0, 1.45, mixed(rgb, WHITE, 0.25))
    inside = 1.5 * RIM
    for n, share in enumerate((1.0, 0.86, 0.7, 0.5)):
        pen.disc(0, inside * share, mixed(rgb, BLACK, 0.34 - 0.09 * n))
    pen.gleam(1.44, mixed(rgb, WHITE, 0.75), 0.08)


def _block(pen: PropPen, rgb: RGB) -> None:
    def face(half: float, fill: RGB, r: float) -> None:
        pen.face(((-half, -half), (half, -half), (half, half), (-half, half)), fill, r)

    face(0.9, mixed(rgb, BLACK, 0.3), 0.1)
    face(0.78, mixed(rgb, WHITE, 0.22), 0.08)
    face(0.66, rgb, 0.06)
    pen.face(((-0.3, 0), (0, -0.3), (0.3, 0), (0, 0.3)), mixed(rgb, WHITE, 0.5), 0.05)


def _drawer(pen: PropPen, rgb: RGB) -> None:
    edge = mixed(WOOD, BLACK, 0.35)
    pen.face(((-1.3, -1.5), (1.36, -1.5), (1.36, 1.5), (-1.3, 1.5)), edge)
    pen.face(((-1.2, -1.4), (1.3, -1.4), (1.3, 1.4), (-1.2, 1.4)), WOOD)
    for across in (-0.8, -0.1, 0.7):
        pen.bar(-1.15, 1.25, 0.03, mixed(WOOD, BLACK, 0.16), across)
    pen.face(((1.36, -1.5), (1.6, -1.5), (1.6, 1.5), (1.36, 1.5)), mixed(rgb, BLACK, 0.25))
    pen.face(((1.38, -1.42), (1.54, -1.42), (1.54, 1.42), (1.38, 1.42)), rgb)
    pen.bar(1.75, 2.05, 0.36, mixed(rgb, BLACK, 0.35))
    pen.bar(1.75, 2.05, 0.27, mixed(rgb, WHITE, 0.15))
    pen.disc(2.05, 0.12, mixed(rgb, WHITE, 0.6))


def _book(pen: PropPen, rgb: RGB) -> None:
    half = pen.prop.long / pen.prop.r if pen.prop else 2.0

    def face(first: float, top: float, last: float, bottom: float, fill: RGB) -> None:
        pen.face(((first, top), (last, top), (last, bottom), (first, bottom)), fill)

    corners = ((-half, -1.2), (half, -1.2), (half, 1.2), (-half, 1.2))
    pen.face(corners, mixed(rgb, BLACK, 0.3), 0.08)
    face(-half, 1.02, half, 1.2, (236, 222, 180))
    pen.face(((-half, -1.2), (half, -1.2), (half, 1.0), (-half, 1.0)), rgb, 0.02)
    face(-half, -1.2, half, -0.92, mixed(rgb, BLACK, 0.22))
    pale = mixed(rgb, WHITE, 0.6)
    face(-0.62 * half, -0.35, 0.62 * half, -0.12, pale)
    face(-0.4 * half, 0.18, 0.4 * half, 0.34, pale)


def _candle(pen: PropPen, rgb: RGB) -> None:
    pen.disc(0, 0.72, mixed(rgb, BLACK, 0.22))
    pen.disc(0, 0.66, mixed(rgb, WHITE, 0.1))
    pen.disc(0, 0.46, mixed(rgb, WHITE, 0.35))
    pen.bar(-0.04, 0.2, 0.15, (255, 170, 40))
    pen.disc(0.0, 0.1, (255, 244, 190))
    pen.disc(-0.1, 0.06, (60, 40, 30))


def _tin(pen: PropPen, rgb: RGB) -> None:
    pen.disc(0, 1.0, mixed(rgb, BLACK, 0.3))
    pen.disc(0, 0.93, mixed(rgb, WHITE, 0.3))
    pen.disc(0, 0.82, rgb)
    pen.disc(0, 0.6, mixed(rgb, BLACK, 0.14))
    pen.disc(0, 0.54, rgb)
    pen.gleam(0.92, mixed(rgb, WHITE, 0.75), 0.08)
    pen.disc(0.2, 0.2, mixed(rgb, WHITE, 0.6))
    pen.disc(0.2, 0.1, mixed(rgb, BLACK, 0.2))


def _roller(pen: PropPen, rgb: RGB) -> None:
    half = pen.prop.long / pen.prop.r if pen.prop else 2.0
    pen.bar(-half, half, 0.24, mixed(rgb, BLACK, 0.4))
    pen.bar(-half, half, 0.15, mixed(rgb, BLACK, 0.1))
    pen.bar(-ROLL * half, ROLL * half, 0.5, mixed(rgb, BLACK, 0.28))
    pen.bar(-ROLL * half, ROLL * half, 0.38, rgb)
    pen.bar(-ROLL * half, ROLL * half, 0.12, mixed(rgb, WHITE, 0.4), -0.1)


_DRAWN: dict[str, Callable[[PropPen, RGB], None]] = {
    "mug": _mug, "watering can": _can, "pan": _pan, "bowl": _bowl, "block": _block,
    "drawer": _drawer, "book": _book, "candle": _candle, "tin": _tin, "rolling pin": _roller,
}  # fmt: skip


def drawn_way(picture: "Image", hand: Sequence[Point], *, pairs: bool) -> "Image":
    """A copy with the points of a hand, and lines between them, or between those of each pair."""
    out = picture.copy()
    pen = pillow("ImageDraw").Draw(out)
    lines = itertools.pairwise(hand)
    for number, (a, b) in enumerate(lines):
        if not pairs or number % 2 == 0:
            for wide, ink in ((4, WHITE), (2, (210, 0, 120))):
                pen.line((*a, *b), fill=ink, width=wide)
    for x, y in hand:
        pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=(210, 0, 120), outline=WHITE)
    return out
