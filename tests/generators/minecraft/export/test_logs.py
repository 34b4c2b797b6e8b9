"""What users of other engines bring home: judged by what it shows, never by what it says."""

import json
from typing import Any

import numpy as np
import pytest

from tasksynth.errors import UsageError
from tasksynth.single import Judge
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.export.logs import judge_log
from tasksynth_minecraft.export.minedojo import name_1_11
from tests.generators.minecraft.conftest import Drawer
from tests.generators.minecraft.embodied.test_rollout import stage
from tests.generators.minecraft.export.standin import logged, reference

EVENTS = ("approach", "mine", "interact", "place", "hunt")
TWINS = stage(put={(8, 6, 11): "gold_ore", (8, 6, 6): "gold_ore"}, target=(8, 6, 11))
AHEAD = [["", 1, -3, 0], ["attack", 30]]
BEHIND = [["", 1, -3, 180], ["attack", 30]]


def rows_of(segments: list[list[Any]]) -> np.ndarray:
    return actions.parse(json.dumps(segments), limit=400)


def verdict(task: Crossview, log: dict[str, Any]) -> tuple[str, str]:
    made = judge_log(task, json.dumps(log))
    return made.status, made.why


@pytest.mark.parametrize("event", EVENTS)
def test_the_references_run_passes_in_either_engines_words(event: str, drawn: Drawer) -> None:
    extra = {"distractors": 0} if event == "hunt" else {}
    for draw in drawn(event, 0.4, 2, **extra):
        task = draw.instance
        assert isinstance(task, Crossview)
        rows = reference(task)
        assert verdict(task, logged(task, rows))[0] == "pass"
        late = logged(task, rows, called=name_1_11, engine="minedojo", lag=2)
        assert verdict(task, late)[0] == "pass"
        cut = logged(task, rows[: len(rows) // 2], success=True)
        assert verdict(task, cut)[0] == "fail"
        assert "claimed success" in verdict(task, cut)[1]
        assert Judge(draw.task).grade_log(json.dumps(cut)).reward == 0


def test_where_the_scene_stands_in_the_world_does_not_matter() -> None:
    log = logged(TWINS, rows_of(AHEAD), origin=[0, 100, -7])
    for step in log["steps"]:
        step["at"][1] += 100
        step["at"][2] -= 7
    assert verdict(TWINS, log)[0] == "pass"


def test_the_crosshair_tells_a_twin_from_the_target() -> None:
    assert verdict(TWINS, logged(TWINS, rows_of(AHEAD)))[0] == "pass"
    status, why = verdict(TWINS, logged(TWINS, rows_of(BEHIND), success=True))
    assert (status, "not asked for" in why) == ("fail", True)


def test_a_log_that_leaves_open_which_it_was_is_an_error() -> None:
    log = logged(TWINS, rows_of(AHEAD))
    for step in log["steps"]:
        step["keys"] = []
    with pytest.raises(UsageError, match="does not tell which gold_ore"):
        judge_log(TWINS, json.dumps(log))
    dug = [{"tick": t, "stat": "mine_block", "name": "dirt"} for t in (1, 2, 3, 4)]
    status, why = verdict(TWINS, log | {"counts": [*dug, *log["counts"]]})
    assert (status, why) == ("fail", "4 blocks were broken")


def test_actions_alone_are_replayed() -> None:
    moves = actions.to_minestudio(rows_of(AHEAD))
    log: dict[str, Any] = {"engine": "minestudio", "actions": moves}
    assert verdict(TWINS, log)[0] == "pass"
    status, why = verdict(TWINS, log | {"actions": moves[:3], "success": True})
    assert (status, why.startswith("replayed in the embedded engine")) == ("fail", True)


GOOD = logged(TWINS, rows_of(AHEAD))


@pytest.mark.parametrize(
    ("log", "why"),
    [
        ({"engine": "minedojo", "success": True}, "success=true is a claim"),
        ({"engine": "minestudio"}, "neither steps nor actions"),
        ({"engine": "quake"}, "field 'engine'"),
        (GOOD | {"reward": 1}, "no field 'reward'"),
        (GOOD | {"steps": GOOD["steps"][20:]}, "begins at tick 20"),
        (GOOD | {"origin": [0, 9, 0]}, "9.0 blocks from where the task does"),
        (GOOD | {"steps": [{"tick": 0, "at": [8, 5, 8, float("nan"), 0]}]}, "finite number"),
        (GOOD | {"steps": [{"tick": -1, "at": [8, 5, 8, 0, 0]}]}, "greater than or equal to 0"),
        ({"engine": "minestudio", "actions": [["fly", 1]]}, "no key 'fly'"),
        ("pass", "no log of an engine"),
        ([GOOD], "no log of an engine"),
    ],
)
def test_what_shows_nothing_is_refused_in_one_line(log: Any, why: str) -> None:
    with pytest.raises(UsageError, match=why) as caught:
        judge_log(TWINS, json.dumps(log))
    assert "\n" not in str(caught.value)


def test_the_engine_makes_an_error_of_it_and_pays_nothing(drawn: Drawer) -> None:
    judge = Judge(drawn("mine", 0.4, 1)[0].task)
    for log in ("", "{", '{"engine": "minedojo", "success": true}', "[" * 100_000):
        made = judge.grade_log(log)
        assert (made.status, made.reward) == ("error", None)
        assert made.why
