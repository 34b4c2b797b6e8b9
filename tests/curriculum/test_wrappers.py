"""Wrappers keep their promises around any strategy."""

from collections import Counter

import numpy as np
import pytest

from tasksynth import UsageError
from tasksynth.curriculum.journal.store import MemoryStore
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth_schemas import Curriculum, Mix, Recipe, Ticket, Wrapper
from tests.curriculum.helpers import LEVELS


def scheduler(*wrappers: Wrapper, strategy: str = "uniform") -> Scheduler:
    mix = (Mix(family="toy.sum", levels=LEVELS), Mix(family="toy.product", levels=LEVELS))
    curriculum = Curriculum(strategy=strategy, wrappers=wrappers)
    return Scheduler(Recipe(mix=mix, curriculum=curriculum), MemoryStore())


def answer(run: Scheduler, tickets: tuple[Ticket, ...], solved: float) -> None:
    for ticket in tickets:
        right = round(solved * ticket.rollouts)
        run.tell(ticket.id, [1.0] * right + [0.0] * (ticket.rollouts - right))


def track(ticket: Ticket) -> str:
    return ticket.ref.family


PLAIN = ("floor", "balance", "drift", "review", "hints", "advice")
ALL = (
    *(Wrapper(name=name) for name in PLAIN),
    Wrapper(name="prerequisites", options={"needs": {"toy.product": ["toy.sum"]}}),
)


def test_all_of_them_together_replay_to_the_same_bytes() -> None:
    run = scheduler(*ALL, strategy="frontier")
    for i in range(30):
        answer(run, run.ask(16), i / 30)
    again = Scheduler.open(run.store)
    assert again.state().model_dump_json() == run.state().model_dump_json()
    assert again.ask(32) == run.read(run.position, 32)


def test_a_floor_reaches_every_arm_of_a_strategy_that_stays_on_one() -> None:
    run = scheduler(Wrapper(name="floor", options={"share": 0.2}), strategy="staged")
    seen = {ticket.arm for ticket in run.ask(1000)}
    assert len(seen) == 10
    assert len({ticket.arm for ticket in scheduler(strategy="staged").ask(1000)}) == 2


def test_prerequisites_hold_a_track_back_until_what_it_needs_is_mastered() -> None:
    options = {"needs": {"toy.product": ["toy.sum"]}, "leak": 0.0}
    run = scheduler(Wrapper(name="prerequisites", options=options))
    before = run.ask(64)
    assert {track(ticket) for ticket in before} == {"toy.sum"}
    for _ in range(20):
        answer(run, run.ask(64), 1.0)
    after = Counter(track(ticket) for ticket in run.ask(400))
    assert 120 < after["toy.product"] < 280


def test_a_leak_keeps_a_wrong_graph_from_blocking_for_ever() -> None:
    options = {"needs": {"toy.product": ["toy.sum"]}, "leak": 0.1}
    run = scheduler(Wrapper(name="prerequisites", options=options))
    answer(run, run.ask(64), 0.0)
    assert 10 < Counter(map(track, run.ask(1000)))["toy.product"] < 120


@pytest.mark.parametrize(
    ("needs", "message"),
    [
        ({"toy.product": ["toy.sum"], "toy.sum": ["toy.product"]}, "waits for itself"),
        ({"toy.nosuch": ["toy.sum"]}, "no track called 'toy.nosuch'"),
        ({"toy.sum": ["toy.nosuch"]}, "no track or arm called 'toy.nosuch'"),
    ],
)
def test_a_graph_that_cannot_be_is_refused(needs: dict[str, list[str]], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        scheduler(Wrapper(name="prerequisites", options={"needs": needs}))


def test_hints_grow_while_groups_fail_and_shrink_when_they_do_not() -> None:
    run = scheduler(Wrapper(name="hints", options={"bare": 0.25}))
    for _ in range(20):
        answer(run, run.ask(32), 0.0)
    hints = Counter(ticket.hint for ticket in run.ask(400))
    assert set(hints) == {0.0, 0.75}
    assert 60 < hints[0.0] < 140
    for _ in range(40):
        answer(run, run.ask(32), 1.0)
    assert {ticket.hint for ticket in run.ask(100)} == {0.0}


def test_what_was_solved_with_a_hint_does_not_raise_a_stage() -> None:
    run = scheduler(Wrapper(name="hints", options={"bare": 0.0}), strategy="staged")
    answer(run, run.ask(64), 0.0)
    for _ in range(10):
        tickets = run.ask(16)
        answer(run, tuple(ticket for ticket in tickets if ticket.hint), 1.0)
    assert {ticket.level for ticket in run.ask(16)} == {0.0}


def test_advice_gives_harder_arms_more_weight_and_rare_successes_larger_groups() -> None:
    run = scheduler(Wrapper(name="advice"))
    for _ in range(40):
        for ticket in run.ask(32):
            right = round((1 - (ticket.level or 0)) * ticket.rollouts)
            run.tell(ticket.id, [1.0] * right + [0.0] * (ticket.rollouts - right))
    tickets = run.ask(400)
    weight = {level: [t.weight for t in tickets if t.level == level] for level in LEVELS}
    means = [float(np.mean(weight[level])) for level in LEVELS]
    assert means == sorted(means)
    assert abs(np.mean([ticket.weight for ticket in tickets]) - 1) < 0.01
    size = {t.level: t.rollouts for t in tickets}
    assert size[0.5] < size[0.0]
    assert size[0.5] < size[1.0]


def test_review_brings_mastered_arms_back_once_they_are_no_longer_served() -> None:
    run = scheduler(Wrapper(name="review", options={"share": 0.3}), strategy="staged")
    for _ in range(60):
        answer(run, run.ask(16), 1.0)
    review = [ticket for ticket in run.ask(200) if ticket.purpose == "review"]
    assert len({ticket.arm for ticket in review}) == 10


def test_drift_moves_the_distribution_over_tracks() -> None:
    run = scheduler(Wrapper(name="drift", options={"period": 2000, "width": 0.1}))
    early = Counter(track(ticket) for ticket in run.ask(200))
    run.ask(700)
    late = Counter(track(ticket) for ticket in run.ask(200))
    assert early["toy.sum"] > 190
    assert late["toy.product"] > 190


def test_an_unknown_wrapper_or_domain_says_what_there_is() -> None:
    with pytest.raises(UsageError, match=r"no wrapper called 'hint'; did you mean 'hints'\?"):
        scheduler(Wrapper(name="hint"))
    with pytest.raises(UsageError, match="no domain called 'sat'; the recipe has toy"):
        scheduler(Wrapper(name="balance", options={"shares": {"sat": 2}}))
