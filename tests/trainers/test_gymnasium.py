"""Gymnasium's own checker on environments of one turn and of several, and what agents meet."""

import json
from typing import Any

import pytest

gym = pytest.importorskip("gymnasium")

from gymnasium.utils.env_checker import check_env

from tasksynth import registry, source
from tasksynth.episode import read_transcript
from tasksynth.single import Judge

pytestmark = pytest.mark.trainer


ID = "tasksynth.adapters.gymnasium:tasksynth/Task-v0"


def make(family: str = "demo.sum", **options: Any) -> Any:
    return gym.make(ID, family=family, **options)


def solution(family: str, index: int) -> list[dict[str, Any]]:
    task = source(family, seed=0, level=0.5).make(index)
    answer = Judge(task).family.solve(Judge(task).instance())
    return [action.model_dump() for action in read_transcript(answer).actions]


@pytest.mark.parametrize("family", ["demo.sum", "demo.pictured", "demo.walk"])
@pytest.mark.parametrize("observation", [None, "text", "dict"])
def test_the_checker_has_nothing_to_say(family: str, observation: Any) -> None:
    check_env(make(family, observation=observation, render_mode="ansi").unwrapped)


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


@pytest.mark.parametrize("form", ["dict", "json"])
def test_an_episode_is_played_and_paid_at_its_end(form: str) -> None:
    env = make("demo.walk")
    seen, info = env.reset(options={"index": 3})
    family = registry.get("demo.walk")
    task = source("demo.walk", seed=0, level=0.5).make(3)
    x = Judge(task).instance()
    assert seen == {"text": task.text, "media": family.media(x)}  # type: ignore[attr-defined]
    assert [tool["function"]["name"] for tool in info["tools"]] == ["step", "look", "dig"]
    *steps, dig = solution("demo.walk", 3)
    for turn, action in enumerate(steps, 1):
        sent = action if form == "dict" else json.dumps(action)
        assert env.action_space.contains(sent)
        seen, reward, done, cut, info = env.step(sent)
        assert (reward, done, cut, info["turn"]) == (0.0, False, False, turn)
        assert seen["text"].startswith("You stand in cell ")
    seen, *_ = env.step('{"tool": "look"}')
    assert seen["media"]["corridor.png"].startswith(b"\x89PNG")
    seen, reward, done, cut, info = env.step(dig)
    assert (seen["text"], reward, done, cut) == ("You dig.", 1.0, True, False)
    assert info["verdict"]["status"] == "pass"
    assert Judge(task).grade(info["answer"]).status == "pass"
    with pytest.raises(gym.error.ResetNeeded):
        env.step(dig)


def test_whatever_is_sent_is_a_turn_and_turns_run_out() -> None:
    env = make("demo.walk", observation="text").unwrapped
    _, info = env.reset(seed=1)
    odd = ["", "hello", "{", '{"tool": 7}', "[1]", {"tool": "fly"}, {"tool": ["x"]}, {"a": 1}]
    for turn, action in enumerate([*odd, *["look"] * (60 - len(odd))], 1):
        seen, reward, done, cut, info = env.step(action)
        assert isinstance(seen, str)
        assert (reward, done, cut) == (0.0, turn == 60, False)
    assert info["verdict"]["why"] == "nobody dug"


def test_random_actions_fit_the_tools() -> None:
    env = make("demo.walk", observation="text")
    env.action_space.seed(5)
    for action in (env.action_space.sample() for _ in range(20)):
        assert json.loads(action)["tool"] in ("step", "look", "dig")
    for seed in range(5):
        env.reset(seed=seed)
        done = False
        while not done:
            seen, _, done, cut, _ = env.step(env.action_space.sample())
            assert not cut
            assert "Error" not in seen


def test_a_family_that_breaks_in_an_episode_cuts_it_off() -> None:
    env = make("demo.walk_fragile")
    env.reset(seed=1)
    _, reward, done, cut, info = env.step("x" * 200)
    assert (reward, done, cut) == (0.0, False, True)
    assert info["verdict"]["why"].startswith("KeyError")


@pytest.mark.parametrize("family", ["demo.sum", "demo.walk"])
@pytest.mark.parametrize("mode", ["NextStep", "SameStep"])
def test_vectors_of_environments_reset_themselves(family: str, mode: str) -> None:
    envs = gym.make_vec(
        ID,
        num_envs=3,
        vectorization_mode="sync",
        vector_kwargs={"autoreset_mode": mode},
        family=family,
    )
    envs.reset(seed=[1, 2, 3])
    envs.action_space.seed(0)
    alone = make(family)
    first = [alone.reset(seed=seed)[1]["task"] for seed in (1, 2, 3)]
    tasks: list[list[str]] = [[], [], []]
    ends = 0
    for _ in range(30):
        _, rewards, dones, cuts, infos = envs.step(envs.action_space.sample())
        assert rewards.shape == (3,)
        assert not cuts.any()
        ends += int(dones.sum())
        for seen, task in zip(tasks, infos["task"], strict=True):
            seen.append(str(task))
    envs.close()
    assert ends > 6
    assert all(len(set(seen)) > 2 for seen in tasks)
    if mode == "NextStep":
        assert [seen[0] for seen in tasks] == first


def test_environments_in_processes_of_their_own_agree_with_one_here() -> None:
    envs = gym.make_vec(
        ID,
        num_envs=2,
        vectorization_mode="async",
        vector_kwargs={"shared_memory": False, "context": "spawn"},
        family="demo.walk",
    )
    seen, _ = envs.reset(seed=[1, 2])
    alone = make("demo.walk")
    assert [alone.reset(seed=seed)[0]["media"] for seed in (1, 2)] == list(seen["media"])
    _, _, dones, _, _ = envs.step(('{"tool": "dig"}', "hello"))
    envs.close()
    assert dones.tolist() == [True, False]
