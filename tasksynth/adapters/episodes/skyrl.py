"""SkyRL: episodes as a `BaseTextEnv`, for rows of `tasksynth export --for skyrl`.

Register it where training starts, before the rollouts, in place of `tasksynth.adapters.skyrl`:

    skyrl_gym.envs.register(
        id="tasksynth", entry_point="tasksynth.adapters.episodes.skyrl:EpisodeEnv"
    )
"""

from typing import Any

from skyrl_gym.envs.base_text_env import BaseTextEnv, BaseTextEnvStepOutput

from tasksynth.adapters.episodes.session import EpisodeSession
from tasksynth.adapters.episodes.words import manual, reply
from tasksynth.adapters.scoring import metrics_of, reward_of
from tasksynth_schemas import Verdict


class EpisodeEnv(BaseTextEnv):  # type: ignore[misc]  # Any where skyrl-gym is absent
    """One episode; a reply is a turn of SkyRL's, with any number of calls in it.

    `env_config` may set `url` and `partial`. SkyRL carries words alone: the tools are told in the
    prompt, and a family that shows pictures is refused. It cannot leave a sample out either: a
    fault of ours is 0, and `error` in the metrics.
    """

    def __init__(self, env_config: Any = None, extras: dict[str, Any] | None = None) -> None:
        super().__init__()
        config, row = dict(env_config or {}), extras or {}
        self._partial = config.get("partial", False)
        label = row["reward_spec"]["ground_truth"]
        self._session = EpisodeSession(label, where=config.get("url"), peer="SkyRL", carries=())
        self.max_turns = row.get("max_turns") or self._session.needs.turns
        self._verdict: Verdict | None = None

    def init(self, prompt: list[dict[str, str]]) -> tuple[list[dict[str, str]], dict[str, Any]]:
        """The row's prompt, and in it the tools."""
        if not (words := manual(self._session.needs.tools)):
            return prompt, {}
        *before, last = prompt
        return [*before, {**last, "content": f"{last['content']}\n\n{words}"}], {}

    def step(self, action: str) -> BaseTextEnvStepOutput:
        """Play a reply; the reward comes with the end."""
        shown = reply(self._session, action)
        self.turns += 1
        if not (shown.over or self.turns >= self.max_turns):
            seen = [{"role": "user", "content": shown.text}]
            return BaseTextEnvStepOutput(observations=seen, reward=0.0, done=False, metadata={})
        said = self._verdict = self._session.verdict()
        return BaseTextEnvStepOutput(
            observations=[],
            reward=reward_of(said, partial=self._partial) or 0.0,
            done=True,
            metadata={"status": said.status, "why": said.why},
        )

    def close(self) -> None:
        """End the episode, so that its verdict is told wherever SkyRL stopped."""
        self._verdict = self._session.verdict()

    def get_metrics(self) -> dict[str, float]:
        """The verdict as numbers."""
        return {} if self._verdict is None else metrics_of(self._verdict)
