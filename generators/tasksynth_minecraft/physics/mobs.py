"""Animals: their bodies, how they wander and flee, and how they are drawn."""

import math
from typing import Literal, NamedTuple

import numpy as np

from tasksynth_minecraft.numeric.geometry import cosine, sine
from tasksynth_minecraft.numeric.jit import kernel
from tasksynth_minecraft.physics.motion import GROUND, VX, VY, VZ, X, Y, Z, move
from tasksynth_minecraft.worlds.blocks import SOLID, WATER, Colour

MobName = Literal["sheep", "cow", "pig", "chicken", "wolf", "llama", "rabbit"]


class Kind(NamedTuple):
    """One kind of animal; sizes in blocks and health in points are the game's."""

    name: MobName
    glyph: str
    half: float
    tall: float
    health: float
    coat: Colour
    face: Colour


KINDS: tuple[Kind, ...] = (
    Kind("sheep", "@", 0.45, 1.3, 8, (236, 236, 236), (190, 150, 130)),
    Kind("cow", "%", 0.45, 1.4, 10, (84, 60, 42), (220, 215, 210)),
    Kind("pig", "&", 0.45, 0.9, 10, (238, 160, 158), (220, 130, 130)),
    Kind("chicken", "?", 0.2, 0.7, 4, (250, 250, 250), (220, 60, 40)),
    Kind("wolf", "$", 0.3, 0.85, 8, (206, 200, 196), (150, 140, 130)),
    Kind("llama", "!", 0.45, 1.87, 15, (200, 180, 140), (170, 140, 100)),
    Kind("rabbit", "*", 0.2, 0.5, 3, (150, 120, 90), (110, 85, 60)),
)
NUMBER: dict[str, int] = {kind.name: i for i, kind in enumerate(KINDS)}

HALF, TALL, HEALTH, KIND, HEADING, TIMER, FEAR, SEED, HURT, WALKING, BUMPED = range(7, 18)
"""After a body's seven columns: what a mob's row holds. Health 0 is dead."""
COLUMNS = 18


def row(name: MobName, x: float, y: float, z: float, *, seed: int) -> np.ndarray:
    """A mob's state, (18,) float64, with its feet at (x, y, z)."""
    kind = KINDS[NUMBER[name]]
    out = np.zeros(COLUMNS)
    out[[X, Y, Z, GROUND]] = x, y, z, 1
    out[[HALF, TALL, HEALTH, KIND]] = kind.half, kind.tall, kind.health, NUMBER[name]
    out[SEED] = seed % 2**31
    out[HEADING] = seed * 9973 % 65536
    return out


@kernel
def live(
    world: np.ndarray, boxes: np.ndarray, solid: np.ndarray, mob: np.ndarray, wander: int
) -> None:
    """One tick of an animal: stroll, rest, flee, avoid water and cliffs.

    `wander` is the per cent of the time that it walks. The draws are a linear congruential
    generator's (modulus 2**31), one state a mob.
    """
    if mob[HEALTH] <= 0:
        return
    if mob[HURT] > 0:
        mob[HURT] -= 1
    if mob[FEAR] > 0:
        mob[FEAR] -= 1
    mob[TIMER] -= 1
    if mob[TIMER] <= 0:
        seed = (int(mob[SEED]) * 1103515245 + 12345) & 0x7FFFFFFF
        draw = seed >> 8
        mob[SEED] = seed
        mob[TIMER] = 20 + draw % 40
        mob[WALKING] = 1.0 if (draw >> 6) % 100 < wander else 0.0
        if mob[FEAR] <= 0:
            mob[HEADING] = (int(mob[HEADING]) + (draw >> 3) % 32768 - 16384) & 65535
    heading = int(mob[HEADING])
    walking = mob[WALKING] > 0 or mob[FEAR] > 0
    if walking and mob[GROUND] > 0:
        # look one block ahead: water, a cliff, or the end of the scene turns it round
        ax = math.floor(mob[X] - sine(heading) * (mob[HALF] + 0.6))
        az = math.floor(mob[Z] + cosine(heading) * (mob[HALF] + 0.6))
        feet = math.floor(mob[Y] + 0.01)
        bad = not (1 <= ax < world.shape[0] - 1 and 1 <= az < world.shape[2] - 1)
        if not bad:
            bad = True
            for down in range(4):
                y = feet - down
                if y >= 0 and world[ax, y, az] == WATER:
                    break
                if y >= 0 and solid[int(world[ax, y, az])]:
                    bad = False
                    break
        if bad:
            mob[HEADING] = (heading + 24576) & 65535
            walking = False
    pace = 0.0
    if walking:
        pace = 0.85 if mob[FEAR] > 0 else 0.4
    bumped = move(
        world, solid, boxes, mob, mob[HALF], mob[TALL], 1.0 if walking else 0.0, 0.0,
        int(mob[HEADING]), pace, walking and mob[BUMPED] > 0, False,
    )  # fmt: skip
    mob[BUMPED] = 1.0 if bumped else 0.0


def parts(mobs: np.ndarray) -> np.ndarray:
    """The boxes that living mobs are drawn with, (n, 10): box, owner, colour. See `cast`.

    Legs, trunk and head lie within the mob's own box, the head towards where it goes.
    """
    out = []
    for i, mob in enumerate(mobs):
        if mob[HEALTH] <= 0:
            continue
        kind = KINDS[int(mob[KIND])]
        x, y, z, half, tall = mob[X], mob[Y], mob[Z], kind.half, kind.tall
        hx, hz = -sine(int(mob[HEADING])), cosine(int(mob[HEADING]))
        along_x = abs(hx) > abs(hz)
        ahead = (math.copysign(1, hx), 0) if along_x else (0, math.copysign(1, hz))
        dark = tuple(int(c * 0.75) for c in kind.coat)
        wide, long = half * 0.6, half * 0.85
        bx, bz = (long, wide) if along_x else (wide, long)
        legs = tall * 0.38
        for side in (-1, 1):
            for end in (-1, 1):
                lx, lz = (end, side) if along_x else (side, end)
                cx, cz = x + lx * bx * 0.7, z + lz * bz * 0.7
                t = half * 0.16
                out.append((cx - t, y, cz - t, cx + t, y + legs, cz + t, i, *dark))
        out.append((x - bx, y + legs, z - bz, x + bx, y + tall * 0.82, z + bz, i, *kind.coat))
        head = half * 0.42
        cx, cz = x + ahead[0] * (half - head), z + ahead[1] * (half - head)
        out.append(
            (cx - head, y + tall - 2 * head, cz - head, cx + head, y + tall, cz + head, i,
             *kind.face)
        )  # fmt: skip
    return np.array(out, dtype=np.float64).reshape(-1, 10)


def bodies(mobs: np.ndarray) -> np.ndarray:
    """The mobs' collision boxes in the same form: what crosshair and arrows meet."""
    out = np.zeros((len(mobs), 10))
    bodies_into(mobs, out)
    return out


@kernel
def bodies_into(mobs: np.ndarray, out: np.ndarray) -> None:
    """Write the collision boxes of all mobs; the dead lie out of everybody's way."""
    for i in range(mobs.shape[0]):
        half, x, y, z = mobs[i, HALF], mobs[i, X], mobs[i, Y], mobs[i, Z]
        if mobs[i, HEALTH] <= 0:
            y = -1000.0
        out[i, 0], out[i, 1], out[i, 2] = x - half, y, z - half
        out[i, 3], out[i, 4], out[i, 5] = x + half, y + mobs[i, TALL], z + half
        out[i, 6] = i


@kernel
def strike(mob: np.ndarray, damage: float, from_x: float, from_z: float) -> bool:
    """Hurt a mob: knock it back, make it flee; False while it is still invulnerable."""
    if mob[HURT] > 0 or mob[HEALTH] <= 0:
        return False
    dx = mob[X] - from_x
    dz = mob[Z] - from_z
    length = max(0.01, math.sqrt(dx * dx + dz * dz))
    mob[HEALTH] = max(0.0, mob[HEALTH] - damage)
    mob[VX] += dx / length * 0.4
    mob[VZ] += dz / length * 0.4
    mob[VY] = 0.36
    mob[HURT] = 10
    mob[FEAR] = 60
    mob[WALKING] = 1.0
    return True


def stands_well(blocks: np.ndarray, x: int, y: int, z: int) -> bool:
    """Whether the widest mob has room here: solid ground and two free cells, 3x3 columns."""
    area = blocks[x - 1 : x + 2, y : y + 2, z - 1 : z + 2]
    return bool(
        area.shape == (3, 2, 3)
        and not SOLID[area].any()
        and not (area == WATER).any()
        and SOLID[blocks[x, y - 1, z]]
    )
