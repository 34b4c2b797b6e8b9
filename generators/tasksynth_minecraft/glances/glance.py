"""One look, one answer: find the goal's target in a second view, as a point or as a mask."""

import math
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Knob, Params
from tasksynth_minecraft.numeric.dice import Dice
from tasksynth_minecraft.numeric.geometry import to_degrees, turn_between, yaw_to
from tasksynth_minecraft.numeric.ranges import check_order
from tasksynth_minecraft.rendering.cameras import camera_at, overlap
from tasksynth_minecraft.rendering.masks import block_mask, iou, sight
from tasksynth_minecraft.rendering.symbolic import Form
from tasksynth_minecraft.rendering.view import Camera, project
from tasksynth_minecraft.worlds.blocks import MINEABLE, USABLE
from tasksynth_minecraft.worlds.scenes import BIOMES, Cell, SceneParams, build
from tasksynth_minecraft.worlds.stored import AnyScene, blocks_of
from tasksynth_schemas import Model

_CAMERAS = 60
_SPREAD = (38, 24)  # degrees: anywhere in a view of 70 by 100 degrees


class GlanceParams(Params):
    """Two views of one scene, and how far apart they are."""

    form: Form = "symbolic"
    """`symbolic` prints the views as letters; `image` only refers to the PNG files."""
    width: Annotated[int, Field(ge=16, le=1024)] = 48
    """Pixels (or letters) of a view."""
    height: Annotated[int, Field(ge=16, le=1024)] = 28
    """Pixels (or letters) from top to bottom."""
    gap_min: Annotated[float, Knob(10, 110), Field(ge=0, le=170)] = 30
    """Degrees around the target between the two cameras, at least."""
    gap_max: Annotated[float, Knob(50, 180), Field(ge=10, le=180)] = 180
    """The same, at most."""
    distractors: Annotated[int, Knob(0, 6), Field(ge=0, le=20)] = 2
    """Others of the target's kind in the scene."""
    far: Annotated[int, Knob(8, 16), Field(ge=4, le=30)] = 12
    """Blocks between a camera and the target, at most."""
    relief: Annotated[int, Knob(2, 10), Field(ge=0, le=24)] = 6
    """Blocks between low and high ground."""
    trees: Annotated[int, Knob(2, 14), Field(ge=0, le=100)] = 8
    """Trees in the scene, or cacti."""
    walls: Annotated[int, Knob(0, 8), Field(ge=0, le=60)] = 3
    """Free-standing walls, 5 to 11 blocks long."""
    pixels: Annotated[float, Field(ge=0.0005, le=0.5)] = 0.003
    """Share of a view that the target covers, at least."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self, "gap")
        return self


class Glance(Model):
    """Two views of one target: the goal view, whose mask is shown, and the second view."""

    scene: AnyScene
    cell: Cell
    name: str
    goal: Camera
    second: Camera
    width: Annotated[int, Field(ge=16, le=2048)]
    height: Annotated[int, Field(ge=16, le=2048)]
    form: Form
    difficulty: dict[str, float] = {}


def draw(p: GlanceParams, rng: np.random.Generator) -> Glance | None:
    """Draw two views of a target that neither shows at its middle nor at the same pixels."""
    dice = Dice(rng)
    kind = dice.choose((*MINEABLE, *USABLE))
    others = [name for name in (*MINEABLE, *USABLE) if name != kind]
    scene = SceneParams(
        seed=dice.seed(),
        biome=dice.choose(BIOMES),
        size=48,
        relief=p.relief,
        trees=p.trees,
        walls=p.walls,
        props=tuple([kind] * (1 + p.distractors) + [dice.choose(others) for _ in range(5)]),
    )
    built = build(scene)
    twins = [prop for prop in built.props if prop.name == kind]
    if not twins:
        return None
    cell = dice.choose(twins).cell
    goal = _camera(p, built.blocks, cell, dice, None)
    second = goal and _camera(p, built.blocks, cell, dice, goal)
    if goal is None or second is None:
        return None
    masks = [
        block_mask(built.blocks, camera, cell, width=p.width, height=p.height)
        for camera in (goal, second)
    ]
    if masks[1][p.height // 2, p.width // 2] or iou(*masks) > 0.2:
        return None
    x = Glance(scene=scene, cell=cell, name=kind, goal=goal, second=second, width=p.width,
               height=p.height, form=p.form)  # fmt: skip
    return x.model_copy(update={"difficulty": measure(x, built.blocks, masks[1])})


def _camera(
    p: GlanceParams, blocks: np.ndarray, cell: Cell, dice: Dice, other: Camera | None
) -> Camera | None:
    tx, ty, tz = (c + 0.5 for c in cell)
    for _ in range(_CAMERAS):
        camera = camera_at(blocks, (tx, ty, tz), dice, far=p.far, spread=_SPREAD)
        if camera is None:
            continue
        if other is not None:
            turn = turn_between(yaw_to(other.x - tx, other.z - tz),
                                yaw_to(camera.x - tx, camera.z - tz))  # fmt: skip
            if not p.gap_min <= abs(to_degrees(turn)) <= p.gap_max:
                continue
        seen = sight(blocks, camera, cell, width=p.width, height=p.height)
        big = seen.pixels >= max(2, p.pixels * p.width * p.height)
        if big and seen.pixels <= 0.04 * p.width * p.height and seen.occlusion < 0.5:
            return camera
    return None


def measure(x: Glance, blocks: np.ndarray, mask: np.ndarray) -> dict[str, float]:
    """Difficulty of finding the target again in the second view."""
    middle = np.array([[c + 0.5 for c in x.cell]])
    at, _ = project(x.second, middle, width=x.width, height=x.height)
    turn = turn_between(yaw_to(x.goal.x - middle[0, 0], x.goal.z - middle[0, 2]),
                        yaw_to(x.second.x - middle[0, 0], x.second.z - middle[0, 2]))  # fmt: skip
    twins = np.argwhere(blocks == blocks[x.cell])
    shown = [
        cell
        for cell in ((a, b, c) for a, b, c in twins.tolist())
        if cell != x.cell
        and block_mask(blocks, x.second, cell, width=x.width, height=x.height).any()
    ]
    out = {
        "view_gap": abs(to_degrees(turn)),
        "target_pixels": float(mask.mean()),
        "twins_in_view": float(len(shown)),
        "twins": float(len(twins) - 1),
        "off_centre": math.hypot(at[0, 0] / x.width - 0.5, at[0, 1] / x.height - 0.5),
        "distance": math.dist(x.second.eye, middle[0].tolist()),
        "overlap": overlap(blocks, x.second, x.goal),
    }
    return {name: round(value, 4) for name, value in out.items()}


def target_mask(x: Glance) -> np.ndarray:
    """Where the second view shows the target, (height, width) bool."""
    return block_mask(blocks_of(x.scene), x.second, x.cell, width=x.width, height=x.height)


def shown_mask(x: Glance) -> np.ndarray:
    """Where the goal view shows it."""
    return block_mask(blocks_of(x.scene), x.goal, x.cell, width=x.width, height=x.height)
