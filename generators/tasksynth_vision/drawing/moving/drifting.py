"""Frames of things that drift, behind boards and before one another."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tasksynth_vision.drawing.grounds import ground, noisy
from tasksynth_vision.drawing.pillow import font, pillow
from tasksynth_vision.drawing.scenes import lay
from tasksynth_vision.drifting.log import DriftFilm, place
from tasksynth_vision.films.telling import seconds
from tasksynth_vision.scenes.things import Thing, ThingScene

if TYPE_CHECKING:
    from PIL.Image import Image

BOARD, RIM = (168, 166, 160), (138, 136, 130)
GAP = 6
_STEP = 61


def draw_drift(film: DriftFilm, tick: int) -> "Image":
    """One frame, (side, side) RGB."""
    things = []
    for who, one in enumerate(film.cast):
        x, y = place(film, who, tick)
        things.append(Thing(
            kind=one.kind, colour=one.colour, size="small", pattern="plain", x=x, y=y, r=one.r,
            turn=one.turn, rgb=film.paints[one.colour],
        ))  # fmt: skip
    picture = ground(film.backdrop, film.side)
    lay(picture, ThingScene(side=film.side, things=tuple(things), backdrop=film.backdrop))
    pen = pillow("ImageDraw").Draw(picture)
    for board in film.boards:
        box = (board.left, board.top, board.right - 1, board.bottom - 1)
        pen.rectangle(box, fill=BOARD, outline=RIM, width=2)
    x, y = ((at + tick * _STEP) % 256 for at in film.backdrop.at)
    return noisy(picture, film.backdrop.noise, (x, y))


def draw_keys(
    film: DriftFilm, keys: Sequence[int], marks: Mapping[int, tuple[float, float, float, float]]
) -> "Image":
    """Some frames side by side, boxes drawn into them."""
    columns, side = 4, film.side
    rows = -(-len(keys) // columns)
    size = (min(len(keys), columns) * (side + GAP), rows * (side + GAP))
    sheet: Image = pillow("Image").new("RGB", size, (252, 252, 250))
    for number, key in enumerate(keys):
        shot = draw_drift(film, key)
        pen = pillow("ImageDraw").Draw(shot)
        if key in marks:
            pen.rectangle(marks[key], outline=(255, 255, 255), width=2)
        pen.text((6, 4), f"{seconds(key)} s", fill=(255, 255, 255), font=font(14))
        sheet.paste(shot, (number % columns * (side + GAP), number // columns * (side + GAP)))
    return sheet
