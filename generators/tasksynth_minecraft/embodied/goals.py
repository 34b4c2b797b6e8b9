"""What a task shows before it begins: its mobs, its goal's mask, its pictures."""

import numpy as np

from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.physics import mobs as animals
from tasksynth_minecraft.rendering import png
from tasksynth_minecraft.rendering.masks import block_mask, mob_mask
from tasksynth_minecraft.rendering.view import NO_PARTS, check_camera, render
from tasksynth_minecraft.worlds.stored import blocks_of


def goal_mask(task: Crossview) -> np.ndarray:
    """M_g: where the goal view shows the target, (height, width) bool.

    Raises:
        UsageError: if the goal's camera is in a wall, or outside its scene.
    """
    camera, width, height = task.goal.camera, task.width, task.height
    other = task.goal.scene is not None
    blocks = blocks_of(task.scene if task.goal.scene is None else task.goal.scene)
    check_camera(blocks, camera)
    mobs = mob_rows(task)
    if task.target.mob is not None:
        return mob_mask(blocks, camera, task.target.mob, mobs, width=width, height=height)
    parts = NO_PARTS if other else animals.parts(mobs)
    cell = task.goal.cell or task.target.cell
    return block_mask(blocks, camera, cell, parts=parts, width=width, height=height)


def mob_rows(task: Crossview) -> np.ndarray:
    """The mobs as they are at the start, (n, 18)."""
    rows = [animals.row(m.name, m.x, m.y, m.z, seed=m.seed) for m in task.mobs]
    return np.array(rows).reshape(-1, animals.COLUMNS)


def goal_view(task: Crossview) -> np.ndarray:
    """O_g: what the goal's camera sees, (height, width, 3) uint8."""
    own = task.goal.scene is None
    scene = task.scene if task.goal.scene is None else task.goal.scene
    parts = animals.parts(mob_rows(task)) if own else NO_PARTS
    return render(
        blocks_of(scene), task.goal.camera, parts=parts, width=task.width, height=task.height
    ).rgb


def images(x: Crossview) -> dict[str, bytes]:
    """O_1, O_g and M_g as PNG files."""
    parts = animals.parts(mob_rows(x))
    own = render(
        blocks_of(x.scene), x.start.camera, parts=parts, width=x.width, height=x.height
    ).rgb
    return {
        "view.png": png.encode(own),
        "goal.png": png.encode(goal_view(x)),
        "goal_mask.png": png.encode(goal_mask(x)),
    }
