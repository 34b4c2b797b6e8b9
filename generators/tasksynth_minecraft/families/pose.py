"""Which camera saw the goal view? A choice between poses, from a map and a picture."""

import math
import re
from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable, plain, read_final
from tasksynth_minecraft.numeric.dice import Dice
from tasksynth_minecraft.numeric.geometry import to_degrees
from tasksynth_minecraft.rendering import cards, png, symbolic
from tasksynth_minecraft.rendering.cards import SIDE, Panel, size_of
from tasksynth_minecraft.rendering.chart import AT_GOAL, OTHER, Chart
from tasksynth_minecraft.rendering.symbolic import Form
from tasksynth_minecraft.rendering.view import Camera, ids, render
from tasksynth_minecraft.worlds.blocks import MINEABLE, OPAQUE, USABLE
from tasksynth_minecraft.worlds.scenes import BIOMES, SceneParams, build
from tasksynth_minecraft.worlds.stored import AnyScene, blocks_of
from tasksynth_schemas import Content, Model

_LABEL = re.compile(
    r"(?:(?:the|it|this|view|is|was|seen|taken|by|from|final|camera|option|choice|letter)\b"
    r"[\s:]{0,4}){0,8}"
    r"[(\[]?\s{0,4}([A-Z])\s{0,4}[)\]]?\.?"
    r"(?::?\s{0,4}[(]?(?:(?:x|y|z|yaw|pitch)\s?=\s?-?[\d.]{1,12}[\s,)]{0,4}){1,5}\.?)?",  # its pose
    re.IGNORECASE,
)
_TRIES = 200


class PoseParams(Params):
    """How many cameras there are to choose from, and how near each other."""

    form: Form = "symbolic"
    """`symbolic` prints the view as letters; `image` only refers to the PNG file."""
    width: Annotated[int, Field(ge=16, le=1024)] = 48
    """Pixels (or letters) of a view from left to right."""
    height: Annotated[int, Field(ge=16, le=1024)] = 24
    """Pixels (or letters) from top to bottom."""
    options: Annotated[int, Knob(6, 16), Field(ge=4, le=26)] = 10
    """Cameras to choose from."""
    near: Annotated[float, Knob(20, 9), Field(ge=1, le=60)] = 10
    """Blocks around the right camera that the others stand within."""
    turn: Annotated[int, Knob(180, 50), Field(ge=10, le=180)] = 90
    """Degrees that the others' yaw differs by, at most."""
    relief: Annotated[int, Knob(4, 10), Field(ge=0, le=24)] = 6
    """Blocks between low and high ground."""
    scene_size: Annotated[int, Field(ge=24, le=64)] = 32
    """Blocks a side; the map shows all of them."""


class Poses(Model):
    """A goal view and the cameras that may have seen it."""

    scene: AnyScene
    cameras: tuple[Camera, ...]
    right: Annotated[int, Field(ge=0, lt=26)]
    width: Annotated[int, Field(ge=16, le=2048)]
    height: Annotated[int, Field(ge=16, le=2048)]
    form: Form
    difficulty: dict[str, float] = {}


class Pose(Family[PoseParams, Poses]):
    """Choose the camera pose that a view was seen from."""

    name = "minecraft.pose"
    version = 2
    effort = "options"
    rubric = Rubric(gate="right", right=1.0)
    timeout_s = 60.0

    def generate(self, p: PoseParams, rng: np.random.Generator) -> Poses | None:
        return draw(p, rng)

    def prompt(self, x: Poses) -> Content:
        poses = "\n".join(
            f"{chr(65 + i)}: x={c.x:g} y={c.y:g} z={c.z:g} yaw={c.yaw:g} pitch={c.pitch:g}"
            for i, c in enumerate(x.cameras)
        )
        blocks = blocks_of(x.scene)
        n = blocks.shape[0]
        surface = symbolic.surface_map(blocks, 0, 0, n, blocks.shape[2])
        seen, far = symbolic.letters(blocks, x.cameras[x.right], columns=x.width, rows=x.height)
        view = (
            f"[image: view.png] ({x.width}x{x.height} pixels)"
            if x.form == "image"
            else f"\n{symbolic.text(seen)}\nIts distances in blocks (0-9, then a=10 to z=35 or "
            f"more):\n{symbolic.text(far)}"
        )
        return illustrated(
            "One of these cameras saw the view below. Yaw 0 looks south (to +z), 90 west "
            "(to -x), 180 north, -90 east; positive pitch looks down. The eye's y is given; the "
            f"vertical field of view is {x.cameras[0].fov:g} degrees.\n{poses}\n\n"
            f"The scene from above, north up, x from 0 to {n - 1} to the right, z from 0 down:\n"
            f"{symbolic.text(surface)}\nThe height y of each column's topmost block (0-9, then "
            f"a=10 to z=35 or more):\n{symbolic.text(_tops(blocks))}\n\n"
            f"The view: {view}\nLetters: {symbolic.legend(surface, seen)}; . is sky.\n\n"
            "Answer with the camera's letter."
        )

    def needs(self, x: Poses) -> Needs:
        return symbolic.needs(x.form)

    def verify(self, x: Poses, answer: str) -> Verdict:
        try:
            chosen = read_final(answer, _chosen)
        except Unreadable as e:
            return self.rubric.unparsable(f"want one capital letter, the camera's: {e}")
        if chosen == x.right:
            return self.rubric(right=1.0)
        return self.rubric(right=0.0, why=f"camera {chr(65 + chosen)} did not see that view")

    def solve(self, x: Poses) -> str:
        return chr(65 + x.right)

    def measure(self, x: Poses) -> dict[str, float]:
        return dict(x.difficulty)

    def media(self, x: Poses) -> dict[str, bytes]:
        seen = render(blocks_of(x.scene), x.cameras[x.right], width=x.width, height=x.height)
        return {"view.png": png.encode(seen.rgb)}

    def card(self, x: Poses) -> bytes:
        return card(x)

    def baselines(self, x: Poses) -> dict[str, str]:
        return {"first": "A", "third": "C", "last": chr(64 + len(x.cameras))}

    def floor(self, p: PoseParams) -> float:
        return min(1.0, 1 / p.options + 0.1)


def draw(p: PoseParams, rng: np.random.Generator) -> Poses | None:
    """Draw cameras that all see much, and each something else."""
    dice = Dice(rng)
    props = tuple(dice.choose((*MINEABLE, *USABLE)) for _ in range(10))
    scene = SceneParams(
        seed=dice.seed(), biome=dice.choose(BIOMES), size=p.scene_size, relief=p.relief, trees=5,
        walls=2, props=props,
    )  # fmt: skip
    blocks = build(scene).blocks
    first = None
    for _ in range(_TRIES):
        first = first or _camera(blocks, dice, None, p)
    if first is None:
        return None
    cameras, views = [first], [_seen(blocks, first)]
    for _ in range(_TRIES):
        camera = _camera(blocks, dice, first, p)
        if camera is None:
            continue
        view = _seen(blocks, camera)
        if min(float((view != other).mean()) for other in views) > 0.25:
            cameras.append(camera)
            views.append(view)
        if len(cameras) == p.options:
            break
    else:
        return None
    order = dice.shuffled(range(p.options))
    difficulty = {
        "options": float(p.options),
        "nearest": min(math.dist(first.eye, c.eye) for c in cameras[1:]),
        "least_turn": min(abs((c.yaw - first.yaw + 180) % 360 - 180) for c in cameras[1:]),
        "most_alike": max(float((view == views[0]).mean()) for view in views[1:]),
        "entropy": _entropy(views[0]),
    }
    return Poses(
        scene=scene,
        cameras=tuple(cameras[i] for i in order),
        right=order.index(0),
        width=p.width,
        height=p.height,
        form=p.form,
        difficulty={name: round(value, 4) for name, value in difficulty.items()},
    )


def _camera(blocks: np.ndarray, dice: Dice, near: Camera | None, p: PoseParams) -> Camera | None:
    n = blocks.shape[0]
    x, z = dice.between(20, 10 * n - 21) / 10, dice.between(20, 10 * n - 21) / 10
    if near is not None and math.hypot(x - near.x, z - near.z) > p.near:
        return None
    column = np.nonzero(OPAQUE[blocks[int(x), :, int(z)]])[0]
    y = int(column[-1]) + 1 + dice.between(16, 60) / 10
    yaw = to_degrees(dice.below(65536))
    if near is not None:
        yaw = near.yaw + dice.between(-10 * p.turn, 10 * p.turn) / 10
    if y >= blocks.shape[1] - 1 or blocks[int(x), int(y), int(z)]:
        return None
    camera = Camera(
        x=x,
        y=round(y, 1),
        z=z,
        yaw=round((yaw + 180) % 360 - 180, 1),
        pitch=float(dice.between(5, 35)),
    )
    seen = ids(blocks, camera, width=16, height=8)
    varied = len(np.unique(blocks.ravel()[np.maximum(seen.voxel, 0)])) > 3
    return camera if varied and (seen.depth > 3).mean() > 0.8 else None


def _seen(blocks: np.ndarray, camera: Camera) -> np.ndarray:
    voxel = ids(blocks, camera, width=24, height=12).voxel
    return np.asarray(np.where(voxel >= 0, blocks.ravel()[np.maximum(voxel, 0)], 0))


def _entropy(view: np.ndarray) -> float:
    _, counts = np.unique(view, return_counts=True)
    share = counts / counts.sum()
    return float(-(share * np.log2(share)).sum())


def _tops(blocks: np.ndarray) -> np.ndarray:
    top = blocks.shape[1] - 1 - np.argmax(blocks[:, ::-1] != 0, axis=1)
    digits = np.array(list("0123456789abcdefghijklmnopqrstuvwxyz"))
    return np.asarray(digits[np.minimum(top, 35)].T)


def card(x: Poses) -> bytes:
    """The view, and all cameras on the map."""
    blocks = blocks_of(x.scene)
    width, height = size_of(x.width, x.height, SIDE)
    seen = render(blocks, x.cameras[x.right], width=width, height=height).rgb
    plan = Chart(blocks, SIDE)
    for i, camera in enumerate(x.cameras):
        if i != x.right:
            plan.camera(camera, OTHER, "")
    plan.camera(x.cameras[x.right], AT_GOAL, f"the answer: camera {chr(65 + x.right)}")
    plan.letters(x.cameras)
    title = f"Which of {len(x.cameras)} cameras saw this view?"
    return cards.card(title, [[Panel("the view", seen)]], plan, measures=x.difficulty)


def _chosen(text: str) -> int:
    label = _LABEL.fullmatch(plain(text).strip())
    if label is None:
        raise Unreadable(f"{text[:20]!r} is none")
    return ord(label[1].upper()) - 65
