"""Read grids off the pixels of a picture: frames, the lines in them, and the tones between."""

from typing import NamedTuple

import numpy as np

from tasksynth_vision.grids.ruling import Steps, consistent, done
from tasksynth_vision.grids.steps import EMPTY, LETTERS, Grid
from tasksynth_vision.reading.blobs import Blob, blobs
from tasksynth_vision.scenes.things import COLOURS

INK, GREY = 118.0, 26.0
"""Lines are darker than this, and their channels differ by less."""
LINED = 0.8
"""Share of a frame's height or width that a line has."""
SAME_ROW = 4
"""Pixels by which the middles of partners may differ."""
Tones = dict[str, tuple[float, ...]]
BLANK = (232.0, 234.0, 238.0)


class FoundGrid(NamedTuple):
    """A grid, and where it is: its left edge and the middle of its height, in pixels."""

    left: float
    middle: float
    cells: Grid


def tones() -> Tones:
    """What cells look like, by their letters."""
    named: Tones = {str(name): tuple(map(float, rgb)) for name, rgb in COLOURS.items()}
    return {EMPTY: BLANK} | {letter: named[name] for letter, name in LETTERS.items()}


def read_grids(picture: np.ndarray, known: Tones | None = None) -> list[FoundGrid]:
    """The grids in a picture, (height, width, 3) uint8.

    Raises:
        ValueError: if a frame has no lines in it, or none is found.
    """
    seen = picture.astype(np.float32)
    dark = (seen.mean(2) < INK) & (seen.max(2) - seen.min(2) < GREY)
    panels = [part for part in blobs(dark, least=60) if _is_frame(part)]
    if not panels:
        raise ValueError("no frame is seen")
    return [
        FoundGrid(
            part.left, part.top + part.mask.shape[0] / 2, _cells(seen, part, known or tones())
        )
        for part in panels
    ]


def _is_frame(part: Blob) -> bool:
    edges = (part.mask[0], part.mask[-1], part.mask[:, 0], part.mask[:, -1])
    return min(part.mask.shape) > 12 and all(edge.mean() > LINED for edge in edges)


def _cells(seen: np.ndarray, part: Blob, known: Tones) -> Grid:
    inner = seen[part.box]
    rows, columns = (_gaps(part.mask.mean(axis) > LINED) for axis in (1, 0))
    if not rows or not columns:
        raise ValueError("a frame has no cells")
    out = []
    for top, bottom in rows:
        line = ""
        for left, right in columns:
            tone = np.median(
                inner[_middle(top, bottom), _middle(left, right)].reshape(-1, 3), axis=0
            )
            line += min(known, key=lambda one: float(np.linalg.norm(np.array(known[one]) - tone)))
        out.append(line)
    return tuple(out)


def _middle(begin: int, end: int) -> slice:
    inset = (end - begin) // 4
    return slice(begin + inset, max(begin + inset + 1, end - inset))


def _gaps(lined: np.ndarray) -> list[tuple[int, int]]:
    """Where cells are between lines, from and to."""
    edges = np.flatnonzero(np.diff(np.pad((~lined).astype(np.int8), 1)))
    spans = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(a, b) for a, b in spans if b - a > 2]


def paired(found: list[FoundGrid]) -> tuple[list[tuple[Grid, Grid]], Grid]:
    """The pairs of a picture, left and right in one row, and the grid that is alone.

    Raises:
        ValueError: if not just one of them is alone.
    """
    rows: list[list[FoundGrid]] = []
    for one in found:
        near = next((row for row in rows if abs(row[0].middle - one.middle) <= SAME_ROW), None)
        if near is None:
            rows.append([one])
        else:
            near.append(one)
    rows.sort(key=lambda row: row[0].middle)
    pairs = [(min(row).cells, max(row).cells) for row in rows if len(row) == 2]
    alone = [row[0].cells for row in rows if len(row) == 1]
    if len(alone) != 1:
        raise ValueError("want one grid without a partner")
    return pairs, alone[0]


def worked_out(found: list[FoundGrid], steps: Steps, rule: tuple[str, ...]) -> Grid | None:
    """What becomes of the grid that is alone, by the rule that was told or that examples show.

    Args:
        found: what was seen.
        steps: the language that rules are of.
        rule: what was told; where there are examples, only its length is taken from it.

    Raises:
        ValueError: if the grids are not such as have partners.
    """
    pairs, grid = paired(found)
    if pairs:
        first = next(iter(consistent(steps, pairs, len(rule))), None)
        return None if first is None else done(steps, first, grid)
    return done(steps, rule, grid)
