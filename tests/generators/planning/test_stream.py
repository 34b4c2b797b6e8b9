"""Bets go on from task to task, and who believes all that was seen loses nothing."""

import re
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest

from tasksynth import Action, Episode, registry
from tasksynth.episode import read_transcript
from tasksynth.single import source
from tasksynth_planning.families.stream import betting, lost_by, pulled, written
from tasksynth_planning.wheels.lifetime import lifetime
from tasksynth_planning.wheels.models import Wheel
from tasksynth_planning.wheels.strategies import remembering, tried, untried

FAMILY: Any = registry.get("mdp.stream")
WHEEL = Wheel(chances=((9, 4, 5), (1, 2, 6), (5, 9, 8)), turns=(70, 20, 10))


def tasks(*indices: int, level: float = 0.0, **params: Any) -> list[Any]:
    made = source("mdp.stream", seed=29, level=level, params=params)
    return [made.draw(index).instance for index in indices]


def likely(wheel: Wheel, boards: Any) -> list[Fraction]:
    """How likely levers are to pay next: over all ways that the wheel may have taken."""
    weights = [Fraction(0)] * wheel.levers
    total = Fraction(0)
    for way in product(range(wheel.positions), repeat=len(boards) + 1):
        weight = Fraction(1)
        for a, b in pairwise(way):
            on = (b - a) % wheel.positions
            weight *= Fraction(wheel.turns[on] if on < len(wheel.turns) else 0, 100)
        for at, board in zip(way, boards, strict=False):
            for chance, paid in zip(wheel.chances[at], board, strict=True):
                weight *= Fraction(chance if paid else 10 - chance, 10)
        total += weight
        for lever in range(wheel.levers):
            weights[lever] += weight * Fraction(wheel.chances[way[-1]][lever], 10)
    return [one / total for one in weights]


def test_all_ways_of_the_wheel_give_the_same_chances() -> None:
    (x,) = tasks(1)
    for wheel in (WHEEL, x.wheel):
        for rounds in (0, 1, 5):
            boards = x.log[:rounds]
            b = wheel.after(boards)
            assert [wheel.chance(b, lever) for lever in range(3)] == likely(wheel, boards)


def test_tasks_follow_on_one_another_and_need_none_before_them() -> None:
    asked = {"era": 3, "log": 4, "rounds": 3}
    x, y, z, other = tasks(3, 4, 5, 6, **asked)
    assert [(one.era, one.member, one.first) for one in (x, y, z, other)] == [
        (1, 0, 1), (1, 1, 4), (1, 2, 7), (2, 0, 1),
    ]  # fmt: skip
    assert x.wheel == y.wheel == z.wheel != other.wheel
    assert (*x.log, *x.boards, *y.boards, *z.boards)[-7:] == (*z.log, *z.boards)
    (far,) = tasks(3 * 10**9 + 5, **asked)
    assert (far.era, far.member) == (10**9 + 1, 2)
    assert tasks(5, **asked) == [z]


def test_the_reference_loses_nothing_and_rules_get_nothing_but_what_they_deserve() -> None:
    for x in tasks(0, 1) + tasks(2, level=0.6):
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        answers = FAMILY.baselines(x)
        for name, bet in (tried(x.wheel) | untried(x.wheel)).items():
            verdict = FAMILY.verify(x, answers[name])
            lost = any(lost_by(x, betting(x, bet)))
            assert (verdict.status, verdict.reward) == (("fail", 0) if lost else ("pass", 1))


def test_luck_changes_nothing() -> None:
    (x,) = tasks(4)
    turned = tuple(tuple(not paid for paid in board) for board in x.boards[:1])
    unlucky = x.model_copy(update={"boards": (*turned, *x.boards[1:])})
    first = read_transcript(FAMILY.solve(x)).actions[0]
    for one in (x, unlucky):
        episode = Episode(FAMILY, one)
        episode.act(first)
        assert episode._state.lost == 0


def test_a_pull_that_loses_is_named_with_both_chances() -> None:
    (x,) = tasks(1)
    right = pulled(x, FAMILY.solve(x))
    worst = right.copy()
    b = x.wheel.after(x.log)
    worst[0] = min(range(x.wheel.levers), key=lambda lever: x.wheel.chance(b, lever))
    why = FAMILY.verify(x, written(worst)).why
    chances = likely(x.wheel, x.log[-5:])  # by five rounds alone: close to those by all
    said = [float(one) for one in re.findall(r"chance of (.{5})|with (.{5})$", why)[0] if one]
    assert f"in round {x.first + len(x.log)}, {'ABC'[worst[0]]} pays" in why
    assert said[0] == pytest.approx(float(chances[worst[0]]), abs=0.05)


WAYS = (
    "Answer: {}",
    "Round 17: I'll bet on lever {} (62 %).",
    "**{}**",
    r"$\boxed{{{}}}$",
    '{{"lever": "{}"}}',
    "pull({})",
    "A paid last, but the wheel has turned by now.\n\n<answer>{}</answer>",
    "lever {}, because it pays the most",
)


def test_levers_may_be_said_and_what_is_none_changes_nothing() -> None:
    (x,) = tasks(3)
    episode = Episode(FAMILY, x)
    for way, lever in zip(WAYS, pulled(x, FAMILY.solve(x)), strict=True):
        if way == WAYS[1]:
            for none in ("E", "A or B", "B (or C)"):
                assert str(episode.act(Action(text=none)).seen).startswith("Error: ")
            assert episode.verdict().why == "it is not over"
        said = "ABC"[lever]
        told = episode.act(Action(text=way.format(said)))
        assert f"You pulled {said}, which paid " in str(told.seen)
    assert episode.verdict().reward == 1
    assert pulled(x, episode.transcript()) == pulled(x, FAMILY.solve(x))


@pytest.mark.parametrize(
    "said",
    [
        "The likeliest is position 2, so lever {}.", "{} is best", "Lever {} is the best bet.",
        "Let me pull {}", "Pulling {}", "Pull the lever {}.", "bet {}", "Option {}", "9: {}",
        "1. {}", "\u2705 {}",
    ],
)  # fmt: skip
def test_a_lever_is_read_as_models_say_it(said: str) -> None:
    (x,) = tasks(3)
    told = Episode(FAMILY, x).act(Action(text=said.format("B")))
    assert "You pulled B, which paid " in str(told.seen)


@pytest.mark.parametrize("said", ["A? No, B.", "A is best, so not B", "A, so maybe B?", "A or B"])
def test_a_lever_that_is_left_open_is_none(said: str) -> None:
    (x,) = tasks(3)
    assert str(Episode(FAMILY, x).act(Action(text=said)).seen).startswith("Error: ")


def seen(x: Any) -> list[tuple[int, ...]]:
    """The chances of the levers in each round, for who sees the wheel."""
    return [x.wheel.chances[at] for at in x.positions]


def test_a_lifetime_is_one_for_who_filters_and_nought_for_lots() -> None:
    stream = tasks(*range(16))
    assert lifetime((x, pulled(x, FAMILY.solve(x))) for x in stream) == 1
    assert lifetime((x, []) for x in stream) == 0
    last = lifetime((x, betting(x, remembering(x.wheel, 1))) for x in stream)
    worst = [[min(range(3), key=chances.__getitem__) for chances in seen(x)] for x in stream]
    assert lifetime(zip(stream, worst, strict=True)) < 0 < 0.5 < last < 1.1
    with pytest.raises(ValueError, match="lots lose something"):
        lifetime([])
