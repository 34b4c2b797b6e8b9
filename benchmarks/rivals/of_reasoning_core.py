"""Reasoning Core: symbolic tasks with a dial of difficulty."""

import random  # noqa: TID251 - as the peer draws
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import reasoning_core

from benchmarks.rivals.rows import Exam, Row, own_exams, reading
from tasksynth import registry
from tasksynth.answers import marks
from tasksynth.limits import time_limit
from tasksynth.single import source

PATIENCE_S = 10.0
"""For a task; what wants the network or a prover fails within it, and is left out."""
OTHERS = ("demo.", "rc.", "rg.", "toy.")


def rows() -> Iterator[Row]:
    """All jobs."""
    kept = list(filter(None.__ne__, map(theirs_again, sorted(reasoning_core.list_tasks()))))
    own = [ours_again(name) for name in registry.names() if not name.startswith(OTHERS)]
    shares = [100 * sum(map(bool, found)) / len(found) for found in (kept, own)]
    note = f"of {len(kept)} and {len(own)} kinds"
    yield Row("kinds whose task comes out alike when it is made again", *shares, "%", note=note)
    yield from reading(exams("table_qa"), own_exams("sql.result"))


def maker(name: str) -> Callable[[int], Any]:
    """What makes the task of a seed."""
    task = reasoning_core.get_task(name)

    def make(seed: int) -> Any:
        random.seed(seed)
        np.random.seed(seed)  # noqa: NPY002, TID251 - the peer draws from the global state
        return task.generate_example(max_tokens=None)

    return make


def theirs_again(name: str) -> bool | None:
    """Whether the task of a seed is the same after another one; None if none is made here."""
    try:
        with time_limit(PATIENCE_S):
            make = maker(name)
            first, _, again = make(1).prompt, make(2), make(1).prompt
    except Exception:  # noqa: BLE001 - whatever a task of theirs lacks here
        return None
    return bool(first == again)


def ours_again(name: str) -> bool:
    """The same of a family of ours."""
    tasks = source(name, seed=1, level=0.2)
    first, _, again = tasks.make(0), tasks.make(1), tasks.make(0)
    return first == again


def exams(name: str, count: int = 5) -> list[Exam]:
    """Their prompt for models asks for tags; what stands in the last ones goes to their score."""
    make, task = maker(name), reasoning_core.get_task(name)
    made = [make(i) for i in range(count + 1)]

    def exam(i: int) -> Exam:
        def paid(reply: str) -> bool:
            found = marks.tags(reply)
            return bool(found) and bool(task.score_answer(found[-1].content, made[i]) == 1)

        right, other = (f"<answer>{made[j].answer}</answer>" for j in (i, i + 1))
        return Exam(right, other, paid)

    return [one for one in map(exam, range(count)) if not one.paid(one.wrong)]
