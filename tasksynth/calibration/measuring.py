"""What is measured of a family: tasks of each level, and who succeeds at them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from statistics import fmean
from typing import Any

import numpy as np

from tasksynth import registry
from tasksynth.calibration.models import Rung
from tasksynth.engines import Engine, Failure
from tasksynth.errors import FamilyError, TasksynthError, UsageError
from tasksynth.pipeline.cells import cell_of
from tasksynth.pipeline.operations import judge_of
from tasksynth_schemas import Task

CHUNK = 16
BUDGETS = (0.25, 0.5, 0.75)
"""Shares of all levels' tasks that the reference solution's budgets suffice for."""


@dataclass(frozen=True)
class LevelTasks:
    """Tasks of a family, by level."""

    family: str
    tasks: Mapping[float, Sequence[tuple[bytes, Task]]]
    """Level to lines and tasks."""
    floors: Mapping[float, float]

    @classmethod
    def made(
        cls, name: str, levels: Sequence[float], *, count: int, seed: int, engine: Engine
    ) -> "LevelTasks":
        """Make the tasks.

        Raises:
            UsageError: for a level that the family cannot be asked for.
            FamilyError: if a task could not be made.
        """
        tasks, floors = {}, {}
        for level in sorted(set(levels)):
            cell = cell_of(name, seed, level, {})
            made = done_by(engine, "make", [(cell, index, False) for index in range(count)])
            if wrong := next((m for m in made if isinstance(m, Failure | TasksynthError)), None):
                why = wrong.why if isinstance(wrong, Failure) else wrong
                raise FamilyError(f"{name} at level {level:g}: a task could not be made: {why}")
            lines = [one.line.rstrip() for one in made]
            tasks[level] = [(line, Task.model_validate_json(line)) for line in lines]
            floors[level] = registry.get(name).floor(cell.source().params)
        return cls(name, tasks, floors)

    def rungs(self) -> Iterator[Rung]:
        """What each level's tasks are like."""
        effort = registry.get(self.family).effort
        for level, tasks in self.tasks.items():
            lengths = [len(task.text) for _, task in tasks]
            yield Rung(
                level=level,
                tasks=len(tasks),
                prompt_chars=round(fmean(lengths), 1),
                prompt_most=max(lengths),
                effort=fmean(_effort(task, effort) for _, task in tasks) if effort else None,
                floor=self.floors[level],
            )

    def budgets(self) -> Iterator[tuple[str, dict[float, np.ndarray]]]:
        """Solvers that give up above so much effort, and which tasks each solves."""
        name = registry.get(self.family).effort
        if not name:
            return
        spent = {
            level: np.array([_effort(task, name) for _, task in tasks])
            for level, tasks in self.tasks.items()
        }
        every = np.concatenate(list(spent.values()))
        for budget in sorted({float(np.quantile(every, at, method="lower")) for at in BUDGETS}):
            if budget < every.max():
                yield (
                    f"{name} up to {budget:g}",
                    {
                        level: (those <= budget).astype(float)[:, None]
                        for level, those in spent.items()
                    },
                )

    def strategies(
        self, patterns: Sequence[str], engine: Engine
    ) -> Iterator[tuple[str, dict[float, np.ndarray]]]:
        """The family's own strategies, by patterns of their names, and what each solves.

        Raises:
            UsageError: if a pattern fits none.
        """
        line = next(iter(self.tasks.values()))[0][0]
        judge = judge_of(line)
        names = list(judge.family.baselines(judge.instance()))
        for pattern in patterns:
            if not any(fnmatchcase(name, pattern) for name in names):
                known = ", ".join(map(repr, names)) or "none"
                raise UsageError(f"{self.family} has no strategy {pattern!r}; it has {known}")
        for name in names:
            if any(fnmatchcase(name, pattern) for pattern in patterns):
                yield name, {level: self._solved(name, level, engine) for level in self.tasks}

    def _solved(self, strategy: str, level: float, engine: Engine) -> np.ndarray:
        lines = [line for line, _ in self.tasks[level]]
        answers = done_by(engine, "solve", [(line, strategy) for line in lines])
        given = [a if a is None or isinstance(a, Failure) else a.answer for a in answers]
        asked = [(line, a) for line, a in zip(lines, given, strict=True) if isinstance(a, str)]
        verdicts = done_by(engine, "grade", asked)
        passed = sum(not isinstance(v, Failure) and v.status == "pass" for v in verdicts)
        shares = np.zeros((len(lines), 1))
        shares[:passed] = 1.0
        return shares


def _effort(task: Task, name: str) -> float:
    if name not in task.measure:
        raise FamilyError(f"{task.ref.family} declares the effort {name!r} and does not measure it")
    return task.measure[name]


def done_by(engine: Engine, operation: str, items: Sequence[object]) -> list[Any]:
    """What an operation makes of each item, in order; a Failure where its worker was killed."""
    chunks = [items[i : i + CHUNK] for i in range(0, len(items), CHUNK)]
    jobs = [engine.submit(operation, chunk) for chunk in chunks]
    return [result for job in jobs for result in engine.wait(job)]
