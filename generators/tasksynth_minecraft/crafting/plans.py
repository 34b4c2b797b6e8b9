"""Plans as answers: worlds to plan in, the plan in a reply, and what it is worth."""

import re

from tasksynth import Rubric, Verdict
from tasksynth.answers import Unreadable, json_list, plain, read_final
from tasksynth_minecraft.crafting.planner import PlanningError, plan
from tasksynth_minecraft.crafting.recipes import CraftState, Step, graph, read_plan, run
from tasksynth_minecraft.numeric.dice import Dice

RUBRIC = Rubric(gate="reached", reached=0.8, milestones=0.2)
_WOODS = ("oak_log", "birch_log", "spruce_log", "jungle_log", "acacia_log", "dark_oak_log")
_COMMON = ("dirt", "stone", "sand", "gravel", "clay", "sugar_cane", "pumpkin", "poppy", "bamboo")
_ORES = ("coal_ore", "iron_ore", "gold_ore", "redstone_ore", "lapis_ore", "diamond_ore")
_FENCE = re.compile(r"^[ \t]*```[a-z]{0,10}[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"\A[^\n]{0,60}:[ \t]*\n")
RULES = """\
A plan has one step a line:
mine BLOCK N - needs the right tool in the inventory; yields what the block drops
craft ITEM N - carries out the item's recipe N times; recipes larger than 2x2 need a placed \
crafting_table
smelt ITEM N with FUEL - makes N of ITEM in a placed furnace; a coal or charcoal smelts 8, a log \
or plank 1.5
place crafting_table, place furnace - takes it out of the inventory, for good"""
ENDING = (
    "The first step that cannot be carried out ends the plan. Answer with the plan alone, inside "
    "<answer> tags."
)


def plan_in(reply: str) -> list[Step]:
    """The plan in a reply: one step a line, in a JSON list, or under a line such as `Plan:`.

    Raises:
        Unreadable: if there is none.
    """
    return read_final(reply, _plan, asked="tag")


def _plan(text: str) -> list[Step]:
    listed = json_list(text)
    if any("\n" in step for step in listed):
        raise Unreadable("want one step in each string of the list")
    said = "\n".join(listed) if listed else plain(_FENCE.sub("", text))
    try:
        steps = read_plan(_HEADING.sub("", said, count=1))
    except ValueError as e:
        raise Unreadable(str(e)) from e
    if not steps:
        raise Unreadable("the reply holds no step")
    return steps


def judged(state: CraftState, item: str, count: int, limit: int, answer: str) -> Verdict:
    """The verdict on a reply with a plan: it is carried out until a step fails."""
    try:
        steps = plan_in(answer)
    except Unreadable as e:
        return RUBRIC.unparsable(str(e))
    result = run(state, steps[:limit], {item: count})
    if result.reached:
        return RUBRIC(reached=1.0, milestones=1.0)
    why = result.why or f"the plan ends without {count} {item}"
    if len(steps) > limit and result.done == limit:
        why = f"the plan has {len(steps)} steps, want at most {limit}"
    wanted = _milestones(state, item, count)
    share = len(wanted & result.seen) / max(1, len(wanted))
    return RUBRIC(reached=0.0, milestones=min(share, 0.9), why=why)


def _milestones(state: CraftState, item: str, count: int) -> set[str]:
    """The items that the reference plan brings into the inventory for the first time."""
    steps = plan(state, item, count)
    seen = run(state, steps, {item: count}).seen
    return set(seen) - {item for item, n in state.inventory.items() if n > 0}


def listed(counts: dict[str, int]) -> str:
    """Things and how many of them, in words."""
    return ", ".join(f"{n} {name}" for name, n in counts.items()) or "nothing"


def planned(state: CraftState, item: str, count: int) -> list[Step] | None:
    """A plan that the recipe simulator carries out to its goal; None where none is found."""
    try:
        steps = plan(state, item, count)
    except PlanningError:
        return None
    return steps if run(state, steps, {item: count}).reached else None


def draw_state(dice: Dice) -> CraftState:
    """A place with wood, stone, some ores and other blocks, and a few things at hand."""
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
