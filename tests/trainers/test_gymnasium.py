"""Gymnasium's own checker on the single-turn environment, and what an agent meets in it."""

from typing import Any

import pytest

gym = pytest.importorskip("gymnasium")

from gymnasium.utils.env_checker import check_env

from tasksynth import source
from tasksynth.single import Judge

pytestmark = pytest.mark.trainer


def make(**options: Any) -> Any:
    return gym.make("tasksynth.adapters.gymnasium:tasksynth/Task-v0", family="demo.sum", **options)


def test_the_checker_has_nothing_to_say() -> None:
    check_env(make(render_mode="ansi").unwrapped)


def test_a_right_answer_is_rewarded_and_a_wrong_one_not() -> None:
    env = make(level=0.9)
    task = source("demo.sum", seed=0, level=0.9).make(7)
    prompt, info = env.reset(options={"index": 7})
    assert (prompt, info["task"]) == (task.prompt, task.id)
    _, reward, done, cut, info = env.step(Judge(task).family.solve(Judge(task).instance()))
    assert (reward, done, cut, info["verdict"]["status"]) == (1.0, True, False, "pass")
    env.reset(options={"index": 7})
    assert env.step("-1")[1:4] == (0.0, True, False)


def test_parts_are_rewarded_on_request() -> None:
    env = make(partial=True)
    task = source("demo.sum", seed=0, level=0.5).make(3)
    env.reset(options={"index": 3})
    near = str(task.instance["a"] + task.instance["b"] + 1)
    assert env.step(near)[1] == 0.25


def test_a_fault_of_ours_cuts_the_episode_off() -> None:
    env = make()
    env.reset(seed=1)
    _, reward, done, cut, info = env.step("hang")
    assert (reward, done, cut) == (0.0, False, True)
    assert info["verdict"]["reward"] is None


def test_the_seed_decides_all_that_follows() -> None:
    def prompts(seed: int) -> list[str]:
        env = make()
        return [env.reset(seed=seed)[0], env.reset()[0], env.reset()[0]]

    assert prompts(5) == prompts(5) != prompts(6)
    assert len(set(prompts(5))) == 3
