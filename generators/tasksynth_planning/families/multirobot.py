"""`planning.multirobot`: switch on the fewest robots, and be done in the fewest steps."""

from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_planning.crews.drawing import HouseSize, draw_house
from tasksynth_planning.crews.models import CrewDeed, CrewPlan, CrewWorld
from tasksynth_planning.crews.reading import read_crew
from tasksynth_planning.crews.replaying import replay_crew
from tasksynth_planning.crews.searching import CrewFound, CrewSearch, TooManyStates
from tasksynth_planning.crews.strategies import cheap_plans, in_turn
from tasksynth_planning.crews.teams import smallest_teams
from tasksynth_planning.crews.telling import told, written

_TRIES = 60
"""Houses that are drawn before a draw is given up."""


class CrewParams(Params):
    """How large a house is, and how many have to work together."""

    rooms: Annotated[int, Field(ge=2, le=8), Knob(3, 5)] = 4
    """Rooms."""
    robots: Annotated[int, Field(ge=1, le=6), Knob(3, 4)] = 4
    """Robots, of different kinds."""
    team: Annotated[int, Field(ge=1, le=3), Knob(2, 3)] = 2
    """Robots that are needed, exactly."""
    goals: Annotated[int, Field(ge=1, le=4), Knob(2, 3.8)] = 3
    """Things that belong somewhere else."""
    others: Annotated[int, Field(ge=0, le=4), Knob(1, 2)] = 1
    """Things that may stay where they are."""
    most: Annotated[int, Field(ge=100, le=100_000)] = 4000
    """States that may be looked at while the fewest steps are proved."""


class CrewInstance(Model):
    """A house, with a best plan."""

    world: CrewWorld
    team: tuple[int, ...]
    plan: tuple[tuple[CrewDeed, ...], ...]
    naive: int
    """Steps of the plan that goes for one goal after the other."""
    expanded: int
    """States that the search looks at."""


class MultiRobot(Family[CrewParams, CrewInstance]):
    """Plan for robots of several kinds: the fewest robots, then the fewest steps."""

    name = "planning.multirobot"
    effort = "expanded"
    rubric: ClassVar[Rubric] = Rubric(gate="best", best=0.6, close=0.2, goals=0.2)
    max_answer_chars = 40_000
    checked = 8

    def generate(self, p: CrewParams, rng: np.random.Generator) -> CrewInstance | None:
        """A house of chance in which so many robots are needed; what is cheap must fail."""
        dice = Dice(rng)
        size = HouseSize(p.rooms, p.robots, p.team, p.goals, p.others)
        for _ in range(_TRIES):
            world = draw_house(dice, size)
            if world is None or (best := _best(world, p.team, p.most)) is None:
                continue
            team, found = best
            naive = len(in_turn(CrewSearch(world, team), world.goal))
            x = CrewInstance(
                world=world,
                team=team,
                plan=tuple(map(tuple, found.plan)),
                naive=naive,
                expanded=found.expanded,
            )
            if naive > len(found.plan) and not any(
                self._judged(x, None, plan).status == "pass"
                for _, plan in cheap_plans(world, team, len(found.plan))
            ):
                return x
        return None

    def prompt(self, x: CrewInstance) -> str:
        return told(x.world)

    def verify(self, x: CrewInstance, answer: str) -> Verdict:
        try:
            read = read_crew(answer, x.world)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        return self._judged(x, read.robots, read.steps)

    def solve(self, x: CrewInstance) -> str:
        return written(x.world, x.team, x.plan)

    def measure(self, x: CrewInstance) -> dict[str, float]:
        """`expanded`: what A* expands, for all teams of that size."""
        return {
            "steps": len(x.plan),
            "expanded": x.expanded,
            "team": len(x.team),
            "robots": len(x.world.robots),
            "rooms": len(x.world.rooms),
            "naive_gap": x.naive / len(x.plan) - 1,
        }

    def canonical(self, x: CrewInstance) -> Any:
        return x.world.model_dump(mode="json")

    def baselines(self, x: CrewInstance) -> dict[str, str]:
        """One goal after the other, side by side, downhill; by one robot, by all, by anybody."""
        return {
            name: written(x.world, sorted({deed.robot for deeds in plan for deed in deeds}), plan)
            for name, plan in cheap_plans(x.world, x.team, len(x.plan))
        }

    def floor(self, p: CrewParams) -> float:
        """What other quick plans get, side by side: those by name are tried on every draw. The best
        has each goal reached by one robot alone, in all orders and by all teams.
        """
        if p.team > 2:
            return 0.12
        return 0.45 if p.goals < 3 else 0.28

    def _judged(self, x: CrewInstance, on: frozenset[int] | None, plan: CrewPlan) -> Verdict:
        active = {deed.robot for deeds in plan for deed in deeds}
        on = frozenset(active) if on is None else on
        if idle := active - on:
            return self._failed(f"R{min(idle) + 1} acts and is not switched on")
        if len(on) > len(x.team):
            return self._failed(f"{len(on)} robots are switched on, {len(x.team)} are enough")
        run, least = replay_crew(x.world, plan), len(x.plan)
        goals = run.held / len(x.world.goal)
        if run.why:
            return self.rubric(best=0.0, close=0.0, goals=goals, why=run.why)
        close = max(0.0, (x.naive - len(plan)) / (x.naive - least))
        why = "" if len(plan) == least else f"{len(plan)} steps, {least} are enough"
        return self.rubric(best=float(not why), close=close, goals=goals, why=why)

    def _failed(self, why: str) -> Verdict:
        return self.rubric(best=0.0, close=0.0, goals=0.0, why=why)


def _best(world: CrewWorld, size: int, most: int) -> tuple[tuple[int, ...], CrewFound] | None:
    """The team of this size that is done first, and its plan; None if fewer robots would do."""
    teams = smallest_teams(world)
    if not teams or len(teams[0]) != size:
        return None
    best: tuple[tuple[int, ...], CrewFound] | None = None
    expanded = 0
    for team in teams:
        search = CrewSearch(world, team)
        limit = len(best[1].plan) - 1 if best else 10**6
        try:
            found = search.plan(search.begin(), world.goal, most, limit)
        except TooManyStates:
            return None
        if found:
            expanded += found.expanded
            best = team, found
    return best and (best[0], best[1]._replace(expanded=expanded))
