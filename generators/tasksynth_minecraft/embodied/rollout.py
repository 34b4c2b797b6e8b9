"""An episode of a task: the arrays that `tick` advances, and what came of them."""

from typing import NamedTuple

import numpy as np

from tasksynth_minecraft.embodied.models import EVENT_CODE, Crossview
from tasksynth_minecraft.numeric.geometry import to_degrees, units
from tasksynth_minecraft.physics import mobs as animals
from tasksynth_minecraft.physics import tick
from tasksynth_minecraft.physics.many import SENSES, sense
from tasksynth_minecraft.physics.motion import GROUND, VY, X, Y, Z
from tasksynth_minecraft.rendering.view import Camera, check_camera, roof_of
from tasksynth_minecraft.worlds.blocks import (
    BOXES,
    ID,
    NAMES,
    PARTIAL,
    REPLACEABLE,
    SELECTABLE,
    SOFT,
    SOLID,
    USABLE,
    dig_ticks,
)
from tasksynth_minecraft.worlds.stored import blocks_of

TABLES = (
    SOLID,
    SELECTABLE,
    PARTIAL,
    BOXES,
    REPLACEABLE,
    SOFT,
    np.array([name in USABLE for name in NAMES]),
    np.stack([dig_ticks(""), dig_ticks("pickaxe"), dig_ticks("sword"), dig_ticks("")]),
)
ITEMS = {"": tick.EMPTY, "diamond_pickaxe": tick.PICKAXE, "iron_sword": tick.SWORD, "bow": tick.BOW}
SPARE = 3
"""Blocks other than leaves and plants that may be broken on the way; one more fails the task."""
HOLD = 5
"""Ticks in a row that an approach must keep the crosshair on the target."""
_EVENTS = 256
_EVENT_NAMES = {
    tick.BROKE: "break",
    tick.PLACED: "place",
    tick.USED: "use",
    tick.HIT: "hit",
    tick.KILLED: "kill",
    tick.SHOT: "shoot",
}


class Happening(NamedTuple):
    """One entry of an event log, whichever engine it comes from."""

    tick: int
    event: str
    """break, place, use, hit, kill or shoot."""
    cell: tuple[int, int, int] | None
    """The block's cell in the scene's coordinates."""
    name: str
    """The block's name, or the mob's."""
    mob: int | None = None


class Rollout:
    """The state of one run of a task; deterministic, so equal actions give equal episodes.

    Raises UsageError for a task that begins in a wall, or outside its scene.
    """

    def __init__(self, task: Crossview) -> None:
        self.task = task
        self.blocks = blocks_of(task.scene)
        check_camera(self.blocks, task.start.camera)
        self.state = np.zeros(tick.STATE)
        s = self.state
        s[[X, Y, Z]] = task.start.x, task.start.y, task.start.z
        s[[VY, GROUND]] = -0.0784, 1
        s[tick.YAW], s[tick.PITCH] = units(task.start.yaw) % 65536, units(task.start.pitch)
        s[[tick.DIG_CELL, tick.AIM_CELL, tick.AIM_MOB]] = -1
        s[tick.SWING], s[tick.ROOF], s[tick.ARROWS] = 100, roof_of(self.blocks), 32
        self.bag = np.zeros((9, 2), dtype=np.int64)
        if task.item in ITEMS:
            self.bag[0] = ITEMS[task.item], 1 if task.item else 0
        else:
            self.bag[0] = tick.BLOCK_ITEM + ID[task.item], 1
        self.goal = self._goal()
        self.mobs = np.array(
            [animals.row(m.name, m.x, m.y, m.z, seed=m.seed) for m in task.mobs]
        ).reshape(-1, animals.COLUMNS)
        arrows = np.zeros((8 if task.item == "bow" else 0, 7))
        events = np.zeros((_EVENTS, 6), dtype=np.int64)
        self.bind(self.state, self.bag, self.goal, self.mobs, animals.bodies(self.mobs), arrows,
                  events)  # fmt: skip

    def bind(
        self, state: np.ndarray, bag: np.ndarray, goal: np.ndarray, mobs: np.ndarray,
        around: np.ndarray, arrows: np.ndarray, events: np.ndarray,
    ) -> None:  # fmt: skip
        """Live in these arrays from now on: a fleet holds those of many in one."""
        self.state, self.bag, self.goal, self.mobs, self._events = state, bag, goal, mobs, events
        self.own = (state, bag, goal, mobs, around, arrows, events)
        """All that changes but the blocks."""
        self.arrays = (self.blocks, TABLES, *self.own)
        """What the kernels of `tick` take, in their order."""

    def felt(self) -> np.ndarray:
        """What the agent feels, (16,) float32, told where its target is; see `sense`."""
        out = np.zeros(SENSES, dtype=np.float32)
        sense(self.blocks, SOLID, self.state, self.goal, self.mobs, out)
        return out

    def _goal(self) -> np.ndarray:
        task = self.task
        goal = np.zeros(8, dtype=np.int64)
        goal[tick.G_EVENT] = EVENT_CODE[task.event]
        goal[tick.G_CELL] = np.ravel_multi_index(task.target.cell, self.blocks.shape)
        goal[tick.G_MOB] = -1 if task.target.mob is None else task.target.mob
        if task.goal.scene is not None:
            goal[tick.G_BLOCK] = ID[task.target.name]
        goal[tick.G_HOLD], goal[tick.G_SPARE] = HOLD, SPARE
        goal[tick.G_HORIZON], goal[tick.G_WANDER] = task.horizon, task.wander
        return goal

    def step(self, action: np.ndarray) -> None:
        """Advance one tick by an action row (12,) int64; see `tick`."""
        tick.tick(*self.arrays, action)

    def play(self, actions: np.ndarray) -> np.ndarray:
        """Play action rows (n, 12) until they or the episode end; the feet after each, (m, 3)."""
        trail = np.zeros((len(actions), 3))
        n = tick.play(*self.arrays, actions, trail)
        return trail[:n]

    @property
    def outcome(self) -> int:
        """RUNNING, SUCCESS, FOUL or TIME_UP, of `tick`."""
        return int(self.state[tick.OUTCOME])

    @property
    def over(self) -> bool:
        """Whether it ended: more actions change nothing."""
        return self.outcome != tick.RUNNING

    @property
    def ticks(self) -> int:
        """Ticks played."""
        return int(self.state[tick.TICK])

    @property
    def feet(self) -> tuple[float, float, float]:
        """Where the agent stands."""
        return float(self.state[X]), float(self.state[Y]), float(self.state[Z])

    @property
    def looking(self) -> tuple[float, float]:
        """Yaw and pitch in degrees."""
        return to_degrees(int(self.state[tick.YAW])), to_degrees(int(self.state[tick.PITCH]))

    @property
    def camera(self) -> Camera:
        """The agent's eye."""
        x, y, z = self.feet
        yaw, pitch = self.looking
        return Camera(x=x, y=y + 1.62, z=z, yaw=yaw, pitch=pitch)

    def log(self) -> list[Happening]:
        """What happened so far."""
        return [self._happening(row) for row in self._events[: int(self.state[tick.EVENTS])]]

    def _happening(self, row: np.ndarray) -> Happening:
        at, code, a, b, c, block = (int(v) for v in row)
        if code in (tick.HIT, tick.KILLED):
            name = animals.KINDS[int(self.mobs[a, animals.KIND])].name
            return Happening(at, _EVENT_NAMES[code], None, name, a)
        if code == tick.SHOT:
            return Happening(at, "shoot", None, "arrow")
        return Happening(at, _EVENT_NAMES[code], (a, b, c), NAMES[block])
