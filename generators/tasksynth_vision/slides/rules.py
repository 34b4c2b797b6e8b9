"""The rules of a slide: what breaks one, how much, and which elements are off."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, NamedTuple, get_args

from tasksynth_vision.slides.elements import (
    HIGH,
    IMAGES,
    LEAST_PAD,
    PANELS,
    ROUND,
    WIDE,
    SlideElement,
    SlidePage,
)
from tasksynth_vision.vectors.colours import colour_in

DefectKind = Literal[
    "margin", "overlap", "overflow", "contrast", "aspect", "indent", "font", "size", "alignment",
    "spacing",
]  # fmt: skip
KINDS: tuple[DefectKind, ...] = get_args(DefectKind)
LARGE, LARGE_BOLD = 20, 16
"""Pixels from which type is large, as 18 and 14 points are in WCAG 2."""


class SlideDefect(NamedTuple):
    """What breaks a rule."""

    kind: DefectKind
    ids: tuple[str, ...]
    """The elements that are off: any of them might have been meant."""


@dataclass(frozen=True)
class Bounds:
    """From where on a rule is broken."""

    margin: float
    """Nearer to the slide's edge."""
    overlap: float
    """Deeper in one another."""
    contrast: float
    """Below, of small type; large type may have two thirds of it."""
    aspect: float
    """A share by which width to height is off."""
    pixels: float
    """Places and lengths that are off by more."""
    type: float
    """Sizes of type that are off by more."""


SEEN = Bounds(margin=16, overlap=2, contrast=4.5, aspect=0.05, pixels=3, type=1)
"""What a defect is."""
CLEAR = Bounds(margin=22, overlap=-4, contrast=5.2, aspect=0.02, pixels=0.5, type=0)
"""What might be taken for one; a slide is made to be clear of it."""


def defects(page: SlidePage, bounds: Bounds = SEEN) -> list[SlideDefect]:
    """All that breaks a rule."""
    return [found for rule in _RULES for found in rule(page, bounds)]


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    rgb = colour_in(colour) or (255, 255, 255)
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _margins(page: SlidePage, bounds: Bounds) -> Iterator[SlideDefect]:
    for one in page.elements:
        box = one.extent()
        if min(box.left, box.top, WIDE - box.right, HIGH - box.bottom) < bounds.margin:
            yield SlideDefect("margin", (one.id,))


def _overlaps(page: SlidePage, bounds: Bounds) -> Iterator[SlideDefect]:
    extents = {one.id: one.extent() for one in page.elements}
    for one, other in combinations(page.elements, 2):
        meant = other.id == one.on or one.id == other.on
        if not meant and extents[one.id].depth(extents[other.id]) > bounds.overlap:
            yield SlideDefect("overlap", (one.id, other.id))


def _overflows(page: SlidePage, bounds: Bounds) -> Iterator[SlideDefect]:
    for one in page.elements:
        if one.kind in PANELS and (lines := one.lines()):
            room = one.box.grown(-LEAST_PAD if bounds is CLEAR else 0)
            boxes = [line.box for line in lines]
            if any(room.joined(box) != room for box in boxes):
                yield SlideDefect("overflow", (one.id,))


def _contrasts(page: SlidePage, bounds: Bounds) -> Iterator[SlideDefect]:
    for one in page.elements:
        if not one.text or one.kind in IMAGES:
            continue
        large = one.size >= (LARGE_BOLD if one.bold else LARGE)
        least = bounds.contrast * (2 / 3 if large else 1)
        if contrast(one.ink, page.ground_of(one)) < least:
            yield SlideDefect("contrast", (one.id,))


def _aspects(page: SlidePage, bounds: Bounds) -> Iterator[SlideDefect]:
    for one in page.elements:
        if one.kind in ROUND:
            wide, high = one.ratio
            off = one.w * high / (one.h * wide)
            if max(off, 1 / off) > 1 + bounds.aspect:
                yield SlideDefect("aspect", (one.id,))


def _indents(page: SlidePage, bounds: Bounds) -> Iterator[SlideDefect]:
    levels: dict[tuple[str, int], list[SlideElement]] = defaultdict(list)
    for one in page.elements:
        if one.kind == "bullet":
            levels[one.group, one.depth].append(one)
    for peers in levels.values():
        yield from _odd("indent", peers, lambda one: one.x, bounds.pixels)


def _fonts(page: SlidePage, bounds: Bounds) -> Iterator[SlideDefect]:
    alike: dict[tuple[str, int], list[SlideElement]] = defaultdict(list)
    for one in page.elements:
        if one.group and one.size:
            alike[one.group, one.depth].append(one)
    for peers in alike.values():
        yield from _odd("font", peers, lambda one: one.size, bounds.type)


def _sizes(page: SlidePage, bounds: Bounds) -> Iterator[SlideDefect]:
    for _, peers in _groups(page):
        if peers[0].kind in PANELS:
            off = [*_odd("size", peers, lambda one: one.w, bounds.pixels),
                   *_odd("size", peers, lambda one: one.h, bounds.pixels)]  # fmt: skip
            yield from dict.fromkeys(off)


def _alignments(page: SlidePage, bounds: Bounds) -> Iterator[SlideDefect]:
    for row, peers in _groups(page):
        if row:
            yield from _odd("alignment", peers, lambda one: one.y, bounds.pixels)
        elif peers[0].kind != "bullet":
            yield from _odd("alignment", peers, lambda one: one.x, bounds.pixels)
    edges: dict[str, list[SlideElement]] = defaultdict(list)
    for one in page.elements:
        if one.edge:
            edges[one.edge].append(one)
    for peers in edges.values():
        yield from _odd("alignment", peers, lambda one: one.x, bounds.pixels)


def _spacings(page: SlidePage, bounds: Bounds) -> Iterator[SlideDefect]:
    """Between the first and the last of a row or a column, the others are spread evenly."""
    for row, peers in _groups(page):
        if len(peers) < 3:
            continue
        begins = [one.x if row else one.y for one in peers]
        each = (begins[-1] - begins[0]) / (len(peers) - 1)
        off = [one.id for number, one in enumerate(peers)
               if abs(begins[number] - begins[0] - number * each) > bounds.pixels]  # fmt: skip
        if off:
            yield SlideDefect("spacing", tuple(off))


def _groups(page: SlidePage) -> Iterator[tuple[bool, list[SlideElement]]]:
    """Peers in their order on the slide, and whether they stand in a row."""
    groups: dict[str, list[SlideElement]] = defaultdict(list)
    for one in page.elements:
        if one.group:
            groups[one.group].append(one)
    for name, peers in groups.items():
        row = name.startswith("row")
        yield row, sorted(peers, key=lambda one: one.x if row else one.y)


def _odd(kind: DefectKind, peers: Sequence[SlideElement], of: Callable[[SlideElement], int],
         most: float) -> Iterator[SlideDefect]:  # fmt: skip
    """Who is off from what most are; all of them where none are most."""
    values = Counter(of(one) for one in peers).most_common()
    usual = values[0][0]
    if len(values) > 1 and values[0][1] == values[1][1]:
        if max(v for v, _ in values) - min(v for v, _ in values) > most:
            yield SlideDefect(kind, tuple(one.id for one in peers))
        return
    if off := tuple(one.id for one in peers if abs(of(one) - usual) > most):
        yield SlideDefect(kind, off)


_RULES: tuple[Callable[[SlidePage, Bounds], Iterator[SlideDefect]], ...] = (
    _margins, _overlaps, _overflows, _contrasts, _aspects, _indents, _fonts, _sizes, _alignments,
    _spacings,
)  # fmt: skip
