"""One action of an episode that is under way, in whichever worker is free.

The law of episodes makes that simple: a worker that does not hold the state replays the actions so
far. The one that did the last action most likely does, and is asked first (see `Job.near`).
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from tasksynth.capability import drawn
from tasksynth.engines import Operation
from tasksynth.episode import Episode
from tasksynth.errors import FamilyError, TasksynthError
from tasksynth.limits import time_limit
from tasksynth.pipeline.operations import judge_of
from tasksynth.pipeline.recent import Recent
from tasksynth.single import Judge
from tasksynth_schemas import Action, Content

STATES = 4096
"""Episodes whose state a worker keeps."""
UNKNOWN = "unknown"
"""What a worker says that holds no state, and was not told what came before."""


def after(history: bytes, action: str) -> bytes:
    """The name of an episode's history with one more action; b"" is the one without any."""
    return blake2b(action.encode(), key=history, digest_size=16).digest()


@dataclass(frozen=True)
class LiveAction:
    """An action, and what came before it."""

    episode: str
    line: bytes
    """The task, as a dataset's line has it."""
    history: bytes
    """The name of what came before: see `after`."""
    action: str
    """As JSON."""
    before: tuple[str, ...] | None = None
    """All actions before it; None: whoever holds the state knows."""
    draws: bool = True
    """Whether anybody looks at what is seen."""

    @cached_property
    def size(self) -> int:
        """Its bytes."""
        return len(self.line) + len(self.action) + sum(map(len, self.before or ()))


@dataclass(frozen=True)
class LiveTurn:
    """What came of it."""

    seen: Content
    media: dict[str, bytes]
    over: bool
    room: bool = True
    """False where the action is no part of the episode, for there was no room for it."""


_states = Recent[str, tuple[bytes, Episode]](STATES)


def act(item: LiveAction) -> LiveTurn | TasksynthError | str:
    """Do the action; UNKNOWN where this worker would need to know what came before."""
    try:
        held = _states.pop(item.episode)  # a step that fails leaves a state that nobody knows
        if item.before is None and item.history and (held is None or held[0] != item.history):
            return UNKNOWN
        judge = judge_of(item.line)
        with time_limit(judge.family.timeout_s):
            known = held is not None and held[0] == item.history
            episode = held[1] if held is not None and known else _replayed(judge, item)
            before = episode.turns
            turn = episode.act(Action.model_validate_json(item.action))
            media = drawn(turn.media) if item.draws else {}
        if not turn.over:
            _states.put(item.episode, (after(item.history, item.action), episode), 1)
        return LiveTurn(turn.seen, media, turn.over, room=episode.turns > before)
    except TasksynthError as e:
        return e
    except Exception as e:  # noqa: BLE001 - a family's fault costs its own episode
        return FamilyError(f"{type(e).__name__}: {e}"[:500])


def _replayed(judge: Judge, item: LiveAction) -> Episode:
    episode = Episode(judge.family, judge.instance(), keep=False)
    for action in item.before or ():
        episode.act(Action.model_validate_json(action))
    return episode


def _limit(item: LiveAction) -> float:
    return judge_of(item.line).family.timeout_s


def _first(item: LiveAction) -> Any:
    """A beginning, of nobody's episode, where all workers come from."""
    return LiveAction("", item.line, b"", Action().model_dump_json(), ())


ACT = Operation(act, _limit, _first)
