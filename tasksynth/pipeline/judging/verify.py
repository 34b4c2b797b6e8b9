"""The loop that judges a file of answers against a dataset."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol, Self

from tasksynth import registry
from tasksynth.engines import Engine, Failure, ahead, engine_for
from tasksynth.pipeline.folders.dataset import Lookup
from tasksynth.pipeline.judging.report import Counts, Difficulty, Summary, difficulty
from tasksynth.pipeline.operations import Judged
from tasksynth_schemas import Answer, ImportRef, Model, Task, Verdict

CHUNK = 128
EXAMPLES = 3
"""Answers that could not be read which a report shows."""
SHOWN = 60
"""Characters of each."""
FLOOR_TASKS = 20
"""Tasks of a group whose floors are looked at."""


@dataclass(frozen=True)
class Group:
    """The tasks of a family at a level."""

    family: str
    level: float | None
    """To six digits."""

    @classmethod
    def of(cls, family: str, level: float | None) -> Self:
        """The group of a task."""
        return cls(family, None if level is None else float(f"{level:g}"))

    def __str__(self) -> str:
        return self.family if self.level is None else f"{self.family} {self.level:g}"


class Example(Model):
    """An answer that could not be read."""

    task: str
    """The task's id."""
    answer: str
    """The end of what was answered, on one line; begins with … if there was more."""
    why: str

    @classmethod
    def of(cls, task: str, answer: str, why: str) -> Self:
        """An example, cut to what a person looks at."""
        line = " ".join(answer[-4 * SHOWN :].split())
        more = "…" if len(line) > SHOWN or len(answer) > 4 * SHOWN else ""
        return cls(task=task, answer=more + line[-SHOWN:], why=why[:200])


class Floors:
    """What guessing gets at most, of the groups that were seen."""

    def __init__(self) -> None:
        self._seen: dict[Group, list[float]] = {}

    def wants(self, group: Group) -> bool:
        """Whether more of the group's tasks should be looked at: the tasks of a level are alike."""
        return len(self._seen.get(group, ())) < FLOOR_TASKS

    def note(self, group: Group, task: Task) -> None:
        """Look at a task's params."""
        seen = self._seen.setdefault(group, [])
        if isinstance(task.ref, ImportRef):  # without params, so without a floor
            seen.append(math.nan)
            return
        try:
            family = registry.get(task.ref.family)
            seen.append(family.floor(family.Params.model_validate(task.ref.params)))
        except Exception:  # noqa: BLE001 - a broken plug-in has no floor
            seen.append(math.nan)

    def all(self) -> dict[Group, float]:
        """The mean floor of each group; without those that have none."""
        means = {group: math.fsum(seen) / len(seen) for group, seen in self._seen.items()}
        return {group: floor for group, floor in means.items() if not math.isnan(floor)}


class Report(Model):
    """What the answers came to: all of them, and by family and level."""

    total: Summary
    groups: dict[str, Summary]
    """`family` or `family level` to its summary, sorted."""
    difficulty: dict[str, Difficulty] = {}
    """Of the families with three levels or more; see `report.difficulty`."""
    answered_only: bool = False
    """Tasks without an answer are left out of the rates; else they count as not solved."""
    floors: dict[str, float] = {}
    """The pass rate that guessing gets at most, by group, where the family tells one."""
    unparsable: tuple[Example, ...] = ()
    """The first answers that could not be read."""

    @classmethod
    def of(
        cls,
        total: Summary,
        groups: Mapping[Group, Summary],
        floors: Mapping[Group, float],
        **more: Any,
    ) -> Self:
        """A report, its groups sorted."""
        named = {str(group): summary for group, summary in groups.items()}
        measured = difficulty(
            (group.family, group.level, summary) for group, summary in groups.items()
        )
        return cls(
            total=total,
            groups=dict(sorted(named.items())),
            difficulty=measured,
            floors={str(group): floor for group, floor in floors.items()},
            **more,
        )


class Sink(Protocol):
    """Where rows go."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes."""


def verify(
    dataset: Lookup,
    answers: Iterable[tuple[int, str, Answer]],
    *,
    answered_only: bool = False,
    logs: bool = False,
    out: Sink | None = None,
    workers: int = 1,
    engine: Engine | None = None,
) -> Report:
    """Judge every answer in killable worker processes; verdicts go to `out`, one JSON line each.

    Args:
        dataset: where the tasks are.
        answers: line number, id of the task and answer, as `Rows.read` or `read_lines` gives them.
        answered_only: leave tasks without an answer out of the rates; else they are not solved.
        logs: the answers are what other engines logged; see `tasksynth.capability.Logged`.
        out: gets a `VerdictRow` for every answer, in their order.
        workers: processes.
        engine: who judges instead, left open.

    Raises:
        StateError: if a task's line is damaged; names the file and the line.
    """
    total, groups, floors = Counts(), dict[Group, Counts](), Floors()
    samples: dict[str, int] = {}
    examples: list[Example] = []
    with engine_for(workers, given=engine) as engine:
        for key, answer, result in judged(
            dataset, answers, engine, "grade_log" if logs else "grade"
        ):
            sample = samples.get(key, 0)
            samples[key] = sample + 1
            verdict = (
                failed(dataset.task(key), result.why) if isinstance(result, Failure) else result
            )
            group = Group.of(verdict.family, verdict.level)
            for counts in (total, groups.setdefault(group, Counts())):
                counts.add(key, verdict.status)
            if floors.wants(group):
                floors.note(group, dataset.task(key))
            if verdict.status == "unparsable" and len(examples) < EXAMPLES:
                examples.append(Example.of(key, answer.answer, json.loads(verdict.line)["why"]))
            if out is not None:
                out.write(verdict_line(answer.task, sample, verdict, answer.meta))
    for key in dataset.ids():
        if key not in samples:
            task = dataset.task(key)
            group = Group.of(task.ref.family, task.level)
            for counts in (total, groups.setdefault(group, Counts())):
                counts.unanswered += 1
            if floors.wants(group):
                floors.note(group, task)
    return Report.of(
        total.summary(answered_only=answered_only),
        {group: counts.summary(answered_only=answered_only) for group, counts in groups.items()},
        floors.all(),
        answered_only=answered_only,
        unparsable=tuple(examples),
    )


def judged(
    dataset: Lookup, answers: Iterable[tuple[int, str, Answer]], engine: Engine, operation: str
) -> Iterator[tuple[str, Answer, Judged | Failure]]:
    """Task id, answer and verdict, in order, several chunks under way at once."""
    rows = iter(answers)

    def chunks() -> Iterator[tuple[list[tuple[int, str, Answer]], list[tuple[bytes, str]]]]:
        while chunk := list(islice(rows, CHUNK)):
            yield chunk, [(dataset.line(key), answer.answer) for _, key, answer in chunk]

    for chunk, results in ahead(engine, operation, chunks()):
        for (_, key, answer), result in zip(chunk, results, strict=True):
            yield key, answer, result


def failed(task: Task, why: str) -> Judged:
    """An error's verdict on a task."""
    verdict = Verdict(status="error", reward=None, why=why)
    return Judged(verdict.model_dump_json().encode(), "error", task.ref.family, task.level)


def verdict_line(task: str, sample: int, judged: Judged, meta: dict[str, Any] | None) -> bytes:
    """A `VerdictRow` as JSON, put together from the verdict's own JSON."""
    told = {"task": task, "sample": sample, "family": judged.family, "level": judged.level}
    head = json.dumps(told, separators=(",", ":"))[:-1].encode() + b","
    tail = b"" if meta is None else b',"meta":' + json.dumps(meta).encode()
    return head + judged.line[1:-1] + tail + b"}\n"
