"""The Gymnasium environments: their contract, and an episode's answer."""

import warnings
from typing import Any, SupportsFloat

import numpy as np
import pytest

from tasksynth import grade
from tasksynth.errors import UsageError
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.goals import goal_mask
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.policies import oracle, random_actions
from tasksynth_minecraft.embodied.rollout import Rollout
from tests.generators.minecraft.conftest import Drawer
from tests.generators.minecraft.embodied.test_rollout import stage

pytest.importorskip("gymnasium")
from gymnasium.utils.env_checker import check_env

from tasksynth_minecraft.embodied.gym import CrossviewEnv
from tasksynth_minecraft.embodied.vector import VectorCrossviewEnv


def crossview(drawn: Drawer, event: str = "mine", count: int = 1) -> list[Crossview]:
    made = [draw.instance for draw in drawn(event, 0.25, count, image_size=48)]
    assert all(isinstance(task, Crossview) for task in made)
    return made  # type: ignore[return-value]


def test_gymnasium_accepts_the_environment(drawn: Drawer) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", message=".*symmetric and normalized.*"
        )  # the camera's 180
        warnings.filterwarnings("ignore", message=".*not having a spec.*")
        check_env(CrossviewEnv(crossview(drawn)[0]), skip_render_check=True)


def test_playing_the_oracle_through_the_environment_is_an_answer(drawn: Drawer) -> None:
    draw = drawn("mine", 0.25, 1, image_size=48)[0]
    assert isinstance(draw.instance, Crossview)
    env = CrossviewEnv(draw.instance)
    rows = oracle(draw.instance)
    assert rows is not None
    obs, _ = env.reset()
    assert (obs["cross_view"]["cross_view_obj_mask"] == goal_mask(draw.instance)).all()
    assert obs["cross_view"]["cross_view_obj_id"] == 2
    reward: SupportsFloat = 0.0
    ended = False
    info: dict[str, Any] = {}
    for action in actions.to_minestudio(rows):
        assert not ended
        obs, reward, ended, cut, info = env.step(action)
        assert not cut
    assert (reward, ended, info["success"]) == (1.0, True, True)
    assert grade(draw.task, env.answer()).status == "pass"


def test_a_camera_that_is_no_number_is_refused(drawn: Drawer) -> None:
    env = CrossviewEnv(crossview(drawn)[0])
    env.reset()
    with pytest.raises(UsageError, match="two finite numbers"):
        env.step({"camera": np.array([np.nan, 0])})


def test_another_task_of_another_size_is_refused(drawn: Drawer) -> None:
    env = CrossviewEnv(crossview(drawn)[0])
    other = crossview(drawn)[0].model_copy(update={"width": 64})
    with pytest.raises(UsageError, match="make another environment"):
        env.reset(options={"task": other})


def test_side_by_side_is_one_by_one(drawn: Drawer) -> None:
    tasks = crossview(drawn, "hunt", 3)
    many = VectorCrossviewEnv(tasks)
    obs, _ = many.reset()
    assert many.observation_space.contains(obs)
    singles = [CrossviewEnv(task) for task in tasks]
    for env in singles:
        env.reset()
    row = actions.row("forward", "jump", yaw=900)
    alone: list[dict[str, Any]] = []
    for _ in range(40):
        obs, *_ = many.step(np.tile(row, (3, 1)))
        alone = [
            env.step({"forward": 1, "jump": 1, "camera": (0.0, 900 * 360 / 65536)})[0]
            for env in singles
        ]
    for i in range(3):
        assert (obs["image"][i] == alone[i]["image"]).all()


def test_many_at_once_are_each_as_alone_whatever_they_hold(drawn: Drawer) -> None:
    tasks = [
        *crossview(drawn, "mine", 2),
        *crossview(drawn, "hunt", 2),
        *crossview(drawn, "place", 2),
        drawn("hunt", 0.5, 1, image_size=48, weapon="bow")[0].instance,
        drawn("mine", 0.0, 1, image_size=48, scene_size=40)[0].instance,
    ]
    many = VectorCrossviewEnv(tasks, pixels=False)  # type: ignore[arg-type]
    singles = [CrossviewEnv(task, pixels=False) for task in tasks]  # type: ignore[arg-type]
    plays = [random_actions(task)[:150] for task in tasks]  # type: ignore[arg-type]
    for _ in range(2):  # again after a reset
        seen, _ = many.reset()
        felt = [env.reset()[0]["state"] for env in singles]
        assert (seen["state"] == np.stack(felt)).all()
        for at in range(150):
            seen, *_ = many.step(np.stack([rows[at] for rows in plays]))
            for env, rows in zip(singles, plays, strict=True):
                env.episode.step(rows[at])
            if any(env.episode.over for env in singles):
                break
            assert (seen["state"] == np.stack([env.episode.felt() for env in singles])).all()
        for env, rollout in zip(singles, many.fleet.rollouts, strict=True):
            assert rollout.log() == env.episode.log()
            assert (rollout.blocks == env.episode.blocks).all()


def test_what_is_felt_says_where_the_target_is() -> None:
    ahead = Rollout(stage(put={(8, 6, 12): "gold_block"}, target=(8, 6, 12)))
    ahead.step(actions.row())
    felt = ahead.felt()
    assert felt[0] == pytest.approx(1, abs=0.01)  # straight ahead
    assert felt[2] == pytest.approx(4 / 32, abs=0.01)
    assert felt[5] == 1  # the crosshair is on it
    ahead.step(actions.row(yaw=-16384))  # a quarter to the left: it is to the right now
    felt = ahead.felt()
    assert felt[1] == pytest.approx(1, abs=0.01)
    assert felt[5] == 0


def test_a_finished_one_starts_again_on_the_next_step(drawn: Drawer) -> None:
    task = crossview(drawn)[0].model_copy(update={"horizon": 3})
    many = VectorCrossviewEnv([task], pixels=False)
    many.reset()
    still = np.tile(actions.row(), (1, 1))
    cut = [bool(many.step(still)[3][0]) for _ in range(8)]
    assert cut == [False, False, True, False, False, False, True, False]
