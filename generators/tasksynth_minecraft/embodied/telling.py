"""An embodied task and its run in words."""

import numpy as np

from tasksynth import illustrated
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.goals import goal_mask, mob_rows
from tasksynth_minecraft.embodied.models import Crossview, Event
from tasksynth_minecraft.embodied.policies import REACH
from tasksynth_minecraft.embodied.rollout import Rollout
from tasksynth_minecraft.physics import mobs as animals
from tasksynth_minecraft.physics import paths, tick
from tasksynth_minecraft.rendering import symbolic
from tasksynth_minecraft.rendering.view import Camera
from tasksynth_minecraft.worlds.stored import blocks_of
from tasksynth_schemas import Content

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
_FOUL: dict[Event, str] = {
    "approach": "breaking the target",
    "mine": "breaking another block of the target's kind",
    "interact": "using another such block",
    "hunt": "killing another animal",
    "place": "placing the block elsewhere",
}
_PROMPT = """\
You are in a voxel world with the rules of Minecraft 1.16, 20 ticks a second. The goal is shown \
in another view{of_what}, with a mask on the target.
{deed}
You have {horizon} ticks. Breaking more than 3 blocks other than leaves and plants fails, and so \
does {foul}.

{views}

Call `act` to hold keys for some ticks while the view turns; you see what comes of it, and act \
again. Words are played too where they are a JSON list of segments [keys, ticks] or [keys, ticks, \
pitch, yaw]: the keys held ({keys}, hotbar.1 to hotbar.9), for how many ticks, and by how many \
degrees the view turns in each tick (down and right are positive). For example \
[["forward sprint", 30], ["", 9, 0, 10], ["attack", 8]]."""
_LETTERS = """\
Your own view, {field} ({columns}x{rows} letters, the left upper one first):
{own}
Its distances in blocks (0-9, then a=10 to z=35 or more):
{own_far}
The goal view:
{goal}
Its distances:
{goal_far}
The goal's mask:
{mask}
Letters: {legend}; . is sky."""
_PICTURES = """\
Your own view, {field}: [image: view.png]
The goal view: [image: goal.png]
The goal's mask: [image: goal_mask.png]
All have {width}x{height} pixels."""


def prompt(x: Crossview) -> Content:
    """What the policy sees before its first action."""
    other = " of another world: any block of the target's kind will do" if x.goal.scene else ""
    text = _PROMPT.format(
        of_what=other or " of the same world",
        deed=_DEED[x.event].format(item=_article(x.item)),
        horizon=x.horizon,
        foul=_FOUL[x.event],
        views=_in_letters(x) if x.form == "symbolic" else _in_pictures(x),
        keys=", ".join(actions.KEYS),
    )
    return illustrated(text)


def _field(x: Crossview) -> str:
    return f"{x.start.camera.fov:g} degrees of field of view, pitch {x.start.pitch:g}"


def _in_pictures(x: Crossview) -> str:
    return _PICTURES.format(field=_field(x), width=x.width, height=x.height)


def _in_letters(x: Crossview) -> str:
    rows = mob_rows(x)
    own, own_far = _letters(blocks_of(x.scene), x.start.camera, rows)
    if x.goal.scene is None:
        goal, goal_far = _letters(blocks_of(x.scene), x.goal.camera, rows)
    else:
        goal, goal_far = symbolic.letters(blocks_of(x.goal.scene), x.goal.camera)
    return _LETTERS.format(
        field=_field(x),
        columns=symbolic.COLUMNS,
        rows=symbolic.ROWS,
        own=symbolic.text(own),
        own_far=symbolic.text(own_far),
        goal=symbolic.text(goal),
        goal_far=symbolic.text(goal_far),
        mask=symbolic.text(symbolic.coarse(goal_mask(x))),
        legend=symbolic.legend(own, goal),
    )


def _letters(blocks: np.ndarray, camera: Camera, mobs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    kinds = mobs[:, animals.KIND].astype(int).tolist()
    return symbolic.letters(blocks, camera, parts=animals.parts(mobs), kinds=kinds)


def view_of(episode: Rollout) -> str:
    """What the agent sees now: letters and distances, or the place of a picture."""
    if episode.task.form == "image":
        return "You see [image: view.png]"
    seen, far = _letters(episode.blocks, episode.camera, episode.mobs)
    return (
        f"You see:\n{symbolic.text(seen)}\nIts distances:\n{symbolic.text(far)}\n"
        f"Letters: {symbolic.legend(seen)}; . is sky."
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
