"""What several answers to one prompt agree on, where nobody knows the right one."""

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np

Point = tuple[float, float]


def agreement(answers: Sequence[Hashable | None]) -> list[float]:
    """The share of all answers that are equal to each; 0 for None, which could not be read.

    The reward of test-time training (Zuo et al., "TTRL: Test-Time Reinforcement Learning",
    arXiv:2504.16084) is 1 where this is largest.
    """
    count = Counter(answer for answer in answers if answer is not None)
    return [count[a] / len(answers) if a is not None else 0.0 for a in answers]


class Region(NamedTuple):
    """Where most clicks would have hit."""

    left: float
    top: float
    right: float
    bottom: float
    votes: int
    """How many of the squares around clicks hold it."""

    @property
    def centre(self) -> Point:
        """The point to click."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        """In squares of the clicks' unit."""
        return (self.right - self.left) * (self.bottom - self.top)


def region(clicks: Sequence[Point | None], *, side: float) -> Region | None:
    """The rectangle that most squares around clicks have in common; None if nobody clicked.

    Region consistency (Du et al., "Test-Time Reinforcement Learning for GUI Grounding via Region
    Consistency", arXiv:2508.05615), exact rather than on a grid of pixels. Of several that are in
    as many squares, the largest, then the topmost, then the leftmost.

    Args:
        clicks: None for an answer that names no point.
        side: of the square around a click, in the clicks' unit: as wide as what is clicked on.

    Raises:
        ValueError: for a side that is not above 0.
    """
    squares = _squares(clicks, side)
    if not len(squares):
        return None
    across, down = np.unique(squares[:, [0, 2]]), np.unique(squares[:, [1, 3]])
    x, y = (across[1:] + across[:-1]) / 2, (down[1:] + down[:-1]) / 2
    held = _held(squares, np.repeat(y, len(x)), np.tile(x, len(y)))  # (squares, cells)
    count = held.sum(0)
    # The edges of a far square cut a region in two: its cells are in the same squares.
    same = np.unique(held[:, count == count.max()], axis=1)
    regions = [_shared(squares[inside]) for inside in same.T]
    return min(regions, key=lambda one: (-one.area, one.top, one.left))


def region_rewards(clicks: Sequence[Point | None], *, side: float) -> list[float]:
    """The share of all answers in whose square a click lies, its own among them; 0 for None."""
    squares = _squares(clicks, side)
    x, y = (squares[:, :2] + side / 2).T
    votes = iter(_held(squares, y, x).sum(0).tolist())
    return [next(votes) / len(clicks) if click is not None else 0.0 for click in clicks]


def _squares(clicks: Sequence[Point | None], side: float) -> np.ndarray:
    """(clicks that there are, 4): left, top, right, bottom."""
    if not side > 0:
        raise ValueError(f"want a side above 0, got {side:g}")
    at = np.array([click for click in clicks if click is not None], dtype=float).reshape(-1, 2)
    return np.concatenate([at - side / 2, at + side / 2], axis=1)


def _held(squares: np.ndarray, y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """(squares, points) True where a square holds a point, its edges among them."""
    left, top, right, bottom = squares.T[:, :, None]
    return np.asarray((left <= x) & (x <= right) & (top <= y) & (y <= bottom))


def _shared(squares: np.ndarray) -> Region:
    left, top = squares[:, :2].max(0).tolist()
    right, bottom = squares[:, 2:].min(0).tolist()
    return Region(left, top, right, bottom, len(squares))
