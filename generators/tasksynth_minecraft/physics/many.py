"""Many episodes at once, and what an agent can feel of one in numbers."""

import math
from collections.abc import Sequence

import numpy as np

from tasksynth_minecraft.numeric.geometry import cosine, sine
from tasksynth_minecraft.numeric.jit import kernel
from tasksynth_minecraft.physics.mobs import TALL
from tasksynth_minecraft.physics.motion import GROUND, VX, VZ, X, Y, Z
from tasksynth_minecraft.physics.tick import (
    AIM_CELL,
    AIM_MOB,
    AIM_T,
    DIG_DONE,
    G_BLOCK,
    G_CELL,
    G_HORIZON,
    G_MOB,
    HELD,
    PITCH,
    REACH,
    TICK,
    YAW,
    tick,
)

SENSES = 16
"""Numbers of `sense`."""


@kernel
def tick_all(
    worlds: Sequence[np.ndarray],
    tables: tuple[np.ndarray, ...],
    s: np.ndarray,
    bags: np.ndarray,
    goals: np.ndarray,
    mobs: np.ndarray,
    around: np.ndarray,
    arrows: np.ndarray,
    events: np.ndarray,
    acts: np.ndarray,
) -> None:
    """Advance episodes by one tick each: all arrays of `tick`, stacked, and a list of worlds."""
    for i in range(s.shape[0]):
        tick(
            worlds[i], tables, s[i], bags[i], goals[i], mobs[i], around[i], arrows[i], events[i],
            acts[i],
        )  # fmt: skip


@kernel
def sense(
    world: np.ndarray,
    solid: np.ndarray,
    s: np.ndarray,
    goal: np.ndarray,
    mobs: np.ndarray,
    out: np.ndarray,
) -> None:
    """Write what an agent feels that is told where its target is, (16,) float32 in about [-1, 1].

    0, 1: the target's direction on the ground, ahead and to the right. 2: how far it is, over 32
    blocks. 3, 4: up to it, as a sine, and the sine of the view's pitch. 5: whether the crosshair is
    on it; 6: how far what the crosshair is on is, over the reach. 7: on the ground. 8, 9: velocity
    ahead and to the right, over 0.3 blocks a tick. 10, 11: a solid block ahead at the feet, at the
    head. 12: a drop of more than three blocks ahead. 13: ticks of digging, over 20. 14: ticks of
    holding the target, over 5. 15: the share of the time that is gone.
    """
    sy, sz = world.shape[1], world.shape[2]
    cell = goal[G_CELL]
    tx, ty, tz = cell // (sy * sz) + 0.5, cell // sz % sy + 0.5, cell % sz + 0.5
    mob = goal[G_MOB]
    if mob >= 0:
        tx, ty, tz = mobs[mob, X], mobs[mob, Y] + mobs[mob, TALL] * 0.5, mobs[mob, Z]
    dx, dy, dz = tx - s[X], ty - s[Y] - 1.62, tz - s[Z]
    flat = math.sqrt(dx * dx + dz * dz) + 1e-6
    yaw = int(s[YAW])
    hx, hz = -sine(yaw), cosine(yaw)  # ahead; the right is (-hz, hx)
    out[0] = (dx * hx + dz * hz) / flat
    out[1] = (dz * hx - dx * hz) / flat
    out[2] = min(1.0, flat / 32.0)
    out[3] = dy / math.sqrt(flat * flat + dy * dy)
    out[4] = sine(int(s[PITCH]))
    aimed = int(s[AIM_CELL])
    on = aimed >= 0 and aimed == cell
    if aimed >= 0 and goal[G_BLOCK] > 0:
        on = world[aimed // (sy * sz), aimed // sz % sy, aimed % sz] == goal[G_BLOCK]
    if mob >= 0:
        on = int(s[AIM_MOB]) == mob
    out[5] = 1.0 if on else 0.0
    out[6] = min(1.0, s[AIM_T] / REACH) if aimed >= 0 or s[AIM_MOB] >= 0 else 1.0
    out[7] = s[GROUND]
    out[8] = (s[VX] * hx + s[VZ] * hz) / 0.3
    out[9] = (s[VZ] * hx - s[VX] * hz) / 0.3
    x, y, z = math.floor(s[X] + hx * 0.8), math.floor(s[Y] + 0.01), math.floor(s[Z] + hz * 0.8)
    inside = 0 <= x < world.shape[0] and 0 <= z < sz and 3 <= y < sy - 1
    out[10] = 1.0 if inside and solid[int(world[x, y, z])] else 0.0
    out[11] = 1.0 if inside and solid[int(world[x, y + 1, z])] else 0.0
    floor = False
    for down in range(4):
        floor = floor or not inside or solid[int(world[x, y - down, z])]
    out[12] = 0.0 if floor else 1.0
    out[13] = min(1.0, s[DIG_DONE] / 20.0)
    out[14] = s[HELD] / 5.0
    out[15] = s[TICK] / goal[G_HORIZON]


@kernel
def sense_all(
    worlds: Sequence[np.ndarray],
    solid: np.ndarray,
    s: np.ndarray,
    goals: np.ndarray,
    mobs: np.ndarray,
    out: np.ndarray,
) -> None:
    """`sense` for each episode, (n, 16)."""
    for i in range(s.shape[0]):
        sense(worlds[i], solid, s[i], goals[i], mobs[i], out[i])
