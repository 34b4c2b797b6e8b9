"""One look, one answer: find the goal's target in a second view, as a point or as a mask."""

import json
import math
import re
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import final_answer, json_in, plain
from tasksynth_minecraft import png, symbolic
from tasksynth_minecraft.blocks import MINEABLE, USABLE
from tasksynth_minecraft.dice import Dice
from tasksynth_minecraft.geometry import to_degrees, turn_between, yaw_to
from tasksynth_minecraft.masks import block_mask, sight
from tasksynth_minecraft.models import AnyScene, blocks_of, check_order
from tasksynth_minecraft.reply import unwrapped
from tasksynth_minecraft.sampling import camera_at, overlap
from tasksynth_minecraft.view import Camera, project, render
from tasksynth_minecraft.world import BIOMES, Cell, SceneParams, build
from tasksynth_schemas import Content, Model

Form = Literal["symbolic", "image"]
_CAMERAS = 60
_SPREAD = (38, 24)  # degrees: anywhere in a view of 70 by 100 degrees
_DIGITS = r"[-+]?\d{1,6}(?:\.\d{1,6})?(?![\d.]*[\deE])"
_NUMBER = re.compile(rf"(?<![\w.]){_DIGITS}")
_PAIR = re.compile(rf"[(\[]\s{{0,4}}({_DIGITS})\s{{0,4}}[,;]\s{{0,4}}({_DIGITS})\s{{0,4}}[)\]]")
_DOUBT = re.compile(r"\b(?:not|isn't|perhaps|maybe|possibly)\b", re.IGNORECASE)
_LABELLED = re.compile(
    rf"(?<![a-z0-9])(column|col|c|x|u|row|r|y|v)\s{{0,2}}[=:\u2248]?\s{{0,2}}({_DIGITS})",
    re.IGNORECASE,
)
MAX_SPANS = 20_000


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


def iou(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union of two masks; 0 where both are empty."""
    union = int((a | b).sum())
    return int((a & b).sum()) / union if union else 0.0


def views(x: Glance) -> str:
    """The two views of a prompt, as letters or as the names of the files."""
    if x.form == "image":
        return (
            f"The goal view: [image: goal.png]\nIts mask: [image: goal_mask.png]\n"
            f"The second view: [image: view.png]\nAll have {x.width}x{x.height} pixels."
        )
    blocks = blocks_of(x.scene)
    size = {"columns": x.width, "rows": x.height}
    goal, goal_far = symbolic.letters(blocks, x.goal, **size)  # type: ignore[arg-type]
    view, view_far = symbolic.letters(blocks, x.second, **size)  # type: ignore[arg-type]
    grids = (
        ("The goal view", goal),
        ("Its distances in blocks (0-9, then a=10 to z=35 or more)", goal_far),
        ("The goal's mask", np.where(shown_mask(x), symbolic.BLOCKED, symbolic.SKY)),
        ("The second view", view),
        ("Its distances", view_far),
    )
    body = "\n".join(f"{title}:\n{symbolic.text(grid)}" for title, grid in grids)
    return f"{body}\nLetters: {symbolic.legend(goal, view)}; . is sky."


def images(x: Glance) -> dict[str, bytes]:
    """The goal view, its mask and the second view as PNG files."""
    blocks = blocks_of(x.scene)
    return {
        "goal.png": png.encode(render(blocks, x.goal, width=x.width, height=x.height).rgb),
        "goal_mask.png": png.encode(shown_mask(x)),
        "view.png": png.encode(render(blocks, x.second, width=x.width, height=x.height).rgb),
    }


class Locate(Family[GlanceParams, Glance]):
    """Point at the goal's target in a second view."""

    name = "minecraft.locate"
    version = 2
    rubric = Rubric(gate="on_target", on_target=1.0)
    timeout_s = 60.0

    def generate(self, p: GlanceParams, rng: np.random.Generator) -> Glance | None:
        return draw(p, rng)

    def prompt(self, x: Glance) -> Content:
        return illustrated(
            "Two cameras look at the same voxel scene. The mask marks one block in the goal "
            "view. Point at that very block in the second view.\n\n"
            f"{views(x)}\n\nAnswer with one pixel of the second view as (column, row), counted "
            "from (0, 0) in the upper left corner."
        )

    def needs(self, x: Glance) -> Needs:
        return symbolic.needs(x.form)

    def verify(self, x: Glance, answer: str) -> Verdict:
        numbers = read_point(answer)
        if numbers is None:
            return self.rubric.unparsable("want one pixel, as (column, row)")
        column, row = numbers
        if not (0 <= column < x.width and 0 <= row < x.height):
            return self.rubric(
                on_target=0.0, why=f"({column}, {row}) is outside {x.width}x{x.height} pixels"
            )
        if target_mask(x)[row, column]:
            return self.rubric(on_target=1.0)
        return self.rubric(on_target=0.0, why=f"({column}, {row}) is not on the target")

    def solve(self, x: Glance) -> str:
        rows, columns = np.nonzero(target_mask(x))
        k = int(np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2))
        return f"({columns[k]}, {rows[k]})"

    def measure(self, x: Glance) -> dict[str, float]:
        return dict(x.difficulty)

    def media(self, x: Glance) -> dict[str, bytes]:
        return images(x)

    def card(self, x: Glance) -> bytes:
        from tasksynth_minecraft.pictures import card

        return card(x)

    def baselines(self, x: Glance) -> dict[str, str]:
        rows, columns = np.nonzero(shown_mask(x))
        return {
            "centre": f"({x.width // 2}, {x.height // 2})",
            "as in the goal view": f"({int(columns.mean())}, {int(rows.mean())})",
            "corner": "(0, 0)",
            "below the centre": f"({x.width // 2}, {x.height * 2 // 3})",
        }

    def floor(self, p: GlanceParams) -> float:
        return 0.12


def read_point(reply: str) -> tuple[int, int] | None:
    """Column and row of the pixel that a reply names; None where it names none, or several.

    Labels decide which number is which; else the one pair in brackets, or the only two numbers.
    """
    line, paragraph = final_answer(reply) or "", final_answer(reply, end="\n\n") or ""
    return _point(plain(line)) or _point(plain(paragraph))


def _point(text: str) -> tuple[int, int] | None:
    if _DOUBT.search(text):
        return None
    labelled = [(name[0].lower(), number) for name, number in _LABELLED.findall(text)]
    columns = {number for name, number in labelled if name in "cxu"}
    rows = {number for name, number in labelled if name in "ryv"}
    pairs = set(_PAIR.findall(text))
    numbers = _NUMBER.findall(text)
    if len(columns) == len(rows) == 1:
        pair = (columns.pop(), rows.pop())
    elif len(pairs) == 1 and not labelled:
        pair = pairs.pop()
    elif len(numbers) == 2 and not pairs:
        pair = (numbers[0], numbers[1])
    else:
        return None
    return math.floor(float(pair[0])), math.floor(float(pair[1]))


class MaskParams(GlanceParams):
    """Two views, with pixels enough for a mask."""

    width: Annotated[int, Field(ge=16, le=1024)] = 64
    """Pixels (or letters) of a view from left to right."""
    height: Annotated[int, Field(ge=16, le=1024)] = 36
    """Pixels (or letters) from top to bottom."""
    pixels: Annotated[float, Field(ge=0.0005, le=0.5)] = 0.006
    """Share of a view that the target covers, at least."""
    iou: Annotated[float, Field(gt=0.3, le=1)] = 0.7
    """Intersection over union that passes."""


class MaskGlance(Glance):
    """Two views and the overlap that is wanted."""

    iou: float


class Mask(Family[MaskParams, MaskGlance]):
    """Draw the mask of the goal's target in a second view."""

    name = "minecraft.mask"
    version = 2
    rubric = Rubric(gate="matched", matched=1.0, iou=0.0)
    timeout_s = 60.0

    def generate(self, p: MaskParams, rng: np.random.Generator) -> MaskGlance | None:
        x = draw(p, rng)
        return None if x is None else MaskGlance(**x.model_dump(), iou=p.iou)

    def prompt(self, x: MaskGlance) -> Content:
        return illustrated(
            "Two cameras look at the same voxel scene. The mask marks one block in the goal "
            "view. Mark all pixels of that very block in the second view.\n\n"
            f"{views(x)}\n\nAnswer with a JSON list of spans [row, first column, last column], "
            "both ends included, counted from 0 at the upper left; for example "
            "[[3, 10, 14], [4, 10, 13]]. "
            f"It passes at an intersection over union of {x.iou:g}."
        )

    def needs(self, x: MaskGlance) -> Needs:
        return symbolic.needs(x.form)

    def verify(self, x: MaskGlance, answer: str) -> Verdict:
        try:
            mask = read_mask(answer, width=x.width, height=x.height)
        except ValueError as e:
            return self.rubric.unparsable(str(e)[:200])
        overlap = iou(mask, target_mask(x))
        if overlap >= x.iou:
            return self.rubric(matched=1.0, iou=overlap)
        return self.rubric(matched=0.0, iou=overlap, why=f"the overlap is {overlap:.2f}")

    def solve(self, x: MaskGlance) -> str:
        return write_mask(target_mask(x))

    def measure(self, x: MaskGlance) -> dict[str, float]:
        return dict(x.difficulty)

    def media(self, x: MaskGlance) -> dict[str, bytes]:
        return images(x)

    def card(self, x: MaskGlance) -> bytes:
        from tasksynth_minecraft.pictures import card

        return card(x)

    def baselines(self, x: MaskGlance) -> dict[str, str]:
        h, w = x.height, x.width
        middle = np.zeros((h, w), dtype=bool)
        middle[h * 3 // 8 : h * 5 // 8, w * 3 // 8 : w * 5 // 8] = True
        return {
            "everything": write_mask(np.ones((h, w), dtype=bool)),
            "nothing": "[]",
            "as in the goal view": write_mask(shown_mask(x)),
            "the middle": write_mask(middle),
        }


def write_mask(mask: np.ndarray) -> str:
    """A mask as a JSON list of spans [row, first column, last column]."""
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, first = np.nonzero(edges == 1)
    last = np.nonzero(edges == -1)[1] - 1
    spans = np.stack([rows, first, last], axis=1).tolist()
    return json.dumps(spans, separators=(",", ":"))


def read_mask(text: str, *, width: int, height: int) -> np.ndarray:
    """The mask in a reply: spans, or COCO's uncompressed RLE {"size": [h, w], "counts": [...]}.

    Raises:
        ValueError: if it is neither, or does not fit the image.
    """
    try:
        value = json_in(text)
    except ValueError as e:
        raise ValueError(
            f"want a JSON list of spans [row, first column, last column]: {str(e)[:100]}"
        ) from None
    if isinstance(value, dict) and "counts" in value:
        return _from_runs(value, width, height)
    value = unwrapped(value)
    if not isinstance(value, list) or len(value) > MAX_SPANS:
        raise ValueError(f"want a list of at most {MAX_SPANS} spans")
    mask = np.zeros((height, width), dtype=bool)
    for i, span in enumerate(value):
        if not _integers(span) or len(span) != 3:
            raise ValueError(f"span {i}: want three whole numbers")
        row, first, last = span
        if not (0 <= row < height and 0 <= first <= last < width):
            raise ValueError(f"span {i}: [row, first, last] outside {width}x{height} pixels")
        mask[row, first : last + 1] = True
    return mask


def _from_runs(value: dict[str, Any], width: int, height: int) -> np.ndarray:
    counts = value.get("counts")
    if value.get("size") != [height, width] or counts is None or not _integers(counts):
        raise ValueError(f'want {{"size": [{height}, {width}], "counts": [whole numbers]}}')
    if len(counts) > MAX_SPANS or min(counts, default=0) < 0 or sum(counts) != width * height:
        raise ValueError(f"want runs that add up to {width * height} pixels")
    flags = np.arange(len(counts)) % 2 == 1
    column_major = np.repeat(flags, counts).reshape(width, height)  # COCO runs down the columns
    return np.asarray(column_major.T)


def _integers(value: Any) -> bool:
    return isinstance(value, list) and all(type(v) is int and abs(v) < 10**9 for v in value)
