"""What creatures do in a step, and how their numbers keep their balance."""

import math

import numpy as np

from tasksynth_minecraft.crafter.rules import (
    ARROW,
    COW,
    FURNACE,
    GRASS,
    HEALTH,
    LAVA,
    PATH,
    PLANT,
    SAND,
    SKELETON,
    TABLE,
    WATER,
    ZOMBIE,
)
from tasksynth_minecraft.crafter.state import (
    ASLEEP,
    AT,
    BAG,
    CELLS,
    CHUNK,
    CHUNKS,
    CLOCK,
    COUNT,
    FACE_X,
    FACE_Y,
    FIRST_CHUNK,
    KIND,
    LIFE,
    STAMP,
    TICK,
    GameState,
    X,
    Y,
    add,
    below,
    free,
    inside,
    move,
    remove,
    uniform,
    word,
)
from tasksynth_minecraft.numeric.jit import kernel

DAY = 300
"""Steps of a day and its night."""
LIGHT = tuple(1 - abs(math.cos(math.pi * (i / DAY + 0.3))) ** 3 for i in range(DAY))
"""Daylight by step of the day, in [0, 1]: only whole numbers are made of it, see below."""
ZOMBIES = np.array([int(3.5 - 3 * light) for light in LIGHT])
COWS = np.array([int(1.5 + light) for light in LIGHT])
"""How many there may be in a chunk, by step of the day."""
COMING = np.array([ZOMBIE, SKELETON, COW])
"""Who comes and goes by itself, in the order in which it is seen to."""
GROUND = np.array([0, 0, GRASS, GRASS, PATH, 0, 0])
ROOM = np.array([0, 0, 30, 50, 6, 0, 0])
"""By kind: what one comes to, and how many cells of it a chunk must have."""
COME, LEAVE = np.array([0, 0, 0.01, 0.3, 0.1, 0, 0]), np.array([0, 0, 0.1, 0.4, 0.1, 0, 0])
COME_FROM, LEAVE_FROM = np.array([0, 0, 5, 6, 7, 0, 0]), np.array([0, 0, 5, 0, 7, 0, 0])
"""By kind: how likely one comes or leaves where it may, and how far from the player at least."""
SHOOTS = np.array([0, 0, 0, 0, ARROW, 0, 0])
HARM = np.array([0, 0, 0, 2, 0, 2, 0])
"""By kind: what it shoots, and what it takes from whom it hits. Numbers stand in tables where a
kernel hands them on: a literal in a call is a type of its own, and is compiled for by itself."""


@kernel
def hurt(g: GameState, i: int, by: int) -> None:
    """Take life from a creature, or health from the player; neither falls below 0."""
    if i == 1:
        g.s[BAG + HEALTH] = max(0, g.s[BAG + HEALTH] - by)
    else:
        g.who[i, LIFE] = max(0, g.who[i, LIFE] - by)


@kernel
def distance(g: GameState, i: int) -> int:
    """Steps from the player, there being no obstacles."""
    return int(abs(g.who[i, X] - g.who[1, X]) + abs(g.who[i, Y] - g.who[1, Y]))


@kernel
def _wander(g: GameState, i: int, kind: int) -> None:
    way = word(g) & 3
    dx = 2 * way - 1 if way < 2 else 0
    dy = 2 * way - 5 if way >= 2 else 0
    move(g, i, kind, dx, dy)


@kernel
def _sign(v: int) -> int:
    return 1 if v > 0 else (-1 if v < 0 else 0)


@kernel
def _towards(g: GameState, i: int, long_axis: bool) -> tuple[int, int]:
    """A step towards the player along the longer or the shorter axis; none where that is 0."""
    dx, dy = g.who[1, X] - g.who[i, X], g.who[1, Y] - g.who[i, Y]
    along_x = abs(dx) > abs(dy) if long_axis else abs(dx) <= abs(dy)
    return (_sign(dx), 0) if along_x else (0, _sign(dy))


@kernel
def _cow(g: GameState, i: int, kind: int) -> None:
    if g.who[i, LIFE] <= 0:
        remove(g, i)
    if uniform(g) < 0.5:
        _wander(g, i, kind)


@kernel
def _zombie(g: GameState, i: int, kind: int) -> None:
    if g.who[i, LIFE] <= 0:
        remove(g, i)  # and yet it acts once more
    if distance(g, i) <= 8 and uniform(g) < 0.9:
        dx, dy = _towards(g, i, uniform(g) < 0.8)
        move(g, i, kind, dx, dy)
    else:
        _wander(g, i, kind)
    if distance(g, i) <= 1:
        if g.who[i, CLOCK] > 0:
            g.who[i, CLOCK] -= 1
        else:
            by = 7 if g.s[ASLEEP] else HARM[kind]
            g.s[BAG + HEALTH] = max(0, g.s[BAG + HEALTH] - by)
            g.who[i, CLOCK] = 5


@kernel
def _skeleton(g: GameState, i: int, kind: int) -> None:
    if g.who[i, LIFE] <= 0:
        remove(g, i)
    g.who[i, CLOCK] = max(0, g.who[i, CLOCK] - 1)
    far = distance(g, i)
    if far <= 3:
        dx, dy = _towards(g, i, uniform(g) < 0.6)
        if move(g, i, kind, -dx, -dy):
            return
    if far <= 5 and uniform(g) < 0.5:
        dx, dy = _towards(g, i, far <= 5)
        x, y = g.who[i, X] + dx, g.who[i, Y] + dy
        if g.who[i, CLOCK] == 0 and (dx != 0 or dy != 0) and free(g, SHOOTS[kind], x, y):
            arrow = add(g, SHOOTS[kind], x, y)
            g.who[arrow, FACE_X], g.who[arrow, FACE_Y] = dx, dy
            g.who[i, CLOCK] = 4
    elif far <= 8 and uniform(g) < 0.3:
        dx, dy = _towards(g, i, uniform(g) < 0.6)
        move(g, i, kind, dx, dy)
    elif uniform(g) < 0.2:
        _wander(g, i, kind)


@kernel
def _arrow(g: GameState, i: int, kind: int) -> None:
    dx, dy = g.who[i, FACE_X], g.who[i, FACE_Y]
    x, y = g.who[i, X] + dx, g.who[i, Y] + dy
    if not inside(g, x, y):
        remove(g, i)
        return
    met, m = g.land[AT, x, y], g.land[CELLS, x, y]
    if met != 0:
        hurt(g, met, HARM[kind])
        remove(g, i)
    elif m in (GRASS, SAND, PATH, WATER, LAVA):
        move(g, i, kind, dx, dy)
    else:
        remove(g, i)
        if m in (TABLE, FURNACE):
            g.land[CELLS, x, y] = PATH


@kernel
def _plant(g: GameState, i: int) -> None:
    g.who[i, CLOCK] += 1
    x, y = g.who[i, X], g.who[i, Y]
    for k in range(4):
        nx = x + (2 * k - 1 if k < 2 else 0)
        ny = y + (0 if k < 2 else 2 * k - 5)
        if inside(g, nx, ny):
            kind = g.who[g.land[AT, nx, ny], KIND]
            if kind in (ZOMBIE, SKELETON, COW):
                g.who[i, LIFE] = max(0, g.who[i, LIFE] - 1)
                break
    if g.who[i, LIFE] <= 0:
        remove(g, i)


@kernel
def act(g: GameState, i: int) -> None:
    """What a creature other than the player does in a step."""
    kind = g.who[i, KIND]
    if kind == COW:
        _cow(g, i, kind)
    elif kind == ZOMBIE:
        _zombie(g, i, kind)
    elif kind == SKELETON:
        _skeleton(g, i, kind)
    elif kind == ARROW:
        _arrow(g, i, kind)
    elif kind == PLANT:
        _plant(g, i)


@kernel
def balance(g: GameState) -> None:
    """Let creatures come and go in every chunk that something was ever in."""
    phase = g.s[TICK] % DAY
    across = -(-g.land.shape[1] // CHUNK)
    for k in range(g.s[CHUNKS]):
        chunk = g.s[FIRST_CHUNK + k]
        x, y = chunk // across * CHUNK, chunk % across * CHUNK
        for kind in COMING:
            most = ZOMBIES[phase] if kind == ZOMBIE else (COWS[phase] if kind == COW else 2)
            area = _area(g, x, y, GROUND[kind])
            least = (ZOMBIES[phase] if kind == ZOMBIE else 1) if area >= ROOM[kind] else 0
            there = _there(g, x, y, kind)
            if there < least:
                if uniform(g) < COME[kind]:
                    _come(g, x, y, kind, below(g, area))
            elif there > most and uniform(g) < LEAVE[kind]:
                i = _nth(g, x, y, kind, below(g, there))
                if distance(g, i) >= LEAVE_FROM[kind]:
                    remove(g, i)


@kernel
def _area(g: GameState, x: int, y: int, ground: int) -> int:
    """Cells of a ground in a chunk, which begins at (x, y)."""
    n = 0
    for cx in range(x, min(x + CHUNK, g.land.shape[1])):
        for cy in range(y, min(y + CHUNK, g.land.shape[2])):
            n += g.land[CELLS, cx, cy] == ground
    return n


@kernel
def _there(g: GameState, x: int, y: int, kind: int) -> int:
    """Creatures of a kind in a chunk."""
    n = 0
    for i in range(2, g.s[COUNT]):
        if g.who[i, KIND] == kind:
            n += x <= g.who[i, X] < x + CHUNK and y <= g.who[i, Y] < y + CHUNK
    return n


@kernel
def _come(g: GameState, x: int, y: int, kind: int, n: int) -> None:
    """Have one come to a chunk's nth cell of its ground, where that is free and far enough."""
    for cx in range(x, min(x + CHUNK, g.land.shape[1])):
        for cy in range(y, min(y + CHUNK, g.land.shape[2])):
            if g.land[CELLS, cx, cy] == GROUND[kind]:
                if n == 0:
                    far = abs(cx - g.who[1, X]) + abs(cy - g.who[1, Y])
                    if g.land[AT, cx, cy] == 0 and far >= COME_FROM[kind]:
                        add(g, kind, cx, cy)
                    return
                n -= 1


@kernel
def _nth(g: GameState, x: int, y: int, kind: int, n: int) -> int:
    """The creature of a kind in a chunk that came to it after `n` others."""
    best, last = 0, 0
    for _ in range(n + 1):
        best = 0
        for i in range(2, g.s[COUNT]):
            here = x <= g.who[i, X] < x + CHUNK and y <= g.who[i, Y] < y + CHUNK
            next_ = best == 0 or g.who[i, STAMP] < g.who[best, STAMP]
            if g.who[i, KIND] == kind and here and g.who[i, STAMP] > last and next_:
                best = i
        last = g.who[best, STAMP]
    return best
