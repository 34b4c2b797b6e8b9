"""Any family as a Gymnasium environment: the prompt is observed, the answer is the one action."""

from collections.abc import Mapping
from typing import Any

import gymnasium
from gymnasium.spaces import Text

from tasksynth.adapters.scoring import judge, reward_of
from tasksynth.single import source
from tasksynth_schemas import Label, Task

PRINTABLE = "".join(map(chr, range(32, 127))) + "\n"


class AnyText(Text):
    """Text of up to so many characters, whichever they are; samples are printable ASCII."""

    def __init__(self, max_length: int) -> None:
        super().__init__(min_length=0, max_length=max_length, charset=PRINTABLE)

    def contains(self, x: Any) -> bool:
        """Whether it is text, and not too long."""
        return isinstance(x, str) and len(x) <= self.max_length


class TaskEnv(gymnasium.Env[str, str]):
    """One task an episode, and one step: the reward is the verdict's.

    `reset(seed=…)` decides all that follows. `reset(options={"index": 7})` takes one task of the
    stream, and `{"level": 0.3}` another level.

    Args:
        family: a family's name.
        level: difficulty in [0, 1]; None with params.
        params: fixed params of the family.
        stream: the seed of the tasks' stream.
        partial: reward the weighted parts instead of the gate.
        url: a server that judges; None for worker processes of our own.
        render_mode: `ansi` renders the prompt.
    """

    metadata = {"render_modes": ["ansi"], "render_fps": 1}

    def __init__(
        self,
        family: str,
        *,
        level: float | None = 0.5,
        params: Mapping[str, Any] | None = None,
        stream: int = 0,
        partial: bool = False,
        url: str | None = None,
        render_mode: str | None = None,
    ) -> None:
        self.render_mode = render_mode
        self.observation_space = AnyText(2**20)
        self.action_space = AnyText(2**20)
        self._family, self._level, self._params = family, level, dict(params or {})
        self._stream, self._partial, self._url = stream, partial, url
        self._task: Task | None = None

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[str, dict[str, Any]]:
        """Pose the next task."""
        super().reset(seed=seed)
        wanted = options or {}
        level = wanted.get("level", self._level)
        index = wanted.get("index", int(self.np_random.integers(2**62)))
        tasks = source(self._family, seed=self._stream, level=level, params=self._params)
        self._task = tasks.make(index)
        return self._task.text, self._info()

    def step(self, action: str) -> tuple[str, float, bool, bool, dict[str, Any]]:
        """Judge the answer, and end the episode.

        A fault of ours truncates the episode: leave it out of training.
        """
        if self._task is None:
            raise gymnasium.error.ResetNeeded("call reset() before step()")
        (verdict,) = judge(self._url).grade(str(Label(ref=self._task.ref)), [action])
        reward = reward_of(verdict, partial=self._partial)
        info = self._info() | {"verdict": verdict.model_dump()}
        return self._task.text, reward or 0.0, reward is not None, reward is None, info

    def render(self) -> str | None:
        """The prompt."""
        return self._task.text if self._task and self.render_mode == "ansi" else None

    def _info(self) -> dict[str, Any]:
        task = self._task
        return {} if task is None else {"task": task.id, "level": task.level, **task.measure}


gymnasium.register("tasksynth/Task-v0", entry_point="tasksynth.adapters.gymnasium:TaskEnv")
