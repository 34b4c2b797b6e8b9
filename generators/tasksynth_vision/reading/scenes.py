"""See what a picture of a scene shows: where things are, and what each is like."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from tasksynth_vision.reading.blobs import Blob, blobs
from tasksynth_vision.scenes.outlines import HOLE, KINDS, Outline, turned
from tasksynth_vision.scenes.things import COLOURS, LARGER, TURNS

COLOURED = 22
"""Difference of the channels from which on a pixel belongs to a thing: grounds have little colour,
and shadows and noise have none."""
RIM = 0.6
"""Share of a thing's own colour that its rim has."""
GRID = 24
"""Cells a side to which a blob is brought before it is compared."""
FINER = 4
"""Points of a cell, each way, by which it is known how far a shape covers it."""
STEP = 5
"""Degrees between the turns that are compared."""
DIMMEST = 0.78
"""What is left of a paint in the dimmest light."""
_TYPICAL = 15


@dataclass(frozen=True)
class SeenThing:
    """A thing as it looks."""

    kind: str
    colour: str
    size: str
    pattern: str
    x: float
    y: float
    r: float
    rgb: tuple[float, float, float]


def see(picture: np.ndarray) -> list[SeenThing]:
    """The things in a picture, (height, width, 3) uint8, from top to bottom."""
    seen = picture.astype(np.int16)
    vivid = seen.max(2) - seen.min(2)
    edged = [_edged(part, vivid) for part in blobs(vivid >= COLOURED, least=12)]
    parts = [part for part, _ in edged]
    shapes = [_shape(part, soft) for part, soft in edged]
    radii = [shape[3] for shape in shapes]
    line = _line_between(radii)
    out = []
    for part, (kind, x, y, r) in zip(parts, shapes, strict=True):
        paint = _paint(seen[part.box], part.mask)
        size = "large" if r > line else "small"
        pattern = _pattern(vivid[part.box].astype(float), part.mask, r)
        out.append(SeenThing(kind, colour_of(paint), size, pattern, x, y, r, paint))
    return out


def _edged(part: Blob, vivid: np.ndarray) -> tuple[Blob, np.ndarray]:
    """A blob without what it hardly covers at its edge; and how far it covers each of its pixels.

    A rim has two thirds of its thing's colour, and an edge as much of that as it covers.
    """
    colour = vivid[part.box] / np.quantile(vivid[part.box][part.mask], 0.85)
    mask = part.mask & (colour >= RIM / 2)
    rows, columns = (np.flatnonzero(mask.any(axis)) for axis in (1, 0))
    cut = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    soft = np.where(part.mask, np.clip(colour / RIM, 0, 1), 0)[cut]
    return Blob(part.left + int(columns[0]), part.top + int(rows[0]), mask[cut]), soft


def _line_between(radii: list[float]) -> float:
    """What parts small radii from large ones."""
    if not radii:
        return 0.0
    low, high = min(radii), max(radii)
    return (low * high) ** 0.5 if high > low * (1 + LARGER) / 2 else _TYPICAL


@cache
def _templates() -> tuple[list[tuple[str, Outline]], np.ndarray, np.ndarray]:
    """Every kind in every turn: with its outline, its cells, and the logarithm of its aspect."""
    names, cells, aspects = [], [], []
    for kind in KINDS:
        span = TURNS.get(kind, 0)
        for turn in range(-span // 2, span // 2 + 1, STEP) if span else (0,):
            shape = turned(kind, turn)
            x, y = zip(*shape, strict=True)
            names.append((kind, shape))
            cells.append(_cells(kind, shape).ravel())
            aspects.append(np.log((max(x) - min(x)) / (max(y) - min(y))))
    return names, np.array(cells), np.array(aspects)


def _cells(kind: str, shape: Outline) -> np.ndarray:
    """How far a shape covers the cells of its own box, (GRID, GRID)."""
    xs, ys = (np.array(one) for one in zip(*shape, strict=True))
    step = (np.arange(GRID * FINER) + 0.5) / (GRID * FINER)
    x = xs.min() + step * (xs.max() - xs.min())
    y = ys.min() + step * (ys.max() - ys.min())
    grid_x, grid_y = np.meshgrid(x, y)
    held = _within(xs, ys, grid_x, grid_y)
    if kind == "ring":
        held &= ~_within(xs * HOLE, ys * HOLE, grid_x, grid_y)
    return np.asarray(held.reshape(GRID, FINER, GRID, FINER).mean((1, 3)))


def _within(xs: np.ndarray, ys: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    held = np.zeros(x.shape, dtype=bool)
    for x0, y0, x1, y1 in zip(xs, ys, np.roll(xs, -1), np.roll(ys, -1), strict=True):
        if y0 != y1:
            crossed = (y0 > y) != (y1 > y)
            held ^= crossed & (x < x0 + (x1 - x0) * (y - y0) / (y1 - y0))
    return held


def _shape(part: Blob, soft: np.ndarray) -> tuple[str, float, float, float]:
    """The kind of a blob, its centre and its radius."""
    names, cells, aspects = _templates()
    height, width = soft.shape
    top, bottom = (1 - float(soft[row].max()) for row in (0, -1))
    left, right = (1 - float(soft[:, column].max()) for column in (0, -1))
    high, wide = height - top - bottom, width - left - right
    rows = top + (np.arange(GRID) + 0.5) * high / GRID - 0.5
    columns = left + (np.arange(GRID) + 0.5) * wide / GRID - 0.5
    looked = _between(_between(soft, rows).T, columns).T.ravel()
    off = np.abs(cells - looked).mean(1) + 0.6 * np.abs(aspects - np.log(wide / high))
    kind, shape = names[int(off.argmin())]
    x, y = zip(*shape, strict=True)
    r = (wide / (max(x) - min(x)) + high / (max(y) - min(y))) / 2
    return kind, part.left + left - min(x) * r, part.top + top - min(y) * r, r


def _between(rows: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Rows at places between rows."""
    at = np.clip(at, 0, len(rows) - 1)
    low = np.minimum(at.astype(int), max(0, len(rows) - 2))
    share = (at - low)[:, None]
    return np.asarray(rows[low] * (1 - share) + rows[np.minimum(low + 1, len(rows) - 1)] * share)


def _paint(pixels: np.ndarray, mask: np.ndarray) -> tuple[float, float, float]:
    """The most coloured tone of a thing: patterns and rims are paler or darker."""
    inner = pixels[mask]
    vivid = inner.max(1) - inner.min(1)
    best = inner[vivid >= np.quantile(vivid, 0.7)].mean(0)
    return float(best[0]), float(best[1]), float(best[2])


def colour_of(paint: tuple[float, float, float]) -> str:
    """The name of the colour that a paint is nearest to, in whatever light."""
    return min(COLOURS, key=lambda name: far_off(paint, COLOURS[name]))


def far_off(paint: tuple[float, ...], colour: tuple[float, ...]) -> float:
    """How far a paint is from a colour in the light that suits it best."""
    seen, wanted = np.array(paint), np.array(colour)
    gain = float(np.clip(seen @ wanted / (wanted @ wanted), DIMMEST, 1.02))
    return float(np.linalg.norm(seen - gain * wanted))


def _pattern(vivid: np.ndarray, mask: np.ndarray, r: float) -> str:
    """Plain, striped along the diagonal, or dotted: by how strong the colour is, free of noise."""
    inner = _shrunk(mask, max(1, round(1.2 + r / 24)))
    if inner.sum() < 12:
        inner = mask
    low, high = np.quantile(vivid[inner], (0.12, 0.9))
    if low > 0.76 * high:
        return "plain"
    shifts = range(1, max(2, round(r * 0.2)) + 2)
    along, across = (sum(_apart(vivid, inner, k, k * way) for k in shifts) for way in (1, -1))
    return "striped" if along < 0.75 * across else "dotted"


def _apart(vivid: np.ndarray, inner: np.ndarray, down: int, right: int) -> float:
    """How much pixels differ from those so far away, both in the thing."""
    height, width = vivid.shape
    a = slice(0, max(0, height - down)), slice(max(0, -right), min(width, width - right))
    b = slice(down, height), slice(max(0, right), min(width, width + right))
    both = inner[a] & inner[b]
    return float(np.abs(vivid[a] - vivid[b])[both].mean()) if both.any() else 0.0


def _shrunk(mask: np.ndarray, by: int) -> np.ndarray:
    out = np.pad(mask, 1)
    for _ in range(by):
        out[1:-1, 1:-1] = (
            out[1:-1, 1:-1] & out[:-2, 1:-1] & out[2:, 1:-1] & out[1:-1, :-2] & out[1:-1, 2:]
        )
    return out[1:-1, 1:-1]
