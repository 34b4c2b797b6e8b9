"""Invent drawings: shapes of many kinds in boxes of their own, none of them hidden."""

from collections.abc import Callable
from math import cos, pi, sin

import numpy as np

from tasksynth.rng import Dice
from tasksynth_vision.vectors.colours import colour_in
from tasksynth_vision.vectors.scoring import cores

PALETTE = ("#d62839", "#f18f01", "#ffd23f", "#2a9d4e", "#119da4", "#2b59c3", "#7d3c98", "#f06ba8",
           "#8a5a2b", "#23252b", "#8d99ae", "#fbfbfb")  # fmt: skip
GROUNDS = ("#ffffff", "#f4efe6", "#dfeaf2", "#1f2a37", "#2d4739", "#ffe9c7")
APART = 70
"""By how much colours that meet differ, in one channel at least."""
SEEN = 24
"""Pixels away from its edges that each shape shows, at least."""
OPEN = 0.2
"""Share of the picture that its background has, away from edges."""
Box = tuple[int, int, int, int]
"""Left, top, width and height."""


def drawing(
    dice: Dice, *, side: int, shapes: int, kinds: int, within: int, overlap: float
) -> str | None:
    """The SVG of so many shapes; None where one was left without room.

    `overlap` is the share of the shapes that may lie over others.
    """
    ground = dice.of(GROUNDS)
    placed: list[tuple[Box, str]] = []
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">',
             f'  <rect width="{side}" height="{side}" fill="{ground}"/>']  # fmt: skip
    for _ in range(shapes):
        over = dice.below(1000) < 1000 * overlap
        found = _place(dice, placed, side=side, shapes=shapes, within=within, over=over)
        if found is None:
            return None
        met = [ground, *(rgb for box, rgb in placed if _meet(box, found, within))]
        free = [one for one in PALETTE if all(_apart(one, other) for other in met)]
        if not free:
            return None
        hue = dice.of(free)
        placed.append((found, hue))
        lines.append(f"  {dice.of(_KINDS[:kinds])(dice, found, hue, within)}")
    svg = "\n".join([*lines, "</svg>"])
    return svg if _is_seen(svg, side, within) else None


def _is_seen(svg: str, side: int, within: int) -> bool:
    target = cores(svg, side, within)
    inner: list[int] = np.bincount(target.parts.ravel() + 1, minlength=len(target.colours) + 1)[
        1:
    ].tolist()
    return inner[0] >= OPEN * side * side and min(inner) >= SEEN


def _apart(one: str, other: str) -> bool:
    a, b = colour_in(one) or (0, 0, 0), colour_in(other) or (0, 0, 0)
    return max(abs(p - q) for p, q in zip(a, b, strict=True)) > APART


def _meet(one: Box, other: Box, gap: int) -> bool:
    return (
        one[0] < other[0] + other[2] + gap and other[0] < one[0] + one[2] + gap
        and one[1] < other[1] + other[3] + gap and other[1] < one[1] + one[3] + gap
    )  # fmt: skip


def _place(dice: Dice, placed: list[tuple[Box, str]], *, side: int, shapes: int, within: int,
           over: bool) -> Box | None:  # fmt: skip
    least = 7 * within + 12
    most = max(least + 8, side * 100 // (170 + 28 * shapes))
    for _ in range(80):
        wide, high = dice.between(least, most), dice.between(least, most)
        box = (dice.between(4, side - wide - 4), dice.between(4, side - high - 4), wide, high)
        if over or not any(_meet(box, other, 2 * within + 2) for other, _ in placed):
            return box
    return None


def _rect(dice: Dice, box: Box, hue: str, within: int) -> str:
    x, y, wide, high = box
    return f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{hue}"/>'


def _circle(dice: Dice, box: Box, hue: str, within: int) -> str:
    x, y, wide, high = box
    r = min(wide, high) // 2
    return f'<circle cx="{x + r}" cy="{y + r}" r="{r}" fill="{hue}"/>'


def _ellipse(dice: Dice, box: Box, hue: str, within: int) -> str:
    x, y, wide, high = box
    rx, ry = wide // 2, high // 2
    return f'<ellipse cx="{x + rx}" cy="{y + ry}" rx="{rx}" ry="{ry}" fill="{hue}"/>'


def _polygon(points: list[tuple[float, float]], hue: str) -> str:
    told = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    return f'<polygon points="{told}" fill="{hue}"/>'


def _triangle(dice: Dice, box: Box, hue: str, within: int) -> str:
    x, y, wide, high = box
    apex = x + dice.between(0, wide)
    ends = ((apex, y), (x + wide, y + high), (x, y + high))
    if dice.below(2):
        ends = ((apex, y + high), (x, y), (x + wide, y))
    return _polygon([(float(a), float(b)) for a, b in ends], hue)


def _around(box: Box, spokes: list[float], turn: float) -> list[tuple[float, float]]:
    """Points on rays from the middle, as far out as each says, of 1."""
    x, y, wide, high = box
    steps = [turn + 2 * pi * i / len(spokes) for i in range(len(spokes))]
    return [(x + wide / 2 * (1 + far * cos(step)), y + high / 2 * (1 + far * sin(step)))
            for far, step in zip(spokes, steps, strict=True)]  # fmt: skip


def _many_sided(dice: Dice, box: Box, hue: str, within: int) -> str:
    return _polygon(_around(box, [1.0] * dice.between(4, 7), dice.below(60) / 10), hue)


def _line(dice: Dice, box: Box, hue: str, within: int) -> str:
    x, y, wide, high = box
    width = dice.between(2 * within + 6, 2 * within + 14)
    ends = (x, y, x + wide, y + high) if dice.below(2) else (x, y + high, x + wide, y)
    at = " ".join(f'{name}="{value}"' for name, value in zip(("x1", "y1", "x2", "y2"), ends,
                                                            strict=True))  # fmt: skip
    return f'<line {at} stroke="{hue}" stroke-width="{width}"/>'


def _round_rect(dice: Dice, box: Box, hue: str, within: int) -> str:
    x, y, wide, high = box
    rx = min(wide, high) // dice.between(3, 5)
    return f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="{rx}" fill="{hue}"/>'


def _ring(dice: Dice, box: Box, hue: str, within: int) -> str:
    x, y, wide, high = box
    width = 2 * within + 6
    r = max(width, min(wide, high) // 2 - width // 2)
    cx, cy = x + wide // 2, y + high // 2
    return (
        f'<circle cx="{cx}" cy="{cy}" r="{r}" fill="none" stroke="{hue}" stroke-width="{width}"/>'
    )


def _star(dice: Dice, box: Box, hue: str, within: int) -> str:
    many = dice.between(4, 6)
    return _polygon(_around(box, [1.0, 0.55] * many, dice.below(60) / 10), hue)


def _half_disc(dice: Dice, box: Box, hue: str, within: int) -> str:
    x, y, wide, high = box
    rx, ry, lower = wide // 2, high * 2 // 3, dice.below(2)
    base = y + (0 if lower else ry)
    return (
        f'<path d="M {x} {base} A {rx} {ry} 0 0 {1 - lower} {x + 2 * rx} {base} Z" fill="{hue}"/>'
    )


def _blob(dice: Dice, box: Box, hue: str, within: int) -> str:
    """A closed curve through points on rays, smooth there."""
    many = dice.between(4, 6)
    points = _around(box, [dice.between(60, 100) / 100 for _ in range(many)], dice.below(60) / 10)
    parts = [f"M {points[0][0]:.0f} {points[0][1]:.0f}"]
    for i in range(many):
        before, a, b, after = (points[(i + j) % many] for j in (-1, 0, 1, 2))
        pulls = (a[0] + (b[0] - before[0]) / 5, a[1] + (b[1] - before[1]) / 5,
                 b[0] - (after[0] - a[0]) / 5, b[1] - (after[1] - a[1]) / 5, *b)  # fmt: skip
        parts.append("C " + " ".join(f"{one:.0f}" for one in pulls))
    return f'<path d="{" ".join(parts)} Z" fill="{hue}"/>'


def _zigzag(dice: Dice, box: Box, hue: str, within: int) -> str:
    x, y, wide, high = box
    points = f"{x},{y + high} {x + wide // 2},{y} {x + wide},{y + high}"
    if dice.below(2):
        points = f"{x},{y} {x + wide},{y + high // 2} {x},{y + high}"
    return (
        f'<polyline points="{points}" fill="none" stroke="{hue}" '
        f'stroke-width="{2 * within + 6}" stroke-linejoin="round"/>'
    )


_KINDS: tuple[Callable[[Dice, Box, str, int], str], ...] = (
    _rect, _circle, _triangle, _ellipse, _many_sided, _line, _round_rect, _ring, _star, _half_disc,
    _zigzag, _blob,
)  # fmt: skip
KINDS = len(_KINDS)
