"""Ways through a world: how far it is from each cell to the nearest of some."""

import numpy as np

from tasksynth_minecraft.crafter.rules import (
    COAL,
    DIAMOND,
    GRASS,
    IRON,
    ITEMS,
    NOTHING,
    PATH,
    SAND,
    STONE,
    TREE,
    WATER,
)
from tasksynth_minecraft.numeric.jit import kernel

FAR = 1 << 20
"""No way."""
_WOOD_PICKAXE, _STONE_PICKAXE, _IRON_PICKAXE, _A_STONE = (
    ITEMS.index(name) for name in ("wood_pickaxe", "stone_pickaxe", "iron_pickaxe", "stone")
)


def costs(bag: np.ndarray, *, unknown: int) -> np.ndarray:
    """Actions that it takes to go into a cell, by its material, (13,); FAR where one cannot.

    Rock is dug, a tree felled, and water filled up with a stone that is then dug again; lava is
    kept away from.
    """
    out = np.full(13, FAR)
    out[[GRASS, SAND, PATH]] = 1
    out[TREE], out[NOTHING] = 3, unknown
    if bag[_WOOD_PICKAXE]:
        out[[STONE, COAL]] = 2
        if bag[_A_STONE]:
            out[WATER] = 4
    if bag[_STONE_PICKAXE]:
        out[IRON] = 2
    if bag[_IRON_PICKAXE]:
        out[DIAMOND] = 2
    return out


@kernel
def field(cost: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """The cost of the cheapest way from each cell to a target, the target itself not counted.

    `cost` (n, n) is that of going into a cell, `targets` (n, n) bool. It is Moore's algorithm: a
    queue of cells that became cheaper.
    """
    n = cost.shape[0]
    size = n * n
    out = np.full((n, n), FAR)
    queue = np.zeros(size, dtype=np.int64)
    waiting = np.zeros(size, dtype=np.bool_)
    first, length = 0, 0
    for k in range(size):
        if targets[k // n, k % n]:
            out[k // n, k % n] = 0
            queue[length] = k
            waiting[k] = True
            length += 1
    while length > 0:
        k = queue[first]
        first = (first + 1) % size
        length -= 1
        waiting[k] = False
        x, y = k // n, k % n
        entering = 1 if targets[x, y] else cost[x, y]
        if entering >= FAR:
            continue
        total = out[x, y] + entering
        for way in range(4):
            nx = x + (2 * way - 1 if way < 2 else 0)
            ny = y + (0 if way < 2 else 2 * way - 5)
            if 0 <= nx < n and 0 <= ny < n and total < out[nx, ny]:
                out[nx, ny] = total
                if not waiting[nx * n + ny]:
                    waiting[nx * n + ny] = True
                    queue[(first + length) % size] = nx * n + ny
                    length += 1
    return out
