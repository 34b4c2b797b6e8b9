"""Choices are worth what trying everything says, and only the best ones lose nothing."""

from fractions import Fraction
from itertools import product
from typing import Any

from tasksynth import Action, Episode, registry
from tasksynth.episode import read_transcript
from tasksynth.single import source
from tasksynth_planning.worlds.bandits import Levers, LeverValues
from tasksynth_planning.worlds.rooms import DarkRoom, RoomValues
from tasksynth_planning.worlds.thumbs import thumbs, untried

FAMILY: Any = registry.get("mdp.in_context")
WORLDS = ("levers", "room")


def tasks(world: str, count: int, level: float = 0.0) -> list[Any]:
    made = source("mdp.in_context", seed=29, level=level, params={"world": world})
    return [made.draw(index).instance for index in range(count)]


def coins(world: Levers, posterior: Any, left: int) -> Fraction:
    """What the best player expects, by the posterior over all chances, as a tree of pulls."""
    if not left:
        return Fraction(0)
    total = sum(posterior.values())
    values = []
    for lever in range(len(world.chances)):
        value = Fraction(0)
        for paid in (1, 0):
            then = {
                true: weight * Fraction(true[lever] if paid else 100 - true[lever], 100)
                for true, weight in posterior.items()
            }
            likely = sum(then.values()) / total
            value += likely * (paid + coins(world, then, left - 1))
        values.append(value)
    return max(values)


def worth(world: Any, known: dict[Any, int], b: Any) -> int:
    """What the best player expects of any world, by all that can happen."""
    if world.over(b):
        return 0
    if b not in known:
        known[b] = max(
            sum(paid + worth(world, known, then) for paid, then in outcomes.values())
            for outcomes in (world.outcomes(b, choice) for choice in world.choices(b))
        )
    return known[b]


def test_a_tree_over_all_chances_finds_the_same_value_of_levers() -> None:
    for x in tasks("levers", 3):
        world, values = x.world, LeverValues(x.world)
        prior = dict.fromkeys(product(*world.chances), Fraction(1))
        expected = Fraction(values.of(world.begin()), world.scale(world.begin()))
        assert coins(world, prior, world.pulls) == expected


def test_all_that_can_happen_gives_the_same_value_after_any_pulls() -> None:
    for x in tasks("levers", 2, level=1.0):
        known: dict[Any, int] = {}
        values = LeverValues(x.world)
        assert worth(x.world, known, x.world.begin()) == values.of(x.world.begin())
        assert len(known) > 900
        assert all(values.of(belief) == value for belief, value in known.items())


def test_step_by_step_no_walk_through_a_room_expects_to_pay_less() -> None:
    for x in tasks("room", 3):
        start = x.world.begin()
        assert worth(x.world, {}, start) == RoomValues(x.world).of(start)


def test_a_fixed_room_is_paid_as_the_prompt_says() -> None:
    room = DarkRoom(
        width=4, height=1, walls=(), start=(1, 0), places=((0, 0), (3, 0)), chances=(1, 3),
        lamp=0, steps=9,
    )  # fmt: skip
    values = RoomValues(room)
    # West first: 1 step with 1 in 4, 1 + 3 steps with 3 in 4. East first: 2, or 2 + 3 steps.
    assert values.of(room.begin()) == -(3 * 2 + 1 * 5)
    assert values.choice(room.begin(), "west") == -(1 * 1 + 3 * 4)
    assert room.plan(room.start) == "a @ . b"


def test_the_reference_loses_nothing_and_thumbs_lose_something() -> None:
    for world in WORLDS:
        for x in tasks(world, 2, level=0.2):
            assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
            answers = FAMILY.baselines(x)
            assert set(answers) == set(thumbs(x.world)) | set(untried(x.world))
            for name in thumbs(x.world):
                verdict = FAMILY.verify(x, answers[name])
                assert verdict.status == "fail"
                assert verdict.reward == 0
                assert " coins on average to " in verdict.why


def test_favourites_are_pulled_first_and_ties_are_broken_the_other_way() -> None:
    levers = Levers(chances=((20, 60), (50, 70), (10, 70)), pulls=3, pays=((False,) * 3,) * 3)
    rules = thumbs(levers) | untried(levers)
    start, paid = levers.begin(), ((0, 0), (1, 1), (0, 0))
    assert rules["the highest first, then the likeliest"](start) == "B"
    assert rules["the widest first, then the likeliest"](start) == "C"
    assert rules["the highest first, while it pays"](paid) == "B"
    room = DarkRoom(
        width=3, height=1, walls=(), start=(1, 0), places=((0, 0), (2, 0)), chances=(1, 1),
        lamp=0, steps=9,
    )  # fmt: skip
    assert thumbs(room)["the nearest place"](room.begin()) == "west"
    assert thumbs(room)["the nearest place, last of them"](room.begin()) == "east"


def test_what_happens_does_not_change_what_a_choice_is_worth() -> None:
    for x in tasks("levers", 4):
        turned = x.world.model_copy(
            update={"pays": tuple(tuple(not paid for paid in lever) for lever in x.world.pays)}
        )
        first = read_transcript(FAMILY.solve(x)).actions[0]
        for world in (x.world, turned):
            episode = Episode(FAMILY, x.model_copy(update={"world": world}))
            episode.act(first)
            assert episode._state.lost == 0


def test_an_end_before_the_end_earns_nothing_and_choices_may_be_said() -> None:
    ways = ("Answer: lever {}", "I go {}.\n\nAnswer: {}", "I pull lever {}.", "Go {}wards.")
    for world, way in zip(WORLDS * 2, ways, strict=True):
        (x,) = tasks(world, 1)
        actions: Any = read_transcript(FAMILY.solve(x)).actions
        said = [one.arguments["choice"] for one in actions]
        episode = Episode(FAMILY, x)
        for choice in said[:-1]:
            episode.act(Action(text=way.replace("{}", choice)))
        assert episode.verdict().reward == 0
        assert episode.verdict().why == "it is not over"
        episode.act(Action(tool="choose", arguments={"choice": said[-1].lower()}))
        assert episode.verdict().status == "pass"
