"""Episodes as problems: how far what they pay is from what they are for."""

import pytest
from tasksynth_demo.walk import Corridor, Dig, Look, Step, Walk, Walker

from tasksynth import registry
from tasksynth.audit.tabular import episode_rewards
from tasksynth.errors import FamilyError, UsageError
from tasksynth_schemas import Verdict

ACTIONS = [Step(direction="left"), Step(direction="right"), Dig(), Look()]
CORRIDOR = Corridor(cells=8, start=1, treasure=6)


class Strict(Walk):
    """Pays for the treasure alone."""

    def judge(self, x: Corridor, s: Walker) -> Verdict:
        """All or nothing."""
        found = super().judge(x, s).status == "pass"
        return Verdict(status="pass" if found else "fail", reward=float(found))


def test_a_reward_for_passing_alone_is_at_no_distance() -> None:
    found = episode_rewards(Strict(), CORRIDOR, ACTIONS)
    assert found.problem.moves.shape == (9, 5, 9)  # eight cells and the end; stopping is the fifth
    assert found.distance == pytest.approx(0, abs=1e-9)
    assert not found.astray.size


def test_a_reward_for_staying_where_one_began_is_found_to_mislead() -> None:
    """A player in a hurry had better stop at once where that is paid, and nowhere else."""
    honest, homesick = (
        episode_rewards(registry.get(name), CORRIDOR, ACTIONS, discount=0.65)
        for name in ("demo.walk", "demo.walk_homesick")
    )
    assert not honest.astray.size
    assert 0 in homesick.astray.tolist()  # the beginning
    assert 0 < honest.distance < homesick.distance < 1
    patient = episode_rewards(registry.get("demo.walk_homesick"), CORRIDOR, ACTIONS)
    assert not patient.astray.size


def test_what_is_no_small_episode_is_refused() -> None:
    with pytest.raises(UsageError, match=r"demo\.walk has more than 5 states here; take a smaller"):
        episode_rewards(registry.get("demo.walk"), CORRIDOR, ACTIONS, most=5)
    with pytest.raises(FamilyError, match="has no turns"):
        episode_rewards(registry.get("sat.ksat"), CORRIDOR, ACTIONS)
