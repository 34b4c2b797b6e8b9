"""Grids of cells as pictures: pairs with an arrow between, and the one that is asked about."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tasksynth_vision.drawing.grounds import ground, noisy
from tasksynth_vision.drawing.pillow import RGB, font, mixed, pillow
from tasksynth_vision.grids.steps import EMPTY, LETTERS, Grid
from tasksynth_vision.scenes.things import COLOURS, Backdrop

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

LINE: RGB = (58, 62, 72)
"""Of the lines between cells, and of the frame."""
BLANK: RGB = (232, 234, 238)
GAP, ARROW, RIM = 22, 46, 2
"""Pixels between grids, for the arrow, and of a frame beside its lines."""
TALLEST = 780
"""Pixels of a picture's height, at most: smaller cells rather than more."""
FINE = 3


def draw_grids(
    pairs: Sequence[tuple[Grid, Grid]], grid: Grid | None, *, pixels: int, noise: int,
    at: tuple[int, int],
) -> "Image":  # fmt: skip
    """The picture of some pairs, and of a grid whose partner is asked for, a row for each."""
    rows: list[tuple[Grid, Grid | None]] = [*pairs, *([(grid, None)] if grid else [])]
    cells = sum(max(len(one), len(two or one)) for one, two in rows)
    pixels = min(pixels, (TALLEST - GAP - len(rows) * (GAP + 2 * RIM + 1)) // cells)
    left = max(_size(one, pixels)[0] for one, _ in rows)
    right = max((_size(two, pixels)[0] for _, two in rows if two), default=0)
    if pairs:
        right = max(right, 3 * pixels)
    highs = [max(_size(one, pixels)[1], _size(two or one, pixels)[1]) for one, two in rows]
    width = 2 * GAP + left + (ARROW + right if pairs else 0)
    height = GAP + sum(high + GAP for high in highs)
    picture = _paper(width, height, at)
    pen = pillow("ImageDraw").Draw(picture)
    top = GAP
    for (one, two), high in zip(rows, highs, strict=True):
        size = _size(one, pixels)
        _panel(pen, one, GAP + (left - size[0]) // 2, top + (high - size[1]) // 2, pixels)
        if pairs:
            x = GAP + left
            _arrow(picture, x, top + high // 2)
            if two is not None:
                down = (high - _size(two, pixels)[1]) // 2
                _panel(pen, two, x + ARROW, top + down, pixels)
            else:
                pen.text((x + ARROW + 14, top + high // 2), "?", fill=LINE, font=font(34),
                         anchor="lm")  # fmt: skip
        top += high + GAP
    return noisy(picture, noise, at)


def _size(grid: Grid, pixels: int) -> tuple[int, int]:
    """Pixels of a drawn grid, with its frame."""
    return len(grid[0]) * pixels + 1 + 2 * RIM, len(grid) * pixels + 1 + 2 * RIM


def _paper(width: int, height: int, at: tuple[int, int]) -> "Image":
    side = max(width, height)
    paper = ground(Backdrop(ground="paper", at=at, light=0), min(side, 576))
    if side > 576:
        paper = paper.resize((side, side))
    return paper.crop((0, 0, width, height))


def _panel(pen: "ImageDraw", grid: Grid, x: int, y: int, pixels: int) -> None:
    wide, high = _size(grid, pixels)
    pen.rectangle((x + 3, y + 3, x + wide + 1, y + high + 1), fill=mixed(LINE, BLANK, 0.6))
    pen.rectangle((x, y, x + wide - 1, y + high - 1), fill=LINE)
    for i, row in enumerate(grid):
        for j, cell in enumerate(row):
            tone = BLANK if cell == EMPTY else COLOURS[LETTERS[cell]]  # type: ignore[index]
            left, top = x + RIM + j * pixels + 1, y + RIM + i * pixels + 1
            pen.rectangle((left, top, left + pixels - 2, top + pixels - 2), fill=tone)
            if cell != EMPTY:
                lit = mixed(tone, (255, 255, 255), 0.22)
                pen.line((left, top, left + pixels - 2, top), fill=lit)
                pen.line((left, top, left, top + pixels - 2), fill=lit)


def _arrow(picture: "Image", x: int, y: int) -> None:
    image = pillow("Image")
    mask = image.new("L", (ARROW * FINE, 24 * FINE))
    pen = pillow("ImageDraw").Draw(mask)
    shape = [(11, 10), (24, 10), (24, 5), (36, 12), (24, 19), (24, 14), (11, 14)]
    pen.polygon([(a * FINE, b * FINE) for a, b in shape], fill=255)
    picture.paste(LINE, (x, y - 12), mask.reduce(FINE))
