"""Survive and unlock achievements in a world of Crafter's rules: an episode of hundreds of steps.

After Crafter (arXiv 2109.06780), whose 22 achievements are what an agent is measured by, and
RLAdapter (arXiv 2309.17176), which plans them as sub-goals.
"""

from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Action, Family, Knob, Needs, Params, Tool, Turn, Verdict
from tasksynth.episode import replay
from tasksynth.errors import FamilyError
from tasksynth_minecraft.crafter import maps
from tasksynth_minecraft.crafter import rules as R
from tasksynth_minecraft.crafter.models import Survival
from tasksynth_minecraft.crafter.policies import Agent, goal_bits, random_actions
from tasksynth_minecraft.crafter.telling import prompt
from tasksynth_minecraft.crafter.turns import (
    RUBRIC,
    Act,
    Venture,
    advance,
    judged,
    played,
    transcript,
)
from tasksynth_minecraft.numeric.dice import Dice, philox
from tasksynth_minecraft.numeric.ranges import check_order

_LONGEST = 900
"""Steps of the reference, at most."""
_WALKS = 4
"""Random walks that must fail."""


class CrafterParams(Params):
    """How deep the goals are, how large and how hostile the world is, how much time there is."""

    depth_min: Annotated[int, Knob(2, 8), Field(ge=1, le=10)] = 4
    """Achievements that the deepest goal takes, itself among them, at least; a ripe plant, which
    takes 300 steps of waiting, counts as 8."""
    depth_max: Annotated[int, Knob(4, 10.4), Field(ge=1, le=10)] = 7
    """The same, at most."""
    goals: Annotated[int, Knob(1, 3), Field(ge=1, le=6)] = 2
    """Achievements asked for together; none is on the way to another."""
    size: Annotated[int, Knob(32, 64), Field(ge=24, le=64)] = 48
    """Cells a side of the world; one sees 9 by 7 of them."""
    creatures: Annotated[int, Knob(2, 10), Field(ge=0, le=40)] = 6
    """Zombies, and as many skeletons, at the start."""
    slack: Annotated[float, Knob(4.0, 2.0), Field(ge=1, le=20)] = 3.0
    """There are so many times the steps of the reference, which knows the world."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self, "depth")
        return self


class Crafter(Family[CrafterParams, Survival]):
    """Unlock achievements of a survival game: gather, craft, fight, eat, drink and sleep."""

    name = "minecraft.crafter"
    effort = "steps"
    checked = 15
    rubric = RUBRIC
    turns = 10_000
    tools = (Act,)
    timeout_s = 60.0

    def generate(self, p: CrafterParams, rng: np.random.Generator) -> Survival | None:
        return draw(p, rng)

    def prompt(self, x: Survival) -> str:
        return prompt(x, maps.game(x.world))

    def needs(self, x: Survival) -> Needs:
        return Needs(turns=max(2, x.horizon), tools=(Act.spec(),))

    def begin(self, x: Survival) -> Venture:
        return Venture.begin(x)

    def step(self, x: Survival, s: Venture, action: Action | Tool) -> Turn:
        return advance(s, action)

    def judge(self, x: Survival, s: Venture) -> Verdict:
        return judged(s)

    def verify(self, x: Survival, answer: str) -> Verdict:
        return replay(_Unseen(), x, answer)

    def solve(self, x: Survival) -> str:
        steps = oracle(x, x.horizon)
        if steps is None:
            raise FamilyError(f"{self.name}: the reference of this task does not replay")
        return transcript(steps)

    def measure(self, x: Survival) -> dict[str, float]:
        return dict(x.difficulty)

    def measure_full(self, x: Survival) -> dict[str, float]:
        played = maps.game(x.world)
        Agent(played, x.goals, all_seeing=False).play(x.horizon)
        return self.measure(x) | {"explorer": float(played.has(goal_bits(x.goals)))}

    def hint(self, x: Survival, share: float) -> str:
        """The sub-goals in an order in which they can be reached."""
        words = " then ".join(subgoals(x.goals)).split(" ")
        return " ".join(words[: round(share * len(words))])

    def baselines(self, x: Survival) -> dict[str, str]:
        walk = random_actions(x.horizon, philox(x.world.seed, 9))
        return {
            "still": transcript([R.NOOP] * x.horizon),
            "ahead": transcript([R.DOWN, R.DO] * (x.horizon // 2)),
            "random": transcript(walk.tolist()),
        }

    def floor(self, p: CrafterParams) -> float:
        return 0.03


class _Unseen(Crafter):
    """Plays and shows nothing: a replay looks at no view."""

    name = "minecraft.blind_crafter"

    def step(self, x: Survival, s: Venture, action: Action | Tool) -> Turn:
        wrong = played(s, action)
        return Turn(wrong, over=s.over)


def subgoals(goals: tuple[str, ...]) -> list[str]:
    """All that some goals take, in an order in which it can be reached."""
    return sorted({n for goal in goals for n in R.before(goal)}, key=lambda n: (R.depth(n), n))


def oracle(x: Survival, steps: int) -> list[int] | None:
    """The actions of a player who knows the world; None where they do not reach the goals."""
    played = maps.game(x.world)
    done = Agent(played, x.goals, all_seeing=True).play(steps)
    return done if played.has(goal_bits(x.goals)) and not played.dead else None


def _effort(name: str) -> int:
    return 8 if name == "eat_plant" else R.depth(name)


def _goals(p: CrafterParams, dice: Dice) -> tuple[str, ...] | None:
    """One goal of the depth that is asked for, and others that neither lead to it nor follow."""
    deep = [n for n in R.ACHIEVEMENTS if p.depth_min <= _effort(n) <= p.depth_max]
    if not deep:
        return None
    goals = [dice.choose(deep)]
    for name in dice.shuffled([n for n in R.ACHIEVEMENTS if n != "eat_plant"]):  # it takes a day
        apart = all(name not in R.before(g) and g not in R.before(name) for g in goals)
        if len(goals) < p.goals and apart and _effort(name) <= p.depth_max:
            goals.append(name)
    return tuple(sorted(goals, key=lambda n: (R.depth(n), n))) if len(goals) == p.goals else None


def draw(p: CrafterParams, rng: np.random.Generator) -> Survival | None:
    """Draw a world and goals that the reference reaches in it, and random walks do not."""
    dice = Dice(rng)
    goals = _goals(p, dice)
    world = maps.WorldParams(
        seed=dice.seed(), size=p.size, zombies=p.creatures, skeletons=p.creatures,
        cows=p.size // 5,
    )  # fmt: skip
    if goals is None:
        return None
    x = Survival.model_validate({"world": world, "goals": goals, "horizon": _LONGEST})
    steps = oracle(x, _LONGEST)
    if steps is None:
        return None
    horizon = int(p.slack * len(steps)) + 10
    bits = goal_bits(goals)
    for k in range(_WALKS):
        walk = maps.game(world)
        walk.play(random_actions(horizon, philox(world.seed, 10 + k)), bits)
        if walk.has(bits):
            return None
    difficulty = {
        "steps": float(len(steps)),
        "depth": float(max(_effort(n) for n in goals)),
        "subgoals": float(len(subgoals(goals))),
    }
    return x.model_copy(update={"horizon": horizon, "difficulty": difficulty})
