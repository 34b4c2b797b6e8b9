"""Games are won where they are said to be, slips are named and punished, and moves may be said."""

from typing import Any

import pytest

from tasksynth import Action, Episode, registry
from tasksynth.answers import Unreadable
from tasksynth.episode import read_transcript
from tasksynth.single import source
from tasksynth_planning.duels.codes import Code, answer_to
from tasksynth_planning.duels.connect import Connect
from tasksynth_planning.duels.engine import SearchSolver, reply, solver_of, winning
from tasksynth_planning.duels.heaps import Heaps
from tasksynth_planning.duels.hexes import Hex
from tasksynth_planning.duels.playing import settled
from tasksynth_planning.spoken import spoken

FAMILY: Any = registry.get("games.duel")
KINDS = ("heaps", "connect", "hex", "code")
AGAIN = {"heaps": 2, "connect": 0, "hex": 1, "code": 1}
"""Sizes at which all lines of play can be gone through."""


def tasks(kind: str, count: int, **params: Any) -> list[Any]:
    made = source("games.duel", seed=41, level=0.2, params={"game": kind, **params})
    return [made.draw(index).instance for index in range(count)]


def test_a_search_of_all_lines_finds_the_same_winning_moves() -> None:
    for kind, size in AGAIN.items():
        for x in tasks(kind, 1, size=size):
            start, slow = x.game.begin(), SearchSolver(x.game)
            assert slow.wins(start)
            options = x.game.options(start)
            assert winning(x.game, start) == [m for m, q in options.items() if slow.loses(q)]


def heaps(*counters: int, **rules: Any) -> Heaps:
    rules = {"takes": (), "split": False, "misere": False} | rules
    return Heaps(seed=1, skill=1.0, heaps=counters, **rules)


@pytest.mark.parametrize(
    ("game", "moves"),
    [
        (heaps(1, 2, 4), ["C 1"]),  # Nim: 1 ^ 2 ^ 3 = 0
        (heaps(1, 1, 3, misere=True), ["C 2"]),  # an odd number of heaps of one is left
        (heaps(5, takes=(1, 2), split=True), ["A 1 2"]),  # Kayles: in two
    ],
)
def test_known_heaps(game: Heaps, moves: list[str]) -> None:
    assert winning(game, game.begin()) == moves


def test_the_middle_of_a_small_hex_has_two_ways_to_each_side() -> None:
    game = Hex(seed=1, skill=1.0, side=3, stones=(0b000_010_000, 0b000_000_010))
    mine, other, _ = game.begin()
    assert solver_of(game).loses((other, mine, False))  # the opponent may even move first
    assert game.board(game.begin()) == "    a b c\n  1 . O .\n   2 . X .\n    3 . . ."


def test_two_open_ends_win_a_row_of_three() -> None:
    game = Connect(seed=1, skill=1.0, width=4, height=4, row=3, stones=(1 << 5, 1 << 6))
    assert game.board(game.begin()).splitlines()[2:] == [". O . .", ". X . .", "1 2 3 4"]
    assert winning(game, game.begin()) == ["2", "3"]


def test_a_code_is_answered_letter_by_letter() -> None:
    assert answer_to("AAB", "ABB") == "2+0"
    assert answer_to("ABC", "CAB") == "0+3"
    assert answer_to("AAA", "BCA") == "1+0"
    game = Code(seed=1, skill=1.0, letters=3, places=3, asked=(("ABC", "1+2"),), guesses=2)
    assert set(game.begin()[0]) == {"ACB", "CBA", "BAC"}
    # Any of the three is told from the others in one answer only if those get different ones.
    assert all(guess not in winning(game, game.begin()) for guess in ("AAA", "ABC"))


def test_a_player_with_a_preference_goes_for_the_middle_and_evens_out_heaps() -> None:
    for game, first in (
        (heaps(1, 4, 7), "C 3"),
        (Connect(seed=1, skill=1.0, width=5, height=4, row=4, stones=(1, 1 << 20)), "3"),
        (Hex(seed=1, skill=1.0, side=3, stones=(1, 1 << 1)), "b2"),
    ):
        assert settled(game)(game.begin()) == first


def test_who_slips_against_the_best_opponent_does_not_win() -> None:
    for kind in KINDS:
        for x in tasks(kind, 1, skill=1.0, size=0):
            start = x.game.begin()
            good = winning(x.game, start)
            bad = [move for move in x.game.options(start) if move not in good]
            episode = Episode(FAMILY, x)
            episode.act(Action(tool="move", arguments={"move": bad[0]}))
            while not episode.over:
                at = episode._state.at
                better = winning(x.game, at) or list(x.game.options(at))
                episode.act(Action(tool="move", arguments={"move": better[0]}))
            verdict = episode.verdict()
            assert verdict.reward == 0
            assert verdict.why.startswith(f"move 1, {bad[0]}, gave the win away; ")


def test_a_win_after_a_slip_earns_a_fifth() -> None:
    seen = set()
    for x in [*tasks("heaps", 6, skill=0.0, size=1), *tasks("connect", 3, skill=0.0, size=0)]:
        answers = FAMILY.baselines(x)
        del answers["the middle, or even heaps"]  # with it no draw is tried
        for answer in answers.values():
            verdict = FAMILY.verify(x, answer)
            assert verdict.status == "fail"
            seen.add((verdict.parts["won"], verdict.reward))
    assert seen == {(1.0, 0.2), (0.0, 0.0)}


def test_moves_may_be_said_and_wrong_ones_change_nothing() -> None:
    ways = {
        "heaps": ("I move.\n\nAnswer: heap {}", "Heap {}.", "**{}**", "({})"),
        "connect": ("Answer: column {}", "{}", "\\boxed{{{}}}", "I play column {}.", "({})"),
        "hex": ("Answer: {}", "The answer is {}.", "<answer>{}</answer>", "I'll play {}."),
        "code": ("Answer: {}", "{}", "`{}`", "My guess: {}", '{{"move": "{}"}}'),
    }
    for kind, said in ways.items():
        (x,) = tasks(kind, 1)
        actions: Any = read_transcript(FAMILY.solve(x)).actions
        moves = [one.arguments["move"] for one in actions]
        for way in said:
            episode = Episode(FAMILY, x)
            nothing = episode.act(Action(tool="move", arguments={"move": "Z 99"}))
            assert str(nothing.seen).startswith("Error: ")
            for move in moves:
                episode.act(Action(text=way.format(move)))
            assert episode.verdict().status == "pass", way


def test_moves_are_read_as_the_opponent_says_them_and_doubts_are_none() -> None:
    game = heaps(5, 3, takes=(1, 2), split=True)
    split = "I take 2 from heap A, leave 1 there and make a new heap of the rest."
    assert game.replied("A 2 1") == split
    assert game.read(spoken(split)) == "A 2 1"
    for said in ("take 2 from B", "Move: B 2", "B 2 because it is even", "(B, 2)", "\u202eB 2"):
        assert game.read(spoken(said)) == "B 2", said
    long = f"({'(' * 1000}B 2{')' * 1000})"
    for said in (
        long,
        "not B 2",
        "I would not take 2 from heap B",
        "Let us not take 2 from heap B",
        "Is B 2 good?",
        "B 2 or A 1",
        "2",
    ):
        with pytest.raises(Unreadable):
            game.read(spoken(said))


def test_the_opponent_replies_alike_and_by_the_rules() -> None:
    for kind in KINDS:
        for x in tasks(kind, 1):
            after = x.game.options(x.game.begin())[winning(x.game, x.game.begin())[0]]
            if x.game.ended(after) is None:
                first = reply(x.game, after)
                solver_of(x.game, fresh=True)
                assert reply(x.game, after) == first
                assert first in x.game.options(after)
