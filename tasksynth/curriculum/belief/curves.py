"""Measured ability and difficulty: a filter over logistic success curves, one curve a track.

    logit p = ability[track] + slope[track] * depth[arm] + residual[arm]

Abilities move (the policy learns), so this is a state-space model: a two-parameter item-response
curve for each track (Birnbaum 1968) whose residuals let an arm be easier or harder than its place
in the ladder says. Gaussian beliefs, one Laplace step for each batch of feedback (the extended
Kalman filter of Fahrmeir 1992); belief about a curve and about its residuals is kept apart, so the
cost is linear in the number of arms.

Of the rewards, some may be wrong: p then lies between the noise and one minus it. The depth is the
arm's label; or, for a filter that is blind to labels, the middle of the ladder
until the arm's own feedback says where on it the arm lies.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tasksynth.curriculum.arrays import ArmFloats, Float, Int, State, TrackFloats
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
TINY = 1e-12


class Supposed(NamedTuple):
    """What a filter takes for granted."""

    labels: bool
    """Whether depth is what the labels say."""
    noise: float
    """Share of rewards that are wrong, either way."""
    own: float
    """Variance of the arms' own offsets, in logits squared, and"""
    belief: float
    """for how many arms' worth of evidence that expectation counts;"""
    least: float
    most: float
    """what it can be learned to be."""
    drift: float
    """Variance that an offset gains with a group."""


TRUSTING = Supposed(labels=True, noise=0.0, own=0.4, belief=3.0, least=0.1, most=9.0, drift=0.0003)
BLIND = Supposed(labels=False, noise=0.0, own=9.0, belief=6.0, least=3.0, most=16.0, drift=0.002)


@dataclass(frozen=True, eq=False)
class Ground:
    """Several suppositions about each track, side by side: a curve for each.

    With k of them, curve t * k + i is track t under the i-th, and cell a * k + i is arm a: arms and
    tracks that are added later come at the end.
    """

    curves: int
    curve: Int
    """(cells,) the curve of each cell."""
    depth: Float
    """(cells,) nominal depth: the label, or the middle of the ladder."""
    base: Float
    """(cells,) what a calibrated difficulty says beyond the prior curve; 0 where there is none."""
    blind: NDArray[np.bool_]
    """(cells,) True where labels are not looked at."""
    supposed: Supposed
    """The same with an array (curves,) for each value."""

    @classmethod
    def of(cls, space: Space, *suppositions: Supposed) -> "Ground":
        """For the arms of a space; made once."""
        known: dict[Any, Ground] = space.kept
        if suppositions not in known:
            known[suppositions] = cls._made(space, suppositions)
        return known[suppositions]

    @classmethod
    def _made(cls, space: Space, suppositions: tuple[Supposed, ...]) -> "Ground":
        k, arms, tracks = len(suppositions), len(space), len(space.tracks)
        labels = np.tile([one.labels for one in suppositions], arms)
        depth = np.where(labels, np.repeat(space.depth, k), 0.5)
        known = np.repeat(space.difficulty, k)
        columns = zip(*suppositions, strict=True)
        return cls(
            curves=tracks * k,
            curve=np.repeat(space.track, k) * k + np.tile(np.arange(k), arms),
            depth=depth,
            base=np.where(np.isnan(known), 0.0, -known - ABILITY - SLOPE * depth),
            blind=~labels,
            supposed=Supposed(*(np.tile(column, tracks) for column in columns)),  # type: ignore[arg-type]
        )


class Curves(State):
    """Beliefs about all curves and cells of a ground, in logits."""

    mean: TrackFloats
    """(curves, 2) ability at depth 0, and slope over depth 0 … 1."""
    cov: TrackFloats
    """(curves, 2, 2)"""
    residual: ArmFloats
    """(cells,) mean, and"""
    spread: ArmFloats
    """(cells,) variance of the arm's own offset."""
    own: TrackFloats
    """(curves,) variance of the offsets among a track's arms: small where the labels are right."""
    moved: ArmFloats
    """(cells,) depth at which the arm was found, beyond the nominal one."""
    evidence: TrackFloats
    """(curves,) log-likelihood of the feedback that came last."""


def start(ground: Ground) -> Curves:
    """Before any feedback. Where arms have a calibrated difficulty, their own offsets begin at what
    the curve does not explain.
    """
    own = np.array(ground.supposed.own, dtype=np.float64)
    return Curves(
        mean=np.tile([ABILITY, SLOPE], (ground.curves, 1)),
        cov=np.tile(np.diag([4.0, 9.0]), (ground.curves, 1, 1)),
        residual=ground.base,
        spread=own[ground.curve],
        own=own,
        moved=np.zeros(len(ground.curve)),
        evidence=np.zeros(ground.curves),
    )


def logits(curves: Curves, ground: Ground) -> Float:
    """(cells,) mean logit of success."""
    mean = curves.mean[ground.curve]
    result: Float = mean[:, 0] + mean[:, 1] * (ground.depth + curves.moved) + curves.residual
    return result


def variance(curves: Curves, ground: Ground) -> Float:
    """(cells,) variance of the logit."""
    cov = curves.cov[ground.curve]
    x = ground.depth + curves.moved
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


def update(curves: Curves, ground: Ground, solved: Float, tries: Float, groups: Float) -> Curves:
    """The belief after some feedback; (cells,) sums of rewards, attempts and groups."""
    count, curve, supposed = ground.curves, ground.curve, ground.supposed
    depth = ground.depth + curves.moved
    solved, tries = solved * TRUST, tries * TRUST
    # An ability moves with practice: half of it by its own track's groups, half by everybody's.
    here = np.bincount(curve, groups, count)
    moved = 0.5 * here + 0.5 * groups.sum() / count  # (curves,)
    noise = np.asarray(supposed.noise)[curve]
    sound = 1 - 2 * noise

    room = np.maximum(1 - curves.cov[:, 0, 0] / ABILITY_VARIANCE, 0)
    cov = curves.cov + (DRIFT * moved * room)[:, None, None] * FORM
    scale = curves.own[curve]
    spread = np.minimum(curves.spread + (supposed.drift * moved)[curve], scale)
    prior = _inverse(cov)
    mean, residual = curves.mean, curves.residual
    own, hessian = 1 / spread, prior
    for _ in range(STEPS):
        q = logistic(mean[curve, 0] + mean[curve, 1] * depth + residual)
        p = noise + sound * q
        vary = np.maximum(p * (1 - p), 1e-9)
        bend = sound * q * (1 - q) / vary  # 1 without noise
        w = tries * bend * bend * vary + 1e-9
        slack = bend * (solved - tries * p)
        own = w + 1 / spread
        pull = slack - (residual - curves.residual) / spread
        # The arms' own offsets are eliminated: what is left is two equations for each track.
        share = w / own
        kept = w - w * share
        hessian = prior + _outer(kept, depth, ground)
        force = _moments(slack - share * pull, depth, ground)
        force = force - np.einsum("tij,tj->ti", prior, mean - curves.mean)
        step = np.clip(np.einsum("tij,tj->ti", _inverse(hessian), force), -2, 2)
        mean = mean + step
        line = step[curve, 0] + step[curve, 1] * depth
        residual = residual + np.clip(pull / own - share * line, -2, 2)
    mean[:, 1] = np.minimum(mean[:, 1], -0.2)

    # Laplace's approximation to the likelihood (MacKay 1992, "Bayesian interpolation", eq. 2.6).
    p = noise + sound * logistic(mean[curve, 0] + mean[curve, 1] * depth + residual)
    fit = solved * np.log(p + TINY) + (tries - solved) * np.log(1 - p + TINY)
    fit = fit - 0.5 * np.log(own * spread)
    fit = fit - 0.5 * (residual - curves.residual) ** 2 / spread
    change = mean - curves.mean
    occam = np.log(_det(prior) / _det(hessian)) - np.einsum("ti,tij,tj->t", change, prior, change)
    evidence = np.bincount(curve, fit, count) + 0.5 * occam

    beyond = {"precision": own, "scale": scale, "slope": mean[curve, 1], "residual": residual}
    return Curves.model_construct(
        mean=mean,
        cov=_inverse(hessian),
        evidence=evidence,
        **_offsets(curves, ground, **beyond),
    )


def _offsets(
    curves: Curves,
    ground: Ground,
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
    supposed, curve = ground.supposed, ground.curve
    away = residual + slope * curves.moved - ground.base
    seen = np.clip(1 - 1 / (precision * scale), 0, 1)
    evidence = np.bincount(curve, away * away, ground.curves)
    belief = np.asarray(supposed.belief)
    own = (belief * supposed.own + evidence) / (belief + np.bincount(curve, seen, ground.curves))
    own = np.clip(own, supposed.least, supposed.most)
    renewed = np.maximum(precision - 1 / scale, 0) + 1 / own[curve]
    residual = ground.base + away * precision / renewed - slope * curves.moved
    further = np.where(ground.blind, residual * slope / (slope * slope + PLACING), 0)
    return {
        "residual": residual - slope * further,
        "spread": 1 / renewed,
        "own": own,
        "moved": curves.moved + further,
    }


def _moments(x: Float, depth: Float, ground: Ground) -> Float:
    """(curves, 2) sums of x and x * depth over each curve's cells."""
    n, curve = ground.curves, ground.curve
    return np.stack([np.bincount(curve, x, n), np.bincount(curve, x * depth, n)], axis=1)


def _outer(x: Float, depth: Float, ground: Ground) -> Float:
    """(curves, 2, 2) sums of x * (1, depth) (1, depth)' over each curve's cells."""
    first, second = _moments(x, depth, ground), _moments(x * depth, depth, ground)
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
