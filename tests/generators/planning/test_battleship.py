"""Shots are worth what trying everything says, and only the best ones lose nothing."""

from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest

from benchmarks.optima import fewest_misses
from tasksynth import Action, Episode, registry
from tasksynth.episode import read_transcript
from tasksynth.single import source
from tasksynth_planning.worlds.fleets import Sea, SeaValues, arrangements, elsewhere

FAMILY: Any = registry.get("games.battleship")


def drawn(level: float, count: int) -> list[Any]:
    made = source("games.battleship", seed=29, level=level)
    return [made.draw(index) for index in range(count)]


def corner() -> Sea:
    """A ship of two cells on three by two, of which B1 is a hit: A1, C1 or B2 is the other."""
    return Sea(width=3, height=2, ships=(2,), shots=(1,), hidden=(1, 2))


def played(x: Any, *cells: str) -> Any:
    episode = Episode(FAMILY, x)
    turns = [episode.act(Action(text=cell)) for cell in cells]
    return turns, episode.verdict()


def test_a_board_that_is_worked_out_by_hand() -> None:
    sea = corner()
    assert sorted(arrangements(sea)) == [0b000011, 0b000110, 0b010010]
    values = SeaValues(sea, 100)
    # any of three, then any of two: 0, 1 or 2 misses
    assert values.of(sea.begin()) == -3
    assert values.choice(sea.begin(), "A2") == -6
    assert sea.plan(sea.begin()) == "  A B C\n1 . X .\n2 . . ."


def test_another_program_expects_as_few_misses_from_the_words_of_the_prompt() -> None:
    for level in (0.0, 0.5, 1.0):
        for draw in drawn(level, 2):
            world = draw.instance.world
            values = SeaValues(world, 10**6)
            said = Fraction(-values.of(world.begin()), world.scale(world.begin()))
            assert fewest_misses(draw.task.text) == said


def test_no_order_of_shots_misses_less_on_average() -> None:
    for draw in drawn(0.0, 3):
        sea = draw.instance.world
        every = arrangements(sea)
        least = -SeaValues(sea, 10**6).of(sea.begin())
        open_cells = [c for c in range(16) if c not in sea.shots]
        cells = [sea.name(c) for c in open_cells if any(a >> c & 1 for a in every)]
        for order in list(permutations(cells[:5])):
            missed = 0
            for truth in every:
                there, b = elsewhere(sea, truth), sea.begin()
                for cell in (*order, *cells[5:]):
                    if not there.over(b):
                        missed += there.happens(b, cell) == "miss"
                        b = there.outcomes(b, cell)[there.happens(b, cell)][1]
            assert missed >= least


def test_the_reference_loses_nothing_and_thumbs_lose_something() -> None:
    for level in (0.0, 0.6):
        for draw in drawn(level, 3):
            x = draw.instance
            assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
            verdicts = [FAMILY.verify(x, answer) for answer in FAMILY.baselines(x).values()]
            assert all(verdict.status == "fail" for verdict in verdicts)
            assert min(verdict.reward for verdict in verdicts) < 0.3
            assert all(verdict.reward < 0.4 for verdict in verdicts)
            assert " more misses on average than " in verdicts[0].why


def test_where_the_ships_are_does_not_change_what_a_shot_is_worth() -> None:
    (draw,) = drawn(0.3, 1)
    sea = draw.instance.world
    told = {FAMILY.prompt(draw.instance)}
    for place in arrangements(sea):
        other = elsewhere(sea, place)
        x = draw.instance.model_copy(update={"world": other})
        told.add(FAMILY.prompt(x))
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        assert FAMILY.canonical(x) == FAMILY.canonical(draw.instance)
    assert len(told) == 1


def test_a_game_move_by_move() -> None:
    x = FAMILY.Instance(world=corner(), states=2)
    turns, verdict = played(x, "A2", "B1", "Z9", "A1", "C1")
    assert turns[0].seen.startswith("A2 is a miss.")
    assert turns[1].seen == "Error: B1 was shot at before; nothing has changed"
    assert turns[2].seen.startswith("Error: want a cell such as B2")
    assert turns[4].seen.endswith("All ships are sunk.")
    assert turns[4].over
    assert verdict.why == "shot 1, A2, leads to 1.000 more misses on average than A1 or C1 or B2"
    assert verdict.status == "fail"
    assert played(x, "A1", "B2", "C1")[1].reward == 1
    assert played(x, "A1")[1].why == "it is not over"


@pytest.mark.parametrize(
    "said",
    [
        *("C1", "c1", "C-1", "(C, 1)", "I shoot at C1.", "Column C, row 1", "1C", "**C1**"),
        *('{"cell": "C1"}', "My next move: C1", "C1 because it is likely", "[C1]"),
        *("shoot(C1)", 'shoot("C1")', 'shoot(cell="C1")', "Next shot: **C1**", "Shot 2: C1"),
        *("Let's try C1.", "Let us shoot at C1", "So let me try **C1**!", "I'll shoot at C1."),
    ],
)
def test_cells_may_be_said_in_many_ways(said: str) -> None:
    turns, verdict = played(FAMILY.Instance(world=corner(), states=2), said)
    assert turns[0].seen.startswith("C1 is a hit"), turns[0].seen
    assert verdict.reward == 1


def test_transcripts_call_the_tool() -> None:
    (draw,) = drawn(0.0, 1)
    actions = read_transcript(FAMILY.solve(draw.instance)).actions
    assert {action.tool for action in actions} == {"shoot"}


def test_a_board_that_is_too_large_to_know_is_drawn_anew() -> None:
    """Its best shots are known within the bounds; what lots would lose is not."""
    x = source(FAMILY.name, seed=42, level=1.0).draw(52).instance
    assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
