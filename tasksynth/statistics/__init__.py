"""Statistics of scores: aggregates, intervals, comparisons, and what is forgotten.

Scores are arrays of numbers; this package knows nothing of tasks, and reads no files.
"""

from tasksynth.statistics.aggregates import (
    AGGREGATES,
    improvement,
    iqm,
    mean,
    median,
    optimality_gap,
    profile,
)
from tasksynth.statistics.bootstrap import (
    DRAWS,
    cell_draws,
    centred,
    few,
    generator,
    interval,
    of_mean,
    resampled_runs,
    stratified_bootstrap,
)
from tasksynth.statistics.comparing import holm, sign_test
from tasksynth.statistics.continual import Continual, continual

__all__ = [
    "AGGREGATES",
    "DRAWS",
    "Continual",
    "cell_draws",
    "centred",
    "continual",
    "few",
    "generator",
    "holm",
    "improvement",
    "interval",
    "iqm",
    "mean",
    "median",
    "of_mean",
    "optimality_gap",
    "profile",
    "resampled_runs",
    "sign_test",
    "stratified_bootstrap",
]
