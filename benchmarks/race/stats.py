"""Statistics of a race: interquartile mean, bootstrap intervals, chance of being better.

As Agarwal et al. 2021 ("Deep reinforcement learning at the edge of the statistical precipice",
arXiv:2108.13264) define them: runs are resampled within each learner type.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from tasksynth.curriculum.arrays import Float
from tasksynth.rng import Stream
from tasksynth.statistics import iqm, mean

DRAWS = 2000
__all__ = ["Bootstrap", "better", "interval", "iqm", "mean"]


class Bootstrap(NamedTuple):
    """An estimate and its 95 % percentile bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def interval(x: Float, statistic: Callable[[Float], np.ndarray] = mean) -> Bootstrap:
    """A statistic of x (runs, types), with its interval."""
    runs, types = x.shape
    rows = Stream(b"bootstrap").rng(0).integers(0, runs, (DRAWS, runs, types))
    low, high = np.quantile(statistic(x[rows, np.arange(types)]), [0.025, 0.975])
    return Bootstrap(float(statistic(x)), float(low), float(high))


def better(x: Float, y: Float) -> float:
    """Share of paired (run, type) in which x is above y; ties count half."""
    return float(((x > y) + 0.5 * (x == y)).mean())
