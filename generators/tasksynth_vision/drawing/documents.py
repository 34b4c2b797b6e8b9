"""Documents as pictures: pages, set and painted, lying on a desk, more or less askew and worn."""

from collections.abc import Sequence
from functools import cache
from math import exp
from typing import TYPE_CHECKING, Any

import numpy as np

from tasksynth_vision.documents.data import DocumentData
from tasksynth_vision.drawing.grounds import noisy, texture
from tasksynth_vision.drawing.pillow import RGB, font, mixed, pillow
from tasksynth_vision.drawing.sheets import (
    SHEET_THEMES,
    Sheet,
    SheetSpot,
    SheetTheme,
    TypeRun,
    letters_at,
)
from tasksynth_vision.drawing.typesetting import set_pages

if TYPE_CHECKING:
    from PIL.Image import Image

SHARP = 2
"""Tenths of a pixel of blur that nobody would see."""
MARGIN = 24
"""Pixels of desk around a page."""
MARK_HUES: dict[str, RGB] = {
    "red": (206, 48, 56), "green": (52, 112, 52), "blue": (44, 98, 200), "amber": (226, 160, 32),
    "violet": (124, 60, 200),
}  # fmt: skip
STAMPS = ("", "PAID", "COPY", "CHECKED", "RECEIVED", "FILED", "APPROVED")
_STAMP_INKS: tuple[RGB, ...] = ((178, 42, 48), (42, 72, 158), (36, 112, 84))
_FINE = 4
_DESKS = ("slate", "felt", "plaster", "linen")


def draw_pages(d: DocumentData) -> list["Image"]:
    """The pictures of a document's pages, each (height, width) RGB."""
    return [draw_sheet(d, sheet, number) for number, sheet in enumerate(set_pages(d))]


def draw_sheet(d: DocumentData, sheet: Sheet, number: int) -> "Image":
    """The picture of one page."""
    theme = SHEET_THEMES[d.look.theme]
    page = pillow("Image").new("RGB", (sheet.width, sheet.height), theme.paper)
    pen = pillow("ImageDraw").Draw(page)
    for x0, y0, x1, y1, fill in sheet.boxes:
        pen.rectangle((x0, y0, x1 - 1, y1 - 1), fill=fill)
    _print(page, sheet.runs)
    for spot in sheet.spots:
        page.paste(*_dotted(spot, theme))
    if sheet.stamp is not None:
        _stamp(page, d, sheet.stamp)
    if d.look.worn:
        page = _worn(page, d.look.at)
    return _photographed(page, d, number)


def _print(page: "Image", runs: Sequence[TypeRun]) -> None:
    """Set type letter by letter out of a case, one ink at a time; what is bold twice, aside."""
    width, height = page.size
    for ink in dict.fromkeys(run.ink for run in runs):
        cover = np.zeros((height, width), dtype=np.uint8)
        for run in runs:
            if run.ink == ink:
                for x, letter in letters_at(run):
                    left, top, glyph = _cast(letter, run.size)
                    for at in range(x + left, x + left + 1 + run.bold):
                        part = cover[run.y + top :, at:][: len(glyph), : glyph.shape[1]]
                        np.maximum(part, glyph[: len(part), : part.shape[1]], out=part)
        page.paste(ink, (0, 0, width, height), pillow("Image").fromarray(cover))


@cache
def _cast(letter: str, size: int) -> tuple[int, int, "np.ndarray[Any, Any]"]:
    """A letter, and where it begins from where the pen stands on the baseline."""
    mask, (left, top) = font(size).getmask2(letter, "L", anchor="ls")
    wide, high = mask.size
    return left, top, np.frombuffer(bytes(mask), dtype=np.uint8).reshape(high, wide)


def _dotted(spot: SheetSpot, theme: SheetTheme) -> tuple[Any, tuple[int, int]]:
    """A disc, or a box with or without a cross, and where it goes."""
    image, r = pillow("Image"), spot.r
    side = (2 * r + 3) * _FINE
    tile = image.new("RGB", (side, side), theme.paper)
    pen = pillow("ImageDraw").Draw(tile)
    edge = (side - 2 * r * _FINE) / 2
    box = (edge, edge, side - edge, side - edge)
    if isinstance(spot.said, str):
        pen.ellipse(box, fill=MARK_HUES[spot.said])
    else:
        pen.rectangle(box, fill=(255, 255, 255), outline=theme.faint, width=_FINE)
        if spot.said:
            inset = edge + 2.2 * _FINE
            for ends in ((inset, inset, side - inset, side - inset),
                         (inset, side - inset, side - inset, inset)):  # fmt: skip
                pen.line(ends, fill=theme.ink, width=2 * _FINE)
    return tile.reduce(_FINE), (spot.x - r - 1, spot.y - r - 1)


def _stamp(page: "Image", d: DocumentData, middle: tuple[int, int]) -> None:
    """A word in a frame, turned a little, through whose ink the paper is seen."""
    image, word = pillow("Image"), STAMPS[d.look.stamp]
    size = round(d.look.size * 1.35)
    wide, high = round(font(size).getlength(word)) + 2 * size, round(size * 1.9)
    layer = image.new("L", (wide + 40, wide + 40), 0)
    pen = pillow("ImageDraw").Draw(layer)
    left, top = 20, (wide + 40 - high) // 2
    pen.rectangle((left, top, left + wide, top + high), outline=190, width=2)
    pen.rectangle((left + 4, top + 4, left + wide - 4, top + high - 4), outline=150, width=1)
    pen.text((left + wide // 2, top + high // 2), word, fill=190, font=font(size), anchor="mm")
    layer = layer.rotate(4 + 3 * (d.look.at[0] % 4), image.Resampling.BICUBIC)
    ink = _STAMP_INKS[d.look.at[1] % len(_STAMP_INKS)]
    corner = (middle[0] - layer.size[0] // 2, middle[1] - layer.size[1] // 2)
    page.paste(ink, corner, layer)


def _worn(page: "Image", at: tuple[int, int]) -> "Image":
    """A fold across, and the ring of a cup, both faint."""
    image, (width, height) = pillow("Image"), page.size
    shade = image.new("L", (width, height), 255)
    pen = pillow("ImageDraw").Draw(shade)
    fold = height // 2 + at[0] - 32
    for off in range(18):
        pen.line((0, fold + off, width, fold + off), fill=228 + off * 27 // 18)
    x, y, r = width * (40 + at[1]) // 128, height * (70 + at[0] // 2) // 128, 34 + at[1] // 4
    for off in range(-3, 4):
        box = (x - r - off, y - r - off, x + r + off, y + r + off)
        pen.ellipse(box, outline=222 + 8 * abs(off), width=2)
    shade = shade.filter(pillow("ImageFilter").GaussianBlur(1.2))
    return pillow("ImageChops").multiply(page, image.merge("RGB", (shade,) * 3))  # type: ignore[no-any-return]


def _photographed(page: "Image", d: DocumentData, number: int) -> "Image":
    """The page on a desk, turned, blurred and noisy as its look says; alone where it lies flat."""
    image, look = pillow("Image"), d.look
    if look.tilt:
        kinds, (width, height) = image.Resampling, page.size
        size = (width + 2 * MARGIN, height + 2 * MARGIN)
        desk = texture(_DESKS[(look.at[0] + number) % len(_DESKS)]).crop((0, 0, *size))
        placed = image.new("RGBA", size, (250, 250, 248, 0))
        page.putalpha(255)
        placed.paste(page, (MARGIN, MARGIN))
        placed = placed.rotate(look.tilt / 10, kinds.BICUBIC, fillcolor=(250, 250, 248, 0))
        mask = placed.getchannel("A")
        shadow = mask.reduce(8).filter(pillow("ImageFilter").BoxBlur(1)).resize(size)
        desk.paste(mixed((40, 40, 44), (90, 90, 90), 0.2), (4, 5), shadow.point(_half))
        desk.paste(placed, (0, 0), mask)
        page = desk
    if look.blur > SHARP:
        page = page.filter(_soft(look.blur))
    return noisy(page, look.noise, look.at)


@cache
def _soft(tenths: int) -> Any:
    """A blur of so many tenths of a pixel, of which no more than the next pixels matter."""
    beside = exp(-50 / tenths**2)
    corner = beside * beside
    row, middle = (corner, beside, corner), (beside, 1.0, beside)
    return pillow("ImageFilter").Kernel((3, 3), (*row, *middle, *row))


def _half(value: int) -> int:
    return value // 2
