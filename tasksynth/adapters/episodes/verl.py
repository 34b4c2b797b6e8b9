"""verl: an agent loop whose rollouts are episodes, each with its task's own tools.

    # tasksynth.yaml
    - name: tasksynth
      _target_: tasksynth.adapters.episodes.verl.EpisodeAgentLoop
      url: http://127.0.0.1:8321

    actor_rollout_ref.rollout.agent.agent_loop_config_path=tasksynth.yaml
    actor_rollout_ref.rollout.agent.default_agent_loop=tasksynth
    actor_rollout_ref.rollout.multi_turn.format=hermes

Rows are exported ones, or those of `tasksynth.adapters.verl.Curriculum`.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from verl.experimental.agent_loop.agent_loop import AgentLoopBase, AgentLoopOutput
from verl.experimental.agent_loop.tool_parser import ToolParser
from verl.tools.schemas import OpenAIFunctionToolSchema
from verl.utils.profiler import simple_timer

from tasksynth.adapters.episodes.session import EpisodeSession
from tasksynth.adapters.scoring import metrics_of, reward_of


@dataclass
class _Rollout:
    """What has been generated and shown."""

    session: EpisodeSession
    messages: list[dict[str, Any]]
    tools: list[dict[str, Any]]
    tokens: list[int]
    sampling: dict[str, Any]
    request: str = field(default_factory=lambda: uuid4().hex)
    mask: list[int] = field(default_factory=list)
    """Of the tokens after the prompt: 1 for the policy's own."""
    logprobs: list[float] | None = None
    turns: int = 0
    metrics: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)


class EpisodeAgentLoop(AgentLoopBase):  # type: ignore[misc]  # Any where verl is absent
    """One episode a rollout; the reward is its verdict.

    verl centres rewards in a group and cannot leave one out: a fault of ours is 0, `error` in the
    metrics, and none of its tokens is trained on. Words alone are carried.
    """

    def __init__(
        self,
        *args: Any,
        url: str | None = None,
        partial: bool = False,
        tools: Any = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self._url, self._partial = url, partial
        turns = self.rollout_config.multi_turn
        self._parser = ToolParser.get_tool_parser(turns.format, self.tokenizer)
        self._max_turns = turns.max_assistant_turns
        self._room = self.rollout_config.response_length

    async def run(self, sampling_params: dict[str, Any], **row: Any) -> AgentLoopOutput:
        """Play until the episode is over, or the response is as long as it may be."""
        label = row["reward_model"]["ground_truth"]
        session = await asyncio.to_thread(
            EpisodeSession, label, where=self._url, peer="verl's agent loop", carries=()
        )
        messages = [dict(message) for message in row["raw_prompt"]]
        tools = [tool.function for tool in session.needs.tools]
        tokens = await self.ct_build_initial_tokens(messages, tools=tools or None)
        if self._parser.stop_token_ids:
            stops = {*(sampling_params.get("stop_token_ids") or ()), *self._parser.stop_token_ids}
            sampling_params = {**sampling_params, "stop_token_ids": sorted(stops)}
        rollout = _Rollout(session, messages, tools, tokens, sampling_params)
        while await self._turn(rollout):
            pass
        return await self._output(rollout)

    async def _turn(self, rollout: _Rollout) -> bool:
        """Generate, and play what was generated; False if that was the last turn."""
        with simple_timer("generate_sequences", rollout.metrics):
            said = await self.server_manager.generate(
                request_id=rollout.request,
                prompt_ids=rollout.tokens,
                sampling_params=rollout.sampling,
            )
        rollout.turns += 1
        rollout.extra |= said.extra_fields
        if said.log_probs and rollout.logprobs is None:
            rollout.logprobs = []
        merged, rollout.mask, rollout.logprobs = await self.ct_merge_assistant_token(
            rollout.tokens,
            said.token_ids,
            rollout.mask,
            rollout.logprobs,
            assistant_logprobs=said.log_probs or None,
        )
        rollout.tokens = merged.token_ids
        with simple_timer("tool_calls", rollout.metrics):
            shown = await self._played(rollout, said.token_ids)
        if rollout.session.over or rollout.turns == (self._max_turns or 0):
            return False
        return await self._show(rollout, shown)

    async def _played(self, rollout: _Rollout, ids: list[int]) -> list[dict[str, Any]]:
        """Do what the tokens say; the messages that come of it."""
        session, schemas = (
            rollout.session,
            [OpenAIFunctionToolSchema.model_validate(tool) for tool in rollout.tools],
        )
        _, calls = await self._parser.extract_tool_calls(ids, schemas) if schemas else ("", [])
        text = self.tokenizer.decode(ids, skip_special_tokens=True)
        said: dict[str, Any] = {"role": "assistant", "content": text}
        rollout.messages.append(said)
        if not calls:
            shown = await asyncio.to_thread(session.say, text)
            return [{"role": "user", "content": shown.text}]
        messages = []
        for call in calls:
            shown = await asyncio.to_thread(session.call, call.name, call.arguments)
            messages.append({"role": "tool", "name": call.name, "content": shown.text})
            if call.tool_call_id is not None:
                messages[-1]["tool_call_id"] = call.tool_call_id
            if session.over:
                break
        return messages

    async def _show(self, rollout: _Rollout, shown: list[dict[str, Any]]) -> bool:
        """Append what was shown; False, and nothing appended, if there is no room for more."""
        messages = [*rollout.messages, *shown]
        merged, mask, logprobs = await self.ct_merge_context_msg(
            rollout.messages,
            messages,
            rollout.tokens,
            rollout.mask,
            rollout.logprobs,
            tools=rollout.tools or None,
        )
        if len(mask) >= self._room:
            return False
        rollout.messages, rollout.tokens = messages, merged.token_ids
        rollout.mask, rollout.logprobs = mask, logprobs
        return True

    async def _output(self, rollout: _Rollout) -> AgentLoopOutput:
        verdict = await asyncio.to_thread(rollout.session.verdict)
        reward = reward_of(verdict, partial=self._partial)
        start = len(rollout.tokens) - len(rollout.mask)
        mask = rollout.mask[: self._room]
        if reward is None:
            mask = [0] * len(mask)
        told = {"score": reward or 0.0, **metrics_of(verdict)}
        rollout.metrics.setdefault("num_preempted", -1)
        return AgentLoopOutput(
            prompt_ids=rollout.tokens[:start],
            response_ids=rollout.tokens[start:][: self._room],
            response_mask=mask,
            response_logprobs=rollout.logprobs and rollout.logprobs[: self._room],
            reward_score=reward or 0.0,
            num_turns=2 * rollout.turns,
            metrics=rollout.metrics,
            extra_fields={
                **rollout.extra,
                "reward_extra_info": told,
                "turn_scores": [],
                "tool_rewards": [],
            },
        )
