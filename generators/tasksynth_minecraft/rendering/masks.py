"""Exact masks: which pixels of a view show a target, and how much of it."""

from typing import NamedTuple

import numpy as np

from tasksynth_minecraft.physics import mobs as animals
from tasksynth_minecraft.rendering.view import NO_PARTS, Camera, ids, window_of
from tasksynth_minecraft.worlds.blocks import BOXES
from tasksynth_minecraft.worlds.scenes import Cell

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


def iou(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union of two masks; 0 where both are empty."""
    union = int((a | b).sum())
    return int((a & b).sum()) / union if union else 0.0
