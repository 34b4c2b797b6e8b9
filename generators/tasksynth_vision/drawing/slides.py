"""Slides as pictures: panels, type set letter by letter, and what pictures show."""

from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from tasksynth_vision.drawing.grounds import noisy
from tasksynth_vision.drawing.pillow import RGB, font, mixed, pillow
from tasksynth_vision.slides.elements import HIGH, WIDE, SetLine, SlideElement, SlidePage
from tasksynth_vision.slides.lettering import EM, advance, length
from tasksynth_vision.vectors.colours import colour_in

if TYPE_CHECKING:
    from PIL.Image import Image

FINE = 4
"""Pixels in each direction of which one of a picture is made."""
SKIES = ((138, 190, 232), (242, 196, 150), (176, 214, 222), (92, 104, 150), (206, 222, 240))
LANDS = ((74, 130, 84), (150, 120, 84), (64, 108, 116), (120, 146, 70))
SUNS = ((250, 214, 96), (244, 130, 84), (248, 244, 226))
WALLS = ((196, 84, 70), (226, 222, 214), (88, 110, 150))
BARS = 6
SCENE = 1200
"""Pixels of the width at which pictures are drawn, before they are made small."""


def draw_slide(page: SlidePage, *, noise: int, at: tuple[int, int]) -> "Image":
    """The picture of a slide."""
    theme = page.theme
    picture = pillow("Image").new("RGB", (WIDE, HIGH), _rgb(theme.paper))
    pen = pillow("ImageDraw").Draw(picture)
    accent = _rgb(theme.accent)
    if theme.band == "top":
        pen.rectangle((0, 0, WIDE, 7), fill=accent)
    elif theme.band == "left":
        pen.rectangle((0, 0, 9, HIGH), fill=accent)
    elif theme.band == "line":
        pen.rectangle((44, 91, 91, 93), fill=accent)
    for one in page.elements:
        _draw(picture, pen, page, one)
    return noisy(picture, noise, at)


def _draw(picture: "Image", pen: Any, page: SlidePage, one: SlideElement) -> None:
    box = (one.x, one.y, one.x + one.w - 1, one.y + one.h - 1)
    if one.kind == "picture":
        picture.paste(scenery(one).resize((one.w, one.h)), (one.x, one.y))
    elif one.kind == "logo":
        sign = _sign(page, one)
        picture.paste(sign.convert("RGB"), (one.x, one.y), sign.getchannel("A"))
    elif one.kind == "badge":
        disc = _disc(one)
        picture.paste(disc.convert("RGB"), (one.x, one.y), disc.getchannel("A"))
    elif one.fill:
        pen.rectangle(box, fill=_rgb(one.fill))
        if one.kind == "callout":
            pen.rectangle((*box[:2], one.x + 3, box[3]), fill=_rgb(page.theme.accent))
    if one.kind == "chart":
        _plot(pen, page, one)
    elif one.kind == "table":
        _rows(pen, page, one)
    lines = one.lines()
    if one.kind == "bullet":
        _mark(pen, page, lines[0], one)
    for line in lines:
        _write(pen, line, one.ink)


def _mark(pen: Any, page: SlidePage, first: SetLine, one: SlideElement) -> None:
    """What stands before a bullet: a disc, or a dash before a deeper one."""
    x, y = first.x - 10, first.base - 0.34 * first.size
    if one.depth:
        pen.rectangle((x - 3, y - 0.5, x + 2, y + 0.5), fill=_rgb(one.ink))
    else:
        pen.ellipse((x - 2.5, y - 2.5, x + 2.5, y + 2.5), fill=_rgb(page.theme.accent))


def _write(pen: Any, line: SetLine, ink: str) -> None:
    """A line, letter by letter; bold type is printed twice or more."""
    at, paint, type_ = 0, _rgb(ink), font(line.size)
    thick = max(1, round(line.size / 18)) if line.bold else 0
    for letter in line.text:
        x = round(line.x + at / EM)
        for more in range(thick + 1):
            pen.text((x + more, round(line.base)), letter, fill=paint, font=type_, anchor="ls")
        at += advance(letter, bold=line.bold) * line.size


def scenery(one: SlideElement) -> "Image":
    """What a picture shows, as wide and high as it should be: a round sun, hills, a house."""
    wide, high = (SCENE // one.ratio[0] * side for side in one.ratio)
    picture = pillow("Image").new("RGB", (wide, high), SKIES[one.look % len(SKIES)])
    pen = pillow("ImageDraw").Draw(picture)
    unit = high / 10
    sun = SUNS[one.look % len(SUNS)]
    x, y, r = wide * (0.28 + 0.4 * (one.look // 5 % 2)), 3.4 * unit, 2.2 * unit
    pen.ellipse((x - r, y - r, x + r, y + r), fill=sun)
    land = LANDS[one.look // 3 % len(LANDS)]
    for shift, depth in ((0.0, 0.35), (1.7, 0.0)):
        top = [
            (
                wide * i / 24,
                high * (0.7 + 0.08 * shift / 1.7)
                + 0.6 * unit * sin(i / 24 * 2 * pi * 1.5 + shift + one.look),
            )
            for i in range(25)
        ]
        pen.polygon([(0, high), *top, (wide, high)], fill=mixed(land, (255, 255, 255), depth))
    left, wall = wide * (0.62 - 0.4 * (one.look // 5 % 2)), WALLS[one.look // 2 % len(WALLS)]
    base = 8.9 * unit
    pen.rectangle((left, base - 2.4 * unit, left + 2.8 * unit, base), fill=wall)
    roof = [(left - 0.4 * unit, base - 2.4 * unit), (left + 1.4 * unit, base - 4 * unit),
            (left + 3.2 * unit, base - 2.4 * unit)]  # fmt: skip
    pen.polygon(roof, fill=mixed(wall, (30, 30, 40), 0.6))
    _wheel(pen, left + 4.9 * unit, base - 0.9 * unit, 0.95 * unit)
    return picture  # type: ignore[no-any-return]


def _wheel(pen: Any, x: float, y: float, r: float) -> None:
    """A wheel with spokes."""
    ink = (44, 44, 52)
    pen.ellipse((x - r, y - r, x + r, y + r), outline=ink, width=max(1, round(r / 5)))
    for spoke in range(4):
        dx, dy = r * cos(spoke * pi / 4), r * sin(spoke * pi / 4)
        pen.line((x - dx, y - dy, x + dx, y + dy), fill=ink, width=max(1, round(r / 9)))


def _sign(page: SlidePage, one: SlideElement) -> "Image":
    """A round logo, RGBA."""
    side = FINE * 40
    sign = pillow("Image").new("RGBA", (side, side))
    pen = pillow("ImageDraw").Draw(sign)
    accent, paper = _rgb(page.theme.accent), _rgb(page.theme.paper)
    pen.ellipse((0, 0, side - 1, side - 1), fill=accent)
    pen.ellipse((side * 0.16, side * 0.16, side * 0.84, side * 0.84), fill=paper)
    inner = side * (0.3 + 0.05 * one.look)
    pen.ellipse((inner, inner, side - inner, side - inner), fill=accent)
    return sign.resize((one.w, one.h))  # type: ignore[no-any-return]


def _disc(one: SlideElement) -> "Image":
    disc = pillow("Image").new("RGBA", (one.w * FINE, one.h * FINE))
    pen = pillow("ImageDraw").Draw(disc)
    pen.ellipse((0, 0, one.w * FINE - 1, one.h * FINE - 1), fill=_rgb(one.fill))
    return disc.resize((one.w, one.h))  # type: ignore[no-any-return]


def _plot(pen: Any, page: SlidePage, one: SlideElement) -> None:
    """Bars over an axis."""
    accent, faint = _rgb(page.theme.accent), _rgb(page.theme.faint)
    left, right, top, base = one.x + 16, one.x + one.w - 16, one.y + 16, one.y + one.h - 16
    each = (right - left) / BARS
    for number in range(BARS):
        share = 0.25 + 0.75 * ((one.look * (number + 3) * 37 + number * 53) % 97) / 97
        x = left + (number + 0.2) * each
        paint = accent if number % 2 else mixed(accent, _rgb(one.fill), 0.35)
        pen.rectangle((x, base - share * (base - top), x + 0.6 * each, base), fill=paint)
    pen.line((left, base, right, base), fill=faint, width=2)


def _rows(pen: Any, page: SlidePage, one: SlideElement) -> None:
    """A table: its head in the accent's colour."""
    rows = [line.split(" | ") for line in one.text.split("\n")]
    high = one.h / len(rows)
    pen.rectangle((one.x, one.y, one.x + one.w - 1, one.y + round(high) - 1),
                  fill=_rgb(page.theme.accent))  # fmt: skip
    for number, row in enumerate(rows):
        base = one.y + (number + 0.5) * high + 0.35 * one.size
        ink = page.theme.ink if number else page.theme.bright
        for at, cell in enumerate(row):
            wide = length(cell, one.size, bold=not number)
            x = one.x + 12 if not at else one.x + one.w * (0.4 + 0.3 * at) - wide - 12
            _write(pen, SetLine(x, base, cell, one.size, not number), ink)
        if number > 1:
            y = one.y + round(number * high)
            pen.line((one.x + 8, y, one.x + one.w - 9, y), fill=_rgb(page.theme.paper))


def _rgb(colour: str) -> RGB:
    return colour_in(colour) or (255, 255, 255)
