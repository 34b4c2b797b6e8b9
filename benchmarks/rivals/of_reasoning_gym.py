"""Reasoning Gym: puzzles from a seed, and scores for what a model answers."""

import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context
from typing import Any

import reasoning_gym
from reasoning_gym.utils import extract_answer

from benchmarks.generate import CHOSEN, ours, theirs, written
from benchmarks.puzzles import PAIRS
from benchmarks.rivals.rows import Exam, Row, own_exams, reading
from tasksynth import grade
from tasksynth.single import source

BOMB = "<answer>9**9**9**9</answer>"
PATIENCE_S = 20.0


def rows() -> Iterator[Row]:
    """All jobs."""
    with tempfile.TemporaryFile() as file:
        for pair in PAIRS:
            if pair.name in CHOSEN:
                peer, own = (written(make(pair), 3.0, file) for make in (theirs, ours))
                unit = "a CPU-second"
                yield Row(f"{pair.name}: distinct tasks written", peer.written, own.written, unit)
    yield from reading(exams("knights_knaves"), own_exams("puzzle.knights"))
    note = f"stopped after {PATIENCE_S:g} s; ours by the limit of a foreign family"
    yield Row("a verdict on `9**9**9**9` (countdown)", *bombed(), "s", lower=True, note=note)


def exams(name: str, count: int = 5) -> list[Exam]:
    """Tasks of theirs, read as their trainers do: by `extract_answer`, then `score_answer`."""
    data: Any = reasoning_gym.create_dataset(name, size=count + 1, seed=1)

    def exam(i: int) -> Exam:
        def paid(reply: str) -> bool:
            score = data.score_answer(extract_answer(reply), entry=data[i])
            return bool(score == 1)

        answer, other = (f"<answer>{data[j]['answer']}</answer>" for j in (i, i + 1))
        return Exam(answer, other, paid)

    return [one for one in map(exam, range(count)) if not one.paid(one.wrong)]


def bombed() -> tuple[float, float]:
    """Seconds to a verdict: theirs by their own score, ours on the same dataset as a family."""
    data: Any = reasoning_gym.create_dataset("countdown", size=1, seed=1)
    answer = extract_answer(BOMB)
    child = get_context("fork").Process(target=data.score_answer, args=(answer, data[0]))
    start = time.perf_counter()
    child.start()
    child.join(PATIENCE_S)
    their_s = float("inf") if child.is_alive() else time.perf_counter() - start
    child.kill()
    task = source("rg.countdown", seed=1, level=0.0).make(0)
    grade(task, "?")
    start = time.perf_counter()
    grade(task, BOMB)
    return their_s, time.perf_counter() - start
