"""Ways on foot: where a player can stand, step and reach from, and the distance to a goal.

A player walks to the four neighbours: up one block by a jump, down at most three, never through
water. Distances are exact, from every cell to the nearest source, by one breadth-first search
backwards over those steps.
"""

import math

import numpy as np

from tasksynth_minecraft.numeric.jit import kernel
from tasksynth_minecraft.physics.cast import trace
from tasksynth_minecraft.worlds.blocks import BOXES, PARTIAL, REPLACEABLE, SELECTABLE, SOLID, WATER

FLOOR = SOLID & ~PARTIAL
"""What a player stands on."""
PASSABLE = ~SOLID
PASSABLE[WATER] = False
UNREACHED = -1
_NO_PARTS = np.zeros((0, 10))


@kernel
def can_stand(
    world: np.ndarray, passable: np.ndarray, floor: np.ndarray, x: int, y: int, z: int
) -> bool:
    """Whether feet and head have room in this cell and the one above, on solid ground."""
    if not (0 <= x < world.shape[0] and 0 <= z < world.shape[2] and 1 <= y < world.shape[1] - 1):
        return False
    return bool(
        passable[world[x, y, z]] and passable[world[x, y + 1, z]] and floor[world[x, y - 1, z]]
    )


@kernel
def can_step(
    world: np.ndarray, passable: np.ndarray, x: int, y: int, z: int, nx: int, ny: int, nz: int
) -> bool:
    """Whether there is headroom from one standing cell to a neighbouring one."""
    if ny == y + 1:
        return y + 2 >= world.shape[1] or bool(passable[world[x, y + 2, z]])
    if ny > y + 1 or ny < y - 3:
        return False
    for h in range(ny + 2, y + 2):
        if h < world.shape[1] and not passable[world[nx, h, nz]]:
            return False
    return True


@kernel
def _standing(world: np.ndarray, passable: np.ndarray, floor: np.ndarray, out: np.ndarray) -> None:
    """`can_stand` of every cell at once: a search asks twenty times for each."""
    sx, sy, sz = world.shape
    for x in range(sx):
        for y in range(1, sy - 1):
            for z in range(sz):
                out[x, y, z] = (
                    passable[world[x, y, z]]
                    and passable[world[x, y + 1, z]]
                    and floor[world[x, y - 1, z]]
                )


@kernel
def _spread(
    world: np.ndarray,
    passable: np.ndarray,
    standing: np.ndarray,
    sources: np.ndarray,
    limit: int,
    dist: np.ndarray,
    onward: np.ndarray,
    queue: np.ndarray,
) -> int:
    sx, sy, sz = world.shape
    head = 0
    tail = 0
    for i in range(sources.shape[0]):
        x, y, z = sources[i, 0], sources[i, 1], sources[i, 2]
        if dist[x, y, z] < 0:
            dist[x, y, z] = 0
            queue[tail] = (x * sy + y) * sz + z
            tail += 1
    while head < tail:
        cell = queue[head]
        head += 1
        x, y, z = cell // (sy * sz), cell // sz % sy, cell % sz
        d = dist[x, y, z]
        if d >= limit:
            continue
        for k in range(4):
            px = x + (1 if k == 0 else -1 if k == 1 else 0)
            pz = z + (1 if k == 2 else -1 if k == 3 else 0)
            if not (0 <= px < sx and 0 <= pz < sz):
                continue
            for py in range(y - 1, min(y + 4, sy - 1)):  # a step starts one below to three above
                if not standing[px, py, pz] or dist[px, py, pz] >= 0:
                    continue
                if can_step(world, passable, px, py, pz, x, y, z):
                    dist[px, py, pz] = d + 1
                    onward[px, py, pz] = cell
                    queue[tail] = (px * sy + py) * sz + pz
                    tail += 1
    return tail


def standing(blocks: np.ndarray) -> np.ndarray:
    """The cells that one can stand in, bool by cell."""
    out = np.zeros(blocks.shape, dtype=bool)
    _standing(blocks, PASSABLE, FLOOR, out)
    return out


class Field:
    """Steps from every cell to the nearest source, and the next cell on the way."""

    def __init__(
        self,
        blocks: np.ndarray,
        sources: np.ndarray,
        *,
        limit: int = 400,
        ground: np.ndarray | None = None,
    ) -> None:
        """`sources` (n, 3) are standing cells; beyond `limit` steps nothing is looked at.

        `ground` is `standing(blocks)`, for who needs several fields of the same blocks.
        """
        self.dist: np.ndarray = np.full(blocks.shape, UNREACHED, dtype=np.int16)
        self.onward: np.ndarray = np.full(blocks.shape, -1, dtype=np.int32)
        queue = np.empty(blocks.size // 4, dtype=np.int32)
        ground = standing(blocks) if ground is None else ground
        reached: int = _spread(
            blocks, PASSABLE, ground, sources, limit, self.dist, self.onward, queue
        )
        self.cells = queue[:reached]
        """Flat indices of all cells reached, nearest first."""

    def steps(self, cell: tuple[int, int, int]) -> int:
        """Steps from a cell, or -1."""
        inside = all(0 <= c < m for c, m in zip(cell, self.dist.shape, strict=True))
        return int(self.dist[cell]) if inside else UNREACHED

    def path(self, cell: tuple[int, int, int]) -> np.ndarray:
        """The cells from `cell` to a source, both included, (n, 3)."""
        sy, sz = self.dist.shape[1], self.dist.shape[2]
        flat = [(cell[0] * sy + cell[1]) * sz + cell[2]]
        onward = self.onward.ravel()
        while (following := int(onward[flat[-1]])) >= 0:
            flat.append(following)
        return np.stack(np.unravel_index(np.array(flat), self.dist.shape), axis=1)


@kernel
def _stances(
    world: np.ndarray,
    tables: tuple[np.ndarray, ...],
    tx: int,
    ty: int,
    tz: int,
    reach: float,
    place: bool,
    out: np.ndarray,
) -> int:
    passable, floor, selectable, partial, boxes, replaceable, no_parts = tables
    sx, sy, sz = world.shape
    n = 0
    target = (tx * sy + ty) * sz + tz
    b = world[tx, ty, tz]
    mx = tx + (boxes[b, 0] + boxes[b, 3]) / 2
    my = ty + (boxes[b, 1] + boxes[b, 4]) / 2
    mz = tz + (boxes[b, 2] + boxes[b, 5]) / 2
    span = math.ceil(reach)
    for x in range(max(0, tx - span), min(sx, tx + span + 1)):
        for z in range(max(0, tz - span), min(sz, tz + span + 1)):
            for y in range(max(1, ty - 4), min(sy - 2, ty + 4)):
                if not can_stand(world, passable, floor, x, y, z) or n >= out.shape[0]:
                    continue
                ex, ey, ez = x + 0.5, y + 1.62, z + 0.5
                for k in range(7):  # the centre, then a point near the middle of each face
                    ax, ay, az = mx, my, mz
                    if k == 1 or k == 2:
                        ax += (boxes[b, 3] - boxes[b, 0]) * (0.46 if k == 1 else -0.46)
                    elif k == 3 or k == 4:
                        ay += (boxes[b, 4] - boxes[b, 1]) * (0.46 if k == 3 else -0.46)
                    elif k == 5 or k == 6:
                        az += (boxes[b, 5] - boxes[b, 2]) * (0.46 if k == 5 else -0.46)
                    dx, dy, dz = ax - ex, ay - ey, az - ez
                    length = math.sqrt(dx * dx + dy * dy + dz * dz)
                    if length < 0.05:
                        continue
                    v, _, t, face, _, _, _ = trace(
                        world, selectable, partial, boxes, no_parts, sy, reach,
                        ex, ey, ez, dx / length, dy / length, dz / length,
                    )  # fmt: skip
                    if v != target or t > reach - 0.3:
                        continue
                    if place:
                        px = tx + (-1, 1, 0, 0, 0, 0)[face]
                        py = ty + (0, 0, -1, 1, 0, 0)[face]
                        pz = tz + (0, 0, 0, 0, -1, 1)[face]
                        if not (0 <= px < sx and 0 <= py < sy and 0 <= pz < sz):
                            continue
                        if not replaceable[world[px, py, pz]]:
                            continue
                        if abs(px - x) + abs(pz - z) == 0 and -1 <= py - y <= 1:
                            continue
                    out[n, 0], out[n, 1], out[n, 2] = x, y, z
                    out[n, 3], out[n, 4], out[n, 5] = ax, ay, az
                    n += 1
                    break
    return n


def stances(
    blocks: np.ndarray, target: tuple[int, int, int], *, reach: float, place: bool = False
) -> np.ndarray:
    """Where one can stand with the crosshair on the target: cell and aim point, (n, 6) float64.

    With `place`, only where the face that the crosshair meets has room for a block.
    """
    out = np.empty((256, 6))
    tables = (PASSABLE, FLOOR, SELECTABLE, PARTIAL, BOXES, REPLACEABLE, _NO_PARTS)
    n = _stances(blocks, tables, *target, reach, place, out)
    return out[:n]


def cells_of(rows: np.ndarray) -> np.ndarray:
    """The standing cells of stances, (n, 3) int64."""
    return np.ascontiguousarray(rows[:, :3].astype(np.int64))


def around(blocks: np.ndarray, x: float, y: float, z: float, *, radius: int) -> np.ndarray:
    """Standing cells within `radius` columns and two blocks of height, (n, 3) int64."""
    cx, cy, cz = math.floor(x), math.floor(y + 0.01), math.floor(z)
    found = [
        (a, b, c)
        for a in range(cx - radius, cx + radius + 1)
        for c in range(cz - radius, cz + radius + 1)
        for b in range(cy - 2, cy + 3)
        if can_stand(blocks, PASSABLE, FLOOR, a, b, c)
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 3)
