"""Worlds of our own: grassland with trees and lakes, mountains with caves, ores and lava.

A world is a pure function of its `WorldParams`, made in integers. What lies where is decided by
rank, not by thresholds: so much of the ground is water and so much mountain, in every world.
"""

from functools import lru_cache
from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth_minecraft.crafter.game import Creature, Game
from tasksynth_minecraft.crafter.rules import (
    COAL,
    COW,
    DIAMOND,
    GRASS,
    IRON,
    LAVA,
    PATH,
    SAND,
    SKELETON,
    STONE,
    TREE,
    WATER,
    ZOMBIE,
)
from tasksynth_minecraft.numeric.dice import Dice, philox
from tasksynth_schemas import Model

Share = Annotated[int, Field(ge=0, le=60)]
_CLEAR = 3
"""Steps around the start without water and mountains."""


class WorldParams(Model):
    """What a world is built from; equal params build equal worlds."""

    seed: Annotated[int, Field(ge=0, lt=2**53)]
    size: Annotated[int, Field(ge=24, le=64)] = 64
    """Cells a side."""
    water: Share = 10
    mountain: Share = 40
    trees: Share = 18
    """Per cent: of all cells, and of the grass."""
    coal: Share = 5
    iron: Share = 3
    """Per cent of the rock."""
    diamonds: Annotated[int, Field(ge=0, le=40)] = 3
    lava: Share = 4
    """Per cent of the inner mountain."""
    cows: Annotated[int, Field(ge=0, le=100)] = 12
    zombies: Annotated[int, Field(ge=0, le=100)] = 6
    skeletons: Annotated[int, Field(ge=0, le=100)] = 6
    """At the start; more come and go by the game's own rules."""


def game(p: WorldParams) -> Game:
    """A new game in a world."""
    cells, creatures = _build(p)
    middle = p.size // 2
    return Game(cells, (middle, middle), creatures, seed=p.seed)


@lru_cache(maxsize=8)
def _build(p: WorldParams) -> tuple[np.ndarray, tuple[Creature, ...]]:
    rng = philox(p.seed, 2)
    n = p.size
    away = _away(n)
    high = 3 * _noise(n, 15, rng) + _noise(n, 5, rng) - (1 << 20) // (1 + away)
    wet = 3 * _noise(n, 13, rng) + _noise(n, 5, rng) - (1 << 20) // (1 + away)
    cells = np.full((n, n), GRASS, dtype=np.uint8)
    clear = away <= _CLEAR
    rock = ~clear & _top(high, p.mountain * n * n // 100)
    ground = ~rock & ~clear
    sea = ground & _top(np.where(ground, wet, -(1 << 40)), p.water * n * n // 100)
    cells[ground & _beside(sea)] = SAND
    cells[sea] = WATER
    grass = (cells == GRASS) & ~rock & (away > 1)
    wood = _noise(n, 7, rng) + rng.integers(0, 1 << 16, size=(n, n))
    cells[grass & _top(np.where(grass, wood, -1), p.trees * int(grass.sum()) // 100)] = TREE
    caves = _mountain(p, cells, rock, rng)
    return cells, _creatures(p, cells, caves, away, Dice(rng))


def _mountain(
    p: WorldParams, cells: np.ndarray, rock: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Fill the rock with caves, ores and lava; where the caves are."""
    n, count = p.size, int(rock.sum())
    cells[rock] = STONE
    inner = rock & ~_beside(~rock)
    hollow = np.abs(_noise(n, 9, rng) - (1 << 15))  # near the middle: long and narrow
    caves = rock & _top(np.where(rock, -hollow, -(1 << 20)), count * 18 // 100)
    cells[caves] = PATH
    melt = _noise(n, 8, rng)
    deep = inner & caves
    cells[deep & _top(np.where(deep, melt, -1), p.lava * int(inner.sum()) // 100)] = LAVA
    for ore, ores in (
        (COAL, p.coal * count // 100),
        (IRON, p.iron * count // 100),
        (DIAMOND, p.diamonds),
    ):
        place = (cells == STONE) & (rock if ore == COAL else inner)
        luck = rng.integers(0, 1 << 16, size=(n, n)) + (0 if ore == COAL else _noise(n, 6, rng))
        cells[place & _top(np.where(place, luck, -1), min(ores, int(place.sum())))] = ore
    return np.asarray(cells == PATH)


def _creatures(
    p: WorldParams, cells: np.ndarray, caves: np.ndarray, away: np.ndarray, dice: Dice
) -> tuple[Creature, ...]:
    out: list[Creature] = []
    taken: set[int] = set()
    grass = cells == GRASS
    for kind, count, where in (
        (COW, p.cows, grass & (away > 3)),
        (ZOMBIE, p.zombies, grass & (away > 9)),
        (SKELETON, p.skeletons, caves & (away > 9)),
    ):
        spots = np.flatnonzero(where)
        for _ in range(min(count, len(spots) // 4)):
            k = int(spots[dice.below(len(spots))])
            if k not in taken:
                taken.add(k)
                out.append((kind, k // p.size, k % p.size))
    return tuple(out)


def _away(n: int) -> np.ndarray:
    """Steps from the middle, (n, n)."""
    d = np.abs(np.arange(n) - n // 2)
    return np.asarray(d[:, None] + d)


def _top(values: np.ndarray, count: int) -> np.ndarray:
    """The `count` cells of the highest values; of equal ones the first."""
    out = np.zeros(values.size, dtype=bool)
    out[np.argsort(-values, axis=None, kind="stable")[: max(0, count)]] = True
    return out.reshape(values.shape)


def _beside(mask: np.ndarray) -> np.ndarray:
    """The cells that are, or touch, a cell of a mask."""
    wide = np.pad(mask, 1)
    return np.asarray(mask | wide[2:, 1:-1] | wide[:-2, 1:-1] | wide[1:-1, 2:] | wide[1:-1, :-2])


def _noise(n: int, cell: int, rng: np.random.Generator) -> np.ndarray:
    """Value noise in [0, 65535], (n, n) int64, in fixed point with 8 fractional bits."""
    lattice = rng.integers(0, 1 << 16, size=(n // cell + 2, n // cell + 2))
    i = np.arange(n) // cell
    t = ((np.arange(n) % cell) << 8) // cell
    s = (t * t * (768 - 2 * t)) >> 16
    rows = (lattice[i] * (256 - s)[:, None] + lattice[i + 1] * s[:, None]) >> 8
    return np.asarray((rows[:, i] * (256 - s) + rows[:, i + 1] * s) >> 8)
