"""Whether difficulty labels are right: two filters, of which one does not look at them.

Each predicts the feedback; how well it does, track by track, is the evidence for what it assumes
(Bayes factors, Kass and Raftery 1995). What is believed is the average of both by their posterior
probability. Labels that prove wrong on some tracks are suspected sooner on the others.
"""

import numpy as np

from tasksynth.curriculum.arrays import ArmFloats, Float, Int, State, TrackFloats
from tasksynth.curriculum.belief import curves
from tasksynth.curriculum.belief.curves import Curves
from tasksynth.curriculum.space import Space

DOUBT = 0.2
"""Share of tracks whose labels are expected to be wrong, and"""
BELIEF = 6.0
"""for how many tracks that expectation counts."""
CERTAIN = 8.0
"""Log of the odds at which evidence no longer counts: minds can be changed."""


class Labels(State):
    """Beliefs about all tracks and arms, with and without labels."""

    trusting: Curves
    blind: Curves
    odds: TrackFloats
    """(tracks,) log of the evidence against the labels, over that for them."""
    doubt: TrackFloats
    """(tracks,) probability that the labels are wrong."""
    logits: ArmFloats
    """(arms, 2) mean logit of success, as the trusting and as the blind filter has it."""
    logit: ArmFloats
    """(arms,) the same over both, and"""
    variance: ArmFloats
    """(arms,) its variance."""


def start(space: Space) -> Labels:
    """Before any feedback."""
    tracks = len(space.tracks)
    trusting, blind = curves.start(space), curves.start(space, labels=False)
    return _weighed(space, trusting, blind, np.zeros(tracks), np.full(tracks, DOUBT))


def update(known: Labels, space: Space, solved: Float, tries: Float, groups: Float) -> Labels:
    """The belief after some feedback; (arms,) sums of rewards, attempts and groups."""
    trusting = curves.update(known.trusting, space, solved, tries, groups)
    blind = curves.update(known.blind, space, solved, tries, groups)
    odds = np.clip(known.odds + blind.evidence - trusting.evidence, -CERTAIN, CERTAIN)
    usual = (BELIEF * DOUBT + known.doubt.sum()) / (BELIEF + len(odds))
    doubt = curves.logistic(odds + np.log(usual / (1 - usual)))
    return _weighed(space, trusting, blind, odds, doubt)


def _weighed(space: Space, trusting: Curves, blind: Curves, odds: Float, doubt: Float) -> Labels:
    w = doubt[space.track]
    one, other = curves.logits(trusting, space), curves.logits(blind, space)
    each = (1 - w) * curves.variance(trusting, space)
    return Labels.model_construct(
        trusting=trusting,
        blind=blind,
        odds=odds,
        doubt=doubt,
        logits=np.stack([one, other], axis=1),
        logit=(1 - w) * one + w * other,
        variance=each + w * (curves.variance(blind, space) + (1 - w) * (one - other) ** 2),
    )


def success(known: Labels, space: Space) -> Float:
    """(arms,) expected success."""
    doubt = known.doubt[space.track]
    trusting, blind = (
        curves.expected(known.logits[:, i], curves.variance(one, space))
        for i, one in enumerate((known.trusting, known.blind))
    )
    result: Float = (1 - doubt) * trusting + doubt * blind
    return result


def sample(
    known: Labels, space: Space, track: Int, rng: np.random.Generator, *, luck: float
) -> Float:
    """(n, ranks) logits of the arms of n tracks: for each, one of the two filters drawn by its
    probability, and what it holds possible of each arm (`luck`: as a share of that).
    """
    arms = space.grid[track]  # (n, ranks), -1 past the end
    blind = rng.random(len(track)) < known.doubt[track]
    mean = known.logits[arms, blind.astype(np.int64)[:, None]]
    spread = np.where(blind[:, None], known.blind.spread[arms], known.trusting.spread[arms])
    result: Float = mean + luck * np.sqrt(spread) * rng.normal(size=arms.shape)
    return result
