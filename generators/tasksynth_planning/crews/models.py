"""What a crew's world is: rooms, passages, places, robots and things."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from tasksynth import Model

PlaceKind = Literal["floor", "shelf", "cabinet"]
PassageKind = Literal["door", "stairs", "window"]
Verb = Literal["go", "take", "put", "open"]


class Passage(Model):
    """What joins two rooms, both ways."""

    rooms: tuple[int, int]
    kind: PassageKind
    narrow: bool = False
    """Whether only one robot goes through in a step."""
    closed: bool = False

    def beyond(self, room: int) -> int | None:
        """The room on the other side; None if the passage does not touch this room."""
        a, b = self.rooms
        return b if room == a else a if room == b else None


class HousePlace(Model):
    """Where things lie: the floor of a room, its shelf or its cabinet."""

    room: int
    kind: PlaceKind
    closed: bool = False


class CrewRobot(Model):
    """A robot, and what it can do."""

    kind: str
    room: int
    passes: tuple[PassageKind, ...]
    lifts: int
    """Kilograms."""
    shelves: bool
    """Whether it reaches them."""
    opens: bool
    """Whether it opens doors and cabinets."""


class CrewThing(Model):
    """What is carried."""

    name: str
    weight: int
    """Kilograms."""
    place: int


class CrewWorld(Model):
    """A house with robots, and where things belong at the end."""

    rooms: tuple[str, ...]
    passages: tuple[Passage, ...]
    places: tuple[HousePlace, ...]
    """The floors first, in the order of the rooms."""
    robots: tuple[CrewRobot, ...]
    things: tuple[CrewThing, ...]
    goal: tuple[tuple[int, int], ...]
    """Things, each with the place where it belongs."""

    def place_in(self, room: int, kind: PlaceKind) -> int | None:
        """The floor, the shelf or the cabinet of a room."""
        found = (i for i, one in enumerate(self.places) if (one.room, one.kind) == (room, kind))
        return next(found, None)


class CrewDeed(NamedTuple):
    """What one robot does in a step.

    `go` has a room, `take` a thing, `put` a thing and a kind of place, `open` the room behind a
    door, or a cabinet. What else is told has to be true: where a thing is taken, say.
    """

    robot: int
    verb: Verb
    thing: int | None = None
    place: PlaceKind | None = None
    room: int | None = None
    here: int | None = None
    """The room that the robot is said to be in."""


Goals = Sequence[tuple[int, int]]
"""Things, each with a place."""
CrewPlan = Sequence[Sequence[CrewDeed]]
"""For each step, what is done in it."""


class CrewAnswer(NamedTuple):
    """A plan, and the robots that are said to be switched on; None if nothing is said."""

    robots: frozenset[int] | None
    steps: list[list[CrewDeed]]
