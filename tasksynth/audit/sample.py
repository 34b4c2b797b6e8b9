"""The tasks that are looked at, and who does what with them."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tasksynth import registry
from tasksynth.engines import Engine, Failure, Job
from tasksynth.errors import TasksynthError
from tasksynth.family import Params
from tasksynth.pipeline.cells import Cell, cell_of
from tasksynth.pipeline.operations import REFERENCE
from tasksynth.registry import AnyFamily
from tasksynth.single import address
from tasksynth_schemas import Task, Verdict

CHUNK = 16
HASTY = 4
"""Items of a job where there is a budget: what is under way when it ends is still waited for."""
SHOWN = 160
"""Characters of an answer in a report."""


ELSEWHERE = """
import os, sys
out = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)  # what a generator prints is no line
from tasksynth.pipeline.cells import cell_of
name, seed, level, *indices = sys.argv[1:]
source = cell_of(name, int(seed), None if level == "-" else float(level), {}).source()
for index in indices:
    print(source.draw(int(index)).task.model_dump_json(), file=out)
"""
"""Prints the tasks' lines."""


@dataclass(frozen=True)
class Exhibit:
    """A task, and its reference answer if it has one."""

    index: int
    line: bytes
    task: Task
    digest: bytes
    reference: str | None

    @cached_property
    def name(self) -> str:
        """Its address."""
        return str(address(self.task.ref, self.task.level))


@dataclass(frozen=True)
class Tried:
    """A verdict, or why there is none."""

    exhibit: Exhibit
    answer: str
    verdict: Verdict

    @property
    def paid(self) -> bool:
        """Whether it passed."""
        return self.verdict.status == "pass"

    @property
    def credit(self) -> float:
        """Its reward; a foreign verifier's own score, where that is a part of the verdict."""
        return self.verdict.parts.get("score", self.verdict.reward or 0.0)

    @property
    def shown(self) -> str:
        """The answer, cut."""
        text = self.answer
        return text if len(text) <= SHOWN else f"{text[: SHOWN // 2]}…{text[-SHOWN // 2 :]}"


KILLED = "killed: "
"""How the reason of a verdict begins that a worker's end cost."""


class OutOfBudgetError(Exception):
    """The time that a sample may take is over."""


class Specimens:
    """Tasks of one family at one level.

    Args:
        engine: who makes and judges, in workers that can be killed.
        name: the family.
        level: None for the params as they are by default.
        seed: of the stream.
        count: tasks.
        budget_s: wall seconds, from now on, after which nothing more is begun; None: no end.

    Raises:
        OutOfBudgetError: if making the tasks took them all.
    """

    def __init__(
        self,
        engine: Engine,
        name: str,
        *,
        level: float | None,
        seed: int,
        count: int,
        budget_s: float | None = None,
    ) -> None:
        self.engine, self.name, self.level, self.seed, self.count = engine, name, level, seed, count
        self.ends = None if budget_s is None else time.monotonic() + budget_s
        self.cell: Cell = cell_of(name, seed, level, {})
        self.family: AnyFamily = registry.get(name)
        self.failures: list[tuple[int, str]] = []
        """Indices that could not be made, and why."""
        self.rejected = 0
        self.exhibits = self._make(range(count))

    @property
    def params(self) -> Params:
        """What the tasks were drawn for."""
        return self.cell.source().params

    def do(self, operation: str, items: Sequence[object]) -> list[Any]:
        """Have the engine do something to each; a Failure or an error stands for what failed.

        Raises:
            OutOfBudgetError: if there is no time left.
        """
        size = CHUNK if self.ends is None else HASTY
        jobs: list[Job] = []
        results: list[Any] = []
        try:
            self.left()
            for i in range(0, len(items), size):
                jobs.append(self.engine.submit(operation, items[i : i + size]))
            for job in jobs:
                self.left()
                results += self.engine.wait(job)
        finally:
            for job in jobs:
                job.dropped = True
        return results

    def left(self) -> float:
        """Seconds of the budget; without end where there is none.

        Raises:
            OutOfBudgetError: if there are none.
        """
        left = float("inf") if self.ends is None else self.ends - time.monotonic()
        if left <= 0:
            raise OutOfBudgetError(self.name)
        return left

    def digests(self, seed: int, indices: Sequence[int]) -> tuple[list[bytes], list[str]]:
        """Those of the tasks of another seed, and what was wrong where none could be made."""
        cell = cell_of(self.name, seed, self.level, {})
        digests, wrong = [], []
        made = self.do("make", [(cell, index, False) for index in indices])
        for index, one in zip(indices, made, strict=True):
            if isinstance(one, Failure | TasksynthError):
                wrong.append(f"at {index} of seed {seed}: {getattr(one, 'why', str(one))}")
            else:
                digests.append(one.digest)
        return digests, wrong

    def grade(self, asked: Sequence[tuple[Exhibit, str]]) -> list[Tried]:
        """Judge answers; a worker's end is an error that says so."""
        results = self.do("grade", [(exhibit.line, answer) for exhibit, answer in asked])
        return [
            Tried(exhibit, answer, _verdict(result))
            for (exhibit, answer), result in zip(asked, results, strict=True)
        ]

    def lines_elsewhere(self, hash_seed: str) -> list[str]:
        """The tasks' lines from another process, made in the opposite order; fewer if it fails."""
        indices = [str(exhibit.index) for exhibit in reversed(self.exhibits)]
        level = "-" if self.level is None else str(self.level)
        words = [self.name, str(self.seed), level, *indices]
        patience = 60.0 + 10 * len(indices)
        try:
            child = subprocess.run(
                [sys.executable, "-W", "ignore", "-c", ELSEWHERE, *words],
                env={**os.environ, "PYTHONHASHSEED": hash_seed},
                capture_output=True,
                encoding="utf-8",
                check=False,
                timeout=min(patience, self.left()),
            )
        except subprocess.TimeoutExpired:
            self.left()
            return []
        return child.stdout.splitlines()[::-1]

    def _make(self, indices: Iterable[int]) -> list[Exhibit]:
        asked = [(self.cell, index, False) for index in indices]
        made = []
        for (_, index, _), result in zip(asked, self.do("make", asked), strict=True):
            if isinstance(result, Failure | TasksynthError):
                self.failures.append((index, getattr(result, "why", str(result))))
            else:
                self.rejected += result.rejected
                made.append((index, result.line.rstrip(), result.digest))
        solved = self.do("solve", [(line, REFERENCE) for _, line, _ in made])
        return [
            Exhibit(
                index, line, Task.model_validate_json(line), digest, getattr(answer, "answer", None)
            )
            for (index, line, digest), answer in zip(made, solved, strict=True)
        ]


def _verdict(result: Any) -> Verdict:
    if isinstance(result, Failure):
        return Verdict(status="error", reward=None, why=f"{KILLED}{result.why}")
    if isinstance(result, TasksynthError):
        return Verdict(status="error", reward=None, why=str(result))
    return Verdict.model_validate_json(result.line)
