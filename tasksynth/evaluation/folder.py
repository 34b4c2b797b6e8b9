"""The folder of a run: what was asked for, what came, what it was worth.

`run.json` holds the settings. `answers.jsonl` and `verdicts.jsonl` grow by one line an answer, in
the order of arrival; whatever the moment of a kill, what is there counts. A verdict without an
answer is that of a request that failed; the next run asks it again.
"""

import json
import os
from array import array
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError

from tasksynth.errors import StateError, UsageError
from tasksynth.evaluation.journal import Journal
from tasksynth.evaluation.lines import TaskLines
from tasksynth.evaluation.models import ModelReply, Usage
from tasksynth.pipeline.folders.shards import write_atomically
from tasksynth.pipeline.judging.report import Summary, summarise
from tasksynth.pipeline.judging.verify import EXAMPLES, Example, Floors, Group, verdict_line
from tasksynth.pipeline.operations import Judged
from tasksynth.system import lock_folder
from tasksynth_schemas import SCHEMA_VERSION, Answer, Model, Status, VerdictRow

RUN, ANSWERS, VERDICTS, REPORT = "run.json", "answers.jsonl", "verdicts.jsonl", "report.json"
UNASKED, ANSWERED = 0, 1
STATUSES: tuple[Status, ...] = ("pass", "fail", "unparsable", "error")
PASS, FAIL, UNPARSABLE, ERROR = range(2, 6)
FAILED = 6
"""What is known of an answer, as a byte: nothing, that it is there, its verdict, or that the
request for it failed just now."""


class AnswerMeta(Model):
    """The `meta` of a line of `answers.jsonl`."""

    row: int
    """The task's place in the dataset, from 0."""
    sample: int
    finish_reason: str | None = None
    usage: Usage | None = None
    latency_s: float | None = None
    """Of the attempt that succeeded; of an episode, of all its requests."""
    turns: int | None = None
    """Actions of an episode."""
    recorded: dict[str, Any] | None = None
    """The `meta` of an answer that was recorded before."""
    reasoning_chars: int | None = None
    """Length of what the model reasoned apart from the answer."""


class VerdictMeta(Model):
    """The `meta` of a line of `verdicts.jsonl`."""

    row: int
    family: str | None = None
    level: float | None = None
    """The family and the level in runs of earlier releases; now they are the row's own."""


class RunFolder:
    """A run's state: a byte and an offset for every answer that is wanted.

    Answers are numbered: `number = row * samples + sample`.
    """

    def __init__(
        self, path: Path, tasks: TaskLines, samples: int, settings: Mapping[str, Any]
    ) -> None:
        """Begin a run, or go on with it.

        Raises:
            UsageError: if the folder holds something else, or a run of other settings.
            StateError: if another process writes to it, or its files are damaged.
        """
        self.path, self.tasks, self.samples = path, tasks, samples
        self.state = bytearray(len(tasks) * samples)
        self.statuses: dict[Status, int] = dict.fromkeys(STATUSES, 0)
        self._answer_at = array("q", bytes(8 * len(self.state)))
        self._group = array("H", bytes(2 * len(tasks)))
        self._groups: dict[Group, int] = {}
        self.dearest: Usage | None = None
        self.answered = self.prompt_tokens = self.completion_tokens = 0
        self.cut_off = self.tool_calls = self.reasoned = self.only_reasoned = 0
        with ExitStack() as stack:
            stack.callback(os.close, lock_folder(path))
            _check(path, {"schema_version": SCHEMA_VERSION, "dataset": tasks.digest, **settings})
            self.answers = stack.enter_context(closing(Journal(path / ANSWERS)))
            self._verdicts = stack.enter_context(closing(Journal(path / VERDICTS)))
            self._load_answers()
            self._load_verdicts()
            self._open = stack.pop_all()

    def _load_answers(self) -> None:
        for at, row, line in self.answers.lines():
            try:
                answer = Answer.model_validate_json(line)
                meta = AnswerMeta.model_validate(answer.meta)
            except ValidationError as e:
                raise StateError(
                    f"{self.path / ANSWERS}:{row}: no answer of a run; remove the line"
                ) from e
            number = self._number(meta.row, meta.sample)
            self._note_answer(number, at, meta, empty=not answer.answer.strip())

    def _load_verdicts(self) -> None:
        for _, number, line in self._verdicts.lines():
            try:
                row = VerdictRow.model_validate_json(line)
                meta = VerdictMeta.model_validate(row.meta)
            except ValidationError as e:
                raise StateError(
                    f"{self.path / VERDICTS}:{number}: no verdict of a run; remove the line"
                ) from e
            at = self._number(meta.row, row.sample)
            if self.state[at] == ANSWERED:
                of = row if row.family is not None else meta
                self._note_verdict(at, row.status, Group.of(of.family or "", of.level))

    def _number(self, row: int, sample: int) -> int:
        if row >= len(self.tasks):
            raise UsageError(
                f"{self.path} holds answers to more tasks than the {len(self.tasks)} wanted now; "
                f"raise --limit or choose another --out"
            )
        if sample >= self.samples:
            raise UsageError(
                f"{self.path} holds more samples of a task than the {self.samples} wanted now; "
                f"raise --samples or choose another --out"
            )
        return row * self.samples + sample

    def unasked(self) -> Iterator[int]:
        """The numbers of the answers that are wanted and not there."""
        return (number for number, state in enumerate(self.state) if state == UNASKED)

    def unjudged(self) -> Iterator[int]:
        """The numbers of the answers that are there without a verdict."""
        return (number for number, state in enumerate(self.state) if state == ANSWERED)

    def add_answer(self, number: int, reply: ModelReply) -> None:
        """Keep an answer."""
        row, sample = divmod(number, self.samples)
        meta = AnswerMeta(
            row=row,
            sample=sample,
            finish_reason=reply.finish_reason,
            usage=reply.usage,
            latency_s=None if reply.latency_s is None else round(reply.latency_s, 3),
            turns=reply.turns,
            recorded=reply.recorded,
            reasoning_chars=reply.reasoning_chars or None,
        )
        text = reply.answer.encode(errors="replace").decode()  # a lone surrogate is no Unicode text
        kept = meta.model_dump(mode="json", exclude_none=True)
        answer = Answer(task=self.tasks.id(row), answer=text, meta=kept)
        at = self.answers.append(answer.model_dump_json().encode() + b"\n")
        self._note_answer(number, at, meta, empty=not text.strip())

    def _note_answer(self, number: int, at: int, meta: AnswerMeta, *, empty: bool) -> None:
        self._answer_at[number] = at
        self.state[number] = ANSWERED
        self.answered += 1
        self.cut_off += meta.finish_reason == "length"
        self.tool_calls += meta.finish_reason in ("tool_calls", "function_call")
        self.reasoned += meta.reasoning_chars is not None
        self.only_reasoned += meta.reasoning_chars is not None and empty
        if (usage := meta.usage) is not None:
            self.prompt_tokens += usage.prompt_tokens
            self.completion_tokens += usage.completion_tokens
            before = self.dearest or usage
            self.dearest = Usage(
                prompt_tokens=max(before.prompt_tokens, usage.prompt_tokens),
                completion_tokens=max(before.completion_tokens, usage.completion_tokens),
            )

    def answer(self, number: int) -> str:
        """The text of an answer that is there; for one thread."""
        return Answer.model_validate_json(self.answers.line(self._answer_at[number])).answer

    def add_verdict(self, number: int, judged: Judged, *, asked: bool = True) -> None:
        """Keep a verdict, or with `asked=False` why there is no answer; for one thread."""
        row, sample = divmod(number, self.samples)
        kept = VerdictMeta(row=row).model_dump(mode="json", exclude_none=True)
        self._verdicts.append(verdict_line(self.tasks.id(row), sample, judged, kept))
        group = Group.of(judged.family, judged.level)
        if asked:
            self._note_verdict(number, judged.status, group)
        else:
            self.state[number] = FAILED

    def _note_verdict(self, number: int, status: Status, group: Group) -> None:
        self.state[number] = PASS + STATUSES.index(status)
        self.statuses[status] += 1
        self._group[number // self.samples] = self._groups.setdefault(group, len(self._groups))

    def summaries(
        self, *, answered_only: bool
    ) -> tuple[Summary, dict[Group, Summary], dict[Group, float]]:
        """The statistics of all verdicts, those of each group, and what guessing gets in each."""
        counted: dict[Group, list[tuple[int, ...]]] = {group: [] for group in self._groups}
        missing, floors = dict.fromkeys(counted, 0), Floors()
        seen: dict[tuple[int, ...], tuple[int, ...]] = {}  # few different ones among many tasks
        groups = list(self._groups)
        for row in range(len(self.tasks)):
            state = self.state[row * self.samples : (row + 1) * self.samples]
            verdicts = tuple(map(state.count, (PASS, FAIL, UNPARSABLE, ERROR)))
            if any(verdicts):
                group = groups[self._group[row]]
                counted[group].append(seen.setdefault(verdicts, verdicts))
            elif ANSWERED in state:
                continue  # not judged yet
            else:
                task = self.tasks.task(row)
                group = Group.of(task.ref.family, task.level)
                missing[group] = missing.get(group, 0) + 1
            if floors.wants(group):
                floors.note(group, self.tasks.task(row))
        everything = [verdicts for some in counted.values() for verdicts in some]
        total = _summary(everything, sum(missing.values()), answered_only=answered_only)
        each = {
            group: _summary(counted.get(group, []), unanswered, answered_only=answered_only)
            for group, unanswered in missing.items()
        }
        return total, each, floors.all()

    def examples(self) -> Iterator[Example]:
        """The first answers that could not be read."""
        wanted = EXAMPLES if self.statuses["unparsable"] else 0
        for _, _, line in self._verdicts.lines() if wanted else ():
            row = VerdictRow.model_validate_json(line)
            if row.status == "unparsable" and row.meta is not None:
                number = self._number(row.meta["row"], row.sample)
                yield Example.of(row.task, self.answer(number), row.why)
                wanted -= 1
            if not wanted:
                return

    def finish(self, report: Model) -> None:
        """Put the verdicts in the order of the dataset, and write the report."""
        last = array("q", b"\xff" * (8 * len(self.state)))
        for at, _, line in self._verdicts.lines():
            row = json.loads(line)
            number = row["meta"]["row"] * self.samples + row["sample"]
            if self.state[number] >= PASS:  # not a failed request of a run before
                last[number] = at
        self._verdicts.replace(self._verdicts.line(at) for at in last if at >= 0)
        write_atomically(self.path / REPORT, report.model_dump_json(indent=2).encode() + b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._open.close()


def _summary(tasks: list[tuple[int, ...]], unanswered: int, *, answered_only: bool) -> Summary:
    """The statistics of tasks' verdicts, each counted by status."""
    counts = [sum(column) for column in zip(*tasks, strict=True)] or [0] * len(STATUSES)
    status = dict(zip(STATUSES, counts, strict=True))
    each = [(sum(verdicts), verdicts[0], verdicts[3]) for verdicts in tasks]
    return summarise(status, each, unanswered, answered_only=answered_only)


def _check(path: Path, settings: Mapping[str, Any]) -> None:
    """Compare with `run.json`, or write it."""
    file = path / RUN
    if not file.exists():
        if others := sorted(p.name for p in path.iterdir() if p.name != f"{RUN}.part"):
            raise UsageError(
                f"{path} already holds {others[0]!r} and is no run; choose another --out"
            )
        write_atomically(file, json.dumps(settings, indent=2).encode() + b"\n")
        return
    try:
        before = json.loads(file.read_bytes())
        names = [*dict.fromkeys([*settings, *before])]
    except (ValueError, TypeError) as e:
        raise StateError(f"{file}: no settings of a run: {e}") from e
    for name in names:
        if settings.get(name) != before.get(name):
            was, now = (_shown(each.get(name)) for each in (before, settings))
            raise UsageError(
                f"{path} holds a run with another {name}: it was {was}, now it is {now}; "
                f"ask for the same or choose another --out"
            )


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
