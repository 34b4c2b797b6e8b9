"""Real world seeds for exports: whose spawn lies in a wanted biome, and near a village.

Cubiomes (through the package active-cubiomes) computes what the game would generate, without the
game. It knows biomes and structures, and no height of the ground.
"""

import math
from itertools import product
from types import ModuleType
from typing import Literal, NamedTuple

from tasksynth.errors import UsageError
from tasksynth_minecraft.worlds.scenes import Biome

Game = Literal["1.16.5", "1.11.2"]
"""Versions of Minecraft: MineStudio's and CraftGround's worlds follow the first, MineDojo's the
second."""


class Site(NamedTuple):
    """A world and the place where its players appear."""

    seed: int
    spawn: tuple[int, int]
    """x and z of the spawn, in blocks."""
    biome: Biome
    """The biome there."""
    village: tuple[int, int] | None
    """x and z of the nearest village, where one was asked for."""


def find(
    biome: Biome,
    *,
    first: int = 0,
    tries: int = 2000,
    village_within: int | None = None,
    game: Game = "1.16.5",
) -> Site:
    """The first seed from `first` whose spawn is in a biome; about 4 ms a seed.

    With `village_within` there is a village at most so many blocks from the spawn.

    Raises:
        UsageError: if active-cubiomes is not installed, or none of `tries` seeds will do.
    """
    cubiomes = _cubiomes()
    version = getattr(cubiomes.MCVersion, f"MC_{game.replace('.', '_')}")
    world = cubiomes.Generator(version)
    for seed in range(first, first + tries):
        world.apply_seed(cubiomes.Dimension.DIM_OVERWORLD, seed)
        x, z = world.get_spawn()
        if world.get_biome_at(x, 64, z, scale=1) != getattr(cubiomes.BiomeID, biome):
            continue
        village = None
        if village_within is not None:
            village = _village(cubiomes, world, version, seed, (x, z), village_within)
            if village is None:
                continue
        return Site(seed, (x, z), biome, village)
    near = "" if village_within is None else f" and a village within {village_within} blocks of it"
    raise UsageError(
        f"none of the seeds from {first} to {first + tries - 1} has its spawn in {biome}{near}; "
        f"raise tries"
    )


def _village(
    cubiomes: ModuleType, world: object, version: int, seed: int, near: tuple[int, int], within: int
) -> tuple[int, int] | None:
    """The nearest village of the world at most so far from a point, or None."""
    kind = cubiomes.StructureType.Village
    side = 16 * cubiomes.get_structure_config(kind, version)["region_size"]  # one try a region
    spans = [range((c - within) // side, (c + within) // side + 1) for c in near]
    found = []
    for a, b in product(*spans):
        at = cubiomes.get_structure_pos(kind, version, seed, a, b)
        if (
            at is not None
            and math.dist(at, near) <= within
            and cubiomes.is_viable_structure_pos(kind, world, *at)
        ):
            found.append(at)
    return min(found, key=lambda at: math.dist(at, near), default=None)


def _cubiomes() -> ModuleType:
    from importlib import import_module

    try:
        return import_module("cubiomes")
    except ImportError as e:
        raise UsageError("real seeds need `pip install 'tasksynth[seeds]'`") from e
