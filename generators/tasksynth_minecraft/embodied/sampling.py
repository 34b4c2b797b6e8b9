"""Cross-view tasks: draw a scene, a target, a start and a goal view, and prove it can be done.

What is asked for is a box over measured quantities (`CrossviewParams`); what comes out carries
the measurements. A draw that misses the box is refused for a named reason.
"""

import math
from collections import Counter
from typing import Annotated, Any, NamedTuple, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth.family import Knob, Params
from tasksynth_minecraft.embodied.models import Crossview, Event, Goal, GoalTarget, Mob, Start
from tasksynth_minecraft.embodied.policies import REACH, oracle
from tasksynth_minecraft.numeric.dice import Dice
from tasksynth_minecraft.numeric.geometry import to_degrees, turn_between, units, yaw_to
from tasksynth_minecraft.numeric.ranges import check_order
from tasksynth_minecraft.physics import mobs as animals
from tasksynth_minecraft.physics import paths
from tasksynth_minecraft.physics.cast import clear_line, clear_lines
from tasksynth_minecraft.rendering.cameras import camera_at, overlap
from tasksynth_minecraft.rendering.masks import Sight, mob_sight, sight
from tasksynth_minecraft.rendering.symbolic import Form
from tasksynth_minecraft.rendering.view import Camera
from tasksynth_minecraft.worlds.blocks import BOXES, MINEABLE, OPAQUE, PARTIAL, PLACEABLE, USABLE
from tasksynth_minecraft.worlds.scenes import BIOMES, Prop, SceneParams, build
from tasksynth_minecraft.worlds.stored import AnyScene

Fraction = Annotated[float, Field(ge=0, le=1)]
Tally = Counter[str]
_STARTS, _CAMERAS = 40, 40


class CrossviewParams(Params):
    """The box that a task must lie in, and what its scene is made of."""

    path_min: Annotated[int, Knob(6, 24), Field(ge=2, le=100)] = 10
    """Steps on foot from the start to where the target can be reached, at least."""
    path_max: Annotated[int, Knob(11, 46), Field(ge=3, le=200)] = 20
    """The same, at most."""
    hidden_min: Annotated[float, Knob(0.0, 0.5), Field(ge=0, le=1)] = 0.0
    """Share of the shortest path from which the target's middle cannot be seen, at least."""
    hidden_max: Annotated[float, Knob(0.05, 1.0), Field(ge=0, le=1)] = 1.0
    """The same, at most."""
    gap_min: Annotated[float, Knob(0.0, 75.0), Field(ge=0, le=170)] = 0.0
    """Degrees around the target between the start and the goal camera, at least."""
    distractors: Annotated[int, Knob(0, 4), Field(ge=0, le=20)] = 1
    """Others of the target's kind in the scene."""
    relief: Annotated[int, Knob(2, 10), Field(ge=0, le=24)] = 6
    """Blocks between low and high ground."""
    trees: Annotated[int, Knob(3, 18), Field(ge=0, le=100)] = 8
    """Trees in the scene, or cacti."""
    walls: Annotated[int, Knob(0, 12), Field(ge=0, le=60)] = 3
    """Free-standing walls, 5 to 11 blocks long."""
    houses: Annotated[int, Knob(0, 4), Field(ge=0, le=12)] = 1
    """Houses with a door."""
    caves: Annotated[int, Knob(0, 4), Field(ge=0, le=12)] = 1
    """Staircases down into a chamber."""
    sheltered: Annotated[int, Knob(0, 80), Field(ge=0, le=100)] = 20
    """Per cent of the props that stand in a house or a cave, where there is one."""
    goal_pixels: Annotated[float, Field(ge=0.0005, le=0.5)] = 0.003
    """Share of the goal view that its mask covers, at least."""
    occlusion_max: Fraction = 0.5
    """Share of the target that something hides in the goal view, at most."""
    cross_episode: bool = False
    """Show the goal in another scene; then every block of its kind is a target."""
    scene_size: Annotated[int, Field(ge=24, le=128)] = 64
    """Blocks a side of the scene."""
    plants: Annotated[int, Field(ge=0, le=400)] = 20
    """Flowers and tufts of grass."""
    image_size: Annotated[int, Field(ge=16, le=1024)] = 128
    """Pixels a side of the agent's and the goal view."""
    form: Form = "symbolic"
    """`symbolic` shows views as letters; `image` shows the PNG files."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self, "path", "hidden")
        return self


class Found(NamedTuple):
    """A target in a scene, with the ways to it."""

    blocks: np.ndarray
    scene: SceneParams | Any
    target: GoalTarget
    field: paths.Field
    mobs: tuple[Mob, ...]
    rows: np.ndarray
    """The mobs' states."""


def draw(event: Event, p: CrossviewParams, rng: np.random.Generator, *, item: str = "",
         wander: int = 0, tally: Tally | None = None) -> Crossview | None:  # fmt: skip
    """Draw one task; None, with the reason counted in `tally`, where the draw misses the box."""
    tally = Tally() if tally is None else tally
    dice = Dice(rng)
    kind = _kind(event, dice)
    scene = _scene(event, p, dice, kind)
    built = build(scene)
    if event == "hunt":
        found = _mob_target(built.blocks, scene, kind, p, dice)
    else:
        twins = [prop for prop in built.props if prop.name == kind]
        found = _block_target(event, built.blocks, scene, twins, dice)
    if isinstance(found, str):
        tally[found] += 1
        return None
    return compose(event, p, found, dice, item=item or _item(event, dice), wander=wander,
                   tally=tally)  # fmt: skip


def compose(event: Event, p: CrossviewParams, found: Found, dice: Dice, *, item: str,
            wander: int, tally: Tally) -> Crossview | None:  # fmt: skip
    """Choose start and goal view for a target that is there, and certify the task."""
    start = _start(p, found, dice, tally)
    if start is None:
        return None
    goal = _other_goal(p, found, dice) if p.cross_episode else _goal(p, found, start, dice, tally)
    if goal is None:
        return None
    task = Crossview(
        event=event,
        scene=found.scene,
        mobs=found.mobs,
        wander=wander,
        start=start,
        goal=goal,
        target=found.target,
        item=item,
        width=p.image_size,
        height=p.image_size,
        form=p.form,
        horizon=1200,
        oracle_ticks=0,
    )
    actions = oracle(task)
    if actions is None:
        tally["oracle failed"] += 1
        return None
    n = len(actions)
    certified = {"oracle_ticks": n, "horizon": min(1200, max(120, 3 * n + 60))}
    difficulty = measure(task, found) | {"oracle_ticks": float(n)}
    return task.model_copy(update=certified | {"difficulty": difficulty})


def _kind(event: Event, dice: Dice) -> str:
    if event == "hunt":
        return dice.choose(("sheep", "cow", "pig", "chicken", "wolf", "llama"))
    if event == "interact":
        return dice.choose(USABLE)
    return dice.choose(MINEABLE)


def _item(event: Event, dice: Dice) -> str:
    items: dict[Event, tuple[str, ...]] = {
        "approach": ("",),
        "mine": ("diamond_pickaxe",),
        "interact": ("",),
        "hunt": ("iron_sword",),
        "place": PLACEABLE,
    }
    return dice.choose(items[event])


def _scene(event: Event, p: CrossviewParams, dice: Dice, kind: str) -> SceneParams:
    shelf = [name for name in (*MINEABLE, *USABLE) if name != kind]
    props = [] if event == "hunt" else [kind] * (1 + p.distractors)
    props = dice.shuffled(props + [dice.choose(shelf) for _ in range(5)])
    return SceneParams(
        seed=dice.seed(),
        biome=dice.choose(BIOMES),
        size=p.scene_size,
        relief=p.relief,
        water=dice.below(3) > 0,
        trees=p.trees,
        walls=p.walls,
        houses=p.houses,
        caves=p.caves,
        plants=p.plants,
        props=tuple(props),
        sheltered=p.sheltered,
    )


def _block_target(
    event: Event, blocks: np.ndarray, scene: AnyScene, twins: list[Prop], dice: Dice
) -> Found | str:
    if not twins:
        return "no room for the target"
    chosen = dice.choose(twins)
    spots = paths.stances(blocks, chosen.cell, reach=REACH[event], place=event == "place")
    if not len(spots):
        return "target out of reach"
    field = paths.Field(blocks, paths.cells_of(spots))
    target = GoalTarget(name=chosen.name, cell=chosen.cell)
    return Found(blocks, scene, target, field, (), np.zeros((0, animals.COLUMNS)))


def _mob_target(
    blocks: np.ndarray, scene: AnyScene, kind: str, p: CrossviewParams, dice: Dice
) -> Found | str:
    size = blocks.shape[0]
    others = [k.name for k in animals.KINDS if k.name != kind]
    names = [kind] * (1 + p.distractors) + [dice.choose(others) for _ in range(2)]
    mobs: list[Mob] = []
    for name in names:
        for _ in range(30):
            x, z = dice.between(6, size - 7), dice.between(6, size - 7)
            column = np.nonzero(OPAQUE[blocks[x, :, z]])[0]
            y = int(column[-1]) + 1
            if animals.stands_well(blocks, x, y, z):
                place = {"x": x + 0.5, "y": float(y), "z": z + 0.5}
                mobs.append(Mob(name=name, seed=dice.below(2**31), **place))
                break
    if not mobs or mobs[0].name != kind:
        return "no room for the target"
    first = mobs[0]
    cell = (math.floor(first.x), math.floor(first.y), math.floor(first.z))
    sources = paths.around(blocks, first.x, first.y, first.z, radius=1)
    field = paths.Field(blocks, sources)
    rows = np.array([animals.row(m.name, m.x, m.y, m.z, seed=m.seed) for m in mobs])
    return Found(blocks, scene, GoalTarget(name=kind, cell=cell, mob=0), field, tuple(mobs), rows)


def _middle(found: Found) -> tuple[float, float, float]:
    if found.target.mob is not None:
        row = found.rows[found.target.mob]
        return float(row[0]), float(row[1] + row[animals.TALL] * 0.55), float(row[2])
    box = BOXES[found.blocks[found.target.cell]]
    x, y, z = found.target.cell
    return (
        x + float(box[0] + box[3]) / 2,
        y + float(box[1] + box[4]) / 2,
        z + float(box[2] + box[5]) / 2,
    )


def _sees(found: Found, eye: tuple[float, float, float]) -> bool:
    return clear_line(found.blocks, OPAQUE, PARTIAL, BOXES, *eye, *_middle(found), _number(found))


def _number(found: Found) -> int:
    """The target's voxel, which may end a line to it; none where it is a mob."""
    if found.target.mob is not None:
        return -2
    return int(np.ravel_multi_index(found.target.cell, found.blocks.shape))


def _hidden(found: Found, path: np.ndarray) -> float:
    eyes = path + np.array([0.5, 1.62, 0.5])
    seen = clear_lines(found.blocks, OPAQUE, PARTIAL, BOXES, eyes, *_middle(found), _number(found))
    return (len(eyes) - seen) / len(eyes)


def _start(p: CrossviewParams, found: Found, dice: Dice, tally: Tally) -> Start | None:
    near = found.field.dist.ravel()[found.field.cells]  # ascending
    lo, hi = np.searchsorted(near, [p.path_min, p.path_max + 1])
    if lo == hi:
        tally["no start at that distance"] += 1
        return None
    for _ in range(_STARTS):
        flat = int(found.field.cells[lo + dice.below(int(hi - lo))])
        x, y, z = (int(v) for v in np.unravel_index(flat, found.blocks.shape))
        hidden = _hidden(found, found.field.path((x, y, z)))
        if not p.hidden_min <= hidden <= p.hidden_max:
            continue
        if p.hidden_min > 0.2 and _sees(found, (x + 0.5, y + 1.62, z + 0.5)):
            continue
        return Start(
            x=x + 0.5,
            y=float(y),
            z=z + 0.5,
            yaw=float(dice.between(-180, 179)),
            pitch=float(dice.between(-5, 15)),
        )
    tally["no start that sees that much"] += 1
    return None


def _goal(p: CrossviewParams, found: Found, start: Start, dice: Dice, tally: Tally) -> Goal | None:
    tx, _, tz = _middle(found)
    bearing = yaw_to(start.x - tx, start.z - tz)
    for _ in range(_CAMERAS):
        camera = camera_at(found.blocks, _middle(found), dice)
        if camera is None or not _sees(found, camera.eye):
            continue
        turn = turn_between(bearing, yaw_to(camera.x - tx, camera.z - tz))
        if abs(to_degrees(turn)) < p.gap_min:
            continue
        seen = _sight(p, found, camera)
        enough = seen.pixels >= p.goal_pixels * p.image_size**2
        if enough and seen.occlusion <= p.occlusion_max and not seen.cut:
            return Goal(camera=camera)
    tally["no goal view"] += 1
    return None


def _sight(p: CrossviewParams, found: Found, camera: Camera) -> Sight:
    n = p.image_size
    if found.target.mob is not None:
        return mob_sight(found.blocks, camera, found.target.mob, found.rows, width=n, height=n)
    return sight(found.blocks, camera, found.target.cell, width=n, height=n)


def _other_goal(p: CrossviewParams, found: Found, dice: Dice) -> Goal | None:
    scene = SceneParams(
        seed=dice.seed(), biome=dice.choose(BIOMES), relief=4, trees=4, props=(found.target.name,)
    )
    built = build(scene)
    if not built.props or found.target.mob is not None:
        return None
    cell = built.props[0].cell
    other = found._replace(
        blocks=built.blocks, scene=scene, target=GoalTarget(name=found.target.name, cell=cell)
    )
    for _ in range(_CAMERAS):
        camera = camera_at(built.blocks, _middle(other), dice)
        if camera is None or not _sees(other, camera.eye):
            continue
        seen = _sight(p, other, camera)
        if seen.pixels >= p.goal_pixels * p.image_size**2 and not seen.cut:
            return Goal(camera=camera, scene=scene, cell=cell)
    return None


def measure(task: Crossview, found: Found) -> dict[str, float]:
    """The axes of difficulty of a task, read from its scene.

    path_len: steps to the nearest cell that the target can be reached from. detour: that over
    the straight distance. hidden_share: of the path, without a line of sight. view_gap and
    elevation_gap: degrees at the target between start and goal camera. overlap: share of the
    goal view's surfaces that one sees by turning round at the start.
    """
    start, camera = task.start.camera, task.goal.camera
    middle = _middle(found)
    cell = (math.floor(start.x), math.floor(task.start.y), math.floor(start.z))
    path = found.field.path(cell)
    straight = math.dist(start.eye, middle)
    same = task.goal.scene is None
    goal = _sight_of_goal(task, found)
    facing = turn_between(units(start.yaw), yaw_to(middle[0] - start.x, middle[2] - start.z))
    out = {
        "path_len": float(len(path) - 1),
        "distance": straight,
        "detour": (len(path) - 1 + math.dist(path[-1], task.target.cell)) / max(1.0, straight),
        "hidden_share": _hidden(found, path),
        "sees_target": float(_sees(found, start.eye)),
        "bearing": abs(to_degrees(facing)),
        "goal_pixels": goal.pixels / (task.width * task.height),
        "goal_occlusion": goal.occlusion,
        "distractors": float(_twins(task, found)),
        "climb": float(abs(path[0][1] - path[-1][1])),
        "cross_episode": float(not same),
    }
    if same:
        out["view_gap"] = abs(to_degrees(turn_between(
            yaw_to(start.x - middle[0], start.z - middle[2]),
            yaw_to(camera.x - middle[0], camera.z - middle[2]),
        )))  # fmt: skip
        out["elevation_gap"] = abs(_elevation(start, middle) - _elevation(camera, middle))
        out["overlap"] = overlap(found.blocks, start, camera)
    return {name: round(value, 4) for name, value in out.items()}


def _sight_of_goal(task: Crossview, found: Found) -> Sight:
    width, height = task.width, task.height
    if task.goal.scene is not None and task.goal.cell is not None:
        from tasksynth_minecraft.worlds.stored import blocks_of

        return sight(
            blocks_of(task.goal.scene), task.goal.camera, task.goal.cell, width=width, height=height
        )
    if found.target.mob is not None:
        return mob_sight(
            found.blocks, task.goal.camera, found.target.mob, found.rows, width=width, height=height
        )
    return sight(found.blocks, task.goal.camera, found.target.cell, width=width, height=height)


def _twins(task: Crossview, found: Found) -> int:
    if found.target.mob is not None:
        return sum(m.name == found.target.name for m in task.mobs) - 1
    return int((found.blocks == found.blocks[found.target.cell]).sum()) - 1


def _elevation(camera: Camera, point: tuple[float, float, float]) -> float:
    flat = math.hypot(camera.x - point[0], camera.z - point[2])
    return math.degrees(math.atan2(camera.y - point[1], max(flat, 1e-9)))
