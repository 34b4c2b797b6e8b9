"""Measured ability and difficulty: a filter over logistic success curves, one curve a track.

    logit p = ability[track] + slope[track] * depth[arm] + residual[arm]

Abilities move (the policy learns), so this is a state-space model: a two-parameter item-response
curve for each track (Birnbaum 1968) whose residuals let an arm be easier or harder than its place
in the ladder says. Gaussian beliefs, one Laplace step for each batch of feedback (the extended
Kalman filter of Fahrmeir 1992); belief about a curve and about its residuals is kept apart, so the
cost is linear in the number of arms.
"""

import numpy as np

from tasksynth.curriculum.arrays import ArmFloats, Float, State, TrackFloats
from tasksynth.curriculum.space import Space

ABILITY, SLOPE = 1.0, -6.0
"""Prior means: the easiest arm is solved by three in four, the hardest by almost none."""
STEPS = 2
"""Newton steps to the mode."""
OWN = 0.4
"""Variance, in logits squared, that the arms' own offsets are expected to have, and"""
BELIEF = 3.0
"""for how many arms' worth of evidence that expectation counts."""
OWN_RANGE = 0.1, 9.0
"""What it can be learned to be."""
DRIFT, OWN_DRIFT = 0.02, 0.0003
"""Variance, in logits squared, that an ability and an arm's offset gain with a group."""
TRUST = 0.4
"""What one attempt counts for as evidence: the attempts of a group are alike."""


class Curves(State):
    """Beliefs about all tracks and arms, in logits."""

    mean: TrackFloats
    """(tracks, 2) ability at depth 0, and slope over depth 0 … 1."""
    cov: TrackFloats
    """(tracks, 2, 2)"""
    residual: ArmFloats
    """(arms,) mean, and"""
    spread: ArmFloats
    """(arms,) variance of the arm's own offset."""
    own: TrackFloats
    """(tracks,) variance of the offsets among a track's arms: small where the labels are right."""


def start(space: Space) -> Curves:
    """Before any feedback. Where arms have a calibrated difficulty, their own offsets begin at what
    the curve does not explain.
    """
    tracks = len(space.tracks)
    return Curves(
        mean=np.tile([ABILITY, SLOPE], (tracks, 1)),
        cov=np.tile(np.diag([4.0, 9.0]), (tracks, 1, 1)),
        residual=_calibrated(space),
        spread=np.full(len(space), OWN),
        own=np.full(tracks, OWN),
    )


def _calibrated(space: Space) -> Float:
    """(arms,) what a calibrated difficulty says beyond the curve; 0 where there is none."""
    known = space.difficulty
    return np.where(np.isnan(known), 0.0, -known - ABILITY - SLOPE * space.depth)


def logits(curves: Curves, space: Space) -> Float:
    """(arms,) mean logit of success."""
    mean = curves.mean[space.track]
    result: Float = mean[:, 0] + mean[:, 1] * space.depth + curves.residual
    return result


def variance(curves: Curves, space: Space) -> Float:
    """(arms,) variance of the logit."""
    cov = curves.cov[space.track]
    x = space.depth
    line = cov[:, 0, 0] + 2 * x * cov[:, 0, 1] + x * x * cov[:, 1, 1]
    result: Float = line + curves.spread
    return result


def expected(z: Float, v: Float) -> Float:
    """Mean of the logistic function under N(z, v) (MacKay 1992, eq. 10)."""
    return logistic(z / np.sqrt(1 + np.pi / 8 * v))


def logit(p: Float) -> Float:
    """The inverse of `logistic`, for rates held to 0.0001 … 0.9999."""
    p = np.clip(p, 1e-4, 1 - 1e-4)
    result: Float = np.log(p / (1 - p))
    return result


def logistic(z: Float) -> Float:
    """1 / (1 + exp(-z)), without overflow."""
    result: Float = 0.5 + 0.5 * np.tanh(0.5 * z)
    return result


def update(curves: Curves, space: Space, solved: Float, tries: Float, groups: Float) -> Curves:
    """The belief after some feedback; (arms,) sums of rewards, attempts and groups."""
    tracks = len(space.tracks)
    solved, tries = solved * TRUST, tries * TRUST
    # An ability moves with practice: half of it by its own track's groups, half by everybody's.
    here = np.bincount(space.track, groups, tracks)
    moved = 0.5 * here + 0.5 * groups.sum() / tracks  # (tracks,)

    cov = curves.cov.copy()
    cov[:, 0, 0] = np.minimum(cov[:, 0, 0] + DRIFT * moved, 8.0)
    cov[:, 1, 1] = np.minimum(cov[:, 1, 1] + 0.3 * DRIFT * moved, 16.0)
    scale = curves.own[space.track]
    spread = np.minimum(curves.spread + OWN_DRIFT * moved[space.track], scale)
    prior = _inverse(cov)
    mean, residual = curves.mean, curves.residual
    own, hessian = 1 / spread, prior
    for _ in range(STEPS):
        z = mean[space.track, 0] + mean[space.track, 1] * space.depth + residual
        p = logistic(z)
        w = tries * p * (1 - p) + 1e-9
        slack = solved - tries * p
        own = w + 1 / spread
        pull = slack - (residual - curves.residual) / spread
        # The arms' own offsets are eliminated: what is left is two equations for each track.
        share = w / own
        kept = w - w * share
        hessian = prior + _outer(kept, space)
        force = _moments(slack - share * pull, space)
        force = force - np.einsum("tij,tj->ti", prior, mean - curves.mean)
        step = np.clip(np.einsum("tij,tj->ti", _inverse(hessian), force), -2, 2)
        mean = mean + step
        line = step[space.track, 0] + step[space.track, 1] * space.depth
        residual = residual + np.clip(pull / own - share * line, -2, 2)
    mean[:, 1] = np.minimum(mean[:, 1], -0.2)
    # How far labels can be trusted is learned: the offsets' variance that makes them most likely
    # (MacKay 1992, "Bayesian interpolation", eq. 2.20), and the offsets as they are under it.
    base = _calibrated(space)
    away = residual - base
    seen = np.clip(1 - 1 / (own * scale), 0, 1)
    evidence = np.bincount(space.track, away * away, tracks)
    trust = (BELIEF * OWN + evidence) / (BELIEF + np.bincount(space.track, seen, tracks))
    trust = np.clip(trust, *OWN_RANGE)
    renewed = np.maximum(own - 1 / scale, 0) + 1 / trust[space.track]
    return Curves.model_construct(
        mean=mean,
        cov=_inverse(hessian),
        residual=base + away * own / renewed,
        spread=1 / renewed,
        own=trust,
    )


def _moments(x: Float, space: Space) -> Float:
    """(tracks, 2) sums of x and x * depth over each track's arms."""
    n = len(space.tracks)
    return np.stack(
        [np.bincount(space.track, x, n), np.bincount(space.track, x * space.depth, n)], axis=1
    )


def _outer(x: Float, space: Space) -> Float:
    """(tracks, 2, 2) sums of x * (1, depth) (1, depth)' over each track's arms."""
    first, second = _moments(x, space), _moments(x * space.depth, space)
    return np.stack([first, second], axis=1)


def _inverse(m: Float) -> Float:
    """Inverses of symmetric 2 x 2 matrices, along the first axis."""
    det = m[:, 0, 0] * m[:, 1, 1] - m[:, 0, 1] ** 2
    result = np.empty_like(m)
    result[:, 0, 0], result[:, 1, 1] = m[:, 1, 1] / det, m[:, 0, 0] / det
    result[:, 0, 1] = result[:, 1, 0] = -m[:, 0, 1] / det
    return result
