"""Three players: the oracle, which knows the map; greedy, which sees; and random.

The oracle's action log is a task's certificate. Greedy and random are the yardsticks that the
levels are measured with.
"""

import math

import numpy as np

from tasksynth_minecraft.embodied.actions import row
from tasksynth_minecraft.embodied.models import Crossview, Event
from tasksynth_minecraft.embodied.rollout import Rollout
from tasksynth_minecraft.numeric.dice import Dice
from tasksynth_minecraft.numeric.geometry import pitch_to, to_degrees, turn_between, units, yaw_to
from tasksynth_minecraft.numeric.jit import kernel
from tasksynth_minecraft.physics import mobs as animals
from tasksynth_minecraft.physics import tick
from tasksynth_minecraft.physics.cast import clear_line
from tasksynth_minecraft.physics.motion import GROUND, VX, VZ, X, Y, Z
from tasksynth_minecraft.physics.paths import Field, around, cells_of, stances, standing
from tasksynth_minecraft.physics.tick import tick as one_tick
from tasksynth_minecraft.worlds.blocks import BOXES, OPAQUE, PARTIAL
from tasksynth_minecraft.worlds.scenes import Cell

REACH: dict[Event, float] = {
    "approach": tick.APPROACH_REACH,
    "mine": tick.REACH,
    "interact": tick.REACH,
    "place": tick.REACH,
    "hunt": tick.MELEE_REACH,
}
TURN_A_TICK = units(10)
"""The oracle turns no faster than MineStudio's quantised camera."""
_STUCK = 50
_AHEAD, _STRAIGHT, _LEVEL = units(30), units(3), units(15)
Point = tuple[float, float, float]


def oracle(task: Crossview) -> np.ndarray | None:
    """The actions (n, 12) of a player who knows the map; None where it fails."""
    episode = Rollout(task)
    player = _Player(episode)
    if task.event == "hunt":
        player.hunt()
    else:
        player.go_and_do()
    return np.stack(player.rows) if episode.outcome == tick.SUCCESS else None


class _Player:
    """Drives an episode and records the actions."""

    def __init__(self, episode: Rollout) -> None:
        self.episode = episode
        self.s = episode.state
        self.rows: list[np.ndarray] = []

    def act(self, *keys: str, pitch: int = 0, yaw: int = 0) -> bool:
        """One tick; False once the episode is over."""
        action = row(*keys, pitch=pitch, yaw=yaw)
        self.episode.step(action)
        self.rows.append(action)
        return self.episode.outcome == tick.RUNNING

    @property
    def cell(self) -> Cell:
        s = self.s
        return math.floor(s[X]), math.floor(s[Y] + 0.01), math.floor(s[Z])

    def turn_to(self, point: Point) -> tuple[int, int]:
        """The pitch and yaw still to turn until the crosshair is on a point."""
        s = self.s
        dx, dy, dz = point[0] - s[X], point[1] - s[Y] - 1.62, point[2] - s[Z]
        return (
            pitch_to(dx, dy, dz) - int(s[tick.PITCH]),
            turn_between(int(s[tick.YAW]), yaw_to(dx, dz)),
        )

    def go_and_do(self) -> None:
        task = self.episode.task
        spots = stances(
            self.episode.blocks, task.target.cell, reach=REACH[task.event],
            place=task.event == "place",
        )  # fmt: skip
        if not len(spots):
            return
        aims = {tuple(int(v) for v in spot[:3]): spot[3:] for spot in spots}
        field = Field(self.episode.blocks, cells_of(spots))
        if not self.walk(field):
            return
        x, y, z = aims[self.cell]
        self.do(task.event, (float(x), float(y), float(z)))

    def walk(self, field: Field, *, patience: int = 6) -> bool:
        """Follow a field to one of its sources and stop there."""
        for _ in range(patience):
            here = self.settled(field)
            if here is None:
                return False
            if field.steps(here) == 0:
                return True
            for x, y, z in _waypoints(field.path(here)):
                if not self.walk_to(x, y, z):
                    break
                if self.episode.outcome != tick.RUNNING:
                    return False
        here = self.settled(field)
        return here is not None and field.steps(here) == 0

    def settled(self, field: Field) -> Cell | None:
        """The cell one stands in, once on the ground and slow; None if it leads nowhere."""
        s = self.s
        for _ in range(20):
            if s[GROUND] > 0 and abs(s[VX]) + abs(s[VZ]) < 0.06:
                break
            if not self.act():
                return None
        cell = self.cell
        if field.steps(cell) >= 0:
            return cell
        near = [
            (cell[0] + dx, cell[1], cell[2] + dz) for dx, dz in ((1, 0), (-1, 0), (0, 1), (0, -1))
        ]
        near = [c for c in near if field.steps(c) >= 0]
        for x, y, z in near:  # on the edge of a block: step back to the middle of a cell
            if self.walk_to(x, y, z):
                return self.cell if field.steps(self.cell) >= 0 else None
        return None

    def walk_to(self, x: int, y: int, z: int) -> bool:
        """Walk straight to the middle of a cell; False where that takes too long."""
        patience = _STUCK + 8 * int(abs(self.s[X] - x) + abs(self.s[Z] - z))
        acts = np.zeros((patience, tick.ACTION), dtype=np.int64)
        n, there = _stride(*self.episode.arrays, x, y, z, acts)
        self.rows.extend(acts[:n])
        return there

    def do(self, event: Event, point: Point) -> None:
        """Turn to the point, then dig, use, place or just look."""
        key = {"mine": "attack", "interact": "use", "place": "use", "approach": ""}[event]
        for _ in range(400):
            pitch, yaw = self.turn_to(point)
            on = self.s[tick.AIM_CELL] == self.episode.goal[tick.G_CELL]
            still = abs(pitch) < units(1) and abs(yaw) < units(1)
            keys = [key] if key and still and on else []
            if still:
                pitch = yaw = 0
            if not self.act(*keys, pitch=_limit(pitch), yaw=_limit(yaw)):
                return

    def hunt(self) -> None:
        """Chase the mob, looking for a new way whenever it has moved."""
        task, s = self.episode.task, self.s
        mob = self.episode.mobs[task.target.mob if task.target.mob is not None else 0]
        ranged = task.item == "bow"
        ground = standing(self.episode.blocks)  # a hunter breaks nothing
        while self.episode.outcome == tick.RUNNING:
            distance = math.dist((mob[X], mob[Y], mob[Z]), (s[X], s[Y], s[Z]))
            seen = self.sees(_middle(mob))
            if ranged and distance < 14 and seen:
                self.loose(mob)
            elif not ranged and distance < 2.6 and seen:
                self.hit(mob)
            else:
                sources = around(self.episode.blocks, mob[X], mob[Y], mob[Z], radius=1)
                field = Field(self.episode.blocks, sources, ground=ground)
                here = self.settled(field)
                if here is None:
                    return
                self.chase(field, here, mob)

    def chase(self, field: Field, here: Cell, mob: np.ndarray) -> None:
        """Some steps along the way; fewer the nearer one is."""
        if field.steps(here) == 0:
            self.hit(mob)
            return
        path = field.path(here)
        for x, y, z in _waypoints(path[: 2 + len(path) // 2]):
            if not self.walk_to(x, y, z):
                return

    def sees(self, point: Point) -> bool:
        """Whether nothing opaque is between eye and point."""
        s = self.s
        return clear_line(
            self.episode.blocks, OPAQUE, PARTIAL, BOXES, s[X], s[Y] + 1.62, s[Z], *point, -2
        )

    def hit(self, mob: np.ndarray) -> None:
        """Turn to the mob, follow it closely and strike when the weapon is ready."""
        s = self.s
        for _ in range(40):
            pitch, yaw = self.turn_to(_middle(mob))
            number = self.episode.goal[tick.G_MOB]
            ready = s[tick.SWING] >= 12 and s[tick.AIM_MOB] == number and s[tick.ATTACKING] == 0
            keys = ["attack"] if ready and s[tick.AIM_T] < tick.MELEE_REACH - 0.2 else []
            distance = math.dist((mob[X], mob[Z]), (s[X], s[Z]))
            if distance > 2.0 and abs(yaw) < units(30):
                keys += ["forward", "sprint"]
                if mob[Y] > s[Y] + 0.3 and s[GROUND] > 0:
                    keys.append("jump")
            if not self.act(*keys, pitch=_limit(pitch), yaw=_limit(yaw)) or distance > 3.6:
                return

    def loose(self, mob: np.ndarray) -> None:
        """Draw the bow for 20 ticks on the point where the mob will be, and let go."""
        for t in range(26):
            x, y, z = _middle(mob)
            distance = math.dist((x, z), (self.s[X], self.s[Z]))
            flight = distance / 2.8
            drop = 0.025 * flight * flight + 0.1
            lead = flight + 1
            point = (x + 0.55 * mob[VX] * lead, y + drop, z + 0.55 * mob[VZ] * lead)
            pitch, yaw = self.turn_to(point)
            aimed = abs(pitch) < units(1.5) and abs(yaw) < units(1.5)
            if t >= 21 and aimed:
                break
            if not self.act("use", pitch=_limit(pitch), yaw=_limit(yaw)):
                return
        for _ in range(8):
            if not self.act():
                return


@kernel
def _stride(
    world: np.ndarray,
    tables: tuple[np.ndarray, ...],
    s: np.ndarray,
    bag: np.ndarray,
    goal: np.ndarray,
    mobs: np.ndarray,
    around: np.ndarray,
    arrows: np.ndarray,
    events: np.ndarray,
    x: int,
    y: int,
    z: int,
    acts: np.ndarray,
) -> tuple[int, bool]:
    """Walk to a cell, writing the actions (n, 12) into `acts`: how many, and whether one is there.

    It turns first, walks once the way is within 30 degrees, and jumps where the cell is higher.
    """
    for i in range(acts.shape[0]):
        dx, dz = x + 0.5 - s[X], z + 0.5 - s[Z]
        away = abs(dx) + abs(dz)
        if away < 0.3 and abs(s[Y] - y) < 0.6:
            return i, True
        turn = turn_between(int(s[tick.YAW]), yaw_to(dx, dz))
        level = -int(s[tick.PITCH])
        if abs(turn) < _AHEAD:
            acts[i, tick.FORWARD] = 1
            if y > s[Y] + 0.1 and away < 1.4 and s[GROUND] > 0:
                acts[i, tick.JUMP] = 1
        if abs(level) > _LEVEL:
            acts[i, tick.DPITCH] = max(-TURN_A_TICK, min(TURN_A_TICK, level))
        if abs(turn) >= _STRAIGHT or away <= 0.6:
            acts[i, tick.DYAW] = max(-TURN_A_TICK, min(TURN_A_TICK, turn))
        one_tick(world, tables, s, bag, goal, mobs, around, arrows, events, acts[i])
        if s[tick.OUTCOME] != tick.RUNNING:
            return i + 1, False
    return acts.shape[0], False


def _middle(mob: np.ndarray) -> Point:
    return float(mob[X]), float(mob[Y] + mob[animals.TALL] * 0.55), float(mob[Z])


def _limit(turn: int) -> int:
    return max(-TURN_A_TICK, min(TURN_A_TICK, turn))


def _waypoints(path: np.ndarray) -> list[Cell]:
    """The corners of a path: a straight and level stretch is one stride."""
    out: list[Cell] = []
    for i in range(1, len(path)):
        last = i == len(path) - 1
        if (
            last
            or (path[i + 1] - path[i] != path[i] - path[i - 1]).any()
            or (path[i + 1][1] != path[i][1])
        ):
            x, y, z = path[i].tolist()
            out.append((x, y, z))
    return out


def greedy(task: Crossview, *, seed: int = 0) -> np.ndarray:
    """The actions of "turn until the target is seen, then walk at it"; memoryless but for that.

    It sees the target as soon as a free line leads from its eye to one of five points of it
    within the field of view; otherwise it spins once, then strolls in some direction.
    """
    episode = Rollout(task)
    player = _Player(episode)
    dice = Dice(np.random.Generator(np.random.Philox(key=seed)))
    s = episode.state
    stroll = spin = bumped = 0
    half_width = math.degrees(math.atan(math.tan(math.radians(35)) * task.width / task.height))
    alive = True
    while alive:
        point = _spotted(player, half_width)
        before = float(s[X]), float(s[Z])
        if point is not None and stroll <= 0:
            pitch, yaw = player.turn_to(point)
            keys = _greedy_keys(player, facing=abs(yaw) < units(20))
            if bumped > 0 and "forward" in keys:
                keys.append("jump")
            alive = player.act(*keys, pitch=_limit(pitch), yaw=_limit(yaw))
            slow = math.dist(before, (float(s[X]), float(s[Z]))) < 0.05
            bumped = 6 if "forward" in keys and slow else bumped - 1
        elif stroll > 0:
            stroll -= 1
            keys = ["forward", "jump"] if dice.below(10) < 3 else ["forward"]
            alive = player.act(*keys, yaw=units(dice.between(-6, 6)))
        else:
            spin += 1
            if spin % 26 == 0:
                stroll = 25
            alive = player.act(pitch=_limit(units(8) - int(s[tick.PITCH])), yaw=units(15))
    return np.stack(player.rows)


def _spotted(player: _Player, half_width: float) -> Point | None:
    """The middle of the target if any of five points of it is in view, else None."""
    episode = player.episode
    task, s = episode.task, episode.state
    if task.target.mob is not None:
        mob = episode.mobs[task.target.mob]
        middle = _middle(mob)
        half, tall, cell = mob[animals.HALF] * 0.9, mob[animals.TALL] * 0.4, -2
    else:
        x, y, z = task.target.cell
        middle, half, tall = (x + 0.5, y + 0.5, z + 0.5), 0.48, 0.48
        cell = int(episode.goal[tick.G_CELL])
    pitch, yaw = player.turn_to(middle)
    if abs(to_degrees(yaw)) > half_width or abs(pitch) > units(35):
        return None
    for dx, dy, dz in ((0, 0, 0), (0, 1, 0), (1, 0, 1), (-1, 0, 1), (1, 0, -1), (-1, 0, -1)):
        point = (middle[0] + dx * half, middle[1] + dy * tall, middle[2] + dz * half)
        if clear_line(
            episode.blocks, OPAQUE, PARTIAL, BOXES, s[X], s[Y] + 1.62, s[Z], *point, cell
        ):
            return middle
    return None


def _greedy_keys(player: _Player, *, facing: bool) -> list[str]:
    task, s = player.episode.task, player.s
    reach = REACH[task.event] - 0.2
    if task.event == "hunt":
        on = s[tick.AIM_MOB] == player.episode.goal[tick.G_MOB] and s[tick.AIM_T] < reach
        if task.item == "bow":
            return ["use"] if s[tick.CHARGE] < 22 else []
        if on:
            return ["attack"] if s[tick.SWING] >= 12 and s[tick.ATTACKING] == 0 else []
    else:
        on = s[tick.AIM_CELL] == player.episode.goal[tick.G_CELL] and s[tick.AIM_T] < reach
        if on:
            key = {"mine": "attack", "interact": "use", "place": "use", "approach": ""}[task.event]
            return [key] if key else []
    return ["forward"] if facing else []


def random_actions(task: Crossview, *, seed: int = 0) -> np.ndarray:
    """A random player's actions for the whole horizon, (horizon, 12); keys last half a second."""
    n = task.horizon // 10 + 1
    raw = np.random.Generator(np.random.Philox(key=seed)).integers(0, 1000, size=(n, 7))
    out = np.zeros((n, tick.ACTION), dtype=np.int64)
    out[:, tick.FORWARD] = raw[:, 0] < 700
    out[:, tick.JUMP] = raw[:, 1] < 200
    out[:, tick.LEFT] = raw[:, 2] < 100
    out[:, tick.ATTACK] = raw[:, 3] < 600
    out[:, tick.USE] = raw[:, 4] < 200
    out[:, tick.DYAW] = (raw[:, 5] - 500) * units(12) // 500
    out[:, tick.DPITCH] = (raw[:, 6] - 500) * units(3) // 500
    return out.repeat(10, axis=0)[: task.horizon]
