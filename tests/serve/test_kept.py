"""What a server keeps at hand is bounded by the bytes that it really takes."""

import pickle
import tracemalloc

import pytest

from tasksynth.pipeline.operations import Posed, pose_ref
from tasksynth.serve.kept import OVERHEAD, Kept
from tasksynth.single import source
from tasksynth_schemas import TaskRef, Ticket


def refs(family: str, n: int) -> list[TaskRef]:
    first = source(family, level=0.3, seed=7).make(0).ref
    assert isinstance(first, TaskRef)
    return [first.model_copy(update={"index": index}) for index in range(n)]


def posed_at(ref: TaskRef) -> Posed:
    posed = pose_ref(ref)
    assert isinstance(posed, Posed)
    return posed


def keep(kept: Kept, ref: TaskRef, posed: Posed) -> int:
    """Keep a task; the bytes that it is weighed with."""
    kept.add_task((ref.stream, ref.index), posed)
    return len(ref.stream) + len(posed.line) + sum(map(len, posed.media.values())) + OVERHEAD


@pytest.mark.parametrize("family", ["demo.walk", "sat.saturn"])
def test_a_task_weighs_what_it_takes(family: str) -> None:
    kept = Kept()
    made = [(ref, pickle.dumps(posed_at(ref))) for ref in refs(family, 60)]
    weight = 0
    tracemalloc.start()
    try:
        for ref, body in made:
            weight += keep(kept, ref, pickle.loads(body))  # as it comes from a worker
        took = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert 0.7 < took / weight < 1.4


def test_what_is_kept_comes_back_as_it_was() -> None:
    kept = Kept()
    (ref,) = refs("demo.walk", 1)
    posed, key = posed_at(ref), (ref.stream, ref.index)
    assert kept.task(key) is None
    kept.add_task(key, posed)
    assert kept.task(key) == posed
    assert kept.line(key) == posed.line
    ticket = Ticket(id="0123abcd:4", position=4, ref=ref, arm="demo.walk 0.3", lease=9)
    assert kept.ticket(ticket.id) is None
    kept.add_ticket(ticket)
    assert kept.ticket(ticket.id) == ticket
