"""Connected parts of a mask, by runs of pixels."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Blob:
    """A connected part, cut out."""

    left: int
    top: int
    mask: np.ndarray
    """(height, width) bool, as tight as can be."""

    @property
    def box(self) -> tuple[slice, slice]:
        """Where it is in the picture: rows and columns."""
        height, width = self.mask.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)


def blobs(mask: np.ndarray, *, least: int = 1) -> list[Blob]:
    """The parts of a mask that touch at edges or corners, of so many pixels at least."""
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, first = (a.tolist() for a in np.nonzero(edges == 1))
    last = np.nonzero(edges == -1)[1].tolist()  # one past the end
    root = list(range(len(rows)))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    above = 0
    for i, row in enumerate(rows):
        while rows[above] < row - 1:
            above += 1
        j = above
        while j < i and rows[j] == row - 1:
            if first[j] <= last[i] and first[i] <= last[j]:
                root[find(j)] = find(i)
            j += 1
    parts: dict[int, list[int]] = {}
    for i in range(len(rows)):
        parts.setdefault(find(i), []).append(i)
    out = []
    for runs in parts.values():
        if sum(last[i] - first[i] for i in runs) >= least:
            out.append(_cut(runs, rows, first, last))
    return out


def _cut(runs: list[int], rows: list[int], first: list[int], last: list[int]) -> Blob:
    top, left = rows[runs[0]], min(first[i] for i in runs)
    height, width = rows[runs[-1]] - top + 1, max(last[i] for i in runs) - left
    mask = np.zeros((height, width), dtype=bool)
    for i in runs:
        mask[rows[i] - top, first[i] - left : last[i] - left] = True
    return Blob(left, top, mask)
