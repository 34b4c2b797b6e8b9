"""Whatever the order of messages: valid tickets, every arm served, state that survives JSON."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasksynth.curriculum import strategy as registry
from tasksynth.curriculum.events import Snapshot
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.curriculum.store import MemoryStore
from tasksynth.rng import Stream
from tests.curriculum.helpers import recipe

REWARDS = st.lists(st.sampled_from([0.0, 0.5, 1.0, None]), max_size=8)
MESSAGES = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(1, 12)),
        st.tuples(st.just("tell"), st.integers(0, 60), REWARDS, st.sampled_from([None, "a", "b"])),
    ),
    max_size=40,
)


def play(scheduler: Scheduler, messages: list[Any]) -> None:
    for kind, *content in messages:
        if kind == "ask":
            scheduler.ask(content[0])
        else:
            position, rewards, part = content
            scheduler.tell(f"{scheduler.run}:{position}", rewards, part=part)


@pytest.mark.parametrize("name", registry.names())
@settings(max_examples=25, deadline=None)
@given(messages=MESSAGES)
def test_any_order_of_messages_is_legal_and_replays_to_the_same_bytes(
    name: str, messages: list[Any]
) -> None:
    store = MemoryStore()
    scheduler = Scheduler(recipe(name, lease=30), store)
    play(scheduler, messages)
    state = scheduler.state().model_dump_json()
    assert Snapshot.model_validate_json(state).model_dump_json() == state
    known = scheduler.state().strategy
    assert scheduler.strategy.State.model_validate(known).model_dump(mode="json") == known
    assert Scheduler.open(store).state().model_dump_json() == state
    tickets = scheduler.ask(16)
    assert Scheduler.open(store).read(tickets[0].position, 16) == tickets


@pytest.mark.parametrize("name", ["frontier", "irt", "learnability", "dynamic", "sec", "exp3"])
@settings(max_examples=8, deadline=None)
@given(messages=MESSAGES)
def test_every_cell_is_above_the_floor_whatever_was_said(name: str, messages: list[Any]) -> None:
    scheduler = Scheduler(recipe(name, lease=30, floor=0.05), MemoryStore())
    play(scheduler, messages)
    assert len({ticket.arm for ticket in scheduler.ask(4096)}) == 10


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=20),
    st.integers(0, 50),
    st.integers(0, 1000),
)
def test_draws_stay_within_what_has_weight(weight: list[float], n: int, seed: int) -> None:
    p = np.array(weight)
    drawn = registry.draw(p, n, Stream(b"draw").rng(seed))
    assert len(drawn) == n
    assert ((drawn >= 0) & (drawn < len(p))).all()
    if p.sum() > 0:
        assert (p[drawn] > 0).all()
