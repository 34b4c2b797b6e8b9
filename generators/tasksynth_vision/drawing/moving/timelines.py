"""The log of a film, for people: frames, and under them who does what when."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tasksynth_vision.drawing.moving.films import COLUMNS, GAP, THUMB, draw_sheet
from tasksynth_vision.drawing.pillow import RGB, font, pillow
from tasksynth_vision.films.log import RATE, Event, Film
from tasksynth_vision.films.moments import FilmTruth
from tasksynth_vision.films.telling import called

if TYPE_CHECKING:
    from PIL.Image import Image

ROW, NAMES, AXIS = 20, 118, 22
_PAPER, _INK, _RULE, _RIGHT = (252, 252, 250), (40, 42, 48), (214, 214, 208), (200, 236, 208)
_BARS: dict[str, RGB] = {
    "glow": (226, 188, 60), "swell": (128, 120, 176), "hop": (92, 148, 196),
    "leave": (120, 124, 132), "visit": (196, 124, 92),
}  # fmt: skip


def draw_log(film: Film, truth: FilmTruth, ticks: Sequence[int]) -> "Image":
    """A sheet of frames, and a row for each thing with what it does; the right time is shaded."""
    sheet = draw_sheet(film, ticks)
    wide = COLUMNS * (THUMB + GAP) + GAP
    high = len(film.cast) * ROW + AXIS
    picture: Image = pillow("Image").new("RGB", (wide, sheet.size[1] + high), _PAPER)
    picture.paste(sheet, (0, 0))
    pen = pillow("ImageDraw").Draw(picture)
    top = sheet.size[1]
    scale = (wide - NAMES - 2 * GAP) / film.ticks

    def across(tick: int) -> float:
        return NAMES + tick * scale

    pen.rectangle((across(truth.begin), top, across(truth.end), top + high - AXIS), fill=_RIGHT)
    for who in range(len(film.cast)):
        y = top + who * ROW
        pen.line((NAMES, y + ROW - 1, wide - 2 * GAP, y + ROW - 1), fill=_RULE)
        name = called(film, who)
        pen.text((NAMES - GAP, y + ROW / 2), name, fill=_INK, font=font(12), anchor="rm")
    for event in film.events:
        y = top + event.who * ROW
        ends = (across(event.begin), y + 3, across(event.end), y + ROW - 5)
        pen.rectangle(ends, fill=_bar(film, event))
        pen.text((ends[0], y + ROW / 2 - 1), event.what, fill=_INK, font=font(9), anchor="lm")
    step = 5 if film.ticks <= 60 * RATE else 10
    for second in range(0, film.ticks // RATE + 1, step):
        at = (across(second * RATE), top + high - AXIS / 2)
        pen.text(at, str(second), fill=_INK, font=font(11), anchor="mm")
    return picture


def _bar(film: Film, event: Event) -> RGB:
    return film.paints[event.colour] if event.colour else _BARS[event.what]
