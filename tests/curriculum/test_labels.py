"""Wrong difficulty labels are found out, and only those."""

import numpy as np

from benchmarks.race.run import SPACE
from tasksynth.curriculum.arrays import Float
from tasksynth.curriculum.belief import curves, labels
from tasksynth.curriculum.belief.curves import BLIND, Ground
from tasksynth.curriculum.belief.labels import Labels
from tasksynth.rng import Stream

EASE = np.linspace(3.0, -5.0, 10)
"""Logits of success at the ten levels of a track."""


def measured(logits: Float, tracks: int) -> Labels:
    """After one group of 8 on each arm of the first tracks, of which `logits` has a row each."""
    rng = Stream(b"labels").rng(0)
    known = labels.start(SPACE)
    asked = (SPACE.track < tracks).astype(np.float64)
    for level in range(10):
        tries = 8 * asked * (SPACE.rank == level)
        chance = curves.logistic(logits[SPACE.track, SPACE.rank])
        solved = rng.binomial(tries.astype(np.int64), chance).astype(np.float64)
        known = labels.update(known, SPACE, solved, tries, tries / 8)
    return known


def test_a_reversed_ladder_is_doubted_and_a_right_one_is_not() -> None:
    logits = np.tile(EASE, (8, 1))
    logits[4:] = EASE[::-1]
    doubt = measured(logits, 8).doubt
    assert (doubt[:4] < 0.1).all()
    assert (doubt[4:] > 0.9).all()


def test_difficulty_is_what_was_measured_whatever_the_labels_say() -> None:
    order = Stream(b"labels").rng(1).permutation(10)
    logits = np.tile(EASE[order], (8, 1))
    found = labels.success(measured(logits, 8), SPACE).reshape(8, 10)
    easy, hard = logits[0] > 1, logits[0] < -2
    assert found[:, easy].min() > found[:, hard].max()


def test_labels_found_wrong_on_some_tracks_are_suspected_on_the_others() -> None:
    right, wrong = np.tile(EASE, (8, 1)), np.tile(EASE[::-1], (8, 1))
    start = labels.start(SPACE).doubt[7]
    assert measured(right, 7).doubt[7] < start < measured(wrong, 7).doubt[7]


def test_a_blind_filter_does_not_look_at_labels() -> None:
    found = []
    for ease in (EASE, EASE[::-1]):
        ground = Ground.of(SPACE, BLIND)
        known = curves.start(ground)
        tries = np.full(len(SPACE), 8.0)
        for _ in range(5):
            solved = tries * curves.logistic(ease[SPACE.rank])
            known = curves.update(known, ground, solved, tries, tries / 8)
        found.append(curves.logits(known, ground).reshape(8, 10))
    assert np.allclose(found[0], found[1][:, ::-1])
