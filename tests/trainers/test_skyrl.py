"""skyrl-gym makes our environment for an exported row, as SkyRL's generator does."""

from typing import Any

import pytest

skyrl_gym = pytest.importorskip("skyrl_gym")
pq = pytest.importorskip("pyarrow.parquet")

from tasksynth import UsageError, source
from tasksynth.adapters.episodes.skyrl import EpisodeEnv
from tasksynth_schemas import Label
from tests.trainers.docs import block

pytestmark = pytest.mark.trainer
WRONG = "no idea"


@pytest.fixture(scope="module", autouse=True)
def registered() -> None:
    """As docs/trainers.md says."""
    exec(block("register.py", {}), {})


def play(row: dict[str, Any], answer: str, **config: Any) -> tuple[Any, dict[str, float]]:
    """As SkyRL: prompt and env_class are taken out, the rest are the extras."""
    extras = {name: value for name, value in row.items() if name not in ("prompt", "env_class")}
    env = skyrl_gym.make(row["env_class"], env_config=config, extras=extras)
    conversation, _ = env.init(row["prompt"])
    assert conversation == row["prompt"]
    step = env.step(answer)
    return step, env.get_metrics()


def test_rewards_and_metrics(exported: Any, right: Any) -> None:
    rows = pq.read_table(exported("skyrl") / "data" / "test-00000-of-00001.parquet").to_pylist()
    for row in (rows[0], rows[-1]):
        step, metrics = play(row, right(row["reward_spec"]["ground_truth"]))
        assert (step["reward"], step["done"], metrics["acc"]) == (1.0, True, 1.0)
        step, metrics = play(row, WRONG)
        assert (step["reward"], metrics["unparsable"]) == (0.0, 1.0)
    assert set(play(rows[0], WRONG)[1]) == set(play(rows[-1], WRONG)[1])


def test_a_fault_of_ours_is_told_apart_in_the_metrics(exported: Any) -> None:
    (row, *_) = pq.read_table(exported("skyrl") / "data").to_pylist()
    step, metrics = play(row, "raise")
    assert (step["reward"], metrics["error"]) == (0.0, 1.0)
    assert "a fault of the family" in step["metadata"]["why"]


def call(lamp: Any) -> str:
    return f'I press.\n<tool_call>{{"name": "press", "arguments": {{"lamp": {lamp}}}}}</tool_call>'


def episode(x: dict[str, int], **more: Any) -> Any:
    """An environment as SkyRL makes it, of the lamps' task with these lamps, and its prompt."""
    skyrl_gym.envs.registration.registry.pop("tasksynth", None)
    exec(block("register_episodes.py", {}), {})
    stream = source("demo.lamps", level=1.0, seed=2)
    task = next(task for task in map(stream.make, range(1000)) if task.instance == x)
    extras = {"reward_spec": {"ground_truth": str(Label(ref=task.ref))}, **more}
    env = skyrl_gym.make("tasksynth", env_config={}, extras=extras)
    conversation, _ = env.init([{"role": "user", "content": task.text}])
    return env, conversation


LAMPS = {"lamps": 4, "first": 3, "second": 1}


def test_an_episode_has_turns_and_its_reward_comes_at_the_end() -> None:
    env, conversation = episode(LAMPS)
    assert '"name":"press"' in conversation[-1]["content"]
    first = env.step(call(3))
    assert (first["done"], first["reward"]) == (False, 0.0)
    assert first["observations"] == [
        {"role": "user", "content": "<tool_response>\nNow 1.\n</tool_response>"}
    ]
    last = env.step(call(1))
    assert (last["done"], last["reward"], env.get_metrics()["acc"]) == (True, 1.0, 1.0)


@pytest.mark.parametrize(
    "replies",
    [[call(3), call(2)], ["no", "no", "no", "no"], [call('"x"')] * 4, ["<tool_call>{"] * 4],
)
def test_an_episode_is_lost(replies: list[str]) -> None:
    env, _ = episode(LAMPS)
    steps = [env.step(reply) for reply in replies]
    assert [step["done"] for step in steps] == [False] * (len(replies) - 1) + [True]
    assert steps[-1]["reward"] == 0.0


def test_an_episode_ends_where_skyrl_stops() -> None:
    env, _ = episode(LAMPS, max_turns=1)
    step = env.step(call(3))
    assert (step["done"], step["reward"], step["metadata"]["status"]) == (True, 0.0, "fail")


def test_pictures_are_refused_by_the_familys_name() -> None:
    label = str(Label(ref=source("demo.walk", level=0.3, seed=5).make(0).ref))
    with pytest.raises(UsageError, match="walk shows image, which SkyRL cannot carry"):
        EpisodeEnv({}, {"reward_spec": {"ground_truth": label}})
