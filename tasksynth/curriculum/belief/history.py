"""How ability went over the groups that were answered, in bounded memory.

What is kept is the success that is expected over a whole ladder, every arm counting alike: it does
not move because easier or harder tasks are chosen, as the mean reward does.
"""

import numpy as np

from tasksynth.curriculum.arrays import Float, Floats, State, TrackFloats
from tasksynth.curriculum.belief import curves, labels, measure
from tasksynth.curriculum.belief.measure import Measure
from tasksynth.curriculum.space import Space

POINTS = 32
"""Most that are kept; once there are more, every other one goes."""
WIDE = 1.96
"""Standard deviations to either side of an interval of 95 %."""
DIGITS = 4


class History(State):
    """Points in time; the arrays are filled from the left."""

    points: int = 0
    every: int = 1
    """Updates of the measure between points."""
    waiting: int = 0
    at: Floats
    """(POINTS,) groups answered by then."""
    mean: TrackFloats
    """(tracks, POINTS) success expected over the ladder, and"""
    low: TrackFloats
    """its interval; both 0 where nothing was answered yet."""
    high: TrackFloats


def start(space: Space) -> History:
    """Nothing yet."""
    none = np.zeros((len(space.tracks), POINTS))
    return History(at=np.zeros(POINTS), mean=none, low=none, high=none)


def reach(known: Measure, space: Space) -> tuple[Float, Float, Float]:
    """(tracks,) success expected over each ladder, and its interval of 95 %; zeros where nothing
    was answered.
    """
    tracks = len(space.tracks)
    off = WIDE * labels.ability_error(known.curves)[space.track]

    def over(success: Float) -> Float:
        mean = np.bincount(space.track, success, tracks) / space.sizes
        result: Float = np.where(measure.answered(known), np.round(mean, DIGITS), 0)
        return result

    z = known.curves.logit
    low, high = over(curves.logistic(z - off)), over(curves.logistic(z + off))
    return np.clip(over(labels.success(known.curves, space)), low, high), low, high


def update(history: History, known: Measure, space: Space) -> History:
    """With the present, if a point is due."""
    if history.waiting + 1 < history.every:
        return history.model_copy(update={"waiting": history.waiting + 1})
    kept = {name: getattr(history, name).copy() for name in ("at", "mean", "low", "high")}
    points, every = history.points, history.every
    if points == POINTS:
        points, every = POINTS // 2, 2 * every
        for array in kept.values():
            array[..., :points] = array[..., 1::2]
            array[..., points:] = 0
    kept["at"][points] = known.heard
    kept["mean"][:, points], kept["low"][:, points], kept["high"][:, points] = reach(known, space)
    return History.trusted(points=points + 1, every=every, waiting=0, **kept)
