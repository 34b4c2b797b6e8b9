"""Tinker-cookbook: episodes as message environments, their groups, and the ledger as a dataset.

    config = tinker_cookbook.rl.train.Config(
        ..., dataset_builder=CurriculumBuilder(
            url="http://127.0.0.1:8321", model_name=…, renderer_name=…, groups=64, rollouts=8
        )
    )

Batch i is the tickets i·groups and on of the ledger, whoever asks and whenever. Tools are told to
the model as its renderer does it, or in plain words where the renderer knows none.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import chz
from tinker_cookbook.renderers import Message, Renderer, get_renderer, get_text_content
from tinker_cookbook.rl.message_env import EnvFromMessageEnv, MessageEnv, MessageStepResult
from tinker_cookbook.rl.types import (
    Env,
    EnvGroupBuilder,
    Metrics,
    RLDataset,
    RLDatasetBuilder,
    Trajectory,
)

from tasksynth.adapters.episodes.session import EpisodeSession, Glimpse
from tasksynth.adapters.episodes.words import manual, reply
from tasksynth.adapters.remote import Where
from tasksynth.adapters.scoring import group_rewards, metrics_of, server
from tasksynth.adapters.sources.terms import agree
from tasksynth_schemas.content import Medium


class EpisodeEnv(MessageEnv):  # type: ignore[misc]  # Any where tinker-cookbook is absent
    """One episode; a message of the policy is a turn, with any number of calls in it."""

    def __init__(self, label: str, renderer: Renderer, where: Where | None) -> None:
        self._label, self._renderer, self._where = label, renderer, where
        self.session: EpisodeSession | None = None
        self._history: list[Message] = []
        self._in_words = False

    async def initial_observation(self) -> list[Message]:
        """Begin: the prompt, and the tools."""
        sees = getattr(self._renderer, "image_processor", None) is not None
        carries: tuple[Medium, ...] = ("text", "image") if sees else ("text",)
        self.session = session = await asyncio.to_thread(
            EpisodeSession,
            self._label,
            where=self._where,
            peer="a renderer of Tinker's without an image processor",
            carries=carries,
        )
        prompt = _content(session.prompt)
        if tools := session.needs.tools:
            try:
                self._history += self._renderer.create_conversation_prefix_with_tools(
                    [tool.model_dump(mode="json") for tool in tools]
                )
            except NotImplementedError:
                self._in_words = True
                words = f"\n\n{manual(tools)}"
                prompt = [*_parts(prompt), *_parts(words)] if sees else f"{prompt}{words}"
        self._history.append({"role": "user", "content": prompt})
        return self._history

    async def step(self, message: Message) -> MessageStepResult:
        """Play a message. The reward is the group's matter; see `GroupBuilder`."""
        self._history.append(message)
        self._history += await asyncio.to_thread(self._play, message)
        over = self.session is None or self.session.over
        return MessageStepResult(reward=0.0, episode_done=over, next_messages=self._history)

    def _play(self, message: Message) -> list[Message]:
        session = self.session
        if session is None:
            raise RuntimeError("`initial_observation` begins the episode, and was not called")
        calls = [
            (call.function.name, call.function.arguments, call.id)
            for call in message.get("tool_calls", ())
        ]
        calls += [("?", call.raw_text, None) for call in message.get("unparsed_tool_calls", ())]
        if not calls:
            text = get_text_content(message)
            shown = reply(session, text) if self._in_words else session.say(text)
            return [{"role": "user", "content": _content(shown)}]
        return [
            {
                "role": "tool",
                "content": _content(session.call(name, arguments)),
                "name": name,
                **({} if id_ is None else {"tool_call_id": id_}),
            }
            for name, arguments, id_ in calls
        ]


@dataclass(frozen=True)
class GroupBuilder(EnvGroupBuilder):  # type: ignore[misc]
    """A group: as many episodes of one label's task as it has rollouts."""

    label: str
    family: str
    renderer: Renderer
    rollouts: int
    where: Where | None = None
    """The server; None plays in this process, and judges in workers."""
    partial: bool = False
    """Reward the weighted parts instead of the gate."""
    max_trajectory_tokens: int | None = None

    async def make_envs(self) -> Sequence[Env]:
        """Episodes of their own, which begin with their first observation."""
        return [
            EnvFromMessageEnv(
                self.renderer,
                EpisodeEnv(self.label, self.renderer, self.where),
                failed_parse_reward=0.0,  # what a cut-off episode is worth, its verdict says
                context_overflow_reward=0.0,
                max_trajectory_tokens=self.max_trajectory_tokens,
            )
            for _ in range(self.rollouts)
        ]

    async def compute_group_rewards(
        self, trajectory_group: list[Trajectory], env_group: Sequence[Env]
    ) -> list[tuple[float, Metrics]]:
        """The verdicts' rewards. Tinker wants a number of all: a fault of ours has advantage 0."""
        sessions: list[EpisodeSession] = [env.message_env.session for env in env_group]
        verdicts = await asyncio.gather(
            *(asyncio.to_thread(session.verdict) for session in sessions)
        )
        rewards = group_rewards(verdicts, partial=self.partial)
        return list(zip(rewards, map(metrics_of, verdicts), strict=True))

    def logging_tags(self) -> list[str]:
        """The family."""
        return [self.family]


class Curriculum(RLDataset):  # type: ignore[misc]
    """A server's ledger, in batches.

    Args:
        where: the server.
        renderer: of the model.
        groups: tickets of a batch.
        rollouts: episodes of each, which the server keeps to.
        batches: how many there are to be.
        options: further fields of `GroupBuilder`.
    """

    def __init__(
        self,
        where: Where,
        renderer: Renderer,
        *,
        groups: int,
        rollouts: int,
        batches: int,
        **options: Any,
    ) -> None:
        agree(where, "Tinker", can=(), rollouts=rollouts)
        self._where, self._renderer, self._groups = where, renderer, groups
        self._rollouts, self._batches, self._options = rollouts, batches, options

    def get_batch(self, index: int) -> Sequence[EnvGroupBuilder]:
        """The groups of a batch: equal indices hold equal tasks."""
        asked = server(self._where).ask(index * self._groups, self._groups, rollouts=self._rollouts)
        return [
            GroupBuilder(
                label=served.label,
                family=served.ticket.ref.family,
                renderer=self._renderer,
                rollouts=self._rollouts,
                where=self._where,
                **self._options,
            )
            for served in asked.tasks
        ]

    def __len__(self) -> int:
        """How many batches there are."""
        return self._batches


@chz.chz
class CurriculumBuilder(RLDatasetBuilder):  # type: ignore[misc]
    """`Curriculum` for the configuration of Tinker's training loop; there is no test dataset."""

    url: str
    model_name: str
    renderer_name: str
    groups: int
    rollouts: int
    batches: int = 1000
    images: bool = False
    """Whether the model sees."""
    partial: bool = False
    max_trajectory_tokens: int | None = None

    async def __call__(self) -> tuple[RLDataset, RLDataset | None]:
        """Load the renderer, and agree with the server."""
        from tinker_cookbook.image_processing_utils import get_image_processor
        from tinker_cookbook.tokenizer_utils import get_tokenizer

        renderer = get_renderer(
            self.renderer_name,
            get_tokenizer(self.model_name),
            get_image_processor(self.model_name) if self.images else None,
            model_name=self.model_name,
        )
        dataset = Curriculum(
            self.url,
            renderer,
            groups=self.groups,
            rollouts=self.rollouts,
            batches=self.batches,
            partial=self.partial,
            max_trajectory_tokens=self.max_trajectory_tokens,
        )
        return dataset, None


def _content(shown: Glimpse) -> str | list[dict[str, Any]]:
    return shown.chat if isinstance(shown.chat, str) else _parts(shown.chat)


def _parts(content: str | list[dict[str, Any]]) -> list[dict[str, Any]]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return [
        {"type": "image", "image": part["image_url"]["url"]} if "image_url" in part else part
        for part in content
    ]
