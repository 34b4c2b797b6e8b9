"""SATQuest: questions about formulas from a solver, and the checks of their answers."""

import tempfile
from collections.abc import Iterator
from typing import Any

from satquest import CNF, create_problem
from satquest.satquest_utils import ANSWER_PATTERN, re_matcher

from benchmarks.generate import satquest_rates
from benchmarks.rivals.rows import Exam, Row, own_exams, reading
from tasksynth.single import source


def rows() -> Iterator[Row]:
    """All jobs."""
    with tempfile.TemporaryFile() as file:
        theirs, ours = satquest_rates(3.0, file)
    job = "pairs of formulas of 5 variables and 20 clauses, written"
    yield Row(job, theirs.written, ours.written, "a CPU-second")
    note = "theirs draws all before it"
    yield Row("item 999,999 alone", theirs.alone_ms, ours.alone_ms, "ms", lower=True, note=note)
    yield from reading(exams(), own_exams("sat.assignment", format="dimacs"))


def exams(count: int = 5) -> list[Exam]:
    """Their problems on formulas of ours."""
    tasks = source("sat.assignment", seed=1, level=0.3)

    def exam(i: int) -> Exam:
        x: Any = tasks.draw(i).instance
        problem = create_problem("SATSP", CNF(clauses=[list(c) for c in x.cnf.clauses]))
        right: str = problem.solution
        wrong = right[:-1] + ("1" if right[-1] == "0" else "0")

        def paid(reply: str) -> bool:
            found = re_matcher(reply, ANSWER_PATTERN)
            return found is not None and bool(problem.check(found.strip()))

        return Exam(f"Answer: {right}", f"Answer: {wrong}", paid)

    return [one for one in map(exam, range(count)) if not one.paid(one.wrong)]
