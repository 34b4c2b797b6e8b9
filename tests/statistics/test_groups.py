"""Groups of answers: advantages and weights."""

import numpy as np
import pytest

from tasksynth.statistics import generator
from tasksynth.statistics.groups import raw_weights, z_scores


def test_z_scores_are_of_each_prompt_alone() -> None:
    """RLPrompt's equation: less the prompt's mean, over its deviation."""
    easy, hard = [1.0, 1.0, 1.0, 0.0], [0.2, 0.0, 0.0, 0.0]
    found = z_scores([easy, hard, [0.1] * 4])
    assert found[0] == pytest.approx((np.array(easy) - 0.75) / np.std(easy))
    assert found[1][0] == pytest.approx(3**0.5)  # as rare, so as good, however small the reward
    assert found[1] == pytest.approx(-found[0][::-1])
    assert not found[2].any()


def test_weights_are_larger_for_harder_prompts_and_wider_gaps_within_bounds() -> None:
    rates = np.linspace(0, 1, 21)
    weights = raw_weights(rates)
    assert (np.diff(weights) < 0).all()
    assert (weights[0], weights[-1]) == (1.5, 0.5)
    assert (np.diff(raw_weights(0.2, [0.1, 0.5, 1.0])) > 0).all()
    drawn = generator().random(1000) ** 3
    scaled = raw_weights(drawn) / raw_weights(drawn).mean()
    assert scaled.mean() == pytest.approx(1)
    assert scaled.max() <= 3 * scaled.min()
