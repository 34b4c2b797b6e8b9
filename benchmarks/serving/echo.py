"""OpenEnv's server around an environment that says back what it hears: `echo.py NAME PORT`."""

import os
import sys
from typing import Any

import uvicorn
from openenv.core import ConcurrencyConfig, Environment, State, create_fastapi_app
from openenv.core.env_server.types import Action, Observation


class Walk(Action):
    direction: str


class Heard(Observation):
    text: str = ""


class Echo(Environment[Walk, Heard, State]):
    SUPPORTS_CONCURRENT_SESSIONS = True

    def __init__(self) -> None:
        super().__init__()
        self._state = State(step_count=0)

    def reset(self, seed: int | None = None, episode_id: str | None = None, **_: Any) -> Heard:
        self._state = State(step_count=0)
        return Heard(text="", done=False)

    def step(self, action: Walk, timeout_s: float | None = None, **_: Any) -> Heard:
        self._state.step_count += 1
        return Heard(text=action.direction, done=False, reward=0.0)

    @property
    def state(self) -> State:
        return self._state


if __name__ == "__main__":
    sessions = int(os.environ["OPENENV_SESSIONS"])
    app = create_fastapi_app(
        Echo, Walk, Heard, concurrency_config=ConcurrencyConfig(max_concurrent_envs=sessions)
    )
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="critical")
