"""Cards: a picture of a task that explains it to a person, answer included."""

import io
import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from tasksynth.errors import UsageError
from tasksynth_minecraft import mobs as animals
from tasksynth_minecraft.episode import Episode
from tasksynth_minecraft.glance import Glance, MaskGlance
from tasksynth_minecraft.masks import block_mask, goal_mask, mob_rows
from tasksynth_minecraft.models import Crossview, blocks_of
from tasksynth_minecraft.policies import oracle
from tasksynth_minecraft.pose import Poses
from tasksynth_minecraft.route import Route, field_to
from tasksynth_minecraft.textures import procedural
from tasksynth_minecraft.view import NO_PARTS, Camera, render
from tasksynth_minecraft.world import Cell
from tasksynth_schemas import Model

SIDE = 320
"""Pixels a side of a square panel; wider ones are as high."""
_GAP, _LINE = 12, 19
_INK, _PAPER, _WHITE = (32, 34, 40), (250, 250, 248), (255, 255, 255)
_MASK, _START, _GOAL_EYE, _OTHER = (255, 40, 200), (30, 90, 255), (255, 160, 0), (205, 205, 205)
MAX_TWINS = 40
"""Blocks of the target's kind that a map marks; more of them are the ground."""


class Panel(NamedTuple):
    """A picture and what it is."""

    title: str
    pixels: np.ndarray


def card(x: Model) -> bytes:
    """A PNG that explains a task: its views, the mask, and a map with the answer.

    Raises:
        UsageError: for an instance without a picture, or where Pillow is missing.
    """
    title, columns, plan = _content(x)
    pixels = np.asarray(plan.sheet)
    columns = [*columns, [Panel("the scene from above, north up", pixels)]]
    widths = [max(_wide(panel) for panel in column) for column in columns]
    width = sum(widths) + _GAP * (len(columns) + 1)
    width = max(width, round(_font(17).getlength(title)) + 2 * _GAP)
    lines = _wrapped(_measures(x), width - 2 * _GAP)
    below = 36 + max(sum(p.pixels.shape[0] + 26 for p in column) for column in columns)
    legend = _places(plan.legend, width - 2 * _GAP)
    height = below + 8 + 24 * (1 + legend[-1][1]) + _LINE * len(lines) + 8

    image, draw = _pillow("Image"), _pillow("ImageDraw")
    sheet = image.new("RGB", (width, height), _PAPER)
    pen = draw.Draw(sheet)
    pen.text((_GAP, 9), title, fill=_INK, font=_font(17))
    left = _GAP
    for column, wide in zip(columns, widths, strict=True):
        top = 36
        for panel in column:
            pen.text((left, top + 3), panel.title, fill=_INK, font=_font(13))
            sheet.paste(image.fromarray(np.ascontiguousarray(panel.pixels)), (left, top + 22))
            top += panel.pixels.shape[0] + 26
        left += wide + _GAP
    for (glyph, text), (at, row) in zip(plan.legend, legend, strict=True):
        y = below + 14 + 24 * row
        glyph(pen, _GAP + at + 9, y)
        pen.text((_GAP + at + 24, y - 8), text, fill=_INK, font=_font(13))
    for i, line in enumerate(lines):
        y = below + 8 + 24 * (1 + legend[-1][1]) + _LINE * i
        pen.text((_GAP, y), line, fill=(90, 92, 98), font=_font(12))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def _wide(panel: Panel) -> int:
    pixels: int = panel.pixels.shape[1]
    text: float = _font(13).getlength(panel.title)
    return max(pixels, math.ceil(text))


Content = tuple[str, list[list[Panel]], "Plan"]


def _content(x: Model) -> Content:
    """The title, the columns of views, and the map."""
    if isinstance(x, Crossview):
        return _crossview(x)
    if isinstance(x, Glance):
        return _glance(x)
    if isinstance(x, Poses):
        return _poses(x)
    if isinstance(x, Route):
        return _route(x)
    raise UsageError(f"no card for {type(x).__name__}: want an instance of a minecraft family")


_DEEDS = {
    "approach": "Approach the {name} that the mask marks",
    "mine": "Mine the {name} that the mask marks",
    "interact": "Use the {name} that the mask marks",
    "hunt": "Hunt the {name} that the mask marks, with {item}",
    "place": "Place {item} against the {name} that the mask marks",
}


def _crossview(x: Crossview) -> Content:
    blocks, rows = blocks_of(x.scene), mob_rows(x)
    parts = animals.parts(rows)
    other = x.goal.scene is not None
    goal_blocks = blocks if x.goal.scene is None else blocks_of(x.goal.scene)
    width, height = _size(x.width, x.height, SIDE)
    own = render(blocks, x.start.camera, width=width, height=height, parts=parts).rgb
    goal = render(goal_blocks, x.goal.camera, width=width, height=height,
                  parts=NO_PARTS if other else parts).rgb  # fmt: skip
    mask = goal_mask(x.model_copy(update={"width": width, "height": height}))
    plan = Plan(blocks, SIDE)
    acts = oracle(x)
    if acts is not None:
        plan.way(Episode(x).play(acts), "the reference's way")
    if x.mobs:
        plan.dots([(m.x, m.z) for i, m in enumerate(x.mobs) if i != x.target.mob],
                  "other animals")  # fmt: skip
    else:
        plan.twins(x.target.cell, " count too" * other)
    plan.target(x.target.cell)
    if not other:
        plan.camera(x.goal.camera, _GOAL_EYE, "the goal view's camera")
    plan.camera(x.start.camera, _START, "the agent at the start")
    deed = _DEEDS[x.event].format(name=_words(x.target.name), item=_article(x.item))
    title = f"{deed}: {x.horizon} ticks ({x.horizon / 20:g} s), the reference needs "
    where = "the goal view, in another world" if other else "the goal view and its mask"
    panels = [Panel("the agent's own view", own), Panel(where, _marked(goal, mask))]
    return f"{title}{x.oracle_ticks}", [[panel] for panel in panels], plan


def _glance(x: Glance) -> Content:
    blocks = blocks_of(x.scene)
    width, height = _size(x.width, x.height, (SIDE + 96 - 26) // 2)
    views = []
    for camera in (x.goal, x.second):
        seen = render(blocks, camera, width=width, height=height).rgb
        mask = block_mask(blocks, camera, x.cell, width=width, height=height)
        views.append(_marked(seen, mask))
    plan = Plan(blocks, 2 * height + 26)
    plan.twins(x.cell)
    plan.target(x.cell)
    plan.camera(x.goal, _GOAL_EYE, "the goal view's camera")
    plan.camera(x.second, _START, "the second view's camera")
    deed = "Mark the pixels of" if isinstance(x, MaskGlance) else "Point at"
    column = [
        Panel("the goal view and its mask", views[0]),
        Panel("the second view, the answer marked", views[1]),
    ]
    return f"{deed} the same {_words(x.name)} in the second view", [column], plan


def _poses(x: Poses) -> Content:
    blocks = blocks_of(x.scene)
    width, height = _size(x.width, x.height, SIDE)
    seen = render(blocks, x.cameras[x.right], width=width, height=height).rgb
    plan = Plan(blocks, SIDE)
    for i, camera in enumerate(x.cameras):
        if i != x.right:
            plan.camera(camera, _OTHER, "")
    plan.camera(x.cameras[x.right], _GOAL_EYE, f"the answer: camera {chr(65 + x.right)}")
    plan.letters(x.cameras)
    return f"Which of {len(x.cameras)} cameras saw this view?", [[Panel("the view", seen)]], plan


def _route(x: Route) -> Content:
    blocks = blocks_of(x.scene)
    width, height = _size(x.width, x.height, SIDE)
    goal = render(blocks, x.goal, width=width, height=height).rgb
    mask = block_mask(blocks, x.goal, x.cell, width=width, height=height)
    path = field_to(blocks, x.cell).path(x.start) + 0.5
    plan = Plan(blocks, SIDE)
    plan.way(path, f"a shortest way, {len(path) - 1} steps")
    plan.twins(x.cell)
    plan.target(x.cell)
    plan.camera(x.goal, _GOAL_EYE, "the goal view's camera")
    plan.dots([(x.start[0] + 0.5, x.start[2] + 0.5)], "the start", _START)
    title = f"Walk to the {_words(x.name)} that the mask marks, in at most {x.limit} steps"
    return title, [[Panel("the goal view and its mask", _marked(goal, mask))]], plan


def _article(item: str) -> str:
    """An item with its article."""
    words = _words(item)
    return f"an {words}" if words[:1] in tuple("aeiou") else f"a {words}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _size(width: int, height: int, high: int) -> tuple[int, int]:
    """The pixels of a panel of that aspect: as high as asked, and at most twice as wide."""
    scale = min(high / height, 2 * high / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _marked(rgb: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The picture with the mask tinted, and outlined in two colours: one shows on any ground."""
    out = rgb.astype(float)
    out[mask] = out[mask] * 0.8 + np.array(_MASK) * 0.2
    out[_grown(mask) & ~mask] = _INK
    out[mask & ~_grown(mask, inwards=True)] = _MASK
    return out.astype(np.uint8)


def _grown(mask: np.ndarray, *, inwards: bool = False) -> np.ndarray:
    """The mask with a pixel more, or less, on each of its four sides."""
    out = np.pad(mask, 1, mode="edge" if inwards else "constant")
    near = (out[:-2, 1:-1], out[2:, 1:-1], out[1:-1, :-2], out[1:-1, 2:])
    join = np.logical_and if inwards else np.logical_or
    return np.asarray(join.reduce((mask, *near)))


def _measures(x: Model) -> list[str]:
    values: dict[str, float] = getattr(x, "difficulty", {})
    return [f"{_words(name)} {value:.3g}" for name, value in values.items()]


def _wrapped(words: Iterable[str], width: int) -> list[str]:
    """The words joined to lines that fit."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]}   {word}" if lines[-1] else word
        if lines[-1] and _font(12).getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _places(legend: "Sequence[tuple[Glyph, str]]", width: int) -> list[tuple[int, int]]:
    """Where each entry of a legend goes: its left edge, and its row."""
    out, left, row = [], 0, 0
    for _, text in legend:
        wide = 24 + round(_font(13).getlength(text)) + 20
        if left and left + wide > width:
            left, row = 0, row + 1
        out.append((left, row))
        left += wide
    return out


Glyph = Callable[[Any, float, float], None]
"""Draws a mark with a pen at a point."""


class Plan:
    """The scene from above, north up; each mark that is put on it enters the legend."""

    def __init__(self, blocks: np.ndarray, side: int) -> None:
        self.blocks = blocks
        self.scale = side / max(blocks.shape[0], blocks.shape[2])
        size = (round(blocks.shape[0] * self.scale), round(blocks.shape[2] * self.scale))
        self.sheet = _pillow("Image").fromarray(_relief(blocks)).resize(size, 0)
        self.pen = _pillow("ImageDraw").Draw(self.sheet)
        self.legend: list[tuple[Glyph, str]] = []

    def way(self, feet: np.ndarray, text: str) -> None:
        """A path (n, 3)."""
        line = [(float(x) * self.scale, float(z) * self.scale) for x, _, z in feet]
        if len(line) > 1:
            _line(self.pen, line)
            self.legend.append((_stretch, text))

    def camera(self, eye: Camera, colour: tuple[int, int, int], text: str) -> None:
        """An arrow the way a camera looks."""
        x, y = eye.x * self.scale, eye.z * self.scale
        _arrow(self.pen, x, y, yaw=eye.yaw, colour=colour)
        if text:
            self.legend.append((partial(_arrow, yaw=-90, colour=colour), text))

    def letters(self, eyes: Sequence[Camera]) -> None:
        """A, B, C … beside the arrows of cameras, each where nothing else is."""
        arrows = [(eye.x * self.scale, eye.z * self.scale) for eye in eyes]
        taken = list(arrows)
        for i, (x, y) in enumerate(arrows):
            around = [(x + r * math.sin(k * math.pi / 4), y + r * math.cos(k * math.pi / 4))
                      for r in (14, 20) for k in range(8)]  # fmt: skip
            at = max(around, key=lambda p: min(13.0, min(math.dist(p, q) for q in taken)))
            taken.append(at)
            self.pen.text(at, chr(65 + i), fill=_WHITE, font=_font(13), anchor="mm",
                          stroke_width=2, stroke_fill=_INK)  # fmt: skip

    def target(self, cell: Cell) -> None:
        """The ring around the target."""
        _ring(self.pen, (cell[0] + 0.5) * self.scale, (cell[2] + 0.5) * self.scale)
        self.legend.append((_ring, "the target"))

    def twins(self, cell: Cell, more: str = "") -> None:
        """Dots on the other blocks of the target's kind."""
        same = np.argwhere(self.blocks == self.blocks[cell])
        if len(same) <= MAX_TWINS:
            at = [(x + 0.5, z + 0.5) for x, y, z in same.tolist() if (x, y, z) != cell]
            self.dots(at, f"others of its kind{more}")

    def dots(
        self, at: Sequence[tuple[float, float]], text: str,
        colour: tuple[int, int, int] = _OTHER,
    ) -> None:  # fmt: skip
        """Dots at points (x, z) of the scene."""
        for x, z in at:
            _dot(self.pen, x * self.scale, z * self.scale, colour=colour)
        if at:
            self.legend.append((partial(_dot, colour=colour), text))


def _arrow(pen: Any, x: float, y: float, *, yaw: float, colour: tuple[int, int, int]) -> None:
    a = math.radians(yaw)
    dx, dy = -math.sin(a), math.cos(a)
    tip, tail = (x + 10 * dx, y + 10 * dy), (x - 5 * dx, y - 5 * dy)
    left, right = (tail[0] - 6 * dy, tail[1] + 6 * dx), (tail[0] + 6 * dy, tail[1] - 6 * dx)
    pen.polygon([tip, left, right], fill=colour, outline=_INK)


def _ring(pen: Any, x: float, y: float) -> None:
    pen.ellipse((x - 9, y - 9, x + 9, y + 9), outline=_INK, width=1)
    pen.ellipse((x - 8, y - 8, x + 8, y + 8), outline=_MASK, width=3)
    pen.ellipse((x - 5, y - 5, x + 5, y + 5), outline=_INK, width=1)


def _dot(pen: Any, x: float, y: float, *, colour: tuple[int, int, int]) -> None:
    pen.ellipse((x - 4, y - 4, x + 4, y + 4), fill=colour, outline=_INK, width=1)


def _line(pen: Any, points: Sequence[tuple[float, float]]) -> None:
    pen.line(points, fill=_INK, width=5)
    pen.line(points, fill=_WHITE, width=3)


def _stretch(pen: Any, x: float, y: float) -> None:
    _line(pen, [(x - 9, y), (x + 9, y)])


def _relief(blocks: np.ndarray) -> np.ndarray:
    """Each column's colour from above, lighter where it is higher, (z, x, 3) uint8."""
    colours = procedural()[:, 0].mean(axis=(1, 2))  # (blocks, 3)
    top = blocks.shape[1] - 1 - np.argmax(blocks[:, ::-1] != 0, axis=1)
    x, z = np.indices(top.shape)
    light = 0.75 + 0.5 * (top - top.min()) / max(1, int(np.ptp(top)))
    edge = np.where(np.diff(top, axis=0, prepend=top[:1]) > 0, 1.08, 1.0)
    shade = (light * edge)[..., None]
    bright = np.clip(colours[blocks[x, top, z]] * shade, 0, 255)
    return np.ascontiguousarray(bright.astype(np.uint8).swapaxes(0, 1))


def _font(size: int) -> Any:
    return _pillow("ImageFont").load_default(size)


def _pillow(part: str) -> Any:
    from importlib import import_module

    try:
        return import_module(f"PIL.{part}")
    except ImportError as e:
        raise UsageError("pictures need `pip install 'tasksynth[minecraft]'`") from e
