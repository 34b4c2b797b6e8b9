"""Plan from experience, some of it wrong: which recipes work is known from reports alone.

After MINDSTORES (arXiv 2501.19318), whose planner reads a store of (state, task, plan, outcome).
"""

from collections.abc import Sequence
from itertools import islice
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Params, Verdict
from tasksynth.errors import FamilyError
from tasksynth_minecraft.crafting.experience import (
    WORKED,
    Experience,
    Past,
    believed,
    makes,
    possible,
    shown,
)
from tasksynth_minecraft.crafting.plans import (
    ENDING,
    RUBRIC,
    RULES,
    draw_state,
    judged,
    listed,
    planned,
)
from tasksynth_minecraft.crafting.recipes import CraftState, Step, graph, run, write_plan
from tasksynth_minecraft.numeric.dice import Dice
from tasksynth_minecraft.numeric.ranges import check_order
from tasksynth_schemas import Model

_TRIES = 40
_LOOKED_AT = 3
_TASK = (
    "Make a plan that gets 1 {item}. The recipes are those of Minecraft 1.16.5, but some items' do "
    "not work in this world. Which ones, only these reports of what was tried in it tell: a recipe "
    "works unless a right report shows that it does not."
)
_WRONG = (
    "wrong about how it ended. A wrong report can be told from a right one: it tells of an end "
    "that cannot have come about, whichever recipes do not work."
)


class MemoryParams(Params):
    """How long the plan is, and how much, how near and how right the experience."""

    steps_min: Annotated[int, Knob(4, 14), Field(ge=1, le=60)] = 6
    """Steps of the reference plan, at least."""
    steps_max: Annotated[int, Knob(10, 40), Field(ge=1, le=80)] = 16
    """The same, at most."""
    broken: Annotated[int, Knob(1, 3), Field(ge=1, le=6)] = 1
    """Recipes of the usual plan that do not work in this world, at most."""
    records: Annotated[int, Knob(3, 14), Field(ge=2, le=30)] = 6
    """Reports of what was tried."""
    wrong: Annotated[float, Knob(0, 0.45), Field(ge=0, le=0.6)] = 0.2
    """Share of the reports that tell of an outcome which cannot have come about."""
    strange: Annotated[int, Knob(0, 90), Field(ge=0, le=100)] = 40
    """Per cent of the reports that are of other places, with other things."""
    slack: Annotated[float, Knob(2.0, 1.25), Field(ge=1, le=10)] = 1.5
    """The plan may have so many times the steps of the reference."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self, "steps")
        return self


class Remembered(Model):
    """A goal, the state to start from (its broken recipes are not told), and the reports."""

    state: CraftState
    item: str
    limit: Annotated[int, Field(ge=1, le=500)]
    """Steps that a plan may have."""
    past: tuple[Experience, ...]
    difficulty: dict[str, float] = {}


class Memory(Family[MemoryParams, Remembered]):
    """Find in reports, some of them wrong, which recipes work, and write a plan of those."""

    name = "minecraft.memory"
    effort = "steps"
    checked = 15
    rubric = RUBRIC

    def generate(self, p: MemoryParams, rng: np.random.Generator) -> Remembered | None:
        return draw(p, rng)

    def prompt(self, x: Remembered) -> str:
        wrong = sum(not possible(e) for e in x.past)
        parts = [
            _TASK.format(item=x.item),
            *(_told(i, e, x.state) for i, e in enumerate(x.past, 1)),
            f"{_counted(wrong)} {_WRONG}" if wrong else "All reports are right.",
            f"Now your inventory: {listed(x.state.inventory)}.",
            f"Blocks within reach: {listed(x.state.blocks)}.",
            RULES,
            f"Use at most {x.limit} steps. {ENDING}",
        ]
        return "\n\n".join(parts)

    def verify(self, x: Remembered, answer: str) -> Verdict:
        return judged(x.state, x.item, 1, x.limit, answer)

    def solve(self, x: Remembered) -> str:
        plan = deduced(x, shown(x.past))
        if plan is None:
            raise FamilyError(f"{self.name}: what the reports show does not lead to a plan")
        return f"<answer>\n{write_plan(plan)}\n</answer>"

    def measure(self, x: Remembered) -> dict[str, float]:
        return dict(x.difficulty)

    def baselines(self, x: Remembered) -> dict[str, str]:
        worked = [e for e in x.past if e.told == WORKED] or list(x.past)
        last = max(worked, key=lambda e: len(e.plan))
        return {
            "nearest": write_plan(nearest(x).plan),
            "longest": write_plan(last.plan),
            "all": write_plan([step for e in worked for step in e.plan]),
            "usual": write_plan(deduced(x, ()) or nearest(x).plan),
            "around the nearest": write_plan(_around(nearest(x), x) or nearest(x).plan),
        }

    def floor(self, p: MemoryParams) -> float:
        """Who plans around what failed in the nearest report is right the oftener the fewer
        reports there are.
        """
        return min(0.85, 2.6 / p.records)


def _around(e: Experience, x: Remembered) -> list[Step] | None:
    """The plan of one who takes just what failed in a report for broken."""
    return deduced(x, [e.plan[e.told - 1].name] if e.told else ())


def deduced(x: Remembered, dead: Sequence[str] | frozenset[str]) -> list[Step] | None:
    """The plan of one who takes some recipes for broken; None where there is none then."""
    return planned(x.state.model_copy(update={"dead": tuple(sorted(dead))}), x.item, 1)


def nearest(x: Remembered) -> Experience:
    """The report whose plan shares most steps with the usual plan for the task."""
    wanted = {(s.verb, s.name) for s in deduced(x, ()) or ()}

    def alike(e: Experience) -> float:
        there = {(s.verb, s.name) for s in e.plan}
        return len(wanted & there) / len(wanted | there)

    return max(x.past, key=alike)


def _counted(wrong: int) -> str:
    return "One of these reports is" if wrong == 1 else f"{wrong} of these reports are"


def _told(number: int, e: Experience, here: CraftState) -> str:
    place = "where you are" if e.state.blocks == here.blocks else listed(e.state.blocks)
    steps = "; ".join(f"{k}. {step}" for k, step in enumerate(e.plan, 1))
    end = "all steps worked" if e.told == WORKED else f"step {e.told} could not be done"
    return (
        f"Report {number}: with {listed(e.state.inventory)} in the inventory (blocks within "
        f"reach: {place}), to get 1 {e.item}: {steps}. Then {end}."
    )


def draw(p: MemoryParams, rng: np.random.Generator) -> Remembered | None:
    """Draw a goal whose usual plan fails, and reports that show why."""
    dice = Dice(rng)
    state, items = draw_state(dice), sorted(graph().craft)
    for _ in range(_TRIES):
        item = dice.choose(items)
        usual = planned(state, item, 1)
        if usual is None or not p.steps_min <= len(usual) <= p.steps_max:
            continue
        dead = _broken(p, state, item, usual, dice)
        plan = planned(state.model_copy(update={"dead": dead}), item, 1) if dead else None
        if plan is not None and p.steps_min <= len(plan) <= p.steps_max:
            break
    else:
        return None
    state = state.model_copy(update={"dead": dead})
    past = _past(p, state, plan, dice)
    if past is None or any(run(state, e.plan, {item: 1}).reached for e in past):
        return None
    x = Remembered(state=state, item=item, limit=int(len(plan) * p.slack) + 1, past=past)
    if shown(past) != frozenset(dead):
        return None
    believer = deduced(x, believed(past))
    fooled = believer is None or not run(state, believer[: x.limit], {item: 1}).reached
    wrong = sum(not possible(e) for e in past)
    if wrong and not fooled:
        return None
    difficulty = {
        "steps": float(len(plan)),
        "broken": float(len(dead)),
        "reports": float(len(past)),
        "wrong": float(wrong),
        "strange": float(sum(e.state.blocks != state.blocks for e in past)),
    }
    return x.model_copy(update={"difficulty": difficulty})


def _broken(
    p: MemoryParams, state: CraftState, item: str, usual: list[Step], dice: Dice
) -> tuple[str, ...]:
    """Recipes of the usual plan, and of those that replace it, that can be done without."""
    dead: list[str] = []
    plan = usual
    while len(dead) < p.broken:
        for name in dice.shuffled(sorted({s.name for s in plan if makes(s)} - {item}))[
            : None if dead else _LOOKED_AT
        ]:
            other = planned(state.model_copy(update={"dead": (*dead, name)}), item, 1)
            if other is not None:
                dead.append(name)
                plan = other
                break
        else:
            break
    return tuple(dead)


def _past(
    p: MemoryParams, state: CraftState, plan: Sequence[Step], dice: Dice
) -> tuple[Experience, ...] | None:
    """Reports: one for each broken recipe, the wrong ones, and others to fill up."""
    past = Past(state, strange=p.strange, dice=dice)
    out = [past.shows(name) for name in state.dead]
    used = dice.shuffled(sorted({s.name for s in plan if makes(s)}))
    wrong = round(p.wrong * p.records)
    without = (n for n in used if planned(_without(state, n), plan[-1].name, 1) is None)
    needed = list(islice(without, (wrong + 1) // 2))
    for k in range(wrong):
        if k % 2 == 0:
            out.append(past.alarm((needed or used)[k // 2 % len(needed or used)]))
        else:
            out.append(past.promise(state.dead[k // 2 % len(state.dead)]))
    while len(out) < p.records:
        out.append(past.ordinary())
    made = [e for e in out if e is not None]
    return tuple(dice.shuffled(made)) if len(made) == len(out) else None


def _without(state: CraftState, name: str) -> CraftState:
    return state.model_copy(update={"dead": (*state.dead, name)})
