"""Embodied episodes as Gymnasium environments, with the keys of ROCKET-3 and MineStudio.

The state is the episode's own (`Rollout`), and so are the verdict and the transcript: actions are
numbers here, and nothing is written in words. `tasksynth.adapters.gymnasium` plays any family.

It and `vector` alone import gymnasium (`pip install 'tasksynth[minecraft]'`).
"""

from collections.abc import Mapping
from typing import Any, SupportsFloat

import gymnasium
import numpy as np
from gymnasium import spaces

from tasksynth import Verdict
from tasksynth.errors import UsageError
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.film import view_of
from tasksynth_minecraft.embodied.goals import goal_mask, goal_view
from tasksynth_minecraft.embodied.models import ROCKET_EVENT, Crossview
from tasksynth_minecraft.embodied.rollout import Rollout
from tasksynth_minecraft.embodied.telling import why
from tasksynth_minecraft.embodied.turns import judged, transcript
from tasksynth_minecraft.numeric.geometry import units
from tasksynth_minecraft.physics import tick
from tasksynth_minecraft.physics.many import SENSES

HOTBAR = tuple(f"hotbar.{k}" for k in range(1, 10))


def action_space() -> spaces.Dict:
    """MineStudio's env action: keys 0 or 1, and `camera` (pitch, yaw) in degrees a tick."""
    keys: dict[str, spaces.Space[Any]] = {key: spaces.Discrete(2) for key in actions.KEYS}
    keys |= {key: spaces.Discrete(2) for key in HOTBAR}
    keys["camera"] = spaces.Box(-180, 180, shape=(2,), dtype=np.float32)
    return spaces.Dict(keys)


def observation_space(width: int, height: int, *, pixels: bool = True) -> spaces.Dict:
    """`image` is the agent's view; `cross_view` is the goal, as ROCKET-3 names its parts.

    Without pixels there is the `state` alone.
    """
    if not pixels:
        return spaces.Dict({"state": spaces.Box(-np.inf, np.inf, shape=(SENSES,))})
    image = spaces.Box(0, 255, shape=(height, width, 3), dtype=np.uint8)
    goal = spaces.Dict(
        {
            "cross_view_image": image,
            "cross_view_obj_mask": spaces.Box(0, 1, shape=(height, width), dtype=np.uint8),
            "cross_view_obj_id": spaces.Discrete(8, start=-1),
        }
    )
    return spaces.Dict({"image": image, "cross_view": goal})


def row_of(action: Mapping[str, Any]) -> np.ndarray:
    """A dictionary of keys as an action row (12,); keys that are left out are not pressed.

    Raises:
        UsageError: for a camera that is not two finite numbers.
    """
    row = actions.row(*(key for key in actions.KEYS if action.get(key, 0)))
    for k, key in enumerate(HOTBAR, 1):
        if action.get(key, 0):
            row[tick.HOTBAR] = k
    camera = np.asarray(action.get("camera", (0.0, 0.0)), dtype=float)
    if camera.shape != (2,) or not np.isfinite(camera).all():
        raise UsageError(f"want camera as two finite numbers of degrees, got {camera.tolist()}")
    pitch, yaw = camera.tolist()
    row[tick.DPITCH] = units(max(-180.0, min(180.0, pitch)))
    row[tick.DYAW] = units(max(-180.0, min(180.0, yaw)))
    return row


class CrossviewEnv(gymnasium.Env[dict[str, Any], dict[str, Any]]):
    """One task as an environment: reward 1 at success, 0 else; 20 steps a second of game time."""

    metadata = {"render_modes": ["rgb_array"], "render_fps": 20}

    def __init__(self, task: Crossview, *, render_mode: str | None = None, pixels: bool = True):
        """Without `pixels`, what is observed is the `state` of `physics.many.sense` alone.

        That tells where the target is, draws nothing, and is some fifty times faster.
        """
        self.task, self.render_mode, self.pixels = task, render_mode, pixels
        self.action_space = action_space()
        self.observation_space = observation_space(task.width, task.height, pixels=pixels)
        self.actions: list[np.ndarray] = []
        """The rows played since the last reset."""
        self._start(task)

    def _start(self, task: Crossview) -> None:
        if (task.width, task.height) != (self.task.width, self.task.height):
            raise UsageError(
                f"this environment shows {self.task.width}x{self.task.height} pixels, the new "
                f"task {task.width}x{task.height}; make another environment"
            )
        self.task, self.episode, self.actions = task, Rollout(task), []
        self._goal = goal_observation(task) if self.pixels else {}

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Begin again; `options={"task": ...}` begins another task of the same image size."""
        super().reset(seed=seed)
        self._start((options or {}).get("task", self.task))
        return self._observation(), self._info()

    def step(
        self, action: dict[str, Any]
    ) -> tuple[dict[str, Any], SupportsFloat, bool, bool, dict[str, Any]]:
        """One tick."""
        row = row_of(action)
        self.episode.step(row)
        self.actions.append(row)
        outcome = self.episode.outcome
        return (
            self._observation(),
            float(outcome == tick.SUCCESS),
            outcome in (tick.SUCCESS, tick.FOUL),
            outcome == tick.TIME_UP,
            self._info(),
        )

    def render(self) -> np.ndarray:
        """The agent's view, (height, width, 3) uint8."""
        return view_of(self.episode)

    def answer(self) -> str:
        """The transcript of the episode since the reset: an answer to the task."""
        return transcript(self.actions)

    def verdict(self) -> Verdict:
        """What the episode is worth as it stands: what a judge says of `answer()`."""
        return judged(self.episode)

    def _observation(self) -> dict[str, Any]:
        if not self.pixels:
            return {"state": self.episode.felt()}
        return {"image": view_of(self.episode), "cross_view": copied(self._goal)}

    def _info(self) -> dict[str, Any]:
        x, y, z = self.episode.feet
        yaw, pitch = self.episode.looking
        info: dict[str, Any] = {
            "player_pos": {"x": x, "y": y, "z": z, "yaw": yaw, "pitch": pitch},
            "success": self.episode.outcome == tick.SUCCESS,
        }
        if self.episode.outcome in (tick.FOUL, tick.TIME_UP):
            info["why"] = why(self.episode)
        return info


def copied(goal: dict[str, Any]) -> dict[str, Any]:
    """A copy that the caller may keep and change."""
    return {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in goal.items()}


def goal_observation(task: Crossview) -> dict[str, Any]:
    """O_g, M_g and E under ROCKET-3's names."""
    return {
        "cross_view_image": goal_view(task),
        "cross_view_obj_mask": goal_mask(task).astype(np.uint8),
        "cross_view_obj_id": ROCKET_EVENT[task.event],
    }
