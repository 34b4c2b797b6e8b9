"""Atropos: an environment whose groups are episodes of the ledger's tasks.

    python -m tasksynth.adapters.episodes.atropos serve --env.url http://127.0.0.1:8321 …

Tools are told in the prompt and called in plain words, for Atropos's servers generate text. One
process reads a ledger: the group of a task is collected as a whole, and sent as one.
"""

import asyncio
from typing import Any

from atroposlib.envs.base import BaseEnv, BaseEnvConfig, ScoredDataGroup
from pydantic import Field

from tasksynth.adapters.episodes.session import EpisodeSession
from tasksynth.adapters.episodes.words import manual, reply
from tasksynth.adapters.scoring import group_rewards, metrics_of, server
from tasksynth.adapters.sources.terms import agree
from tasksynth_schemas import Verdict

IGNORED = -100
"""The mask of a token that is not trained on."""


class EpisodesConfig(BaseEnvConfig):  # type: ignore[misc]  # Any where atroposlib is absent
    """`--env.url`, `--env.partial`."""

    url: str = Field(default="http://127.0.0.1:8321", description="The tasksynth server.")
    partial: bool = Field(
        default=False, description="Reward the weighted parts instead of the gate."
    )


class EpisodesEnv(BaseEnv):  # type: ignore[misc]
    """Atropos's items are labels. `cursor` is the place in the ledger, kept by its checkpoints."""

    name = "tasksynth"
    env_config_cls = EpisodesConfig

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.cursor = 0
        self._told: dict[str, list[float]] = {}

    async def setup(self) -> None:
        """Agree with the server."""
        size = self.config.group_size
        await asyncio.to_thread(agree, self.config.url, "Atropos", can=(), rollouts=size)

    async def get_next_item(self) -> str:
        """The next ticket's label."""
        cursor, self.cursor = self.cursor, self.cursor + 1
        asked = await asyncio.to_thread(
            server(self.config.url).ask, cursor, 1, rollouts=self.config.group_size
        )
        label: str = asked.tasks[0].label
        return label

    async def collect_trajectories(self, item: str) -> tuple[ScoredDataGroup | None, list[str]]:
        """A group of episodes of one task, scored by their verdicts.

        Atropos wants a score of each: a fault of ours has that of the mean, and no token of it is
        trained on. None if no episode could be judged.
        """
        played = await asyncio.gather(*(self._play(item) for _ in range(self.config.group_size)))
        verdicts = [verdict for verdict, _, _ in played]
        self._tell(verdicts)
        if all(verdict.reward is None for verdict in verdicts):
            return None, []
        nodes = [node for _, node, _ in played]
        masks = [
            [IGNORED] * len(node.tokens) if verdict.reward is None else node.masked_tokens
            for verdict, node in zip(verdicts, nodes, strict=True)
        ]
        group = ScoredDataGroup(
            tokens=[node.tokens for node in nodes],
            masks=masks,
            scores=group_rewards(verdicts, partial=self.config.partial),
            inference_logprobs=[node.logprobs for node in nodes],
            messages=[messages for _, _, messages in played],
        )
        return group, []

    async def _play(self, label: str) -> tuple[Verdict, Any, list[dict[str, str]]]:
        """One episode: its verdict, the tokens, and the conversation."""
        session = await asyncio.to_thread(
            EpisodeSession, label, where=self.config.url, peer="Atropos", carries=()
        )
        words = [session.prompt.text, manual(session.needs.tools)]
        messages = [{"role": "user", "content": "\n\n".join(filter(None, words))}]
        room = self.config.max_token_length
        async with self.server.managed_server(tokenizer=self.tokenizer) as managed:
            while True:
                said = await managed.chat_completion(messages=messages, n=1, max_tokens=room)
                text = said.choices[0].message.content or ""
                messages.append({"role": "assistant", "content": text})
                node = managed.get_state()["nodes"][-1]
                shown = await asyncio.to_thread(reply, session, text)
                room = self.config.max_token_length - len(node.tokens)
                if session.over or room <= 0:
                    break
                messages.append({"role": "user", "content": shown.text})
        return await asyncio.to_thread(session.verdict), node, messages

    def _tell(self, verdicts: list[Verdict]) -> None:
        for verdict in verdicts:
            for name, number in metrics_of(verdict).items():
                self._told.setdefault(name, []).append(number)

    async def wandb_log(self, wandb_metrics: dict[str, Any] | None = None) -> None:
        """With the means of what verdicts said since the last log."""
        told, self._told = self._told, {}
        means = {f"tasksynth/{name}": sum(some) / len(some) for name, some in told.items()}
        await super().wandb_log({**(wandb_metrics or {}), **means})

    def save_checkpoint(self, step: int, data: dict[str, Any] | None = None) -> None:
        """With the place in the ledger."""
        super().save_checkpoint(step, {**(data or {}), "cursor": self.cursor})

    async def evaluate(self, *_args: Any, **_more: Any) -> None:
        """Nothing: the run's own report tells how it goes, and `tasksynth evaluate` what is new."""


if __name__ == "__main__":
    EpisodesEnv.cli()
