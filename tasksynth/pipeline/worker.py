"""The program of a worker process, and the operations it knows.

It reads lists of items from a pipe, and answers each with the list of their results. Before each
item it writes the item's place and deadline to the shared page: its parent can kill it in time.
"""

import math
import os
import resource
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from multiprocessing.connection import Connection
from typing import Any

from tasksynth import registry
from tasksynth.capability import Pictured, Turn, drawn
from tasksynth.episode import Episode
from tasksynth.errors import FamilyError, TasksynthError
from tasksynth.limits import time_limit
from tasksynth.pipeline.engines import DEADLINE, PLACE, SPENT, shared_page
from tasksynth.pipeline.plan import Cell
from tasksynth.pipeline.recent import Recent
from tasksynth.single import Judge, Source, make
from tasksynth_schemas import Action, Content, Needs, Status, Task, TaskRef
from tasksynth_schemas.needs import PLAIN

REFERENCE = "reference"
"""Who answers with `Family.solve`; any other name is a baseline's."""
GRACE_S = 2.0
"""What an item may take past its own limit before its worker is killed."""
EPISODES = 256
"""Live episodes that a worker keeps at hand; any other is played again from its beginning."""
JUDGES = 8 * 2**20
"""Bytes of JSON of the tasks that a worker keeps at hand; as objects they take a few times that."""


@dataclass(frozen=True)
class Made:
    """A task as it goes to a file, and what the loop wants to know about it."""

    line: bytes
    digest: bytes
    rejected: int


@dataclass(frozen=True)
class Judged:
    """A verdict as it goes to a file, and what the summary wants to know about it."""

    line: bytes
    status: Status
    family: str
    level: float | None


@dataclass(frozen=True)
class Solved:
    """An answer of a family's own."""

    task: str
    answer: str


@dataclass(frozen=True)
class Posed:
    """A task made from its ref: the line that judging it takes, and what may be shown of it."""

    line: bytes
    task: str
    """Its id."""
    prompt: Content
    measure: dict[str, float]
    needs: Needs = PLAIN
    media: Mapping[str, bytes] = field(default_factory=dict)
    """What the prompt names."""

    @property
    def size(self) -> int:
        """About the bytes that keeping it takes."""
        return 2 * len(self.line) + sum(map(len, self.media.values()))


@dataclass(frozen=True)
class Acting:
    """One more action of an episode, for any worker: the whole of what was done is in it."""

    line: bytes
    """The task's."""
    episode: str
    """A name that no other episode has."""
    before: tuple[Action, ...]
    """What was done so far."""
    action: Action
    draws: bool = True
    """Whether the turn's media are wanted."""


@dataclass(frozen=True)
class Acted:
    """What an action led to."""

    turn: Turn
    """Its media as bytes."""
    action: Action | None
    """As the transcript has it; None if there was no room for it."""
    broke: str = ""
    """Why the family could not go on, if it could not: its fault. The episode is over then."""


def make_line(item: tuple[Cell, int, bool]) -> Made | TasksynthError:
    """Make one task; the error that its family raised, if it could not."""
    cell, index, full = item
    try:
        draw = _source(cell).draw(index, full=full)
    except TasksynthError as e:
        return e
    return Made(draw.task.model_dump_json().encode() + b"\n", draw.digest, draw.rejected)


@lru_cache(maxsize=256)
def _source(cell: Cell) -> Source:
    return cell.source()


def grade_line(item: tuple[bytes, str]) -> Judged:
    """Judge one answer to the task of one dataset line."""
    line, answer = item
    judge = _judge(line)
    verdict = judge.grade(answer)
    return Judged(
        verdict.model_dump_json().encode(), verdict.status, judge.task.ref.family, judge.task.level
    )


def _judge(line: bytes) -> Judge:
    if (judge := _judges.get(line)) is None:
        judge = Judge(Task.model_validate_json(line))
        _judges.put(line, judge, len(line))
    return judge


_judges = Recent[bytes, Judge](JUDGES)


def solve_line(item: tuple[bytes, str]) -> Solved | None:
    """The reference answer to a dataset line's task, or a baseline's; None if it has none."""
    line, by = item
    judge = _judge(line)
    x = judge.instance()
    answer = judge.family.solve(x) if by == REFERENCE else judge.family.baselines(x).get(by)
    return None if answer is None else Solved(judge.task.id, answer)


def act(item: Acting) -> Acted:
    """Do one action of an episode, which this worker may have at hand."""
    judge = _judge(item.line)
    episode = _episodes.get(item.episode)
    _episodes.drop(item.episode)  # one that breaks is not met again
    try:
        with time_limit(judge.family.timeout_s):
            if episode is None or episode.turns > len(item.before):
                episode = Episode(judge.family, judge.instance())
            for action in item.before[episode.turns :]:
                episode.act(action)
            turn = episode.act(item.action)
            turn = replace(turn, media=drawn(turn.media) if item.draws else {})
    except Exception as e:  # noqa: BLE001 - a family's fault costs its own episode
        return Acted(Turn("", over=True), item.action, broke=f"{type(e).__name__}: {e}"[:500])
    if not turn.over:
        _episodes.put(item.episode, episode, 1)
    done = episode.actions[len(item.before) :]
    return Acted(turn, done[0] if done else None)


_episodes = Recent[str, Episode](EPISODES)


ServeItem = TaskRef | tuple[bytes, str] | bytes


def serve_item(item: ServeItem) -> Posed | Judged | dict[str, bytes] | TasksynthError:
    """Make the task at a ref, judge an answer to the task of a line, or render a line's images."""
    if isinstance(item, tuple):
        return grade_line(item)
    try:
        if isinstance(item, bytes):
            return render_line(item)
        task = make(item)
    except TasksynthError as e:
        return e
    except Exception as e:  # noqa: BLE001 - a plug-in that cannot be loaded must not cost a worker
        return FamilyError(f"{type(e).__name__}: {e}"[:500])
    try:
        media = shown_media(task)
    except Exception as e:  # noqa: BLE001 - as when it is made
        return FamilyError(f"{item}: its media cannot be made: {type(e).__name__}: {e}"[:500])
    line = task.model_dump_json().encode()
    return Posed(line, task.id, task.prompt, task.measure, task.needs, media)


def shown_media(task: Task) -> dict[str, bytes]:
    """The media that a task's prompt names, by name, in its order.

    Raises:
        FamilyError: if the family does not give one of them.
    """
    if not (names := task.shows):
        return {}
    family = registry.get(task.ref.family)
    if not isinstance(family, Pictured):
        raise FamilyError(f"the prompt names {names[0]}, and {family.name} has no media")
    made = family.media(family.Instance.model_validate(task.instance))
    if missing := [name for name in names if name not in made]:
        raise FamilyError(f"the prompt names {missing[0]}, {family.name} gives {sorted(made)}")
    return {name: made[name] for name in names}


def render_line(line: bytes) -> dict[str, bytes]:
    """The media of a dataset line's task by file name, those that its prompt names first."""
    judge = _judge(line)
    if not isinstance(judge.family, Pictured):
        return {}
    made: dict[str, bytes] = judge.family.media(judge.instance())
    return {name: made[name] for name in [*judge.task.shows, *made]}


def _make_limit(item: tuple[Cell, int, bool]) -> float:
    return registry.get(item[0].family).generate_timeout_s


def _solve_limit(item: tuple[bytes, str]) -> float:
    return _judge(item[0]).family.generate_timeout_s


def _render_limit(line: bytes) -> float:
    return _judge(line).family.generate_timeout_s


def _grade_limit(item: tuple[bytes, str]) -> float:
    return _judge(item[0]).family.timeout_s


def _act_limit(item: Acting) -> float:
    return _judge(item.line).family.timeout_s


def _serve_limit(item: ServeItem) -> float:
    if isinstance(item, tuple):
        return _grade_limit(item)
    if isinstance(item, bytes):
        return _render_limit(item)
    try:
        return registry.get(item.family).generate_timeout_s
    except Exception:  # noqa: BLE001 - making it says what is wrong
        return 0.0


@dataclass(frozen=True)
class Operation:
    """What to do with an item, and how many wall seconds it may take."""

    run: Callable[[Any], Any]
    limit_s: Callable[[Any], float]


OPERATIONS = {
    "make": Operation(make_line, _make_limit),
    "grade": Operation(grade_line, _grade_limit),
    "solve": Operation(solve_line, _solve_limit),
    "serve": Operation(serve_item, _serve_limit),
    "render": Operation(render_line, _render_limit),
    "act": Operation(act, _act_limit),
}


def serve(operation: Operation, pipe: Connection, page: "memoryview[float]") -> None:
    """Answer lists of items until the parent hangs up."""
    while True:
        try:
            items = pipe.recv()
        except (EOFError, OSError):
            return
        results, start = [], time.process_time()
        for place, item in enumerate(items):
            page[DEADLINE], page[PLACE] = math.inf, place
            page[DEADLINE] = time.monotonic() + operation.limit_s(item) + GRACE_S
            results.append(operation.run(item))
        page[DEADLINE], page[PLACE] = math.inf, len(items)
        page[SPENT] = time.process_time() - start
        try:
            pipe.send(results)
        except OSError:
            return


def work(operation: str, pipe_fd: int, page_fd: int, memory_mb: int) -> None:
    """Set the process up (no stray output, no terminal signals, a bound on memory), and serve."""
    os.dup2(2, 1)  # what a plug-in prints must not reach the parent's standard output
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit = memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    serve(OPERATIONS[operation], Connection(pipe_fd), shared_page(page_fd))


def main(operation: str, pipe_fd: str, page_fd: str, memory_mb: str) -> None:
    """The program: `work` with its arguments as text."""
    work(operation, int(pipe_fd), int(page_fd), int(memory_mb))
