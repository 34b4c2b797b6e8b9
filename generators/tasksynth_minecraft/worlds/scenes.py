"""Procedural voxel scenes: terrain, biomes, water, trees, walls, houses, caves and props.

A scene is a pure function of its `SceneParams`. Every choice of a block is made in integers.
Coordinates are [x, y, z], y up, one block each; the scene begins at the origin.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from tasksynth_minecraft.numeric.dice import Dice, philox
from tasksynth_minecraft.worlds.blocks import AIR, ID, OPAQUE, WATER
from tasksynth_schemas import Model

Blocks = np.ndarray
"""(x, y, z) uint8 block ids, C order."""
Biome = Literal["plains", "forest", "desert", "savanna", "snowy_tundra", "mountains"]
BIOMES: tuple[Biome, ...] = ("plains", "forest", "desert", "savanna", "snowy_tundra", "mountains")

SEA = 12
"""The y of the topmost water block."""
_BASE = 14
Cell = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """What a biome is made of."""

    surface: str
    filler: str
    tree: str
    plants: tuple[str, ...]


_PALETTES: dict[Biome, Palette] = {
    "plains": Palette("grass_block", "dirt", "oak", ("grass", "poppy", "dandelion")),
    "forest": Palette("grass_block", "dirt", "birch", ("grass", "poppy")),
    "desert": Palette("sand", "sandstone", "cactus", ("dead_bush",)),
    "savanna": Palette("grass_block", "dirt", "acacia", ("grass",)),
    "snowy_tundra": Palette("snow_block", "dirt", "spruce", ()),
    "mountains": Palette("stone", "stone", "spruce", ()),
}


class SceneParams(Model):
    """What a scene is built from; equal params build equal blocks."""

    seed: Annotated[int, Field(ge=0, lt=2**53)]
    biome: Biome = "plains"
    size: Annotated[int, Field(ge=24, le=128)] = 64
    """Blocks along x and along z."""
    height: Annotated[int, Field(ge=40, le=128)] = 48
    """Blocks along y."""
    relief: Annotated[int, Field(ge=0, le=24)] = 8
    """Blocks between the lowest and the highest ground, about."""
    water: bool = True
    trees: Annotated[int, Field(ge=0, le=200)] = 12
    walls: Annotated[int, Field(ge=0, le=60)] = 3
    houses: Annotated[int, Field(ge=0, le=12)] = 0
    caves: Annotated[int, Field(ge=0, le=12)] = 0
    plants: Annotated[int, Field(ge=0, le=400)] = 20
    props: tuple[str, ...] = ()
    """Blocks to stand about, by name, in this order."""
    sheltered: Annotated[int, Field(ge=0, le=100)] = 0
    """Per cent of the props that go into a house or a cave, where there is one."""


@dataclass(frozen=True)
class Prop:
    """A block that was put there to be found."""

    name: str
    cell: Cell


@dataclass(frozen=True)
class BuiltScene:
    """A built scene; `blocks` is the caller's own copy."""

    blocks: Blocks
    props: tuple[Prop, ...]


def build(p: SceneParams) -> BuiltScene:
    """Build a scene, or copy it from the last few; 1.5 ms for 64x48x64."""
    scene = _build(p)
    return BuiltScene(scene.blocks.copy(), scene.props)


@lru_cache(maxsize=8)
def _build(p: SceneParams) -> BuiltScene:
    return _Site(p).scene()


class _Site:
    """A scene under construction."""

    def __init__(self, p: SceneParams) -> None:
        self.p = p
        self.palette = _PALETTES[p.biome]
        rng = philox(p.seed, 1)
        self.top = _heights(p, rng)  # (x, z) int64: y of the highest ground block
        self.dice = Dice(rng)
        self.free = np.ones((p.size, p.size), dtype=bool)  # nothing stands on this column
        self.shelter: list[Cell] = []
        self.w = self._terrain()

    def scene(self) -> BuiltScene:
        p = self.p
        for count, make in (
            (p.houses, self._house),
            (p.caves, self._cave),
            (p.walls, self._wall),
            (p.trees, self._tree),
        ):
            for _ in range(count):
                make()
        props = tuple(prop for name in p.props if (prop := self._prop(name)))
        if self.palette.plants:
            for _ in range(p.plants):
                self._plant()
        return BuiltScene(np.ascontiguousarray(self.w), props)

    def _terrain(self) -> Blocks:
        p, h = self.p, self.top
        stone, filler = ID["stone"], ID[self.palette.filler]
        by_depth = np.full(2 * p.height, AIR, dtype=np.uint8)  # block by y - top, offset height
        by_depth[: p.height - 3] = stone
        by_depth[p.height - 3 : p.height] = filler
        by_depth[p.height] = ID[self.palette.surface]
        y = np.arange(p.height)
        w: Blocks = by_depth[y[None, :, None] - h[:, None, :] + p.height]  # (x, y, z)
        w[:, 0] = ID["bedrock"]
        if p.water and int(h.min()) < SEA:
            x, z = np.nonzero(h <= SEA)
            w[x, h[x, z], z] = ID["gravel"] if p.biome == "mountains" else ID["sand"]
            wet = h < SEA
            for level in range(int(h.min()) + 1, SEA + 1):
                layer = w[:, level]
                layer[wet & (h < level)] = WATER
            self.free &= ~wet
        return w

    def _spot(self, margin: int) -> tuple[int, int]:
        span = self.p.size - 2 * margin
        return margin + self.dice.below(span), margin + self.dice.below(span)

    def _tree(self) -> None:
        x, z = self._spot(4)
        height = self.dice.between(4, 6)
        g = int(self.top[x, z])
        if not self.free[x, z] or self.w[x, g, z] == ID["sand"] != ID[self.palette.surface]:
            return
        self.free[x - 1 : x + 2, z - 1 : z + 2] = False
        if self.palette.tree == "cactus":
            self.w[x, g + 1 : g + height - 1, z] = ID["cactus"]
            return
        log, leaves = ID[f"{self.palette.tree}_log"], ID[f"{self.palette.tree}_leaves"]
        crown = self.w[x - 2 : x + 3, g + height - 1 : g + height + 3, z - 2 : z + 3]
        np.copyto(crown, leaves, where=_CROWN & (crown == AIR))
        self.w[x, g + 1 : g + 1 + height, z] = log

    def _wall(self) -> None:
        x, z = self._spot(8)
        dice = self.dice
        length, height, along_x = dice.between(5, 11), dice.between(3, 4), dice.below(2)
        material = ID[dice.choose(("cobblestone", "stone_bricks", "bricks", "oak_planks"))]
        for i in range(length):
            cx, cz = (x + i, z) if along_x else (x, z + i)
            if cx >= self.p.size - 1 or cz >= self.p.size - 1 or not self.free[cx, cz]:
                continue
            g = int(self.top[cx, cz])
            self.w[cx, g + 1 : g + 1 + height, cz] = material
            self.free[cx, cz] = False

    def _house(self) -> None:
        """A room with a door, two windows and a flat roof; its floor is the ground at the door."""
        dice = self.dice
        x, z = self._spot(8)
        wide, deep = dice.between(5, 8), dice.between(5, 8)
        material, roof, side = dice.below(3), dice.below(2), dice.below(4)
        x1, z1 = x + wide - 1, z + deep - 1
        if x1 >= self.p.size - 4 or z1 >= self.p.size - 4:
            return
        if not self.free[x - 2 : x1 + 3, z - 2 : z1 + 3].all():
            return
        door = {
            0: (x, z + deep // 2), 1: (x1, z + deep // 2),
            2: (x + wide // 2, z), 3: (x + wide // 2, z1),
        }[side]  # fmt: skip
        step = ((-1, 0), (1, 0), (0, -1), (0, 1))[side]
        ox, oz = door[0] + step[0], door[1] + step[1]
        g = int(self.top[ox, oz])
        wall = ID[("oak_planks", "stone_bricks", "bricks")[material]]
        w = self.w
        w[x : x1 + 1, 1:g, z : z1 + 1] = ID["stone"]
        w[x : x1 + 1, g, z : z1 + 1] = ID["spruce_planks"]
        w[x : x1 + 1, g + 1 : g + 4, z : z1 + 1] = wall
        w[x : x1 + 1, g + 4, z : z1 + 1] = ID[("spruce_planks", "cobblestone")[roof]]
        w[x : x1 + 1, g + 5 : g + 12, z : z1 + 1] = AIR
        w[x + 1 : x1, g + 1 : g + 4, z + 1 : z1] = AIR
        if side < 2:
            w[x + wide // 2, g + 2, z] = w[x + wide // 2, g + 2, z1] = ID["glass"]
        else:
            w[x, g + 2, z + deep // 2] = w[x1, g + 2, z + deep // 2] = ID["glass"]
        w[door[0], g + 1 : g + 3, door[1]] = AIR
        w[ox, g + 1 : g + 4, oz] = AIR
        self.top[x : x1 + 1, z : z1 + 1] = g
        self.free[x - 1 : x1 + 2, z - 1 : z1 + 2] = False
        self.shelter += [
            (cx, g + 1, cz)
            for cx in range(x + 1, x1)
            for cz in range(z + 1, z1)
            if (cx in (x + 1, x1 - 1) or cz in (z + 1, z1 - 1))
            and abs(cx - door[0]) + abs(cz - door[1]) > 2
        ]

    def _cave(self) -> None:
        """A staircase down into a chamber; each step is one block, so one can walk out again."""
        x, z = self._spot(10)
        dx, dz = self.dice.choose(((1, 0), (-1, 0), (0, 1), (0, -1)))
        steps = self.dice.between(5, 8)
        g = int(self.top[x, z])
        ex, ez = x + dx * (steps + 4), z + dz * (steps + 4)
        if not (4 <= ex < self.p.size - 4 and 4 <= ez < self.p.size - 4) or g - steps < 3:
            return
        near = self.top[min(x, ex) - 3 : max(x, ex) + 4, min(z, ez) - 3 : max(z, ez) + 4]
        if not self.free[x, z] or (self.p.water and int(near.min()) < SEA):
            return
        for i in range(steps + 2):
            cx, cz, floor = x + dx * i, z + dz * i, g - min(i, steps) + 1
            a, b = (0, 1) if dx else (1, 0)
            # three blocks of headroom, two wide: a jump up the stairs needs the third
            self.w[cx : cx + a + 1, floor : floor + 4, cz : cz + b + 1] = AIR
            self.top[cx, cz] = min(int(self.top[cx, cz]), g)
            self.free[cx - 1 : cx + 2, cz - 1 : cz + 2] = False
        floor = g - steps + 1
        self.w[ex - 2 : ex + 3, floor : floor + 3, ez - 2 : ez + 3] = AIR
        self.shelter += [
            (ex + sx, floor, ez + sz)
            for sx in range(-2, 3)
            for sz in range(-2, 3)
            if max(abs(sx), abs(sz)) == 2 and sx * dx + sz * dz > -2
        ]

    def _prop(self, name: str) -> Prop | None:
        if self.shelter and self.dice.below(100) < self.p.sheltered:
            cell = self.shelter.pop(self.dice.below(len(self.shelter)))
            self.w[cell] = ID[name]
            return Prop(name, cell)
        for _ in range(30):
            x, z = self._spot(5)
            y = int(self.top[x, z]) + 1
            if self.free[x, z] and self.w[x, y, z] == AIR and OPAQUE[self.w[x, y - 1, z]]:
                self.w[x, y, z] = ID[name]
                self.free[x - 1 : x + 2, z - 1 : z + 2] = False
                return Prop(name, (x, y, z))
        return None

    def _plant(self) -> None:
        x, z = self._spot(1)
        y = int(self.top[x, z]) + 1
        ground = self.w[x, y - 1, z]
        if self.free[x, z] and self.w[x, y, z] == AIR and ground == ID[self.palette.surface]:
            self.w[x, y, z] = ID[self.dice.choose(self.palette.plants)]


def _crown() -> np.ndarray:
    x, y, z = np.mgrid[-2:3, 0:4, -2:3]
    return np.asarray(abs(x) + abs(z) + np.maximum(0, y - 1) <= 3)


_CROWN = _crown()


def _heights(p: SceneParams, rng: np.random.Generator) -> np.ndarray:
    wide, fine = (_noise(p.size, cell, rng) for cell in (16, 6))
    h = _BASE - p.relief // 2 + ((p.relief * (3 * wide + fine)) >> 18)
    return np.asarray(np.clip(h, 4, p.height - 20))


def _noise(size: int, cell: int, rng: np.random.Generator) -> np.ndarray:
    """Value noise in [0, 65535], (size, size) int64, in fixed point with 8 fractional bits."""
    n = size // cell + 2
    lattice = rng.integers(0, 65536, size=(n, n))
    at = np.arange(size)
    t = ((at % cell) << 8) // cell
    s = (t * t * (768 - 2 * t)) >> 16  # smoothstep in [0, 256]
    i = at // cell
    rows = (lattice[i] * (256 - s)[:, None] + lattice[i + 1] * s[:, None]) >> 8
    columns = rows[:, i] * (256 - s) + rows[:, i + 1] * s
    return np.asarray(columns >> 8)
