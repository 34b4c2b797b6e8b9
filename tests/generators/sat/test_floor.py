"""No trivial answer passes more often than the family's declared floor."""

from collections import Counter
from math import comb
from typing import Any

import pytest

from tasksynth import Task, grade, source
from tasksynth.registry import get

TASKS = 100
CASES: list[tuple[str, float | None, dict[str, Any]]] = [
    ("sat.saturn", 0.0, {}),
    ("sat.saturn", 0.4, {}),
    ("sat.saturn", 1.0, {}),
    ("sat.saturn", None, {"n": 4, "k": 7, "l": 40}),
    ("sat.saturn", None, {"n": 3, "k": 12, "l": 12}),
    ("sat.ksat", 0.0, {}),
    ("sat.ksat", 0.5, {}),
    ("sat.ksat", 1.0, {}),
    ("sat.ksat", 0.0, {"planting": "quiet"}),
    ("sat.ksat", 0.0, {"models": 1}),
    ("sat.ksat", 0.3, {"models": 3}),
    ("sat.ksat", 0.2, {"status": "either"}),
    ("sat.ksat", 0.0, {"status": "unsatisfiable"}),
    ("sat.ksat", 0.4, {"status": "unsatisfiable"}),
]


def beaten(passes: int, floor: float) -> bool:
    """Whether so many passes of TASKS are out of reach of a pass rate of `floor`.

    One-sided binomial test at 1e-6, so that the whole file errs once in some ten thousand runs
    of other seeds.
    """
    tail = sum(
        comb(TASKS, i) * floor**i * (1 - floor) ** (TASKS - i) for i in range(passes, TASKS + 1)
    )
    return passes > 0 and tail < 1e-6


def worthless(task: Task, n: int) -> list[str]:
    """Answers that may pass on no task at all."""
    reference = task.instance.get("solution") or "1" * n
    every = [format(a, f"0{n}b") for a in range(min(1 << n, 64))]
    return [
        "", " ", "\\boxed{}", "Answer:", "I do not know.", task.text,
        reference[:-1], reference + "0", f"\\boxed{{{reference}{reference}}}", "?" * n, "*" * n,
        "x" * n, reference[:-1] + "?", ", ".join(every), "\n".join(every), " or ".join(every),
        "<think>\\boxed{" + reference + "}", "1" * 10_000,
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "level", "params"), CASES)
def test_no_trivial_strategy_beats_the_floor(
    name: str, level: float | None, params: dict[str, Any]
) -> None:
    family = get(name)
    tasks = source(name, seed=20, level=level, params=params)
    passes = Counter[str]()
    for index in range(TASKS):
        task = tasks.make(index)
        x = family.Instance.model_validate(task.instance)
        for strategy, answer in family.baselines(x).items():
            passes[strategy] += grade(task, answer).status == "pass"
        if index % 10 == 0:
            for answer in worthless(task, x.cnf.n_vars):
                assert grade(task, answer).status in ("unparsable", "fail"), answer[:80]
    floor = family.floor(tasks.params)
    assert {s: n for s, n in passes.items() if beaten(n, floor)} == {}


def test_the_test_would_notice_a_guessable_family() -> None:
    tasks = source("sat.saturn", seed=20, params={"n": 3, "k": 5, "l": 5})
    family = get("sat.saturn")
    passes = 0
    for index in range(TASKS):
        task = tasks.make(index)
        x = family.Instance.model_validate(task.instance)
        passes += grade(task, family.baselines(x)["greedy"]).status == "pass"
    assert beaten(passes, 0.1)
