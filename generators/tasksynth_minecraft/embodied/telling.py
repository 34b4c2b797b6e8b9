"""An embodied task and its run in words."""

import numpy as np

from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.goals import goal_mask, mob_rows
from tasksynth_minecraft.embodied.models import Crossview, Event
from tasksynth_minecraft.embodied.policies import REACH
from tasksynth_minecraft.embodied.rollout import Rollout
from tasksynth_minecraft.physics import mobs as animals
from tasksynth_minecraft.physics import paths, tick
from tasksynth_minecraft.rendering import symbolic
from tasksynth_minecraft.worlds.stored import blocks_of

_DEED: dict[Event, str] = {
    "approach": (
        "Go to the block that the mask marks: stand so that your crosshair is on it, at most "
        "3 blocks away, for 5 ticks in a row."
    ),
    "mine": "Break the block that the mask marks. You hold a diamond pickaxe.",
    "interact": "Use (right-click) the block that the mask marks, and no other such block.",
    "hunt": "Kill the animal that the mask marks, and no other. You hold {item}.",
    "place": (
        "Place the {item} that you hold against the block that the mask marks: press use with "
        "the crosshair on it. You have one."
    ),
}


_PROMPT = """\
You are in a voxel world with the rules of Minecraft 1.16, 20 ticks a second. The goal is shown \
in another view{of_what}, with a mask on the target.
{deed}
You have {horizon} ticks. Breaking more than 3 blocks other than leaves and plants fails, and so \
does {foul}.

Your own view, {size} ({columns}x{rows} letters, {far}):
{own}
Its distances in blocks (0-9, then a=10 to z=35 or more):
{own_far}
The goal view:
{goal}
Its distances:
{goal_far}
The goal's mask:
{mask}
Letters: {legend}; . is sky.

Answer with a JSON list of segments [keys, ticks] or [keys, ticks, pitch, yaw]: the keys held \
({keys}, hotbar.1 to hotbar.9), for how many ticks, and by how many degrees the view turns in \
each tick (down and right are positive). For example \
[["forward sprint", 30], ["", 9, 0, 10], ["attack", 8]]."""


def prompt(x: Crossview) -> str:
    """What a text model sees; `media` has the same in pixels."""
    rows = mob_rows(x)
    parts, kinds = animals.parts(rows), rows[:, animals.KIND].astype(int).tolist()
    own, own_far = symbolic.letters(blocks_of(x.scene), x.start.camera, parts=parts, kinds=kinds)
    if x.goal.scene is None:
        seen = symbolic.letters(blocks_of(x.scene), x.goal.camera, parts=parts, kinds=kinds)
    else:
        seen = symbolic.letters(blocks_of(x.goal.scene), x.goal.camera)
    fouls = {"mine": "breaking another block of the target's kind", "interact":
             "using another such block", "hunt": "killing another animal", "place":
             "placing the block elsewhere", "approach": "breaking the target"}  # fmt: skip
    other = " of another world: any block of the target's kind will do" if x.goal.scene else ""
    return _PROMPT.format(
        of_what=other or " of the same world",
        deed=_DEED[x.event].format(item=_article(x.item)),
        horizon=x.horizon,
        foul=fouls[x.event],
        size=f"70 degrees of field of view, pitch {x.start.pitch:g}",
        columns=symbolic.COLUMNS,
        rows=symbolic.ROWS,
        far="the left upper one first",
        own=symbolic.text(own),
        own_far=symbolic.text(own_far),
        goal=symbolic.text(seen[0]),
        goal_far=symbolic.text(seen[1]),
        mask=symbolic.text(symbolic.coarse(goal_mask(x))),
        legend=symbolic.legend(own, seen[0]),
        keys=", ".join(actions.KEYS),
    )


def _article(item: str) -> str:
    return (
        item.replace("_", " ")
        if item not in ("iron_sword", "bow")
        else ("an iron sword" if item == "iron_sword" else "a bow with 32 arrows")
    )


def progress(episode: Rollout) -> float:
    """1 minus the share of the way that is left, in [0, 1]: a potential, so loops earn nothing."""
    task = episode.task
    if task.target.mob is not None:
        mob = episode.mobs[task.target.mob]
        sources = paths.around(episode.blocks, mob[0], mob[1], mob[2], radius=1)
    else:
        spots = paths.stances(episode.blocks, task.target.cell, reach=REACH[task.event])
        sources = paths.cells_of(spots)
    field = paths.Field(episode.blocks, sources)
    x, y, z = (int(np.floor(c + e)) for c, e in zip(episode.feet, (0, 0.01, 0), strict=True))
    left = field.steps((x, y, z))
    whole = task.difficulty.get("path_len", 0.0)
    return max(0.0, min(1.0, 1 - left / whole)) if left >= 0 and whole > 0 else 0.0


def why(episode: Rollout) -> str:
    """Why an episode did not succeed, in one line."""
    log = episode.log()
    if episode.outcome == tick.FOUL:
        last = log[-1]
        return f"tick {last.tick}: {last.event} {last.name} was not asked for"
    if episode.outcome == tick.TIME_UP:
        return f"the {episode.task.horizon} ticks were up"
    return f"the actions ended after {episode.ticks} ticks, the target as it was"
