"""Votes: planted clusters, ties, and whether voting helps those who click at random at times."""

import numpy as np
import pytest

from tasksynth.statistics import generator
from tasksynth.statistics.votes import Point, agreement, region, region_rewards


def test_agreement_is_the_share_of_equals_and_silence_agrees_with_nobody() -> None:
    assert agreement(["4", "4", None, "5"]) == [0.5, 0.5, 0.0, 0.25]
    assert agreement([None, None]) == [0.0, 0.0]
    assert agreement([]) == []


def test_a_planted_cluster_is_found_and_paid() -> None:
    clicks: list[Point | None] = [(100, 50), (104, 52), (98, 47), (400, 300), None]
    found = region(clicks, side=20)
    assert found is not None
    assert found == (94, 42, 108, 57, 3)
    assert found.centre == (101, 49.5)
    assert region_rewards(clicks, side=20) == [0.6, 0.6, 0.6, 0.2, 0.0]


def test_of_equal_votes_the_largest_region_wins_and_then_the_topmost() -> None:
    apart: list[Point | None] = [(50, 90), (50, 10), (10, 10)]
    assert region(apart, side=4) == (8, 8, 12, 12, 1)
    wider: list[Point | None] = [(0, 0), (3, 0), (50, 50), (51, 50)]
    assert region(wider, side=4) == (49, 48, 52, 52, 2)


def test_a_far_click_does_not_cut_a_region_in_two() -> None:
    assert region([(10, 10), (12, 10), (11, 500), (500, 9)], side=10) == (7, 5, 15, 15, 2)


def test_where_nobody_clicks_there_is_no_region() -> None:
    assert region([None, None], side=10) is None
    assert region_rewards([None, None], side=10) == [0.0, 0.0]
    with pytest.raises(ValueError, match="side above 0"):
        region([(1, 1)], side=0)


def test_voting_hits_oftener_than_the_clickers_that_vote() -> None:
    """Each hits a target of 24 pixels in two of five tries, and is anywhere else."""
    rng = generator()
    one, voted = [], []
    for _ in range(200):
        target = rng.uniform(50, 950, 2)
        near = target + rng.normal(0, 5, (16, 2))
        hit = rng.random(16) < 0.4
        at = np.where(hit[:, None], near, rng.uniform(0, 1000, (16, 2)))
        found = region([(float(x), float(y)) for x, y in at], side=24)
        assert found is not None
        one.append((np.abs(at - target) < 12).all(1).mean())
        voted.append(bool((np.abs(np.array(found.centre) - target) < 12).all()))
    assert np.mean(one) < 0.45
    assert np.mean(voted) > 0.95
