"""Judge what happened in another engine: event logs, read from its own words.

An adapter turns an engine's report into `Happening`s and poses; `judge` decides by them alone.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from tasksynth import Verdict
from tasksynth.errors import UsageError
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.rollout import HOLD, SPARE, Happening
from tasksynth_minecraft.embodied.turns import RUBRIC
from tasksynth_minecraft.export.minetest import BACK
from tasksynth_minecraft.physics import tick
from tasksynth_minecraft.rendering.view import Camera, ids
from tasksynth_minecraft.worlds.blocks import ID, SELECTABLE, SOFT, USABLE
from tasksynth_minecraft.worlds.scenes import Cell
from tasksynth_minecraft.worlds.stored import blocks_of

_LINE = re.compile(r"\[tasksynth\] (break|place)" + r" (-?\d{1,6})" * 3 + r" (\S+)")
_AT = re.compile(r"\[tasksynth\] at" + r" (-?\d{1,9}\.\d{1,9})" * 5)
MAX_LINES = 1_000_000


class Standpoint(NamedTuple):
    """Where an agent stood, and looked."""

    tick: int
    x: float
    y: float
    z: float
    yaw: float
    pitch: float
    eye: float = 1.62
    """Blocks from the feet to the eye: lower where one sneaks."""


class Log(NamedTuple):
    """What an engine reported."""

    events: list[Happening]
    poses: list[Standpoint]


def judge(task: Crossview, log: Log) -> Verdict:
    """Whether a log shows the task's event on its target, and no foul before it.

    Entries count in the order of their ticks; of one tick, in the order of the log.
    """
    rubric = RUBRIC
    if log.events and min(event.tick for event in log.events) < 0:
        return rubric(solved=0.0, progress=0.0, why="the log has an event before tick 0")
    held = _held(task, log.poses) if task.event == "approach" else None
    spoils = 0
    for event in sorted(log.events, key=lambda event: event.tick):
        if held is not None and event.tick > held:
            break
        if event.tick > task.horizon:
            return rubric(solved=0.0, progress=0.0, why=f"the {task.horizon} ticks were up")
        if _is_deed(task, event):
            return rubric(solved=1.0, progress=1.0)
        if _is_foul(task, event):
            why = f"tick {event.tick}: {event.event} {event.name} was not asked for"
            return rubric(solved=0.0, progress=0.0, why=why)
        if event.event == "break" and not SOFT[ID.get(event.name, 0)]:
            spoils += 1
            if spoils > SPARE:
                return rubric(solved=0.0, progress=0.0, why=f"{spoils} blocks were broken")
    if held is not None:
        return rubric(solved=1.0, progress=1.0)
    return rubric(solved=0.0, progress=0.0, why=f"no {task.event} of the target in the log")


def _is_deed(task: Crossview, event: Happening) -> bool:
    kind = {"mine": "break", "interact": "use", "place": "place", "hunt": "kill"}.get(task.event)
    if event.event != kind:
        return False
    if task.event == "place":
        near = event.cell is not None and math.dist(event.cell, task.target.cell) == 1
        return near and event.name == task.item
    if event.name != task.target.name:  # whatever cell or number it gives
        return False
    if task.event == "hunt":
        return event.mob == task.target.mob if event.mob is not None else is_sole(task)
    if task.goal.scene is not None:
        return True
    return is_sole(task) if event.cell is None else event.cell == task.target.cell


def is_sole(task: Crossview) -> bool:
    """Whether the target is the only one of its kind, so that a name tells which.

    Of a goal in another world, every one is the target.
    """
    if task.goal.scene is not None:
        return True
    if task.event == "hunt":
        return sum(mob.name == task.target.name for mob in task.mobs) == 1
    return int((blocks_of(task.scene) == ID[task.target.name]).sum()) == 1


def _is_foul(task: Crossview, event: Happening) -> bool:
    if event.event == "break":
        return event.name == task.target.name or event.cell == task.target.cell
    if event.event == "use":
        return task.event == "interact" and event.name in USABLE
    if event.event == "kill":
        return True
    return event.event == "place" and task.event == "place"


def _held(task: Crossview, poses: Sequence[Standpoint]) -> int | None:
    """The tick at which the crosshair had been on the target for HOLD ticks, within reach.

    Between two poses at most HOLD ticks may lie: a rarer log does not show that it stayed there.
    """
    blocks = blocks_of(task.scene)
    flat = int(np.ravel_multi_index(task.target.cell, blocks.shape))
    since = last = -1
    for p in sorted(poses, key=lambda p: p.tick):
        if not 0 <= p.tick <= task.horizon or not _aims(p, blocks, flat):
            since = -1
            continue
        if since < 0 or p.tick - last > HOLD:
            since = p.tick
        last = p.tick
        if last - since >= HOLD - 1:
            return last
    return None


def _aims(p: Standpoint, blocks: np.ndarray, flat: int) -> bool:
    """Whether the crosshair is on a block within reach; never, where the pose is no pose."""
    aim = aimed(p, blocks)
    return aim is not None and aim.flat == flat and aim.distance <= tick.APPROACH_REACH


class Crosshair(NamedTuple):
    """What a crosshair is on."""

    flat: int
    """The block's flat index."""
    distance: float
    """Blocks from the eye."""
    before: Cell
    """The cell that the ray was in last: where a block is placed."""


def aimed(p: Standpoint, blocks: np.ndarray) -> Crosshair | None:
    """What the crosshair is on; nothing, where the pose is no pose."""
    if not all(map(math.isfinite, p[1:])) or max(abs(p.x), abs(p.y), abs(p.z)) > 1e5:
        return None
    pitch = min(90.0, max(-90.0, p.pitch))
    eye = Camera(x=p.x, y=p.y + p.eye, z=p.z, yaw=_wrapped(p.yaw), pitch=pitch)
    seen = ids(blocks, eye, width=1, height=1, stops=SELECTABLE)
    if seen.voxel[0, 0] < 0:
        return None
    distance = float(seen.depth[0, 0])
    down, turn = math.radians(pitch), math.radians(p.yaw)
    way = (-math.sin(turn) * math.cos(down), -math.sin(down), math.cos(turn) * math.cos(down))
    last = (math.floor(e + w * (distance - 1e-3)) for e, w in zip(eye.eye, way, strict=True))
    x, y, z = last
    return Crosshair(int(seen.voxel[0, 0]), distance, (x, y, z))


def _wrapped(yaw: float) -> float:
    return (yaw + 180) % 360 - 180


def from_minetest(text: str) -> Log:
    """The lines that the shipped Minetest mod writes; a pose comes every 0.25 s (5 ticks)."""
    events, poses, now = [], [], 0
    for line in text.splitlines()[:MAX_LINES]:
        if match := _AT.search(line):
            now += 5
            poses.append(Standpoint(now, *(float(v) for v in match.groups())))
        elif match := _LINE.search(line):
            kind, x, y, z, node = match.groups()
            cell = (int(x), int(y), int(z))
            events.append(Happening(now, kind, cell, BACK.get(node, node)))
    return Log(events, poses)


def from_jsonl(text: str) -> Log:
    """JSON lines `{"tick", "event", "cell" | "mob", "name"}` and `{"tick", "at": [x, y, z, yaw,
    pitch]}`, as the mineflayer bot of `benchmarks/minecraft_peers` prints them.

    Raises:
        UsageError: for a line that is not of that form; names it.
    """
    events: list[Happening] = []
    poses: list[Standpoint] = []
    for number, line in enumerate(text.splitlines()[:MAX_LINES], 1):
        if not line.startswith("{"):
            continue
        try:
            row: dict[str, Any] = json.loads(line, parse_constant=_no_constant)
            if "at" in row:
                x, y, z, yaw, pitch = (float(v) for v in row["at"])
                poses.append(Standpoint(_whole(row["tick"]), x, y, z, yaw, pitch))
            elif "event" in row:
                events.append(_happening(row))
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as e:
            raise UsageError(f"line {number} of the event log: {e!r}"[:200]) from e
    return Log(events, poses)


def _happening(row: dict[str, Any]) -> Happening:
    cell: Cell | None = None
    if row.get("cell") is not None:
        x, y, z = (_whole(v) for v in row["cell"])
        cell = (x, y, z)
    mob = None if row.get("mob") is None else _whole(row["mob"])
    name = str(row["name"]).removeprefix("minecraft:")
    return Happening(_whole(row["tick"]), str(row["event"]), cell, name, mob)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or int(value) != value:
        raise ValueError(f"want a whole number, got {value!r}")
    return int(value)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def from_counters(infos: Iterable[Mapping[str, Any]]) -> Log:
    """The `info`s of MineStudio (or MineDojo's statistics), one a step: counters that grow.

    `mine_block`, `kill_entity` and `use_item` map names to counts; they do not say which block,
    so `judge` believes them only where the scene has one of that kind.

    Raises:
        UsageError: for an info whose counters or position are no numbers; names it.
    """
    kinds = {"mine_block": "break", "kill_entity": "kill", "use_item": "use"}
    seen: dict[tuple[str, str], int] = {}
    events: list[Happening] = []
    poses: list[Standpoint] = []
    for now, info in enumerate(infos):
        try:
            for counter, kind in kinds.items():
                for name, count in (info.get(counter) or {}).items():
                    bare = str(name).removeprefix("minecraft:").removeprefix("minecraft.")
                    grown = _whole(count) - seen.get((kind, bare), 0)
                    if now > 0:  # one event a unit; more than a few are fouls in any case
                        events += [Happening(now, kind, None, bare)] * min(max(grown, 0), 64)
                    seen[kind, bare] = _whole(count)
            if at := info.get("player_pos"):
                x, y, z, yaw, pitch = (float(at[k]) for k in ("x", "y", "z", "yaw", "pitch"))
                poses.append(Standpoint(now, x, y, z, yaw, pitch))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as e:
            raise UsageError(f"info {now}: {e!r}"[:200]) from e
    return Log(events, poses)


def from_episode(events: Sequence[Happening]) -> Log:
    """The log of an episode of the embedded engine."""
    return Log(list(events), [])
