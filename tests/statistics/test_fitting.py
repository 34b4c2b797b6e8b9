"""Fits find what was planted, and say how sure they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth.statistics import generator
from tasksynth.statistics.fitting import falling, logistic, rasch


def sigmoid(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))


def test_violators_are_pooled_by_weight() -> None:
    assert falling([0.9, 0.4, 0.6, 0.1], [1, 1, 3, 1]) == pytest.approx([0.9, 0.55, 0.55, 0.1])
    assert falling([0.1, 0.2, 0.3], [1, 1, 1]) == pytest.approx([0.2] * 3)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 50)), min_size=1, max_size=12))
def test_a_fit_falls_keeps_the_mean_and_is_its_own_fit(points: list[tuple[float, int]]) -> None:
    values, weights = (list(column) for column in zip(*points, strict=True))
    fit = falling(values, weights)
    assert (np.diff(fit) <= 1e-12).all()
    assert np.dot(fit, weights) == pytest.approx(np.dot(values, weights))
    assert falling(fit, weights) == pytest.approx(fit)


def test_a_logistic_curve_is_found_again() -> None:
    levels = np.linspace(0, 1, 6)
    truth = sigmoid(2 - 5 * levels)
    rng = generator(3)
    drawn = rng.binomial(200, truth, size=(200, 6)) / 200
    found = logistic(levels, drawn, np.full(6, 200))
    assert found.mean(axis=0) == pytest.approx([2, -5], abs=0.1)
    assert np.std(found[:, 1]) < 0.6


def test_what_never_or_always_succeeds_has_a_finite_curve() -> None:
    found = logistic([0, 0.5, 1], [[0, 0, 0], [1, 1, 1], [1, 1, 0]], [50, 50, 50])
    assert np.isfinite(found).all()
    p = sigmoid(found @ np.array([[1, 1, 1], [0, 0.5, 1]]))
    assert p[0].max() < 0.01
    assert p[1].min() > 0.99
    assert p[2] == pytest.approx([1, 1, 0], abs=0.02)


def test_items_asked_of_different_subjects_come_to_one_scale() -> None:
    """The easy half is asked of the weak alone, the hard half of the strong; one item ties them."""
    rng = generator(4)
    ability, difficulty = np.array([-2.0, 2.0]), np.array([-3.0, -2.0, 0.0, 2.0, 3.0])
    tried = np.array([[400, 400, 400, 0, 0], [0, 0, 400, 400, 400]])
    passed = rng.binomial(tried, sigmoid(ability[:, None] - difficulty))
    scale = rasch(passed, tried)
    assert scale.ability == pytest.approx(ability, abs=0.35)
    assert (np.abs(scale.difficulty - difficulty) < 3 * scale.error + 0.1).all()
    assert scale.error[2] < scale.error[0]
    with pytest.raises(ValueError, match="asked of nobody"):
        rasch([[0, 1]], [[0, 2]])


def test_one_subject_is_at_zero_and_errors_are_those_of_its_logits() -> None:
    scale = rasch([[40, 20, 8]], [[80, 80, 80]])
    assert scale.ability == pytest.approx([0])
    assert scale.difficulty == pytest.approx([0, np.log(3), np.log(9)], abs=0.06)
    usual = 1 / np.sqrt(80 * np.array([0.25, 0.1875, 0.09]))
    assert scale.error == pytest.approx(usual, rel=0.05)
