"""Films as pictures: a frame, a sheet of frames, all of them as a moving picture, and a card."""

import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from tasksynth_vision.drawing.grounds import ground, noisy
from tasksynth_vision.drawing.pillow import font, pillow, png
from tasksynth_vision.drawing.scenes import lay
from tasksynth_vision.films.log import RATE, Film, frame
from tasksynth_vision.films.telling import seconds
from tasksynth_vision.scenes.things import ThingScene

if TYPE_CHECKING:
    from PIL.Image import Image

THUMB, COLUMNS, GAP, CAPTION = 200, 3, 8, 20
"""Pixels of a frame on a sheet, frames in a row, pixels between them and of what is under each."""
LIGHT = (252, 251, 246)
GLOW = 10
"""Pixels by which light reaches beyond a thing."""
FINE = 3
_PAPER, _INK = (252, 252, 250), (40, 42, 48)
_STEP = 61
"""Pixels by which the noise moves from frame to frame."""


def draw_frame(film: Film, tick: int) -> "Image":
    """One frame, (side, side) RGB."""
    shown = frame(film, tick)
    picture = ground(film.backdrop, film.side)
    for thing, glows in shown:
        if glows:
            r = thing.r + GLOW
            picture.paste(LIGHT, (thing.x - r, thing.y - r), _halo(r))
    things = tuple(thing for thing, _ in shown)
    lay(picture, ThingScene(side=film.side, things=things, backdrop=film.backdrop))
    x, y = ((at + tick * _STEP) % 256 for at in film.backdrop.at)
    return noisy(picture, film.backdrop.noise, (x, y))


@cache
def _halo(r: int) -> "Image":
    """Light around a thing: full near it, and soft at its edge."""
    mask = pillow("Image").new("L", (2 * r * FINE, 2 * r * FINE))
    pen = pillow("ImageDraw").Draw(mask)
    for step in range(5):
        inner = (step * 1.2) * FINE
        wide = 2 * r * FINE - 1 - inner
        pen.ellipse((inner, inner, wide, wide), fill=60 + 45 * step)
    return mask.reduce(FINE)  # type: ignore[no-any-return]


def draw_sheet(film: Film, ticks: Sequence[int]) -> "Image":
    """Frames side by side, each with its time under it."""
    image = pillow("Image")
    rows = -(-len(ticks) // COLUMNS)
    wide = COLUMNS * (THUMB + GAP) + GAP
    sheet: Image = image.new("RGB", (wide, rows * (THUMB + CAPTION + GAP) + GAP), _PAPER)
    pen = pillow("ImageDraw").Draw(sheet)
    for place, tick in enumerate(ticks):
        x = GAP + place % COLUMNS * (THUMB + GAP)
        y = GAP + place // COLUMNS * (THUMB + CAPTION + GAP)
        small = draw_frame(film, tick).resize((THUMB, THUMB), image.Resampling.LANCZOS)
        sheet.paste(small, (x, y))
        at = (x + THUMB // 2, y + THUMB + CAPTION // 2)
        pen.text(at, f"{seconds(tick)} s", fill=_INK, font=font(14), anchor="mm")
    return sheet


def frames(film: Film, fps: float = RATE) -> Iterator[bytes]:
    """The film as PNG files, one after the other; drawn as they are asked for."""
    step = RATE / fps
    for place in range(int(film.ticks / step)):
        yield png(draw_frame(film, int(place * step)))


def apng(film: Film, fps: float = RATE) -> bytes:
    """The film as a moving picture, which browsers play, and ffmpeg turns into any other form."""
    step = RATE / fps
    first, *others = (
        draw_frame(film, int(place * step)) for place in range(int(film.ticks / step))
    )
    out = io.BytesIO()
    first.save(
        out, "PNG", save_all=True, append_images=others, duration=1000 / fps, loop=0,
        compress_level=6,
    )  # fmt: skip
    return out.getvalue()
