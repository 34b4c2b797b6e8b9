"""Write the recipe graph that minecraft.techtree plays with.

    python benchmarks/minecraft_peers/make_recipes.py path/to/minedojo/sim/mc_meta/mc_constants.json

Crafting, digging and tools come from minecraft-data 1.16.5 (`pip install minecraft_data==3.20.0`,
MIT); smelting from MineDojo 0.1 (MIT), whose 1.11 names are brought to 1.16. Only what can be
made from the raw blocks listed here is kept.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import minecraft_data

OUT = (
    Path(__file__).parents[2]
    / "generators"
    / "tasksynth_minecraft"
    / "crafting"
    / "data"
    / "recipes_1_16_5.json"
)
WOODS = ("oak", "birch", "spruce", "jungle", "acacia", "dark_oak")
RAW = (
    *(f"{wood}_log" for wood in WOODS),
    "dirt", "sand", "gravel", "clay", "stone", "coal_ore", "iron_ore", "gold_ore", "diamond_ore",
    "redstone_ore", "lapis_ore", "emerald_ore", "obsidian", "sugar_cane", "pumpkin", "melon",
    "cobweb", "cactus", "glowstone", "netherrack", "nether_quartz_ore", "bamboo", "hay_block",
    "white_wool", "dandelion", "poppy", "snow_block",
)  # fmt: skip
RENAMED = {"coal": "charcoal", "log": "*_log", "hardened_clay": "terracotta",
           "netherbrick": "nether_brick", "nether_brick": "nether_bricks"}  # fmt: skip
KEPT = ("cobblestone", "log", "netherrack", "sand", "clay_ball", "clay", "iron_ore", "gold_ore",
        "stonebrick")  # fmt: skip


def drop(data: Any, block: str) -> tuple[str, int]:
    """What digging by hand or with a plain tool yields, at least."""
    drops = [d for d in data.blockLoot[block] if not d.get("silkTouch")]
    plain = [d for d in drops if d.get("noSilkTouch")] or drops
    chosen = plain[-1] if block == "gravel" or block == "cobweb" else plain[0]
    return chosen["item"], int(chosen["stackSizeRange"][0] or 1)


def crafting(data: Any, item: dict[str, Any]) -> list[dict[str, Any]]:
    """The alternatives for one item: count, ingredients, and whether a table is needed."""
    names = {entry["id"]: name for name, entry in data.items_name.items()}
    out = []
    for recipe in data.recipes.get(str(item["id"]), []):
        rows = recipe.get("inShape") or [recipe["ingredients"]]
        flat = [i for row in rows for i in row if i is not None]
        wide = max(len(row) for row in rows) if "inShape" in recipe else 0
        table = len(rows) > 2 or wide > 2 or len(flat) > 4
        needs = Counter(names.get(i, "?") for i in flat)
        if "?" not in needs:
            out.append({"count": recipe["result"]["count"], "needs": dict(needs), "table": table})
    return out


def smelting(constants: Path) -> dict[str, str]:
    """Input to output, in names of 1.16."""
    out = {}
    for recipe in json.loads(constants.read_text())["smeltingRecipes"]:
        (source,) = recipe["ingredients"]
        if source not in KEPT:
            continue
        made = RENAMED.get(recipe["outputItemName"], recipe["outputItemName"])
        for wood in WOODS if source == "log" else ("",):
            out[f"{wood}_log" if wood else source] = made
    return {key: value for key, value in out.items() if key != "stonebrick"}


def main(constants: str) -> None:
    """Collect, keep what is reachable, and write."""
    data = minecraft_data("1.16.5")
    mine = {}
    for block in RAW:
        tools = [data.items[str(t)]["name"] if str(t) in data.items else
                 next(n for n, i in data.items_name.items() if i["id"] == int(t))
                 for t in data.blocks_name[block].get("harvestTools", {})]  # fmt: skip
        item, count = drop(data, block)
        mine[block] = {"item": item, "count": count, "tools": sorted(tools)}
    craft = {name: rows for name, item in data.items_name.items() if (rows := crafting(data, item))}
    smelt = smelting(Path(constants))
    have = {entry["item"] for entry in mine.values()}
    while True:
        new = {s for i, s in smelt.items() if i in have}
        new |= {n for n, rows in craft.items() if any(set(r["needs"]) <= have for r in rows)}
        if new <= have:
            break
        have |= new
    kept = {n: [r for r in rows if set(r["needs"]) <= have] for n, rows in craft.items()
            if n in have}  # fmt: skip
    body = {
        "source": "minecraft-data 3.20.0 for 1.16.5 and MineDojo 0.1, both MIT",
        "mine": mine,
        "craft": {n: rows for n, rows in sorted(kept.items()) if rows},
        "smelt": {i: o for i, o in sorted(smelt.items()) if i in have},
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(body, separators=(",", ":")) + "\n")
    print(f"{len(have)} items, {sum(map(len, kept.values()))} recipes, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
