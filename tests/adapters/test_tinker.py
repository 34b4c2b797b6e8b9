"""A contract test: the classes of tinker-cookbook that we use are stood in for here (0.5.8)."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tasksynth import UsageError
from tasksynth.adapters.remote import Stdio
from tasksynth.adapters.scoring import server as connected
from tests.adapters.stand_ins import imported, label_of, lamps

RECIPE = """
[[mix]]
family = "demo.lamps"
levels = [0.3]
[curriculum]
strategy = "uniform"
rollouts = 2
"""


class FromMessages:
    def __init__(self, _renderer: Any, message_env: Any, **_options: Any) -> None:
        self.message_env = message_env


class Renderer:
    def create_conversation_prefix_with_tools(self, tools: list[dict[str, Any]]) -> list[Any]:
        return [{"role": "system", "content": " ".join(tool["name"] for tool in tools)}]


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> Any:
    message = "tinker_cookbook.rl.message_env"
    kinds = ("Env", "EnvGroupBuilder", "Metrics", "RLDataset", "RLDatasetBuilder", "Trajectory")
    peers: dict[str, dict[str, Any]] = {
        "chz": {"chz": dataclass},
        "tinker_cookbook.renderers": {
            "Message": dict,
            "Renderer": Renderer,
            "get_renderer": None,
            "get_text_content": lambda message: message["content"],
        },
        message: {
            "EnvFromMessageEnv": FromMessages,
            "MessageEnv": object,
            "MessageStepResult": SimpleNamespace,
        },
        "tinker_cookbook.rl.types": dict.fromkeys(kinds, object),
    }
    return imported(monkeypatch, "episodes.tinker", peers)


def pressing(lamp: int) -> dict[str, Any]:
    function = SimpleNamespace(name="press", arguments=f'{{"lamp": {lamp}}}')
    return {
        "role": "assistant",
        "content": "",
        "tool_calls": [SimpleNamespace(id="1", function=function)],
    }


async def played(builder: Any, *plays: list[dict[str, Any]]) -> list[Any]:
    """The rewards of a group, and what each episode showed."""
    envs = await builder.make_envs()
    for env, messages in zip(envs, plays, strict=True):
        await env.message_env.initial_observation()
        for message in messages:
            await env.message_env.step(message)
    rewards = await builder.compute_group_rewards([], envs)
    return [rewards, [env.message_env._history for env in envs]]


def test_a_group_is_of_one_task_and_its_rewards_are_the_verdicts(adapter: Any) -> None:
    label = label_of("demo.lamps")
    right = [pressing(lamp) for lamp in lamps(label)]
    builder = adapter.GroupBuilder(label, "demo.lamps", Renderer(), 3)
    words = [{"role": "assistant", "content": "hello"}]
    rewards, histories = asyncio.run(played(builder, right, right[:1], words))
    assert [reward for reward, _ in rewards] == [1.0, 0.0, 0.0]
    assert histories[0][0] == {"role": "system", "content": "press"}
    assert [message["role"] for message in histories[0][1:]] == ["user", *["assistant", "tool"] * 2]
    assert histories[2][-1] == {"role": "user", "content": "Press a lamp."}


def test_pictures_are_refused_where_the_renderer_has_no_image_processor(adapter: Any) -> None:
    builder = adapter.GroupBuilder(label_of("demo.walk"), "demo.walk", Renderer(), 1)
    with pytest.raises(UsageError, match=r"demo\.walk shows image"):
        asyncio.run(played(builder, []))


@pytest.fixture
def where(tmp_path: Path) -> Iterator[Stdio]:
    path = tmp_path / "lamps.toml"
    path.write_text(RECIPE)
    yield (found := Stdio(str(path)))
    connected(found).close()


def test_a_batch_is_the_same_whoever_asks(adapter: Any, where: Stdio) -> None:
    made = [
        adapter.Curriculum(where, Renderer(), groups=2, rollouts=2, batches=9) for _ in range(2)
    ]
    labels = [[one.label for one in dataset.get_batch(3)] for dataset in made]
    assert labels[0] == labels[1]
    assert len({*labels[0], *(one.label for one in made[0].get_batch(2))}) == 4
