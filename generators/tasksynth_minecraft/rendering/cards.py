"""Cards: a picture of a task that explains it to a person, answer included."""

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from tasksynth_minecraft.rendering.chart import INK, PAPER, TINT, Chart, Glyph, font, pillow

GAP, _LINE = 12, 19
"""Pixels between panels, and of a line."""

SIDE = 320
"""Pixels a side of a square panel; wider ones are as high."""


class Panel(NamedTuple):
    """A picture and what it is."""

    title: str
    pixels: np.ndarray


def card(
    title: str, columns: Sequence[Sequence[Panel]], plan: Chart, *, measures: Mapping[str, float]
) -> bytes:
    """A PNG that explains a task: columns of views, and a map with the answer.

    Args:
        title: one line, on top.
        columns: the panels from left to right, those of a column from top to bottom.
        plan: the scene from above; it comes last, its legend below.
        measures: the task's difficulty, at the bottom.

    Raises:
        UsageError: where Pillow is missing.
    """
    pixels = np.asarray(plan.sheet)
    columns = [*columns, [Panel("the scene from above, north up", pixels)]]
    widths = [max(_wide(panel) for panel in column) for column in columns]
    width = sum(widths) + GAP * (len(columns) + 1)
    width = max(width, round(font(17).getlength(title)) + 2 * GAP)
    lines = _wrapped(_told(measures), width - 2 * GAP)
    below = 36 + max(sum(p.pixels.shape[0] + 26 for p in column) for column in columns)
    legend = _places(plan.legend, width - 2 * GAP)
    height = below + 8 + 24 * (1 + legend[-1][1]) + _LINE * len(lines) + 8

    image, draw = pillow("Image"), pillow("ImageDraw")
    sheet = image.new("RGB", (width, height), PAPER)
    pen = draw.Draw(sheet)
    pen.text((GAP, 9), title, fill=INK, font=font(17))
    left = GAP
    for column, wide in zip(columns, widths, strict=True):
        top = 36
        for panel in column:
            pen.text((left, top + 3), panel.title, fill=INK, font=font(13))
            sheet.paste(image.fromarray(np.ascontiguousarray(panel.pixels)), (left, top + 22))
            top += panel.pixels.shape[0] + 26
        left += wide + GAP
    for (glyph, text), (at, row) in zip(plan.legend, legend, strict=True):
        y = below + 14 + 24 * row
        glyph(pen, GAP + at + 9, y)
        pen.text((GAP + at + 24, y - 8), text, fill=INK, font=font(13))
    for i, line in enumerate(lines):
        y = below + 8 + 24 * (1 + legend[-1][1]) + _LINE * i
        pen.text((GAP, y), line, fill=(90, 92, 98), font=font(12))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def _wide(panel: Panel) -> int:
    pixels: int = panel.pixels.shape[1]
    text: float = font(13).getlength(panel.title)
    return max(pixels, math.ceil(text))


def words(name: str) -> str:
    """A name as people write it."""
    return name.replace("_", " ")


def size_of(width: int, height: int, high: int) -> tuple[int, int]:
    """The pixels of a panel of that aspect: as high as asked, and at most twice as wide."""
    scale = min(high / height, 2 * high / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def marked(rgb: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The picture with the mask tinted, and outlined in two colours: one shows on any ground."""
    out = rgb.astype(float)
    out[mask] = out[mask] * 0.8 + np.array(TINT) * 0.2
    out[_grown(mask) & ~mask] = INK
    out[mask & ~_grown(mask, inwards=True)] = TINT
    return out.astype(np.uint8)


def _grown(mask: np.ndarray, *, inwards: bool = False) -> np.ndarray:
    """The mask with a pixel more, or less, on each of its four sides."""
    out = np.pad(mask, 1, mode="edge" if inwards else "constant")
    near = (out[:-2, 1:-1], out[2:, 1:-1], out[1:-1, :-2], out[1:-1, 2:])
    join = np.logical_and if inwards else np.logical_or
    return np.asarray(join.reduce((mask, *near)))


def _told(measures: Mapping[str, float]) -> list[str]:
    return [f"{words(name)} {value:.3g}" for name, value in measures.items()]


def _wrapped(entries: Iterable[str], width: int) -> list[str]:
    """The entries joined to lines that fit."""
    lines = [""]
    for entry in entries:
        longer = f"{lines[-1]}   {entry}" if lines[-1] else entry
        if lines[-1] and font(12).getlength(longer) > width:
            lines.append(entry)
        else:
            lines[-1] = longer
    return lines


def _places(legend: Sequence[tuple[Glyph, str]], width: int) -> list[tuple[int, int]]:
    """Where each entry of a legend goes: its left edge, and its row."""
    out, left, row = [], 0, 0
    for _, text in legend:
        wide = 24 + round(font(13).getlength(text)) + 20
        if left and left + wide > width:
            left, row = 0, row + 1
        out.append((left, row))
        left += wide
    return out
