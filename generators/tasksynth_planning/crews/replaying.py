"""Do a plan by the rules of the prompt: the checker, which shares nothing with the search."""

from collections.abc import Sequence
from typing import NamedTuple

from tasksynth_planning.crews.models import CrewDeed, CrewPlan, CrewWorld
from tasksynth_planning.crews.telling import said


class CrewRun(NamedTuple):
    """How a plan went."""

    held: int
    """Goals that hold at the end, or before the step that could not be done."""
    why: str
    """Why it does not reach the goal; empty if it does."""


def replay_crew(world: CrewWorld, plan: CrewPlan) -> CrewRun:
    """Do the steps one after the other, as far as that goes."""
    state, why = CrewScene(world), ""
    for number, deeds in enumerate(plan, 1):
        if fault := state.fault_of_step(deeds):
            why = f"step {number}: {fault}"
            break
        for deed in deeds:
            state.do(deed)
    missed = [thing for thing, place in world.goal if state.lies[thing] != place]
    if missed and not why:
        why = f"the {world.things[missed[0]].name} is not where it belongs at the end"
    return CrewRun(len(world.goal) - len(missed), why)


class CrewScene:
    """Where everything is between two steps."""

    def __init__(self, world: CrewWorld) -> None:
        self.world = world
        self.rooms = [robot.room for robot in world.robots]
        self.lies: list[int | None] = [thing.place for thing in world.things]
        self.holds: dict[int, int] = {}
        self.shut_passages = {i for i, one in enumerate(world.passages) if one.closed}
        self.shut_places = {i for i, one in enumerate(world.places) if one.closed}

    def fault_of_step(self, deeds: Sequence[CrewDeed]) -> str:
        """Why deeds cannot be done at once, or one of them not at all; empty if they can."""
        used: dict[tuple[str, int | None], int] = {}
        for deed in deeds:
            if fault := self._fault(deed):
                return f"{said(self.world, deed)}: {fault}"
            claim = self._claim(deed)
            if claim and used.setdefault(claim, deed.robot) != deed.robot:
                return f"R{used[claim] + 1} and R{deed.robot + 1} use {claim[0]} at once"
        return ""

    def do(self, deed: CrewDeed) -> None:
        """Do what can be done."""
        here = self.rooms[deed.robot]
        if deed.verb == "go" and deed.room is not None:
            self.rooms[deed.robot] = deed.room
        elif deed.verb == "take" and deed.thing is not None:
            self.holds[deed.robot], self.lies[deed.thing] = deed.thing, None
        elif deed.verb == "put":
            at = self.world.place_in(here, deed.place or "floor")
            self.lies[self.holds.pop(deed.robot)] = at
        elif deed.place == "cabinet":
            self.shut_places -= {self.world.place_in(here, "cabinet")}
        else:
            self.shut_passages -= {self._passage(deed)}

    def _passage(self, deed: CrewDeed) -> int | None:
        """The passage between the rooms that a deed names; from where the robot is, if one only."""
        start = self.rooms[deed.robot] if deed.here is None else deed.here
        for i, one in enumerate(self.world.passages):
            if deed.room is not None and one.beyond(start) == deed.room:
                return i
        return None

    def _fault(self, deed: CrewDeed) -> str:
        here = self.rooms[deed.robot]
        both_sides = deed.verb == "open" and deed.room == here
        if deed.here not in (None, here) and not both_sides:
            return f"it is in the {self.world.rooms[here]}"
        held = self.holds.get(deed.robot)
        if deed.verb in ("go", "put") and deed.thing not in (None, held):
            return f"it does not hold the {self.world.things[deed.thing or 0].name}"
        if deed.verb == "go":
            return self._fault_of_going(deed)
        if deed.verb == "take":
            return self._fault_of_taking(deed)
        return self._fault_of_putting(deed) if deed.verb == "put" else self._fault_of_opening(deed)

    def _fault_of_going(self, deed: CrewDeed) -> str:
        passage = self._passage(deed)
        if passage is None:
            return f"no passage leads there from the {self.world.rooms[self.rooms[deed.robot]]}"
        kind = self.world.passages[passage].kind
        if kind not in self.world.robots[deed.robot].passes:
            return f"it does not pass {kind if kind == 'stairs' else f'{kind}s'}"
        return "the door is closed" if passage in self.shut_passages else ""

    def _fault_of_taking(self, deed: CrewDeed) -> str:
        thing, lifts = deed.thing or 0, self.world.robots[deed.robot].lifts
        name, weight = self.world.things[thing].name, self.world.things[thing].weight
        at = self.lies[thing]
        if deed.robot in self.holds:
            return "it holds something already"
        if at is None or self.world.places[at].room != self.rooms[deed.robot]:
            return f"the {name} does not lie in the {self.world.rooms[self.rooms[deed.robot]]}"
        if deed.place not in (None, kind := self.world.places[at].kind):
            return f"the {name} is {'in' if kind == 'cabinet' else 'on'} the {kind}"
        if weight > lifts:
            return f"the {name} weighs {weight} kg, and it lifts {lifts}"
        return self._fault_of_place(deed.robot, at)

    def _fault_of_putting(self, deed: CrewDeed) -> str:
        if deed.robot not in self.holds:
            return "it holds nothing"
        here = self.rooms[deed.robot]
        at = self.world.place_in(here, deed.place or "floor")
        if at is None:
            return f"there is no {deed.place} in the {self.world.rooms[here]}"
        return self._fault_of_place(deed.robot, at)

    def _fault_of_place(self, robot: int, at: int) -> str:
        if at in self.shut_places:
            return "the cabinet is closed"
        shelf = self.world.places[at].kind == "shelf"
        return "it does not reach shelves" if shelf and not self.world.robots[robot].shelves else ""

    def _fault_of_opening(self, deed: CrewDeed) -> str:
        here = self.rooms[deed.robot]
        if not self.world.robots[deed.robot].opens:
            return "it opens nothing"
        if deed.robot in self.holds:
            return "it holds something"
        if deed.place == "cabinet":
            shut = self.world.place_in(here, "cabinet") in self.shut_places
            return "" if shut else f"no closed cabinet is in the {self.world.rooms[here]}"
        shut = self._passage(deed) in self.shut_passages
        return "" if shut else f"no closed door leads there from the {self.world.rooms[here]}"

    def _claim(self, deed: CrewDeed) -> tuple[str, int | None] | None:
        """What no other robot may use in the same step."""
        if deed.verb == "take":
            return "the same thing", deed.thing
        if deed.verb == "open" and deed.place == "cabinet":
            return "the same cabinet", self.rooms[deed.robot]
        if deed.verb == "open":
            return "the same door", self._passage(deed)
        at = self._passage(deed) if deed.verb == "go" else None
        narrow = at is not None and self.world.passages[at].narrow
        return ("the same narrow passage", at) if narrow else None
