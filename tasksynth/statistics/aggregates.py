"""One number of many scores, as Agarwal et al. propose it.

"Deep Reinforcement Learning at the Edge of the Statistical Precipice", NeurIPS 2021. Scores are
arrays (..., runs, tasks), in any unit; leading axes are kept, so that a bootstrap's draws go
through at once. A "task" there is what one averages over last: here, a family.
"""

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

CUT = 0.25
"""Share of the scores that the interquartile mean leaves out at each end."""


def mean(scores: ArrayLike) -> np.ndarray:
    """Mean over tasks of the mean over runs."""
    return np.asarray(np.asarray(scores, dtype=float).mean(axis=(-2, -1)))


def median(scores: ArrayLike) -> np.ndarray:
    """Median over tasks of the mean over runs."""
    return np.asarray(np.median(np.asarray(scores, dtype=float).mean(axis=-2), axis=-1))


def iqm(scores: ArrayLike) -> np.ndarray:
    """Interquartile mean: of the middle half of all scores, runs and tasks together."""
    x = np.asarray(scores, dtype=float)
    flat = np.sort(x.reshape(*x.shape[:-2], -1), axis=-1)
    cut = int(CUT * flat.shape[-1])
    return np.asarray(flat[..., cut : flat.shape[-1] - cut].mean(axis=-1))


def optimality_gap(scores: ArrayLike, *, best: float = 1.0) -> np.ndarray:
    """How far the scores fall short of `best` on average; what is above it makes up for nothing."""
    return np.asarray(best - np.minimum(np.asarray(scores, dtype=float), best).mean(axis=(-2, -1)))


AGGREGATES: Mapping[str, Callable[[ArrayLike], np.ndarray]] = {
    "mean": mean,
    "iqm": iqm,
    "median": median,
    "optimality_gap": optimality_gap,
}


def profile(
    scores: ArrayLike, at: ArrayLike, *, of: Literal["runs", "means"] = "runs"
) -> np.ndarray:
    """Performance profile: the share of scores above each threshold.

    Args:
        scores: (..., runs, tasks).
        at: thresholds, (thresholds,).
        of: every run's score on every task, or the tasks' means over runs.

    Returns:
        Shares in [0, 1], (..., thresholds).
    """
    x = np.asarray(scores, dtype=float)
    if of == "means":
        x = x.mean(axis=-2, keepdims=True)
    flat = x.reshape(*x.shape[:-2], 1, -1)
    return np.asarray((flat > np.asarray(at, dtype=float)[:, None]).mean(axis=-1))


def improvement(a: ArrayLike, b: ArrayLike) -> float:
    """Probability of improvement: that a run of `a` beats one of `b` on a task, ties half.

    The mean over tasks of Mann and Whitney's U, as a share.

    Args:
        a: (runs of a, tasks).
        b: (runs of b, tasks).

    Raises:
        ValueError: if they are not of the same tasks.
    """
    x, y = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if x.ndim != 2 or y.ndim != 2 or x.shape[1] != y.shape[1]:
        raise ValueError(f"want (runs, tasks) of the same tasks, got {x.shape} and {y.shape}")
    return float(np.mean([_beats(x[:, task], y[:, task]) for task in range(x.shape[1])]))


def _beats(x: np.ndarray, y: np.ndarray) -> float:
    ordered = np.sort(y)
    below = np.searchsorted(ordered, x, side="left")
    upto = np.searchsorted(ordered, x, side="right")
    return float((below + upto).mean() / 2 / len(y))
