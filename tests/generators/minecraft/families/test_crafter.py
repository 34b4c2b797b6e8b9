"""Survival as an episode: who solves it, what a turn tells, which words are played."""

import numpy as np
import pytest

from tasksynth import grade, registry
from tasksynth.episode import Episode, read_transcript
from tasksynth_minecraft.crafter import maps
from tasksynth_minecraft.crafter import rules as R
from tasksynth_minecraft.crafter.models import Survival
from tasksynth_minecraft.crafter.turns import read_words
from tasksynth_minecraft.families.crafter import Crafter, CrafterParams, _goals
from tasksynth_minecraft.numeric.dice import Dice, philox
from tasksynth_schemas import Action, text_of
from tests.generators.minecraft.conftest import Drawer


def test_who_does_not_know_the_world_falls_behind_with_the_level(drawn: Drawer) -> None:
    family, rates, steps = Crafter(), [], []
    for level in (0.0, 0.75):
        tasks = [Survival.model_validate(draw.task.instance) for draw in drawn("crafter", level, 5)]
        rates.append(np.mean([family.measure_full(x)["explorer"] for x in tasks]))
        steps.append(np.mean([x.difficulty["steps"] for x in tasks]))
    assert rates[0] >= 0.9
    assert rates[1] < rates[0]
    assert steps[1] > 3 * steps[0]


def test_goals_are_as_deep_as_asked_and_none_leads_to_another() -> None:
    for level in (0.0, 0.5, 1.0):
        p = CrafterParams.at(level)
        for seed in range(20):
            goals = _goals(p, Dice(philox(seed)))
            assert goals is not None
            assert len(goals) == p.goals
            for one in goals:
                assert not any(one in R.before(other) for other in goals if other != one)


def test_a_turn_tells_what_was_unlocked_and_what_is_around(drawn: Drawer) -> None:
    draw = drawn("crafter", 0.0, 5)[0]
    family, x = registry.get("minecraft.crafter"), draw.instance
    assert isinstance(x, Survival)
    episode = Episode(family, x)
    told = [text_of(episode.act(a).seen) for a in read_transcript(family.solve(x)).actions]
    assert told[-1].endswith("That is done.")
    assert f"Unlocked: {x.goals[0]}" in "".join(told)
    rows = told[0].splitlines()[-8:-1]
    assert [len(row) for row in rows] == [9] * 7
    assert rows[3][4] == "@"
    assert episode.verdict().status == "pass"
    assert grade(draw.task, episode.transcript()) == episode.verdict()


def test_words_are_a_list_of_actions_or_nothing(drawn: Drawer) -> None:
    draw = drawn("crafter", 0.0, 5)[0]
    episode = Episode(registry.get("minecraft.crafter"), draw.instance)
    vague = text_of(episode.act(Action(text="I go to the tree")).seen)
    assert "Nothing happened: 'i go to the tree' is no action" in vague
    said = text_of(episode.act(Action(text="move_left 3, do\n2. noop x4")).seen)
    assert "Step 8 of " in said
    assert read_words("1. Move_Left (2)\n- do") == [(R.LEFT, 2), (R.DO, 1)]
    for said in ("<think>do</think>{}", "> {}", "Trees are left.\n\n{}", "Actions: {}", "`{}`"):
        assert read_words(said.format("move_left 2, do")) == [(R.LEFT, 2), (R.DO, 1)]
    assert read_words('["move_left 2", "do"]') == [(R.LEFT, 2), (R.DO, 1)]
    for wrong in ("", ",;", "do 0", "do 51", "fly", "do 2 3", "do\x00"):
        with pytest.raises(ValueError, match=r"no action|want 1 to 50"):
            read_words(wrong)


def test_the_end_is_at_the_last_step_or_with_life(drawn: Drawer) -> None:
    draw = drawn("crafter", 0.0, 5)[0]
    x = draw.instance
    assert isinstance(x, Survival)
    episode = Episode(registry.get("minecraft.crafter"), x)
    told = ""
    while not episode.over:
        told = text_of(
            episode.act(Action(tool="act", arguments={"action": "noop", "times": 50})).seen
        )
    assert "It is over: " in told
    verdict = episode.verdict()
    assert verdict.status == "fail"
    assert verdict.parts["progress"] < 1


def test_a_world_is_its_seed_and_has_what_was_asked_for() -> None:
    p = maps.WorldParams(seed=9, size=48, diamonds=5, zombies=4)
    one, two = maps.game(p), maps.game(p)
    assert (one.g.land == two.g.land).all()
    assert (one.cells == R.DIAMOND).sum() == 5
    assert (one.cells != maps.game(p.model_copy(update={"seed": 10})).cells).mean() > 0.35
    rock = (R.STONE, R.COAL, R.IRON, R.DIAMOND, R.PATH, R.LAVA)
    share = sum(int((one.cells == m).sum()) for m in rock) / one.cells.size
    assert share == pytest.approx(0.40, abs=0.01)
    assert one.at == (24, 24)


def test_hints_name_the_subgoals_in_order(drawn: Drawer) -> None:
    x = drawn("crafter", 0.75, 5)[0].instance
    assert isinstance(x, Survival)
    hint = Crafter().hint(x, 1.0)
    order = hint.split(" then ")
    assert set(x.goals) <= set(order)
    for place, name in enumerate(order):
        assert R.before(name) <= set(order[: place + 1])
