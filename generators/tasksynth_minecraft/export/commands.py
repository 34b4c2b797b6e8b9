"""Tasks as Minecraft 1.16.5 commands: functions, and MineStudio's callback configuration."""

from typing import Any

from tasksynth.errors import UsageError
from tasksynth_minecraft.embodied.models import ROCKET_EVENT, Crossview, Event
from tasksynth_minecraft.export.cuboids import cuboids, split
from tasksynth_minecraft.rendering.view import roof_of
from tasksynth_minecraft.worlds.blocks import NAMES
from tasksynth_minecraft.worlds.scenes import Cell
from tasksynth_minecraft.worlds.stored import blocks_of

FILL_LIMIT = 32_768
"""Blocks that one /fill may change."""
FUNCTION_LIMIT = 65_536
"""Commands that one function may hold."""
MINESTUDIO_LIMIT = 60
"""Commands of a MineStudio task; each costs a step of its engine."""
SKY = 250.0
"""Where MineStudio's hard reset puts the player: its 50 idle ticks do not reach the ground."""
MINESTUDIO_PARAMS: dict[str, Any] = {
    "relief": 0, "trees": 0, "walls": 2, "houses": 0, "caves": 0, "plants": 0, "scene_size": 32,
}  # fmt: skip
"""Params of the embodied families whose scenes stay within MINESTUDIO_LIMIT."""


def build(task: Crossview, *, at: Cell = (0, 0, 0)) -> list[str]:
    """The scene as /fill and /setblock commands, its origin at a cell of the world."""
    blocks = blocks_of(task.scene)
    x, y, z = at
    sx, sy, sz = (n - 1 for n in blocks.shape)
    top = min(sy, roof_of(blocks) + 6)
    air = [
        f"fill {x} {y + h} {z} {x + sx} {y + min(h + 7, top)} {z + sz} minecraft:air"
        for h in range(0, top + 1, 8)
    ]
    out = []
    for box in cuboids(blocks):
        for part in split(box, limit=FILL_LIMIT):
            name = block_state(NAMES[part.block])
            low = f"{x + part.x0} {y + part.y0} {z + part.z0}"
            if part.volume == 1:
                out.append(f"setblock {low} {name}")
            else:
                out.append(f"fill {low} {x + part.x1} {y + part.y1} {z + part.z1} {name}")
    return air + out


def block_state(name: str) -> str:
    """A block as a command names it."""
    tail = "[distance=1,persistent=true]" if name.endswith("_leaves") else ""
    return f"minecraft:{name}{tail}"


def pose(x: float, y: float, z: float, yaw: float, pitch: float, *, at: Cell = (0, 0, 0)) -> str:
    """The command that puts the player's feet there."""
    return f"tp @p {x + at[0]:.3f} {y + at[1]:.3f} {z + at[2]:.3f} {yaw:.2f} {pitch:.2f}"


def start_pose(task: Crossview, *, at: Cell = (0, 0, 0)) -> str:
    """The command that puts the player where the task begins."""
    s = task.start
    return pose(s.x, s.y, s.z, s.yaw, s.pitch, at=at)


def goal_pose(task: Crossview, *, at: Cell = (0, 0, 0)) -> str:
    """The command that puts the player where the goal view was seen; the feet, not the eye."""
    c = task.goal.camera
    return pose(c.x, c.y - 1.62, c.z, c.yaw, c.pitch, at=at)


def summon(task: Crossview, *, at: Cell = (0, 0, 0)) -> list[str]:
    """The animals."""
    return [
        f"summon minecraft:{m.name} {m.x + at[0]:.2f} {m.y + at[1]:.2f} {m.z + at[2]:.2f}"
        for m in task.mobs
    ]


def give(task: Crossview) -> list[str]:
    """What the agent holds, in the first slot."""
    if not task.item:
        return []
    out = [f"replaceitem entity @p hotbar.0 minecraft:{task.item}"]
    return [*out, "give @p minecraft:arrow 32"] if task.item == "bow" else out


def function(task: Crossview, *, at: Cell = (0, 0, 0)) -> str:
    """An `.mcfunction` that builds the scene and begins the task.

    Raises:
        UsageError: for a scene of more commands than a function may hold.
    """
    lines = [
        f"# tasksynth: {task.event} {task.target.name} at {task.target.cell}",
        "gamerule doMobSpawning false",
        "gamerule doDaylightCycle false",
        "time set 6000",
        "weather clear",
        *build(task, at=at),
        *summon(task, at=at),
        "clear @p",
        *give(task),
        start_pose(task, at=at),
    ]
    if len(lines) > FUNCTION_LIMIT:
        raise UsageError(
            f"the scene takes {len(lines)} commands, a function holds {FUNCTION_LIMIT}"
        )
    return "\n".join(lines) + "\n"


def minestudio(task: Crossview, *, seed: int = 0, at: Cell = (0, 100, 0)) -> dict[str, Any]:
    """A configuration for MineStudio's `load_callbacks_from_config`: pass the dict, not a path.

    The scene stands in the air at `at`. `goal` holds what the engine has to render by itself:
    teleport with its command, take the picture, and go back with `start`; its pictures have
    other textures than ours. `mask` is the 3-D box to project, in the world's coordinates.

    Raises:
        UsageError: for a scene that takes more than MINESTUDIO_LIMIT commands.
    """
    orders = [
        "gamerule fallDamage false",  # the reset drops the player from SKY while it settles
        *build(task, at=at),
        *summon(task, at=at),
        *give(task),
        start_pose(task, at=at),
        "gamerule fallDamage true",
    ]
    if len(orders) > MINESTUDIO_LIMIT:
        raise UsageError(
            f"the scene takes {len(orders)} commands, MineStudio tasks have at most "
            f"{MINESTUDIO_LIMIT}; draw flat ones: "
            + " ".join(f"--set {name}={value}" for name, value in MINESTUDIO_PARAMS.items())
        )
    s, target = task.start, [c + o for c, o in zip(task.target.cell, at, strict=True)]
    return {
        "spawn_positions": [{"seed": seed, "position": [s.x + at[0], SKY, s.z + at[2]]}],
        "custom_init_commands": [f"/{order}" for order in orders],
        "time_limit": task.horizon,
        "text": instruction(task, target=task.target.name, item=task.item),
        "goal": {
            "command": f"/{goal_pose(task, at=at)}",
            "start": f"/{start_pose(task, at=at)}",
            "fov": task.goal.camera.fov,
            "cross_view_obj_id": ROCKET_EVENT[task.event],
            "mask": {"min": target, "max": [c + 1 for c in target]},
        },
        "reward_conf": {_REWARD[task.event]: {"target": {
            "objs": [task.target.name], "quantity_rewarded": 1, "reward": 1.0,
        }}} if task.event in _REWARD else {},
    }  # fmt: skip


def instruction(task: Crossview, *, target: str, item: str) -> str:
    """What to do, in a few words; the names are the engine's."""
    words = _DEED[task.event].format(target=target, item=item)
    return f"{words} that the goal view marks".replace("_", " ")


_DEED: dict[Event, str] = {
    "approach": "go to the {target}",
    "mine": "break the {target}",
    "interact": "use the {target}",
    "hunt": "kill the {target}",
    "place": "place the {item} against the {target}",
}
_REWARD = {"mine": "mine_block", "hunt": "kill_entity", "interact": "use_item", "place": "use_item"}


_OLD_GIVE, _NEW_GIVE = "replaceitem entity @p hotbar.0", "item replace entity @p hotbar.0 with"


def craftground(task: Crossview) -> dict[str, Any]:
    """Arguments for CraftGround's InitialEnvironmentConfig and its set_initial_position.

    Write `worlds.structure` to the path first. From 1.20.3 on, `grass` is `short_grass`.
    """
    s = task.start
    return {
        "config": {
            "world_type": "superflat",
            "seed": "tasksynth",
            "structure_paths": ["scene.nbt"],
            "initial_extra_commands": [
                "gamerule doMobSpawning false",
                "time set 6000",
                *summon(task),
                *(order.replace(_OLD_GIVE, _NEW_GIVE) for order in give(task)),
            ],
        },
        "initial_position": [s.x, s.y, s.z, s.yaw, s.pitch],
    }  # fmt: skip
