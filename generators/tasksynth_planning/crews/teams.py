"""Which robots can do it at all: what a team can reach if time does not matter."""

from collections.abc import Sequence
from itertools import combinations

from tasksynth_planning.crews.models import CrewWorld


def reachable(world: CrewWorld, team: Sequence[int]) -> list[int]:
    """The places that each thing can be brought to by some robots, as bits.

    Whatever can be done can be undone, and robots are never in one another's way for good: so it
    is enough to collect what can be reached, and to forget nothing.
    """
    robots = [world.robots[i] for i in team]
    rooms = [1 << robot.room for robot in robots]
    found = [1 << thing.place for thing in world.things]
    doors = [(1 << one.rooms[0] | 1 << one.rooms[1], one.kind) for one in world.passages]
    passages = sum(1 << i for i, one in enumerate(world.passages) if not one.closed)
    places = sum(1 << i for i, one in enumerate(world.places) if not one.closed)
    before = None
    while before != (before := (list(rooms), list(found), passages, places)):
        for n, robot in enumerate(robots):
            for i, (ends, kind) in enumerate(doors):
                if rooms[n] & ends:
                    passages |= robot.opens << i
                    if kind in robot.passes and passages >> i & 1:
                        rooms[n] |= ends
            near, low = 0, 0
            for i, place in enumerate(world.places):
                near |= (rooms[n] >> place.room & 1) << i
                low |= (place.kind != "shelf") << i
            if robot.opens:
                places |= near
            usable = near & places & (-1 if robot.shelves else low)
            for i, thing in enumerate(world.things):
                if robot.lifts >= thing.weight and found[i] & usable:
                    found[i] |= usable
    return found


def smallest_teams(world: CrewWorld) -> list[tuple[int, ...]]:
    """All sets of the fewest robots that can reach the goal; none if there is no such set."""
    for size in range(1, len(world.robots) + 1):
        teams = []
        for team in combinations(range(len(world.robots)), size):
            found = reachable(world, team)
            if all(found[thing] >> place & 1 for thing, place in world.goal):
                teams.append(team)
        if teams:
            return teams
    return []
