"""Easier and harder tasks than one, by what was measured and not by what a level promises."""

import numpy as np

from tasksynth.calibration.curves import at_level
from tasksynth.calibration.models import Calibration, Curve
from tasksynth.errors import UsageError
from tasksynth.single import source
from tasksynth_schemas import Task, TaskRef

GRID = np.linspace(0, 1, 101)
"""Levels that are looked at."""
NEAR = 0.05
"""How far success there may be from what was asked for."""


def neighbour(task: Task, found: Calibration, *, by: float, subject: str | None = None) -> Task:
    """The task of the same seed and index at the level where success is higher `by` so much.

    What an attempt fails at as a whole is so replaced by what is within reach, as Park et al. do
    ("DeepVideo-R1: Video Reinforcement Fine-Tuning via Difficulty-aware Regressive GRPO", 2025).

    Args:
        task: one of a level.
        found: a calibration of its family.
        by: a difference of rates: 0.3 is easier, -0.3 harder.
        subject: whose success counts, by the name of a curve; None: the first model's that was
            measured, or that of the solver with the middle budget.

    Raises:
        UsageError: if the task has no level, its family or the subject was not measured, or there
            is no such level; tells what success there is.
    """
    if task.level is None or not isinstance(task.ref, TaskRef):
        raise UsageError(f"{task.ref} is of no level, and so has no neighbours")
    curve = _curve(found, task.ref.family, subject)
    wanted = at_level(curve, task.level) + by
    success = np.array([at_level(curve, level) for level in GRID])
    off = np.abs(success - wanted)
    nearest = np.flatnonzero(off <= off.min() + 1e-9)
    if off[nearest[0]] > NEAR:
        raise UsageError(
            f"success of {curve.subject} in {task.ref.family} is {wanted - by:.2f} at level "
            f"{task.level:g}, and {success.min():.2f} to {success.max():.2f} over all levels: "
            f"{by:+g} is not there"
        )
    level = float(GRID[nearest[np.abs(GRID[nearest] - task.level).argmin()]])
    made = source(task.ref.family, seed=task.ref.seed, level=round(level, 2))
    return made.make(task.ref.index)


def _curve(found: Calibration, family: str, subject: str | None) -> Curve:
    curves = [one for each in found.families if each.family == family for one in each.curves]
    if not curves:
        raise UsageError(f"{family} was not calibrated; there is {_names(found)}")
    if subject is None:
        models = [one for one in curves if one.kind == "model"]
        budgets = [one for one in curves if one.kind == "budget"]
        return models[0] if models else (budgets or curves)[len(budgets) // 2]
    named = {one.subject: one for one in curves}
    if subject not in named:
        raise UsageError(f"no {subject!r} was measured in {family}; there is {', '.join(named)}")
    return named[subject]


def _names(found: Calibration) -> str:
    return ", ".join(each.family for each in found.families if each.curves) or "nothing"
