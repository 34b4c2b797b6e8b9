"""Stage scenes in which what a mask hides is settled by what is told and what is seen."""

from collections.abc import Callable, Sequence
from math import cos, hypot, lcm, pi, radians, sin
from typing import Any, NamedTuple

import numpy as np

from tasksynth.rng import Dice
from tasksynth_vision.masking.letters import DOT, DOWN, LEAST_DOT, LETTERS, STEP, lettered
from tasksynth_vision.masking.paints import (
    COLOURS,
    GROUNDS,
    KINDS,
    ROUND,
    SIDE,
    Box,
    Grain,
    bar,
    colours_on,
    grounded,
    legible,
    shape,
)
from tasksynth_vision.masking.scenes import Job, MaskedScene, MaskedThing, svg_of
from tasksynth_vision.vectors.parsing import paints_in
from tasksynth_vision.vectors.scoring import labelled

MARGIN = 30
"""Pixels beside a mask in the middle, at least."""
SEEN = 40
"""Pixels of each part that the mask hides, at least."""
DEEP = 52
"""Pixels by which a picture is cut off, at least."""
BAR, ROW = (10, 15), (9, 13)
"""Pixels that bars are wide, and half of those that things in a row are."""


class MaskWishes(NamedTuple):
    """How hard it is to be."""

    area: float
    """Share of the picture that the mask has."""
    crossing: int
    """Bars and discs that reach into it."""
    texture: int
    things: int
    """To be put there; lanes of things that go on, but one; letters, but two."""
    grain: Grain


class _Crosser(NamedTuple):
    """A bar or disc that is partly hidden."""

    element: str
    colour: str
    middle: tuple[int, int]
    degrees: int
    """Of a bar; -1 of a disc."""
    size: int
    """A bar's width, a disc's radius."""


def stage(dice: Dice, job: Job, wishes: MaskWishes) -> MaskedScene | None:
    """A scene for a job; None where it did not come out."""
    return _STAGES[job](dice, wishes)


def _fill(dice: Dice, w: MaskWishes) -> MaskedScene | None:
    mask = _middle(dice, w.area)
    ground = dice.of(GROUNDS)
    colours = colours_on(dice, ground)
    crossers = _crossers(dice, mask, w, colours)
    things = _things(dice, mask, w.things, colours[::-1])
    if crossers is None or things is None:
        return None
    behind = tuple(grounded(dice, ground, w.texture, w.grain))
    above = tuple(shape(one.kind, one.colour, one.box) for one in things)
    scene = (*behind, *(one.element for one in crossers), *above)
    if not _is_fair(scene, len(behind), crossers, mask):
        return None
    return _told("fill", scene, (), mask, crossers, things)


def _remove(dice: Dice, w: MaskWishes) -> MaskedScene | None:
    mask = _middle(dice, w.area)
    ground = dice.of(GROUNDS)
    colours = colours_on(dice, ground)
    colour = colours.pop()
    crossers = _crossers(dice, mask, w, colours)
    if crossers is None:
        return None
    left, top, right, bottom = mask
    kind = dice.of(KINDS)
    wide, high = right - left - dice.between(10, 16), bottom - top - dice.between(10, 16)
    if kind in ROUND:
        wide = high = min(wide, high) // 6 * 6
    x, y = (left + right - wide) // 2, (top + bottom - high) // 2
    thing = MaskedThing(kind=kind, colour=colour, box=(x, y, x + wide, y + high))
    behind = tuple(grounded(dice, ground, w.texture, w.grain))
    scene = (*behind, *(one.element for one in crossers))
    if not _is_fair(scene, len(behind), crossers, mask):
        return None
    before = (*scene, shape(thing.kind, thing.colour, thing.box))
    return _told("remove", scene, before, mask, crossers, (thing,))


def _told(job: Job, scene: tuple[str, ...], before: tuple[str, ...], mask: Box,
          crossers: Sequence[_Crosser], things: Sequence[MaskedThing]) -> MaskedScene:  # fmt: skip
    bars = tuple(one.colour for one in crossers if one.degrees >= 0)
    parts = len(crossers) + (len(things) if job == "fill" else 0) + 1
    return MaskedScene(job=job, scene=scene, before=before, mask=mask, bars=bars,
                       discs=len(crossers) - len(bars), things=tuple(things),
                       parts=parts)  # fmt: skip


def _middle(dice: Dice, area: float) -> Box:
    """A mask that is not at the border."""
    wide = round(SIDE * area**0.5 * dice.between(85, 118) / 100)
    high = round(SIDE * SIDE * area / wide)
    left, top = (
        dice.between(MARGIN, SIDE - MARGIN - wide),
        dice.between(MARGIN, SIDE - MARGIN - high),
    )
    return left, top, left + wide, top + high


def _crossers(
    dice: Dice, mask: Box, w: MaskWishes, colours: list[str]
) -> tuple[_Crosser, ...] | None:
    """Two bars at least, which cross in the mask, and discs before them."""
    count = w.crossing
    many = min(4, max(2, count * 2 // 3))
    left, top, right, bottom = mask
    x, y = _within(dice, mask, 3)
    first, out = dice.below(180), []
    for number, colour in enumerate(colours[:many]):
        degrees = (first + number * 180 // many + dice.between(-10, 10)) % 180
        at = _within(dice, mask, 4) if number > 1 else (x, y)
        width = w.grain.draw(dice, *BAR)
        out.append(_Crosser(bar(at, degrees, width, colour), colour, at, degrees, width))
    for colour in colours[many:count]:
        r = dice.between(16, 24)
        off = dice.between(1, r // 2)
        along, side = dice.between(0, 100), dice.below(4)
        x = (left - off, right + off)[side] if side < 2 else left + (right - left) * along // 100
        y = (top - off, bottom + off)[side - 2] if side > 1 else top + (bottom - top) * along // 100
        if not (r // 2 < x < SIDE - r // 2 and r // 2 < y < SIDE - r // 2):
            return None
        if any(hypot(x - o.middle[0], y - o.middle[1]) < r + o.size + 4 for o in out[many:]):
            return None  # nobody would know which one is in front
        disc = shape("circle", colour, (x - r, y - r, x + r, y + r))
        out.append(_Crosser(disc, colour, (x, y), -1, r))
    return tuple(out) if len(out) == count else None


def _within(dice: Dice, mask: Box, part: int) -> tuple[int, int]:
    """A point in a mask that is not in its outer parts."""
    left, top, right, bottom = mask
    dx, dy = (right - left) // part, (bottom - top) // part
    return dice.between(left + dx, right - dx), dice.between(top + dy, bottom - dy)


def _things(
    dice: Dice, mask: Box, count: int, colours: list[str]
) -> tuple[MaskedThing, ...] | None:
    """Things in a mask, beside one another, no two of a kind."""
    left, top, right, bottom = mask
    most = min(66, round(min(right - left, bottom - top) / (1 + 0.35 * count)))
    kinds = list(KINDS)
    dice.shuffle(kinds)
    out: list[MaskedThing] = []
    for _ in range(60):
        kind = kinds[len(out)]
        wide, high = (dice.between(min(24, most - 1), most) // 6 * 6 for _ in "wh")
        high = wide if kind in ROUND else high
        x, y = dice.between(left + 3, right - wide - 3), dice.between(top + 3, bottom - high - 3)
        box = (x, y, x + wide, y + high)
        if not any(_meet(box, one.box) for one in out):
            out.append(MaskedThing(kind=kind, colour=colours[len(out)], box=box))
        if len(out) == count:
            return tuple(out)
    return None


def _meet(one: Box, other: Box, gap: int = 8) -> bool:
    return (
        one[0] < other[2] + gap and other[0] < one[2] + gap
        and one[1] < other[3] + gap and other[1] < one[3] + gap
    )  # fmt: skip


def _labels(scene: tuple[str, ...]) -> Any:
    """Which element is seen where, from 0 on: each has one paint."""
    return labelled(paints_in(svg_of(scene), SIDE), SIDE) - 1


def _is_fair(scene: tuple[str, ...], behind: int, crossers: Sequence[_Crosser], mask: Box) -> bool:
    """Whether what is seen outside tells what goes on inside: both ends of bars, half of discs."""
    labels = _labels(scene)
    left, top, right, bottom = mask
    within = labels[top:bottom, left:right]
    outside = labels.copy()
    outside[top:bottom, left:right] = -1
    for number, one in enumerate(crossers, behind):
        if np.count_nonzero(within == number) < SEEN:
            return False
        rows, columns = np.nonzero(outside == number)
        if one.degrees < 0:
            if 2 * len(rows) < pi * one.size**2:
                return False
            continue
        a = radians(one.degrees)
        ahead = (columns - one.middle[0]) * cos(a) + (rows - one.middle[1]) * sin(a) > 0
        if min(np.count_nonzero(ahead), np.count_nonzero(~ahead)) < 20 * one.size:
            return False
    above = range(behind + len(crossers), len(scene))
    return all(np.count_nonzero(within == number) >= SEEN for number in above)


def _extend(dice: Dice, w: MaskWishes) -> MaskedScene | None:
    deep = max(DEEP, round(SIDE * w.area))
    side = dice.below(4)
    far = SIDE - deep
    mask = ((0, 0, deep, SIDE), (far, 0, SIDE, SIDE), (0, 0, SIDE, deep), (0, far, SIDE, SIDE))[
        side
    ]
    ground = dice.of(GROUNDS)
    colours = colours_on(dice, ground)
    many = max(1, w.crossing // 2)
    bars = []
    for colour in colours[:many]:
        at, width = _within(dice, mask, 6), w.grain.draw(dice, *BAR)
        degrees = dice.between(-60, 60) + 90 * (side > 1)
        bars.append((bar(at, degrees, width, colour), width))
    lanes = _lanes(dice, w, deep, colours[many:], down=side > 1)
    if lanes is None:
        return None
    behind = tuple(grounded(dice, ground, w.texture, w.grain))
    scene = (*behind, *(one for one, _ in bars), *lanes)
    labels, (left, top, right, bottom) = _labels(scene), mask
    for number, (_, width) in enumerate(bars, len(behind)):
        held = labels == number
        inner = np.count_nonzero(held[top:bottom, left:right])
        if inner < 2 * SEEN or np.count_nonzero(held) - inner < 60 * width:
            return None
    for number in range(len(behind) + many, len(scene)):
        if np.count_nonzero(labels[top:bottom, left:right] == number) < SEEN:
            return None
    return MaskedScene(job="extend", scene=scene, before=(), mask=mask, bars=tuple(colours[:many]),
                       parts=many + len(lanes) + 1)  # fmt: skip


def _lanes(
    dice: Dice, w: MaskWishes, deep: int, colours: list[str], *, down: bool
) -> list[str] | None:
    """Rows of things, or columns, that repeat themselves and are not in step with one another.

    Each shows two periods where the picture is, and most of one where it has been cut off.
    """
    count, seen = w.things + 1, SIDE - deep
    wide = SIDE // count
    low, high = (min(pixels, w.grain.of(pixels)) for pixels in ROW)
    out: list[str] = []
    together = 1
    for number in range(count):
        size = 2 * dice.between(low, min(high, (wide - 8) // 2))
        far = {n: min(seen // (2 * n) - 2, (deep + size // 2) // n) for n in (1, 2, 3)}
        cycles = [n for n in (1, 2, 3)[not number :] if far[n] >= size + 4]
        if not cycles:
            return None
        cycle = dice.of(cycles)
        step = dice.between(size + 4, min(far[cycle], 2 * size))
        together = lcm(together, step * cycle)
        across = number * wide + dice.between(3, wide - size - 3)
        kinds, first = list(KINDS), -dice.below(step)
        dice.shuffle(kinds)
        own = [dice.of(colours) for _ in range(cycle)]
        for turn in range(cycle):
            starts = range(first + turn * step, SIDE, cycle * step)
            boxes = [(at, across, at + size, across + size) for at in starts]
            turned = [(y, x, bottom, right) for x, y, right, bottom in boxes] if down else boxes
            out.append(shape(kinds[turn], own[turn], *turned))
    return out if together > SIDE else None


def _text(dice: Dice, w: MaskWishes) -> MaskedScene | None:
    ground = dice.of(GROUNDS)
    colours = colours_on(dice, ground)
    told, text, words = "", *_words(dice, w)
    if text in words:  # by chance, and to be copied
        return None
    own = dice.below(len(words) + 1)
    words.insert(own, text)
    longest = max(map(len, words)) * STEP + 1
    dot = min(max(LEAST_DOT, w.grain.of(DOT)), (SIDE - 10) // longest)
    pitch, high = SIDE // len(words), (DOWN + 2) * dot
    scene, mask = grounded(dice, ground, w.texture, w.grain), (0, 0, 0, 0)
    before = list(scene)
    for number, word in enumerate(words):
        wide = (len(word) * STEP + 1) * dot
        x, y = dice.between(5, SIDE - wide - 5), number * pitch + (pitch - high) // 2
        rim, face, ink = _sign(dice, colours)
        box = (x, y, x + wide, y + high)
        around = (x - 4, y - 4, x + wide + 4, y + high + 4)
        sign = [shape("rectangle", rim, around), shape("rectangle", face, box)]
        before += sign
        scene += sign
        letters = lettered(word, x + dot, y + dot, dot)
        scene.append(f'<path d="{letters}" fill="{COLOURS[ink]}"/>')
        if number == own:
            mask, told = box, ink
    return MaskedScene(job="text", scene=tuple(scene), before=tuple(before), mask=mask, text=text,
                       ink=told, dot=dot, parts=len(text) + 1)  # fmt: skip


def _words(dice: Dice, w: MaskWishes) -> tuple[str, list[str]]:
    """What is to be written, and what other signs say, which have its letters."""
    text = "".join(dice.of(LETTERS) for _ in range(w.things + 2))
    shown = list({*text} | {dice.of(LETTERS) for _ in range(2 + w.things)})
    shown.sort()
    dice.shuffle(shown)
    signs = 3 if w.grain.of(DOT) <= DOT else 2
    long = -(-len(shown) // signs)
    return text, ["".join(shown[i : i + long]) for i in range(0, len(shown), long)]


def _sign(dice: Dice, colours: list[str]) -> tuple[str, str, str]:
    """The colours of a sign's rim, its face and its letters, which are easily read on that."""
    pairs = [(one, other) for one in colours for other in colours if legible(one, other)]
    face, ink = dice.of(pairs)
    return dice.of([one for one in colours if one not in (face, ink)]), face, ink


_STAGES: dict[Job, Callable[[Dice, MaskWishes], MaskedScene | None]] = {
    "fill": _fill, "extend": _extend, "remove": _remove, "text": _text,
}  # fmt: skip
JOBS: tuple[Job, ...] = tuple(_STAGES)
