"""Planning from reports: which can be refuted, what they show, and what copying them is worth."""

from tasksynth import grade
from tasksynth_minecraft.crafting.experience import (
    WORKED,
    Experience,
    believed,
    ended,
    possible,
    shown,
)
from tasksynth_minecraft.crafting.recipes import CraftState, read_plan, run, write_plan
from tasksynth_minecraft.families.memory import Memory, Remembered, deduced
from tests.generators.minecraft.conftest import Drawer

FOREST = CraftState(blocks={"oak_log": 20, "bamboo": 20, "stone": 20})
STICKS = "mine oak_log 1; craft oak_planks 1; craft stick 1"


def tried(plan: str, told: int) -> Experience:
    return Experience(state=FOREST, item="stick", plan=tuple(read_plan(plan)), told=told)


def test_a_report_is_possible_if_some_broken_recipe_makes_it_true() -> None:
    assert possible(tried(STICKS, WORKED))
    assert possible(tried(STICKS, 3))
    assert possible(tried(STICKS, 2))
    assert not possible(tried(STICKS, 1))  # nothing keeps one from the log
    halved = "craft oak_planks 1; craft stick 1"
    assert not possible(tried(halved, WORKED))  # of no log
    assert not possible(tried(halved, 2))
    assert possible(tried(halved, 1))
    twice = f"{STICKS}; mine oak_log 1; craft oak_planks 1; craft stick 1"
    assert not possible(tried(twice, 6))  # it had worked before


def test_only_right_failures_of_recipes_show_anything() -> None:
    assert shown([tried(STICKS, 3)]) == {"stick"}
    assert shown([tried("craft oak_planks 1", 1)]) == set()  # it fails in every world
    assert shown([tried("craft oak_planks 1; craft stick 1", 2)]) == set()  # and this in none
    assert believed([tried("craft oak_planks 1; craft stick 1", 2)]) == {"stick"}
    assert believed([tried(STICKS, 3), tried(STICKS, WORKED)]) == set()


def test_reports_replay_as_they_are_told_or_can_be_refuted(drawn: Drawer) -> None:
    for level in (0.0, 0.5, 1.0):
        for draw in drawn("memory", level, 6):
            x = draw.instance
            assert isinstance(x, Remembered)
            wrong = [e for e in x.past if not possible(e)]
            assert len(wrong) == x.difficulty["wrong"] == round(0.45 * level * len(x.past))
            for e in x.past:
                true = ended(e.state, e.plan, x.state.dead)
                assert (e.told == true) == possible(e)
            assert shown(x.past) == set(x.state.dead)
            assert len(x.past) == (3, 8, 14)[round(2 * level)]


def test_no_report_and_no_habit_reaches_the_goal(drawn: Drawer) -> None:
    family = Memory()
    for level in (0.0, 0.5, 1.0):
        for draw in drawn("memory", level, 6):
            x = draw.instance
            assert isinstance(x, Remembered)
            for e in x.past:
                assert not run(x.state, e.plan, {x.item: 1}).reached
            usual = deduced(x, ())
            assert usual is not None
            assert grade(draw.task, write_plan(usual)).status == "fail"
            assert grade(draw.task, family.solve(x)).status == "pass"
            if level:  # who believes all reports is led astray
                plan = deduced(x, believed(x.past))
                assert plan is None or grade(draw.task, write_plan(plan)).status == "fail"


def test_the_prompt_tells_the_reports_and_not_what_is_broken(drawn: Drawer) -> None:
    draw = drawn("memory", 1.0, 1)[0]
    x = draw.instance
    assert isinstance(x, Remembered)
    assert draw.task.text.count("\n\nReport ") == 14
    assert "6 of these reports are wrong" in draw.task.text
    hidden = x.model_copy(update={"state": x.state.model_copy(update={"dead": ()})})
    assert Memory().prompt(hidden) == draw.task.text
