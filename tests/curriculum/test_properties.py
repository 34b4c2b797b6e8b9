"""Whatever the order of messages: valid tickets, every arm served, state that survives JSON."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tasksynth.curriculum import strategy as registry
from tasksynth.curriculum.journal.events import RunState
from tasksynth.curriculum.journal.store import MemoryStore
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.rng import Stream
from tasksynth_schemas import Curriculum, Mix, Recipe, Wrapper
from tests.curriculum.helpers import LEVELS, recipe

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
    assert RunState.model_validate_json(state).model_dump_json() == state
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


class SeveralWriters(RuleBasedStateMachine):
    """Two schedulers share a store, are opened anew, and get new arms; all of it in any order."""

    @initialize(name=st.sampled_from(registry.names()), seed=st.integers(0, 9))
    def begin(self, name: str, seed: int) -> None:
        floor = (Wrapper(name="floor", options={"share": 0.2}),)
        self.store = MemoryStore()
        run = Recipe(
            seed=seed,
            mix=(Mix(family="toy.sum", levels=LEVELS), Mix(family="toy.product", levels=LEVELS)),
            curriculum=Curriculum(strategy=name, lease=60, wrappers=floor),
        )
        self.writers = [Scheduler(run, self.store), Scheduler(run, self.store)]
        self.told: dict[str, int] = {}

    @rule(who=st.integers(0, 1), n=st.integers(1, 40))
    def ask(self, who: int, n: int) -> None:
        end = max(writer.position for writer in self.writers)
        tickets = self.writers[who].ask(n)
        assert [ticket.position for ticket in tickets] == list(range(end, end + n))
        assert self.writers[1 - who].read(end, n) == tickets

    @rule(who=st.integers(0, 1), back=st.integers(0, 80), rewards=REWARDS)
    def tell(self, who: int, back: int, rewards: list[float | None]) -> None:
        ticket = f"{self.writers[who].run}:{max(0, self.writers[who].position - 1 - back)}"
        if self.writers[who].tell(ticket, rewards).status == "ok":
            self.told[ticket] = self.told.get(ticket, 0) + 1

    @precondition(lambda self: all(len(writer.space) < 14 for writer in self.writers))
    @rule(who=st.integers(0, 1), top=st.integers(10, 40), level=st.sampled_from(LEVELS))
    def add(self, who: int, top: int, level: float) -> None:
        self.writers[who].add(Mix(family="toy.sum", levels=(level,), params={"top": top}))

    @rule(who=st.integers(0, 1))
    def open_again(self, who: int) -> None:
        self.writers[who] = Scheduler.open(self.store)

    @invariant()
    def nothing_is_counted_twice(self) -> None:
        assert all(count == 1 for count in self.told.values())

    def teardown(self) -> None:
        if not hasattr(self, "writers"):
            return
        one, two = self.writers
        one.ask(1)
        two.ask(1)
        one.read(0, 1)
        states = [writer.state() for writer in (one, two, Scheduler.open(self.store))]
        texts = {state.model_dump_json() for state in states}
        assert len(texts) == 1
        assert {RunState.model_validate_json(text).model_dump_json() for text in texts} == texts
        assert states[0].tally.closed.sum() + states[0].tally.void.sum() == len(self.told)
        arms = {arm.name for arm in one.space.arms}
        assert {ticket.arm for ticket in one.ask(4096)} == arms, "an arm is below the floor"


TestSeveralWriters = SeveralWriters.TestCase
TestSeveralWriters.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
