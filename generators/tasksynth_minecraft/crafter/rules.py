"""What there is in the game, what it takes to get it, and what leads to what.

The rules are those of Crafter (Hafner, "Benchmarking the Spectrum of Agent Capabilities", ICLR
2022, arXiv 2109.06780) as its package has them, version 1.8.3: a table takes two pieces of wood, a
furnace four stones and no table, and a felled tree leaves grass.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

MATERIALS = (
    "", "water", "grass", "stone", "path", "sand", "tree", "lava", "coal", "iron", "diamond",
    "table", "furnace",
)  # fmt: skip
"""What a cell is made of, by number; 0 is nothing, outside the world or not seen yet."""
(
    NOTHING, WATER, GRASS, STONE, PATH, SAND, TREE, LAVA, COAL, IRON, DIAMOND, TABLE, FURNACE,
) = range(13)  # fmt: skip

KINDS = ("", "player", "cow", "zombie", "skeleton", "arrow", "plant")
"""What may stand in a cell, by number."""
NOBODY, PLAYER, COW, ZOMBIE, SKELETON, ARROW, PLANT = range(7)

ITEMS = (
    "health", "food", "drink", "energy", "sapling", "wood", "stone", "coal", "iron", "diamond",
    "wood_pickaxe", "stone_pickaxe", "iron_pickaxe", "wood_sword", "stone_sword", "iron_sword",
)  # fmt: skip
"""The inventory, by number; the first four are the vitals."""
HEALTH, FOOD, DRINK, ENERGY, SAPLING, WOOD = range(6)
MOST = 9
"""Of each item, and the vitals at the start."""

ACTIONS = (
    "noop", "move_left", "move_right", "move_up", "move_down", "do", "sleep", "place_stone",
    "place_table", "place_furnace", "place_plant", "make_wood_pickaxe", "make_stone_pickaxe",
    "make_iron_pickaxe", "make_wood_sword", "make_stone_sword", "make_iron_sword",
)  # fmt: skip
NOOP, LEFT, RIGHT, UP, DOWN, DO, SLEEP, PLACE_STONE = range(8)
STEPS = ((-1, 0), (1, 0), (0, -1), (0, 1))
"""x and y of the actions `move_left`, `move_right`, `move_up` and `move_down`."""

ACHIEVEMENTS = (
    "collect_coal", "collect_diamond", "collect_drink", "collect_iron", "collect_sapling",
    "collect_stone", "collect_wood", "defeat_skeleton", "defeat_zombie", "eat_cow", "eat_plant",
    "make_iron_pickaxe", "make_iron_sword", "make_stone_pickaxe", "make_stone_sword",
    "make_wood_pickaxe", "make_wood_sword", "place_furnace", "place_plant", "place_stone",
    "place_table", "wake_up",
)  # fmt: skip


class Collecting(NamedTuple):
    """What `do` gets from a cell."""

    gives: str
    tool: str = ""
    """What must be in the inventory."""
    leaves: str = "path"
    """What the cell is then."""


class Placing(NamedTuple):
    """What a placed thing costs, and what it may stand on."""

    uses: dict[str, int]
    on: tuple[str, ...] = ("grass", "sand", "path")


class Making(NamedTuple):
    """What a tool costs, and what must be among the eight cells around the player."""

    uses: dict[str, int]
    near: tuple[str, ...] = ("table",)


COLLECT = {
    "tree": Collecting("wood", leaves="grass"),
    "stone": Collecting("stone", "wood_pickaxe"),
    "coal": Collecting("coal", "wood_pickaxe"),
    "iron": Collecting("iron", "stone_pickaxe"),
    "diamond": Collecting("diamond", "iron_pickaxe"),
    "water": Collecting("drink", leaves="water"),
    "grass": Collecting("sapling", leaves="grass"),
}
SAPLING_ODDS = 0.1
"""How often `do` on grass gives a sapling."""
PLACE = {
    "stone": Placing({"stone": 1}, ("grass", "sand", "path", "water", "lava")),
    "table": Placing({"wood": 2}),
    "furnace": Placing({"stone": 4}),
    "plant": Placing({"sapling": 1}, ("grass",)),
}
MAKE = {
    "wood_pickaxe": Making({"wood": 1}),
    "stone_pickaxe": Making({"wood": 1, "stone": 1}),
    "iron_pickaxe": Making({"wood": 1, "coal": 1, "iron": 1}, ("table", "furnace")),
    "wood_sword": Making({"wood": 1}),
    "stone_sword": Making({"wood": 1, "stone": 1}),
    "iron_sword": Making({"wood": 1, "coal": 1, "iron": 1}, ("table", "furnace")),
}


def _index(name: str, names: tuple[str, ...]) -> int:
    return names.index(name) if name else -1


def _collecting() -> np.ndarray:
    """Item, tool, what is left and achievement by material, (13, 4); -1 where there is none."""
    table = np.full((len(MATERIALS), 4), -1)
    for name, how in COLLECT.items():
        table[MATERIALS.index(name)] = (
            ITEMS.index(how.gives),
            _index(how.tool, ITEMS),
            MATERIALS.index(how.leaves),
            ACHIEVEMENTS.index(f"collect_{how.gives}"),
        )
    return table


def _placing() -> np.ndarray:
    """Item, how many and achievement by action less `place_stone`, (4, 3)."""
    rows = []
    for name, how in PLACE.items():
        ((item, count),) = how.uses.items()
        rows.append((ITEMS.index(item), count, ACHIEVEMENTS.index(f"place_{name}")))
    return np.array(rows)


def _making() -> np.ndarray:
    """Item, wood, stone, coal, iron, stations and achievement by action, (6, 7)."""
    return np.array(
        [
            (
                ITEMS.index(name),
                *(how.uses.get(item, 0) for item in ("wood", "stone", "coal", "iron")),
                len(how.near),
                ACHIEVEMENTS.index(f"make_{name}"),
            )
            for name, how in MAKE.items()
        ]
    )


COLLECTING, PLACING, MAKING = _collecting(), _placing(), _making()
"""The same as arrays of numbers, for kernels."""
ON = np.array([[name in how.on for name in MATERIALS] for how in PLACE.values()], dtype=np.bool_)
"""What may be placed on what, (4, 13)."""

_FIRST = {
    "eat_plant": ("place_plant",),
    **{f"collect_{how.gives}": (f"make_{how.tool}",) for how in COLLECT.values() if how.tool},
    **{
        f"place_{name}": tuple(f"collect_{item}" for item in how.uses)
        for name, how in PLACE.items()
    },
    **{
        f"make_{name}": (
            *(f"place_{near}" for near in how.near),
            *(f"collect_{item}" for item in how.uses),
        )
        for name, how in MAKE.items()
    },
}
"""What must be unlocked before, directly."""


@cache
def before(achievement: str) -> frozenset[str]:
    """All achievements that one takes, itself among them."""
    out = {achievement}
    for name in _FIRST.get(achievement, ()):
        out |= before(name)
    return frozenset(out)


def depth(achievement: str) -> int:
    """How many achievements one takes, itself among them: 1 to 10."""
    return len(before(achievement))
