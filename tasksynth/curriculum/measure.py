"""What practice brings: progress of each track, and which tracks look broken."""

import numpy as np
from numpy.typing import NDArray

from tasksynth.curriculum import curves
from tasksynth.curriculum.arrays import Float, State, TrackFloats
from tasksynth.curriculum.curves import Curves
from tasksynth.curriculum.space import Space

PATIENCE = 160.0
"""Groups on a track after which what it brought counts half."""
WARM_UP = 20.0
"""Groups a track, on average, before progress is judged: until then beliefs only settle."""
BENEFIT = 0.02
"""Logits a group that a track is credited with until then."""
FLAT, STEEP = -1.0, -2.5
"""Slopes (logits from the easiest to the hardest arm) of a track on which the level plays no part,
and of one on which it clearly does."""
DOUBT = 2.0
"""Standard deviations that a flat track must have gained to count as progress at all."""


class Measure(State):
    """Ability and difficulty as believed, and what effort has brought."""

    curves: Curves
    heard: float = 0.0
    """Groups."""
    gained: TrackFloats
    """(tracks,) logits of ability, older gains discounted, for"""
    effort: TrackFloats
    """(tracks,) groups, discounted alike."""


def start(space: Space) -> Measure:
    """Before any feedback."""
    tracks = len(space.tracks)
    return Measure(
        curves=curves.start(space),
        gained=np.full(tracks, 8 * BENEFIT),
        effort=np.full(tracks, 8.0),
    )


def update(measure: Measure, space: Space, solved: Float, tries: Float, groups: Float) -> Measure:
    """After some feedback; (arms,) sums of rewards, attempts and groups."""
    known = curves.update(measure.curves, space, solved, tries, groups)
    here = np.bincount(space.track, groups, len(space.tracks))
    heard = measure.heard + float(groups.sum())
    if heard <= WARM_UP * len(space.tracks):
        gain = BENEFIT * here
    else:
        gain = np.clip(ability(known, space) - ability(measure.curves, space), -1, 1)
    keep = 0.5 ** (here / PATIENCE)
    return Measure.model_construct(
        curves=known,
        heard=heard,
        gained=keep * measure.gained + gain,
        effort=keep * measure.effort + here,
    )


def ability(known: Curves, space: Space) -> Float:
    """(tracks,) mean logit of success over the track's arms."""
    total = np.bincount(space.track, curves.logits(known, space), len(space.tracks))
    result: Float = total / space.sizes
    return result


def ability_error(known: Curves) -> Float:
    """(tracks,) standard deviation of the ability at the middle of the ladder."""
    cov = known.cov
    result: Float = np.sqrt(cov[:, 0, 0] + cov[:, 0, 1] + 0.25 * cov[:, 1, 1])
    return result


def flatness(known: Curves, space: Space) -> Float:
    """(tracks,) 1 where the level plays no part in success, 0 where it clearly does.

    By the slope of the arms' logits over depth, those that are known best counting most; a track
    of one arm is never flat.
    """
    tracks = len(space.tracks)
    weight = 1 / curves.variance(known, space)
    z, depth = curves.logits(known, space), space.depth
    total = np.bincount(space.track, weight, tracks)
    middle = np.bincount(space.track, weight * depth, tracks) / total
    away = depth - middle[space.track]
    power = np.bincount(space.track, weight * away * away, tracks)
    slope = np.bincount(space.track, weight * away * z, tracks) / np.where(power > 0, power, 1)
    flat: Float = np.clip((slope - STEEP) / (FLAT - STEEP), 0, 1)
    return np.where(power > 0, flat, 0.0)


def progress(measure: Measure, space: Space) -> Float:
    """(tracks,) logits gained for a group of practice, never negative.

    A track whose success does not depend on the level is believed only what exceeds the error of
    measurement: that is what a coin flip, or a broken verifier, looks like.
    """
    doubt = DOUBT * flatness(measure.curves, space) * ability_error(measure.curves)
    result: Float = np.maximum((measure.gained - doubt) / measure.effort, 0)
    return result


def suspects(measure: Measure, space: Space, mixed: Float) -> NDArray[np.bool_]:
    """(tracks,) True where rewards vary, the level plays no part, and practice brings nothing.

    `mixed` is the share of each track's groups whose rewards were not all equal.
    """
    judged = measure.effort > WARM_UP
    warm = measure.heard > WARM_UP * len(space.tracks)
    idle = progress(measure, space) <= 0
    return judged & warm & idle & (flatness(measure.curves, space) > 0.5) & (mixed > 0.5)
