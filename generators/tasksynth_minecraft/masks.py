"""Exact masks: which pixels of a view show a target, and how much of it."""

from typing import NamedTuple

import numpy as np

from tasksynth_minecraft import mobs as animals
from tasksynth_minecraft.blocks import BOXES
from tasksynth_minecraft.models import Crossview, blocks_of
from tasksynth_minecraft.view import NO_PARTS, Camera, check_camera, ids, window_of
from tasksynth_minecraft.world import Cell

_NOTHING = np.zeros((1, 1, 1), dtype=np.uint8)


class Sight(NamedTuple):
    """How a camera sees a target."""

    pixels: int
    """Pixels that show it."""
    occlusion: float
    """Share of its silhouette that something else hides, in [0, 1]."""
    cut: bool
    """Whether it touches the border of the image."""


def block_box(blocks: np.ndarray, cell: Cell) -> np.ndarray:
    """The box of a block in the world, (6,)."""
    return np.asarray(BOXES[blocks[cell]] + np.array([*cell, *cell]))


def block_mask(
    blocks: np.ndarray, camera: Camera, cell: Cell, *, width: int, height: int,
    parts: np.ndarray = NO_PARTS,
) -> np.ndarray:  # fmt: skip
    """Where a view shows a block, (height, width) bool."""
    flat = np.ravel_multi_index(cell, blocks.shape)
    out = np.zeros((height, width), dtype=bool)
    window = window_of(camera, block_box(blocks, cell), width=width, height=height)
    left, top, right, bottom = window or (0, 0, width, height)
    seen = ids(blocks, camera, width=width, height=height, parts=parts,
               window=(left, top, right, bottom))  # fmt: skip
    out[top:bottom, left:right] = seen.voxel == flat
    return out


def mob_mask(
    blocks: np.ndarray, camera: Camera, number: int, mobs: np.ndarray, *, width: int, height: int
) -> np.ndarray:
    """Where a view shows a mob, (height, width) bool."""
    out = np.zeros((height, width), dtype=bool)
    box = animals.bodies(mobs)[number, :6]
    window = window_of(camera, box, width=width, height=height) or (0, 0, width, height)
    left, top, right, bottom = window
    parts = animals.parts(mobs)
    seen = ids(blocks, camera, width=width, height=height, parts=parts, window=window)
    out[top:bottom, left:right] = seen.entity(parts) == number
    return out


def sight(
    blocks: np.ndarray, camera: Camera, cell: Cell, *, width: int, height: int,
    parts: np.ndarray = NO_PARTS,
) -> Sight:  # fmt: skip
    """How a camera sees a block; casts only the rays that can meet it."""
    box = block_box(blocks, cell)
    window = window_of(camera, box, width=width, height=height)
    if window is None:
        return Sight(0, 1.0, cut=True)
    flat = np.ravel_multi_index(cell, blocks.shape)
    seen = ids(blocks, camera, width=width, height=height, parts=parts, window=window)
    return _sight((seen.voxel == flat), box, camera, window, width, height)


def mob_sight(
    blocks: np.ndarray, camera: Camera, number: int, mobs: np.ndarray, *, width: int, height: int
) -> Sight:
    """How a camera sees a mob."""
    box = animals.bodies(mobs)[number, :6]
    window = window_of(camera, box, width=width, height=height)
    if window is None:
        return Sight(0, 1.0, cut=True)
    parts = animals.parts(mobs)
    seen = ids(blocks, camera, width=width, height=height, parts=parts, window=window)
    own = parts[parts[:, 6] == number]
    alone = ids(_NOTHING, camera, width=width, height=height, parts=own, window=window)
    return _judge(seen.entity(parts) == number, alone.part >= 0, window, width, height)


def _sight(
    mask: np.ndarray, box: np.ndarray, camera: Camera, window: tuple[int, int, int, int],
    width: int, height: int,
) -> Sight:  # fmt: skip
    alone = np.zeros((1, 10))
    alone[0, :6] = box
    whole = ids(_NOTHING, camera, width=width, height=height, parts=alone, window=window)
    return _judge(mask, whole.part >= 0, window, width, height)


def _judge(
    mask: np.ndarray, whole: np.ndarray, window: tuple[int, int, int, int], width: int, height: int
) -> Sight:
    left, top, right, bottom = window
    pixels = int(mask.sum())
    cut = (
        (left == 0 and whole[:, 0].any())
        or (top == 0 and whole[0].any())
        or (right == width and whole[:, -1].any())
        or (bottom == height and whole[-1].any())
    )
    return Sight(pixels, 1 - pixels / max(1, int(whole.sum())), bool(cut))


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
