"""What a square of a board shows, at so many pixels a side."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from tasksynth_schemas import Model
from tasksynth_vision.scenes.things import Backdrop, Thing

VIEW = 384
"""Pixels of a side of what is shown."""
NEAREST = 96
"""The least side of a square that can be looked at, on any board."""


class NumberedBoard(Model):
    """Things that do not touch, each with a number on it."""

    side: Annotated[int, Field(ge=2 * NEAREST)]
    """Of the board, in its own units; a unit is a pixel where the square is as large as a view."""
    things: tuple[Thing, ...]
    numbers: tuple[int, ...]
    """Of two digits, none of them twice."""
    nearest: Annotated[int, Field(ge=NEAREST)]
    """The least side of a square that can be looked at."""
    backdrop: Backdrop


class Square(Model):
    """A square of a board, in its units."""

    left: int
    top: int
    side: int

    @classmethod
    def around(cls, board: NumberedBoard, x: float, y: float, side: float) -> "Square":
        """The square of about that side around a point that lies within the board."""
        wide = max(board.nearest, min(board.side, round(side)))
        most = board.side - wide
        left, top = (max(0, min(most, round(at - wide / 2))) for at in (x, y))
        return cls(left=left, top=top, side=wide)


def whole(board: NumberedBoard) -> Square:
    """All of it."""
    return Square(left=0, top=0, side=board.side)


def shown(board: NumberedBoard, square: Square) -> list[tuple[Thing, int]]:
    """The things in a square where they are in its view, and their numbers."""
    scale = VIEW / square.side
    out = []
    for thing, number in zip(board.things, board.numbers, strict=True):
        x, y = (thing.x - square.left) * scale, (thing.y - square.top) * scale
        r = max(3, round(thing.r * scale))
        if -r <= x <= VIEW + r and -r <= y <= VIEW + r:
            placed = thing.model_copy(update={"x": round(x), "y": round(y), "r": r})
            out.append((placed, number))
    return out


def shrunk(things: Sequence[Thing], side: int) -> list[Thing]:
    """The things where they are in the view of a whole board of that side."""
    scale = VIEW / side
    return [
        thing.model_copy(update={"x": round(thing.x * scale), "y": round(thing.y * scale)})
        for thing in things
    ]
