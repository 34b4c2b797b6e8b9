"""A dark room in which something is hidden; exact by all places that may be left."""

import re
from collections.abc import Mapping
from typing import Literal

from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_schemas import Model

SIZES = ((4, 3, 4), (4, 4, 4), (5, 4, 5), (5, 5, 6), (6, 5, 6), (6, 5, 7))
"""Columns, rows, and places where the lamp may be."""
STEPS = {"north": (0, -1), "east": (1, 0), "south": (0, 1), "west": (-1, 0)}
_CHOICE = re.compile(
    r"(?:move\s+)?(?:the\s+)?(?:(north|east|south|west)(?:wards?)?|([nesw]))", re.IGNORECASE
)
Cell = tuple[int, int]
Searched = tuple[Cell, tuple[int, ...], int]
"""Where one stands, the places that are left, and the steps that are left."""


class DarkRoom(Model):
    """A room with walls, and a lamp in one of some places."""

    kind: Literal["room"] = "room"
    width: int
    height: int
    walls: tuple[Cell, ...]
    start: Cell
    places: tuple[Cell, ...]
    chances: tuple[int, ...]
    """How likely the lamp is in each place, as a share of their sum."""
    lamp: int
    """The place where it is."""
    steps: int
    """More than anybody needs who does not come twice to the same cell for nothing."""

    def begin(self) -> Searched:
        return self.start, tuple(range(len(self.places))), self.steps

    def over(self, b: Searched) -> bool:
        return not b[1] or not b[2]

    def choices(self, b: Searched) -> tuple[str, ...]:
        return tuple(way for way in STEPS if self.beside(b[0], way) != b[0])

    def outcomes(self, b: Searched, choice: str) -> Mapping[str, tuple[int, Searched]]:
        cell, left, steps = b
        there = self.beside(cell, choice)
        found = tuple(place for place in left if self.places[place] == there)
        rest = tuple(place for place in left if place not in found)
        outcomes: dict[str, tuple[int, Searched]] = {}
        if rest:
            outcomes["dark"] = (-self._weight(rest), (there, rest, steps - 1))
        if found:
            outcomes["found"] = (-self._weight(found), (there, (), steps - 1))
        return outcomes

    def happens(self, b: Searched, choice: str) -> str:
        there = self.beside(b[0], choice)
        return "found" if there == self.places[self.lamp] and self.lamp in b[1] else "dark"

    def scale(self, b: Searched) -> int:
        """What a value is divided by to be coins."""
        return self._weight(b[1])

    def rules(self) -> str:
        total = sum(self.chances)
        places = "; ".join(
            f"{'abcdefgh'[i]}, {chance} in {total}" for i, chance in enumerate(self.chances)
        )
        return (
            "You are in a dark room, and somewhere in it is a lamp. This is its plan, north at "
            "the top: # is a wall, @ is where you stand, and letters are the places where the "
            f"lamp may be.\n\n{self.plan(self.start)}\n\nThe chances of the places are: {places}. "
            "Each step costs a coin until you step onto the lamp; you see that you found it then, "
            f"and it is over. After {self.steps} steps it is over in any case, and lost. A choice "
            "is north, east, south or west; there is no step into a wall or out of the room."
        )

    def plan(self, at: Cell) -> str:
        """The room as text."""
        marks = {cell: "abcdefgh"[i] for i, cell in enumerate(self.places)}
        marks |= dict.fromkeys(self.walls, "#") | {at: "@"}
        rows = range(self.height)
        return "\n".join(
            " ".join(marks.get((column, row), ".") for column in range(self.width)) for row in rows
        )

    def seen(self, choice: str, outcome: str, b: Searched) -> str:
        if outcome == "found":
            return f"You step {choice} and find the lamp."
        left = ", ".join("abcdefgh"[place] for place in b[1])
        return f"You step {choice}. No lamp here. It may be at: {left}. Steps left: {b[2]}."

    def read(self, text: str) -> str:
        if (match := _CHOICE.fullmatch(text.strip())) is None:
            raise Unreadable(f"want north, east, south or west, got {text.strip()[:30]!r}")
        said = (match[1] or match[2]).lower()
        return next(way for way in STEPS if way.startswith(said))

    def distances(self, start: Cell) -> dict[Cell, int]:
        """Steps from a cell to all that can be reached."""
        far, queue = {start: 0}, [start]
        for cell in queue:
            for way in STEPS:
                beside = self.beside(cell, way)
                if beside not in far:
                    far[beside] = far[cell] + 1
                    queue.append(beside)
        return far

    def _weight(self, places: tuple[int, ...]) -> int:
        return sum(self.chances[place] for place in places)

    def beside(self, cell: Cell, way: str) -> Cell:
        """Where a step leads: nowhere else if there is a wall."""
        there = (cell[0] + STEPS[way][0], cell[1] + STEPS[way][1])
        inside = 0 <= there[0] < self.width and 0 <= there[1] < self.height
        return there if inside and there not in self.walls else cell


class RoomValues:
    """What is to be paid on average, by which places are left and where one stands.

    On a best walk one goes straight to some place that is left; the places that are left can be
    looked at in every order (Held and Karp, 1962, for the sum of all arrivals).
    """

    def __init__(self, world: DarkRoom) -> None:
        self.world = world
        self.far = {place: world.distances(cell) for place, cell in enumerate(world.places)}
        self.known: dict[tuple[Cell, tuple[int, ...]], int] = {}

    def of(self, b: Searched) -> int:
        return -self._paid(b[0], b[1])

    def choice(self, b: Searched, choice: str) -> int:
        after = self.world.outcomes(b, choice).values()
        return sum(paid + self.of(then) for paid, then in after)

    @property
    def size(self) -> int:
        return len(self.known)

    def _paid(self, cell: Cell, left: tuple[int, ...]) -> int:
        if not left:
            return 0
        if (cell, left) not in self.known:
            chance = sum(self.world.chances[place] for place in left)
            self.known[cell, left] = min(
                self.far[place][cell] * chance
                + self._paid(self.world.places[place], tuple(o for o in left if o != place))
                for place in left
            )
        return self.known[cell, left]


def draw_room(dice: Dice, size: int) -> DarkRoom | None:
    """A room of chance whose places can all be reached."""
    width, height, count = SIZES[size]
    cells = [(column, row) for row in range(height) for column in range(width)]
    dice.shuffle(cells)
    walls = tuple(sorted(cells[: width * height // 5]))
    start, places = cells[-1], tuple(sorted(cells[-1 - count : -1]))
    chances = tuple(dice.between(1, 4) for _ in range(count))
    lots = [place for place, chance in enumerate(chances) for _ in range(chance)]
    room = DarkRoom(
        width=width, height=height, walls=walls, start=start, places=places, chances=chances,
        lamp=dice.of(lots), steps=1,
    )  # fmt: skip
    far = room.distances(start)
    if any(place not in far for place in places):
        return None
    return room.model_copy(update={"steps": 2 * width * height})
