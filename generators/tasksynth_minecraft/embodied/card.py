"""An embodied task on a card."""

from tasksynth_minecraft.embodied.goals import goal_mask, mob_rows
from tasksynth_minecraft.embodied.models import Crossview, Event
from tasksynth_minecraft.embodied.policies import oracle
from tasksynth_minecraft.embodied.rollout import Rollout
from tasksynth_minecraft.physics import mobs as animals
from tasksynth_minecraft.rendering import cards
from tasksynth_minecraft.rendering.cards import SIDE, Panel, marked, size_of, words
from tasksynth_minecraft.rendering.chart import AT_GOAL, AT_START, Chart
from tasksynth_minecraft.rendering.view import NO_PARTS, render
from tasksynth_minecraft.worlds.stored import blocks_of

_DEEDS: dict[Event, str] = {
    "approach": "Approach the {name} that the mask marks",
    "mine": "Mine the {name} that the mask marks",
    "interact": "Use the {name} that the mask marks",
    "hunt": "Hunt the {name} that the mask marks, with {item}",
    "place": "Place {item} against the {name} that the mask marks",
}


def card(x: Crossview) -> bytes:
    """The agent's view, the goal's with its mask, and the reference's way on the map."""
    blocks, rows = blocks_of(x.scene), mob_rows(x)
    parts = animals.parts(rows)
    other = x.goal.scene is not None
    goal_blocks = blocks if x.goal.scene is None else blocks_of(x.goal.scene)
    width, height = size_of(x.width, x.height, SIDE)
    own = render(blocks, x.start.camera, width=width, height=height, parts=parts).rgb
    goal = render(goal_blocks, x.goal.camera, width=width, height=height,
                  parts=NO_PARTS if other else parts).rgb  # fmt: skip
    mask = goal_mask(x.model_copy(update={"width": width, "height": height}))
    plan = Chart(blocks, SIDE)
    acts = oracle(x)
    if acts is not None:
        plan.way(Rollout(x).play(acts), "the reference's way")
    if x.mobs:
        plan.dots([(m.x, m.z) for i, m in enumerate(x.mobs) if i != x.target.mob],
                  "other animals")  # fmt: skip
    else:
        plan.twins(x.target.cell, " count too" * other)
    plan.target(x.target.cell, "the target, at the start" if x.mobs else "the target")
    if not other:
        plan.camera(x.goal.camera, AT_GOAL, "the goal view's camera")
    plan.camera(x.start.camera, AT_START, "the agent at the start")
    deed = _DEEDS[x.event].format(name=words(x.target.name), item=_article(x.item))
    title = f"{deed}: {x.horizon} ticks ({x.horizon / 20:g} s), the reference needs "
    where = "the goal view, in another world" if other else "the goal view and its mask"
    panels = [Panel("the agent's own view", own), Panel(where, marked(goal, mask))]
    return cards.card(
        f"{title}{x.oracle_ticks}", [[panel] for panel in panels], plan, measures=x.difficulty
    )


def _article(item: str) -> str:
    """An item with its article; planks have none."""
    name = words(item)
    if name.endswith("s") and not name.endswith("ss"):
        return name
    return f"an {name}" if name[:1] in tuple("aeiou") else f"a {name}"
