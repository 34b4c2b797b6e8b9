"""Answers in the forms that models write: all right ones are read, and none is read two ways."""

import itertools
import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasksynth import grade, registry
from tasksynth.answers import Unreadable, json_in, read_directions
from tasksynth.answers.points import read_point
from tasksynth.single import Draw
from tasksynth_minecraft.crafting.plans import plan_in
from tasksynth_minecraft.crafting.recipes import read_plan
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.policies import oracle
from tests.generators.minecraft.conftest import Drawer

FORMS: tuple[Callable[[str], str], ...] = (
    str,
    lambda s: f"```json\n{s}\n```",
    lambda s: f"First I turn [left].\n\n```\n{s}\n```\nThat is all.",
    lambda s: f"Answer:\n```json\n{s}\n```",
    lambda s: f"```json\n{s}\n```\nwhere ```attack``` digs.",
    lambda s: f"<answer>\n```json\n{s}\n```\n</answer>",
    lambda s: f"Answer: {s}\nIt avoids the wall [see above].",
    lambda s: f"Answer:\n{json.dumps(json.loads(s), indent=1)}",
    lambda s: f"\\boxed{{{s}}}",
    lambda s: f"Here is the list: {s}.",
    lambda s: f"`{s}`",
    lambda s: f"**{s}**",
    lambda s: s.replace('"', "'"),
    lambda s: json.dumps({"answer": json.loads(s)}),
    lambda s: f"<think>[[1]]</think>The answer is below.\n\n{s}",
)


def listed(draw: Draw) -> str:
    """The reference of an embodied task as an action list, all in one turn."""
    assert isinstance(draw.instance, Crossview)
    rows = oracle(draw.instance)
    assert rows is not None
    return actions.encode(rows)


@pytest.mark.parametrize("form", range(len(FORMS)))
@pytest.mark.parametrize("name", ["mine", "mask"])
def test_a_list_is_found_wherever_it_stands(name: str, form: int, drawn: Drawer) -> None:
    draw = drawn(name, 0.0, 1)[0]
    solution = (
        listed(draw) if name == "mine" else registry.get("minecraft.mask").solve(draw.instance)
    )
    assert grade(draw.task, FORMS[form](solution)).status == "pass"


def test_an_unfinished_thought_and_a_boxed_refusal_hold_no_list(drawn: Drawer) -> None:
    draw = drawn("mine", 0.0, 1)[0]
    solution = listed(draw)
    assert grade(draw.task, f"<think>{solution}").status == "unparsable"
    assert grade(draw.task, f"{solution} \\boxed{{[]}}").status == "fail"


@pytest.mark.parametrize(
    ("reply", "point"),
    [
        ("(17, 15)", (17, 15)),
        ("17 15", (17, 15)),
        ("[17, 15]", (17, 15)),
        ('{"row": 15, "column": 17}', (17, 15)),
        ("row 15, column 17", (17, 15)),
        ("x=17, y=15", (17, 15)),
        ("Row: 15\nColumn: 17", (17, 15)),
        ("(17.5, 15.9)", (17, 15)),
        ("The block is at (17, 15) in the 48x28 view.", (17, 15)),
        ("Answer: (17, 15)\nsince the chest is at (3, 4)", (17, 15)),
        ("(17, 15), or rather (17, 15)", (17, 15)),
        ("(-0.5, 3)", (-1, 3)),
        ("I compared both views.\n\n(17, 15)", (17, 15)),
        ("> (17, 15)", (17, 15)),
        ("(1, 2) or (3, 4)", None),
        ("One candidate is (17, 15), but I cannot tell.", None),
        ("Could it be (17, 15)?", None),
        ("\\boxed{(17, 15)", None),
        ("column 5, row 7, or column 6", None),
        ("(1e1, 5)", None),
        ("(nan, inf)", None),
        ("row 3", None),
        ("7", None),
        ("", None),
    ],
)
def test_points(reply: str, point: tuple[int, int] | None) -> None:
    assert read_point(reply) == point


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        ("NNE", "NNE"),
        ("nne", "NNE"),
        ("N, N, E.", "NNE"),
        ("N-N-E", "NNE"),
        ("N → N → E", "NNE"),
        ("N->N->E", "NNE"),
        ("N\nN\nE", "NNE"),
        ("Answer:\nN\nN\nE", "NNE"),
        ("Answer: NNE\nIt is the shortest.", "NNE"),
        ('["N", "N", "E"]', "NNE"),
        ("north, north, then east", "NNE"),
        ("The steps are: NNE", "NNE"),
        ("Answer: NNE (3 steps)", "NNE"),
        ("\\boxed{\\text{NNE}}", "NNE"),
        ("N2 E", "NNE"),
        ("N2E1", "NNE"),
        ("2N 1E", "NNE"),
        ("Nx2, Ex1", "NNE"),
        ("N^2E^1", "NNE"),
        ("The wall ends in the north.\n\nNNE\n\nThat is the shortest.", "NNE"),
        ("NNE\n\nThat is wrong.", ""),
        ("N2E", ""),  # NNE or NEE
        ("N 2 E", ""),
        ("NNX", ""),
        ("N9999 E9999", ""),
        ("north-east, up", ""),
        ("", ""),
    ],
)
def test_routes(reply: str, word: str) -> None:
    assert read_directions(reply) == word


@given(word=st.text("NESW", min_size=1, max_size=60))
def test_runs_say_what_the_word_says(word: str) -> None:
    runs = [(letter, len(list(group))) for letter, group in itertools.groupby(word)]
    assert read_directions(word) == word
    assert read_directions(" ".join(f"{letter}{n}" for letter, n in runs)) == word
    assert read_directions(", ".join(f"{n}{letter}" for letter, n in runs)) == word


@pytest.mark.parametrize("form", [
    "{0}", "camera {0}", "Camera: {0}.", "It is camera {0}.", "The view was taken by camera {0}",
    "Option {0}", "({0})", "\\boxed{{{0}}}", "**{0}**", "{0}: x=3.1 y=17.2 z=4 yaw=-90 pitch=12",
])  # fmt: skip
def test_cameras(form: str, drawn: Drawer) -> None:
    draw = drawn("pose", 0.5, 1)[0]
    right = registry.get("minecraft.pose").solve(draw.instance)
    assert grade(draw.task, form.format(right)).status == "pass"
    assert grade(draw.task, form.format(f"{right} or B")).status != "pass"


@pytest.mark.parametrize(
    "text",
    [
        "mine oak_log 3\nsmelt iron_ingot 2 with oak_planks\nplace crafting_table",
        "1. Mine oak_log 3\n2. Smelt iron_ingot 2 with oak_planks\n3. Place crafting_table",
        "mine 3 oak log; smelt iron ingot x2 using oak planks; place crafting table.",
        "- mine minecraft:oak_log x3\n\n* smelt iron_ingot 2 with oak_planks\nplace crafting_table",
        "- [x] mine oak_log 3 (near)\nsmelt iron_ingot 2 with oak_planks #1\nplace crafting_table",
        "Step 1: mine oak_log 3\nStep 2: smelt 2x iron_ingot with oak_planks\nplace crafting_table",
    ],
)
def test_plans(text: str) -> None:
    steps = [(s.verb, s.name, s.times, s.fuel) for s in read_plan(text)]
    assert steps == [
        ("mine", "oak_log", 3, ""),
        ("smelt", "iron_ingot", 2, "oak_planks"),
        ("place", "crafting_table", 1, ""),
    ]


@pytest.mark.parametrize("form", [
    "<answer>\n{}\n</answer>", "> <answer>\n> {q}\n> </answer>", "<answer>\nPlan:\n{}\n</answer>",
    "<answer>\n```\n{}\n```\n</answer>", "Answer:\n\n{}\n\nThat is all.", '{{"answer": {json}}}',
    "<answer>{json}</answer>", "<answer>{br}</answer>", "<answer>\n{bold}\n</answer>",
])  # fmt: skip
def test_a_plan_is_read_however_it_is_set(form: str) -> None:
    steps = ["mine oak_log 1", "craft oak_planks 1"]
    lines = "\n".join(steps)
    bold = "\n".join(f"{i}. **{step}**" for i, step in enumerate(steps, 1))
    reply = form.format(
        lines, q="\n> ".join(steps), json=json.dumps(steps), br="<br>".join(steps), bold=bold
    )
    assert plan_in(reply) == read_plan(lines)
    with pytest.raises(Unreadable):
        plan_in(json.dumps({"answer": [lines, lines]}))


@pytest.mark.parametrize("line", ["mine 3 oak_log 3", "mine oak_log 3 4", "mine -1 dirt",
                                  "mine dirt 3 (or 4)", "craft stick 1e9", "mine dirt 9999999",
                                  "mine with 3", "mine a b c d e f"])  # fmt: skip
def test_lines_that_are_no_step(line: str) -> None:
    with pytest.raises(ValueError, match="line 2: want"):
        read_plan(f"mine dirt 1\n{line}")


@settings(max_examples=200)
@given(text=st.text(st.sampled_from("[]{}()\"'`,:;.-+0123eExXyNESWnaor \n\\"), max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert set(read_directions(text)) <= set("NESW")
    point = read_point(text)
    assert point is None or len(point) == 2
    with suppress(ValueError):
        assert isinstance(json_in(text), list | dict)
