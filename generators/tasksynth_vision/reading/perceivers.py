"""Perceivers of bounded skill: what they lack is a property of eyes, not of reasoning.

The sharp one sees a picture as it is. The near-sighted one sees it brought to so many pixels a
side, whatever it had. The colour-blind one takes colours for one another that a deuteranope cannot
tell apart well: of those that are alike it has the first for all. The simulation is Machado,
Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency"
(IEEE TVCG 15, 2009), at severity 1.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from tasksynth.answers.pictures import Pixels
from tasksynth_vision.charts.data import ChartData
from tasksynth_vision.charts.style import HUES, RGB
from tasksynth_vision.composing.shapes import CODES, colour_name, tone
from tasksynth_vision.composing.shapes import COLOURS as SHAPE_COLOURS
from tasksynth_vision.documents.data import DocumentData
from tasksynth_vision.drawing.documents import MARK_HUES
from tasksynth_vision.drawing.pillow import pillow
from tasksynth_vision.masking.paints import COLOURS as PAINTS
from tasksynth_vision.masking.pixels import given_picture
from tasksynth_vision.masking.scenes import MaskedScene
from tasksynth_vision.reading.boards import Eyes, sharp
from tasksynth_vision.reading.charts import read_chart
from tasksynth_vision.reading.documents import read_document
from tasksynth_vision.reading.edits.masks import edited
from tasksynth_vision.reading.grids import FoundGrid, Tones, read_grids, tones
from tasksynth_vision.reading.moving.films import Watcher, sharp_eyes
from tasksynth_vision.reading.moving.shelves import SURE, ShelfSight, read_frames
from tasksynth_vision.reading.scenes import SeenThing, far_off, see
from tasksynth_vision.reading.sketches import copied
from tasksynth_vision.reading.tables import see_table
from tasksynth_vision.reading.vectors import INKS, traced
from tasksynth_vision.scenes.things import COLOURS, Colour
from tasksynth_vision.shelves.props import ShelfThing
from tasksynth_vision.tables.props import TableScene
from tasksynth_vision.vectors.colours import colour_in

if TYPE_CHECKING:
    from PIL.Image import Image

NEAR_SIGHTED = 170
"""Pixels of the longer side that the near-sighted one sees."""
NEAR_SIGHTED_PUPIL = 0.42
"""Of a sheet of classes, which grows with them, the share of its pixels each way."""
NEAR_SIGHTED_HAND = 150
"""The same of tables."""
NEAR_SIGHTED_READER = 120
"""The same of charts, whose type is taken as known."""
CONFUSED = 15.0
"""Distance up to which the colour-blind one cannot tell tones apart, of 441."""
ALIKE = 33.0
"""The same of things that are seen one by one, each in a light of its own. Of `COLOURS` these are
red, green and brown; yellow and orange; blue and purple; teal and pink. The next pair is 42 apart.
"""
NEAR_SIGHTED_SEARCHER = 205
"""The same of the views of a board."""
NEAR_SIGHTED_WATCHER = 100
"""The same of the frames of a film."""
NEAR_SIGHTED_ORDERER = 26
"""The same of frames of shelves."""
HURRIED = 2
"""Things that the hurried one looks at, of those that keep to a rule."""
NEAR_SIGHTED_SOLVER = 240
"""The same of grids, whose lines have to be seen."""
NEAR_SIGHTED_CLERK = 460
"""The same of the pages of documents, whose letters have to be told apart."""
NEAR_SIGHTED_DRAUGHTSMAN = 52
"""The same of drawings that are to be drawn again."""
NEAR_SIGHTED_COPYIST = 240
"""The same of pictures of a scene in words that are to be drawn again."""
NEAR_SIGHTED_EDITOR = 128
"""The same of pictures of which a part is masked; it paints no finer than it sees."""
_DEUTERANOPE = np.array([
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
])  # fmt: skip


T = TypeVar("T", bound=tuple[float, ...])


def blurred(picture: "Image", pixels: int = NEAR_SIGHTED) -> "Image":
    """A picture as the near-sighted perceiver has it, at its old size."""
    width, height = picture.size
    scale = pixels / max(width, height)
    if scale >= 1:
        return picture
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    kinds = pillow("Image").Resampling
    return picture.resize(small, kinds.BOX).resize((width, height), kinds.BILINEAR)


def dulled(picture: Pixels) -> Pixels:
    """A picture as a deuteranope has it, (height, width, 3) uint8."""
    return np.asarray(np.clip(picture @ _DEUTERANOPE.T, 0, 255).round(), dtype=np.uint8)


def see_sharply(picture: "Image") -> list[SeenThing]:
    """All that there is to see in a scene."""
    return see(np.asarray(picture))


def look(picture: "Image") -> dict[str, list[SeenThing]]:
    """What each perceiver sees in a scene."""
    sharp = see_sharply(picture)
    return {
        "sharp": sharp,
        "near-sighted": see(np.asarray(blurred(picture))),
        "colour-blind": [replace(one, colour=_mistaken(one.rgb)) for one in sharp],
    }


def look_at_sheet(picture: "Image") -> dict[str, list[SeenThing]]:
    """What each perceiver sees on a sheet of classes."""
    sharp = see_sharply(picture)
    pixels = round(NEAR_SIGHTED_PUPIL * max(picture.size))
    return {
        "sharp": sharp,
        "near-sighted": see(np.asarray(blurred(picture, pixels))),
        "colour-blind": [replace(one, colour=_mistaken(one.rgb)) for one in sharp],
    }


def read(picture: "Image", c: ChartData) -> dict[str, ChartData | None]:
    """The chart that each perceiver sees; None where it finds its way about none."""
    tones = HUES[c.style.hues]
    return {
        "sharp": _read(picture, c, tones),
        "near-sighted": _read(blurred(picture, NEAR_SIGHTED_READER), c, tones),
        "colour-blind": _read(picture, c, tuple(_first_alike(tone, tones) for tone in tones)),
    }


def read_pages(pages: "list[Image]", d: DocumentData) -> dict[str, DocumentData]:
    """The document that each perceiver sees."""
    order = tuple(MARK_HUES.values())
    dull = {
        name: next(
            n for n, tone in MARK_HUES.items() if tone == _first_alike(MARK_HUES[name], order)
        )
        for name in MARK_HUES
    }
    clear = read_document([np.asarray(page) for page in pages], d)
    dim = [np.asarray(blurred(page, NEAR_SIGHTED_CLERK)) for page in pages]
    rows = tuple(
        tuple(
            dull.get(str(cell), cell) if column.sort == "mark" else cell
            for cell, column in zip(row, clear.table.columns, strict=True)
        )
        for row in clear.table.rows
    )
    mistaken = clear.model_copy(update={"table": clear.table.model_copy(update={"rows": rows})})
    return {"sharp": clear, "near-sighted": read_document(dim, d), "colour-blind": mistaken}


def redraw(picture: "Image") -> dict[str, str]:
    """The SVG that each perceiver makes of a drawing."""
    dull = tuple(_first_alike(ink, INKS) for ink in INKS)
    return {
        "sharp": traced(np.asarray(picture)),
        "near-sighted": traced(np.asarray(blurred(picture, NEAR_SIGHTED_DRAUGHTSMAN))),
        "colour-blind": traced(np.asarray(picture), dull),
    }


def copy_scene(picture: "Image") -> dict[str, str]:
    """The SVG that each perceiver makes of a picture of a scene in words, line by line."""
    plain = {name: name for name in CODES}
    order = tuple(tone(name) for name in (*SHAPE_COLOURS, "white"))
    dull = {name: colour_name(_first_alike(tone(name), order)) for name in CODES}
    dim = blurred(picture, NEAR_SIGHTED_COPYIST)
    return {
        "sharp": copied(np.asarray(picture), plain),
        "near-sighted": copied(np.asarray(dim), plain),
        "colour-blind": copied(np.asarray(picture), dull),
    }


def read_all_grids(picture: "Image") -> dict[str, list[FoundGrid] | None]:
    """The grids that each perceiver sees; None where no lines are seen."""
    known = tones()
    dull = {
        letter: next(other for other, paint in known.items() if _is_alike(tone, paint))
        for letter, tone in known.items()
    }
    clear = _grids(picture, known)
    mistaken = clear and [
        one._replace(cells=tuple("".join(dull[cell] for cell in row) for row in one.cells))
        for one in clear
    ]
    return {
        "sharp": clear,
        "near-sighted": _grids(blurred(picture, NEAR_SIGHTED_SOLVER), known),
        "colour-blind": mistaken,
    }


def _grids(picture: "Image", known: Tones) -> list[FoundGrid] | None:
    try:
        return read_grids(np.asarray(picture), known)
    except ValueError:
        return None


def _read(picture: "Image", c: ChartData, tones: tuple[RGB, ...]) -> ChartData | None:
    try:
        return read_chart(np.asarray(picture), c, tones)
    except ValueError:
        return None


def _dull(tone: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(_DEUTERANOPE @ np.array(tone))


def _first_alike(tone: T, among: tuple[T, ...]) -> T:
    mine = _dull(tone)
    return next(one for one in among if far_off(mine, _dull(one)) < CONFUSED)


def _is_alike(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two tones may be taken for one another: either may be in the shade."""
    a, b = _dull(one), _dull(other)
    return min(far_off(a, b), far_off(b, a)) < ALIKE


def _mistaken(rgb: tuple[float, float, float]) -> str:
    """The first name of those that are alike for a tone: who mistakes colours always does so."""
    tone = _dull(rgb)
    likest = min(COLOURS.values(), key=lambda paint: far_off(tone, _dull(paint)))
    return next(name for name, paint in COLOURS.items() if _is_alike(likest, paint))


def edit_masked(x: MaskedScene) -> dict[str, Pixels]:
    """The picture that each perceiver makes of a masked one."""
    given = given_picture(x)
    tones = {name: colour_in(code) or (0, 0, 0) for name, code in PAINTS.items()}
    dull = {
        name: next(other for other, paint in tones.items() if _is_alike(tone, paint))
        for name, tone in tones.items()
    }
    image = pillow("Image")
    dim = np.asarray(blurred(image.fromarray(given), NEAR_SIGHTED_EDITOR))
    made = image.fromarray(edited(given, x, looks=dim))
    left, top, right, bottom = x.mask
    coarse = given.copy()
    coarse[top:bottom, left:right] = np.asarray(blurred(made, NEAR_SIGHTED_EDITOR))[
        top:bottom, left:right
    ]
    return {
        "sharp": edited(given, x),
        "near-sighted": coarse,
        "colour-blind": edited(given, x, named=dull.__getitem__),
    }


def film_eyes() -> "dict[str, Watcher]":
    """How each perceiver sees a frame of a film."""
    return {
        "sharp": sharp_eyes,
        "near-sighted": lambda picture: sharp_eyes(blurred(picture, NEAR_SIGHTED_WATCHER)),
        "colour-blind": lambda picture: [
            replace(one, colour=_mistaken(one.rgb)) for one in sharp_eyes(picture)
        ],
    }


def eyes() -> dict[str, Eyes]:
    """How each perceiver sees a view of a board."""
    return {
        "sharp": sharp,
        "near-sighted": lambda picture: sharp(blurred(picture, NEAR_SIGHTED_SEARCHER)),
        "colour-blind": lambda picture: [
            replace(one, colour=_mistaken(one.rgb)) for one in sharp(picture)
        ],
    }


def look_at_table(picture: "Image") -> dict[str, TableScene]:
    """The table that each perceiver sees."""
    clear = see_table(np.asarray(picture))
    mistaken = clear.model_copy(
        update={
            name: tuple(one.model_copy(update={"colour": _mistaken(one.rgb)}) for one in things)
            for name, things in (("props", clear.props), ("pads", clear.pads))
        }
    )
    return {
        "sharp": clear,
        "near-sighted": see_table(np.asarray(blurred(picture, NEAR_SIGHTED_HAND))),
        "colour-blind": mistaken,
    }


def watch_shelves(
    pictures: "list[Image]", props: tuple[ShelfThing, ...], spots: list[tuple[int, int]]
) -> dict[str, ShelfSight]:
    """What each perceiver makes of frames of shelves.

    Two places that differ by less than half of one of its own pixels are the same for the
    near-sighted one. The colour-blind one makes nothing of the rules of two things of a kind that
    it cannot tell apart.
    """
    clear = read_frames([np.asarray(one) for one in pictures], props, spots)
    dim = [np.asarray(blurred(one, NEAR_SIGHTED_ORDERER)) for one in pictures]
    coarse = max(pictures[0].size) / NEAR_SIGHTED_ORDERER / 2
    return {
        "sharp": clear,
        "near-sighted": read_frames(dim, props, spots, apart=max(SURE, coarse)),
        "colour-blind": replace(clear, props=tuple(_untold(one, props) for one in props)),
        "hurried": clear.of_few(HURRIED),
    }


def _untold(one: ShelfThing, props: tuple[ShelfThing, ...]) -> ShelfThing:
    """It, or without its rule where another thing might be the one that the rule is about."""
    alike = any(
        other.kind == one.kind and other is not one and _is_twin(other.colour, one.colour)
        for other in props
    )
    return one.model_copy(update={"rule": "free"}) if alike else one


def _is_twin(one: Colour, other: Colour) -> bool:
    return far_off(_dull(COLOURS[one]), _dull(COLOURS[other])) < 3 * CONFUSED


def drifts_alike(names: Iterable[str]) -> dict[str, str]:
    """The colour that the colour-blind one takes each of some for: the first that is alike."""
    paints = {name: COLOURS[name] for name in names}  # type: ignore[index]
    return {
        name: next(other for other, paint in paints.items() if _is_alike(tone, paint))
        for name, tone in paints.items()
    }
