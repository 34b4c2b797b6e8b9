import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tasksynth import UsageError, source
from tasksynth.pipeline.judging.grader import Grader
from tasksynth_schemas import ImportRef, Label, Task

IMPORTED = ImportRef(family="demo.sum", version=1, source="saturn", digest="0" * 64, row=0)

TASK = source("demo.sum", seed=3, params={"top": 50}).make(7)


def label(task: Task = TASK) -> str:
    return str(Label(ref=task.ref))


@pytest.fixture
def grader() -> Iterator[Grader]:
    made = Grader(workers=2)
    yield made
    made.close()


def right(task: Task = TASK) -> str:
    return str(task.instance["a"] + task.instance["b"])


def test_a_label_is_enough_to_judge_by(grader: Grader) -> None:
    verdicts = grader.grade(label(), [right(), "-1", "no idea"])
    assert [verdict.status for verdict in verdicts] == ["pass", "fail", "unparsable"]
    assert grader.grade(label(), []) == []


def test_hostile_answers_cost_themselves_alone_on_whatever_thread(grader: Grader) -> None:
    answers = [right(), "hang", "crash", "bomb", "loop", "raise", right()]
    with ThreadPoolExecutor(4) as threads:
        rounds = list(threads.map(lambda _: grader.grade(label(), answers), range(2)))
    for verdicts in rounds:
        status = [verdict.status for verdict in verdicts]
        assert status == ["pass", "error", "error", "error", "error", "error", "pass"]
        assert [verdict.reward for verdict in verdicts[1:-1]] == [None] * 5


def test_an_event_loop_goes_on_while_answers_are_judged(grader: Grader) -> None:
    async def main() -> tuple[list[str], int]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.01)
                ticks += 1

        ticking = asyncio.create_task(tick())
        groups = await asyncio.gather(
            grader.agrade(label(), ["loop"]), grader.agrade(label(), [right()])
        )
        ticking.cancel()
        return [verdict.status for group in groups for verdict in group], ticks

    status, ticks = asyncio.run(main())
    assert status == ["error", "pass"]
    assert ticks > 10


def test_labels_that_cannot_be_judged_by_are_refused_at_once(grader: Grader) -> None:
    ref = TASK.ref
    for text, wanted in (
        ("{}", "want a label"),
        (str(Label(ref=ref.model_copy(update={"family": "demo.sun"}))), r"Did you mean 'demo\."),
        (str(Label(ref=ref.model_copy(update={"version": 9}))), "demo.sum@9 is not what"),
        (str(Label(ref=IMPORTED)), "imported from"),
    ):
        with pytest.raises(UsageError, match=wanted):
            grader.grade(text, ["1"])


def test_a_task_that_cannot_be_made_is_an_error_not_a_zero(grader: Grader) -> None:
    ref = TASK.ref.model_copy(update={"params": {"top": 1, "odd_only": True}})
    (verdict,) = grader.grade(str(Label(ref=ref)), ["0"])
    assert verdict.status == "error"
    assert "rejected all" in verdict.why
