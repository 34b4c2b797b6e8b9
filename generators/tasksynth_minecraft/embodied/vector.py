"""Embodied episodes side by side, as a vector environment of Gymnasium."""

from collections.abc import Sequence
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from gymnasium.vector import AutoresetMode

from tasksynth.errors import UsageError
from tasksynth_minecraft.embodied.film import view_of
from tasksynth_minecraft.embodied.fleet import Fleet
from tasksynth_minecraft.embodied.gym import (
    copied,
    goal_observation,
    observation_space,
)
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.physics import tick

LOW = np.array([0] * 10 + [-32768, -32768])
HIGH = np.array([1] * 9 + [9, 32768, 32768])
"""Of an action row: keys, the hotbar, and half a turn each way in angle units."""


class VectorCrossviewEnv(gymnasium.vector.VectorEnv[dict[str, Any], np.ndarray, np.ndarray]):
    """Many tasks side by side; an action is an (n, 12) array of rows (see `actions.row`).

    A finished episode starts its own task again on the next step (`AutoresetMode.NEXT_STEP`).
    Without `pixels`, what is observed is `state`, (n, 16): see `physics.many.sense`.

    Raises:
        UsageError: without a task, or for tasks of several image sizes.
    """

    metadata = {"render_modes": [], "autoreset_mode": AutoresetMode.NEXT_STEP}

    def __init__(self, tasks: Sequence[Crossview], *, pixels: bool = True) -> None:
        if len({(task.width, task.height) for task in tasks}) != 1:
            raise UsageError("want tasks of one image size, and at least one task")
        self.num_envs, self.tasks, self.pixels = len(tasks), list(tasks), pixels
        self.fleet = Fleet(tasks)
        shape = (self.num_envs, 1)
        self.single_action_space = spaces.Box(LOW, HIGH, dtype=np.int64)
        self.action_space = spaces.Box(np.tile(LOW, shape), np.tile(HIGH, shape), dtype=np.int64)
        first = tasks[0]
        self.single_observation_space = observation_space(first.width, first.height, pixels=pixels)
        self.observation_space = gymnasium.vector.utils.batch_space(
            self.single_observation_space, self.num_envs
        )
        goals = [goal_observation(task) for task in self.tasks] if pixels else []
        names = goals[0] if goals else ()
        self._goals = {name: np.stack([goal[name] for goal in goals]) for name in names}
        self._over = np.zeros(self.num_envs, dtype=bool)

    def reset(
        self, *, seed: int | list[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Begin all tasks again; tasks hold their own randomness, so `seed` changes nothing."""
        for number in range(self.num_envs):
            self.fleet.restart(number)
        self._over[:] = False
        return self._observations(), {}

    def step(
        self, actions: np.ndarray
    ) -> tuple[dict[str, Any], np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        """One tick of each."""
        self.fleet.step(np.asarray(actions, dtype=np.int64))
        for number in np.flatnonzero(self._over).tolist():
            self.fleet.restart(number)
        outcomes = self.fleet.outcomes()
        self._over = outcomes != tick.RUNNING
        success = outcomes == tick.SUCCESS
        ended = success | (outcomes == tick.FOUL)
        return (
            self._observations(), success.astype(float), ended, outcomes == tick.TIME_UP,
            {"success": success},
        )  # fmt: skip

    def _observations(self) -> dict[str, Any]:
        if not self.pixels:
            return {"state": self.fleet.felt()}
        images = np.stack([view_of(rollout) for rollout in self.fleet.rollouts])
        return {"image": images, "cross_view": copied(self._goals)}
