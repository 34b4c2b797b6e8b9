"""The fewest steps of a team: A* over all that its robots can do at once."""

from collections import deque
from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from tasksynth_planning.crews.models import CrewDeed, CrewRobot, CrewWorld, Goals, HousePlace

_NEVER = 10**6
_ROOM, _LIES, _HELD = 4, 6, 32
"""Bits of a robot's room and of a thing's place in a state, and where holders begin."""


class TooManyStates(Exception):
    """The search was given up."""


class _Act(NamedTuple):
    """What one robot may do in a state."""

    deed: CrewDeed | None
    turns: int
    """The bits of the state that it turns round."""
    claims: int = 0
    """What no other robot may use in the same step, as bits."""


class Outlook(NamedTuple):
    """What is still to be done at least."""

    alone: tuple[int, ...]
    """Steps for each goal that does not hold, if it were the only one."""
    deeds: int
    """With the things of all goals, and openings."""


class CrewFound(NamedTuple):
    """A plan, how many states the search expanded, and how it ends."""

    plan: list[list[CrewDeed]]
    expanded: int
    end: int


class CrewSearch:
    """Plans of some robots. A state is a number: rooms of robots, places of the goals' things, and
    which passages and places are open.
    """

    def __init__(self, world: CrewWorld, team: Sequence[int]) -> None:
        self.world, self.team = world, tuple(team)
        self.robots = [world.robots[i] for i in self.team]
        self.things = [thing for thing, _ in world.goal]
        self._lies = _ROOM * len(self.team)
        self._open = self._lies + _LIES * len(self.things)
        self._shut = self._open + len(world.passages)
        self._ways = [
            [(i, room, beyond) for i, one in enumerate(world.passages) if one.kind in robot.passes
             for room in one.rooms if (beyond := one.beyond(room)) is not None]
            for robot in self.robots
        ]  # fmt: skip
        self._far = [self._distances(ways) for ways in self._ways]
        self._near = [  # by team member and room: places that it reaches there
            [[i for i, one in enumerate(world.places) if one.room == room and reaches(robot, one)]
             for room in range(len(world.rooms))]
            for robot in self.robots
        ]  # fmt: skip
        self._works = [self._works_to(thing, place) for thing, place in world.goal]
        self._tasks: dict[tuple[int, int, int], tuple[int, int]] = {}
        self._known: dict[tuple[int, ...], list[tuple[int, int]]] = {}

    def begin(self) -> int:
        """The state that the prompt tells."""
        state, world = 0, self.world
        for number, robot in enumerate(self.robots):
            state |= robot.room << _ROOM * number
        for number, thing in enumerate(self.things):
            state |= world.things[thing].place << self._lies + _LIES * number
        doors = [*(one.closed for one in world.passages), *(one.closed for one in world.places)]
        return state | sum(1 << self._open + i for i, closed in enumerate(doors) if not closed)

    def at(self, state: int, number: int) -> int:
        """The place of a goal's thing; from `_HELD` on, the team's member that holds it."""
        return state >> self._lies + _LIES * number & (1 << _LIES) - 1

    def plan(self, state: int, goals: Goals, most: int, limit: int = _NEVER) -> CrewFound | None:
        """A plan of the fewest steps, at most `limit`; None if there is none.

        Raises:
            TooManyStates: if more states than `most` would have to be expanded.
        """
        wanted = [self.things.index(thing) for thing, _ in goals]
        targets = [(number, place) for number, (_, place) in zip(wanted, goals, strict=True)]
        came, steps, closed = {state: state}, {state: 0}, set[int]()
        heap = [(self.least(state, wanted), 0, 0, state)]
        while heap:
            bound, _, _, state = heappop(heap)
            if bound > limit:
                return None
            if state in closed:
                continue
            if all(self.at(state, number) == place for number, place in targets):
                return CrewFound(self._traced(came, state), len(closed), state)
            closed.add(state)
            if len(closed) > most:
                raise TooManyStates
            taken = steps[state] + 1
            for after in self.joint(state, wanted):
                if taken < steps.get(after, _NEVER):
                    steps[after], came[after] = taken, state
                    ahead = taken + self.least(after, wanted)
                    heappush(heap, (ahead, -taken, len(came), after))
        return None

    def joint(self, state: int, wanted: Sequence[int]) -> list[int]:
        """The states after all that the team can do at once."""
        found = [(state, 0)]
        for number in range(len(self.team)):
            others = ~(15 << _ROOM * number) & (1 << self._lies) - 1
            key = (number, state & ~others, *wanted)
            if (acts := self._known.get(key)) is None:
                acts = [(act.turns, act.claims) for act in self._acts(state, number, wanted)]
                self._known[key] = acts
            found = [
                (after ^ turns, used | claims)
                for after, used in found
                for turns, claims in acts
                if not used & claims
            ]
        return [after for after, _ in found]

    def deeds(self, state: int, after: int) -> list[CrewDeed]:
        """What the team did between two states."""
        found: list[tuple[int, list[CrewDeed]]] = [(state, [])]
        for number in range(len(self.team)):
            acts = self._acts(state, number, range(len(self.things)))
            found = [
                (one ^ act.turns, [*done, act.deed] if act.deed else done)
                for one, done in found
                for act in acts
            ]
        return next(done for one, done in found if one == after)

    def least(self, state: int, wanted: Sequence[int]) -> int:
        """A bound from below for the steps until some things are where they belong."""
        alone, deeds = self.outlook(state, wanted)
        return max(max(alone, default=0), -(-deeds // len(self.team)))

    def outlook(self, state: int, wanted: Sequence[int]) -> Outlook:
        """Bounds from below for what is still to be done; all doors are open in them."""
        alone, deeds, cabinets = [], 0, 0
        rooms = state & (1 << self._lies) - 1
        for number in wanted:
            at, target = self.at(state, number), self.world.goal[number][1]
            if at == target:
                continue
            key = (number, at, rooms)
            if key not in self._tasks:
                self._tasks[key] = self._task(*key)
            way, work = self._tasks[key]
            alone.append(way + work)
            deeds += work
            cabinets |= (1 << target) | (1 << at if at < _HELD else 0)
        return Outlook(tuple(alone), deeds + (cabinets & ~(state >> self._shut)).bit_count())

    def _task(self, number: int, at: int, rooms: int) -> tuple[int, int]:
        """For a goal's thing: rooms to the nearest robot that can take it, and the deeds then."""
        works = self._works[number]
        if at >= _HELD:
            return 0, works.get((at - _HELD, rooms >> _ROOM * (at - _HELD) & 15), _NEVER)
        weight, place = self.world.things[self.things[number]].weight, self.world.places[at]
        ways = (
            self._far[n][rooms >> _ROOM * n & 15][place.room]
            for n, robot in enumerate(self.robots)
            if robot.lifts >= weight and reaches(robot, place)
        )
        return min(ways, default=_NEVER), works.get((-1, at), _NEVER)

    def _acts(self, state: int, number: int, wanted: Sequence[int]) -> list[_Act]:
        """What one of the team can do, nothing first; of things, only with those wanted."""
        world, robot, me = self.world, self.robots[number], self.team[number]
        room, held = state >> _ROOM * number & 15, None
        acts = [_Act(None, 0)]
        for i, start, beyond in self._ways[number]:
            if start == room and state >> self._open + i & 1:
                claims = 1 << 40 + i if world.passages[i].narrow else 0
                turns = (room ^ beyond) << _ROOM * number
                acts.append(_Act(CrewDeed(me, "go", room=beyond), turns, claims))
        near = [i for i in self._near[number][room] if state >> self._shut + i & 1]
        for one in wanted:
            at = self.at(state, one)
            if at == _HELD + number:
                held = one
            elif at in near and world.things[self.things[one]].weight <= robot.lifts:
                turns = (at ^ _HELD + number) << self._lies + _LIES * one
                acts.append(_Act(CrewDeed(me, "take", thing=self.things[one]), turns, 1 << one))
        if held is None:
            return acts + (self._openings(state, me, room) if robot.opens else [])
        acts = [act for act in acts if act.deed is None or act.deed.verb == "go"]
        for place in near:
            deed = CrewDeed(me, "put", thing=self.things[held], place=world.places[place].kind)
            turns = (place ^ _HELD + number) << self._lies + _LIES * held
            acts.append(_Act(deed, turns))
        return acts

    def _openings(self, state: int, me: int, room: int) -> list[_Act]:
        acts = []
        for i, one in enumerate(self.world.passages):
            beyond = one.beyond(room)
            if beyond is not None and not state >> self._open + i & 1:
                deed = CrewDeed(me, "open", room=beyond)
                acts.append(_Act(deed, 1 << self._open + i, 1 << 80 + i))
        for i, place in enumerate(self.world.places):
            if place.room == room and not state >> self._shut + i & 1:
                deed = CrewDeed(me, "open", place="cabinet")
                acts.append(_Act(deed, 1 << self._shut + i, 1 << 120 + i))
        return acts

    def _distances(self, ways: list[tuple[int, int, int]]) -> list[list[int]]:
        """Between rooms, for one robot, as if all doors were open."""
        count, rows = len(self.world.rooms), []
        for start in range(count):
            row = [_NEVER] * count
            row[start] = 0
            queue = deque([start])
            while queue:
                room = queue.popleft()
                for _, a, b in ways:
                    if a == room and row[b] == _NEVER:
                        row[b] = row[room] + 1
                        queue.append(b)
            rows.append(row)
        return rows

    def _works_to(self, thing: int, goal: int) -> dict[tuple[int, int], int]:
        """The fewest deeds with a thing until it is where it belongs, from wherever it is.

        Keys are (-1, place), or (team member, room) where one holds it. All doors are open.
        """
        world = self.world
        able = [n for n, r in enumerate(self.robots) if r.lifts >= world.things[thing].weight]
        works = {(-1, goal): 0}
        queue = deque([(-1, goal)])
        while queue:
            number, at = node = queue.popleft()
            if number < 0:  # it was put there
                room = world.places[at].room
                before = [(n, room) for n in able if at in self._near[n][room]]
            else:
                before = [(-1, i) for i in self._near[number][at]]
                before += [(number, b) for _, a, b in self._ways[number] if a == at]
            for one in before:
                if one not in works:
                    works[one] = works[node] + 1
                    queue.append(one)
        return works

    def _traced(self, came: dict[int, int], state: int) -> list[list[CrewDeed]]:
        plan: list[list[CrewDeed]] = []
        while (before := came[state]) != state:
            plan.append(self.deeds(before, state))
            state = before
        return plan[::-1]


def reaches(robot: CrewRobot, place: HousePlace) -> bool:
    """Whether a robot in its room reaches a place."""
    return robot.shelves or place.kind != "shelf"
