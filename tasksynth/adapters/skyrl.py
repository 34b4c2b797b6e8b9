"""SkyRL: the environment of its rows, `env_class` "tasksynth", for skyrl-gym.

Register it where training starts, before the rollouts:
`skyrl_gym.envs.register(id="tasksynth", entry_point="tasksynth.adapters.skyrl:TasksynthEnv")`.
"""

from typing import Any

from skyrl_gym.envs.base_text_env import BaseTextEnv, BaseTextEnvStepOutput

from tasksynth.adapters.scoring import judge, metrics_of, reward_of
from tasksynth_schemas import Verdict


class TasksynthEnv(BaseTextEnv):  # type: ignore[misc]  # Any where skyrl-gym is absent
    """One answer, one verdict. `env_config` may set `url` and `partial`."""

    def __init__(self, env_config: Any = None, extras: dict[str, Any] | None = None) -> None:
        super().__init__()
        config = dict(env_config or {})
        self._url, self._partial = config.get("url"), config.get("partial", False)
        self._label = (extras or {})["reward_spec"]["ground_truth"]
        self._verdict: Verdict | None = None

    def step(self, action: str) -> BaseTextEnvStepOutput:
        """Judge; SkyRL cannot leave a sample out: a fault of ours is 0, and `error` in the log."""
        (self._verdict,) = judge(self._url).grade(self._label, [action])
        return BaseTextEnvStepOutput(
            observations=[],
            reward=reward_of(self._verdict, partial=self._partial) or 0.0,
            done=True,
            metadata={"status": self._verdict.status, "why": self._verdict.why},
        )

    def get_metrics(self) -> dict[str, float]:
        """The verdict as numbers."""
        return {} if self._verdict is None else metrics_of(self._verdict)
