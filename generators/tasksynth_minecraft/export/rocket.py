"""Tasks as ROCKET-3's goal bundle: the `cross_view` observation, poses and event id."""

from pathlib import Path
from typing import Any

import numpy as np
from pydantic_core import to_json

from tasksynth_minecraft.embodied.goals import goal_mask, images
from tasksynth_minecraft.embodied.models import ROCKET_EVENT, Crossview
from tasksynth_minecraft.rendering.view import render
from tasksynth_minecraft.worlds.stored import blocks_of

SIZE = 224
"""Pixels a side in ROCKET-2 and ROCKET-3."""


def cross_view(task: Crossview) -> dict[str, Any]:
    """`obs["cross_view"]`: image (224, 224, 3) uint8, mask (224, 224) uint8, and event id."""
    large = task.model_copy(update={"width": SIZE, "height": SIZE})
    scene = task.scene if task.goal.scene is None else task.goal.scene
    image = render(blocks_of(scene), task.goal.camera, width=SIZE, height=SIZE).rgb
    return {
        "cross_view_image": image,
        "cross_view_obj_id": ROCKET_EVENT[task.event],
        "cross_view_obj_mask": goal_mask(large).astype(np.uint8),
    }


def write(task: Crossview, folder: Path) -> None:
    """`cross_view.npz`, the pictures as PNG, and `task.json` with poses and event."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "cross_view.npz", **cross_view(task))
    for name, data in images(task).items():
        (folder / name).write_bytes(data)
    about = {
        "event": task.event,
        "cross_view_obj_id": ROCKET_EVENT[task.event],
        "target": task.target.name,
        "start": task.start.model_dump(),
        "goal_camera": task.goal.camera.model_dump(),
        "horizon": task.horizon,
        "difficulty": task.difficulty,
    }
    (folder / "task.json").write_bytes(to_json(about, indent=1))
