"""The fewest robots, then the fewest steps: proved twice, and replayed by the rules told."""

import json
from typing import Any

import pytest

from benchmarks.proofs.crews import fewest
from tasksynth import registry
from tasksynth.single import source
from tasksynth_planning.crews.models import CrewRobot, CrewThing, CrewWorld, HousePlace, Passage
from tasksynth_planning.crews.teams import smallest_teams

FAMILY: Any = registry.get("planning.multirobot")


def drawn(level: float, count: int) -> list[Any]:
    made = source("planning.multirobot", seed=29, level=level)
    return [made.draw(index) for index in range(count)]


PLAN = (
    "Robots: R1, R2\nStep 1: R1 open cabinet; R2 take mug\nStep 2: R1 take lamp; R2 go hall\n"
    "Step 3: R1 go kitchen; R2 put mug cabinet\nStep 4: R1 put lamp floor"
)


def flat() -> Any:
    """Only the rover lifts the lamp, only the drone gets at the mug, and a door is narrow."""
    world = CrewWorld(
        rooms=("hall", "kitchen"),
        passages=(Passage(rooms=(0, 1), kind="door", narrow=True),),
        places=(
            HousePlace(room=0, kind="floor"),
            HousePlace(room=1, kind="floor"),
            HousePlace(room=1, kind="shelf"),
            HousePlace(room=0, kind="cabinet", closed=True),
        ),
        robots=(
            CrewRobot(kind="rover", room=0, passes=("door",), lifts=9, shelves=False, opens=True),
            CrewRobot(kind="drone", room=1, passes=("door",), lifts=2, shelves=True, opens=False),
            CrewRobot(kind="arm", room=0, passes=(), lifts=9, shelves=True, opens=True),
        ),
        things=(
            CrewThing(name="lamp", weight=8, place=0),
            CrewThing(name="mug", weight=1, place=2),
        ),
        goal=((0, 1), (1, 3)),
    )
    return FAMILY.Instance(world=world, team=(0, 1), plan=((),) * 4, naive=8, expanded=1)


def given(x: Any, plan: str) -> Any:
    return FAMILY.verify(x, f"<answer>\n{plan}\n</answer>")


def test_a_sat_solver_finds_as_few_robots_and_steps_in_the_words_of_the_prompt() -> None:
    for level, count in ((0.0, 3), (0.5, 1)):
        for draw in drawn(level, count):
            x = draw.instance
            assert fewest(draw.task.text) == (len(x.team), len(x.plan))


def test_the_reference_passes_and_cheap_plans_fail() -> None:
    for draw in drawn(0.0, 3):
        x = draw.instance
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        verdicts = {name: FAMILY.verify(x, answer) for name, answer in FAMILY.baselines(x).items()}
        assert all(verdict.status != "pass" for verdict in verdicts.values())
        serial = verdicts["one goal after the other"]
        assert serial.parts["goals"] == 1
        assert serial.reward == pytest.approx(0.2)


def test_a_house_that_is_worked_out_by_hand() -> None:
    x, plan = flat(), PLAN
    assert smallest_teams(x.world) == [(0, 1)]
    assert fewest(FAMILY.prompt(x)) == (2, 4)
    assert given(x, plan).reward == 1
    later = given(x, plan.replace("R2 go hall", "R2 wait").replace("R2 put mug cabinet", "")
                  + "\nStep 5: R2 go hall\nStep 6: R2 put mug cabinet")  # fmt: skip
    assert later.why == "6 steps, 4 are enough"
    assert later.reward == pytest.approx(0.2 + 0.2 * 2 / 4)
    assert given(x, plan.replace("R1, R2", "R1, R2, R3")).reward == 0
    assert given(x, plan.replace("R1, R2", "R1")).why == "R2 acts and is not switched on"
    half = given(x, plan.replace("; R2 put mug cabinet", ""))
    assert half.why == "the mug is not where it belongs at the end"
    assert half.reward == pytest.approx(0.1)
    assert given(x, "Step 1: R1 open cabinet").reward == 0


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        (["R1 go kitchen; R2 go hall"], "step 1: R1 and R2 use the same narrow passage at once"),
        (["R1 take lamp; R3 take lamp"], "step 1: R1 and R3 use the same thing at once"),
        (["R1 open cabinet; R3 open cabinet"], "step 1: R1 and R3 use the same cabinet at once"),
        (["R2 go hall", "R2 take lamp"],
         "step 2: R2 take lamp: the lamp weighs 8 kg, and it lifts 2"),
        (["R1 take lamp", "R1 put lamp cabinet"],
         "step 2: R1 put lamp cabinet: the cabinet is closed"),
        (["R1 take lamp", "R1 open cabinet"], "step 2: R1 open cabinet: it holds something"),
        (["R1 go kitchen", "R1 take mug"], "step 2: R1 take mug: it does not reach shelves"),
        (["R3 go kitchen"], "step 1: R3 go kitchen: it does not pass doors"),
        (["R2 take mug", "R2 put lamp"], "step 2: R2 put lamp: it does not hold the lamp"),
        (["R2 take mug", "R2 put mug cabinet"],
         "step 2: R2 put mug cabinet: there is no cabinet in the kitchen"),
        (["R2 take mug from the floor"], "step 1: R2 take mug floor: the mug is on the shelf"),
        (["R1 goes from the kitchen to the hall"], "step 1: R1 go hall: it is in the hall"),
        (["R1 take lamp", "R2 go hall; R1 put lamp floor; R3 take lamp"],
         "step 2: R3 take lamp: the lamp does not lie in the hall"),
    ],
)  # fmt: skip
def test_what_cannot_be_done(steps: list[str], why: str) -> None:
    x = flat()
    plan = "\n".join(f"Step {number}: {step}" for number, step in enumerate(steps, 1))
    verdict = given(x.model_copy(update={"team": (0, 1, 2)}), plan)
    assert verdict.why == why
    assert verdict.reward == 0


def dressed(plan: str) -> dict[str, str]:
    """The same plan in other forms."""
    robots, *lines = plan.splitlines()
    steps = [line.partition(": ")[2].split("; ") for line in lines]
    table = "\n".join(f"| {i} | {'; '.join(step)} |" for i, step in enumerate(steps, 1))
    calls = [[f"{one.split()[1]}({one.split()[0]}, {', '.join(one.split()[2:])})" for one in step]
             for step in steps]  # fmt: skip
    objects = [{one.split()[0]: one.partition(" ")[2] for one in step} for step in steps]
    of_robots = {name: [step.get(name, "wait") for step in objects] for name in ("R1", "R2")}
    fields = ("robot", "action", "what", "where")
    spoken = (
        plan.replace("go", "goes to the")
        .replace("take lamp", "picks up the lamp (8 kg) from the floor")
        .replace("put mug cabinet", "places the mug into the open cabinet")
        .replace("R1 open", "R1 (the rover) opens the")
        .replace("R", "Robot ").replace("Robot obots", "Robots")
    )  # fmt: skip
    return {
        "spoken": spoken,
        "bold": "\n".join(f"**{line.replace(':', ':**', 1)}" for line in plan.splitlines()),
        "numbered": "\n".join(
            [robots, *(f"{i}. {'. '.join(s)}" for i, s in enumerate(steps, 1))]),
        "nested": f"{robots}\n" + "\n".join(
            f"### Step {i}\n" + "\n".join(f"- {one}" for one in s) for i, s in enumerate(steps, 1)),
        "in one line": plan.replace("\n", "; "),
        "without who is on": "\n".join("; ".join(step) for step in steps),
        "a table": f"{robots}\n\n| Step | What |\n|---|---|\n{table}",
        "calls": "\n".join(f"t={i}: {', '.join(step)}" for i, step in enumerate(calls, 1)),
        "dashes": "\n".join([robots, *(
            f"Step {i}: {'; '.join([*s, *(f'{r} —' for r in ('R1', 'R2') if r not in str(s))])}"
            for i, s in enumerate(steps, 1))]),
        "fenced": f"```text\n{plan}\n```",
        "JSON": json.dumps({"robots": ["R1", "R2"], "steps": objects}),
        "JSON of lists": json.dumps(steps),
        "JSON by robot": json.dumps({"activated": ["R1", "R2"], "plan": of_robots}),
        "JSON of fields": json.dumps([
            {"step": i, "actions": [dict(zip(fields, one.split(), strict=False)) for one in step]}
            for i, step in enumerate(steps, 1)]),
    }  # fmt: skip


def test_plans_may_be_written_in_many_ways() -> None:
    x, plan = flat(), PLAN
    for name, reply in dressed(plan).items():
        assert given(x, reply).status == "pass", (name, reply)
    shown = "| Step | R1 | R2 |\n|---|---|---|\n| 1 | open cabinet | take mug |\n"
    shown += "| 2 | take lamp | go hall |\n| 3 | go kitchen | put mug cabinet |\n"
    assert given(x, f"{shown}| 4 | put lamp floor | - |").status == "pass"
    assert FAMILY.verify(x, f"**Answer:**\n\n{plan}").status == "pass"


@pytest.mark.parametrize(
    "change",
    [
        ("R2 take mug", "R2 take mug and go hall"),
        ("R2 take mug", "R1 take lamp"),
        ("R2 take mug", "R2 does not take mug"),
        ("R2 take mug", "R9 take mug"),
        ("Step 2", "Step 3"),
        ("R2 take mug", "R2 take"),
        ("go kitchen", "go cabinet"),
    ],
)
def test_what_is_not_clear_is_not_read(change: tuple[str, str]) -> None:
    x, plan = flat(), PLAN
    assert given(x, plan.replace(*change)).status == "unparsable"
