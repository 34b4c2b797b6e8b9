"""Things that drift and bounce: where each is at any tick, what of it is seen, what is heard."""

from functools import cache
from itertools import pairwise
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from tasksynth_schemas import Model
from tasksynth_vision.scenes.outlines import turned
from tasksynth_vision.scenes.things import Backdrop, Colour, Kind

Wall = Literal["left", "right", "top", "bottom"]
Pitch = Literal["low", "middle", "high"]
PITCHES: tuple[Pitch, ...] = ("low", "middle", "high")
PART = 16
"""Parts of a pixel that places and speeds are counted in."""


class Drifter(Model):
    """A thing on its way: straight on, and back where it meets an edge."""

    kind: Kind
    colour: Colour
    pitch: Pitch
    """Of its sound, whenever it bounces off the bottom."""
    r: int
    turn: int
    at: tuple[int, int]
    """Where it begins, in parts of a pixel from the leftmost and topmost place of its centre."""
    speed: tuple[int, int]
    """Parts of a pixel a tick."""


class DriftBoard(Model):
    """Something that things pass behind: pixels, the last ones not included."""

    left: int
    top: int
    right: int
    bottom: int


class DriftFilm(Model):
    """All that there is to see and hear."""

    side: int
    """Pixels of a frame, each way."""
    ticks: int
    """Frames, eight a second."""
    backdrop: Backdrop
    paints: dict[Colour, tuple[int, int, int]]
    cast: Annotated[tuple[Drifter, ...], Field(min_length=2)]
    """Each is in front of those before it."""
    boards: tuple[DriftBoard, ...] = ()


class Bounce(Model):
    """One thing meets an edge, shortly before a tick."""

    who: int
    tick: int
    wall: Wall

    def pitch(self, film: DriftFilm) -> Pitch | None:
        """Of its sound; only the bottom makes any."""
        return film.cast[self.who].pitch if self.wall == "bottom" else None


def place(film: DriftFilm, who: int, tick: int) -> tuple[int, int]:
    """Pixels of the centre of a thing, from the left and from the top."""
    one = film.cast[who]
    room = (film.side - 2 * one.r) * PART
    x, y = (_folded(at + speed * tick, room) for at, speed in zip(one.at, one.speed, strict=True))
    return one.r + x // PART, one.r + y // PART


def _folded(way: int, room: int) -> int:
    rest = way % (2 * room)
    return rest if rest <= room else 2 * room - rest


def bounces(film: DriftFilm) -> list[Bounce]:
    """All of them, by when they are."""
    out = []
    for who, one in enumerate(film.cast):
        room = (film.side - 2 * one.r) * PART
        edges: tuple[tuple[Wall, Wall], ...] = (("left", "right"), ("top", "bottom"))
        for at, speed, walls in zip(one.at, one.speed, edges, strict=True):
            laps = [(at + speed * tick) // room for tick in range(film.ticks)]
            out += [
                Bounce(who=who, tick=tick, wall=walls[max(before, lap) % 2])
                for tick, (before, lap) in enumerate(pairwise(laps), start=1)
                if before != lap
            ]
    return sorted(out, key=lambda one: (one.tick, one.who, one.wall))


@cache
def _cut(kind: str, turn: int, r: int) -> np.ndarray:
    """The pixels of a shape around its centre, (2 r + 4, 2 r + 4) bool."""
    steps = (np.arange(2 * r + 4) - r - 1.5) / r
    x, y = np.meshgrid(steps, steps)
    inside = np.zeros(x.shape, dtype=bool)
    outline = turned(kind, turn)
    for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if y0 != y1:
            inside ^= ((y0 > y) != (y1 > y)) & (x < x0 + (x1 - x0) * (y - y0) / (y1 - y0))
    return inside


def numbered(film: DriftFilm, tick: int) -> np.ndarray:
    """For each pixel of a frame the number of the thing that is seen there; -1 for none."""
    seen = np.full((film.side, film.side), -1, dtype=np.int8)
    for who, one in enumerate(film.cast):
        shape, (x, y) = _cut(one.kind, one.turn, one.r), place(film, who, tick)
        top, left = y - one.r - 2, x - one.r - 2
        rows = slice(max(0, top), min(film.side, top + shape.shape[0]))
        columns = slice(max(0, left), min(film.side, left + shape.shape[1]))
        part = shape[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        seen[rows, columns][part] = who
    for board in film.boards:
        seen[board.top : board.bottom, board.left : board.right] = -1
    return seen


def share_seen(film: DriftFilm, who: int, tick: int) -> float:
    """How much of a thing is seen in a frame, in [0, 1]."""
    one = film.cast[who]
    whole = int(_cut(one.kind, one.turn, one.r).sum())
    return float((numbered(film, tick) == who).sum()) / whole
