"""Search a board with bounded eyes: guess from the whole, look closer, correct what was taken."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import dist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tasksynth_vision.boards.views import VIEW, NumberedBoard, Square, whole
from tasksynth_vision.drawing.pillow import font, pillow
from tasksynth_vision.reading.answering import find
from tasksynth_vision.reading.blobs import Blob, blobs
from tasksynth_vision.reading.scenes import COLOURED, SeenThing, see
from tasksynth_vision.scenes.queries import Description, Like, Nearest

if TYPE_CHECKING:
    from PIL.Image import Image

Eyes = Callable[["Image"], list[SeenThing]]
View = Callable[[Square], "Image"]
CLOSE, WIDE = 6, 420
"""A square to read a number in: radii of its thing; and one to tell things in: units."""
LARGE = 25.5
"""Units of the radius from which on a thing is large."""
DARK, BRIGHT = 110, 170
DIGITS = (12, 18)
"""Columns and rows to which a digit is brought before it is compared."""


class Spotted(NamedTuple):
    """What is reported: the number, and where it stands on the board."""

    number: int
    x: float
    y: float


def covered(picture: np.ndarray) -> np.ndarray:
    """The picture with white labels painted over in the colour around them."""
    out = picture.copy()
    seen = picture.astype(np.int16)
    vivid = seen.max(2) - seen.min(2)
    for part in blobs(vivid >= COLOURED, least=12):
        hole = enclosed(part.mask)
        if hole.any():
            paint = np.median(picture[part.box][part.mask], axis=0)
            out[part.box][hole] = paint
    return out


def enclosed(mask: np.ndarray) -> np.ndarray:
    """What has the mask on all four sides, and is not of it."""
    held = ~mask
    for axis in (0, 1):
        held &= np.maximum.accumulate(mask, axis=axis)
        held &= np.flip(np.maximum.accumulate(np.flip(mask, axis), axis=axis), axis)
    return held


def sharp(picture: "Image") -> list[SeenThing]:
    """What a view shows, labels aside."""
    return see(covered(np.asarray(picture)))


def search(
    board: NumberedBoard, query: Description, zooms: int, *, view: View, eyes: Eyes, digits: View
) -> Spotted | None:
    """What somebody reports who has these eyes; None where nothing was found.

    Args:
        board: only how large it is, is taken from it.
        query: what is looked for.
        zooms: how often one may look closer.
        view: shows a square; what the eyes get.
        eyes: what they make of a picture.
        digits: shows a square to read numbers of.
    """
    scale = board.side / VIEW
    known = [_placed(one, 0, 0, scale) for one in eyes(view(whole(board)))]
    sure: set[int] = set()
    for _ in range(zooms - 1):
        open_ones = _undecided(known, sure, query)
        if not open_ones:
            break
        square = max(
            (Square.around(board, known[at].x, known[at].y, WIDE) for at in open_ones),
            key=lambda one: sum(_is_within(known[at], one) for at in open_ones),
        )
        seen = [
            _placed(one, square.left, square.top, square.side / VIEW) for one in eyes(view(square))
        ]
        for at, one in enumerate(known):
            if _is_within(one, square):
                known[at] = _nearest(one, seen)
                sure.add(at)
    found = find(known, query)
    if found is None or zooms == 0:
        return None
    square = Square.around(board, found.x, found.y, CLOSE * found.r)
    number = number_on(np.asarray(digits(square)), square, found)
    return None if number is None else Spotted(number, found.x, found.y)


def _placed(one: SeenThing, left: int, top: int, scale: float) -> SeenThing:
    """A thing of a view where it is on the board, its size by its radius there."""
    r = one.r * scale
    size = "large" if r > LARGE else "small"
    return replace(one, x=left + one.x * scale, y=top + one.y * scale, r=r, size=size)


def _undecided(known: list[SeenThing], sure: set[int], query: Description) -> list[int]:
    """The things that may be what is looked for, or what it is told by, and were not looked at."""
    likes = [query.like]
    if query.beside is not None:
        likes.append(query.beside.of.like)
    if isinstance(query.chosen, Nearest):
        likes.append(query.chosen.to.like)
    elif query.chosen is None and query.beside is None and _is_found(known, sure, query):
        return []
    loose = [Description(like=Like(colour=like.colour)) for like in likes]
    return [
        at
        for at, one in enumerate(known)
        if at not in sure and any(find([one], like) is not None for like in loose)
    ]


def _is_found(known: list[SeenThing], sure: set[int], query: Description) -> bool:
    return any(find([known[at]], query) is not None for at in sure)


def _is_within(one: SeenThing, square: Square) -> bool:
    across, down = one.x - square.left, one.y - square.top
    return one.r < min(across, down) and max(across, down) < square.side - one.r


def _nearest(before: SeenThing, seen: list[SeenThing]) -> SeenThing:
    """What a thing turned out to be; itself where nothing is seen there."""
    there = [one for one in seen if dist((one.x, one.y), (before.x, before.y)) < before.r]
    return min(there, key=lambda one: dist((one.x, one.y), (before.x, before.y)), default=before)


def number_on(picture: np.ndarray, square: Square, thing: SeenThing) -> int | None:
    """The number of two digits on a thing; None where two digits are not seen."""
    scale = VIEW / square.side
    x, y = (thing.x - square.left) * scale, (thing.y - square.top) * scale
    reach = max(4, round(thing.r * scale * 0.29))
    top, left = max(0, round(y) - reach), max(0, round(x) - reach)
    label = picture[top : round(y) + reach + 1, left : round(x) + reach + 1].mean(2)
    parts = [part for part in blobs(label < (DARK + BRIGHT) / 2, least=4) if _is_digit(part, reach)]
    parts.sort(key=lambda part: part.left)
    if len(parts) != 2:
        return None
    first, second = (_digit(255 - label[part.box]) for part in parts)
    return 10 * first + second


def _is_digit(part: Blob, reach: int) -> bool:
    return bool(0.6 * reach < part.mask.shape[0] < 1.9 * reach)


def _digit(ink: np.ndarray) -> int:
    looked, aspect = _normal(ink)
    names, aspects = _drawn_digits()
    off = np.abs(names - looked).mean((1, 2)) + 0.5 * np.abs(aspects - aspect)
    return int(off.argmin())


def _normal(ink: np.ndarray) -> tuple[np.ndarray, float]:
    image = pillow("Image")
    low, high = float(ink.min()), float(ink.max())
    level = np.clip((ink - low) / max(1.0, high - low) * 255, 0, 255).astype(np.uint8)
    small = image.fromarray(level).resize(DIGITS, image.Resampling.BOX)
    return np.asarray(small, dtype=np.float32) / 255, float(np.log(ink.shape[1] / ink.shape[0]))


@cache
def _drawn_digits() -> tuple[np.ndarray, np.ndarray]:
    cells, aspects = [], []
    for digit in range(10):
        sheet = pillow("Image").new("L", (60, 60))
        pillow("ImageDraw").Draw(sheet).text((10, 5), str(digit), fill=255, font=font(36))
        looked, aspect = _normal(np.asarray(sheet.crop(sheet.getbbox()), dtype=np.float32))
        cells.append(looked)
        aspects.append(aspect)
    return np.array(cells), np.array(aspects)
