"""Draw houses with robots of several kinds, in which nobody can do everything."""

from itertools import combinations
from typing import NamedTuple

from tasksynth.rng import Dice
from tasksynth_planning.crews.models import (
    CrewRobot,
    CrewThing,
    CrewWorld,
    HousePlace,
    Passage,
    PassageKind,
)
from tasksynth_planning.crews.teams import reachable

_THEMES = (
    ("hall kitchen study bedroom cellar attic pantry nursery",
     "lamp vase book kettle basket clock pillow toolbox mirror jug"),
    ("office workshop archive lounge depot laboratory studio cloakroom",
     "printer folder battery drill monitor scanner cable projector ladder fan"),
    ("gallery library chapel tower vault armoury refectory scriptorium",
     "chalice scroll shield banner bell chest lantern globe harp statue"),
)  # fmt: skip
"""Rooms, and things that are in them."""
_WEIGHTS = (1, 2, 3, 4, 6, 8, 10, 12)
_PASSES: dict[str, tuple[PassageKind, ...]] = {
    "rover": ("door",),
    "walker": ("door", "stairs"),
    "drone": ("door", "stairs", "window"),
    "arm": (),
    "humanoid": ("door", "stairs"),
}
_LIFTS = {"rover": (6, 12), "walker": (2, 6), "drone": (1, 3), "arm": (8, 15), "humanoid": (3, 9)}
_OPENS = {"rover": 50, "walker": 20, "drone": 0, "arm": 100, "humanoid": 80}
"""Of 100."""
_SHELVES = {"rover": 20, "walker": 0, "drone": 100, "arm": 100, "humanoid": 70}


_LOTS = 3


class HouseSize(NamedTuple):
    """How large a house is."""

    rooms: int
    robots: int
    team: int
    """Robots that are needed."""
    goals: int
    others: int
    """Things that need not be moved."""


def draw_house(dice: Dice, size: HouseSize) -> CrewWorld | None:
    """Rooms that hang together, furniture, robots, things, and where they belong.

    None if fewer robots than `size.team` could do it, or nobody.
    """
    names, things = (words.split() for words in dice.of(_THEMES))
    dice.shuffle(names)
    dice.shuffle(things)
    places = [HousePlace(room=room, kind="floor") for room in range(size.rooms)]
    for room in range(size.rooms):
        if dice.below(100) < 50:
            places.append(HousePlace(room=room, kind="shelf"))
        if dice.below(100) < 40:
            places.append(HousePlace(room=room, kind="cabinet", closed=dice.below(2) == 0))
    lying = [
        CrewThing(name=name, weight=dice.of(_WEIGHTS), place=dice.below(len(places)))
        for name in things[: size.goals + size.others]
    ]
    world = CrewWorld(
        rooms=tuple(names[: size.rooms]),
        passages=tuple(_passages(dice, size.rooms)),
        places=tuple(places),
        robots=tuple(_robots(dice, size)),
        things=tuple(lying),
        goal=(),
    )
    goal = _goal(dice, world, size)
    return world.model_copy(update={"goal": goal}) if goal else None


def _goal(dice: Dice, world: CrewWorld, size: HouseSize) -> tuple[tuple[int, int], ...]:
    """Where things belong so that `size.team` robots are needed; nothing if there is no such place.

    Of a few places by lot, a thing gets the one that rules out the most smaller teams.
    """
    crew = range(len(world.robots))
    small = [reachable(world, team) for team in combinations(crew, size.team - 1)]
    everything = reachable(world, crew)
    things = list(range(len(world.things)))
    dice.shuffle(things)
    goal: list[tuple[int, int]] = []
    for thing in things[: size.goals]:
        room = world.places[world.things[thing].place].room
        options = [
            i for i, place in enumerate(world.places)
            if everything[thing] >> i & 1 and place.room != room
        ]  # fmt: skip
        if not options:
            return ()
        tried = [dice.of(options) for _ in range(_LOTS)]
        place = min(tried, key=lambda at: sum(found[thing] >> at & 1 for found in small))
        small = [found for found in small if found[thing] >> place & 1]
        goal.append((thing, place))
    return () if small else tuple(goal)


def _passages(dice: Dice, rooms: int) -> list[Passage]:
    """A tree over the rooms, and some more."""
    pairs = [(dice.below(room), room) for room in range(1, rooms)]
    for _ in range(rooms // 2):
        a, b = sorted((dice.below(rooms), dice.below(rooms)))
        if a != b and (a, b) not in pairs:
            pairs.append((a, b))
    found = []
    for pair in pairs:
        kind: PassageKind = dice.of(("door", "door", "door", "stairs", "stairs", "window"))
        narrow = kind != "window" and dice.below(100) < 35
        closed = kind == "door" and dice.below(100) < 30
        found.append(Passage(rooms=pair, kind=kind, narrow=narrow, closed=closed))
    return found


def _robots(dice: Dice, size: HouseSize) -> list[CrewRobot]:
    kinds = list(_PASSES)
    dice.shuffle(kinds)
    found = []
    for number in range(size.robots):
        kind = kinds[number % len(kinds)]
        low, high = _LIFTS[kind]
        found.append(
            CrewRobot(
                kind=kind,
                room=dice.below(size.rooms),
                passes=_PASSES[kind],
                lifts=dice.between(low, high),
                shelves=dice.below(100) < _SHELVES[kind],
                opens=dice.below(100) < _OPENS[kind],
            )
        )
    return found
