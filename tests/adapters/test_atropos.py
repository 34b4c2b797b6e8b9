"""A contract test: the base environment of Atropos is stood in for here (atroposlib 0.4)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from tasksynth import UsageError
from tests.adapters.stand_ins import imported, label_of, lamps


class Base:
    def __init__(self, said: list[list[str]]) -> None:
        self.config = SimpleNamespace(
            group_size=len(said), url=None, partial=False, max_token_length=900
        )
        self.tokenizer, self.server, self._said = None, self, iter(said)

    @contextlib.asynccontextmanager
    async def managed_server(self, tokenizer: Any) -> AsyncIterator[Any]:
        said = iter(next(self._said))
        tokens: list[int] = []

        async def chat_completion(**_asked: Any) -> Any:
            text = next(said)
            tokens.extend(map(ord, text))
            return SimpleNamespace(choices=[SimpleNamespace(message=SimpleNamespace(content=text))])

        def get_state() -> Any:
            node = {"tokens": tokens, "masked_tokens": tokens, "logprobs": [-0.5] * len(tokens)}
            return {"nodes": [SimpleNamespace(**node)]}

        yield SimpleNamespace(chat_completion=chat_completion, get_state=get_state)


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> Any:
    names: dict[str, Any] = {"BaseEnv": Base, "BaseEnvConfig": object, "ScoredDataGroup": dict}
    return imported(monkeypatch, "episodes.atropos", {"atroposlib.envs.base": names})


def collected(adapter: Any, family: str, *plays: list[str]) -> Any:
    env = adapter.EpisodesEnv(list(plays))
    return asyncio.run(env.collect_trajectories(label_of(family)))


def press(lamp: int) -> str:
    return f'<tool_call>{{"name": "press", "arguments": {{"lamp": {lamp}}}}}</tool_call>'


def test_a_group_is_of_one_task_and_scored_by_verdicts(adapter: Any) -> None:
    right = [press(lamp) for lamp in lamps(label_of("demo.lamps"))]
    group, backlog = collected(adapter, "demo.lamps", right, ["no"] * 4)
    assert (group["scores"], backlog) == ([1.0, 0.0], [])
    assert len({messages[0]["content"] for messages in group["messages"]}) == 1
    assert [len(messages) for messages in group["messages"]] == [4, 8]


def test_a_fault_of_ours_is_not_trained_on_and_a_group_of_them_is_left_out(adapter: Any) -> None:
    group, _ = collected(adapter, "demo.sum", ["raise"], ["-1"])
    assert group["scores"] == [0.0, 0.0]
    assert [set(masks) == {adapter.IGNORED} for masks in group["masks"]] == [True, False]
    assert collected(adapter, "demo.sum", ["raise"]) == (None, [])


def test_pictures_are_refused_by_the_familys_name(adapter: Any) -> None:
    with pytest.raises(UsageError, match=r"demo\.walk shows image, which Atropos cannot carry"):
        collected(adapter, "demo.walk", [])
