"""Any family as a Gymnasium environment: the prompt and the turns are observed, actions are text.

A task of one turn is an episode of one step. A task with turns is played in this process, and its
transcript is judged at the end like any answer.
"""

from collections.abc import Mapping
from typing import Any, Literal

import gymnasium
from gymnasium.spaces import Dict, Space, Text

from tasksynth.adapters.scoring import judge, reward_of
from tasksynth.capability import Interactive, Media, Pictured, drawn
from tasksynth.episode import Episode, action_in, read_action
from tasksynth.limits import time_limit
from tasksynth.sampling import random_action
from tasksynth.single import Judge, Source, source
from tasksynth_schemas import Action, Content, Label, Needs, Task, Verdict, names_of, text_of

PRINTABLE = "".join(map(chr, range(32, 127))) + "\n"
LONGEST = 2**20
"""Characters of an observation or an action."""

Observation = str | dict[str, Any]
"""Text, or `{"text": …, "media": {name: bytes}}`."""


class AnyText(Text):
    """Text of up to so many characters, whichever they are; samples are printable ASCII."""

    def __init__(self, max_length: int) -> None:
        super().__init__(min_length=0, max_length=max_length, charset=PRINTABLE)

    def contains(self, x: Any) -> bool:
        """Whether it is text, and not too long."""
        return isinstance(x, str) and len(x) <= self.max_length


class AnyAction(AnyText):
    """Words, or a call: `{"tool": "step", "arguments": {…}}`, as JSON text or as a dict.

    Samples of a task with tools are calls that fit their schemas, as JSON text.
    """

    def __init__(self, max_length: int, needs: Needs) -> None:
        super().__init__(max_length)
        self._needs = needs

    def contains(self, x: Any) -> bool:
        """Whether it is text, not too long, or a call."""
        if not isinstance(x, Mapping):
            return super().contains(x)
        try:
            return read_action(x).tool is not None
        except ValueError:
            return False

    def sample(self, mask: Any = None, probability: Any = None) -> str:
        """A random action."""
        if not self._needs.tools:
            return super().sample(mask)
        return random_action(self._needs, self.np_random).model_dump_json(exclude_defaults=True)


class AnyMedia(Space[dict[str, bytes]]):
    """Files by name: PNG, MP4, WAV. Its samples are empty."""

    def contains(self, x: Any) -> bool:
        """Whether it is a dict of bytes by name."""
        return isinstance(x, dict) and all(
            isinstance(name, str) and isinstance(data, bytes) for name, data in x.items()
        )

    def sample(self, mask: Any = None, probability: Any = None) -> dict[str, bytes]:
        """Nothing."""
        return {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AnyMedia)

    __hash__ = Space.__hash__

    @property
    def is_np_flattenable(self) -> bool:
        """It is not."""
        return False


class TaskEnv(gymnasium.Env[Observation, str]):
    """One task an episode: the reward is the verdict's, at its last step, and 0 before.

    `reset(seed=…)` decides all that follows. `reset(options={"index": 7})` takes one task of the
    stream, and `{"level": 0.3}` another level. What `reset` returns beside the observation names
    the task, and the `tools` that it has as OpenAI's functions.

    Args:
        family: a family's name.
        level: difficulty in [0, 1]; None with params.
        params: fixed params of the family.
        stream: the seed of the tasks' stream.
        partial: reward the weighted parts instead of the gate.
        url: a server that judges; None for worker processes of our own.
        observation: `text`, media by their names, or `dict`, with their bytes; None: what the
            family shows.
        render_mode: `ansi` renders what was seen last.
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
        observation: Literal["text", "dict"] | None = None,
        render_mode: str | None = None,
    ) -> None:
        self.render_mode = render_mode
        self._family, self._level, self._params = family, level, dict(params or {})
        self._stream, self._partial, self._url = stream, partial, url
        needs = self._tasks(level).make(0).needs
        self._shows = (observation or ("text" if needs.media == ("text",) else "dict")) == "dict"
        text = AnyText(LONGEST)
        shown: Space[Any] = Dict({"text": text, "media": AnyMedia()}) if self._shows else text
        self.observation_space = shown
        self.action_space = AnyAction(LONGEST, needs)
        self._task: Task | None = None
        self._episode: Episode | None = None
        self._over, self._limit_s = True, 0.0
        self._text, self._media = "", dict[str, bytes]()

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Pose the next task."""
        super().reset(seed=seed)
        wanted = options or {}
        index = wanted.get("index", int(self.np_random.integers(2**62)))
        task = self._tasks(wanted.get("level", self._level)).make(index)
        posed = Judge(task)
        family, x = posed.family, posed.instance()
        self._task, self._over, self._limit_s = task, False, family.timeout_s
        self._episode = Episode(family, x) if isinstance(family, Interactive) else None
        made = family.media(x) if self._shows and isinstance(family, Pictured) else {}
        self._observe(task.prompt, made)
        tools = [tool.function for tool in task.needs.tools]
        return self._seen, self._info() | ({"tools": tools} if tools else {})

    def step(
        self, action: str | Mapping[str, Any]
    ) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Act, and at the end of the episode be judged.

        A fault of ours truncates the episode: leave it out of training.
        """
        if self._task is None or self._over:
            raise gymnasium.error.ResetNeeded("call reset() before step()")
        episode = self._episode
        if episode is None:
            return self._judged(action if isinstance(action, str) else str(dict(action)))
        try:
            with time_limit(self._limit_s):
                turn = episode.act(_action(action))
        except Exception as e:  # noqa: BLE001 - a family's fault costs its own episode
            self._over = True
            why = f"{type(e).__name__}: {e}"[:500]
            broken = Verdict(status="error", reward=None, why=why)
            return self._seen, 0.0, False, True, self._info() | {"verdict": broken.model_dump()}
        self._observe(turn.seen, turn.media)
        if not turn.over:
            return self._seen, 0.0, False, False, self._info()
        return self._judged(episode.transcript())

    def render(self) -> str | None:
        """What was seen last."""
        if self.render_mode != "ansi" or self._task is None:
            return None
        return self._text

    def _judged(self, answer: str) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        self._over = True
        label = str(Label(ref=self._posed.ref))
        (verdict,) = judge(self._url).grade(label, [answer])
        reward = reward_of(verdict, partial=self._partial)
        info = self._info() | {"verdict": verdict.model_dump(), "answer": answer}
        return self._seen, reward or 0.0, reward is not None, reward is None, info

    def _observe(self, content: Content, media: Media) -> None:
        self._text = text_of(content)[:LONGEST]
        names = [name for name in names_of(content) if name in media and self._shows]
        self._media = drawn({name: media[name] for name in names})

    @property
    def _seen(self) -> Observation:
        """What was seen last, in a dict of its own."""
        return {"text": self._text, "media": dict(self._media)} if self._shows else self._text

    def _tasks(self, level: float | None) -> Source:
        return source(self._family, seed=self._stream, level=level, params=self._params)

    @property
    def _posed(self) -> Task:
        if self._task is None:
            raise gymnasium.error.ResetNeeded("call reset() first")
        return self._task

    def _info(self) -> dict[str, Any]:
        task = self._posed
        turn = {} if self._episode is None else {"turn": self._episode.turns}
        return {"task": task.id, "level": task.level, **turn, **task.measure}


def _action(value: str | Mapping[str, Any]) -> Action:
    """An action in any form; what is none is the call of a tool that is not there."""
    try:
        return action_in(value) if isinstance(value, str) else read_action(value)
    except ValueError as e:
        return Action(tool="?", arguments=f"no action: {e}")


gymnasium.register("tasksynth/Task-v0", entry_point="tasksynth.adapters.gymnasium:TaskEnv")
