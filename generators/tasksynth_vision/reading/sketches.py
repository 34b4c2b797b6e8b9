"""See what a drawing of shapes shows, from its pixels alone: parts of one colour, and which outline
fits each best, where nothing that lies on it hides it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from tasksynth_vision.composing.claims import Meeting, SceneClaim, holds
from tasksynth_vision.composing.shapes import (
    CODES,
    KINDS,
    SIDE,
    ShapeKind,
    ShapeLike,
    corners,
    size_of,
    svg_of,
    tone,
)
from tasksynth_vision.composing.shapes import DrawnShape as Outline
from tasksynth_vision.reading.blobs import Blob, blobs

LEAST = 45
"""Pixels of a thing, at least: fewer are edges, whose colours lie between those beside them."""
NEAR = 900
"""Squared distance up to which a pixel has a colour: others are at edges."""
NAMES = tuple(CODES)


class SeenShape(NamedTuple):
    """A shape as it looks."""

    kind: str
    colour: str
    box: tuple[float, float, float, float]
    part: Blob
    whole: Any
    """(height, width) bool of its box: where its outline holds."""

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    def fits(self, like: ShapeLike) -> bool:
        """Whether it is like that."""
        long = max(self.box[2] - self.box[0], self.box[3] - self.box[1])
        return (like.kind in (None, self.kind) and like.colour in (None, self.colour)
                and like.size in (None, size_of(long)))  # fmt: skip


def seen_shapes(picture: Any) -> tuple[str, list[SeenShape]]:
    """The background's colour, and the things on it, of a picture (side, side, 3) uint8.

    Pixels may be finer than units: small things are told apart from 600 a side on.
    """
    packed = picture.astype(np.int64) @ np.array([65536, 256, 1])
    known, where = np.unique(packed, return_inverse=True)
    each = np.stack([known >> 16, known >> 8 & 255, known & 255], axis=1)
    far = ((each[:, None] - np.array([tone(name) for name in NAMES])) ** 2).sum(2)
    near = np.where(far.min(1) < NEAR, far.argmin(1), -1)[where.reshape(packed.shape)]
    ground = int(np.bincount(near[near >= 0]).argmax())
    least = LEAST * (picture.shape[0] // SIDE) ** 2
    found = [(colour, part) for number, colour in enumerate(NAMES) if number != ground
             for part in blobs(near == number, least=least)]  # fmt: skip
    found.sort(key=lambda one: one[1].mask.sum())
    smaller = near == -1
    out = []
    for colour, part in found:
        kind, whole = _fitted(part, smaller[part.box])
        height, width = part.mask.shape
        ends = (part.left, part.top, part.left + width, part.top + height)
        left, top, right, bottom = (end * SIDE / picture.shape[0] for end in ends)
        box = (left, top, right, bottom)
        out.append(SeenShape(kind, colour, box, part, whole))
        smaller[part.box] |= part.mask
    return NAMES[ground], out


def copied(picture: Any, named: Mapping[str, str]) -> str:
    """The SVG of what a picture shows; `named` are the colours that each is taken for."""
    ground, seen = seen_shapes(picture)
    behind = sorted(seen, key=lambda one: -one.part.mask.sum())
    shapes = []
    for one in behind:
        left, top, right, bottom = (round(end) for end in one.box)
        shapes.append(Outline.model_validate({
            "kind": one.kind, "colour": named[one.colour], "left": left, "top": top,
            "wide": max(4, right - left), "high": max(4, bottom - top),
        }))  # fmt: skip
    return svg_of(tuple(shapes), named[ground])


def _fitted(part: Blob, hidden: Any) -> tuple[str, Any]:
    """The kind whose outline covers all of a part, and little else but what may lie on it."""
    height, width = part.mask.shape
    best: tuple[float, str, Any] = (np.inf, "", part.mask)
    for name in KINDS:
        whole = _outlined(name, width, height)
        off = float((part.mask & ~whole).sum() + (whole & ~part.mask & ~hidden).sum())
        if off < best[0]:
            best = (off, name, whole)
    ratio = max(width, height) / min(width, height)
    long = {"square": "rectangle", "circle": "ellipse"}
    short = {other: name for name, other in long.items()}
    kind = (long if ratio > 1.3 else short).get(best[1], best[1])
    return kind, best[2]


def _outlined(kind: ShapeKind, width: int, height: int) -> Any:
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    if kind in ("circle", "ellipse"):
        return (2 * x / width - 1) ** 2 + (2 * y / height - 1) ** 2 <= 1
    shape = Outline(kind=kind, colour="red", left=0, top=0, wide=max(4, width), high=max(4, height))
    ring = corners(shape)
    held = np.zeros((height, width), dtype=bool)
    for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if b != d:
            held ^= ((b > y) != (d > y)) & (x < a + (c - a) * (y - b) / (d - b))
    return held


def met(one: SeenShape, other: SeenShape) -> Meeting:
    """How a thing seems to lie to another: what is hidden of a thing lies behind."""
    over, under = _covers(one, other), _covers(other, one)
    if max(over, under) < 0.02 * min(one.part.mask.sum(), other.part.mask.sum()):
        return "apart"
    upper, lower = (one, other) if over > under else (other, one)
    a, b = upper.box, lower.box
    inside = a[0] > b[0] and a[1] > b[1] and a[2] < b[2] and a[3] < b[3]
    inside = inside and _covers(upper, lower) >= 0.8 * upper.part.mask.sum()
    if upper is one:
        return "inside" if inside else "over"
    return "around" if inside else "under"


def _covers(one: SeenShape, other: SeenShape) -> int:
    """Pixels of one that lie where the outline of the other holds."""
    a, b = one.part, other.part
    rows, columns = (slice(max(p.start, q.start), min(p.stop, q.stop))
                     for p, q in zip(a.box, b.box, strict=True))  # fmt: skip
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return 0
    cuts = [mask[rows.start - part.top : rows.stop - part.top,
                 columns.start - part.left : columns.stop - part.left]
            for part, mask in ((a, a.mask), (b, other.whole))]  # fmt: skip
    return int((cuts[0] & cuts[1]).sum())


def believed(shapes: Sequence[SeenShape], claims: Sequence[SceneClaim]) -> list[bool]:
    """Which claims hold, as far as was seen."""
    return [holds(shapes, lambda i, j: met(shapes[i], shapes[j]), claim) for claim in claims]
