"""A curve of success over levels, fitted."""

from collections.abc import Mapping
from typing import Literal

import numpy as np

from tasksynth.calibration.models import Curve, Point
from tasksynth.pipeline.judging.report import clustered
from tasksynth.reporting import Estimate
from tasksynth.reporting.scoring import Drawn
from tasksynth.statistics import cell_draws, interval
from tasksynth.statistics.fitting import falling, logistic

SURE = 3.3
"""Standard errors from which on a rise from one level to a higher one is no chance."""
FITS = 400
"""Draws that logistic curves are fitted to."""


def curve(
    subject: str,
    kind: Literal["budget", "strategy", "model"],
    shares: Mapping[float, np.ndarray],
    rng: np.random.Generator,
    *,
    draws: int,
    answers: Mapping[float, int] | None = None,
) -> Curve:
    """Fit what was measured.

    Args:
        subject: who was.
        kind: what it is.
        shares: level to each task's share of success, (tasks, runs).
        rng: for the intervals.
        draws: of the bootstrap.
        answers: level to how many answers its tasks have in all; one each if it is not said.
    """
    asked = answers or {}
    levels = sorted(shares)
    drawn = np.stack(
        [cell_draws(shares[at], rng, draws=draws).mean(axis=1) for at in levels], axis=1
    )  # (draws, levels)
    seen = np.array([shares[at].mean() for at in levels])
    counts = [len(shares[at]) for at in levels]
    fit = falling(seen, counts)
    slope, middle = _logistic(levels, seen, drawn[:FITS], counts)
    return Curve(
        subject=subject,
        kind=kind,
        points=tuple(
            Point(
                level=level,
                tasks=count,
                success=_estimate(
                    shares[level], Drawn(seen[i], drawn[:, i]), asked.get(level, count)
                ),
                fit=float(fit[i]),
            )
            for i, (level, count) in enumerate(zip(levels, counts, strict=True))
        ),
        off=float(np.abs(fit - seen).max()),
        reversed=tuple(
            (levels[i], levels[j])
            for i in range(len(levels))
            for j in range(i + 1, len(levels))
            if seen[j] - seen[i] > SURE * (drawn[:, j] - drawn[:, i]).std()
        ),
        slope=slope,
        middle=middle,
    )


def _estimate(shares: np.ndarray, drawn: Drawn, answers: int) -> Estimate:
    """Of one level: Wilson's interval, or that of the draws where there are several runs."""
    if shares.shape[1] > 1:
        return drawn.estimate()
    rate = clustered(shares[:, 0].tolist(), answers)
    return Estimate(value=rate.rate, low=rate.low, high=rate.high)


def _logistic(
    levels: list[float], seen: np.ndarray, draws: np.ndarray, counts: list[int]
) -> tuple[Estimate, Estimate | None]:
    """The slope, and the level of one half."""
    found = logistic(levels, np.vstack([seen[None], draws]), counts)
    slope, slopes = float(found[0, 1]), found[1:, 1]
    low, high = interval(slopes)
    told = Estimate(value=slope, low=min(slope, low), high=max(slope, high))
    if slope >= 0:
        return told, None
    middle = float(-found[0, 0] / slope)
    falls = slopes < 0
    low, high = interval(-found[1:, 0][falls] / slopes[falls]) if falls.any() else (middle, middle)
    return told, Estimate(value=middle, low=min(middle, low), high=max(middle, high))


def at_level(curve: Curve, level: float) -> float:
    """The success that the isotonic fit has between its points; beyond them that of the last."""
    return float(np.interp(level, [p.level for p in curve.points], [p.fit for p in curve.points]))
