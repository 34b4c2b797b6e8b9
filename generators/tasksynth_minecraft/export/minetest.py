"""Tasks as Minetest worlds (5.6, with Minetest Game): a mod builds the scene and logs events."""

import base64
import json
from importlib.resources import files
from pathlib import Path

from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.worlds.blocks import NAMES
from tasksynth_minecraft.worlds.stored import blocks_of

_NODES = {
    "bedrock": "default:obsidian", "stone": "default:stone", "dirt": "default:dirt",
    "grass_block": "default:dirt_with_grass", "sand": "default:sand",
    "sandstone": "default:sandstone", "snow_block": "default:snowblock",
    "gravel": "default:gravel", "water": "default:water_source", "oak_log": "default:tree",
    "oak_leaves": "default:leaves", "birch_log": "default:aspen_tree",
    "birch_leaves": "default:aspen_leaves", "spruce_log": "default:pine_tree",
    "spruce_leaves": "default:pine_needles", "acacia_log": "default:acacia_tree",
    "acacia_leaves": "default:acacia_leaves", "cactus": "default:cactus",
    "cobblestone": "default:cobble", "oak_planks": "default:wood",
    "spruce_planks": "default:pine_wood", "bricks": "default:brick",
    "stone_bricks": "default:stonebrick", "glass": "default:glass",
    "diamond_block": "default:diamondblock", "gold_block": "default:goldblock",
    "iron_block": "default:steelblock", "emerald_block": "default:mese",
    "lapis_block": "default:tinblock", "redstone_block": "default:copperblock",
    "diamond_ore": "default:stone_with_diamond", "gold_ore": "default:stone_with_gold",
    "iron_ore": "default:stone_with_iron", "coal_ore": "default:stone_with_coal",
    "redstone_ore": "default:stone_with_copper", "emerald_ore": "default:stone_with_mese",
    "lapis_ore": "default:stone_with_tin", "pumpkin": "default:bronzeblock",
    "melon": "default:coalblock", "hay_block": "default:desert_sandstone",
    "bookshelf": "default:bookshelf", "furnace": "default:furnace", "chest": "default:chest",
    "crafting_table": "default:junglewood", "blast_furnace": "default:obsidian_block",
    "barrel": "default:acacia_wood", "smithing_table": "default:obsidianbrick",
    "jukebox": "default:aspen_wood", "note_block": "default:desert_stonebrick",
    "loom": "default:silver_sandstone_brick", "cartography_table": "default:sandstonebrick",
    "enchanting_table": "default:desert_stone_block", "grass": "default:grass_3",
    "dead_bush": "default:dry_shrub", "poppy": "flowers:rose",
    "dandelion": "flowers:dandelion_yellow", "torch": "default:torch", "air": "air",
}  # fmt: skip
BACK = {node: name for name, node in _NODES.items()}
"""Minetest's node names to ours: every block has a node of its own."""
_ITEMS = {"diamond_pickaxe": "default:pick_diamond", "iron_sword": "default:sword_steel"}
_WORLD = """gameid = minetest
backend = sqlite3
player_backend = sqlite3
auth_backend = sqlite3
creative_mode = false
enable_damage = false
load_mod_tasksynth = true
"""


def write(task: Crossview, folder: Path) -> None:
    """A world folder; start it with `minetest --go --world FOLDER` (map generator singlenode)."""
    mod = folder / "worldmods" / "tasksynth"
    mod.mkdir(parents=True, exist_ok=True)
    for name in ("init.lua", "mod.conf"):
        shipped = files("tasksynth_minecraft.export").joinpath("minetest_mod", name)
        (mod / name).write_text(shipped.read_text())
    (folder / "world.mt").write_text(_WORLD)
    (folder / "map_meta.txt").write_text("mg_name = singlenode\n[end_of_params]\n")
    (folder / "scene.json").write_text(json.dumps(_scene(task)))


def _scene(task: Crossview) -> dict[str, object]:
    blocks = blocks_of(task.scene)
    return {
        "shape": list(blocks.shape),
        "nodes": [_NODES[name] for name in NAMES],
        "data": base64.b64encode(blocks.tobytes()).decode(),
        "start": task.start.model_dump(),
        "fov": task.goal.camera.fov,
        "item": _ITEMS.get(task.item, _NODES.get(task.item, "")),
    }
