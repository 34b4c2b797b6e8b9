"""A scene as few boxes of one block each, for engines that are told by commands."""

from typing import NamedTuple

import numpy as np

from tasksynth_minecraft.worlds.blocks import AIR


class Cuboid(NamedTuple):
    """A box of one block; both corners belong to it."""

    x0: int
    y0: int
    z0: int
    x1: int
    y1: int
    z1: int
    block: int

    @property
    def volume(self) -> int:
        """Blocks in it."""
        return (self.x1 - self.x0 + 1) * (self.y1 - self.y0 + 1) * (self.z1 - self.z0 + 1)


def cuboids(blocks: np.ndarray) -> list[Cuboid]:
    """Greedy boxes that cover every block but air, each block once, from the bottom up."""
    done = blocks == AIR
    sx, sy, sz = blocks.shape
    out = []
    for y in range(sy):
        for x in range(sx):
            row = done[x, y]
            z = 0
            while z < sz:
                if row[z]:
                    z += 1
                    continue
                b = blocks[x, y, z]
                z1 = z
                while z1 + 1 < sz and blocks[x, y, z1 + 1] == b and not row[z1 + 1]:
                    z1 += 1
                x1, y1 = x, y
                while x1 + 1 < sx and _same(blocks, done, b, x1 + 1, x1 + 1, y, y, z, z1):
                    x1 += 1
                while y1 + 1 < sy and _same(blocks, done, b, x, x1, y1 + 1, y1 + 1, z, z1):
                    y1 += 1
                done[x : x1 + 1, y : y1 + 1, z : z1 + 1] = True
                out.append(Cuboid(x, y, z, x1, y1, z1, int(b)))
                z = z1 + 1
    return out


def _same(
    blocks: np.ndarray, done: np.ndarray, b: int, x0: int, x1: int, y0: int, y1: int, z0: int,
    z1: int,
) -> bool:  # fmt: skip
    area = slice(x0, x1 + 1), slice(y0, y1 + 1), slice(z0, z1 + 1)
    return bool((blocks[area] == b).all() and not done[area].any())


def split(box: Cuboid, *, limit: int) -> list[Cuboid]:
    """The box in parts of at most `limit` blocks."""
    if box.volume <= limit:
        return [box]
    spans = (box.x1 - box.x0, box.y1 - box.y0, box.z1 - box.z0)
    axis = spans.index(max(spans))
    middle = (box[axis] + box[axis + 3]) // 2
    low = box._replace(**{("x1", "y1", "z1")[axis]: middle})
    high = box._replace(**{("x0", "y0", "z0")[axis]: middle + 1})
    return split(low, limit=limit) + split(high, limit=limit)
