"""What practice brings: progress of each track, and which tracks look broken."""

import numpy as np
from numpy.typing import NDArray

from tasksynth.curriculum.arrays import Float, State, TrackFloats, TrackInts
from tasksynth.curriculum.belief import curves, evidence, labels
from tasksynth.curriculum.belief.evidence import Evidence, Rewards
from tasksynth.curriculum.belief.labels import Labels
from tasksynth.curriculum.space import Space

PATIENCE = 240.0
"""Groups on a track after which what it brought counts half."""
WARM_UP = 20.0
"""Groups a track, on average, before progress is judged: until then beliefs only settle."""
BENEFIT = 0.02
"""Logits a group that a track is credited with until then."""
UNTRIED = 8.0
"""Groups of effort that every track begins with, at that benefit."""
FLAT, STEEP = 0.3, 0.8
"""Spread of the arms' logits on a track on which it makes no difference which arm is asked, and on
one on which it clearly does."""
DEAD = 0.25
"""Share of the groups that should be mixed under which a track's items are taken for uniform."""
MASTERED = 0.85
"""Success rate, at the hardest arm too, at which a ladder has nothing left to teach."""
DOUBT = 2.0
"""Standard deviations that a flat track must have gained to count as progress at all."""
STUBBORN = 2.0
"""How many times as much it takes to lower an alarm: it is judged after every update, so that mere
chance would lower it now and then."""


class Measure(State):
    """Ability and difficulty as believed, and what effort has brought."""

    curves: Labels
    rewards: Rewards
    heard: float = 0.0
    """Groups."""
    gained: TrackFloats
    """(tracks,) logits of ability, older gains discounted, for"""
    effort: TrackFloats
    """(tracks,) groups, discounted alike."""
    raised: TrackInts
    """(tracks,) 1 where rewards look random, see `random`."""


def start(space: Space) -> Measure:
    """Before any feedback."""
    tracks = len(space.tracks)
    return Measure(
        curves=labels.start(space),
        rewards=evidence.start(space),
        gained=np.full(tracks, UNTRIED * BENEFIT),
        effort=np.full(tracks, UNTRIED),
        raised=np.zeros(tracks, dtype=np.int64),
    )


def update(measure: Measure, space: Space, heard: Evidence) -> Measure:
    """After some feedback."""
    groups = heard.groups
    expected = labels.rewarded(measure.curves, space, labels.success(measure.curves, space))
    rewards = evidence.update(measure.rewards, space, heard, expected)
    solved = evidence.solved(rewards, space, heard)
    known = labels.update(measure.curves, space, solved, heard.tries, groups)
    here = np.bincount(space.track, groups, len(space.tracks))
    total = measure.heard + float(groups.sum())
    if total <= WARM_UP * len(space.tracks):
        gain = BENEFIT * here
    else:
        gain = np.clip(ability(known, space) - ability(measure.curves, space), -1, 1)
    keep = 0.5 ** (here / PATIENCE)
    now = Measure.model_construct(
        curves=known,
        rewards=rewards,
        heard=total,
        gained=keep * measure.gained + gain,
        effort=keep * measure.effort + here,
        raised=measure.raised,
    )
    return now.model_copy(update={"raised": _random(now, space).astype(np.int64)})


def early(measure: Measure, space: Space) -> bool:
    """True while beliefs only settle: nothing is said of progress."""
    return measure.heard <= WARM_UP * len(space.tracks)


def answered(measure: Measure) -> NDArray[np.bool_]:
    """(tracks,) True where there was any feedback."""
    return measure.effort > UNTRIED


def ability(known: Labels, space: Space) -> Float:
    """(tracks,) mean logit of success over the track's arms."""
    total = np.bincount(space.track, known.logit, len(space.tracks))
    result: Float = total / space.sizes
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
    doubt = DOUBT * flatness(measure.curves, space) * labels.ability_error(measure.curves)
    result: Float = np.maximum((measure.gained - doubt) / measure.effort, 0)
    return result


def benefit(measure: Measure, space: Space) -> Float:
    """(tracks,) logits a group that `progress` may miss by the error of measurement; 0 for a track
    that is flat, which has the doubt and not the benefit.
    """
    steep = 1 - flatness(measure.curves, space)
    result: Float = steep * labels.ability_error(measure.curves) / measure.effort
    return result


def random(measure: Measure) -> NDArray[np.bool_]:
    """(tracks,) True where rewards vary, the level plays no part, and practice brings nothing."""
    return measure.raised > 0


def _random(measure: Measure, space: Space) -> NDArray[np.bool_]:
    """The same anew. An alarm that was raised stands until there is clear evidence against it."""
    slack = np.where(measure.raised > 0, STUBBORN, 1.0)
    flat = flatness(measure.curves, space)
    doubt = slack * DOUBT * flat * labels.ability_error(measure.curves)
    return (
        (measure.effort > WARM_UP)
        & (not early(measure, space))
        & (measure.gained <= doubt)
        & (slack * flat > 0.5)
        & (slack * evidence.mixed_share(measure.rewards, space) > 0.5)
    )


def uniform(measure: Measure, space: Space) -> NDArray[np.bool_]:
    """(tracks,) True where groups are far more seldom mixed than their success rate would have it:
    items that are always right or always wrong, which no group can learn from.
    """
    chance = np.bincount(space.track, measure.rewards.chance, len(space.tracks))
    return (chance > WARM_UP) & (evidence.lively(measure.rewards, space) < DEAD)


def flagged(measure: Measure, space: Space) -> NDArray[np.bool_]:
    """(tracks,) True where nothing can be learned: `random` or `uniform`."""
    return random(measure) | uniform(measure, space)


def mastered(measure: Measure, space: Space) -> NDArray[np.bool_]:
    """(tracks,) True where every arm is solved at the rate `MASTERED`, one standard deviation below
    what is believed.
    """
    known = measure.curves
    sure = curves.logistic(known.logit - np.sqrt(known.variance)) >= MASTERED
    result: NDArray[np.bool_] = np.bincount(space.track, ~sure, len(space.tracks)) == 0
    return result
