"""Logs that other engines' users bring home: what was recorded of a run, judged by our rules.

A log holds where the player stood and looked at each step, which keys were held, and which of the
game's counters grew. Counters tell what was broken and not where: that is where the crosshair was.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, ValidationError

from tasksynth import Model, UsageError, Verdict
from tasksynth.invalid import explain
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.rollout import Happening, Rollout
from tasksynth_minecraft.embodied.turns import judged
from tasksynth_minecraft.export.eventlog import Crosshair, Log, Standpoint, aimed, is_sole, judge
from tasksynth_minecraft.export.minedojo import name_1_11
from tasksynth_minecraft.physics.tick import REACH
from tasksynth_minecraft.worlds.blocks import AIR, NAMES, USABLE
from tasksynth_minecraft.worlds.scenes import Cell
from tasksynth_minecraft.worlds.stored import blocks_of

LAG = 10
"""Ticks that a counter may come after what it counts."""
NEAR = 1.5
"""Blocks between where a task begins and where its log does, at most."""
SLACK = 0.2
"""Blocks that a pose may be off, by the time between the game's look and its report."""
Stat = Literal["mine_block", "kill_entity", "use_item"]
Tick = Annotated[int, Field(ge=0, le=10**6)]
Coordinate = Annotated[float, Field(ge=-1e6, le=1e6)]


class LogStep(Model):
    """One step of a run."""

    tick: Tick
    """Twentieths of a second since the task began."""
    at: tuple[Coordinate, Coordinate, Coordinate, float, float]
    """The feet, in the world's coordinates, then yaw and pitch in degrees."""
    eye: Annotated[float, Field(ge=0, le=2)] = 1.62
    """Blocks from the feet to the eye."""
    keys: tuple[str, ...] = ()
    """Those held, as in an action list."""


class LogCount(Model):
    """A counter that grew."""

    tick: Tick
    stat: Stat
    name: str
    """As the engine calls it: MineDojo has the names of 1.11."""
    grown: Annotated[int, Field(ge=1, le=1000)] = 1


class EngineLog(Model):
    """What another engine, or whoever ran it, wrote of an attempt at a task."""

    engine: Literal["minedojo", "minestudio"]
    origin: Cell = (0, 0, 0)
    """The world's cell that is the scene's first one."""
    steps: Annotated[tuple[LogStep, ...], Field(max_length=100_000)] = ()
    counts: Annotated[tuple[LogCount, ...], Field(max_length=10_000)] = ()
    actions: list[Any] | None = None
    """Instead of steps: an action list, or MineStudio's actions, one a tick."""
    success: bool | None = None
    """What the run says of itself: a claim, which proves nothing."""


def judge_log(task: Crossview, text: str) -> Verdict:
    """Judge a log by what it shows; by a replay in the embedded engine, where it has only actions.

    Raises:
        UsageError: for a log that is none, is of another task, or does not tell what was done.
    """
    log = _read(text)
    if log.steps:
        return _by_steps(task, log)
    if log.actions is not None:
        return _by_actions(task, log.actions)
    if log.success is not None:
        claim = str(log.success).lower()
        raise UsageError(f"success={claim} is a claim: the log has no steps or actions to judge")
    raise UsageError("the log has neither steps nor actions")


def _read(text: str) -> EngineLog:
    try:
        return EngineLog.model_validate_json(text)
    except ValidationError as e:
        raise UsageError(f"no log of an engine: {explain(e, EngineLog)}") from e


def _by_actions(task: Crossview, listed: list[Any]) -> Verdict:
    try:
        rows = actions.parse(json.dumps(listed), limit=task.horizon)
    except actions.ActionError as e:
        raise UsageError(f"the log's actions: {e}") from e
    rollout = Rollout(task)
    rollout.play(rows)
    verdict = judged(rollout)
    if verdict.status == "pass":
        return verdict
    return verdict.model_copy(update={"why": f"replayed in the embedded engine: {verdict.why}"})


def _by_steps(task: Crossview, log: EngineLog) -> Verdict:
    poses = [_pose(step, log.origin) for step in sorted(log.steps, key=lambda step: step.tick)]
    first, start = poses[0], task.start
    off = np.abs(np.subtract(first[1:4], (start.x, start.y, start.z))).max()
    if first.tick > LAG or off > NEAR:
        raise UsageError(
            f"the log begins at tick {first.tick}, {off:.1f} blocks from where the task does: it "
            f"is of another task, or the world was not reset"
        )
    events = _Witness(task, log, poses).events()
    unknown = next((event for event in events if _may_be_it(task, event)), None)
    if unknown is not None:
        # what came before it decides, or nothing does
        events = [event for event in events if event.tick < unknown.tick]
        poses = [pose for pose in poses if pose.tick < unknown.tick]
        verdict = judge(task, Log(events, poses))
        if verdict.status == "pass" or not verdict.why.startswith("no "):
            return verdict
        raise UsageError(
            f"tick {unknown.tick}: the log does not tell which {unknown.name} the {unknown.event} "
            f"was of; the scene has several"
        )
    verdict = judge(task, Log(events, poses))
    if log.success and verdict.status != "pass":
        return verdict.model_copy(update={"why": f"{verdict.why}; the run claimed success"})
    return verdict


def _pose(step: LogStep, origin: Cell) -> Standpoint:
    (x, y, z, yaw, pitch), (ox, oy, oz) = step.at, origin
    return Standpoint(step.tick, x - ox, y - oy, z - oz, yaw, pitch, step.eye)


def _may_be_it(task: Crossview, event: Happening) -> bool:
    """Whether an event could be the one asked for, and the log leaves it open."""
    kind = {"mine": "break", "hunt": "kill", "place": "place"}.get(task.event)
    name = task.item if task.event == "place" else task.target.name
    if event.event != kind or event.name != name or event.cell is not None:
        return False
    return task.event == "place" or not is_sole(task)


class _Witness:
    """Finds out what happened: counters say what, the crosshair says where."""

    def __init__(self, task: Crossview, log: EngineLog, poses: list[Standpoint]) -> None:
        self.task, self.log, self.poses = task, log, poses
        self.blocks = blocks_of(task.scene).copy()
        self.keys = {step.tick: frozenset(step.keys) for step in log.steps}
        self.ticks = [pose.tick for pose in poses]
        self.called: Callable[[str], str] = name_1_11 if log.engine == "minedojo" else str
        self.used = -1
        """The block that a key held down has used already."""

    def events(self) -> list[Happening]:
        """Everything that the counters and keys tell, in our words, one after the other."""
        out: list[Happening] = []
        counts = sorted(self.log.counts, key=lambda count: count.tick)
        for pose in self.poses if self.task.event == "interact" else ():
            while counts and counts[0].tick <= pose.tick:
                out += self._counted(counts.pop(0))
            out += self._used(pose)
        for count in counts:
            out += self._counted(count)
        return out

    def _counted(self, count: LogCount) -> Iterator[Happening]:
        name = count.name.removeprefix("minecraft:")
        if count.stat == "kill_entity":
            yield from [Happening(count.tick, "kill", None, name)] * count.grown
        elif count.stat == "mine_block":
            yield from self._broken(count, name)
        elif self.task.event == "place" and name == self.called(self.task.item):
            yield self._placed(count)

    def _aims(self, count: LogCount, key: str) -> Iterator[Crosshair]:
        """What the crosshair was on, within reach, where a key was held just before a count."""
        first = bisect_left(self.ticks, count.tick - LAG)
        for pose in self.poses[first : bisect_right(self.ticks, count.tick)]:
            if key in self.keys[pose.tick]:
                aim = aimed(pose, self.blocks)
                if aim is not None and aim.distance <= REACH + SLACK:
                    yield aim

    def _broken(self, count: LogCount, name: str) -> Iterator[Happening]:
        cells = {
            aim.flat
            for aim in self._aims(count, "attack")
            if self.called(NAMES[self.blocks.flat[aim.flat]]) == name
        }
        if count.grown == len(cells) == 1:
            (flat,) = cells
            yield Happening(count.tick, "break", self._cell(flat), NAMES[self.blocks.flat[flat]])
            self.blocks.flat[flat] = AIR
            return
        yield from [Happening(count.tick, "break", None, self._ours(name))] * count.grown

    def _placed(self, count: LogCount) -> Happening:
        cells = {aim.before for aim in self._aims(count, "use")}
        cell = cells.pop() if count.grown == len(cells) == 1 else None
        return Happening(count.tick, "place", cell, self.task.item)

    def _used(self, pose: Standpoint) -> Iterator[Happening]:
        """A press of `use` with the crosshair on a block that can be used: the game obeys."""
        aim = aimed(pose, self.blocks) if "use" in self.keys[pose.tick] else None
        flat = aim.flat if aim is not None and aim.distance <= REACH + SLACK else -1
        if flat not in (-1, self.used) and NAMES[self.blocks.flat[flat]] in USABLE:
            yield Happening(pose.tick, "use", self._cell(flat), NAMES[self.blocks.flat[flat]])
        self.used = flat

    def _cell(self, flat: int) -> Cell:
        x, y, z = (int(v) for v in np.unravel_index(flat, self.blocks.shape))
        return x, y, z

    def _ours(self, name: str) -> str:
        """Our name for a block that the engine names: the target's, or one that the scene has."""
        there = (self.task.target.name, *(NAMES[int(b)] for b in np.unique(self.blocks)))
        return next((ours for ours in there if self.called(ours) == name), name)
