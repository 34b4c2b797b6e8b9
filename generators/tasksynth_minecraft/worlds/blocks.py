"""The blocks that scenes are made of, by their names in Minecraft 1.16.5.

Hardness, tools and shapes are the game's (minecraft.fandom.com/wiki/Breaking); colours are ours.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tasksynth.errors import UsageError

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float, float, float]
Tool = Literal["", "pickaxe", "axe", "shovel", "sword"]
FULL: Box = (0, 0, 0, 1, 1, 1)
_CHEST: Box = (1 / 16, 0, 1 / 16, 15 / 16, 14 / 16, 15 / 16)
_TABLE: Box = (0, 0, 0, 1, 12 / 16, 1)
_FLOWER: Box = (6 / 16, 0, 6 / 16, 10 / 16, 10 / 16, 10 / 16)
_TUFT: Box = (3 / 16, 0, 3 / 16, 13 / 16, 6 / 16, 13 / 16)
_TORCH: Box = (7 / 16, 0, 7 / 16, 9 / 16, 10 / 16, 9 / 16)
_CACTUS: Box = (1 / 16, 0, 1 / 16, 15 / 16, 1, 15 / 16)


@dataclass(frozen=True)
class Block:
    """One kind of block."""

    name: str
    glyph: str
    """One character, for symbolic views and maps."""
    top: Colour
    side: Colour | None = None
    bottom: Colour | None = None
    pattern: str = "noise"
    spots: Colour | None = None
    """The second colour of ores."""
    hardness: float = 1.0
    """Minecraft's hardness; below 0 nothing breaks it."""
    tool: Tool = ""
    """What digs it fast."""
    needs_tool: bool = False
    """Without the tool, digging takes 3.3 times as long (and drops nothing)."""
    box: Box = FULL
    solid: bool = True
    """Players and mobs collide with it."""
    alpha: float = 1.0
    """Opacity; below 1 a view's ids look through it."""


def _ore(name: str, glyph: str, spots: Colour) -> Block:
    return Block(name, glyph, (125, 125, 125), pattern="ore", spots=spots, hardness=3,
                 tool="pickaxe", needs_tool=True)  # fmt: skip


def _metal(name: str, glyph: str, top: Colour, hardness: float = 5) -> Block:
    return Block(name, glyph, top, pattern="frame", hardness=hardness,
                 tool="pickaxe", needs_tool=True)  # fmt: skip


def _tree(name: str, log: str, leaf: str, bark: Colour, wood: Colour, green: Colour) -> list[Block]:
    return [
        Block(f"{name}_log", log, wood, bark, wood, pattern="log", hardness=2, tool="axe"),
        Block(f"{name}_leaves", leaf, green, pattern="leaves", hardness=0.2),
    ]


BLOCKS: tuple[Block, ...] = (
    Block("air", " ", (0, 0, 0), hardness=-1, solid=False, alpha=0),
    Block("bedrock", "_", (60, 60, 60), pattern="cobble", hardness=-1),
    Block("stone", "s", (125, 125, 125), hardness=1.5, tool="pickaxe", needs_tool=True),
    Block("dirt", "d", (134, 96, 67), hardness=0.5, tool="shovel"),
    Block("grass_block", "g", (108, 158, 68), (134, 96, 67), (134, 96, 67), pattern="grass",
          hardness=0.6, tool="shovel"),
    Block("sand", "a", (219, 207, 163), hardness=0.5, tool="shovel"),
    Block("sandstone", "A", (216, 203, 155), pattern="planks", hardness=0.8, tool="pickaxe",
          needs_tool=True),
    Block("snow_block", "n", (245, 250, 252), hardness=0.2, tool="shovel"),
    Block("gravel", "v", (132, 126, 124), pattern="cobble", hardness=0.6, tool="shovel"),
    Block("water", "~", (48, 92, 200), pattern="flat", hardness=-1, solid=False, alpha=0.6),
    *_tree("oak", "l", "L", (104, 82, 50), (168, 135, 84), (60, 120, 35)),
    *_tree("birch", "b", "B", (215, 214, 210), (195, 180, 120), (105, 142, 70)),
    *_tree("spruce", "p", "P", (62, 42, 22), (110, 84, 48), (48, 84, 56)),
    *_tree("acacia", "q", "Q", (104, 98, 88), (170, 92, 50), (120, 140, 40)),
    Block("cactus", "c", (90, 140, 60), pattern="log", hardness=0.4, box=_CACTUS),
    Block("cobblestone", "k", (115, 115, 115), pattern="cobble", hardness=2, tool="pickaxe",
          needs_tool=True),
    Block("oak_planks", "w", (162, 130, 78), pattern="planks", hardness=2, tool="axe"),
    Block("spruce_planks", "W", (114, 84, 48), pattern="planks", hardness=2, tool="axe"),
    Block("bricks", "r", (150, 97, 83), pattern="bricks", hardness=2, tool="pickaxe",
          needs_tool=True),
    Block("stone_bricks", "R", (122, 121, 122), pattern="bricks", hardness=1.5, tool="pickaxe",
          needs_tool=True),
    Block("glass", "h", (200, 225, 235), pattern="glass", hardness=0.3, alpha=0.25),
    _metal("diamond_block", "D", (98, 237, 228)),
    _metal("gold_block", "G", (246, 208, 61), 3),
    _metal("iron_block", "I", (220, 220, 220)),
    _metal("emerald_block", "E", (42, 203, 87)),
    _metal("lapis_block", "Z", (30, 67, 140), 3),
    _metal("redstone_block", "X", (175, 24, 5)),
    _ore("diamond_ore", "1", (93, 236, 225)),
    _ore("gold_ore", "2", (252, 238, 75)),
    _ore("iron_ore", "3", (216, 175, 147)),
    _ore("coal_ore", "4", (40, 40, 40)),
    _ore("redstone_ore", "5", (200, 20, 20)),
    _ore("emerald_ore", "6", (23, 221, 98)),
    _ore("lapis_ore", "7", (24, 60, 160)),
    Block("pumpkin", "U", (198, 118, 24), pattern="stripes", hardness=1, tool="axe"),
    Block("melon", "M", (111, 145, 30), pattern="stripes", hardness=1, tool="axe"),
    Block("hay_block", "H", (166, 139, 12), pattern="stripes", hardness=0.5),
    Block("bookshelf", "K", (162, 130, 78), (120, 70, 50), (162, 130, 78), pattern="shelf",
          hardness=1.5, tool="axe"),
    Block("crafting_table", "T", (120, 78, 45), (150, 110, 70), (162, 130, 78), pattern="grid",
          hardness=2.5, tool="axe"),
    Block("furnace", "F", (110, 110, 110), (95, 95, 95), (110, 110, 110), pattern="mouth",
          hardness=3.5, tool="pickaxe", needs_tool=True),
    Block("blast_furnace", "f", (80, 80, 85), (100, 100, 105), (80, 80, 85), pattern="mouth",
          hardness=3.5, tool="pickaxe", needs_tool=True),
    Block("chest", "C", (162, 115, 40), pattern="lid", hardness=2.5, tool="axe", box=_CHEST),
    Block("barrel", "Y", (134, 100, 58), (108, 80, 48), (134, 100, 58), pattern="planks",
          hardness=2.5, tool="axe"),
    Block("smithing_table", "S", (56, 58, 70), (70, 45, 35), (70, 45, 35), pattern="grid",
          hardness=2.5, tool="axe"),
    Block("jukebox", "J", (120, 72, 50), (90, 56, 40), (90, 56, 40), pattern="frame",
          hardness=2, tool="axe"),
    Block("note_block", "N", (88, 55, 38), pattern="frame", hardness=0.8, tool="axe"),
    Block("loom", "O", (180, 150, 115), (140, 110, 80), (160, 130, 78), pattern="shelf",
          hardness=2.5, tool="axe"),
    Block("cartography_table", "e", (200, 190, 160), (90, 60, 40), (90, 60, 40), pattern="grid",
          hardness=2.5, tool="axe"),
    Block("enchanting_table", "V", (160, 30, 40), (25, 18, 35), (20, 15, 30), pattern="frame",
          hardness=5, tool="pickaxe", needs_tool=True, box=_TABLE),
    Block("grass", "'", (98, 150, 60), pattern="leaves", hardness=0, box=_TUFT, solid=False),
    Block("dead_bush", "x", (107, 78, 40), pattern="leaves", hardness=0, box=_TUFT, solid=False),
    Block("poppy", "o", (200, 30, 30), (60, 130, 40), pattern="flat", hardness=0, box=_FLOWER,
          solid=False),
    Block("dandelion", "y", (250, 220, 40), (60, 130, 40), pattern="flat", hardness=0, box=_FLOWER,
          solid=False),
    Block("torch", "t", (255, 216, 90), (150, 110, 60), pattern="flat", hardness=0, box=_TORCH,
          solid=False),
)  # fmt: skip

AIR = 0
ID: dict[str, int] = {block.name: i for i, block in enumerate(BLOCKS)}
NAMES: tuple[str, ...] = tuple(block.name for block in BLOCKS)
WATER = ID["water"]

MINEABLE = tuple(b.name for b in BLOCKS if b.pattern == "ore" or b.name.endswith("_block"))
MINEABLE = tuple(n for n in MINEABLE if n not in ("grass_block", "snow_block", "note_block"))
"""Blocks that stand out and that a diamond pickaxe digs."""
USABLE = ("crafting_table", "furnace", "blast_furnace", "chest", "barrel", "smithing_table",
          "jukebox", "note_block", "loom", "cartography_table", "enchanting_table")  # fmt: skip
"""Blocks that something happens with when a player uses them."""
PLACEABLE = ("oak_planks", "cobblestone", "crafting_table", "bookshelf", "pumpkin")
"""Blocks that an agent is given to place."""

BOXES = np.array([b.box for b in BLOCKS], dtype=np.float64)  # (blocks, 6) in the unit cube
PARTIAL = np.array([b.box != FULL for b in BLOCKS])
SOLID = np.array([b.solid for b in BLOCKS])
ALPHA = np.array([b.alpha for b in BLOCKS], dtype=np.float64)
OPAQUE = ALPHA >= 1
"""What a view's ids stop at."""
SELECTABLE = np.array([b.name not in ("air", "water") for b in BLOCKS])
"""What the crosshair stops at."""
REPLACEABLE = np.array([b.name in ("air", "water", "grass", "dead_bush") for b in BLOCKS])
"""What a placed block may take the room of."""
SOFT = np.array([b.name.endswith("_leaves") or not (b.solid or b.alpha < 1) for b in BLOCKS])
"""Leaves and plants: breaking them is nobody's loss."""

_SPEED = {"": 1.0, "pickaxe": 8.0, "axe": 8.0, "shovel": 8.0, "sword": 1.0}


def dig_ticks(tool: Tool) -> np.ndarray:
    """Ticks to dig each block with a diamond tool (or the hand); -1: never.

    Damage a tick is speed / hardness / 30, or / 100 where the wrong tool harvests nothing.
    """
    ticks = np.full(len(BLOCKS), -1, dtype=np.int64)
    for i, block in enumerate(BLOCKS):
        if block.hardness == 0:
            ticks[i] = 1
        elif block.hardness > 0:
            fits = tool != "" and block.tool == tool
            speed = _SPEED[tool] if fits else 1.0
            divisor = 30 if fits or not block.needs_tool else 100
            ticks[i] = max(1, int(np.ceil(round(block.hardness * divisor / speed, 6))))
    return ticks


def block_id(name: str) -> int:
    """The id of a block by name, with or without `minecraft:`.

    Raises:
        UsageError: for a block that scenes do not have; suggests the nearest.
    """
    from difflib import get_close_matches

    bare = name.removeprefix("minecraft:")
    if bare not in ID:
        near = get_close_matches(bare, NAMES, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"It has {len(NAMES)}, see blocks.BLOCKS."
        raise UsageError(f"no block called {bare[:60]!r} here. {hint}")
    return ID[bare]
