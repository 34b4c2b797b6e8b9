"""verifiers: what scores the replies of models in its hub's environments."""

import logging
import time
from collections.abc import Iterator

from verifiers.v1.utils.score import verify_boxed_math_answer

from benchmarks.rivals.rows import Exam, Paid, Row, by, own_exams, rate, reading
from tasksynth.single import Judge, source

HOSTILE = ("9^{9^{9^{9}}}", "\\frac{" * 2000, "((((" * 5000, "9" * 100_000)


def rows() -> Iterator[Row]:
    """Whole numbers in a box: by its helper for mathematics, and by a family that counts."""
    logging.disable(logging.CRITICAL)  # it logs hostile answers whole
    tasks = source("sat.count", seed=1, level=0.3)
    draws = [tasks.draw(i) for i in range(6)]
    answers = [tasks.family.solve(draw.instance) for draw in draws]

    def exam(i: int) -> Exam:
        return Exam(answers[i], answers[i + 1], lambda reply: scored(reply, answers[i]))

    theirs = [one for one in map(exam, range(5)) if not one.paid(one.wrong)]
    yield from reading(theirs, own_exams("sat.count"))
    judges: tuple[Paid, Paid] = (lambda reply: scored(reply, answers[0]), by(Judge(draws[0].task)))
    rates = [rate(lambda _, paid=paid: paid(answers[0])) for paid in judges]
    yield Row("verdicts", *rates, "a CPU-second")
    slowest = [max(took(paid, text) for text in HOSTILE) for paid in judges]
    yield Row("the slowest of four hostile answers", *slowest, "s", lower=True)


def scored(reply: str, gold: str) -> bool:
    """By its helper."""
    return verify_boxed_math_answer(reply, gold) == 1


def took(paid: Paid, text: str) -> float:
    """Seconds to a verdict."""
    start = time.perf_counter()
    paid(f"\\boxed{{{text}}}")
    return time.perf_counter() - start
