"""Tasks as arguments of MineDojo 0.1's `make("open-ended", ...)`: Minecraft 1.11.2 by Malmo."""

from typing import Any
from xml.sax.saxutils import quoteattr

from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.export.commands import instruction
from tasksynth_minecraft.export.cuboids import cuboids
from tasksynth_minecraft.worlds.blocks import NAMES
from tasksynth_minecraft.worlds.stored import blocks_of

_RENAMED = {
    "grass_block": "grass", "grass": "tallgrass", "dead_bush": "deadbush", "poppy": "red_flower",
    "dandelion": "yellow_flower", "oak_log": "log", "birch_log": "log", "spruce_log": "log",
    "acacia_log": "log2", "oak_leaves": "leaves", "birch_leaves": "leaves",
    "spruce_leaves": "leaves", "acacia_leaves": "leaves2", "oak_planks": "planks",
    "spruce_planks": "planks", "bricks": "brick_block", "stone_bricks": "stonebrick",
    "snow_block": "snow", "melon": "melon_block", "note_block": "noteblock",
    # 1.14's work blocks have no ancestor: another block that does something when used stands in
    "blast_furnace": "dispenser", "barrel": "dropper", "smithing_table": "anvil",
    "loom": "brewing_stand", "cartography_table": "hopper",
}  # fmt: skip
_VARIANT = {"birch": "birch", "spruce": "spruce", "acacia": "acacia", "oak": "oak"}
FLAT_WORLD = "2;7,2x3,2;1"


def name_1_11(name: str) -> str:
    """A 1.16.5 block by the name that stands for it in 1.11.2."""
    return _RENAMED.get(name, name)


def drawing(task: Crossview) -> str:
    """The scene and its animals as Malmo drawing elements, coordinates unchanged."""
    out = []
    for box in cuboids(blocks_of(task.scene)):
        name = NAMES[box.block]
        variant = _VARIANT.get(name.partition("_")[0], "")
        mark = f" variant={quoteattr(variant)}" if variant and name_1_11(name) != name else ""
        out.append(
            f'<DrawCuboid x1="{box.x0}" y1="{box.y0}" z1="{box.z0}" x2="{box.x1}" '
            f'y2="{box.y1}" z2="{box.z1}" type={quoteattr(name_1_11(name))}{mark}/>'
        )
    out += [
        f'<DrawEntity x="{m.x}" y="{m.y}" z="{m.z}" type="{m.name.capitalize()}"/>'
        for m in task.mobs
    ]
    return "".join(out)


def make_kwargs(task: Crossview) -> dict[str, Any]:
    """Arguments for `minedojo.make("open-ended", **kwargs)`, in plain types.

    `initial_inventory` holds dictionaries: make `minedojo.sim.InventoryItem(**item)` of each.
    """
    s = task.start
    items = (
        [{"slot": 0, "name": name_1_11(task.item), "variant": None, "quantity": 1}]
        if task.item
        else []
    )
    if task.item == "bow":
        items.append({"slot": 1, "name": "arrow", "variant": None, "quantity": 32})
    return {
        "image_size": (task.height, task.width),
        "generate_world_type": "flat",
        "flat_world_seed_string": FLAT_WORLD,
        "drawing_str": drawing(task),
        "start_position": {"x": s.x, "y": s.y, "z": s.z, "yaw": s.yaw, "pitch": s.pitch},
        "initial_inventory": items,
        "allow_mob_spawn": False,
        "allow_time_passage": False,
        "start_time": 6000,
        "initial_weather": "clear",
        "use_voxel": True,
        "voxel_size": {"xmin": -4, "ymin": -4, "zmin": -4, "xmax": 4, "ymax": 4, "zmax": 4},
        "seed": 0,
    }


def spec(task: Crossview) -> dict[str, Any]:
    """The task in the manner of MineDojo's `tasks_specs.yaml`, in plain types.

    Its class, `tasksynth`, comes with the export: `tasksynth_minedojo.register`.
    """
    kwargs = make_kwargs(task)
    items = {str(item.pop("slot")): item for item in kwargs.pop("initial_inventory")}
    target = name_1_11(task.target.name)
    return {
        "__cls__": "tasksynth",
        "prompt": instruction(task, target=target, item=name_1_11(task.item)),
        "event": task.event,
        "target_names": target,
        "target_cell": list(task.target.cell),
        "horizon": task.horizon,
        "initial_inventory": items,
        **kwargs,
        "image_size": list(kwargs["image_size"]),
    }
