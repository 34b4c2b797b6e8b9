"""OpenEnv: an exported folder as an environment, one task an episode, of one turn or many.

A group of rollouts must meet one task: the same `seed` (or `split` and `index`) always gives the
same one, and none at all gives the first.
"""

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from openenv.core.env_server.http_server import create_app
from openenv.core.env_server.interfaces import Environment
from openenv.core.env_server.types import Action, ConcurrencyConfig, Observation, State
from pydantic import Field

from tasksynth.adapters.episodes.session import EpisodeSession
from tasksynth.adapters.scoring import metrics_of, reward_of
from tasksynth.adapters.sources import folder as files

URL = "TASKSYNTH_URL"
"""The variable that names a tasksynth server, which plays and judges; without it, we do."""
SESSIONS, SESSION_TIMEOUT_S = 64, 600.0
"""What a server allows: without a timeout, half-open connections would use up the sessions."""


class AnswerAction(Action):  # type: ignore[misc]  # Any where openenv is absent
    """An answer, or in tasks with tools a call."""

    answer: str = Field(default="", description="The reply, whole or only its final answer.")
    tool: str | None = Field(default=None, description="The name of a tool of the task's to call.")
    arguments: dict[str, Any] = Field(default_factory=dict, description="Of the tool.")


class TaskObservation(Observation):  # type: ignore[misc]
    """The task, what came of the last action, and at the end what was said of it.

    Words are text; with pictures, they are content of a chat message in the OpenAI form, in which
    the pictures are `data:` URIs.
    """

    prompt: str | list[dict[str, Any]] = ""
    seen: str | list[dict[str, Any]] = ""
    tools: list[dict[str, Any]] = Field(default_factory=list, description="In the OpenAI form.")
    task: str = ""
    family: str = ""
    level: float | None = None
    status: str = ""
    why: str = ""


class TaskEnvironment(Environment):  # type: ignore[misc]
    """Poses the tasks of a folder."""

    SUPPORTS_CONCURRENT_SESSIONS = True

    def __init__(self, tasks: dict[str, list[dict[str, Any]]], *, partial: bool = False) -> None:
        super().__init__()
        self._tasks, self._partial = tasks, partial
        self._row: dict[str, Any] = {}
        self._session: EpisodeSession | None = None
        self._state = State(episode_id=None, step_count=0)

    def reset(
        self,
        seed: int | None = None,
        episode_id: str | None = None,
        split: str | None = None,
        index: int | None = None,
        **_more: Any,
    ) -> TaskObservation:
        """Pose one task: that at `index`, or the one that `seed` comes to."""
        rows = self._tasks[split if split is not None else next(iter(self._tasks))]
        place = index if index is not None else (seed or 0) % len(rows)
        self._row = rows[place]
        self._session = EpisodeSession(
            self._row["label"],
            where=os.environ.get(URL),
            peer="OpenEnv",
            carries=("text", "image", "audio"),
        )
        self._state = State(episode_id=episode_id or str(uuid4()), step_count=0)
        return self._seen(self._session, done=False)

    def step(
        self, action: AnswerAction, timeout_s: float | None = None, **_more: Any
    ) -> TaskObservation:
        """Act; the end of the episode has the reward, but for a fault of ours."""
        if (session := self._session) is None:
            raise RuntimeError("call reset before step")
        self._state.step_count += 1
        if action.tool is None:
            shown = session.say(action.answer)
        else:
            shown = session.call(action.tool, action.arguments, action.answer)
        if not session.over:
            return self._seen(session, done=False, seen=shown.chat)
        verdict = session.verdict()
        return self._seen(
            session,
            done=True,
            seen=shown.chat,
            reward=reward_of(verdict, partial=self._partial),
            status=verdict.status,
            why=verdict.why,
            metadata=metrics_of(verdict, sorted(verdict.parts)),
        )

    def _seen(self, session: EpisodeSession, **more: Any) -> TaskObservation:
        row = self._row
        return TaskObservation(
            prompt=session.prompt.chat,
            tools=[tool.function for tool in session.needs.tools],
            task=row["id"],
            family=row["family"],
            level=row["level"],
            **more,
        )

    @property
    def state(self) -> State:
        """The episode's id and steps."""
        return self._state

    def list_splits(self) -> list[str]:
        """The splits of the folder."""
        return list(self._tasks)

    def num_tasks(self, split: str) -> int:
        """How many tasks a split has."""
        return len(self._tasks[split])

    def get_task(self, split: str, index: int) -> dict[str, Any]:
        """What may be told of a task before it is posed."""
        row = self._tasks[split][index]
        return {"id": row["id"], "index": index, "family": row["family"], "level": row["level"]}


def app_of(
    folder: Path,
    *,
    name: str,
    sessions: int = SESSIONS,
    session_timeout_s: float = SESSION_TIMEOUT_S,
    partial: bool = False,
) -> Any:
    """The FastAPI application of an exported folder."""
    tasks = {split: files.rows(folder, split) for split in files.splits(folder)}
    return create_app(
        lambda: TaskEnvironment(tasks, partial=partial),
        AnswerAction,
        TaskObservation,
        env_name=name,
        concurrency_config=ConcurrencyConfig(
            max_concurrent_envs=sessions, session_timeout=session_timeout_s
        ),
    )
