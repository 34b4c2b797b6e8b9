"""Plant one defect in a slide: a single element is changed, one rule is broken, all others kept."""

from collections.abc import Callable, Iterator
from typing import Any

from tasksynth.rng import Dice
from tasksynth_vision.slides.elements import (
    HIGH,
    IMAGES,
    ROUND,
    WIDE,
    SlideElement,
    SlidePage,
)
from tasksynth_vision.slides.rules import CLEAR, SEEN, DefectKind, contrast, defects

CUT = 0.4
"""Share of a thing that may be cut off at the slide's edge, at most."""
TRIES = 48
"""Changes that are tried on a slide before it is given up."""
DIM = {0: 1.6, 1: 2.4}
"""The contrast that is planted, at a shift of 24 pixels and of 8."""
MOST, LEAST = 24, 8
"""Pixels of a shift, at its widest and its least."""


def plant(dice: Dice, page: SlidePage, kind: DefectKind, shift: int) -> SlidePage | None:
    """The slide with a defect of a kind, about `shift` pixels large; None where none can be."""
    elements = list(page.elements)
    dice.shuffle(elements)
    tried = 0
    for one in elements:
        if is_carrying(page, one) and kind not in ("contrast", "font"):
            continue  # what lies on it would be left behind
        for change in _CHANGES[kind](dice, page, one, shift):
            if (tried := tried + 1) > TRIES:
                return None
            planted = page.with_changed(one.model_copy(update=change))
            if is_only(planted, kind, one.id):
                return planted
    return None


def is_carrying(page: SlidePage, one: SlideElement) -> bool:
    """Whether another element is meant to lie on it."""
    return any(other.on == one.id for other in page.elements)


def is_only(page: SlidePage, kind: DefectKind, name: str) -> bool:
    """Whether one defect can be seen, and nothing else might be taken for one."""
    for bounds in (CLEAR, SEEN):
        found = defects(page, bounds)
        if len(found) != 1 or found[0].kind != kind or name not in found[0].ids:
            return False
    return True


Change = dict[str, Any]
Changes = Callable[[Dice, SlidePage, SlideElement, int], Iterator[Change]]


def _margins(dice: Dice, page: SlidePage, one: SlideElement, shift: int) -> Iterator[Change]:
    """Move or stretch something over the margin, to the nearest edges."""
    box = one.extent()
    across, below = (max(SEEN.margin - shift, -CUT * long)
                     for long in (box.right - box.left, box.bottom - box.top))  # fmt: skip
    right, down = round(WIDE - across - box.right), round(HIGH - below - box.bottom)
    left, up = round(across - box.left), round(below - box.top)
    steps = [(abs(right), {"x": one.x + right}), (abs(left), {"x": one.x + left}),
             (abs(down), {"y": one.y + down}), (abs(up), {"y": one.y + up})]  # fmt: skip
    if one.kind in ("chart", "callout", "table"):
        steps.append((abs(right), {"w": one.w + right}))
    yield from (change for far, change in sorted(steps, key=lambda it: it[0]) if far < 110)


def _overlaps(dice: Dice, page: SlidePage, one: SlideElement, shift: int) -> Iterator[Change]:
    """Move or stretch something until it reaches into what is beside it."""
    mine = one.extent()
    for other in page.elements:
        box = other.extent()
        if other.id == one.id or other.on == one.id or one.on == other.id:
            continue
        least = min(side for a in (mine, box) for side in (a.right - a.left, a.bottom - a.top))
        deep = min(shift, 0.6 * least)  # a part of each is seen beside the other
        right, down = round(box.left - mine.right + deep), round(box.top - mine.bottom + deep)
        left, up = round(box.right - mine.left - deep), round(box.bottom - mine.top - deep)
        moves = ({"x": one.x + right}, {"y": one.y + down}, {"x": one.x + left}, {"y": one.y + up})
        for step, change in zip((right, down, left, up), moves, strict=True):
            if 0 < abs(step) < 90:
                yield change
        if 0 < right < 90 and one.kind in IMAGES:
            high = one.h if one.kind not in ROUND else one.h * (one.w + right) // one.w
            yield {"w": one.w + right, "h": high}
        if 0 < down < 90 and one.kind in ("chart", "table"):
            yield {"h": one.h + down}


def _overflows(dice: Dice, page: SlidePage, one: SlideElement, shift: int) -> Iterator[Change]:
    """Make a panel too small for its text, which reaches well out of it."""
    if one.kind != "callout":
        return
    changes: list[Change] = [{"w": round(one.w * share)} for share in (0.3, 0.4, 0.5, 0.65)]
    changes += [{"w": round(one.w * share), "h": round(one.h * 0.6)} for share in (0.4, 0.6)]
    changes += [{"h": round(one.h * share)} for share in (0.35, 0.5, 0.6)]
    dice.shuffle(changes)
    for change in changes:
        after = one.model_copy(update=change)
        lines = after.lines()
        out = max(line.box.bottom for line in lines) - after.box.bottom
        if len(lines) > 1 and out >= max(LEAST, 0.7 * shift):
            yield change


def _contrasts(dice: Dice, page: SlidePage, one: SlideElement, shift: int) -> Iterator[Change]:
    """Let type sink into what it stands on."""
    if not one.text or one.kind in IMAGES:
        return
    ground = page.ground_of(one)
    wanted = DIM[0] + (DIM[1] - DIM[0]) * (MOST - shift) / (MOST - LEAST)
    for step in range(1, 30):
        ink = _mixed(one.ink, ground, step / 30)
        if contrast(ink, ground) <= wanted:
            yield {"ink": ink}
            return


def _aspects(dice: Dice, page: SlidePage, one: SlideElement, shift: int) -> Iterator[Change]:
    """Squeeze what shows something round."""
    if one.kind in ROUND:
        if one.kind == "logo" and dice.below(3):
            return  # it stands at one place in all slides
        share = 1 - (0.16 + 0.24 * (shift - LEAST) / (MOST - LEAST))
        changes: list[Change] = [{"w": round(one.w * share)}, {"h": round(one.h * share)}]
        dice.shuffle(changes)
        yield from changes


def _indents(dice: Dice, page: SlidePage, one: SlideElement, shift: int) -> Iterator[Change]:
    if one.kind == "bullet":
        yield {"x": one.x + shift, "w": one.w - shift}


def _fonts(dice: Dice, page: SlidePage, one: SlideElement, shift: int) -> Iterator[Change]:
    if not one.group or not one.text:
        return
    more = 0.22 + 0.23 * (shift - LEAST) / (MOST - LEAST)
    sizes = [max(one.size + 3, round(one.size * (1 + more))),
             min(one.size - 3, round(one.size * (1 - more)))]  # fmt: skip
    dice.shuffle(sizes)
    lines = len(one.lines())  # what takes another line would be off its place as well
    yield from ({"size": size} for size in sizes if size > 8
                and len(one.model_copy(update={"size": size}).lines()) <= lines)  # fmt: skip


def _sizes(dice: Dice, page: SlidePage, one: SlideElement, shift: int) -> Iterator[Change]:
    """Across the row or the column, so that gaps stay as they are."""
    side = "h" if one.group.startswith("row") else "w"
    if one.group:
        signs = [-shift, shift]
        dice.shuffle(signs)
        yield from ({side: getattr(one, side) + by} for by in signs)


def _alignments(dice: Dice, page: SlidePage, one: SlideElement, shift: int) -> Iterator[Change]:
    side = "y" if one.group.startswith("row") else "x"
    if (one.group and one.kind != "bullet") or one.edge:
        signs = [-shift, shift]
        dice.shuffle(signs)
        yield from ({side: getattr(one, side) + by} for by in signs)


def _spacings(dice: Dice, page: SlidePage, one: SlideElement, shift: int) -> Iterator[Change]:
    side = "x" if one.group.startswith("row") else "y"
    if one.group:
        signs = [-shift, shift]
        dice.shuffle(signs)
        yield from ({side: getattr(one, side) + by} for by in signs)


def _mixed(one: str, other: str, share: float) -> str:
    parts = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


_CHANGES: dict[DefectKind, Changes] = {
    "margin": _margins, "overlap": _overlaps, "overflow": _overflows, "contrast": _contrasts,
    "aspect": _aspects, "indent": _indents, "font": _fonts, "size": _sizes,
    "alignment": _alignments, "spacing": _spacings,
}  # fmt: skip
