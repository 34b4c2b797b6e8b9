"""Scenes as pictures: shapes of painted card that lie on a ground, lit from a corner."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from tasksynth_vision.drawing.grounds import ground, noisy
from tasksynth_vision.drawing.pillow import RGB, mixed, pillow
from tasksynth_vision.scenes.outlines import HOLE, turned
from tasksynth_vision.scenes.things import Pattern, Thing, ThingScene

if TYPE_CHECKING:
    from PIL.Image import Image

FINE = 3
"""Pixels that are drawn for one, each way."""
_SHADE = (26, 24, 34)
_FALLS = ((3, 4), (-3, 4), (-3, -4), (3, -4))
"""Where shadows fall, by the corner of the light."""


def draw_scene(scene: ThingScene) -> "Image":
    """The picture of a scene, (side, side) RGB."""
    picture = ground(scene.backdrop, scene.side)
    lay(picture, scene)
    back = scene.backdrop
    return noisy(picture, back.noise, (back.at[1], back.at[0]))


def lay(picture: "Image", scene: ThingScene) -> None:
    """Put the things of a scene and their shadows onto a picture of its ground."""
    _shadows(picture, scene)
    for thing in scene.things:
        face, mask = _piece(thing, scene.backdrop.light)
        reach = mask.size[0] // 2
        picture.paste(face, (thing.x - reach, thing.y - reach), mask)


def _corners(
    thing: Thing, scale: float, middle: tuple[float, float], size: float = 1.0
) -> list[tuple[float, float]]:
    x, y = middle
    r = thing.r * size
    return [((x + r * a) * scale, (y + r * b) * scale) for a, b in turned(thing.kind, thing.turn)]


def _shadows(picture: "Image", scene: ThingScene) -> None:
    """Darken what lies behind the things, softly."""
    image, half = pillow("Image"), scene.side // 2
    layer = image.new("L", (half, half))
    pen = pillow("ImageDraw").Draw(layer)
    dx, dy = _FALLS[scene.backdrop.light]
    for thing in scene.things:
        middle = (thing.x + dx, thing.y + dy)
        pen.polygon(_corners(thing, 0.5, middle), fill=130)
        if thing.kind == "ring":
            pen.polygon(_corners(thing, 0.5, middle, HOLE), fill=0)
    soft = layer.filter(pillow("ImageFilter").BoxBlur(1)).filter(pillow("ImageFilter").BoxBlur(1))
    wide = soft.resize(picture.size, image.Resampling.BILINEAR)
    picture.paste(_SHADE, (0, 0), wide)


def _piece(thing: Thing, light: int) -> tuple["Image", "Image"]:
    """One thing's face and the mask that cuts it out, both smooth at their edges."""
    image, draw = pillow("Image"), pillow("ImageDraw")
    reach = thing.r + 2
    wide, middle = 2 * reach * FINE, (float(reach), float(reach))
    rim = 1 - (1.2 + thing.r / 24) / thing.r
    mask, within = image.new("L", (wide, wide)), image.new("L", (wide, wide))
    cut, fill = draw.Draw(mask), draw.Draw(within)
    cut.polygon(_corners(thing, FINE, middle), fill=255)
    fill.polygon(_corners(thing, FINE, middle, rim), fill=255)
    if thing.kind == "ring":
        cut.polygon(_corners(thing, FINE, middle, HOLE), fill=0)
        fill.polygon(_corners(thing, FINE, middle, HOLE + 1 - rim), fill=0)
    inner = within.reduce(FINE)
    face = image.new("RGB", inner.size, mixed(thing.rgb, (0, 0, 0), 0.38))
    face.paste(thing.rgb, (0, 0), inner)
    if thing.pattern != "plain":
        marks = _marks(thing.pattern, max(4, round(thing.r * 0.52)) * FINE, wide)
        face.paste(_second(thing.rgb), (0, 0), pillow("ImageChops").darker(inner, marks))
    return pillow("ImageChops").multiply(face, _sheen(inner.size[0], light)), mask.reduce(FINE)


@cache
def _marks(pattern: Pattern, step: int, wide: int) -> "Image":
    """Where stripes or dots are: L, as fine as pixels are."""
    sheet = pillow("Image").new("L", (wide, wide))
    pen = pillow("ImageDraw").Draw(sheet)
    if pattern == "striped":
        for at in range(-wide, 2 * wide, step):
            pen.line([(at, -2), (at + wide, wide + 2)], fill=255, width=step * 2 // 5)
        return sheet.reduce(FINE)  # type: ignore[no-any-return]
    dot = step * 0.30
    for row, y in enumerate(range(step // 2 - step, wide + step, step)):
        for x in range(step // 2 - (row % 2) * step // 2 - step, wide + step, step):
            pen.ellipse((x - dot, y - dot, x + dot, y + dot), fill=255)
    return sheet.reduce(FINE)  # type: ignore[no-any-return]


def _second(paint: RGB) -> RGB:
    """The tone that a paint's pattern has: it stays the same colour to the eye."""
    bright = 0.3 * paint[0] + 0.59 * paint[1] + 0.11 * paint[2]
    return mixed(paint, (255, 255, 255), 0.55) if bright < 150 else mixed(paint, (60, 30, 20), 0.45)


@cache
def _sheen(side: int, light: int) -> "Image":
    """Light on a piece of card: brighter towards the corner that it comes from."""
    image = pillow("Image")
    step = np.linspace(0, 1, 16, dtype=np.float32)
    x, y = np.meshgrid(step, step)
    lit = np.rot90(255 - 34 * (x + y) / 2, -light)
    small = image.fromarray(np.rint(lit).astype(np.uint8))
    large = small.resize((side, side), image.Resampling.BILINEAR)
    return image.merge("RGB", (large,) * 3)  # type: ignore[no-any-return]
