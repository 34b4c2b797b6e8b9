"""Labels that somebody else gave to answers, held against the verifiers.

Another model, a person or an older verifier said which answers are right, or what a trajectory is
worth. Where there is a verifier that can be asked again: how often were they wrong, in which
direction, and where? (After Venkataraman et al., "Real-World Offline Reinforcement Learning from
Vision Language Model Feedback", 2024, who label trajectories by a model.)
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tasksynth.engines import Engine, Failure, engine_for
from tasksynth.pipeline.folders.dataset import Lookup
from tasksynth.pipeline.judging.report import Interval, pass_rate
from tasksynth.pipeline.judging.verify import Example, Group, Sink, judged
from tasksynth_schemas import Answer, Model, Verdict

LABELS = ("label", "reward", "score", "correct", "passed", "status")
"""Columns in which a label is looked for, the first one found."""
OPPOSITES = {
    "pass": "fail", "passed": "failed", "right": "wrong", "correct": "incorrect", "true": "false",
    "yes": "no", "good": "bad", "valid": "invalid", "success": "failure", "accepted": "rejected",
}  # fmt: skip
"""Words for right and wrong."""
_RIGHT_OF = {wrong: right for right, wrong in OPPOSITES.items()} | {"unparsable": "pass"}
SHOWN = 10
"""Flips that are told one by one."""


class Flip(Model):
    """A label that the verifier contradicts."""

    row: int
    """Of the file, from 1."""
    task: str
    """As the row named it."""
    given: str
    """The label."""
    right: bool
    """What the verifier says."""
    answer: str
    """The end of it, cut."""
    why: str
    """What is wrong with the answer, where it is wrong."""


class LabelCheck(Model):
    """How labels stand to verdicts. Rates are over tasks, whose answers are not independent."""

    rows: int
    """Labels that were held against a verdict."""
    right: int
    """Answers that the verifier passes."""
    called_wrong: int
    """Right answers with the label wrong."""
    called_right: int
    """Wrong answers with the label right: what a trainer would pay for."""
    flipped: Interval | None
    """The share of all labels that are contradicted."""
    of_right: Interval | None
    """The share of right answers that were called wrong."""
    of_wrong: Interval | None
    """The share of wrong answers that were called right."""
    kappa: float | None
    """Agreement beyond chance (Cohen 1960); None where all labels, or all verdicts, are equal."""


class Relabelling(Model):
    """What became of a file's labels."""

    total: LabelCheck
    groups: dict[str, LabelCheck]
    """`family` or `family level` to the same of its answers, sorted."""
    flips: tuple[Flip, ...]
    """The first ones."""
    errors: int
    """Rows whose verdict is an error: they keep no label, and are in no rate."""
    unlabelled: int
    """Rows without a label that can be read; likewise."""
    example: str = ""
    """What the first of those has instead."""


@dataclass
class _FlipTally:
    """Of each task, by what the verifier says: [answers, flips]."""

    tasks: dict[str, dict[bool, list[int]]] = field(default_factory=dict)

    def add(self, task: str, *, right: bool, flipped: bool) -> None:
        both = self.tasks.setdefault(task, {True: [0, 0], False: [0, 0]})
        both[right][0] += 1
        both[right][1] += flipped

    def check(self) -> LabelCheck:
        pairs = {
            right: [(n, flips) for both in self.tasks.values() for n, flips in [both[right]] if n]
            for right in (True, False)
        }
        every = [
            (both[True][0] + both[False][0], both[True][1] + both[False][1])
            for both in self.tasks.values()
        ]
        (right, missed), (wrong, paid) = _sums(pairs[True]), _sums(pairs[False])
        return LabelCheck(
            rows=right + wrong,
            right=right,
            called_wrong=missed,
            called_right=paid,
            flipped=_rate(every),
            of_right=_rate(pairs[True]),
            of_wrong=_rate(pairs[False]),
            kappa=kappa(right - missed, missed, paid, wrong - paid),
        )


def kappa(both: int, missed: int, paid: int, neither: int) -> float | None:
    """Agreement beyond chance, of two who call answers right or wrong; None if one never differs.

    Args:
        both: answers that both call right.
        missed: those that the verifier alone does.
        paid: those that the label alone does.
        neither: those that both call wrong.
    """
    n = both + missed + paid + neither
    right, called = both + missed, both + paid
    if not n or right in (0, n) or called in (0, n):
        return None
    chance = (right * called + (n - right) * (n - called)) / n**2
    return round(((both + neither) / n - chance) / (1 - chance), 6)


def relabel(
    dataset: Lookup,
    answers: Iterable[tuple[int, str, Answer]],
    *,
    column: str | None = None,
    right_from: float = 0.5,
    out: Sink | None = None,
    shown: int = SHOWN,
    workers: int = 1,
    engine: Engine | None = None,
) -> Relabelling:
    """Judge labelled answers again, transcripts too, and count the labels that do not hold.

    Args:
        dataset: where the tasks are.
        answers: line number, id of the task and answer, as `AnswerRows.read` gives them; the label
            is among what is left of the row, its `meta`.
        column: where the label is, dots lead into objects; None: the first of `LABELS` in a row.
        right_from: the least number that says right.
        out: gets each row that has a verdict, with its label set right, the old one as `given`, and
            whether it was `flipped`.
        shown: flips that are told.
        workers: processes.
        engine: who judges instead, left open.

    Raises:
        StateError: if a task's line is damaged; names the file and the line.
    """
    found = _Found(column, right_from, shown)
    with engine_for(workers, given=engine) as engine:
        for number, key, answer, result in judged_rows(dataset, answers, engine):
            if isinstance(result, Failure):
                found.errors += 1
                continue
            verdict = Verdict.model_validate_json(result.line)
            group = Group.of(result.family, result.level)
            if (row := found.row(number, key, answer, verdict, group)) is not None and out:
                out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return found.told()


def judged_rows(
    dataset: Lookup, answers: Iterable[tuple[int, str, Answer]], engine: Engine
) -> Iterator[tuple[int, str, Answer, Any]]:
    """Number, task's id, answer and verdict of each row, in order."""
    numbers: list[int] = []

    def counted() -> Iterator[tuple[int, str, Answer]]:
        for number, key, answer in answers:
            numbers.append(number)
            yield number, key, answer

    for key, answer, result in judged(dataset, counted(), engine, "grade"):
        yield numbers.pop(0), key, answer, result


class _Found:
    """What was counted so far."""

    def __init__(self, column: str | None, right_from: float, shown: int) -> None:
        self.column, self.right_from, self.shown = column, right_from, shown
        self.total, self.groups = _FlipTally(), dict[Group, _FlipTally]()
        self.flips: list[Flip] = []
        self.errors = self.unlabelled = 0
        self.example = ""

    def row(
        self, number: int, key: str, answer: Answer, verdict: Verdict, group: Group
    ) -> dict[str, Any] | None:
        """The row with its label set right; None of what has no label, or no verdict."""
        meta = dict(answer.meta or {})
        path = self._path(meta)
        given = _at(meta, path)
        called = says_right(given, self.right_from)
        if called is None:
            self.unlabelled += 1
            self.example = self.example or f"row {number}: {path} is {json.dumps(given)[:60]}"
            return None
        if verdict.status == "error":
            self.errors += 1
            return None
        right = verdict.status == "pass"
        for tally in (self.total, self.groups.setdefault(group, _FlipTally())):
            tally.add(key, right=right, flipped=called != right)
        if called != right and len(self.flips) < self.shown:
            shown = Example.of(answer.task, answer.answer, verdict.why)
            self.flips.append(
                Flip(
                    row=number,
                    task=answer.task,
                    given=str(given),
                    right=right,
                    answer=shown.answer,
                    why="" if right else shown.why,
                )
            )
        _put(meta, path, _set_right(given, verdict, flipped=called != right))
        told = {"task": answer.task, "answer": answer.answer}
        return told | meta | {"given": given, "flipped": called != right}

    def told(self) -> Relabelling:
        groups = {str(group): tally.check() for group, tally in self.groups.items()}
        return Relabelling(
            total=self.total.check(),
            groups=dict(sorted(groups.items())),
            flips=tuple(self.flips),
            errors=self.errors,
            unlabelled=self.unlabelled,
            example=self.example,
        )

    def _path(self, meta: Mapping[str, Any]) -> str:
        if self.column is not None:
            return self.column
        return next((name for name in LABELS if name in meta), LABELS[0])


def says_right(label: Any, right_from: float = 0.5) -> bool | None:
    """Whether a label says that an answer is right; None if it cannot be read.

    Args:
        label: true or false, a number, or a word for right or wrong.
        right_from: the least number that says right.
    """
    match label:
        case bool():
            return label
        case int() | float():
            return label >= right_from if math.isfinite(label) else None
        case str():
            word = label.strip().casefold()
            if word in OPPOSITES or word in _RIGHT_OF:
                return word in OPPOSITES
            try:
                return says_right(float(word), right_from)
            except ValueError:
                return None
    return None


def _set_right(given: Any, verdict: Verdict, *, flipped: bool) -> Any:
    """The verifier's label, in the form of the one that was given."""
    if isinstance(given, bool):
        return verdict.status == "pass"
    word = given.strip().casefold() if isinstance(given, str) else ""
    if word in OPPOSITES or word in _RIGHT_OF:
        return (OPPOSITES | _RIGHT_OF)[word] if flipped else given
    return str(verdict.reward) if word else verdict.reward


def _at(row: Mapping[str, Any], path: str) -> Any:
    """What is at a path; None if there is nothing."""
    if path in row:
        return row[path]
    found: Any = row
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _put(row: dict[str, Any], path: str, value: Any) -> None:
    if path in row:
        row[path] = value
        return
    *steps, last = path.split(".")
    for step in steps:
        row[step] = dict(row[step])
        row = row[step]
    row[last] = value


def _sums(pairs: list[tuple[int, int]]) -> tuple[int, int]:
    return sum(n for n, _ in pairs), sum(flips for _, flips in pairs)


def _rate(pairs: list[tuple[int, int]]) -> Interval | None:
    return pass_rate(pairs) if pairs else None
