"""Draw a picture again as SVG, from its pixels alone: parts of one colour, and their outlines.

Which inks there are is taken as known; shapes are not, each comes out as a polygon.
"""

from typing import Any

import numpy as np

from tasksynth_vision.reading.blobs import blobs
from tasksynth_vision.vectors.colours import RGB, colour_in
from tasksynth_vision.vectors.inventing import GROUNDS, PALETTE

INKS: tuple[RGB, ...] = tuple(colour_in(one) or (0, 0, 0) for one in (*PALETTE, *GROUNDS))
LEAST = 20
"""Pixels that a part has at least: fewer are edges, whose colours are between those beside them."""
STRAIGHT = 0.8
"""Pixels by which an outline may be off when points of it are left out."""
ALIKE = 70
"""By how much inks differ at most that do not stand in one picture with the background's."""
Corner = tuple[int, int]


def traced(picture: "np.ndarray[Any, Any]", hues: tuple[RGB, ...] = INKS) -> str:
    """The SVG of a picture, (height, width, 3) uint8; `hues` are the inks as they are seen."""
    inks = np.array(INKS, dtype=np.float32)
    seen = _smooth(picture.astype(np.float32))
    off = np.stack([((seen - ink) ** 2).sum(2) for ink in inks])
    ground = int(np.bincount(off.argmin(0).ravel()).argmax())
    others = [ink for ink in range(len(INKS)) if ink >= len(PALETTE) or _alike(ink, ground)]
    off[[ink for ink in others if ink != ground]] = np.inf
    nearest = off.argmin(0)
    side = picture.shape[0]
    parts: list[tuple[int, str]] = []
    for ink in np.unique(nearest).tolist():
        for part in blobs(_opened(nearest == ink), least=LEAST):
            height, width = part.mask.shape
            if ink == ground and height * width > 0.8 * side * side:
                continue
            corners = _straightened(_outline(part.mask))
            told = " ".join(f"{x + part.left},{y + part.top}" for x, y in corners)
            fill = f'<polygon points="{told}" fill="rgb{hues[ink]}"/>'
            parts.append((height * width, fill))
    parts.sort(key=lambda part: -part[0])
    shapes = "\n".join(fill for _, fill in parts)
    return (
        f'<svg viewBox="0 0 {side} {side}">\n<rect width="100%" height="100%" '
        f'fill="rgb{hues[ground]}"/>\n{shapes}\n</svg>'
    )


def _alike(ink: int, ground: int) -> bool:
    return max(abs(a - b) for a, b in zip(INKS[ink], INKS[ground], strict=True)) < ALIKE


def _smooth(seen: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """The median of five pixels, which noise hardly moves, and edges hardly notice."""
    padded = np.pad(seen, ((1, 1), (1, 1), (0, 0)), "edge")
    across = (padded[1:-1, :-2], padded[1:-1, 1:-1], padded[1:-1, 2:])
    down = (padded[:-2, 1:-1], padded[2:, 1:-1])
    return np.asarray(np.median(np.stack([*across, *down]), axis=0))


def _opened(mask: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """A mask without what is one or two pixels thin."""
    thin = np.pad(mask, 1)
    inner = np.pad(np.logical_and.reduce(_shifts(thin)), 1)
    return np.asarray(np.logical_or.reduce(_shifts(inner)) & mask)


def _shifts(padded: "np.ndarray[Any, Any]") -> list["np.ndarray[Any, Any]"]:
    height, width = padded.shape
    return [padded[y : height - 2 + y, x : width - 2 + x] for y in range(3) for x in range(3)]


def _outline(mask: "np.ndarray[Any, Any]") -> list[Corner]:
    """The outer edge of a part, from corner to corner of its pixels."""
    padded = np.pad(mask, 1)
    steps: dict[Corner, list[Corner]] = {}
    for (dy, dx), begin, end in (
        ((-1, 0), (0, 0), (1, 0)), ((0, 1), (1, 0), (1, 1)), ((1, 0), (1, 1), (0, 1)),
        ((0, -1), (0, 1), (0, 0)),
    ):  # fmt: skip
        beside = padded[1 + dy : 1 + dy + mask.shape[0], 1 + dx : 1 + dx + mask.shape[1]]
        for y, x in np.argwhere(mask & ~beside).tolist():
            steps.setdefault((x + begin[0], y + begin[1]), []).append((x + end[0], y + end[1]))
    at = begin = min(steps, key=lambda corner: (corner[1], corner[0]))
    out = [begin]
    while True:
        at = steps[at].pop()
        if at == begin:
            return out
        out.append(at)


def _straightened(corners: list[Corner]) -> list[Corner]:
    """The corners that matter (Douglas and Peucker)."""
    points = np.array(corners, dtype=np.float64)
    far = int(((points - points[0]) ** 2).sum(1).argmax())
    kept = {0, far}
    spans = [(0, far), (far, len(points))]
    while spans:
        a, b = spans.pop()
        if b - a < 2:
            continue
        begin, end = points[a], points[b % len(points)]
        along = end - begin
        inner = points[a + 1 : b] - begin
        off = np.abs(along[0] * inner[:, 1] - along[1] * inner[:, 0]) / (np.hypot(*along) or 1.0)
        at = int(off.argmax())
        if off[at] > STRAIGHT:
            middle = a + 1 + at
            kept.add(middle)
            spans += [(a, middle), (middle, b)]
    return [corners[i] for i in sorted(kept)]
