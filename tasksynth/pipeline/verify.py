"""The loop that judges a file of answers against a dataset."""

import json
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self

from pydantic import ValidationError

from tasksynth.errors import UsageError
from tasksynth.invalid import explain
from tasksynth.pipeline.engines import Engine, Failure, Job, Pool
from tasksynth.pipeline.shards import task_files
from tasksynth.pipeline.worker import Judged
from tasksynth.report import Counts, Difficulty, Summary, difficulty
from tasksynth_schemas import Answer, Model, Task, Verdict

CHUNK = 128
_ID = b'{"id":"'


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


class Report(Model):
    """What the answers came to: all of them, and by family and level."""

    total: Summary
    groups: dict[str, Summary]
    """`family` or `family level` to its summary, sorted."""
    difficulty: dict[str, Difficulty] = {}
    """Of the families with three levels or more; see `tasksynth.report.difficulty`."""

    @classmethod
    def of(cls, total: Summary, groups: Mapping[Group, Summary], **more: Any) -> Self:
        """A report, its groups sorted."""
        named = {str(group): summary for group, summary in groups.items()}
        measured = difficulty(
            (group.family, group.level, summary) for group, summary in groups.items()
        )
        return cls(total=total, groups=dict(sorted(named.items())), difficulty=measured, **more)


class Lookup(Protocol):
    """Finds tasks by the names that answers give them."""

    def find(self, name: str) -> str | None:
        """The key of the task that is named so, if there is one."""

    def line(self, key: str) -> bytes:
        """Its line."""

    def missing(self, name: str) -> str:
        """A line for a person about a task that is not there."""


@dataclass
class Dataset:
    """Finds a task's line by id or by ref, without holding the tasks in memory."""

    files: list[Path]
    _handles: list[BinaryIO] = field(default_factory=list)
    _ids: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    _refs: dict[str, str | None] | None = None

    @classmethod
    def open(cls, path: Path) -> Self:
        """Index a dataset folder or a JSONL file of tasks.

        Raises:
            UsageError: if there is no complete dataset, or a line is no task.
        """
        dataset = cls(task_files(path))
        for number, file in enumerate(dataset.files):
            try:
                handle = file.open("rb")
            except OSError as e:
                raise UsageError(f"cannot read {file}: {e.strerror}") from e
            dataset._handles.append(handle)
            offset = 0
            for row, line in enumerate(handle, 1):
                dataset._ids[id_of(line, file, row)] = (number, offset, len(line))
                offset += len(line)
        return dataset

    def ids(self) -> Iterable[str]:
        """The tasks' ids, in the order of the files."""
        return self._ids

    def find(self, name: str) -> str | None:
        """The id of a task that is named by id or by short ref; None if the dataset has none.

        Raises:
            UsageError: if a short ref fits several tasks of different params.
        """
        if name in self._ids:
            return name
        return self._id_of_ref(name) if "#" in name else None

    def line(self, key: str) -> bytes:
        """The line of the task with this id."""
        number, offset, length = self._ids[key]
        return os.pread(self._handles[number].fileno(), length, offset)

    def _id_of_ref(self, name: str) -> str | None:
        if self._refs is None:
            self._refs = {}
            for key in self._ids:
                task = Task.model_validate_json(self.line(key))
                ref = str(task.ref)
                self._refs[ref] = None if ref in self._refs else key
        if name in self._refs and self._refs[name] is None:
            raise UsageError(f"{name} names several tasks of different params here; use their ids")
        return self._refs.get(name)

    def missing(self, name: str) -> str:
        """A line for a person about a task that is not there."""
        near = get_close_matches(name, list(islice(self._ids, 10_000)), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        return f"no task {name[:80]!r} among the {len(self._ids)} in {self.files[0].parent}{hint}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        for handle in self._handles:
            handle.close()


def id_of(line: bytes, file: Path, row: int) -> str:
    """The id of the task on a line.

    Raises:
        UsageError: naming file and row, if the line is no task.
    """
    if line.startswith(_ID):  # as we write it: no need to parse the rest
        return line[len(_ID) : len(_ID) + 20].decode()
    try:
        return Task.model_validate_json(line).id
    except ValidationError as e:
        raise UsageError(f"{file}:{row}: no task: {explain(e, Task)}") from e


def read_answers(lines: Iterable[str], name: str) -> Iterator[tuple[int, Answer]]:
    """Answer rows with their line numbers; blank lines are skipped.

    Raises:
        UsageError: at the first row that is no answer; names the line, the field and the mend.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, Answer.model_validate_json(line)
        except ValidationError as e:
            what = explain(e, Answer)
            mend = "; put columns of your own under 'meta'" if "no field" in what else ""
            raise UsageError(f"{name}:{number}: {what}{mend}") from e


def read_lines(
    lines: Iterable[str], name: str, dataset: Dataset, *, columns: bool = False
) -> Iterator[tuple[int, Answer]]:
    """Bare answers, one a line, in the order of the dataset's tasks, with their line numbers.

    With `columns`, a line's answer ends at its first tab. An empty line is an empty answer.

    Raises:
        UsageError: if there are more or fewer lines than tasks, before any answer is given out.
    """
    texts = [line.rstrip("\n") for line in lines]
    ids = list(dataset.ids())
    if len(texts) != len(ids):
        raise UsageError(
            f"{name} holds {len(texts)} lines for {len(ids)} tasks; want one line for each task"
        )
    for number, (task, text) in enumerate(zip(ids, texts, strict=True), 1):
        yield number, Answer(task=task, answer=text.partition("\t")[0] if columns else text)


def verify(
    dataset: Lookup,
    answers: Iterable[tuple[int, Answer]],
    *,
    name: str = "answers",
    out: BinaryIO | None = None,
    workers: int = 1,
) -> Report:
    """Judge every answer in killable worker processes; verdicts go to `out`, one JSON line each.

    Args:
        dataset: where the tasks are.
        answers: rows with their line numbers, as `read_answers` or `read_lines` gives them.
        name: what to call the answers in messages.
        out: gets a `VerdictRow` for every answer, in their order.
        workers: processes.

    Raises:
        UsageError: for an answer to a task that is not in the dataset.
    """
    total, groups = Counts(), dict[Group, Counts]()
    samples: dict[str, int] = {}
    with Pool("grade", workers) as engine:
        for key, answer, result in _judged(dataset, answers, engine, name):
            sample = samples.get(key, 0)
            samples[key] = sample + 1
            judged = (
                failed(dataset.line(key), result.why) if isinstance(result, Failure) else result
            )
            total.add(key, judged.status)
            group = Group.of(judged.family, judged.level)
            groups.setdefault(group, Counts()).add(key, judged.status)
            if out is not None:
                out.write(verdict_line(answer.task, sample, judged, answer.meta))
    return Report.of(total.summary(), {group: counts.summary() for group, counts in groups.items()})


def _judged(
    dataset: Lookup, answers: Iterable[tuple[int, Answer]], engine: Engine, name: str
) -> Iterator[tuple[str, Answer, Judged | Failure]]:
    """Task id, answer and verdict, in order, several chunks under way at once."""
    rows = iter(answers)
    ahead = deque[tuple[list[tuple[str, Answer]], Job]]()
    while True:
        while len(ahead) <= 2 * engine.workers and (chunk := list(islice(rows, CHUNK))):
            found = []
            for number, answer in chunk:
                if (key := dataset.find(answer.task)) is None:
                    raise UsageError(f"{name}:{number}: {dataset.missing(answer.task)}")
                found.append((key, answer))
            items = [(dataset.line(key), answer.answer) for key, answer in found]
            ahead.append((found, engine.submit(items)))
        if not ahead:
            return
        found, job = ahead.popleft()
        for (key, answer), result in zip(found, engine.wait(job), strict=True):
            yield key, answer, result


def failed(line: bytes, why: str) -> Judged:
    """An error's verdict on the task of a line."""
    task = Task.model_validate_json(line)
    verdict = Verdict(status="error", reward=None, why=why)
    return Judged(verdict.model_dump_json().encode(), "error", task.ref.family, task.level)


def verdict_line(task: str, sample: int, judged: Judged, meta: dict[str, Any] | None) -> bytes:
    """A `VerdictRow` as JSON, put together from the verdict's own JSON."""
    head = f'{{"task":{json.dumps(task)},"sample":{sample},'.encode()
    tail = b"" if meta is None else b',"meta":' + json.dumps(meta).encode()
    return head + judged.line[1:-1] + tail + b"}\n"
