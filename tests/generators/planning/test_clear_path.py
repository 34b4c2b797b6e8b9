"""What blocks the way is pushed, by the rules that the prompt tells, and no shorter way is left."""

from typing import Any

import pytest

from benchmarks.proofs.pushes import fewest_steps
from tasksynth import registry
from tasksynth.single import source
from tasksynth_planning.crates.models import CrateWorld
from tasksynth_planning.crates.searching import greedy, replayed, shortest, walked

FAMILY: Any = registry.get("embodied.clear_path")


def drawn(level: float, count: int) -> list[Any]:
    made = source("embodied.clear_path", seed=31, level=level)
    return [made.draw(index) for index in range(count)]


def task(*rows: str, spare: int = 0) -> Any:
    world = CrateWorld(rows=rows)
    steps, states = shortest(world, 10_000)
    return FAMILY.Instance(world=world, steps=steps, spare=spare, states=states)


def last(rows: tuple[str, ...], steps: str) -> Any:
    """What the last of the steps leads to: cells and kinds by number, or why it cannot be made."""
    (*_, state) = replayed(CrateWorld(rows=rows), steps)
    return state if isinstance(state, str) else (state.robot, state.things)


@pytest.mark.parametrize(
    ("rows", "steps", "want"),
    [
        (("RC..",), "EE", (2, ((0, 3),))),
        (("RC..",), "EEE", "what stands there cannot be pushed on"),
        (("RCC.",), "E", "what stands there cannot be pushed on"),
        (("RC#.",), "E", "what stands there cannot be pushed on"),
        (("RO...",), "E", (1, ((3, 4),))),
        (("RO.C.",), "EE", "what stands there cannot be pushed on"),
        (("R|..",), "E", "its rails lead elsewhere"),
        (("R-..",), "E", (1, ((1, 2),))),
        (("R.D.",), "EEE", (3, ())),
        (("R.D_",), "EE", "the door is closed"),
        (("RC_D.",), "EE", "what stands there cannot be pushed on"),
        (("RCD..", ".C_.."), "E", "what stands there cannot be pushed on"),
        (("RCD..", ".C_.."), "SEWNEEE", (3, ((0, 4), (0, 7)))),
        (("RC_.", "..D."), "ESE", (6, ((0, 2),))),
        (("R",), "N", "a wall is there"),
    ],
)
def test_what_a_step_leads_to(rows: tuple[str, ...], steps: str, want: Any) -> None:
    assert last(rows, steps) == want


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_another_search_finds_no_shorter_way(level: float) -> None:
    for draw in drawn(level, 5):
        x = draw.instance
        assert walked(x.world, through=False) is None
        assert fewest_steps(draw.task.text) == len(x.steps)


def test_any_way_that_is_short_enough_passes_and_no_other() -> None:
    """The crate has to go two cells east, around a corner that can be passed on either side."""
    x = task("#####", "R.C.#", "#.###", "..G..", spare=2)
    assert x.steps == "ESSE"
    for steps, why in {
        "ESSE": "",
        "EWESSE": "",
        "EEWSSE": "",
        "EWEWESSE": "it takes 8 steps, want at most 6",
        "ESSEW": "the goal is reached in step 4, and there are 1 more",
        "ESS": "after 3 steps the robot is not at the goal",
        "EEE": "step 3, E, cannot be made: what stands there cannot be pushed on",
        "N": "step 1, N, cannot be made: a wall is there",
    }.items():
        verdict = FAMILY.verify(x, f"Answer: {steps}")
        assert (verdict.reward, verdict.why) == (float(not why), why)
    assert FAMILY.verify(x, "Answer: " + "EW" * 10_000).status == "unparsable"


@pytest.mark.parametrize(
    "answer",
    ["Answer: {}", "**{}**", "\\boxed{{{}}}", "<answer>{}</answer>", "I push it.\n\nAnswer: {}."],
)
def test_ways_are_read_in_any_form(answer: str) -> None:
    for draw in drawn(0.25, 3):
        steps = draw.instance.steps
        named = {"N": "north", "E": "east", "S": "south", "W": "west"}
        listed = "\n".join(f"{i}. {named[way]}" for i, way in enumerate(steps, 1))
        arrows = steps.translate(str.maketrans("NESW", "\u2191\u2192\u2193\u2190"))
        ways = (steps, " ".join(steps), ", ".join(named[way] for way in steps), listed)
        for said in (*ways, arrows, " ".join(arrows)):
            verdict = FAMILY.verify(draw.instance, answer.format(said))
            assert verdict.reward == 1, (said, verdict.why)


@pytest.mark.parametrize("level", [0.0, 0.5])
def test_steps_that_each_lead_nearest_do_not_get_there(level: float) -> None:
    """They do where one push is all that is in the way."""
    x = task("RC.", ".#.", "..G", spare=9)
    assert FAMILY.verify(x, f"Answer: {greedy(x.world, 9, 'NESW', crow=False)}").reward == 1
    for draw in drawn(level, 6):
        x = draw.instance
        for order, crow in (("NESW", True), ("WSEN", False), ("SENW", False)):
            steps = greedy(x.world, len(x.steps) + x.spare, order, crow=crow)
            assert FAMILY.verify(x, f"Answer: {steps}").reward == 0
