"""Plan items through the tech tree, with experience that may be wrong.

After MINDSTORES (arXiv 2501.19318): a planner that reads records of (state, task, plan, outcome).
Here the plan is carried out in a recipe simulator, and so is every record.
"""

from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Params, Verdict
from tasksynth_minecraft.crafting.planner import plan
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


class TechtreeParams(Params):
    """How deep the goal is, and what makes the way to it uncommon."""

    steps_min: Annotated[int, Knob(3, 16), Field(ge=1, le=60)] = 6
    """Steps of the reference plan, at least."""
    steps_max: Annotated[int, Knob(6, 40), Field(ge=1, le=80)] = 14
    """The same, at most."""
    count: Annotated[int, Knob(1, 4), Field(ge=1, le=16)] = 1
    """Of the goal item, at most."""
    dead: Annotated[int, Knob(0, 6), Field(ge=0, le=30)] = 2
    """Recipes that do not work in this world."""
    records: Annotated[int, Knob(0, 4), Field(ge=0, le=8)] = 2
    """Experience records that the prompt shows."""
    wrong: Annotated[float, Knob(0, 0.5), Field(ge=0, le=1)] = 0.0
    """Share of the records whose outcome is told wrong."""
    slack: Annotated[float, Knob(2.0, 1.25), Field(ge=1, le=10)] = 1.5
    """The plan may have so many times the steps of the reference."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self, "steps")
        return self


class Record(Model):
    """What was tried once: (state, task, plan, outcome)."""

    state: CraftState
    item: str
    count: int
    plan: tuple[Step, ...]
    reached: bool
    """The outcome as it is told; `outcome` tells whether that is so."""


class TechtreeTask(Model):
    """A goal, the state to start from, and what was experienced before."""

    state: CraftState
    item: str
    count: Annotated[int, Field(ge=1, le=64)]
    limit: Annotated[int, Field(ge=1, le=500)]
    """Steps that a plan may have."""
    records: tuple[Record, ...] = ()
    difficulty: dict[str, float] = {}


def outcome(record: Record) -> bool:
    """Replay a record: whether its plan reaches its goal."""
    return run(record.state, record.plan, {record.item: record.count}).reached


class Techtree(Family[TechtreeParams, TechtreeTask]):
    """Write the plan that makes an item, in the recipe graph of Minecraft 1.16.5."""

    name = "minecraft.techtree"
    effort = "steps"
    rubric = RUBRIC

    def generate(self, p: TechtreeParams, rng: np.random.Generator) -> TechtreeTask | None:
        return draw(p, rng)

    def prompt(self, x: TechtreeTask) -> str:
        dead = ", ".join(x.state.dead)
        parts = [
            f"Make a plan that gets {x.count} {x.item} in Minecraft 1.16.5.",
            f"Inventory: {listed(x.state.inventory)}.",
            f"Blocks within reach: {listed(x.state.blocks)}.",
            f"The recipes of these items do not work in this world: {dead}." if dead else "",
            *(_told(i, record) for i, record in enumerate(x.records, 1)),
            "Some of these reports may be wrong." if x.records else "",
            RULES,
            f"Use at most {x.limit} steps. {ENDING}",
        ]
        return "\n\n".join(part for part in parts if part)

    def verify(self, x: TechtreeTask, answer: str) -> Verdict:
        return judged(x.state, x.item, x.count, x.limit, answer)

    def solve(self, x: TechtreeTask) -> str:
        return f"<answer>\n{write_plan(plan(x.state, x.item, x.count))}\n</answer>"

    def measure(self, x: TechtreeTask) -> dict[str, float]:
        return dict(x.difficulty)

    def baselines(self, x: TechtreeTask) -> dict[str, str]:
        mine = "\n".join(f"mine {block} {n}" for block, n in x.state.blocks.items())
        told = write_plan(x.records[0].plan) if x.records else "mine dirt 1"
        return {"craft it": f"craft {x.item} {x.count}", "mine all": mine, "as told": told}


def _told(number: int, record: Record) -> str:
    steps = "; ".join(map(str, record.plan))
    result = "it worked" if record.reached else "it failed"
    return (
        f"Report {number}: with {listed(record.state.inventory)} in the inventory, to get "
        f"{record.count} {record.item}, the plan was: {steps}. Then {result}."
    )


def draw(p: TechtreeParams, rng: np.random.Generator) -> TechtreeTask | None:
    """Draw a world and a goal whose reference plan is as long as asked."""
    dice = Dice(rng)
    state = draw_state(dice)
    items = sorted(graph().craft)
    for _ in range(_TRIES):
        item, count = dice.choose(items), dice.between(1, p.count)
        steps = planned(state, item, count)
        if steps is not None and p.steps_min <= len(steps) <= p.steps_max:
            break
    else:
        return None
    dead = _dead(p, state, item, count, steps, dice)
    state = state.model_copy(update={"dead": dead})
    again = planned(state, item, count)
    if again is None or not p.steps_min <= len(again) <= p.steps_max:
        return None
    records = tuple(_record(p, state, dice) for _ in range(p.records))
    difficulty = {
        "steps": float(len(again)),
        "blocks_mined": float(sum(s.times for s in again if s.verb == "mine")),
        "stations": float(sum(s.verb == "place" for s in again)),
        "smelts": float(sum(s.verb == "smelt" for s in again)),
        "dead_in_the_way": float(len(again) != len(steps)),
        "wrong_records": float(sum(outcome(r) != r.reached for r in records)),
    }
    return TechtreeTask(state=state, item=item, count=count, limit=int(len(again) * p.slack) + 1,
                        records=records, difficulty=difficulty)  # fmt: skip


def _dead(
    p: TechtreeParams, state: CraftState, item: str, count: int, steps: list[Step], dice: Dice
) -> tuple[str, ...]:
    """Recipes that do not work: first some that the reference uses and can do without."""
    dead: list[str] = []
    used = dice.shuffled([s.name for s in steps if s.verb in ("craft", "smelt") and s.name != item])
    for name in used[: p.dead]:
        trial = state.model_copy(update={"dead": (*dead, name)})
        if planned(trial, item, count) is not None:
            dead.append(name)
    # what no step of the plan makes can be dead without a change to the plan
    trial = state.model_copy(update={"dead": tuple(dead)})
    needed = {s.name for s in planned(trial, item, count) or ()}
    others = [name for name in dice.shuffled(sorted(graph().craft)) if name not in {*needed, *dead}]
    dead += others[: max(0, p.dead - len(dead))]
    return tuple(dead)


def _record(p: TechtreeParams, state: CraftState, dice: Dice) -> Record:
    """A plan for something else in this world: right, or cut short, or told wrong."""
    items = sorted(graph().craft)
    for _ in range(_TRIES):
        item = dice.choose(items)
        steps = planned(state, item, 1)
        if steps is not None and 2 <= len(steps) <= 14:
            break
    else:
        item, steps = "dirt", [Step(verb="mine", name="dirt")]
    if dice.below(2) and len(steps) > 1:
        del steps[dice.below(len(steps))]
    record = Record(state=state, item=item, count=1, plan=tuple(steps), reached=True)
    true = outcome(record)
    lie = dice.below(1000) < 1000 * p.wrong
    return record.model_copy(update={"reached": true != lie})
