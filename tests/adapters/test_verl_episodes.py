"""A contract test: the parts of verl's agent loop that we use are stood in for here (0.9.1).

A token is a character of the conversation.
"""

import asyncio
import contextlib
import json
from types import SimpleNamespace
from typing import Any

import pytest

from tasksynth import UsageError
from tests.adapters.stand_ins import imported, label_of, lamps


class Base:
    def __init__(self, said: list[str], room: int) -> None:
        self.rollout_config = SimpleNamespace(
            response_length=room,
            multi_turn=SimpleNamespace(format="hermes", max_assistant_turns=None),
        )
        self.tokenizer = SimpleNamespace(
            decode=lambda ids, **_options: "".join(map(chr, ids)),
        )
        self.server_manager = self
        self._said = iter(said)

    async def generate(self, **_asked: Any) -> Any:
        ids = [ord(c) for c in next(self._said)]
        return SimpleNamespace(token_ids=ids, log_probs=[-0.5] * len(ids), extra_fields={})

    async def ct_build_initial_tokens(self, messages: Any, tools: Any) -> list[int]:
        return [ord(c) for c in f"{json.dumps(tools)}{messages[-1]['content']}"]

    async def ct_merge_assistant_token(
        self, tokens: Any, ids: Any, mask: Any, logprobs: Any, assistant_logprobs: Any
    ) -> Any:
        merged = SimpleNamespace(token_ids=[*tokens, *ids])
        return merged, [*mask, *[1] * len(ids)], [*logprobs, *assistant_logprobs]

    async def ct_merge_context_msg(
        self, before: Any, after: Any, tokens: Any, mask: Any, logprobs: Any, tools: Any
    ) -> Any:
        new = [ord(c) for message in after[len(before) :] for c in message["content"]]
        merged = SimpleNamespace(token_ids=[*tokens, *new])
        return merged, [*mask, *[0] * len(new)], [*logprobs, *[0.0] * len(new)]


class Hermes:
    stop_token_ids = ()

    @classmethod
    def get_tool_parser(cls, _name: str, _tokenizer: Any) -> "Hermes":
        return cls()

    async def extract_tool_calls(self, ids: list[int], _tools: Any) -> Any:
        text = "".join(map(chr, ids))
        if not text.startswith("<"):
            return text, []
        call = SimpleNamespace(name="press", arguments=text[1:], tool_call_id=None)
        return "", [call]


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> Any:
    loop = "verl.experimental.agent_loop"
    peers: dict[str, dict[str, Any]] = {
        f"{loop}.agent_loop": {"AgentLoopBase": Base, "AgentLoopOutput": SimpleNamespace},
        f"{loop}.tool_parser": {"ToolParser": Hermes},
        "verl.tools.schemas": {
            "OpenAIFunctionToolSchema": SimpleNamespace(model_validate=lambda tool: tool)
        },
        "verl.utils.profiler": {
            "simple_timer": lambda _name, _metrics: contextlib.nullcontext(),
        },
    }
    return imported(monkeypatch, "episodes.verl", peers)


def played(adapter: Any, family: str, *said: str, room: int = 1000) -> Any:
    row = {
        "raw_prompt": [{"role": "user", "content": "?"}],
        "reward_model": {"ground_truth": label_of(family)},
    }
    return asyncio.run(adapter.EpisodeAgentLoop([*said], room).run({}, **row))


def test_the_reward_is_the_verdict_and_the_policys_tokens_alone_are_its_own(adapter: Any) -> None:
    first, second = (f'<{{"lamp": {lamp}}}' for lamp in lamps(label_of("demo.lamps")))
    right = played(adapter, "demo.lamps", first, second)
    own = zip(right.response_ids, right.response_mask, strict=True)
    assert "".join(chr(token) for token, mine in own if mine) == first + second
    assert (right.reward_score, right.extra_fields["reward_extra_info"]["acc"]) == (1.0, 1.0)
    assert '"press"' in "".join(map(chr, right.prompt_ids))
    wrong = played(adapter, "demo.lamps", first, "no", "<{", "no")
    assert (wrong.reward_score, wrong.num_turns) == (0.0, 8)


def test_a_fault_of_ours_has_no_token_that_is_trained_on(adapter: Any) -> None:
    found = played(adapter, "demo.sum", "raise")
    assert (found.reward_score, set(found.response_mask)) == (0.0, {0})
    assert found.extra_fields["reward_extra_info"]["error"] == 1.0


def test_a_response_is_as_long_as_it_may_be(adapter: Any) -> None:
    found = played(adapter, "demo.lamps", "hello", room=8)
    assert (found.reward_score, len(found.response_ids)) == (0.0, 5)


def test_pictures_are_refused_by_the_familys_name(adapter: Any) -> None:
    with pytest.raises(UsageError, match=r"demo\.walk shows image, which verl's agent loop"):
        played(adapter, "demo.walk")
