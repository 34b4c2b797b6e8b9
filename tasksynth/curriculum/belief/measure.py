"""What practice brings: progress of each track, and which tracks look broken."""

import numpy as np
from numpy.typing import NDArray

from tasksynth.curriculum.arrays import ArmFloats, Float, State, TrackFloats
from tasksynth.curriculum.belief import labels
from tasksynth.curriculum.belief.labels import Labels
from tasksynth.curriculum.space import Space

PATIENCE = 240.0
"""Groups on a track after which what it brought counts half."""
WARM_UP = 20.0
"""Groups a track, on average, before progress is judged: until then beliefs only settle."""
BENEFIT = 0.02
"""Logits a group that a track is credited with until then."""
FLAT, STEEP = 0.3, 0.8
"""Spread of the arms' logits on a track on which it makes no difference which arm is asked, and on
one on which it clearly does."""
DOUBT = 2.0
"""Standard deviations that a flat track must have gained to count as progress at all."""


class Measure(State):
    """Ability and difficulty as believed, and what effort has brought."""

    curves: Labels
    heard: float = 0.0
    """Groups."""
    gained: TrackFloats
    """(tracks,) logits of ability, older gains discounted, for"""
    effort: TrackFloats
    """(tracks,) groups, discounted alike."""


class Pending(State):
    """Feedback to take in later, as sums by arm."""

    solved: ArmFloats
    tries: ArmFloats
    groups: ArmFloats

    @classmethod
    def zero(cls, arms: int) -> "Pending":
        """None."""
        none = np.zeros(arms)
        return cls.trusted(solved=none, tries=none, groups=none)

    def plus(self, solved: Float, tries: Float, groups: Float) -> "Pending":
        """With more of it."""
        return Pending.trusted(
            solved=self.solved + solved, tries=self.tries + tries, groups=self.groups + groups
        )


def start(space: Space) -> Measure:
    """Before any feedback."""
    tracks = len(space.tracks)
    return Measure(
        curves=labels.start(space),
        gained=np.full(tracks, 8 * BENEFIT),
        effort=np.full(tracks, 8.0),
    )


def update(measure: Measure, space: Space, solved: Float, tries: Float, groups: Float) -> Measure:
    """After some feedback; (arms,) sums of rewards, attempts and groups."""
    known = labels.update(measure.curves, space, solved, tries, groups)
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


def ability(known: Labels, space: Space) -> Float:
    """(tracks,) mean logit of success over the track's arms."""
    total = np.bincount(space.track, known.logit, len(space.tracks))
    result: Float = total / space.sizes
    return result


def ability_error(known: Labels) -> Float:
    """(tracks,) standard deviation of the ability at the middle of the ladder."""
    doubt = known.doubt[:, None, None]
    cov = (1 - doubt) * known.trusting.cov + doubt * known.blind.cov
    result: Float = np.sqrt(cov[:, 0, 0] + cov[:, 0, 1] + 0.25 * cov[:, 1, 1])
    return result


def flatness(known: Labels, space: Space) -> Float:
    """(tracks,) 1 where it makes no difference which arm is asked, 0 where it clearly does.

    By the standard deviation of the arms' logits, those that are known best counting most, in the
    order of the labels or in any other; a track of one arm is never flat.
    """
    tracks = len(space.tracks)
    weight = 1 / known.variance
    z = known.logit
    total = np.bincount(space.track, weight, tracks)
    away = z - (np.bincount(space.track, weight * z, tracks) / total)[space.track]
    spread = np.sqrt(np.bincount(space.track, weight * away * away, tracks) / total)
    flat: Float = np.clip((STEEP - spread) / (STEEP - FLAT), 0, 1)
    return np.where(space.sizes > 1, flat, 0.0)


def progress(measure: Measure, space: Space) -> Float:
    """(tracks,) logits gained for a group of practice, never negative.

    A track whose success does not depend on the level is believed only what exceeds the error of
    measurement: that is what a coin flip, or a broken verifier, looks like.
    """
    doubt = DOUBT * flatness(measure.curves, space) * ability_error(measure.curves)
    result: Float = np.maximum((measure.gained - doubt) / measure.effort, 0)
    return result


def benefit(measure: Measure, space: Space) -> Float:
    """(tracks,) logits a group that `progress` may miss by the error of measurement; 0 for a track
    that is flat, which has the doubt and not the benefit.
    """
    steep = 1 - flatness(measure.curves, space)
    result: Float = steep * ability_error(measure.curves) / measure.effort
    return result


def suspects(measure: Measure, space: Space, mixed: Float) -> NDArray[np.bool_]:
    """(tracks,) True where rewards vary, the level plays no part, and practice brings nothing.

    `mixed` is the share of each track's groups whose rewards were not all equal.
    """
    judged = measure.effort > WARM_UP
    warm = measure.heard > WARM_UP * len(space.tracks)
    idle = progress(measure, space) <= 0
    return judged & warm & idle & (flatness(measure.curves, space) > 0.5) & (mixed > 0.5)
