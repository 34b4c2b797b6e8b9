"""What the loops and the server have engines do: make a task, judge an answer, and so on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from tasksynth import registry
from tasksynth.capability import Pictured, hint_of
from tasksynth.engines import Operation
from tasksynth.errors import FamilyError, StateError, TasksynthError
from tasksynth.invalid import explain
from tasksynth.pipeline.cells import Cell
from tasksynth.pipeline.recent import Recent
from tasksynth.single import Judge, Source, make
from tasksynth_schemas import Content, Needs, Status, Task, TaskRef, Verdict
from tasksynth_schemas.needs import PLAIN

REFERENCE = "reference"
"""Who answers with `Family.solve`; any other name is a baseline's."""
JUDGES = 8 * 2**20
"""Bytes of JSON of the tasks that a worker keeps at hand; as objects they take a few times that."""
LOAD_S = 60.0


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
    judge = judge_of(item[0])
    return _as_judged(judge, judge.grade(item[1]))


def grade_log_line(item: tuple[bytes, str]) -> Judged:
    """Judge what another engine logged of the task of one dataset line."""
    judge = judge_of(item[0])
    return _as_judged(judge, judge.grade_log(item[1]))


def _as_judged(judge: Judge, verdict: Verdict) -> Judged:
    line = verdict.model_dump_json().encode()
    return Judged(line, verdict.status, judge.task.ref.family, judge.task.level)


def judge_of(line: bytes) -> Judge:
    """The judge of a dataset line's task, kept at hand."""
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
    judge = judge_of(line)
    x = judge.instance()
    answer = judge.family.solve(x) if by == REFERENCE else judge.family.baselines(x).get(by)
    return None if answer is None else Solved(judge.task.id, answer)


def pose_ref(ref: TaskRef) -> Posed | TasksynthError:
    """Make the task at a ref; the error, if it could not be made."""
    try:
        task = make(ref)
    except TasksynthError as e:
        return e
    except Exception as e:  # noqa: BLE001 - a plug-in that cannot be loaded must not cost a worker
        return _fault(e)
    try:
        media = shown_media(task)
    except Exception as e:  # noqa: BLE001 - as when it is made
        return FamilyError(f"{ref}: its media cannot be made: {type(e).__name__}: {e}"[:500])
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


def render_line(line: bytes) -> dict[str, bytes] | TasksynthError:
    """A dataset line's media by name, those that its prompt names first; the error, if any."""
    try:
        judge = judge_of(line)
        if not isinstance(judge.family, Pictured):
            return {}
        made: dict[str, bytes] = judge.family.media(judge.instance())
        return {name: made[name] for name in [*judge.task.shows, *made]}
    except TasksynthError as e:
        return e
    except Exception as e:  # noqa: BLE001 - as above
        return _fault(e)


def hint_line(item: tuple[bytes, float]) -> str | TasksynthError:
    """A share of a solution to a dataset line's task; the error, if there is none."""
    line, share = item
    try:
        judge = judge_of(line)
        return hint_of(judge.family, judge.instance(), share)
    except TasksynthError as e:
        return e
    except Exception as e:  # noqa: BLE001 - as above
        return _fault(e)


def load(family: str) -> None:
    """Load a family, so that processes that are forked from this one have it."""
    registry.get(family)


def _fault(error: Exception) -> FamilyError:
    return FamilyError(f"{type(error).__name__}: {error}"[:500])


def _make_limit(item: tuple[Cell, int, bool]) -> float:
    return registry.get(item[0].family).generate_timeout_s


def _solve_limit(item: tuple[bytes, Any]) -> float:
    return judge_of(item[0]).family.generate_timeout_s


def _render_limit(line: bytes) -> float:
    return judge_of(line).family.generate_timeout_s


def _grade_limit(item: tuple[bytes, str]) -> float:
    return judge_of(item[0]).family.timeout_s


def _pose_limit(ref: TaskRef) -> float:
    try:
        return registry.get(ref.family).generate_timeout_s
    except Exception:  # noqa: BLE001 - making it says what is wrong
        return 0.0


def _load_limit(_family: str) -> float:
    return LOAD_S


def _unanswered(item: tuple[bytes, str]) -> tuple[bytes, str]:
    """Nobody's answer where all workers come from."""
    return item[0], ""


MAKE = Operation(make_line, _make_limit)
POSE = Operation(pose_ref, _pose_limit)
GRADE = Operation(grade_line, _grade_limit, _unanswered)
GRADE_LOG = Operation(grade_log_line, _grade_limit, _unanswered)
SOLVE = Operation(solve_line, _solve_limit)
RENDER = Operation(render_line, _render_limit)
HINT = Operation(hint_line, _solve_limit)
LOAD = Operation(load, _load_limit)
