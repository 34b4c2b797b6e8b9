"""Spans: what is planted is found where it is, and what is right has none."""

import random  # noqa: TID251 - what `spoilt` takes
import time

import pytest

from tasksynth import grade, registry, source
from tasksynth.answers.shapes import spoilt
from tasksynth.pipeline.judging.spans import mistakes
from tasksynth_schemas import Task

FAMILIES = ["sat.saturn", "puzzle.sudoku", "puzzle.nonogram", "curricula.order", "sat.count"]


def reference(task: Task) -> str:
    family = registry.get(task.ref.family)
    return family.solve(family.Instance.model_validate(task.instance))


@pytest.mark.parametrize("name", FAMILIES)
def test_a_planted_error_is_covered_and_the_reference_has_none(name: str) -> None:
    dice, planted = random.Random(name), 0
    for task in (source(name, seed=3, level=0.0).make(index) for index in range(6)):
        right = reference(task)
        assert mistakes(task, right) == ()
        assert mistakes(task, f"Let me think. So it is this.\n\n{right}\n") == ()
        wrong = spoilt(right, 1, dice)
        assert wrong is not None
        if grade(task, wrong).status == "pass":  # as right in another way
            continue
        planted += 1
        at = next(i for i, (a, b) in enumerate(zip(wrong, right, strict=False)) if a != b)
        (span,) = mistakes(task, wrong)
        assert 0 <= span.start <= at < span.end <= len(wrong)
        assert 0 < span.cost <= 1
        assert right == wrong[: span.start] + span.wanted + wrong[span.end :]
    assert planted >= 3


def sudoku() -> tuple[Task, str]:
    task = source("puzzle.sudoku", seed=3, level=0.0).make(0)
    return task, reference(task)


def test_each_of_two_errors_has_its_own_place_and_words_around_them_have_none() -> None:
    task, right = sudoku()
    at = [i for i, sign in enumerate(right) if sign.isdigit()]
    wrong = list(right)
    for i in (at[1], at[9]):
        wrong[i] = str(int(right[i]) % 4 + 1)
    said = "I began at the top. " + "".join(wrong)
    spans = mistakes(task, said)
    assert [said[span.start : span.end] for span in spans] == [wrong[at[1]], wrong[at[9]]]
    assert [span.wanted for span in spans] == [right[at[1]], right[at[9]]]


def test_what_is_no_answer_at_all_is_one_mistake() -> None:
    task, right = sudoku()
    for said in ("", "I do not know.", "4 " * 20_000):
        spans = mistakes(task, said)
        assert spans
        assert spans[0].cost == 1
        mended = said[: spans[0].start] + spans[0].wanted + said[spans[-1].end :]
        assert len(spans) > 1 or mended.strip() == right.strip()


def test_an_answer_made_to_be_slow_is_bounded() -> None:
    task, _ = sudoku()
    began = time.process_time()
    for said in ("1 2 " * 240, "1\n" * 480, "<answer>" * 300):
        assert mistakes(task, said)
    assert time.process_time() - began < 10
