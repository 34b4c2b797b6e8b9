"""What verdicts are worth to trainers, one and in groups."""

import pytest

from tasksynth.adapters.scoring import group_rewards, reward_of
from tasksynth_schemas import Verdict

PASS = Verdict(status="pass", reward=1.0)
FAIL = Verdict(status="fail", reward=0.25, parts={"near": 1.0})
ERROR = Verdict(status="error", reward=None, why="a fault of ours")


def test_parts_count_only_where_they_are_asked_for() -> None:
    assert [reward_of(one) for one in (PASS, FAIL, ERROR)] == [1.0, 0.0, None]
    assert reward_of(FAIL, partial=True) == 0.25
    assert group_rewards([PASS, FAIL], partial=True) == [1.0, 0.25]


@pytest.mark.parametrize(
    ("group", "rewards"),
    [
        ([PASS, FAIL], [1.0, 0.0]),
        ([PASS, ERROR, FAIL, PASS], [1.0, 2 / 3, 0.0, 1.0]),
        ([ERROR, ERROR], [0.0, 0.0]),
    ],
)
def test_a_fault_of_ours_leaves_the_mean_of_its_group_as_it_was(
    group: list[Verdict], rewards: list[float]
) -> None:
    assert group_rewards(group) == pytest.approx(rewards)
