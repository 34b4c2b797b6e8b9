"""The fewest robots and steps of `planning.multirobot`, out of the words of a prompt alone.

A team is too small if exhaustive search finds no way to one of the goals, all others forgotten.
The fewest steps come from a SAT solver that is asked for one step, two steps, and so on.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import combinations
from typing import Any

from pysat.solvers import Solver

Place = tuple[str, str]
Fact = tuple[Hashable, ...]


def fewest(prompt: str) -> tuple[int, int]:
    """Robots that are needed, and steps that so many need."""
    house = House(prompt)
    for size in range(1, len(house.robots) + 1):
        teams = [team for team in combinations(house.robots, size) if house.can(team)]
        if teams:
            steps = 1
            while not any(house.solved(team, steps) for team in teams):
                steps += 1
            return size, steps
    raise ValueError("nobody can do it")


class House:
    """What a prompt says of rooms, robots, things and the goal."""

    def __init__(self, prompt: str) -> None:
        joined = r"^- (\w+) and (\w+): (?:a )?(narrow )?(door|stairs|window)(, closed)?$"
        self.ways: dict[frozenset[str], tuple[str, bool]] = {}
        self.shut: set[Hashable] = set()
        for a, b, narrow, kind, closed in re.findall(joined, prompt, re.MULTILINE):
            self.ways[frozenset((a, b))] = (kind, bool(narrow))
            self.shut |= {frozenset((a, b))} if closed else set()
        rooms = sorted({room for pair in self.ways for room in pair})
        self.places: set[Place] = {(room, "floor") for room in rooms}
        furniture = re.findall(r"^Every room has a floor.*$", prompt, re.MULTILINE)[0]
        for kind, where in re.findall(
            r"(an? (?:\w+ )?(?:shelf|cabinet)) is ((?:in the \w+(?:, | and )?)+)", furniture
        ):
            for room in re.findall(r"in the (\w+)", where):
                self.places.add((room, kind.split()[-1]))
                self.shut |= {(room, "cabinet")} if "closed" in kind else set()
        self.robots: dict[str, dict[str, Any]] = {}
        robot = r"^- (R\d), an? \w+ in the (\w+): (.*?), lifts (\d+) kg at most, (.*), (.*)$"
        for name, room, moves, lifts, high, opens in re.findall(robot, prompt, re.MULTILINE):
            kinds = {kind for kind in ("door", "stairs", "window") if kind in moves}
            self.robots[name] = {"room": room, "passes": kinds, "lifts": int(lifts),
                                 "high": high == "reaches shelves",
                                 "opens": opens == "opens things"}  # fmt: skip
        thing = r"^- (\w+), (\d+) kg, (?:on|in) the (\w+) of the (\w+)$"
        found = re.findall(thing, prompt, re.MULTILINE)
        self.weights = {name: int(weight) for name, weight, _, _ in found}
        self.lies: dict[str, Place] = {name: (room, kind) for name, _, kind, room in found}
        goal = re.findall(r"^The goal: (.*)$", prompt, re.MULTILINE)[0]
        belongs = re.findall(r"the (\w+) is (?:on|in) the (\w+) of the (\w+)", goal)
        self.goal: dict[str, Place] = {name: (room, kind) for name, kind, room in belongs}

    def acts(self, robot: str, things: Iterable[str]) -> Iterator[tuple[Fact, ...]]:
        """What one can do: a name, what it needs, adds and deletes, each some facts."""
        able = self.robots[robot]
        for pair, (kind, _) in self.ways.items():
            for a, b in (tuple(pair), tuple(pair)[::-1]):
                if kind in able["passes"]:
                    yield (("go", robot, pair), (("at", robot, a), ("open", pair)),
                           (("at", robot, b),), (("at", robot, a),))  # fmt: skip
        for place in self.places:
            if place[1] == "shelf" and not able["high"]:
                continue
            here = (("at", robot, place[0]), ("open", place))
            for one in things:
                lying, held = ("in", one, place), ("in", one, robot)
                if self.weights[one] <= able["lifts"]:
                    yield (("take", robot, one), (*here, lying, ("free", robot)),
                           (held,), (lying, ("free", robot)))  # fmt: skip
                    yield ("put", robot, one), (*here, held), (lying, ("free", robot)), (held,)
        if able["opens"]:
            for shut in self.shut:
                rooms = shut if isinstance(shut, frozenset) else shut[:1]  # type: ignore[index]
                for room in rooms:
                    needs = (("at", robot, room), ("free", robot), ("closed", shut))
                    yield ("open", robot, shut), needs, (("open", shut),), (("closed", shut),)

    def begin(self, team: Iterable[str], things: Iterable[str]) -> frozenset[Fact]:
        """What is so at the beginning."""
        doors = {*self.ways, *self.places}
        return frozenset(
            {("at", robot, self.robots[robot]["room"]) for robot in team}
            | {("free", robot) for robot in team}
            | {("in", one, self.lies[one]) for one in things}
            | {("closed" if door in self.shut else "open", door) for door in doors}
        )

    def can(self, team: tuple[str, ...]) -> bool:
        """Whether each goal alone can be reached: all that can be is gone through."""
        return all(self._can(team, thing) for thing in self.goal)

    def _can(self, team: tuple[str, ...], thing: str) -> bool:
        acts = [act for robot in team for act in self.acts(robot, [thing])]
        states = [self.begin(team, [thing])]
        seen = set(states)
        while states:
            state = states.pop()
            if ("in", thing, self.goal[thing]) in state:
                return True
            for _, needs, adds, deletes in acts:
                if state.issuperset(needs):
                    after = state.difference(deletes).union(adds)
                    if after not in seen:
                        seen.add(after)
                        states.append(after)
        return False

    def solved(self, team: tuple[str, ...], steps: int) -> bool:
        """Whether a team can be done after so many steps, by a SAT solver."""
        ids: dict[Hashable, int] = defaultdict(lambda: len(ids) + 1)
        every = [act for robot in team for act in self.acts(robot, self.goal)]
        begin = self.begin(team, self.goal)
        facts = begin.union(*(one for act in every for one in act[1:]))
        clauses = [[ids[fact, 0] * (1 if fact in begin else -1)] for fact in facts]
        clauses += [[ids["in", thing, at, "end"]] for thing, at in self.goal.items()]
        for step in range(steps):
            changed: dict[Fact, list[int]] = defaultdict(list)
            used: dict[Hashable, list[int]] = defaultdict(list)
            for act in every:
                name, needs, adds, deletes = act
                one = ids[act, step]
                clauses += [[-one, ids[fact, step]] for fact in needs]
                clauses += [[-one, ids[fact, step + 1]] for fact in adds]
                clauses += [[-one, -ids[fact, step + 1]] for fact in deletes]
                for fact in adds:
                    changed[fact, True].append(one)
                for fact in deletes:
                    changed[fact, False].append(one)
                used[name[1]].append(one)
                if name[0] in ("take", "open") or (name[0] == "go" and self.ways[name[2]][1]):  # type: ignore[index]
                    used[name[0], name[2]].append(one)
            for fact in facts:
                now, then = ids[fact, step], ids[fact, step + 1]
                clauses += [[now, -then, *changed[fact, True]], [-now, then, *changed[fact, False]]]
            clauses += [[-a, -b] for some in used.values() for a, b in combinations(some, 2)]
        for thing, at in self.goal.items():
            clauses.append([-ids["in", thing, at, "end"], ids[("in", thing, at), steps]])
        with Solver("cadical153", bootstrap_with=clauses) as solver:
            return bool(solver.solve())
