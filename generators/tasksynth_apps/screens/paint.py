"""Screens as pictures, with Pillow and the typeface Roboto: the extra `gui`."""

import io
from functools import cache, lru_cache
from importlib.util import find_spec
from math import cos, radians, sin
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tasksynth.errors import UsageError
from tasksynth_apps.screens.art import painted
from tasksynth_apps.screens.icons import Stroke, strokes
from tasksynth_apps.screens.metrics import ADVANCES, UNITS, UNKNOWN, fitted, units
from tasksynth_apps.screens.nodes import Colour, Part
from tasksynth_apps.screens.screen import Layer, Screen

if TYPE_CHECKING:
    from PIL import Image

FINE = 4
"""Pixels of a mask, along each side, that are drawn for one that is kept."""
SHADOW = (2, 20)
"""How far a layer's shadow reaches, in pixels per 100 points, and how dark each step of it is."""


def picture(screen: Screen) -> "Image.Image":
    """A screen as an RGB picture.

    Raises:
        UsageError: if the extra `gui` is not installed.
    """
    font(medium=False)
    from PIL import Image

    image = Image.new("RGB", (screen.width, screen.height), screen.background)
    brush = _Brush(image, screen.scale)
    for layer in screen.layers:
        if layer.veil:
            image.paste(Image.blend(image, Image.new("RGB", image.size), 0.45))
        if layer is not screen.layers[0]:
            brush.shadow(layer)
        brush.paint(layer.root)
    return image


def png(screen: Screen) -> bytes:
    """A screen as a PNG file."""
    buffer = io.BytesIO()
    picture(screen).save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()


@cache
def font(*, medium: bool) -> Path:
    """The file of the typeface.

    Raises:
        UsageError: if the extra `gui` is not installed.
    """
    found = find_spec("font_roboto")
    if found is None or not found.submodule_search_locations or find_spec("PIL") is None:
        raise UsageError(
            "screens as pictures need Pillow and the typeface Roboto, which are not installed: "
            "pip install 'tasksynth[gui]'; with form=tree they need neither"
        )
    name = f"Roboto-{'Medium' if medium else 'Regular'}.ttf"
    return Path(found.submodule_search_locations[0]) / "files" / name


class _Brush:
    """Paints the parts of a screen onto a picture."""

    def __init__(self, image: "Image.Image", scale: int) -> None:
        from PIL import ImageDraw

        self.image, self.scale = image, scale
        self.draw = ImageDraw.Draw(image)

    def paint(self, node: Part) -> None:
        """Paint a part and all in it; what scrolls first, so that bars lie over what runs out."""
        left, top, right, bottom = node.box
        clip = node.clip
        if left >= clip[2] or top >= clip[3] or right <= clip[0] or bottom <= clip[1]:
            return
        if node.fill is not None or node.border is not None:
            self.rounded(node)
        if node.art:
            self._art(node)
        elif node.text:
            self._text(node)
        elif node.icon:
            x, y = (left + right - node.px) // 2, (top + bottom - node.px) // 2
            self._stamp(_icon(node.icon, node.px), node.ink, x, y)
        elif any(kid.scroll >= 0 for kid in node.kids):
            for kid in sorted(node.kids, key=lambda kid: kid.scroll < 0):
                self.paint(kid)
        else:
            for kid in node.kids:
                self.paint(kid)

    def rounded(self, node: Part) -> None:
        """The ground of a part."""
        left, top, right, bottom = node.box
        radius = min(
            (node.radius * self.scale + 50) // 100, (right - left) // 2, (bottom - top) // 2
        )
        if node.border is not None:
            self._rounded((left, top, right, bottom), radius, node.border)
            line = max(1, self.scale // 100)
            left, top, right, bottom = left + line, top + line, right - line, bottom - line
            radius = max(0, radius - line)
        if node.fill is not None:
            self._rounded((left, top, right, bottom), radius, node.fill)

    def shadow(self, layer: Layer) -> None:
        """What a layer darkens around it."""
        left, top, right, bottom = layer.root.box
        radius = (layer.root.radius * self.scale + 50) // 100
        reach = max(1, SHADOW[0] * self.scale // 100)
        for out in range(2 * reach, -1, -reach):
            box = (left - out, top - out + reach, right + out, bottom + out + reach)
            mask = _shape(box[2] - box[0], box[3] - box[1], radius + out)
            self._stamp(mask.point(lambda shade: shade * SHADOW[1] // 255), (0, 0, 0), *box[:2])

    def _rounded(self, box: tuple[int, int, int, int], radius: int, colour: Colour) -> None:
        left, top, right, bottom = box
        if right <= left or bottom <= top:
            return
        if radius <= 0:
            self.draw.rectangle((left, top, right - 1, bottom - 1), fill=colour)
            return
        if right - left > 2 * radius:
            self.draw.rectangle((left + radius, top, right - radius - 1, bottom - 1), fill=colour)
        if bottom - top > 2 * radius:
            self.draw.rectangle((left, top + radius, right - 1, bottom - radius - 1), fill=colour)
        for mask, x, y in zip(
            _corners(radius),
            (left, right - radius, left, right - radius),
            (top, top, bottom - radius, bottom - radius),
            strict=True,
        ):
            self._stamp(mask, colour, x, y)

    def _stamp(self, mask: "Image.Image", colour: Colour, x: int, y: int) -> None:
        self.image.paste(colour, (x, y, x + mask.width, y + mask.height), mask)

    def _text(self, node: Part) -> None:
        left, top, right, bottom = node.box
        pad = (node.pad[0] * self.scale + 50) // 100, (node.pad[2] * self.scale + 50) // 100
        room = right - left - pad[0] - pad[1]
        text = fitted(node.text, node.px, room, medium=node.medium)
        at = (left + pad[0]) * UNITS
        if node.align != "stretch":
            spare = max(0, room * UNITS - units(text, medium=node.medium) * node.px)
            at += spare // 2 if node.align == "center" else spare
        height = node.px * 5 // 4
        y = (top + bottom - height) // 2
        space = ADVANCES[node.medium][" "] * node.px
        for word in text.split(" "):
            if word:
                quarter = at * 4 // UNITS
                mask, dx, dy = _word(word, node.px, node.medium, quarter & 3)
                self._stamp(mask, node.ink, (quarter >> 2) + dx, y + dy)
            at += units(word, medium=node.medium) * node.px + space

    def _art(self, node: Part) -> None:
        left, top, right, bottom = node.box
        seen = painted(node.art, right - left, bottom - top)
        radius = (node.radius * self.scale + 50) // 100
        mask = _shape(right - left, bottom - top, radius) if radius else None
        self.image.paste(seen, (left, top), mask)


@cache
def _corners(radius: int) -> tuple["Image.Image", ...]:
    """The four quarters of a disc."""
    disc = _shape(2 * radius, 2 * radius, radius)
    whole = 2 * radius
    return tuple(
        disc.crop(box)
        for box in (
            (0, 0, radius, radius),
            (radius, 0, whole, radius),
            (0, radius, radius, whole),
            (radius, radius, whole, whole),
        )
    )


@lru_cache(maxsize=256)
def _shape(width: int, height: int, radius: int) -> "Image.Image":
    """A mask of a rectangle with round corners."""
    from PIL import Image, ImageDraw

    radius = max(0, min(radius, width // 2, height // 2))
    if width > 4 * radius + 4 and height > 4 * radius + 4 and radius:
        mask = Image.new("L", (width, height), 255)
        for corner, x, y in zip(
            _corners(radius), (0, width - radius) * 2, (0, 0, height - radius, height - radius),
            strict=True,
        ):  # fmt: skip
            mask.paste(corner, (x, y))
        return mask
    mask = Image.new("L", (width * FINE, height * FINE))
    ends = (0, 0, width * FINE - 1, height * FINE - 1)
    ImageDraw.Draw(mask).rounded_rectangle(ends, radius * FINE, fill=255)
    return mask.resize((width, height), Image.Resampling.BOX)


@lru_cache(maxsize=2048)
def _icon(name: str, size: int) -> "Image.Image":
    """The mask of an icon."""
    from PIL import Image, ImageDraw

    mask = Image.new("L", (size * FINE, size * FINE))
    draw = ImageDraw.Draw(mask)
    unit = size * FINE / 24
    for stroke in strokes(name):
        _stroke(draw, stroke, unit, max(1, round(1.9 * unit)))
    return mask.resize((size, size), Image.Resampling.BOX)


def _stroke(draw: Any, stroke: Stroke, unit: float, line: int) -> None:
    kind, numbers = stroke
    if kind in "lp":
        points = [number * unit for number in numbers]
        if kind == "p":
            draw.polygon(points, fill=255)
        else:
            draw.line(points, fill=255, width=line, joint="curve")
            for x, y in zip(points[::2], points[1::2], strict=True):
                draw.ellipse((x - line / 2, y - line / 2, x + line / 2, y + line / 2), fill=255)
        return
    x, y, radius = (number * unit for number in numbers[:3])
    box = (x - radius, y - radius, x + radius, y + radius)
    if kind == "d":
        draw.ellipse(box, fill=255)
    elif kind == "c":
        wide = (box[0] - line / 2, box[1] - line / 2, box[2] + line / 2, box[3] + line / 2)
        draw.ellipse(wide, outline=255, width=line)
    else:
        first, last = numbers[3:]
        step = 6 if last >= first else -6
        angles = [radians(a) for a in (*range(int(first), int(last), step), last)]
        line_points = [at for a in angles for at in (x + radius * cos(a), y + radius * sin(a))]
        draw.line(line_points, fill=255, width=line, joint="curve")


@cache
def _face(size: int, medium: bool) -> Any:  # noqa: FBT001 - a key of the cache
    from PIL import ImageFont

    return ImageFont.truetype(str(font(medium=medium)), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1 << 14)
def _glyph(character: str, size: int, medium: bool, quarter: int) -> Any:  # noqa: FBT001
    """The mask of a character, a number of quarters of a pixel to the right, and where it is."""
    from PIL import Image, ImageDraw

    mask = Image.new("L", (size * 2 + 4, size * 2))
    ImageDraw.Draw(mask).text(
        (size // 2 + quarter / 4, size * 5 // 4), character, 255, _face(size, medium), anchor="ls"
    )
    box = mask.getbbox()
    return None if box is None else (mask.crop(box), box[0] - size // 2, box[1] - size // 4)


@lru_cache(maxsize=1 << 13)
def _word(word: str, size: int, medium: bool, quarter: int) -> Any:  # noqa: FBT001
    """The mask of a word, a number of quarters of a pixel to the right, and where it is.

    Each character stands where the table of advances says, not where a renderer would round it to.
    """
    from PIL import Image, ImageChops

    mask = Image.new("L", (units(word, medium=medium) * size // UNITS + size, size * 5 // 4 + size))
    table, at = ADVANCES[medium], quarter * UNITS // 4
    for character in word:
        quarters = at * 4 // UNITS
        drawn = _glyph(character, size, medium, quarters & 3)
        if drawn is not None:
            glyph, x, y = drawn
            spot = (max(0, (quarters >> 2) + x), max(0, y))
            box = (*spot, spot[0] + glyph.width, spot[1] + glyph.height)
            mask.paste(ImageChops.lighter(mask.crop(box), glyph), box)
        at += table.get(character, UNKNOWN) * size
    box = mask.getbbox() or (0, 0, 1, 1)
    return mask.crop(box), box[0], box[1]
