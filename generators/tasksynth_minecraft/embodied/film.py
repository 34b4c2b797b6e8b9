"""A run as a film: the agent's view beside the goal's, tick by tick, as an animated PNG."""

from collections.abc import Iterator

import numpy as np

from tasksynth_minecraft.embodied.goals import goal_mask, goal_view
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.rollout import Rollout
from tasksynth_minecraft.physics import mobs as animals
from tasksynth_minecraft.rendering import png
from tasksynth_minecraft.rendering.view import render

_MARK = np.array((255, 40, 200), dtype=np.uint8)


def film(task: Crossview, rows: np.ndarray, *, every: int = 2) -> bytes:
    """Play action rows (n, 12), and show every so manieth tick, at the game's own pace.

    Browsers play what is returned, an animated PNG; the last picture stays for a second.
    """
    return png.animate(frames(task, rows, every=every), seconds=every / 20)


def frames(task: Crossview, rows: np.ndarray, *, every: int = 1) -> Iterator[np.ndarray]:
    """The pictures of a film, (height, 2 * width, 3) uint8, from the start to the end."""
    rollout, goal = Rollout(task), goal_view(task)
    mask = goal_mask(task)
    goal[mask] = goal[mask] // 2 + _MARK // 2
    yield np.hstack([view_of(rollout), goal])
    for at, row in enumerate(rows, 1):
        rollout.step(row)
        last = rollout.over or at == len(rows)
        if last or at % every == 0:
            yield np.hstack([view_of(rollout), goal])
        if last:
            return


def view_of(rollout: Rollout) -> np.ndarray:
    """What the agent sees, (height, width, 3) uint8."""
    task = rollout.task
    parts = animals.parts(rollout.mobs)
    return render(
        rollout.blocks, rollout.camera, width=task.width, height=task.height, parts=parts
    ).rgb
