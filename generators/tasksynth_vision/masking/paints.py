"""What masked scenes are painted with: colours with names, patterns of grounds, bars, shapes."""

from collections.abc import Callable
from math import cos, radians, sin
from typing import NamedTuple

from tasksynth.rng import Dice
from tasksynth_vision.vectors.colours import colour_in

SIDE = 256
"""Pixels of a picture, each way."""
APART = 70
"""By how much colours of a scene differ, in one channel at least."""
LEGIBLE = 3.2
"""Contrast of letters and what they are on, at least; WCAG 2 wants 3 of large ones."""
COLOURS = {
    "red": "#d62839", "orange": "#f18f01", "yellow": "#ffe04f", "green": "#2a9d4e",
    "teal": "#119da4", "blue": "#2b59c3", "purple": "#7d3c98", "pink": "#f06ba8",
    "brown": "#8a5a2b", "black": "#23252b", "white": "#ffffff",
}  # fmt: skip
GROUNDS = (("#fbf3df", "#a9cfe8"), ("#e9e2f5", "#a7b98f"), ("#f3d9dc", "#b5838d"),
           ("#2d4739", "#7fa08a"), ("#1f2a37", "#66789a"), ("#dfe7ec", "#93a9b8"))  # fmt: skip
"""Two colours each."""
Box = tuple[int, int, int, int]
"""Left, top, right and bottom, where the last two are the first pixels beyond."""


def apart(one: str, other: str) -> bool:
    """Whether two colours are told from one another by who has them nearly right."""
    a, b = colour_in(one) or (0, 0, 0), colour_in(other) or (0, 0, 0)
    return max(abs(p - q) for p, q in zip(a, b, strict=True)) > APART


def colours_on(dice: Dice, ground: tuple[str, str]) -> list[str]:
    """Names of the colours that are seen on a ground, in any order."""
    seen = [name for name, rgb in COLOURS.items() if all(apart(rgb, one) for one in ground)]
    dice.shuffle(seen)
    return seen


def legible(one: str, other: str) -> bool:
    """Whether letters of one colour are easily read on the other."""
    dark, light = sorted(_luminance(COLOURS[name]) for name in (one, other))
    return (light + 0.05) / (dark + 0.05) >= LEGIBLE


def _luminance(code: str) -> float:
    """Of WCAG 2, by a plain power for its curve."""
    red, green, blue = ((part / 255) ** 2.2 for part in colour_in(code) or (0, 0, 0))
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


class Grain(NamedTuple):
    """How large what repeats itself is, and what is thin."""

    percent: int

    def draw(self, dice: Dice, low: int, high: int) -> int:
        """So many pixels, but for its size."""
        return dice.between(self.of(low), self.of(high))

    def of(self, pixels: int) -> int:
        return round(pixels * self.percent / 100)


def grounded(dice: Dice, ground: tuple[str, str], texture: int, grain: Grain) -> list[str]:
    """The elements of a ground, whose pattern is one of the first so many and of no easy one."""
    first = f'<rect width="{SIDE}" height="{SIDE}" fill="{ground[0]}"/>'
    last = min(texture, len(_PATTERNS) - 1)
    pattern = _PATTERNS[dice.between(max(0, last - 2), last)]
    path = pattern(dice, grain)
    return [first, f'<path d="{path}" fill="{ground[1]}"/>'] if path else [first]


def bar(middle: tuple[int, int], degrees: int, width: int, colour: str) -> str:
    """A straight bar through a point, from border to border."""
    reach = 2 * SIDE
    dx, dy = round(reach * cos(radians(degrees))), round(reach * sin(radians(degrees)))
    x, y = middle
    return (
        f'<line x1="{x - dx}" y1="{y - dy}" x2="{x + dx}" y2="{y + dy}" '
        f'stroke="{COLOURS[colour]}" stroke-width="{width}"/>'
    )


def shape(kind: str, colour: str, *boxes: Box) -> str:
    """A shape that fills a box, or several."""
    path = "".join(map(_SHAPES[kind], boxes))
    return f'<path d="{path}" fill="{COLOURS[colour]}" fill-rule="evenodd"/>'


def _plain(_: Dice, __: Grain) -> str:
    return ""


def _stripes(dice: Dice, grain: Grain) -> str:
    wide, first, down = grain.draw(dice, 8, 15), dice.below(16), dice.below(2)
    starts = range(first - 2 * wide, SIDE, 2 * wide)
    if down:
        return "".join(f"M{x} 0h{wide}v{SIDE}h-{wide}z" for x in starts)
    return "".join(f"M0 {y}h{SIDE}v{wide}h-{SIDE}z" for y in starts)


def _checks(dice: Dice, grain: Grain) -> str:
    wide = grain.draw(dice, 13, 20)
    return "".join(
        f"M{x} {y}h{wide}v{wide}h-{wide}z"
        for row, y in enumerate(range(0, SIDE, wide))
        for x in range(row % 2 * wide, SIDE, 2 * wide)
    )


def _slanted(dice: Dice, grain: Grain) -> str:
    wide, down = grain.draw(dice, 12, 18), dice.of((128, 192, 256))
    return "".join(
        f"M{x} 0h{wide}l-{down} {SIDE}h-{wide}z" for x in range(-wide, SIDE + down, 2 * wide)
    )


def _bricks(dice: Dice, grain: Grain) -> str:
    high, long, gap = grain.draw(dice, 22, 28), grain.draw(dice, 38, 48), grain.of(6)
    parts = [f"M0 {y}h{SIDE}v{gap}h-{SIDE}z" for y in range(0, SIDE, high)]
    for row, y in enumerate(range(gap, SIDE, high)):
        for x in range(row % 2 * (long // 2), SIDE, long):
            parts.append(f"M{x} {y}h{gap}v{high - gap}h-{gap}z")
    return "".join(parts)


def _dots(dice: Dice, grain: Grain) -> str:
    every, r = grain.draw(dice, 28, 32), grain.draw(dice, 7, 9)
    return "".join(
        _octagon(x, y, r)
        for row, y in enumerate(range(every // 2, SIDE + r, every))
        for x in range(row % 2 * every // 2, SIDE + r, every)
    )


def _zigzag(dice: Dice, grain: Grain) -> str:
    step, high = grain.draw(dice, 16, 22), grain.draw(dice, 9, 11)
    there = "".join(f"l{step} {step if i % 2 else -step}" for i in range(SIDE // step + 2))
    back = "".join(f"l-{step} {-step if i % 2 else step}" for i in range(SIDE // step + 2)[::-1])
    starts = range(0, SIDE + 2 * step, 2 * high + grain.of(4))
    return "".join(f"M{-step} {y}{there}v{high}{back}z" for y in starts)


_PATTERNS: tuple[Callable[[Dice, Grain], str], ...] = (
    _plain, _stripes, _checks, _zigzag, _slanted, _bricks, _dots,
)  # fmt: skip
TEXTURES = len(_PATTERNS) - 1


def _octagon(x: int, y: int, r: int) -> str:
    """A dot, of few points: there are many of them."""
    cut = (r + 1) // 2
    side = 2 * (r - cut)
    return (
        f"M{x - r + cut} {y - r}h{side}l{cut} {cut}v{side}l-{cut} {cut}h-{side}l-{cut} -{cut}"
        f"v-{side}z"
    )


def _round(x: int, y: int, r: int) -> str:
    return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 -{2 * r} 0z"


def _circle(box: Box) -> str:
    left, top, right, _ = box
    r = (right - left) // 2
    return _round(left + r, top + r, r)


def _ring(box: Box) -> str:
    left, top, right, _ = box
    r = (right - left) // 2
    return _round(left + r, top + r, r) + _round(left + r, top + r, r // 2)


def _rectangle(box: Box) -> str:
    left, top, right, bottom = box
    return f"M{left} {top}H{right}V{bottom}H{left}z"


def _diamond(box: Box) -> str:
    left, top, right, bottom = box
    x, y = (left + right) // 2, (top + bottom) // 2
    return f"M{x} {top}L{right} {y}L{x} {bottom}L{left} {y}z"


def _plus(box: Box) -> str:
    left, top, right, bottom = box
    arm = (right - left) // 3
    return (
        f"M{left + arm} {top}H{right - arm}V{top + arm}H{right}V{bottom - arm}H{right - arm}"
        f"V{bottom}H{left + arm}V{bottom - arm}H{left}V{top + arm}H{left + arm}z"
    )


def _triangle(box: Box) -> str:
    left, top, right, bottom = box
    return f"M{left} {bottom}L{(left + right) // 2} {top}L{right} {bottom}z"


def _arrowhead(box: Box) -> str:
    left, top, right, bottom = box
    return f"M{left} {top}L{right} {top}L{(left + right) // 2} {bottom}z"


_SHAPES: dict[str, Callable[[Box], str]] = {
    "circle": _circle, "rectangle": _rectangle, "triangle that points up": _triangle,
    "diamond": _diamond, "ring": _ring, "triangle that points down": _arrowhead, "plus": _plus,
}  # fmt: skip
KINDS = tuple(_SHAPES)
ROUND = ("circle", "ring", "plus")
"""Kinds whose box is as wide as it is high."""
