"""RLVE-Gym, from a checkout of its repository: environments with a generator and a scorer."""

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.rivals.rows import Exam, Row, own_exams, rate, reading
from tasksynth.single import source

sys.path.insert(0, os.environ["CHECKOUT"])

from Gym.environments.futoshiki_puzzle import FutoshikiPuzzle_Environment
from Gym.environments.sat import SAT_Environment

SIZES: dict[str, tuple[Any, dict[str, Any], str, dict[str, Any]]] = {
    "SAT, 12 variables, 40 clauses": (
        SAT_Environment,
        {"N": 12, "M": 40, "density": 0.25},
        "sat.assignment",
        {"n_vars": 12, "n_clauses": 40, "max_guess": 1.0},
    ),
    "futoshiki 5x5": (
        FutoshikiPuzzle_Environment,
        {"N": 5, "inequality_constraints": 4, "sparsity": 0.7},
        "puzzle.futoshiki",
        {"side": 5, "signs": 0.15},
    ),
}


def rows() -> Iterator[Row]:
    """All jobs."""
    for name, (environment, asked, family, params) in SIZES.items():
        tasks = source(family, seed=1, level=0.3, params=params)
        theirs = rate(maker(environment, asked))
        yield Row(f"tasks: {name}", theirs, rate(tasks.draw), "a CPU-second")
    environment, asked, family, params = SIZES["SAT, 12 variables, 40 clauses"]
    yield from reading(exams(maker(environment, asked)), own_exams(family, **params))


def maker(environment: Any, asked: dict[str, Any]) -> Callable[[int], Any]:
    """What makes the task of a seed, with its prompt."""

    def make(seed: int) -> Any:
        made = environment()
        if not made.generator(seed, dict(asked)):
            raise RuntimeError(f"{environment.__name__} made nothing of {asked}")
        made.prompt_generator()
        return made

    return make


def exams(make: Callable[[int], Any], count: int = 5) -> list[Exam]:
    """Answers between the markers that it looks for."""
    made = [make(i) for i in range(count + 1)]

    def exam(i: int) -> Exam:
        before, after = made[i].answer_markers
        right, other = (
            f"{before}{m.parameter['reference_answer']}{after}" for m in (made[i], made[i + 1])
        )

        def paid(reply: str) -> bool:
            return bool(made[i].verifier(reply)["accuracy"] == 1)

        return Exam(right, other, paid)

    return [one for one in map(exam, range(count)) if not one.paid(one.wrong)]
