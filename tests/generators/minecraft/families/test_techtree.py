"""The recipe simulator, the planner, and records that replay."""

import pytest

from tasksynth import grade, registry
from tasksynth_minecraft.crafting.planner import PlanningError, plan
from tasksynth_minecraft.crafting.recipes import (
    Bench,
    CraftState,
    Step,
    graph,
    read_plan,
    run,
    write_plan,
)
from tasksynth_minecraft.families.techtree import TechtreeTask, outcome
from tests.generators.minecraft.conftest import Drawer

PLENTY = CraftState(blocks=dict.fromkeys(graph().mine, 300))


@pytest.mark.parametrize("item", sorted(graph().craft))
def test_the_planner_makes_every_item_there_is(item: str) -> None:
    assert run(PLENTY, plan(PLENTY, item, 2), {item: 2}).reached


def test_the_way_to_a_diamond_pickaxe_passes_the_known_stations() -> None:
    steps = plan(PLENTY, "diamond_pickaxe", 1)
    order = [step.name for step in steps]
    pairs = (
        ("crafting_table", "wooden_pickaxe"),
        ("wooden_pickaxe", "furnace"),
        ("stone_pickaxe", "iron_ingot"),
        ("iron_pickaxe", "diamond_pickaxe"),
    )
    for earlier, later in pairs:
        assert order.index(earlier) < order.index(later)
    assert 15 < len(steps) < 40


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mine stone 1", "yields nothing without one of"),
        ("mine stone 1000", "there are 300 stone to mine"),
        ("mine air 1", "there are 0 air"),
        ("craft stick 1", "the ingredients of stick are not all there"),
        ("craft furnace 1", "needs a placed crafting_table"),
        ("craft bedrock 1", "nothing called bedrock can be crafted"),
        ("place crafting_table", "there is no crafting_table to place"),
        ("place dirt", "of no use"),
        ("smelt iron_ingot 1 with coal", "needs a placed furnace"),
        ("smelt dirt 1 with coal", "nothing smelts to dirt"),
        ("mine oak_log 0", "no number of times"),
    ],
)
def test_a_step_that_cannot_be_done_says_why(text: str, why: str) -> None:
    bench = Bench(PLENTY)
    before = bench.have.copy()
    assert why in bench.do(read_plan(text)[0])
    assert bench.have == before


def test_a_plan_that_uses_dead_recipes_fails() -> None:
    state = PLENTY.model_copy(update={"dead": ("stick",)})
    steps = plan(PLENTY, "torch", 1)
    assert "does not work in this world" in run(state, steps, {"torch": 1}).why
    with pytest.raises(PlanningError):
        plan(state.model_copy(update={"dead": ("stick", "crafting_table")}), "ladder", 1)


def test_plans_are_written_and_read() -> None:
    steps = plan(PLENTY, "rail", 16)
    assert read_plan(write_plan(steps)) == steps
    numbered = "\n".join(f"{i}. {step}" for i, step in enumerate(steps, 1))
    assert read_plan(numbered) == steps
    assert read_plan("- Mine minecraft:oak_log x3") == [Step(verb="mine", name="oak_log", times=3)]


def test_the_first_failing_step_is_named_and_what_was_reached_counts(drawn: Drawer) -> None:
    draw = drawn("techtree", 0.5, 1)[0]
    lines = registry.get("minecraft.techtree").solve(draw.instance).splitlines()[1:-1]
    broken = "\n".join([*lines[:-2], "craft bedrock 1", *lines[-2:]])
    verdict = grade(draw.task, broken)
    assert verdict.status == "fail"
    assert f"step {len(lines) - 1} (craft bedrock 1)" in verdict.why
    assert verdict.reward is not None
    assert 0 < verdict.reward < 0.2
    padded = "\n".join(["mine dirt 1"] * 200 + lines)
    assert grade(draw.task, padded).status == "fail"


def test_doing_nothing_useful_earns_nothing(drawn: Drawer) -> None:
    for draw in drawn("techtree", 1.0, 5):
        block = next(iter(draw.instance.state.blocks))  # type: ignore[attr-defined]
        assert grade(draw.task, "place furnace").reward == 0
        repeated = grade(draw.task, "\n".join([f"mine {block} 1"] * 20))
        assert (repeated.reward or 0) <= 0.1


def test_records_replay_to_their_true_outcome(drawn: Drawer) -> None:
    told = wrong = 0
    for draw in drawn("techtree", 1.0, 30):
        x = draw.instance
        assert isinstance(x, TechtreeTask)
        lies = sum(outcome(record) != record.reached for record in x.records)
        assert lies == x.difficulty["wrong_records"]
        told, wrong = told + len(x.records), wrong + lies
    assert 0.3 < wrong / told < 0.7
    for draw in drawn("techtree", 0.5, 10, wrong=0.0):
        x = draw.instance
        assert isinstance(x, TechtreeTask)
        assert all(outcome(record) == record.reached for record in x.records)
