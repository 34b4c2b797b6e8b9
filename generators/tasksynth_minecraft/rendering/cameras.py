"""Where cameras stand, and what two of them both see."""

import math

import numpy as np

from tasksynth_minecraft.numeric.dice import Dice
from tasksynth_minecraft.numeric.geometry import direction, to_degrees, units
from tasksynth_minecraft.rendering.view import Camera, ids


def camera_at(
    blocks: np.ndarray,
    point: tuple[float, float, float],
    dice: Dice,
    *,
    far: int = 13,
    spread: tuple[int, int] = (15, 8),
) -> Camera | None:
    """A camera 3 to `far` blocks from a point, turned to it up to `spread` degrees of yaw, pitch.

    None where it would be in a block. Half of them look level, half from above, as ROCKET-3's
    fixed offsets do.
    """
    yaw, distance = dice.below(65536), dice.between(30, 10 * far) / 10
    lift = units(dice.between(-5, 20) if dice.below(2) else dice.between(20, 50))
    dx, dy, dz = direction(yaw, lift)  # from the camera to the point
    eye = tuple(round(c - d * distance, 3) for c, d in zip(point, (dx, dy, dz), strict=True))
    cell = tuple(math.floor(c) for c in eye)
    if not all(1 <= c < n - 1 for c, n in zip(cell, blocks.shape, strict=True)) or blocks[cell]:
        return None
    turn = to_degrees(yaw) + dice.between(-spread[0], spread[0])
    return Camera(
        x=eye[0],
        y=eye[1],
        z=eye[2],
        yaw=round((turn + 180) % 360 - 180, 1),
        pitch=round(
            min(89.0, max(-89.0, to_degrees(lift) + dice.between(-spread[1], spread[1]))), 1
        ),
    )


def overlap(blocks: np.ndarray, start: Camera, goal: Camera) -> float:
    """Share of the blocks in the goal view that the panorama at the start shows too, in [0, 1]."""
    theirs = np.unique(ids(blocks, goal, width=24, height=24).voxel)
    turns = [
        ids(blocks, start.model_copy(update={"yaw": yaw, "pitch": 5.0, "fov": 90.0}),
            width=24, height=24).voxel
        for yaw in (0.0, 90.0, 180.0, -90.0)
    ]  # fmt: skip
    ours = np.unique(np.stack(turns))
    theirs = theirs[theirs >= 0]
    return float(np.isin(theirs, ours, assume_unique=True).mean()) if len(theirs) else 0.0
