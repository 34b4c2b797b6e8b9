"""How bodies move: walking, sprinting, jumping, swimming and colliding, as Minecraft 1.16 does.

One tick is 1/20 s. The numbers are the game's (minecraft.fandom.com/wiki/Transportation, and
mcpk.wiki on movement formulas): ground friction 0.546, acceleration 0.1, gravity 0.08, drag
0.98, jump 0.42; they give 4.317 m/s walking, 5.612 m/s sprinting and jumps of 1.25 blocks.
"""

import math

import numpy as np

from tasksynth_minecraft.numeric.geometry import cosine, sine
from tasksynth_minecraft.numeric.jit import kernel
from tasksynth_minecraft.worlds.blocks import WATER

X, Y, Z, VX, VY, VZ, GROUND = 0, 1, 2, 3, 4, 5, 6
"""Where a body's row holds its feet, its speed in blocks a tick, and whether it stands."""
PLAYER_HALF = 0.3
PLAYER_HEIGHT = 1.8
_SLACK = 1e-7


@kernel
def slide(
    world: np.ndarray,
    solid: np.ndarray,
    boxes: np.ndarray,
    x: float,
    y: float,
    z: float,
    half: float,
    tall: float,
    axis: int,
    delta: float,
) -> float:
    """How far a body with its feet at (x, y, z) gets along an axis before it touches something.

    The sides and the bottom of the scene are walls; above it is air.
    """
    if delta == 0.0:
        return 0.0
    lo0, hi0 = x - half, x + half
    lo1, hi1 = y, y + tall
    lo2, hi2 = z - half, z + half
    a0, b0, a1, b1, a2, b2 = lo0, hi0, lo1, hi1, lo2, hi2
    if axis == 0:
        a0, b0 = min(a0, a0 + delta), max(b0, b0 + delta)
    elif axis == 1:
        a1, b1 = min(a1, a1 + delta), max(b1, b1 + delta)
    else:
        a2, b2 = min(a2, a2 + delta), max(b2, b2 + delta)
    sx, sy, sz = world.shape
    for cx in range(math.floor(a0), math.floor(b0) + 1):
        for cy in range(math.floor(a1), math.floor(b1) + 1):
            for cz in range(math.floor(a2), math.floor(b2) + 1):
                p0, p1, p2, p3, p4, p5 = 0.0, 0.0, 0.0, 1.0, 1.0, 1.0
                if 0 <= cx < sx and 0 <= cz < sz and cy >= 0:
                    if cy >= sy:
                        continue
                    b = int(world[cx, cy, cz])
                    if not solid[b]:
                        continue
                    p0, p1, p2 = boxes[b, 0], boxes[b, 1], boxes[b, 2]
                    p3, p4, p5 = boxes[b, 3], boxes[b, 4], boxes[b, 5]
                x0, x1 = cx + p0, cx + p3
                y0, y1 = cy + p1, cy + p4
                z0, z1 = cz + p2, cz + p5
                if axis != 0 and (hi0 <= x0 + _SLACK or lo0 >= x1 - _SLACK):
                    continue
                if axis != 1 and (hi1 <= y0 + _SLACK or lo1 >= y1 - _SLACK):
                    continue
                if axis != 2 and (hi2 <= z0 + _SLACK or lo2 >= z1 - _SLACK):
                    continue
                if axis == 0:
                    lo, hi, c0, c1 = lo0, hi0, x0, x1
                elif axis == 1:
                    lo, hi, c0, c1 = lo1, hi1, y0, y1
                else:
                    lo, hi, c0, c1 = lo2, hi2, z0, z1
                if delta > 0 and hi <= c0 + _SLACK:
                    delta = min(delta, max(0.0, c0 - hi))
                elif delta < 0 and lo >= c1 - _SLACK:
                    delta = max(delta, min(0.0, c1 - lo))
    return delta


@kernel
def wading(world: np.ndarray, x: float, y: float, z: float) -> bool:
    """Whether the feet, or the knees, are in water."""
    cx, cz = math.floor(x), math.floor(z)
    if not (0 <= cx < world.shape[0] and 0 <= cz < world.shape[2]):
        return False
    for height in (0.1, 0.5):
        cy = math.floor(y + height)
        if 0 <= cy < world.shape[1] and world[cx, cy, cz] == WATER:
            return True
    return False


@kernel
def move(
    world: np.ndarray,
    solid: np.ndarray,
    boxes: np.ndarray,
    body: np.ndarray,
    half: float,
    tall: float,
    ahead: float,
    aside: float,
    yaw: int,
    pace: float,
    jump: bool,
    boost: bool,
) -> bool:
    """Move a body by one tick; True if it ran into something sideways.

    `ahead` and `aside` (left positive) lie in [-1, 1]; `pace` scales the acceleration (1 walks,
    1.3 sprints); `boost` adds the sprint jump's push.
    """
    wet = wading(world, body[X], body[Y], body[Z])
    ground = body[GROUND] > 0
    sy, cy = sine(yaw), cosine(yaw)
    if jump:
        if wet:
            body[VY] += 0.04
        elif ground:
            body[VY] = 0.42
            if boost:
                body[VX] -= 0.2 * sy
                body[VZ] += 0.2 * cy
    norm = math.sqrt(ahead * ahead + aside * aside)
    if norm > 0.01:
        push = 0.02 * pace
        if wet:
            push = 0.02
        elif ground:
            push = 0.1 * pace
        scale = push * 0.98 / max(1.0, norm)
        body[VX] += (aside * cy - ahead * sy) * scale
        body[VZ] += (aside * sy + ahead * cy) * scale
    bumped = False
    dy = slide(world, solid, boxes, body[X], body[Y], body[Z], half, tall, 1, body[VY])
    body[GROUND] = 1.0 if body[VY] < 0 and dy > body[VY] else 0.0
    if dy != body[VY]:
        body[VY] = 0.0
    body[Y] += dy
    dx = slide(world, solid, boxes, body[X], body[Y], body[Z], half, tall, 0, body[VX])
    if dx != body[VX]:
        bumped = True
        body[VX] = 0.0
    body[X] += dx
    dz = slide(world, solid, boxes, body[X], body[Y], body[Z], half, tall, 2, body[VZ])
    if dz != body[VZ]:
        bumped = True
        body[VZ] = 0.0
    body[Z] += dz
    if wet:
        body[VX] *= 0.8
        body[VZ] *= 0.8
        body[VY] = body[VY] * 0.8 - 0.02
        if bumped and jump:
            body[VY] = 0.3  # a swimmer climbs out over the bank
    else:
        drag = 0.546 if ground else 0.91
        body[VX] *= drag
        body[VZ] *= drag
        body[VY] = (body[VY] - 0.08) * 0.98
    if abs(body[VX]) < 0.003:
        body[VX] = 0.0
    if abs(body[VZ]) < 0.003:
        body[VZ] = 0.0
    return bumped
