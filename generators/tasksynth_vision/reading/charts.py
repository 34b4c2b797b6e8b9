"""Read a chart's values off its pixels.

What its type says is taken as known: labels, names, the axis's numbers, and by the legend which
tone is whose. Where things are is found: axes, ticks, bars, markers, slices.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tasksynth_vision.charts.data import ChartData, Series
from tasksynth_vision.charts.style import HUES, RGB
from tasksynth_vision.reading.blobs import Blob, blobs

TONE, LIGHT = 24.0, 40.0
"""How far a pixel may be off a tone: in colour, and in brightness, which noise moves."""
MARKED = 0.22
"""Share of the strongest contrast from which on a pixel is ink."""
MARKER = 5
"""Pixels from a marker's middle to its edge."""
_DISC = np.hypot(*np.mgrid[-MARKER : MARKER + 1, -MARKER : MARKER + 1])
_DISC = np.where(_DISC <= MARKER - 0.5, 1, np.where(_DISC <= MARKER + 0.5, -1, 0))
"""How a marker looks: a disc, and a rim that has not its tone."""


CEILING = 72
"""Rows in which titles and legends stand."""


class ChartAxes(NamedTuple):
    """Where the axes are, and what their ticks say."""

    left: int
    right: int
    base: int
    up: np.ndarray
    """Slope and offset from a row to a value."""
    along: np.ndarray
    """The same from a column to a value of the other axis, of a scatter."""


def read_chart(picture: np.ndarray, c: ChartData, hues: tuple[RGB, ...] | None = None) -> ChartData:
    """The chart with the values that its picture shows; `hues` are its tones as they are seen.

    Raises:
        ValueError: if bars, markers, dots or slices are not found.
    """
    seen = picture.astype(np.float32)
    tones = hues or HUES[c.style.hues]
    masks = [_toned(seen, tone) for tone in tones[: max(len(c.series), len(c.labels))]]
    if c.plot == "pie":
        sizes = [max((b.mask.sum() for b in blobs(mask, least=40)), default=0) for mask in masks]
        shares = [100 * float(size) / max(1.0, float(sum(sizes))) for size in sizes]
        return _with(c, [shares])
    frame = _frame(seen, c)
    if c.plot == "scatter":
        dots = [_dots(mask, frame) for mask in masks[: len(c.series)]]
        return _with(
            c, [[y for _, y in one] for one in dots], [[x for x, _ in one] for one in dots]
        )
    reads = {"bars": _bars, "stacked": _stacked, "lines": _markers}[c.plot]
    return _with(c, [reads(mask, frame, len(c.labels)) for mask in masks[: len(c.series)]])


def _with(
    c: ChartData, values: list[list[float]], across: list[list[float]] | None = None
) -> ChartData:
    rows = tuple(
        Series(
            name=one.name,
            values=tuple(round(value) for value in row),
            across=tuple(round(x) for x in across[number]) if across else (),
        )
        for number, (one, row) in enumerate(zip(c.series, values, strict=True))
    )
    return c.model_copy(update={"series": rows})


def _toned(seen: np.ndarray, tone: RGB) -> np.ndarray:
    """Which pixels have a tone, in whatever brightness noise gives them."""
    off = seen - np.array(tone, dtype=np.float32)
    lift = off.mean(2)
    return np.asarray(
        (np.abs(lift) < LIGHT) & (np.linalg.norm(off - lift[..., None], axis=2) < TONE)
    )


def _frame(seen: np.ndarray, c: ChartData) -> ChartAxes:
    """The axes: the longest line across, what begins at its left end, and what sticks out."""
    light = seen.mean(2)
    paper = float(np.median(light[:8]))
    contrast = np.abs(light - paper)
    ink = contrast > MARKED * np.quantile(contrast, 0.999)
    spans = [_longest(row) for row in ink]
    base = max(range(len(spans)), key=lambda row: spans[row][1] - spans[row][0])
    begin, right = spans[base]
    left = begin + int(ink[:base, begin : begin + 10].sum(0).argmax())  # past the tick of 0
    rows = _ticks(ink[CEILING : base + 2, left - 3 : left].all(1))
    ticks = [float(row + CEILING) for row in rows[::-1]]  # from 0 up
    up = _scale(ticks, c.step, c.top, (base, CEILING + 2))
    along = np.zeros(2)
    if c.plot == "scatter":
        columns = _ticks(ink[base + 2 : base + 4, left:].all(0))
        found = [float(column + left) for column in columns]
        along = _scale(found, c.across_step, c.across_top, (left + 1, right))
    return ChartAxes(left, right, base, up, along)


def _longest(row: np.ndarray) -> tuple[int, int]:
    edges = np.flatnonzero(np.diff(np.pad(row.astype(np.int8), 1)))
    if len(edges) == 0:
        return 0, 0
    begins, ends = edges[::2], edges[1::2]
    at = int((ends - begins).argmax())
    return int(begins[at]), int(ends[at])


def _ticks(marked: np.ndarray) -> list[float]:
    edges = np.flatnonzero(np.diff(np.pad(marked.astype(np.int8), 1)))
    return [(a + b - 1) / 2 for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)]


def _scale(places: list[float], step: int, top: int, ends: tuple[float, float]) -> np.ndarray:
    """Slope and offset from places to values: by the ticks, or the ends where not all are seen."""
    values = list(range(0, top + 1, step))
    if len(places) != len(values):
        places, values = list(ends), [0, top]
    return np.polyfit(places, values, 1)


def _slots(frame: ChartAxes, count: int) -> list[slice]:
    edges = [frame.left + 1 + (frame.right - frame.left - 1) * i / count for i in range(count + 1)]
    return [slice(round(a), round(b)) for a, b in pairwise(edges)]


def _rows(mask: np.ndarray, frame: ChartAxes, columns: slice, least: int) -> np.ndarray:
    """Rows of a slot in which a tone is seen, above the line and below the legend."""
    held = mask[CEILING : frame.base, columns].sum(1) >= least
    rows = np.flatnonzero(held) + CEILING
    if len(rows) == 0:
        raise ValueError("a bar or a marker is not seen")
    return rows


def _bars(mask: np.ndarray, frame: ChartAxes, count: int) -> list[float]:
    out = []
    for columns in _slots(frame, count):
        rows = _rows(mask, frame, columns, 2)
        out.append(float(np.polyval(frame.up, rows[0])))
    return out


def _stacked(mask: np.ndarray, frame: ChartAxes, count: int) -> list[float]:
    out = []
    for columns in _slots(frame, count):
        rows = _rows(mask, frame, columns, 3)
        out.append(float(-frame.up[0] * (rows[-1] + 1 - rows[0])))
    return out


def _markers(mask: np.ndarray, frame: ChartAxes, count: int) -> list[float]:
    """Of each label the row where a disc fits best: a steep line has its tone, too, and no rim."""
    out = []
    for columns in _slots(frame, count):
        middle = (columns.start + columns.stop) // 2
        inside = mask[CEILING - MARKER : frame.base + MARKER, middle - MARKER : middle + MARKER + 1]
        if inside.sum() < 2:
            raise ValueError("a marker is not seen")
        fits = (np.lib.stride_tricks.sliding_window_view(inside, _DISC.shape) * _DISC).sum((2, 3))
        rows = np.flatnonzero(fits[:, 0] == fits.max()) + CEILING
        out.append(float(np.polyval(frame.up, float(np.median(rows)))))
    return out


def _dots(mask: np.ndarray, frame: ChartAxes) -> list[tuple[float, float]]:
    inside = mask.copy()
    inside[:CEILING] = False
    inside[frame.base :] = False
    out = []
    for blob in blobs(inside, least=12):
        x, y = _middle(blob)
        out.append((float(np.polyval(frame.along, x)), float(np.polyval(frame.up, y))))
    if not out:
        raise ValueError("no dots are seen")
    return out


def _middle(blob: Blob) -> tuple[float, float]:
    rows, columns = np.nonzero(blob.mask)
    return float(columns.mean() + blob.left), float(rows.mean() + blob.top)
