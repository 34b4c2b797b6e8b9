"""At what success rate practice pays: learned from the progress that it brought.

Trainers differ in what teaches them: mixed groups, rare successes, many of them. Each track keeps
to one target for a block of practice; what the track gained in it is regressed on how many groups
were practised at which expected success rate:

    gained[track] = sum over knots of value[knot] * practice[track, knot] + error

The belief about the values is Gaussian. Its prior is the shape that the advantages of a mixed group
have (GRPO), at the pace that is measured, so that where progress is slow against the error of
measurement the target stays where it was. Targets are drawn by what is believed (Thompson 1933),
and move by one knot at a time.
"""

from typing import Any

import numpy as np

from tasksynth.curriculum.arrays import Float, Floats, State, TrackFloats
from tasksynth.curriculum.belief import curves, measure
from tasksynth.curriculum.belief.measure import Measure
from tasksynth.curriculum.space import Space
from tasksynth.rng import Stream

KNOTS = np.array([0.1, 0.2, 0.35, 0.5, 0.65, 0.8])
"""Success rates at which the value of practice is estimated; all but the first may be targets."""
USUAL = 0.35
"""The target until there is evidence."""
BLOCK = 32.0
"""Groups a track, on average, for which a target is kept."""
SETTLE = 6.0
"""How many of these go by before progress is counted: a new target is new ground, and what is
learned of the ground must not pass for progress."""
KEEP = 0.95
"""What a block's evidence counts for after another one."""
ERROR = 0.25
"""Variance, in logits squared, of the ability that is measured to have been gained in a block."""
UNEVEN = 0.4
"""Standard deviation of the pace of tracks, as a share of it."""
DOUBT = 1.0
"""Prior standard deviation of a value, as a share of the usual one."""
REACH = 0.6
"""Knots nearer than this, in logits, have much the same value."""
LUCK = 0.4
"""How far a drawn target strays from the best one, against what is believed possible."""
AHEAD = 0.5
"""Progress at a low success rate opens more ground: its value counts (1 - rate) to this power."""

_LOGIT = curves.logit(KNOTS)
_SHAPE = 2 * np.sqrt(KNOTS * (1 - KNOTS))
_ALIKE = np.exp(-0.5 * ((_LOGIT[:, None] - _LOGIT) / REACH) ** 2)
_PRIOR = np.linalg.inv(DOUBT**2 * (0.9 * _ALIKE + 0.1 * np.eye(len(KNOTS))))
_STREAM = b"aim"


class Aim(State):
    """The targets, and the evidence for them."""

    target: TrackFloats
    """(tracks,) success rate to practise at."""
    blocks: int = 0
    since: float = 0.0
    """Groups heard of when the block began."""
    ability: TrackFloats
    """(tracks,) when its progress began to count."""
    practice: TrackFloats
    """(tracks, knots) groups since then, by the success that was expected of them."""
    gram: Floats
    """(knots, knots) sums over blocks and tracks of products of practice, and"""
    moment: Floats
    """(knots,) of practice with progress; both over the variance of the error."""


def start(space: Space) -> Aim:
    """Every track at the usual target."""
    tracks, knots = len(space.tracks), len(KNOTS)
    return Aim(
        target=np.full(tracks, USUAL),
        ability=np.zeros(tracks),
        practice=np.zeros((tracks, knots)),
        gram=np.zeros((knots, knots)),
        moment=np.zeros(knots),
    )


def update(aim: Aim, space: Space, groups: Float, expected: Float, known: Measure) -> Aim:
    """After some feedback: (arms,) groups and the success expected of them, and what was measured
    since.
    """
    tracks = len(space.tracks)
    age = (known.heard - aim.since) / tracks
    changes: dict[str, Any]
    if known.heard <= measure.WARM_UP * tracks or age <= SETTLE:
        changes = {"ability": measure.ability(known.curves, space)}
        if known.heard <= measure.WARM_UP * tracks:
            changes["since"] = known.heard
    else:
        rows = np.flatnonzero(groups)
        practice = aim.practice.copy()
        np.add.at(practice, space.track[rows], _hats(expected[rows]) * groups[rows, None])
        changes = {"practice": practice}
        if age >= BLOCK:
            changes |= _judge(aim, practice, known, space)
    return aim.model_copy(update=changes)


def _judge(aim: Aim, practice: Float, known: Measure, space: Space) -> dict[str, Any]:
    """What the end of a block changes."""
    pace = measure.progress(known, space)
    usual = float(np.sort(pace)[len(pace) // 2 :].mean()) + 1e-9
    gained = measure.ability(known.curves, space) - aim.ability
    # A track on which nothing helps says nothing about the rest.
    trust = np.clip(2 * pace / usual, 0, 1) / (
        ERROR + (UNEVEN * usual * practice.sum(1)) ** 2
    )  # (tracks,)
    gram = KEEP * aim.gram + np.einsum("t,tk,tl->kl", trust, practice, practice)
    moment = KEEP * aim.moment + np.einsum("t,tk->k", trust * gained, practice)
    prior = _PRIOR / usual**2
    cov = np.linalg.inv(gram + prior)
    mean = cov @ (moment + prior @ (usual * _SHAPE))
    luck = Stream(_STREAM).rng(aim.blocks).normal(size=practice.shape)
    value = mean + LUCK * np.einsum("kl,tl->tk", np.linalg.cholesky(cov), luck)
    value = value * (1 - KNOTS) ** AHEAD
    now = np.searchsorted(KNOTS, aim.target)
    value[np.abs(np.arange(len(KNOTS)) - now[:, None]) > 1] = -np.inf
    value[:, 0] = -np.inf
    return {
        "target": KNOTS[value.argmax(1)],
        "blocks": aim.blocks + 1,
        "since": known.heard,
        "practice": np.zeros_like(practice),
        "gram": gram,
        "moment": moment,
    }


def _hats(p: Float) -> Float:
    """(n, knots) weights of the two knots around each rate, by its logit; they sum to 1."""
    z = curves.logit(p)
    right = np.clip(np.searchsorted(_LOGIT, z), 1, len(KNOTS) - 1)
    share = np.clip((z - _LOGIT[right - 1]) / (_LOGIT[right] - _LOGIT[right - 1]), 0, 1)
    hats = np.zeros((len(p), len(KNOTS)))
    rows = np.arange(len(p))
    hats[rows, right], hats[rows, right - 1] = share, 1 - share
    return hats
