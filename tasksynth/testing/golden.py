"""Goldens: tasks and verdicts recorded once, and made again ever after.

A stream, or a verdict, that changes without a new version shows here before anybody trains on it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tasksynth import registry
from tasksynth.errors import StateError, UsageError
from tasksynth.single import Draw, Judge, address, make, source
from tasksynth_schemas import Model, Status, Task

LEVELS = (0.0, 0.5, 1.0)
EACH = 2
"""Tasks a level."""
ANSWERS_MAX = 20_000
"""Characters of an answer that is recorded; longer ones would swell the files."""


class GoldenVerdict(Model):
    """What an answer got."""

    answer: str
    status: Status
    reward: float | None


class Golden(Model):
    """A task, and what a few answers to it got."""

    task: Task
    verdicts: tuple[GoldenVerdict, ...]


def record(names: Sequence[str], folder: Path) -> int:
    """Write `FOLDER/FAMILY.jsonl` for each family; how many tasks.

    Raises:
        UsageError: for an unknown family, or a folder that is not there.
        FamilyError: if a family cannot make a task.
    """
    if not folder.is_dir():
        raise UsageError(f"no folder {folder}: make it, or name another with --out")
    tasks = 0
    for name in names:
        lines = [golden.model_dump_json() for golden in _goldens(name)]
        part = folder / f"{name}.jsonl.part"
        part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        part.replace(folder / f"{name}.jsonl")
        tasks += len(lines)
    return tasks


def _goldens(name: str) -> Iterator[Golden]:
    for level in LEVELS:
        tasks = source(name, seed=0, level=level)
        draws = [tasks.draw(index) for index in range(EACH)]
        for place, draw in enumerate(draws):
            answers = _answers(draw, draws[place - 1])
            yield Golden(task=draw.task, verdicts=tuple(_judged(draw.task, answers)))


def _answers(draw: Draw, other: Draw) -> list[str]:
    """The reference, another task's, the family's cheap strategies', and none."""
    family = registry.get(draw.task.ref.family)
    found = [family.solve(draw.instance), family.solve(other.instance)]
    found += [*family.baselines(draw.instance).values(), ""]
    return [answer for answer in dict.fromkeys(found) if len(answer) <= ANSWERS_MAX]


def _judged(task: Task, answers: Sequence[str]) -> Iterator[GoldenVerdict]:
    judge = Judge(task)
    for answer in answers:
        verdict = judge.grade(answer)
        yield GoldenVerdict(answer=answer, status=verdict.status, reward=verdict.reward)


def check(file: Path) -> Iterator[str]:
    """What is no longer as a file of goldens has it, a line each; nothing if all is well.

    Raises:
        StateError: if the file cannot be read.
    """
    try:
        lines = file.read_bytes().splitlines()
        goldens = [Golden.model_validate_json(line) for line in lines]
    except (OSError, ValueError) as e:
        raise StateError(f"{file}: cannot be read as goldens: {e}") from e
    for golden in goldens:
        task = golden.task
        made = make(task.ref)
        for field in ("id", "prompt", "needs", "instance"):
            if getattr(made, field) != getattr(task, field):
                yield f"{address(task.ref, task.level)}: another {field} than recorded"
        again = _judged(task, [verdict.answer for verdict in golden.verdicts])
        for old, new in zip(golden.verdicts, again, strict=True):
            if new != old:
                was, now = f"{old.status} {old.reward}", f"{new.status} {new.reward}"
                where = f"{address(task.ref, task.level)}: the answer {old.answer[:60]!r}"
                yield f"{where} got {was}, now {now}"
