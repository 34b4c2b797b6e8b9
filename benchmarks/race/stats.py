"""Statistics of a race: interquartile mean, bootstrap intervals, chance of being better.

As Agarwal et al. 2021 ("Deep reinforcement learning at the edge of the statistical precipice",
arXiv:2108.13264) define them: runs are resampled within each learner type.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from tasksynth.curriculum.arrays import Float
from tasksynth.rng import Stream

DRAWS = 2000


class Bootstrap(NamedTuple):
    """An estimate and its 95 % percentile bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def iqm(x: Float) -> Float:
    """Mean of the middle half, over the last two axes (runs, types)."""
    flat = np.sort(x.reshape(*x.shape[:-2], -1), -1)
    quarter = flat.shape[-1] // 4
    result: Float = flat[..., quarter : flat.shape[-1] - quarter].mean(-1)
    return result


def mean(x: Float) -> Float:
    """Mean over the last two axes (runs, types)."""
    result: Float = x.mean((-1, -2))
    return result


def interval(x: Float, statistic: Callable[[Float], Float] = mean) -> Bootstrap:
    """A statistic of x (runs, types), with its interval."""
    runs, types = x.shape
    rows = Stream(b"bootstrap").rng(0).integers(0, runs, (DRAWS, runs, types))
    low, high = np.quantile(statistic(x[rows, np.arange(types)]), [0.025, 0.975])
    return Bootstrap(float(statistic(x)), float(low), float(high))


def better(x: Float, y: Float) -> float:
    """Share of paired (run, type) in which x is above y; ties count half."""
    return float(((x > y) + 0.5 * (x == y)).mean())
