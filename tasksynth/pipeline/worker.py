"""The program of a worker process, and the operations it knows.

It reads lists of items from a pipe, and answers each with the list of their results. Before each
item it writes the item's place and deadline to the shared page: its parent can kill it in time.
"""

import math
import os
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection
from typing import Any

from pydantic import ValidationError

from tasksynth import registry
from tasksynth.errors import FamilyError, StateError, TasksynthError
from tasksynth.pipeline.engines import DEADLINE, ENDINGS, PLACE, SPENT, Failure, shared_page
from tasksynth.pipeline.plan import Cell
from tasksynth.pipeline.recent import Recent
from tasksynth.single import Judge, Source, explain, make
from tasksynth_schemas import Status, Task, TaskRef

REFERENCE = "reference"
"""Who answers with `Family.solve`; any other name is a baseline's."""
GRACE_S = 2.0
"""What an item may take past its own limit before its worker is killed."""
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
    prompt: str
    measure: dict[str, float]


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
        try:
            judge = Judge(Task.model_validate_json(line))
        except ValidationError as e:  # whoever read the line knows its place
            raise StateError(f"the task's line is damaged: {explain(e, Task)}") from e
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
    return Posed(task.model_dump_json().encode(), task.id, task.prompt, task.measure)


def render_line(line: bytes) -> dict[str, bytes]:
    """The images of a dataset line's task, PNG by file name."""
    judge = _judge(line)
    return judge.family.images(judge.instance())


def _make_limit(item: tuple[Cell, int, bool]) -> float:
    return registry.get(item[0].family).generate_timeout_s


def _solve_limit(item: tuple[bytes, str]) -> float:
    return _judge(item[0]).family.generate_timeout_s


def _render_limit(line: bytes) -> float:
    return _judge(line).family.generate_timeout_s


def _grade_limit(item: tuple[bytes, str]) -> float:
    return _judge(item[0]).family.timeout_s


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
            try:
                page[DEADLINE] = time.monotonic() + operation.limit_s(item) + GRACE_S
                results.append(operation.run(item))
            except TasksynthError as e:
                results.append(Failure(str(e)))
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
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)  # its parent held them back at its start
    limit = memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    serve(OPERATIONS[operation], Connection(pipe_fd), shared_page(page_fd))


def main(operation: str, pipe_fd: str, page_fd: str, memory_mb: str) -> None:
    """The program: `work` with its arguments as text."""
    work(operation, int(pipe_fd), int(page_fd), int(memory_mb))
