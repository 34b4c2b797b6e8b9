"""A home: a plan, furniture that holds things, and what a robot with a few hands can do there."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from tasksynth_schemas import Model

HAND = -1
"""Where a thing is that is carried."""
FLOOR = -1
"""Where the robot stands at first: at no piece of furniture."""


class Furniture(Model):
    """A piece of furniture; it stands where the plan has its letter."""

    name: str
    cell: int
    """Its number, row by row."""
    room: str
    holds: int
    """Things, at most."""
    door: bool
    """Whether it has one, which is shut at first and at last."""


class Belonging(Model):
    """A thing, the piece of furniture where it is, and the one where it belongs."""

    name: str
    at: int
    home: int


class Home(Model):
    """Rooms, and what has to be tidied up in them."""

    rows: tuple[str, ...]
    """`#` is a wall, all else can be walked on."""
    start: int
    """The cell of the robot."""
    room: str
    """The room of that cell."""
    pieces: tuple[Furniture, ...]
    things: tuple[Belonging, ...]
    hands: int

    @property
    def astray(self) -> tuple[int, ...]:
        """Things that are not where they belong at first."""
        return tuple(i for i, one in enumerate(self.things) if one.at != one.home)

    def begin(self) -> "Tidying":
        return Tidying(places=[one.at for one in self.things], open=[False] * len(self.pieces))


@dataclass
class Tidying:
    """How things stand in a home."""

    places: list[int]
    """The piece of furniture of each thing, or HAND."""
    open: list[bool]
    """Doors of pieces of furniture."""
    at: int = FLOOR
    """The piece of furniture where the robot stands, or FLOOR."""
    spent: int = 0
    """Units of the battery."""

    def held(self) -> list[int]:
        """Things that are carried."""
        return [i for i, place in enumerate(self.places) if place == HAND]

    def on(self, piece: int) -> list[int]:
        """Things that a piece of furniture holds."""
        return [i for i, place in enumerate(self.places) if place == piece]


Kind = Literal["open", "shut", "pick", "put", "look"]


class Chore(NamedTuple):
    """What is done at a piece of furniture after walking there; `look`: nothing."""

    piece: int
    kind: Kind
    thing: int = -1
    """That is picked up or put down."""


class CannotError(Exception):
    """Why something cannot be done as things stand; nothing has changed."""


def do(home: Home, s: Tidying, chore: Chore) -> None:
    """Walk there and do it.

    Raises:
        CannotError: if it cannot be done; the robot is there all the same.
    """
    if s.at != chore.piece:
        walk_to(home, s, chore.piece)
    if chore.kind == "look":
        return
    if chore.kind in ("open", "shut"):
        turn_door(home, s, opened=chore.kind == "open")
    elif chore.kind == "pick":
        pick_up(home, s, chore.thing)
    else:
        put_down(home, s, chore.thing)


def walk_to(home: Home, s: Tidying, piece: int) -> None:
    """Go to a piece of furniture."""
    s.spent += distances(home.rows, home.start, cells_of(home))[s.at][piece]
    s.at = piece


def turn_door(home: Home, s: Tidying, *, opened: bool) -> None:
    """Open or shut the piece of furniture where the robot stands, which takes a free hand.

    Raises:
        CannotError: if it has no door, or it is so already, or no hand is free.
    """
    if s.at == FLOOR or not home.pieces[s.at].door:
        raise CannotError(f"{_here(home, s)} has no door")
    if s.open[s.at] == opened:
        raise CannotError(f"{_here(home, s)} is {'open' if opened else 'shut'} already")
    _want_a_hand(home, s)
    s.open[s.at] = opened
    s.spent += 1


def pick_up(home: Home, s: Tidying, thing: int) -> None:
    """Take a thing in a hand.

    Raises:
        CannotError: if it is not here, the door is shut, it belongs here, or no hand is free.
    """
    name = home.things[thing].name
    if s.at == FLOOR or s.places[thing] != s.at or shut(home, s, s.at):
        raise CannotError(f"there is no {name} within reach")
    if home.things[thing].home == s.at:
        raise CannotError(f"the {name} is where it belongs")
    _want_a_hand(home, s)
    s.places[thing] = HAND
    s.spent += 1


def put_down(home: Home, s: Tidying, thing: int) -> None:
    """Leave a thing at the piece of furniture where the robot stands.

    Raises:
        CannotError: if the thing is not held, or there is no room for it here.
    """
    name = home.things[thing].name
    if s.places[thing] != HAND:
        raise CannotError(f"you do not carry the {name}")
    if s.at == FLOOR:
        raise CannotError("there is no piece of furniture here")
    if shut(home, s, s.at):
        raise CannotError(f"{_here(home, s)} is shut")
    if len(s.on(s.at)) >= home.pieces[s.at].holds:
        raise CannotError(f"{_here(home, s)} is full")
    s.places[thing] = s.at
    s.spent += 1


def shut(home: Home, s: Tidying, piece: int) -> bool:
    """Whether a door is in the way."""
    return home.pieces[piece].door and not s.open[piece]


def _want_a_hand(home: Home, s: Tidying) -> None:
    if len(s.held()) >= home.hands:
        raise CannotError("no hand is free")


def _here(home: Home, s: Tidying) -> str:
    return "the floor" if s.at == FLOOR else f"the {home.pieces[s.at].name}"


def cells_of(home: Home) -> tuple[int, ...]:
    """Where the pieces of furniture stand."""
    return tuple(one.cell for one in home.pieces)


@lru_cache(maxsize=256)
def distances(
    rows: tuple[str, ...], start: int, cells: tuple[int, ...]
) -> tuple[tuple[int, ...], ...]:
    """Steps from each piece of furniture to each, and in the last row those from the start."""
    width, flat = len(rows[0]), "".join(rows)

    def away(cell: int) -> dict[int, int]:
        far, queue = {cell: 0}, [cell]
        for one in queue:
            for beside in (one - width, one + 1, one + width, one - 1):
                if flat[beside] != "#" and beside not in far:
                    far[beside] = far[one] + 1
                    queue.append(beside)
        return far

    ways = [away(cell) for cell in (*cells, start)]
    return tuple(tuple(way.get(cell, -1) for cell in cells) for way in ways)
