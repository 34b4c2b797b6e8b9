"""Whether difficulty labels are right, and rewards too: filters that suppose it and that do not.

Each predicts the feedback; how well it does, track by track, is the evidence for what it supposes
(Bayes factors, Kass and Raftery 1995). What is believed is the average of all by their posterior
probability. Labels or rewards that prove wrong on some tracks are suspected sooner on the others.
"""

import numpy as np

from tasksynth.curriculum.arrays import ArmFloats, Float, Int, State, TrackFloats
from tasksynth.curriculum.belief import curves
from tasksynth.curriculum.belief.curves import BLIND, TRUSTING, Curves, Ground
from tasksynth.curriculum.space import Space

NOISE = 0.15
"""Share of rewards that are wrong where some are."""
SUPPOSED = (
    TRUSTING,
    BLIND,
    TRUSTING._replace(noise=NOISE),
    BLIND._replace(noise=NOISE),
)
USUAL = np.array([0.76, 0.19, 0.04, 0.01])
"""Share of tracks of which each is expected to be true, and"""
BELIEF = 6.0
"""for how many tracks that expectation counts."""
CERTAIN = 8.0
"""Log of the odds at which evidence no longer counts: minds can be changed."""
_NOISE = np.array([one.noise for one in SUPPOSED])
_BLIND = np.array([not one.labels for one in SUPPOSED])


class Labels(State):
    """Beliefs about all tracks and arms, under each of what is `SUPPOSED` (there are k)."""

    curves: Curves
    """k curves for each track."""
    odds: TrackFloats
    """(tracks, k) log of the evidence for each, against the best."""
    share: TrackFloats
    """(tracks, k) probability of each."""
    logits: ArmFloats
    """(arms, k) mean logit of success under each."""
    logit: ArmFloats
    """(arms,) the same over all, and"""
    variance: ArmFloats
    """(arms,) its variance."""

    @property
    def doubt(self) -> Float:
        """(tracks,) probability that the labels are wrong."""
        result: Float = self.share @ _BLIND
        return result

    @property
    def noise(self) -> Float:
        """(tracks,) share of rewards that are believed to be wrong."""
        result: Float = self.share @ _NOISE
        return result


def start(space: Space) -> Labels:
    """Before any feedback."""
    tracks = len(space.tracks)
    return _weighed(
        space,
        curves.start(Ground.of(space, *SUPPOSED)),
        np.zeros((tracks, len(SUPPOSED))),
        np.tile(USUAL, (tracks, 1)),
    )


def update(known: Labels, space: Space, solved: Float, tries: Float, groups: Float) -> Labels:
    """The belief after some feedback; (arms,) sums of rewards, attempts and groups."""
    k = len(SUPPOSED)
    sums = (np.repeat(x, k) for x in (solved, tries, groups))
    each = curves.update(known.curves, Ground.of(space, *SUPPOSED), *sums)
    odds = known.odds + each.evidence.reshape(-1, k)
    odds = np.maximum(odds - odds.max(1, keepdims=True), -CERTAIN)
    usual = (BELIEF * USUAL + known.share.sum(0)) / (BELIEF + len(odds))
    share = usual * np.exp(odds)
    return _weighed(space, each, odds, share / share.sum(1, keepdims=True))


def _weighed(space: Space, each: Curves, odds: Float, share: Float) -> Labels:
    ground = Ground.of(space, *SUPPOSED)
    weight = share[space.track]  # (arms, k)
    z = curves.logits(each, ground).reshape(weight.shape)
    mean = (weight * z).sum(1)
    within = curves.variance(each, ground).reshape(weight.shape)
    return Labels.model_construct(
        curves=each,
        odds=odds,
        share=share,
        logits=z,
        logit=mean,
        variance=(weight * (within + (z - mean[:, None]) ** 2)).sum(1),
    )


def success(known: Labels, space: Space) -> Float:
    """(arms,) expected success."""
    spread = curves.variance(known.curves, Ground.of(space, *SUPPOSED))
    each = curves.expected(known.logits, spread.reshape(known.logits.shape))
    result: Float = (known.share[space.track] * each).sum(1)
    return result


def rewarded(known: Labels, space: Space, success: Float) -> Float:
    """(arms,) share of attempts that count as solved, at a success rate: some are judged wrong."""
    noise = known.noise[space.track]
    result: Float = noise + (1 - 2 * noise) * success
    return result


def ability_error(known: Labels) -> Float:
    """(tracks,) standard deviation of the ability at the middle of the ladder."""
    cov = known.curves.cov
    each = cov[:, 0, 0] + cov[:, 0, 1] + 0.25 * cov[:, 1, 1]
    result: Float = np.sqrt((known.share * each.reshape(known.share.shape)).sum(1))
    return result


def sample(
    known: Labels, space: Space, track: Int, rng: np.random.Generator, *, luck: float
) -> Float:
    """(n, ranks) logits of the arms of n tracks: for each, one of the filters drawn by its
    probability, and what it holds possible of each arm (`luck`: as a share of that).
    """
    arms = space.grid[track]  # (n, ranks), -1 past the end
    total = np.cumsum(known.share[track], 1)
    which = (rng.random((len(track), 1)) * total[:, -1:] > total).sum(1, keepdims=True)
    spread = known.curves.spread.reshape(known.logits.shape)[arms, which]
    result: Float = known.logits[arms, which] + luck * np.sqrt(spread) * rng.normal(size=arms.shape)
    return result
