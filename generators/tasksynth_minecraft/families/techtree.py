"""Plan items through the tech tree, with experience that may be wrong.

After MINDSTORES (arXiv 2501.19318): a planner that reads records of (state, task, plan, outcome).
Here the plan is carried out in a recipe simulator, and so is every record.
"""

import re
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Params, Rubric, Verdict
from tasksynth.answers import final_answer
from tasksynth_minecraft.crafting.planner import PlanningError, plan
from tasksynth_minecraft.crafting.recipes import CraftState, Step, graph, read_plan, run, write_plan
from tasksynth_minecraft.numeric.dice import Dice
from tasksynth_minecraft.numeric.ranges import check_order
from tasksynth_schemas import Model

_WOODS = ("oak_log", "birch_log", "spruce_log", "jungle_log", "acacia_log", "dark_oak_log")
_COMMON = ("dirt", "stone", "sand", "gravel", "clay", "sugar_cane", "pumpkin", "poppy", "bamboo")
_ORES = ("coal_ore", "iron_ore", "gold_ore", "redstone_ore", "lapis_ore", "diamond_ore")
_TRIES = 40
_FENCE = re.compile(r"```[a-z]{0,10}\n([^`]*)```")
_RULES = """\
A plan has one step a line:
mine BLOCK N - needs the right tool in the inventory; yields what the block drops
craft ITEM N - carries out the item's recipe N times; recipes larger than 2x2 need a placed \
crafting_table
smelt ITEM N with FUEL - makes N of ITEM in a placed furnace; a coal or charcoal smelts 8, a log \
or plank 1.5
place crafting_table, place furnace - takes it out of the inventory, for good"""
_ENDING = (
    "The first step that cannot be carried out ends the plan. Answer with the plan alone, inside "
    "<answer> tags."
)


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
    rubric = Rubric(gate="reached", reached=0.8, milestones=0.2)

    def generate(self, p: TechtreeParams, rng: np.random.Generator) -> TechtreeTask | None:
        return draw(p, rng)

    def prompt(self, x: TechtreeTask) -> str:
        dead = ", ".join(x.state.dead)
        parts = [
            f"Make a plan that gets {x.count} {x.item} in Minecraft 1.16.5.",
            f"Inventory: {_listed(x.state.inventory)}.",
            f"Blocks within reach: {_listed(x.state.blocks)}.",
            f"The recipes of these items do not work in this world: {dead}." if dead else "",
            *(_told(i, record) for i, record in enumerate(x.records, 1)),
            "Some of these reports may be wrong." if x.records else "",
            _RULES,
            f"Use at most {x.limit} steps. {_ENDING}",
        ]
        return "\n\n".join(part for part in parts if part)

    def verify(self, x: TechtreeTask, answer: str) -> Verdict:
        text = plan_text(answer)
        try:
            steps = read_plan(text)
        except ValueError as e:
            return self.rubric.unparsable(str(e))
        if not steps:
            return self.rubric.unparsable("the reply holds no step")
        result = run(x.state, steps[: x.limit], {x.item: x.count})
        if result.reached:
            return self.rubric(reached=1.0, milestones=1.0)
        why = result.why or f"the plan ends without {x.count} {x.item}"
        if len(steps) > x.limit and result.done == x.limit:
            why = f"the plan has {len(steps)} steps, want at most {x.limit}"
        share = len(_milestones(x) & result.seen) / max(1, len(_milestones(x)))
        return self.rubric(reached=0.0, milestones=min(share, 0.9), why=why)

    def solve(self, x: TechtreeTask) -> str:
        return f"<answer>\n{write_plan(plan(x.state, x.item, x.count))}\n</answer>"

    def measure(self, x: TechtreeTask) -> dict[str, float]:
        return dict(x.difficulty)

    def baselines(self, x: TechtreeTask) -> dict[str, str]:
        mine = "\n".join(f"mine {block} {n}" for block, n in x.state.blocks.items())
        told = write_plan(x.records[0].plan) if x.records else "mine dirt 1"
        return {"craft it": f"craft {x.item} {x.count}", "mine all": mine, "as told": told}


def plan_text(reply: str) -> str:
    """The plan in a reply: the final answer, or the last code fence in it."""
    text = final_answer(reply, end="\n\n", asked="tag") or ""
    fences = _FENCE.findall(text)
    return fences[-1] if fences else text


def _milestones(x: TechtreeTask) -> set[str]:
    """The items that the reference plan brings into the inventory for the first time."""
    steps = plan(x.state, x.item, x.count)
    seen = run(x.state, steps, {x.item: x.count}).seen
    return set(seen) - {item for item, n in x.state.inventory.items() if n > 0}


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{n} {name}" for name, n in counts.items()) or "nothing"


def _told(number: int, record: Record) -> str:
    steps = "; ".join(map(str, record.plan))
    result = "it worked" if record.reached else "it failed"
    return (
        f"Report {number}: with {_listed(record.state.inventory)} in the inventory, to get "
        f"{record.count} {record.item}, the plan was: {steps}. Then {result}."
    )


def draw(p: TechtreeParams, rng: np.random.Generator) -> TechtreeTask | None:
    """Draw a world and a goal whose reference plan is as long as asked."""
    dice = Dice(rng)
    state = _world(p, dice)
    items = sorted(graph().craft)
    for _ in range(_TRIES):
        item, count = dice.choose(items), dice.between(1, p.count)
        steps = _plan(state, item, count)
        if steps is not None and p.steps_min <= len(steps) <= p.steps_max:
            break
    else:
        return None
    dead = _dead(p, state, item, count, steps, dice)
    state = state.model_copy(update={"dead": dead})
    again = _plan(state, item, count)
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


def _plan(state: CraftState, item: str, count: int) -> list[Step] | None:
    try:
        steps = plan(state, item, count)
    except PlanningError:
        return None
    return steps if run(state, steps, {item: count}).reached else None


def _world(p: TechtreeParams, dice: Dice) -> CraftState:
    woods = dice.shuffled(_WOODS)[: dice.between(1, 2)]
    common = dice.shuffled(_COMMON)[:5]
    ores = _ORES[: dice.between(2, len(_ORES))]
    rest = dice.shuffled([b for b in graph().mine if b not in (*_WOODS, *_COMMON, *_ORES)])[:4]
    blocks = {block: dice.between(24, 64) for block in woods}
    blocks |= {block: dice.between(8, 64) for block in {"stone": 0, **dict.fromkeys(common, 0)}}
    blocks |= {block: dice.between(6, 24) for block in (*ores, *rest)}
    start = {"stick": 2, "wooden_pickaxe": 1, "coal": 3, "oak_planks": 5, "bread": 2, "dirt": 7}
    inventory = {item: n for item, n in start.items() if dice.below(5) == 0}
    return CraftState(inventory=inventory, blocks=blocks)


def _dead(
    p: TechtreeParams, state: CraftState, item: str, count: int, steps: list[Step], dice: Dice
) -> tuple[str, ...]:
    """Recipes that do not work: first some that the reference uses and can do without."""
    dead: list[str] = []
    used = dice.shuffled([s.name for s in steps if s.verb in ("craft", "smelt") and s.name != item])
    for name in used[: p.dead]:
        trial = state.model_copy(update={"dead": (*dead, name)})
        if _plan(trial, item, count) is not None:
            dead.append(name)
    # what no step of the plan makes can be dead without a change to the plan
    trial = state.model_copy(update={"dead": tuple(dead)})
    needed = {s.name for s in _plan(trial, item, count) or ()}
    others = [name for name in dice.shuffled(sorted(graph().craft)) if name not in {*needed, *dead}]
    dead += others[: max(0, p.dead - len(dead))]
    return tuple(dead)


def _record(p: TechtreeParams, state: CraftState, dice: Dice) -> Record:
    """A plan for something else in this world: right, or cut short, or told wrong."""
    items = sorted(graph().craft)
    for _ in range(_TRIES):
        item = dice.choose(items)
        steps = _plan(state, item, 1)
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
