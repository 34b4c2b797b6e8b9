"""Frames of things that drift, behind boards and before one another."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tasksynth_vision.drawing.grounds import ground, noisy
from tasksynth_vision.drawing.pillow import RGB, font, mixed, pillow
from tasksynth_vision.drawing.scenes import lay
from tasksynth_vision.drifting.log import DriftBoard, DriftFilm, place
from tasksynth_vision.films.telling import seconds
from tasksynth_vision.scenes.things import Thing, ThingScene

if TYPE_CHECKING:
    from PIL.Image import Image

STUFFS: tuple[RGB, ...] = ((194, 178, 154), (160, 166, 174), (176, 174, 168), (104, 108, 116))
"""What boards are of: birch, steel, stone and graphite, which light grounds have."""
DARK = ("felt", "slate")
GRAIN, BEVEL, SCREW = 7, 2, 3
"""Pixels from one line of grain to the next, of a lit edge, and across a screw."""
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
        _board(pen, board, _stuff(film))
    x, y = ((at + tick * _STEP) % 256 for at in film.backdrop.at)
    return noisy(picture, film.backdrop.noise, (x, y))


def _stuff(film: DriftFilm) -> RGB:
    return STUFFS[film.backdrop.at[0] % 3] if film.backdrop.ground in DARK else STUFFS[3]


def _board(pen: Any, board: DriftBoard, tone: RGB) -> None:
    """Lit from the upper left, as things are; all of it within the board."""
    light = mixed(tone, (255, 255, 255), 0.3)
    dark, grain, hole = (mixed(tone, (0, 0, 0), share) for share in (0.22, 0.06, 0.4))
    left, top, right, bottom = board.left, board.top, board.right - 1, board.bottom - 1
    pen.rectangle((left, top, right, bottom), fill=tone)
    for x in range(left + GRAIN, right - BEVEL, GRAIN):
        pen.line((x, top + BEVEL, x, bottom - BEVEL), fill=grain)
    for at in range(BEVEL):
        pen.line((left + at, bottom - at, left + at, top + at, right - at, top + at), fill=light)
        pen.line((left + at, bottom - at, right - at, bottom - at, right - at, top + at), fill=dark)
    middle = (left + right) // 2
    for y in (top + 4 * SCREW, bottom - 4 * SCREW):
        pen.ellipse((middle - SCREW, y - SCREW, middle + SCREW, y + SCREW), fill=hole)
        pen.line((middle - SCREW + 1, y, middle + SCREW - 1, y), fill=light)


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
