"""A calibration of families: solvers with budgets, strategies, models."""

from collections.abc import Sequence
from importlib.metadata import version

import numpy as np

from tasksynth import registry
from tasksynth.calibration.curves import curve
from tasksynth.calibration.measuring import LevelTasks
from tasksynth.calibration.models import Calibration, Curve, FamilyCalibration, Scaled
from tasksynth.engines import Engine, engine_for
from tasksynth.pipeline.judging.report import Z95
from tasksynth.reporting import Entry, Estimate
from tasksynth.statistics import DRAWS, generator
from tasksynth.statistics.fitting import rasch

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)


def calibrate(
    families: Sequence[str],
    *,
    levels: Sequence[float] | None = None,
    tasks: int = 100,
    seed: int = 0,
    strategies: Sequence[str] = (),
    models: Sequence[Entry] = (),
    draws: int = DRAWS,
    workers: int = 1,
    engine: Engine | None = None,
) -> Calibration:
    """Measure success by level.

    Args:
        families: their names.
        levels: where to measure, beside those that a model was asked; None: those alone, or
            `LEVELS` of a family that no model was asked.
        tasks: of each level.
        seed: of the tasks, and of the intervals.
        strategies: patterns of the names of strategies of the families' own.
        models: results of models, see `tasksynth.reporting.read_entries`.
        draws: of each interval's bootstrap.
        workers: processes.
        engine: who makes and judges instead, left open.

    Raises:
        UsageError: for an unknown family or strategy, or a level that cannot be asked for.
        FamilyError: if a task could not be made.
    """
    rng = generator(seed)
    with engine_for(workers, given=engine) as engine:
        found = []
        for name in families:
            groups = [group for entry in models for group in entry.groups(name)]
            asked = {group.level for group in groups if group.level is not None}
            at = asked | set(levels or (() if asked else LEVELS))
            ladder = LevelTasks.made(name, sorted(at), count=tasks, seed=seed, engine=engine)
            curves = [curve(of, "budget", x, rng, draws=draws) for of, x in ladder.budgets()]
            if strategies:
                for of, x in ladder.strategies(strategies, engine):
                    curves.append(curve(of, "strategy", x, rng, draws=draws))
            curves += _models(name, models, rng, draws)
            family = registry.get(name)
            found.append(
                FamilyCalibration(
                    family=name,
                    version=family.version,
                    effort=family.effort,
                    rungs=tuple(ladder.rungs()),
                    curves=tuple(curves),
                )
            )
    abilities, scale = common_scale(families, models)
    return Calibration(
        families=tuple(found), abilities=abilities, scale=scale, ran=version("tasksynth")
    )


def _models(
    family: str, models: Sequence[Entry], rng: np.random.Generator, draws: int
) -> list[Curve]:
    found = []
    for entry in models:
        groups = [g for g in entry.groups(family) if g.level is not None and entry.tasks(g)]
        at = {group.level or 0.0: group for group in groups}
        if at:
            shares = {level: entry.shares(g, entry.tasks(g)) for level, g in at.items()}
            answers = {level: sum(n for n, _ in entry.counts(g)) for level, g in at.items()}
            one = curve(entry.name, "model", shares, rng, draws=draws, answers=answers)
            found.append(one)
    return found


def common_scale(
    families: Sequence[str], models: Sequence[Entry]
) -> tuple[dict[str, float], tuple[Scaled, ...]]:
    """Abilities of models, and the difficulty of every level that one of them was asked.

    A task counts as one trial, however many answers it has: those are not independent.
    """
    asked = [
        {g: entry.tasks(g) for name in families for g in entry.groups(name) if g.level is not None}
        for entry in models
    ]
    groups = sorted(
        {group for of in asked for group, tasks in of.items() if tasks},
        key=lambda group: (group.family, group.level or 0.0),
    )
    if not groups:
        return {}, ()
    tried = np.array([[len(of.get(group, ())) for group in groups] for of in asked])
    passed = np.array(
        [
            [
                entry.shares(group, of[group]).mean(axis=1).sum() if of.get(group) else 0.0
                for group in groups
            ]
            for entry, of in zip(models, asked, strict=True)
        ]
    )
    found = rasch(passed, tried)
    return (
        {entry.name: float(a) for entry, a in zip(models, found.ability, strict=True)},
        tuple(
            Scaled(
                family=group.family,
                level=group.level or 0.0,
                difficulty=Estimate(value=at, low=at - Z95 * error, high=at + Z95 * error),
            )
            for group, at, error in zip(
                groups, map(float, found.difficulty), map(float, found.error), strict=True
            )
        ),
    )
