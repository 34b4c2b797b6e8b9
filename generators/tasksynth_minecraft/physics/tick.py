"""One tick of an episode: look, move, dig, place, use, attack, shoot; mobs, arrows, the goal.

All state is in arrays, so that a whole action list, or many episodes, run inside one kernel.
"""

import math

import numpy as np

from tasksynth_minecraft.numeric.geometry import cosine, sine
from tasksynth_minecraft.numeric.jit import kernel
from tasksynth_minecraft.physics.cast import box_hit, trace
from tasksynth_minecraft.physics.mobs import FEAR, HEADING, HEALTH, bodies_into, live, strike
from tasksynth_minecraft.physics.motion import PLAYER_HALF, PLAYER_HEIGHT, VX, VY, VZ, X, Y, Z, move
from tasksynth_minecraft.worlds.blocks import WATER

# The player's state (float64): a body's seven columns, then these.
YAW, PITCH, TICK, DIG_CELL, DIG_DONE, DIG_WAIT, SLOT, SWING, CHARGE, USE_WAIT = range(7, 17)
ATTACKING, USING, HELD, SPOILS, OUTCOME, EVENTS, ROOF, ARROWS, AIM_CELL, AIM_MOB = range(17, 27)
AIM_T, AIM_FACE = 27, 28
STATE = 29
"""Length of the state vector."""
RUNNING, SUCCESS, FOUL, TIME_UP = 0, 1, 2, 3
"""OUTCOME."""

FORWARD, BACK, LEFT, RIGHT, JUMP, SNEAK, SPRINT, ATTACK, USE, HOTBAR, DPITCH, DYAW = range(12)
"""An action's columns (int64): keys are 0 or 1, HOTBAR 0 (no change) or 1-9, turns in units."""
ACTION = 12

HUNT, MINE, INTERACT, PLACE, APPROACH = 0, 2, 3, 4, 6
"""Goal events. ROCKET-2 counts placing with interacting, as 3; it needs a check of its own here."""
G_EVENT, G_CELL, G_MOB, G_BLOCK, G_HOLD, G_SPARE, G_HORIZON, G_WANDER = range(8)
"""A goal's columns (int64): G_BLOCK > 0 accepts every block of that kind, not only G_CELL."""

EMPTY, PICKAXE, SWORD, BOW, BLOCK_ITEM = 0, 1, 2, 3, 100
"""Item codes of a bag (9, 2) int64 of item and count; BLOCK_ITEM + id is a block."""
BROKE, PLACED, USED, HIT, KILLED, SHOT = 1, 2, 3, 4, 5, 6
"""Event codes; a row is tick, code, then x, y, z of the cell (or the mob, 0, 0), then the block."""

REACH = 4.5
MELEE_REACH = 3.0
APPROACH_REACH = 3.0


@kernel
def note(s: np.ndarray, events: np.ndarray, code: int, a: int, b: int, c: int, block: int) -> None:
    """Append to the event log; a full log keeps its first rows."""
    n = int(s[EVENTS])
    if n < events.shape[0]:
        events[n, 0] = int(s[TICK])
        events[n, 1] = code
        events[n, 2] = a
        events[n, 3] = b
        events[n, 4] = c
        events[n, 5] = block
        s[EVENTS] = n + 1


@kernel
def aim(
    world: np.ndarray,
    selectable: np.ndarray,
    partial: np.ndarray,
    boxes: np.ndarray,
    around: np.ndarray,
    s: np.ndarray,
) -> None:
    """Find what the crosshair is on, within reach."""
    yaw, pitch = int(s[YAW]), int(s[PITCH])
    flat = cosine(pitch)
    v, p, t, f, _, _, _ = trace(
        world, selectable, partial, boxes, around, int(s[ROOF]), REACH,
        s[X], s[Y] + 1.62, s[Z], -sine(yaw) * flat, -sine(pitch), cosine(yaw) * flat,
    )  # fmt: skip
    s[AIM_CELL] = v
    s[AIM_MOB] = p
    s[AIM_T] = t
    s[AIM_FACE] = f


@kernel
def tick(
    world: np.ndarray,
    tables: tuple[np.ndarray, ...],
    s: np.ndarray,
    bag: np.ndarray,
    goal: np.ndarray,
    mobs: np.ndarray,
    around: np.ndarray,
    arrows: np.ndarray,
    events: np.ndarray,
    act: np.ndarray,
) -> None:
    """Advance an episode by one tick, in place. A finished episode stays as it is.

    `tables` are solid, selectable, partial (bool by block), boxes (float64), replaceable, soft,
    usable (bool) and digging ticks by item (items, blocks) int64. `around` (mobs, 10) is scratch.
    """
    if s[OUTCOME] != RUNNING:
        return
    solid, selectable, partial, boxes, replaceable, soft, usable, digging = tables
    s[TICK] += 1
    s[YAW] = (int(s[YAW]) + act[DYAW]) & 65535
    s[PITCH] = min(16384, max(-16384, int(s[PITCH]) + act[DPITCH]))
    if act[HOTBAR] > 0 and s[SLOT] != act[HOTBAR] - 1:
        s[SLOT] = act[HOTBAR] - 1
        s[SWING] = 0
        s[DIG_DONE] = 0
        s[CHARGE] = 0
    slot = int(s[SLOT])
    item = int(bag[slot, 0]) if bag[slot, 1] > 0 else EMPTY

    ahead = float(act[FORWARD] - act[BACK])
    aside = float(act[LEFT] - act[RIGHT])
    sprint = act[SPRINT] > 0 and ahead > 0 and act[SNEAK] == 0
    if act[SNEAK] > 0:
        ahead *= 0.3
        aside *= 0.3
    if s[CHARGE] > 0:
        ahead *= 0.2
        aside *= 0.2
    move(
        world, solid, boxes, s, PLAYER_HALF, PLAYER_HEIGHT, ahead, aside, int(s[YAW]),
        1.3 if sprint else 1.0, act[JUMP] > 0, sprint,
    )  # fmt: skip

    for i in range(mobs.shape[0]):
        live(world, boxes, solid, mobs[i], int(goal[G_WANDER]))
    bodies_into(mobs, around)
    aim(world, selectable, partial, boxes, around, s)
    _attack(world, s, goal, mobs, events, soft, digging, item, act[ATTACK] > 0)
    _use(world, s, bag, goal, mobs, arrows, events, replaceable, usable, item, act[USE] > 0)
    if arrows.shape[0] > 0:
        bodies_into(mobs, around)
        _fly(world, solid, s, goal, mobs, around, arrows, events)

    if goal[G_EVENT] == APPROACH:
        there = s[AIM_CELL] >= 0 and s[AIM_T] <= APPROACH_REACH
        if there and _is_goal(world, goal, int(s[AIM_CELL])):
            s[HELD] += 1
            if s[HELD] >= goal[G_HOLD]:
                s[OUTCOME] = SUCCESS
        else:
            s[HELD] = 0
    if s[OUTCOME] == RUNNING and s[TICK] >= goal[G_HORIZON]:
        s[OUTCOME] = TIME_UP


@kernel
def _is_goal(world: np.ndarray, goal: np.ndarray, cell: int) -> bool:
    if goal[G_BLOCK] == 0:
        return bool(cell == goal[G_CELL])
    sy, sz = world.shape[1], world.shape[2]
    return bool(world[cell // (sy * sz), cell // sz % sy, cell % sz] == goal[G_BLOCK])


@kernel
def _attack(
    world: np.ndarray,
    s: np.ndarray,
    goal: np.ndarray,
    mobs: np.ndarray,
    events: np.ndarray,
    soft: np.ndarray,
    digging: np.ndarray,
    item: int,
    pressed: bool,
) -> None:
    s[SWING] += 1
    if s[DIG_WAIT] > 0:
        s[DIG_WAIT] -= 1
    fresh = pressed and s[ATTACKING] == 0
    s[ATTACKING] = 1 if pressed else 0
    if not pressed:
        s[DIG_DONE] = 0
        return
    mob = int(s[AIM_MOB])
    if mob >= 0:
        s[DIG_DONE] = 0
        if fresh and s[AIM_T] <= MELEE_REACH:
            damage, period = 1.0, 5.0
            if item == SWORD:
                damage, period = 6.0, 12.5
            elif item == PICKAXE:
                damage, period = 5.0, 16.7
            ready = min(1.0, s[SWING] / period)
            s[SWING] = 0
            if strike(mobs[mob], damage * (0.2 + 0.8 * ready * ready), s[X], s[Z]):
                mobs[mob, HEADING] = _away(mobs[mob], s)
                note(s, events, HIT, mob, 0, 0, 0)
                _maybe_dead(s, goal, mobs, events, mob)
        return
    cell = int(s[AIM_CELL])
    if fresh and cell < 0:
        s[SWING] = 0
    if cell < 0 or s[DIG_WAIT] > 0:
        s[DIG_DONE] = 0
        return
    if cell != s[DIG_CELL]:
        s[DIG_CELL] = cell
        s[DIG_DONE] = 0
    sy, sz = world.shape[1], world.shape[2]
    x, y, z = cell // (sy * sz), cell // sz % sy, cell % sz
    block = int(world[x, y, z])
    needed = digging[item if item <= BOW else EMPTY, block]
    if needed < 0:
        return
    s[DIG_DONE] += 1
    if s[DIG_DONE] < needed:
        return
    hit = _is_goal(world, goal, cell)
    world[x, y, z] = 0
    s[DIG_DONE] = 0
    s[DIG_WAIT] = 5 if needed > 1 else 0
    note(s, events, BROKE, x, y, z, block)
    if hit and goal[G_EVENT] == MINE:
        s[OUTCOME] = SUCCESS
    elif hit or (goal[G_EVENT] == MINE and block == _goal_block(world, goal)):
        s[OUTCOME] = FOUL
    elif not soft[block]:
        s[SPOILS] += 1
        if s[SPOILS] > goal[G_SPARE]:
            s[OUTCOME] = FOUL


@kernel
def _goal_block(world: np.ndarray, goal: np.ndarray) -> int:
    if goal[G_CELL] < 0:
        return int(goal[G_BLOCK])
    sy, sz = world.shape[1], world.shape[2]
    cell = goal[G_CELL]
    return int(world[cell // (sy * sz), cell // sz % sy, cell % sz])


@kernel
def _away(mob: np.ndarray, s: np.ndarray) -> float:
    """The heading, of eight, that leads a frightened mob away from the player."""
    dx, dz = mob[X] - s[X], mob[Z] - s[Z]
    best = 0
    most = -1e9
    for k in range(8):
        along = -sine(k * 8192) * dx + cosine(k * 8192) * dz
        if along > most:
            most = along
            best = k
    return float(best * 8192)


@kernel
def _maybe_dead(
    s: np.ndarray, goal: np.ndarray, mobs: np.ndarray, events: np.ndarray, mob: int
) -> None:
    if mobs[mob, HEALTH] > 0:
        return
    note(s, events, KILLED, mob, 0, 0, 0)
    if goal[G_EVENT] == HUNT:
        s[OUTCOME] = SUCCESS if mob == goal[G_MOB] else FOUL
    else:
        s[OUTCOME] = FOUL


@kernel
def _use(
    world: np.ndarray,
    s: np.ndarray,
    bag: np.ndarray,
    goal: np.ndarray,
    mobs: np.ndarray,
    arrows: np.ndarray,
    events: np.ndarray,
    replaceable: np.ndarray,
    usable: np.ndarray,
    item: int,
    pressed: bool,
) -> None:
    if s[USE_WAIT] > 0:
        s[USE_WAIT] -= 1
    was = s[USING] > 0
    s[USING] = 1 if pressed else 0
    if item == BOW:
        if pressed:
            s[CHARGE] += 1
        elif was:
            _shoot(s, arrows, events)
            s[CHARGE] = 0
        return
    s[CHARGE] = 0
    cell = int(s[AIM_CELL])
    if not pressed or cell < 0 or (was and s[USE_WAIT] > 0) or s[OUTCOME] != RUNNING:
        return
    s[USE_WAIT] = 4
    sy, sz = world.shape[1], world.shape[2]
    x, y, z = cell // (sy * sz), cell // sz % sy, cell % sz
    block = int(world[x, y, z])
    if usable[block]:
        note(s, events, USED, x, y, z, block)
        if goal[G_EVENT] == INTERACT:
            s[OUTCOME] = SUCCESS if _is_goal(world, goal, cell) else FOUL
        return
    if item < BLOCK_ITEM:
        return
    px, py, pz = x, y, z
    face = int(s[AIM_FACE])
    if not replaceable[block]:
        px += (-1, 1, 0, 0, 0, 0)[face]
        py += (0, 0, -1, 1, 0, 0)[face]
        pz += (0, 0, 0, 0, -1, 1)[face]
    if not (0 <= px < world.shape[0] and 0 <= py < sy and 0 <= pz < sz):
        return
    if not replaceable[int(world[px, py, pz])] or _in_the_way(s, mobs, px, py, pz):
        return
    world[px, py, pz] = item - BLOCK_ITEM
    s[ROOF] = max(s[ROOF], py)
    slot = int(s[SLOT])
    bag[slot, 1] -= 1
    note(s, events, PLACED, px, py, pz, item - BLOCK_ITEM)
    if goal[G_EVENT] == PLACE:
        s[OUTCOME] = SUCCESS if _is_goal(world, goal, cell) and px + py + pz != x + y + z else FOUL


@kernel
def _in_the_way(s: np.ndarray, mobs: np.ndarray, x: int, y: int, z: int) -> bool:
    if (
        s[X] + PLAYER_HALF > x
        and s[X] - PLAYER_HALF < x + 1
        and s[Y] + PLAYER_HEIGHT > y
        and s[Y] < y + 1
        and s[Z] + PLAYER_HALF > z
        and s[Z] - PLAYER_HALF < z + 1
    ):
        return True
    for i in range(mobs.shape[0]):
        if mobs[i, HEALTH] > 0 and (
            abs(mobs[i, X] - x - 0.5) < 0.9
            and abs(mobs[i, Z] - z - 0.5) < 0.9
            and -2.0 < mobs[i, Y] - y < 1.0
        ):
            return True
    return False


@kernel
def _shoot(s: np.ndarray, arrows: np.ndarray, events: np.ndarray) -> None:
    """Loose an arrow: speed 3 blocks a tick at full charge (20 ticks), as the game's bow."""
    seconds = s[CHARGE] / 20.0
    power = min(1.0, (seconds * seconds + seconds * 2.0) / 3.0)
    if power < 0.1 or s[ARROWS] <= 0:
        return
    for k in range(arrows.shape[0]):
        if arrows[k, 6] == 0:
            s[ARROWS] -= 1
            yaw, pitch = int(s[YAW]), int(s[PITCH])
            flat = cosine(pitch)
            arrows[k, X], arrows[k, Y], arrows[k, Z] = s[X], s[Y] + 1.52, s[Z]
            arrows[k, VX] = -sine(yaw) * flat * 3.0 * power
            arrows[k, VY] = -sine(pitch) * 3.0 * power
            arrows[k, VZ] = cosine(yaw) * flat * 3.0 * power
            arrows[k, 6] = 1
            note(s, events, SHOT, k, 0, 0, 0)
            return


@kernel
def _fly(
    world: np.ndarray,
    solid: np.ndarray,
    s: np.ndarray,
    goal: np.ndarray,
    mobs: np.ndarray,
    around: np.ndarray,
    arrows: np.ndarray,
    events: np.ndarray,
) -> None:
    """Arrows fall by 0.05 a tick and lose 1 % of their speed; damage is twice the speed, up."""
    for k in range(arrows.shape[0]):
        if arrows[k, 6] != 1:
            continue
        vx, vy, vz = arrows[k, VX], arrows[k, VY], arrows[k, VZ]
        speed = math.sqrt(vx * vx + vy * vy + vz * vz)
        struck = -1
        nearest = speed
        for i in range(mobs.shape[0]):
            t, _ = box_hit(
                arrows[k, X], arrows[k, Y], arrows[k, Z], vx / speed, vy / speed, vz / speed,
                around[i, 0] - 0.3, around[i, 1] - 0.3, around[i, 2] - 0.3,
                around[i, 3] + 0.3, around[i, 4] + 0.3, around[i, 5] + 0.3,
            )  # fmt: skip
            if 0 <= t <= nearest:
                nearest = t
                struck = i
        pieces = int(speed * 4) + 1
        stopped = False
        for j in range(1, pieces + 1):
            f = j / pieces
            if f * speed > nearest:
                break
            x = math.floor(arrows[k, X] + vx * f)
            y = math.floor(arrows[k, Y] + vy * f)
            z = math.floor(arrows[k, Z] + vz * f)
            if not (0 <= x < world.shape[0] and 0 <= z < world.shape[2] and y >= 0):
                stopped = True
                break
            if y < world.shape[1] and solid[int(world[x, y, z])]:
                stopped = True
                break
        if stopped:
            arrows[k, 6] = 2
            continue
        if struck >= 0:
            arrows[k, 6] = 2
            if strike(mobs[struck], math.ceil(speed * 2.0), arrows[k, X], arrows[k, Z]):
                mobs[struck, FEAR] = 40
                note(s, events, HIT, struck, 0, 0, 0)
                _maybe_dead(s, goal, mobs, events, struck)
            continue
        arrows[k, X] += vx
        arrows[k, Y] += vy
        arrows[k, Z] += vz
        wet = 0.99
        y = math.floor(arrows[k, Y])
        cx, cz = math.floor(arrows[k, X]), math.floor(arrows[k, Z])
        if (
            0 <= y < world.shape[1]
            and 0 <= cx < world.shape[0]
            and 0 <= cz < world.shape[2]
            and world[cx, y, cz] == WATER
        ):
            wet = 0.6
        arrows[k, VX] = vx * wet
        arrows[k, VY] = vy * wet - 0.05
        arrows[k, VZ] = vz * wet


@kernel
def play(
    world: np.ndarray,
    tables: tuple[np.ndarray, ...],
    s: np.ndarray,
    bag: np.ndarray,
    goal: np.ndarray,
    mobs: np.ndarray,
    around: np.ndarray,
    arrows: np.ndarray,
    events: np.ndarray,
    acts: np.ndarray,
    trail: np.ndarray,
) -> int:
    """Play a list of actions (n, 12) until it or the episode ends; the ticks played.

    `trail` (n, 3) receives the feet after each tick.
    """
    for i in range(acts.shape[0]):
        if s[OUTCOME] != RUNNING:
            return i
        tick(world, tables, s, bag, goal, mobs, around, arrows, events, acts[i])
        trail[i, 0] = s[X]
        trail[i, 1] = s[Y]
        trail[i, 2] = s[Z]
    return int(acts.shape[0])
