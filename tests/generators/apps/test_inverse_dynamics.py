"""What lay between two screens: whatever explains the second passes, nothing else does."""

from functools import cache
from typing import Any

import pytest

from tasksynth.single import Source
from tasksynth_apps.families.inverse_dynamics import (
    InverseDynamics,
    InverseInstance,
    InverseParams,
)
from tasksynth_apps.phones.moves import Move, alike, choices, done_by
from tasksynth_apps.phones.pointing import reached

FAMILY = InverseDynamics()


@cache
def tasks(level: float, count: int, **params: Any) -> tuple[InverseInstance, ...]:
    made = Source(FAMILY, InverseParams.at(level).model_copy(update=params), seed=2)
    found = (made.draw(index).instance for index in range(count))
    return tuple(x for x in found if isinstance(x, InverseInstance))


def told(move: Move) -> str:
    return move.model_dump_json(exclude_defaults=True)


def test_of_all_that_can_be_done_what_leads_there_passes() -> None:
    """Going back and touching Cancel are one and the same, and both are right."""
    several = 0
    for x in tasks(0.2, 15, second=0.0):
        goal = reached(x.seen)
        for move in x.moves:
            done_by(move, goal)
        right = 0
        for move in choices(reached(x.seen)):
            if move.action == "tap" and not (move.x and move.y):
                continue
            phone = reached(x.seen)
            done_by(move, phone)
            passed = FAMILY.verify(x, told(move)).status == "pass"
            assert passed == alike(phone, goal)
            right += passed
        assert right >= (x.moves[0].action != "type")
        several += right > 1
    assert several


def test_two_actions_may_come_in_either_order() -> None:
    commuting = 0
    for x in tasks(0.9, 16, second=1.0):
        one, two = x.moves
        goal, other = reached(x.seen), reached(x.seen)
        for move in (one, two):
            done_by(move, goal)
        for move in (two, one):
            done_by(move, other)
        if two.action == "tap" and alike(goal, other):
            commuting += 1
            assert FAMILY.verify(x, told(two)).status == "pass"
        assert FAMILY.verify(x, told(one)).status == "pass"
    assert commuting


def test_the_clock_is_nobodys_action() -> None:
    x = tasks(0.5, 5)[0]
    later = x.model_copy(update={"minutes": x.minutes + 7})
    assert FAMILY.verify(later, FAMILY.solve(x)).reward == 1


@pytest.mark.parametrize(
    "answer",
    [
        '{"action": "tap"}',
        '{"action": "tap", "x": 3, "y": -1}',
        '{"action": "scroll", "direction": "left"}',
        '{"action": "back", "x": 1}',
        '[{"action": "back"}, {"action": "back"}]',
        '{"action": "type", "text": 5}',
        "back",
    ],
)
def test_what_is_no_action_is_not_read(answer: str) -> None:
    assert FAMILY.verify(tasks(0.2, 15)[0], answer).status == "unparsable"
