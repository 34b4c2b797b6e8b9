"""Several objectives: against fronts whose measures are known."""

import numpy as np
import pytest

from tasksynth.statistics import generator
from tasksynth.statistics.fronts import expected_utility, front, hypervolume, inverted_distance

TREASURE = [1, 2, 3, 5, 8, 16, 24, 50, 74, 124]
STEPS = [1, 3, 5, 7, 8, 9, 13, 14, 17, 19]
SEA = np.stack([TREASURE, -np.array(STEPS)], axis=1)
"""The front of the deep sea treasure (Vamplew et al. 2011)."""


def test_the_front_of_the_deep_sea_treasure_has_the_volume_that_the_literature_gives() -> None:
    """1155 above (0, -25), as van Moffaert and Nowé have it (JMLR 15, 2014)."""
    assert hypervolume(SEA, (0, -25)) == 1155
    worse = SEA - [1, 1]
    assert hypervolume([*worse, *SEA, (0, 0), (200, -30)], (0, -25)) == 1155
    assert front([*SEA, *worse]).tolist() == [True] * 10 + [False] * 10


def test_volumes_are_those_that_throwing_darts_finds() -> None:
    rng = generator()
    for objectives in (1, 2, 3, 4):
        points = rng.random((6, objectives))
        darts = rng.random((20_000, objectives))
        hit = np.mean([(dart < points).all(1).any() for dart in darts])
        assert hypervolume(points, np.zeros(objectives)) == pytest.approx(hit, abs=0.01)


def test_twins_are_both_on_the_front_and_count_once() -> None:
    twins = [[1.0, 2.0], [1.0, 2.0], [2.0, 1.0]]
    assert front(twins).all()
    assert hypervolume(twins, (0, 0)) == hypervolume(twins[1:], (0, 0)) == 3


def test_a_line_is_as_far_off_as_its_gaps_are_wide() -> None:
    """Of x + y = 1, the middle alone is half the diagonal from both ends."""
    at = np.linspace(0, 1, 101)
    line = np.stack([at, 1 - at], axis=1)
    assert inverted_distance(line, line) == 0
    assert inverted_distance([[0.5, 0.5]], line[[0, -1]]) == pytest.approx(0.5**0.5)
    assert inverted_distance(line[::50], line) > inverted_distance(line[::10], line)


def test_users_take_what_suits_them() -> None:
    """Of a square's corner and two edges: on a line of users, max(w, 1 - w) is 3/4 on average."""
    w = (np.arange(1000) + 0.5) / 1000
    users = np.stack([w, 1 - w], axis=1)
    corners = np.eye(2)
    assert expected_utility(corners, users) == pytest.approx(0.75, abs=1e-6)
    assert expected_utility([*corners, [0.5, 0.5]], users) == pytest.approx(0.75, abs=1e-6)
    assert expected_utility([[1, 1]], users) == pytest.approx(1)


@pytest.mark.parametrize("wrong", [[], [1.0, 2.0], [[np.nan, 1.0]]])
def test_what_is_no_set_of_points_is_refused(wrong: list[float]) -> None:
    with pytest.raises(ValueError, match="want finite points"):
        front(wrong)
    with pytest.raises(ValueError, match="reference of 2 objectives"):
        hypervolume([[1.0, 2.0]], [0.0])
