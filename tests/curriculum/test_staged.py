"""The staged strategy moves as it says."""

from typing import Any

from tasksynth.curriculum.scheduler import Scheduler
from tests.curriculum.helpers import LEVELS, recipe


def levels_after(passing: float, groups: int, **options: Any) -> set[float | None]:
    scheduler = Scheduler(recipe("staged", **options))
    for _ in range(groups):
        (ticket,) = scheduler.ask(1)
        solved = round(8 * passing)
        scheduler.tell(ticket.id, [1.0] * solved + [0.0] * (8 - solved))
    return {ticket.level for ticket in scheduler.ask(64)}


def test_it_starts_at_the_easiest_level_and_stays_while_tasks_are_hard() -> None:
    assert levels_after(0.0, 0) == {0.0}
    assert levels_after(0.25, 200) == {0.0}


def test_it_climbs_to_the_top_when_all_is_solved() -> None:
    assert levels_after(1.0, 300) == {1.0}


def test_it_moves_by_the_step_rule_after_a_full_window() -> None:
    assert levels_after(1.0, 3, window=4, scope="all") == {0.0}
    assert levels_after(1.0, 4, window=4, scope="all") == {0.25}
    assert levels_after(1.0, 4, window=4, scope="all", step=3) == {0.75}


def test_a_track_that_is_never_solved_does_not_hold_up_the_other() -> None:
    scheduler = Scheduler(recipe("staged"))
    for _ in range(300):
        (ticket,) = scheduler.ask(1)
        scheduler.tell(ticket.id, [float("sum" in ticket.arm)] * 8)
    reached = {ticket.arm for ticket in scheduler.ask(64)}
    assert reached == {"toy.sum@1", "toy.product@0"}


def test_it_falls_back_when_the_new_stage_is_never_solved() -> None:
    scheduler = Scheduler(recipe("staged", window=4, retreat=0.1))
    seen = set()
    for _ in range(200):
        (ticket,) = scheduler.ask(1)
        seen.add(ticket.level)
        scheduler.tell(ticket.id, [float(ticket.level == 0)] * 8)
    assert seen == {0.0, 0.25}


def test_rehearsal_brings_back_earlier_levels_marked_as_review() -> None:
    scheduler = Scheduler(recipe("staged", rehearse=0.5))
    for _ in range(300):
        (ticket,) = scheduler.ask(1)
        scheduler.tell(ticket.id, [1.0] * 8)
    tickets = scheduler.ask(200)
    review = [ticket for ticket in tickets if ticket.purpose == "review"]
    assert {ticket.level for ticket in review} == set(LEVELS[:-1])
    assert {ticket.level for ticket in tickets if ticket.purpose == "train"} == {1.0}
    assert 60 < len(review) < 140
