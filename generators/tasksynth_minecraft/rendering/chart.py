"""The scene from above, with marks, for cards."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from tasksynth.errors import UsageError
from tasksynth_minecraft.rendering.textures import procedural
from tasksynth_minecraft.rendering.view import Camera
from tasksynth_minecraft.worlds.scenes import Cell

INK, PAPER, WHITE = (32, 34, 40), (250, 250, 248), (255, 255, 255)
TINT, AT_START, AT_GOAL, OTHER = (255, 40, 200), (30, 90, 255), (255, 160, 0), (205, 205, 205)
"""Colours of a mask, of the agent's eye, of the goal's, and of what else a chart marks."""
MAX_TWINS = 40
"""Blocks of the target's kind that a map marks; more of them are the ground."""
Glyph = Callable[[Any, float, float], None]
"""Draws a mark with a pen at a point."""


class Chart:
    """The scene from above, north up; each mark that is put on it enters the legend."""

    def __init__(self, blocks: np.ndarray, side: int) -> None:
        self.blocks = blocks
        self.scale = side / max(blocks.shape[0], blocks.shape[2])
        size = (round(blocks.shape[0] * self.scale), round(blocks.shape[2] * self.scale))
        self.sheet = pillow("Image").fromarray(_relief(blocks)).resize(size, 0)
        self.pen = pillow("ImageDraw").Draw(self.sheet)
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
            self.pen.text(at, chr(65 + i), fill=WHITE, font=font(13), anchor="mm",
                          stroke_width=2, stroke_fill=INK)  # fmt: skip

    def target(self, cell: Cell, text: str = "the target") -> None:
        """The ring around the target."""
        _ring(self.pen, (cell[0] + 0.5) * self.scale, (cell[2] + 0.5) * self.scale)
        self.legend.append((_ring, text))

    def twins(self, cell: Cell, more: str = "") -> None:
        """Dots on the other blocks of the target's kind."""
        same = np.argwhere(self.blocks == self.blocks[cell])
        if len(same) <= MAX_TWINS:
            at = [(x + 0.5, z + 0.5) for x, y, z in same.tolist() if (x, y, z) != cell]
            self.dots(at, f"others of its kind{more}")

    def dots(
        self, at: Sequence[tuple[float, float]], text: str,
        colour: tuple[int, int, int] = OTHER,
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
    pen.polygon([tip, left, right], fill=colour, outline=INK)


def _ring(pen: Any, x: float, y: float) -> None:
    pen.ellipse((x - 9, y - 9, x + 9, y + 9), outline=INK, width=1)
    pen.ellipse((x - 8, y - 8, x + 8, y + 8), outline=TINT, width=3)
    pen.ellipse((x - 5, y - 5, x + 5, y + 5), outline=INK, width=1)


def _dot(pen: Any, x: float, y: float, *, colour: tuple[int, int, int]) -> None:
    pen.ellipse((x - 4, y - 4, x + 4, y + 4), fill=colour, outline=INK, width=1)


def _line(pen: Any, points: Sequence[tuple[float, float]]) -> None:
    pen.line(points, fill=INK, width=5)
    pen.line(points, fill=WHITE, width=3)


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


def font(size: int) -> Any:
    """Pillow's own font in that size."""
    return pillow("ImageFont").load_default(size)


def pillow(part: str) -> Any:
    """A module of Pillow.

    Raises:
        UsageError: where it is missing.
    """
    from importlib import import_module

    try:
        return import_module(f"PIL.{part}")
    except ImportError as e:
        raise UsageError("pictures need `pip install 'tasksynth[minecraft]'`") from e
