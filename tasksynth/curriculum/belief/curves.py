"""Measured ability and difficulty: a filter over logistic success curves, one curve a track.

    logit p = ability[track] + slope[track] * depth[arm] + residual[arm]

Abilities move (the policy learns), so this is a state-space model: a two-parameter item-response
curve for each track (Birnbaum 1968) whose residuals let an arm be easier or harder than its place
in the ladder says. Gaussian beliefs, one Laplace step for each batch of feedback (the extended
Kalman filter of Fahrmeir 1992); belief about a curve and about its residuals is kept apart, so the
cost is linear in the number of arms.

The depth is the arm's label; or, for a filter that is blind to labels, the middle of the ladder
until the arm's own feedback says where on it the arm lies.
"""

from typing import Any, NamedTuple

import numpy as np

from tasksynth.curriculum.arrays import ArmFloats, Float, State, TrackFloats
from tasksynth.curriculum.space import Space

ABILITY, SLOPE = 1.0, -6.0
"""Prior means: the easiest arm is solved by three in four, the hardest by almost none."""
STEPS = 2
"""Newton steps to the mode."""
DRIFT = 0.02
"""Variance, in logits squared, that an ability gains with a group, and"""
ABILITY_VARIANCE = 8.0
"""the variance at which it gains no more."""
FORM = np.array([[1.0, -0.4], [-0.4, 0.3]])
"""How slopes drift along with abilities: practice reaches harder arms less."""
PLACING = 2.0
"""Slope squared at which half of an arm's offset is taken for a wrong place in the ladder."""
TRUST = 0.4
"""What one attempt counts for as evidence: the attempts of a group are alike."""


class Offsets(NamedTuple):
    """What a filter expects of the arms' own offsets."""

    own: float
    """Their variance, in logits squared, and"""
    belief: float
    """for how many arms' worth of evidence that expectation counts;"""
    least: float
    most: float
    """what it can be learned to be."""
    drift: float
    """Variance that an offset gains with a group."""


TRUSTING = Offsets(own=0.4, belief=3.0, least=0.1, most=9.0, drift=0.0003)
BLIND = Offsets(own=9.0, belief=6.0, least=3.0, most=16.0, drift=0.002)
"""With labels, and without."""


class Curves(State):
    """Beliefs about all tracks and arms, in logits."""

    labels: bool
    """Whether depth is what the labels say."""
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
    moved: ArmFloats
    """(arms,) depth at which the arm was found, beyond the nominal one."""
    evidence: TrackFloats
    """(tracks,) log-likelihood of the feedback that came last."""


def start(space: Space, *, labels: bool = True) -> Curves:
    """Before any feedback. Where arms have a calibrated difficulty, their own offsets begin at what
    the curve does not explain.
    """
    tracks, none = len(space.tracks), np.zeros(len(space))
    own = (TRUSTING if labels else BLIND).own
    return Curves(
        labels=labels,
        mean=np.tile([ABILITY, SLOPE], (tracks, 1)),
        cov=np.tile(np.diag([4.0, 9.0]), (tracks, 1, 1)),
        residual=_calibrated(space, _nominal(space, labels=labels)),
        spread=np.full(len(space), own),
        own=np.full(tracks, own),
        moved=none,
        evidence=np.zeros(tracks),
    )


def _nominal(space: Space, *, labels: bool) -> Float:
    """(arms,) depth, as long as the arm's own feedback does not say more."""
    return space.depth if labels else np.full(len(space), 0.5)


def _depth(curves: Curves, space: Space) -> Float:
    """(arms,) depth as it is believed to be."""
    result: Float = _nominal(space, labels=curves.labels) + curves.moved
    return result


def _calibrated(space: Space, nominal: Float) -> Float:
    """(arms,) what a calibrated difficulty says beyond the curve; 0 where there is none."""
    known = space.difficulty
    return np.where(np.isnan(known), 0.0, -known - ABILITY - SLOPE * nominal)


def logits(curves: Curves, space: Space) -> Float:
    """(arms,) mean logit of success."""
    mean = curves.mean[space.track]
    result: Float = mean[:, 0] + mean[:, 1] * _depth(curves, space) + curves.residual
    return result


def variance(curves: Curves, space: Space) -> Float:
    """(arms,) variance of the logit."""
    cov = curves.cov[space.track]
    x = _depth(curves, space)
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
    tracks, track = len(space.tracks), space.track
    depth, offsets = _depth(curves, space), TRUSTING if curves.labels else BLIND
    solved, tries = solved * TRUST, tries * TRUST
    # An ability moves with practice: half of it by its own track's groups, half by everybody's.
    here = np.bincount(track, groups, tracks)
    moved = 0.5 * here + 0.5 * groups.sum() / tracks  # (tracks,)

    room = np.maximum(1 - curves.cov[:, 0, 0] / ABILITY_VARIANCE, 0)
    cov = curves.cov + (DRIFT * moved * room)[:, None, None] * FORM
    scale = curves.own[track]
    spread = np.minimum(curves.spread + offsets.drift * moved[track], scale)
    prior = _inverse(cov)
    mean, residual = curves.mean, curves.residual
    own, hessian = 1 / spread, prior
    for _ in range(STEPS):
        z = mean[track, 0] + mean[track, 1] * depth + residual
        p = logistic(z)
        w = tries * p * (1 - p) + 1e-9
        slack = solved - tries * p
        own = w + 1 / spread
        pull = slack - (residual - curves.residual) / spread
        # The arms' own offsets are eliminated: what is left is two equations for each track.
        share = w / own
        kept = w - w * share
        hessian = prior + _outer(kept, depth, space)
        force = _moments(slack - share * pull, depth, space)
        force = force - np.einsum("tij,tj->ti", prior, mean - curves.mean)
        step = np.clip(np.einsum("tij,tj->ti", _inverse(hessian), force), -2, 2)
        mean = mean + step
        line = step[track, 0] + step[track, 1] * depth
        residual = residual + np.clip(pull / own - share * line, -2, 2)
    mean[:, 1] = np.minimum(mean[:, 1], -0.2)

    # Laplace's approximation to the likelihood (MacKay 1992, "Bayesian interpolation", eq. 2.6).
    z = mean[track, 0] + mean[track, 1] * depth + residual
    fit = solved * z - tries * np.logaddexp(0, z) - 0.5 * np.log(own * spread)
    fit = fit - 0.5 * (residual - curves.residual) ** 2 / spread
    change = mean - curves.mean
    occam = np.log(_det(prior) / _det(hessian)) - np.einsum("ti,tij,tj->t", change, prior, change)
    evidence = np.bincount(track, fit, tracks) + 0.5 * occam

    beyond = {"precision": own, "scale": scale, "slope": mean[track, 1], "residual": residual}
    return Curves.model_construct(
        labels=curves.labels,
        mean=mean,
        cov=_inverse(hessian),
        evidence=evidence,
        **_offsets(curves, space, offsets, **beyond),
    )


def _offsets(
    curves: Curves,
    space: Space,
    expected: Offsets,
    *,
    precision: Float,
    scale: Float,
    slope: Float,
    residual: Float,
) -> dict[str, Any]:
    """How far labels can be trusted, and the arms' own offsets as they are under that.

    Learned is the offsets' variance that makes them most likely (MacKay 1992, "Bayesian
    interpolation", eq. 2.20). Without labels an offset is, mostly, a place in the ladder: it grows
    and shrinks with the slope.
    """
    tracks = len(space.tracks)
    base = _calibrated(space, _nominal(space, labels=curves.labels))
    away = residual + slope * curves.moved - base
    seen = np.clip(1 - 1 / (precision * scale), 0, 1)
    evidence = np.bincount(space.track, away * away, tracks)
    own = (expected.belief * expected.own + evidence) / (
        expected.belief + np.bincount(space.track, seen, tracks)
    )
    own = np.clip(own, expected.least, expected.most)
    renewed = np.maximum(precision - 1 / scale, 0) + 1 / own[space.track]
    residual = base + away * precision / renewed - slope * curves.moved
    moved = curves.moved
    if not curves.labels:
        further = residual * slope / (slope * slope + PLACING)
        moved, residual = moved + further, residual - slope * further
    return {"residual": residual, "spread": 1 / renewed, "own": own, "moved": moved}


def _moments(x: Float, depth: Float, space: Space) -> Float:
    """(tracks, 2) sums of x and x * depth over each track's arms."""
    n = len(space.tracks)
    return np.stack(
        [np.bincount(space.track, x, n), np.bincount(space.track, x * depth, n)], axis=1
    )


def _outer(x: Float, depth: Float, space: Space) -> Float:
    """(tracks, 2, 2) sums of x * (1, depth) (1, depth)' over each track's arms."""
    first, second = _moments(x, depth, space), _moments(x * depth, depth, space)
    return np.stack([first, second], axis=1)


def _det(m: Float) -> Float:
    """Determinants of symmetric 2 x 2 matrices, along the first axis."""
    result: Float = m[:, 0, 0] * m[:, 1, 1] - m[:, 0, 1] ** 2
    return result


def _inverse(m: Float) -> Float:
    """Inverses of symmetric 2 x 2 matrices, along the first axis."""
    det = _det(m)
    result = np.empty_like(m)
    result[:, 0, 0], result[:, 1, 1] = m[:, 1, 1] / det, m[:, 0, 0] / det
    result[:, 0, 1] = result[:, 1, 0] = -m[:, 0, 1] / det
    return result
