"""What the player's action does in a step, and what the step does to the player."""

import numpy as np

from tasksynth_minecraft.crafter.creatures import act, balance, distance, hurt
from tasksynth_minecraft.crafter.rules import (
    ACHIEVEMENTS,
    COLLECTING,
    COW,
    DO,
    DRINK,
    ENERGY,
    FOOD,
    FURNACE,
    HEALTH,
    ITEMS,
    LAVA,
    MAKING,
    MOST,
    NOBODY,
    NOTHING,
    ON,
    PLACE_STONE,
    PLACING,
    PLANT,
    SAPLING,
    SAPLING_ODDS,
    SKELETON,
    SLEEP,
    STONE,
    TABLE,
    WATER,
    ZOMBIE,
)
from tasksynth_minecraft.crafter.state import (
    ASLEEP,
    AT,
    BAG,
    CELLS,
    CLOCK,
    COUNT,
    CURSOR,
    DONE,
    FACE_X,
    FACE_Y,
    FATIGUE,
    HUNGER,
    KIND,
    KNOWN_LIFE,
    LIFE,
    RECOVERY,
    SPARE,
    THIRST,
    TICK,
    WORDS,
    GameState,
    X,
    Y,
    add,
    inside,
    move,
    tidy,
    uniform,
)
from tasksynth_minecraft.numeric.jit import kernel

SIGHT = 18
"""Creatures at least so many steps away from the player stand still."""
RIPE = 300
"""A plant can be eaten when it is older than so many steps."""
_WOOD_SWORD, _STONE_SWORD, _IRON_SWORD = (
    ITEMS.index(f"{of}_sword") for of in ("wood", "stone", "iron")
)
_EAT_COW, _EAT_PLANT, _WAKE_UP, _BEAT_ZOMBIE, _BEAT_SKELETON = (
    ACHIEVEMENTS.index(name)
    for name in ("eat_cow", "eat_plant", "wake_up", "defeat_zombie", "defeat_skeleton")
)
BECOMES = np.array([STONE, TABLE, FURNACE, NOTHING])
STANDS = np.array([NOBODY, NOBODY, NOBODY, PLANT])
"""What the cell is then, or who stands there, by action less `place_stone`."""
N_ACHIEVEMENTS = len(ACHIEVEMENTS)
STATIONS = np.array([TABLE, FURNACE])
RAW = np.array([ITEMS.index(name) for name in ("wood", "stone", "coal", "iron")])
_MAKE = PLACE_STONE + 4


@kernel
def facing(g: GameState) -> tuple[int, int]:
    """The cell before the player; it may lie outside the world."""
    return g.who[1, X] + g.who[1, FACE_X], g.who[1, Y] + g.who[1, FACE_Y]


@kernel
def _strike(g: GameState, i: int) -> None:
    """Use the hand, or the best sword, on who stands there."""
    kind, s = g.who[i, KIND], g.s
    if kind == PLANT:
        if g.who[i, CLOCK] > RIPE:
            g.who[i, CLOCK] = 0
            s[BAG + FOOD] += 4
            g.s[DONE + _EAT_PLANT] += 1
        return
    if kind != COW and kind != ZOMBIE and kind != SKELETON:
        return
    by = 2 if s[BAG + _WOOD_SWORD] else 1
    by = 3 if s[BAG + _STONE_SWORD] else by
    by = 5 if s[BAG + _IRON_SWORD] else by
    hurt(g, i, by)
    if g.who[i, LIFE] > 0:
        return
    if kind == COW:
        s[BAG + FOOD] += 6
        s[HUNGER] = 0
        g.s[DONE + _EAT_COW] += 1
    elif kind == ZOMBIE:
        g.s[DONE + _BEAT_ZOMBIE] += 1
    else:
        g.s[DONE + _BEAT_SKELETON] += 1


@kernel
def _collect(g: GameState, x: int, y: int) -> None:
    m = g.land[CELLS, x, y]
    if m == WATER:
        g.s[THIRST] = 0
    item, tool = COLLECTING[m, 0], COLLECTING[m, 1]
    if item < 0 or (tool >= 0 and g.s[BAG + tool] < 1):
        return
    g.land[CELLS, x, y] = COLLECTING[m, 2]
    if uniform(g) <= (SAPLING_ODDS if item == SAPLING else 1.0):  # it is drawn for all alike
        g.s[BAG + item] += 1
        g.s[DONE + COLLECTING[m, 3]] += 1


@kernel
def _place(g: GameState, action: int, x: int, y: int) -> None:
    k = action - PLACE_STONE
    item, count = PLACING[k, 0], PLACING[k, 1]
    if (
        not inside(g, x, y)
        or g.land[AT, x, y] != 0
        or not ON[k, g.land[CELLS, x, y]]
        or g.s[BAG + item] < count
    ):
        return
    g.s[BAG + item] -= count
    g.s[DONE + PLACING[k, 2]] += 1
    if STANDS[k]:
        add(g, STANDS[k], x, y)
    else:
        g.land[CELLS, x, y] = BECOMES[k]


@kernel
def near(g: GameState, material: int) -> bool:
    """Whether a material is among the nine cells around the player.

    At the left and the upper edge nothing is: there the package's window begins before the world,
    and is empty.
    """
    x, y = g.who[1, X], g.who[1, Y]
    if x < 1 or y < 1:
        return False
    for cx in range(x - 1, x + 2):
        for cy in range(y - 1, y + 2):
            if inside(g, cx, cy) and g.land[CELLS, cx, cy] == material:
                return True
    return False


@kernel
def _make(g: GameState, action: int) -> None:
    row, s = action - _MAKE, g.s
    for k in range(MAKING[row, 5]):
        if not near(g, STATIONS[k]):
            return
    for k in range(4):
        if s[BAG + RAW[k]] < MAKING[row, 1 + k]:
            return
    for k in range(4):
        s[BAG + RAW[k]] -= MAKING[row, 1 + k]
    s[BAG + MAKING[row, 0]] += 1
    g.s[DONE + MAKING[row, 6]] += 1


@kernel
def _choose(g: GameState, action: int) -> None:
    """Carry out an action, or go on sleeping."""
    s = g.s
    if s[ASLEEP]:
        if g.s[BAG + ENERGY] < MOST:
            action = SLEEP
        else:
            s[ASLEEP] = 0
            g.s[DONE + _WAKE_UP] += 1
    x, y = facing(g)
    if 1 <= action <= 4:
        dx = 2 * action - 3 if action < 3 else 0
        dy = 2 * action - 7 if action >= 3 else 0
        g.who[1, FACE_X], g.who[1, FACE_Y] = dx, dy
        me = g.land[AT, g.who[1, X], g.who[1, Y]]
        move(g, me, g.who[me, KIND], dx, dy)
        if g.land[CELLS, g.who[1, X], g.who[1, Y]] == LAVA:
            g.s[BAG + HEALTH] = 0
    elif action == DO and inside(g, x, y):
        if g.land[AT, x, y] != 0:
            _strike(g, g.land[AT, x, y])
        else:
            _collect(g, x, y)
    elif action == SLEEP:
        if g.s[BAG + ENERGY] < MOST:
            s[ASLEEP] = 1
    elif PLACE_STONE <= action < _MAKE:
        _place(g, action, x, y)
    elif action >= _MAKE:
        _make(g, action)


@kernel
def _live(g: GameState) -> None:
    """Hunger, thirst, fatigue and recovery; half as quick asleep, and recovery twice as quick."""
    s = g.s
    asleep = s[ASLEEP] != 0
    s[HUNGER] += 1 if asleep else 2
    if s[HUNGER] > 50:
        s[HUNGER] = 0
        s[BAG + FOOD] -= 1
    s[THIRST] += 1 if asleep else 2
    if s[THIRST] > 40:
        s[THIRST] = 0
        s[BAG + DRINK] -= 1
    s[FATIGUE] = min(s[FATIGUE] - 1, 0) if asleep else s[FATIGUE] + 1
    if s[FATIGUE] < -10:
        s[FATIGUE] = 0
        s[BAG + ENERGY] += 1
    if s[FATIGUE] > 30:
        s[FATIGUE] = 0
        s[BAG + ENERGY] -= 1
    if s[BAG + FOOD] > 0 and s[BAG + DRINK] > 0 and (s[BAG + ENERGY] > 0 or asleep):
        s[RECOVERY] += 4 if asleep else 2
    else:
        s[RECOVERY] -= 1 if asleep else 2
    if s[RECOVERY] > 50:
        s[RECOVERY] = 0
        s[BAG + HEALTH] += 1
    if s[RECOVERY] < -30:
        s[RECOVERY] = 0
        s[BAG + HEALTH] = max(0, s[BAG + HEALTH] - 1)


@kernel
def step(g: GameState, action: int) -> None:
    """One step of the game: the player first, then who is near, in the order of their coming."""
    s = g.s
    if 2 * s[COUNT] >= len(g.who):
        tidy(g)
    s[TICK] += 1
    last = s[COUNT]  # who comes now acts from the next step on
    _choose(g, action)
    _live(g)
    for k in range(len(ITEMS)):
        s[BAG + k] = max(0, min(MOST, s[BAG + k]))
    if s[BAG + HEALTH] < s[KNOWN_LIFE]:
        s[ASLEEP] = 0
    s[KNOWN_LIFE] = s[BAG + HEALTH]
    for i in range(2, last):
        if g.who[i, KIND] != NOBODY and distance(g, i) < SIGHT:
            act(g, i)
    if s[TICK] % 10 == 0:
        tidy(g)
        balance(g)


@kernel
def play(g: GameState, actions: np.ndarray, goals: int) -> int:
    """Do actions until they, life, or the words of chance are at an end, or all goals are reached.

    Returns how many were done. `goals` has a bit for each achievement; 0 wants none.
    """
    for k in range(len(actions)):
        if g.s[CURSOR] > WORDS - SPARE:
            return k
        step(g, actions[k])
        left = goals
        for a in range(N_ACHIEVEMENTS):
            if g.s[DONE + a] > 0:
                left &= ~(1 << a)
        if g.s[BAG + HEALTH] <= 0 or (goals != 0 and left == 0):
            return k + 1
    return len(actions)
