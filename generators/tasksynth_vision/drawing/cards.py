"""Cards: a picture of a task, its question and its answer, for people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tasksynth_vision.drawing.pillow import font, pillow, png

if TYPE_CHECKING:
    from PIL.Image import Image

GAP, LINE, WIDE, COLUMN = 14, 19, 460, 340
INK, PAPER, GOOD, EDGE = (34, 36, 42), (255, 255, 255), (0, 118, 62), (196, 198, 202)


def card(picture: "Image", question: str, answer: str) -> bytes:
    """The picture, twice as large where it is small, and under it what is asked and answered."""
    image, draw = pillow("Image"), pillow("ImageDraw")
    scale = 2 if picture.size[0] < 300 else 1
    size = (picture.size[0] * scale, picture.size[1] * scale)
    shown = picture.resize(size, image.Resampling.LANCZOS) if scale > 1 else picture
    width = max(WIDE, size[0] + 2 * GAP)
    lines = wrapped(question, width - 2 * GAP, 14)
    last = wrapped(f"Answer: {answer}", width - 2 * GAP, 14)
    height = size[1] + GAP * 3 + LINE * (len(lines) + len(last)) + 6
    sheet = image.new("RGB", (width, height), PAPER)
    sheet.paste(shown, ((width - size[0]) // 2, GAP))
    pen = draw.Draw(sheet)
    top = size[1] + 2 * GAP
    for line, ink in [*((one, INK) for one in lines), *((one, GOOD) for one in last)]:
        pen.text((GAP, top), line, fill=ink, font=font(14))
        top += LINE
    return png(sheet)


def wrapped(text: str, width: int, size: int) -> list[str]:
    """Words in lines that fit."""
    out: list[str] = []
    for paragraph in text.split("\n"):
        out.append("")
        for word in paragraph.split():
            longer = f"{out[-1]} {word}".strip()
            if out[-1] and font(size).getlength(longer) > width:
                out.append(word)
            else:
                out[-1] = longer
    return out


def circled(picture: "Image", x: float, y: float, r: float) -> "Image":
    """A copy with a circle drawn around something, seen on any ground."""
    out = picture.copy()
    pen = pillow("ImageDraw").Draw(out)
    for wide, ink in ((5, (255, 255, 255)), (3, (210, 0, 120))):
        pen.ellipse((x - r - wide / 2, y - r - wide / 2, x + r + wide / 2, y + r + wide / 2),
                    outline=ink, width=wide)  # fmt: skip
    return out


def spread_out(pictures: Sequence["Image"], names: Sequence[str]) -> "Image":
    """Pictures in rows, those that are too wide made smaller, each with its name above it."""
    columns = min(len(pictures), 3)
    small = [framed(_narrowed(one)) for one in pictures]
    rows = [small[at : at + columns] for at in range(0, len(small), columns)]
    deep = [max(one.size[1] for one in row) + LINE + GAP for row in rows]
    sheet: Image = pillow("Image").new("RGB", (columns * (COLUMN + GAP) - GAP, sum(deep)), PAPER)
    pen = pillow("ImageDraw").Draw(sheet)
    for number, one in enumerate(small):
        x, y = number % columns * (COLUMN + GAP), sum(deep[: number // columns])
        pen.text((x, y), names[number], fill=INK, font=font(14))
        sheet.paste(one, (x, y + LINE))
    return sheet


def _narrowed(picture: "Image") -> "Image":
    width, height = picture.size
    if width <= COLUMN - 2:
        return picture
    size = (COLUMN - 2, round(height * (COLUMN - 2) / width))
    return picture.resize(size, pillow("Image").Resampling.LANCZOS)


def framed(picture: "Image") -> "Image":
    """A copy with a thin line around it, which parts what is white from a white card."""
    out: Image = pillow("Image").new("RGB", (picture.size[0] + 2, picture.size[1] + 2), EDGE)
    out.paste(picture, (1, 1))
    return out


def beside(left: "Image", right: "Image") -> "Image":
    """Two pictures next to one another, each in a frame."""
    left, right = framed(left), framed(right)
    size = (left.size[0] + GAP + right.size[0], max(left.size[1], right.size[1]))
    sheet: Image = pillow("Image").new("RGB", size, PAPER)
    sheet.paste(left, (0, 0))
    sheet.paste(right, (left.size[0] + GAP, 0))
    return sheet
