"""What is measured of both sides, and how."""

import time
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from tasksynth.answers.shapes import near_misses, right_shapes
from tasksynth.single import Judge, source


class Row(NamedTuple):
    """One job of a rival's, done by both."""

    job: str
    theirs: float
    ours: float
    unit: str
    lower: bool = False
    """Whether less is better."""
    note: str = ""


Paid = Callable[[str], bool]
"""Whether a reply is paid in full."""


class Exam(NamedTuple):
    """A task as one side has it: the right reply in the form asked for, a wrong one, its judge."""

    reference: str
    wrong: str
    paid: Paid


def reading(theirs: Sequence[Exam], ours: Sequence[Exam]) -> Iterable[Row]:
    """What is paid of right answers in the shapes that models give them, and of near-misses."""
    right = [share(exams, lambda e: right_shapes(e.reference)) for exams in (theirs, ours)]
    yield Row("right answers paid, in the shapes that models write", *right, "%")
    missed = [share(exams, lambda e: near_misses(e.reference, e.wrong)) for exams in (theirs, ours)]
    yield Row("replies paid that give no right answer", *missed, "%", lower=True)


def share(exams: Sequence[Exam], shapes: Callable[[Exam], Iterable[Any]]) -> float:
    """Per cent of the shapes that are paid."""
    paid = list(chain.from_iterable([e.paid(one.text) for one in shapes(e)] for e in exams))
    return 100 * sum(paid) / len(paid)


def own_exams(family: str, count: int = 5, **params: Any) -> list[Exam]:
    """Tasks of ours."""
    tasks = source(family, seed=1, level=0.3, params=params)
    draws = [tasks.draw(i) for i in range(count + 1)]
    answers = [tasks.family.solve(draw.instance) for draw in draws]
    return [
        Exam(answers[i], answers[i + 1], by(Judge(draws[i].task)))
        for i in range(count)
        if Judge(draws[i].task).grade(answers[i + 1]).reward != 1
    ]


def by(judge: Judge) -> Paid:
    """A judge of ours."""
    return lambda reply: judge.grade(reply).reward == 1


def rate(step: Callable[[int], object], seconds: float = 3.0) -> float:
    """Calls per CPU-second of this process."""
    step(10**6)
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds:
        step(done)
        done += 1
    return done / spent
