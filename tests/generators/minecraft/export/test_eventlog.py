"""Logs of other engines: read in their own words, judged by the same rules."""

from typing import Any

import pytest

from tasksynth.errors import UsageError
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.policies import oracle
from tasksynth_minecraft.embodied.rollout import Happening, Rollout
from tasksynth_minecraft.export.eventlog import (
    Log,
    Standpoint,
    from_counters,
    from_episode,
    from_jsonl,
    from_minetest,
    judge,
)
from tests.generators.minecraft.conftest import Drawer
from tests.generators.minecraft.embodied.test_rollout import stage


@pytest.mark.parametrize("event", ["mine", "interact", "place", "hunt"])
def test_the_embedded_engines_own_log_passes(event: str, drawn: Drawer) -> None:
    for draw in drawn(event, 0.5, 5):
        task = draw.instance
        assert isinstance(task, Crossview)
        episode = Rollout(task)
        rows = oracle(task)
        assert rows is not None
        episode.play(rows)
        assert judge(task, from_episode(episode.log())).status == "pass"
        assert judge(task, Log([], [])).status == "fail"


ORE = stage(put={(8, 6, 11): "gold_ore", (2, 5, 2): "stone"}, target=(8, 6, 11))
TWINS = stage(put={(8, 6, 11): "gold_ore", (2, 6, 2): "gold_ore"}, target=(2, 6, 2))


def test_minetests_log_is_read_in_our_coordinates() -> None:
    text = (
        "2026-01-01 00:00:00: ACTION[Server]: [tasksynth] at 8.500 5.000 8.500 -90.00 3.00\n"
        "noise\n"
        "ACTION[Server]: [tasksynth] break 8 6 11 default:stone_with_gold\n"
    )
    log = from_minetest(text)
    assert log.events == [Happening(5, "break", (8, 6, 11), "gold_ore")]
    assert log.poses == [Standpoint(5, 8.5, 5.0, 8.5, -90.0, 3.0)]
    assert judge(ORE, log).status == "pass"
    assert judge(TWINS, log).status == "fail"


def test_a_bots_json_lines_are_read_and_bad_ones_named() -> None:
    line = '{"tick": 40, "event": "break", "cell": [8, 6, 11], "name": "minecraft:gold_ore"}'
    assert judge(ORE, from_jsonl(f"starting\n{line}\n")).status == "pass"
    with pytest.raises(UsageError, match="line 2 of the event log"):
        from_jsonl(line + '\n{"tick": NaN, "event": "break", "cell": [1], "name": "x"}')


def test_counters_are_believed_only_where_a_name_tells_which_block() -> None:
    infos: list[dict[str, Any]] = [{"mine_block": {}}, {"mine_block": {"minecraft:gold_ore": 1}}]
    assert judge(ORE, from_counters(infos)).status == "pass"
    assert judge(TWINS, from_counters(infos)).status == "fail"
    assert judge(ORE, from_counters(infos[1:])).status == "fail"  # nothing grew


def test_fouls_before_the_deed_count() -> None:
    deed = Happening(50, "break", (8, 6, 11), "gold_ore")
    dug = [Happening(t, "break", (1, 4, t), "stone") for t in range(1, 5)]
    assert judge(ORE, Log([*dug[:3], deed], [])).status == "pass"
    assert "4 blocks were broken" in judge(ORE, Log([*dug, deed], [])).why
    killed = Happening(3, "kill", None, "cow", 0)
    assert judge(ORE, Log([killed, deed], [])).status == "fail"
    late = deed._replace(tick=401)
    assert "ticks were up" in judge(ORE, Log([late], [])).why


def test_an_approach_is_judged_by_where_one_stood_and_looked() -> None:
    task = stage("approach", put={(8, 6, 13): "gold_block"}, target=(8, 6, 13), item="")
    near = [Standpoint(t, 8.5, 5.0, 11.0, 0.0, 3.0) for t in (5, 10)]
    assert judge(task, Log([], near)).status == "pass"
    assert judge(task, Log([], near[:1])).status == "fail"
    away = [pose._replace(z=8.5) for pose in near]
    assert judge(task, Log([], away)).status == "fail"
    aside = [pose._replace(yaw=30.0) for pose in near]
    assert judge(task, Log([], aside)).status == "fail"


DEED = Happening(50, "break", (8, 6, 11), "gold_ore")
TUNNEL = [Happening(t, "break", (1, 4, t), "stone") for t in range(1, 5)]


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([DEED], "pass"),
        ([DEED, *TUNNEL], "fail"),  # the tunnel came first, wherever the log has it
        ([*TUNNEL[:3], DEED], "pass"),
        ([DEED._replace(name="stone")], "fail"),  # the scene has gold there
        ([DEED._replace(cell=(1, 1, 1))], "fail"),
        ([DEED._replace(event="use")], "fail"),
        ([DEED._replace(tick=-5)], "fail"),
        ([DEED._replace(tick=401)], "fail"),
        ([DEED._replace(event="kill", name="cow"), DEED], "fail"),
    ],
)
def test_forged_and_shuffled_logs(events: list[Happening], status: str) -> None:
    assert judge(ORE, Log(events, [])).status == status


def test_a_kill_must_name_the_animal_that_it_numbers(drawn: Drawer) -> None:
    for draw in drawn("hunt", 0.5, 3):
        task = draw.instance
        assert isinstance(task, Crossview)
        kill = Happening(60, "kill", None, task.target.name, task.target.mob)
        assert judge(task, Log([kill], [])).status == "pass"
        assert judge(task, Log([kill._replace(name="dragon")], [])).status == "fail"
        assert judge(task, Log([kill._replace(mob=1)], [])).status == "fail"
        assert judge(task, Log([kill._replace(mob=None)], [])).status == "fail"  # one of several


def test_poses_that_are_none_and_logs_with_gaps_show_no_approach() -> None:
    task = stage("approach", put={(8, 6, 13): "gold_block"}, target=(8, 6, 13), item="")
    near = [Standpoint(t, 8.5, 5.0, 11.0, 0.0, 3.0) for t in (0, 5, 10)]
    assert judge(task, Log([], near)).status == "pass"
    assert judge(task, Log([], near[::-1])).status == "pass"
    foul = Happening(3, "break", (8, 6, 13), "gold_block")
    assert judge(task, Log([foul], near)).status == "fail"
    assert judge(task, Log([foul._replace(tick=90)], near)).status == "pass"
    for none in (
        near[0]._replace(x=float("nan")),
        near[0]._replace(pitch=float("inf")),
        near[0]._replace(yaw=1e308),
        near[0]._replace(y=1e9),
    ):
        assert judge(task, Log([], [none._replace(tick=t) for t in range(9)])).status == "fail"
    assert judge(task, Log([], [near[0], near[1]._replace(tick=390)])).status == "fail"
    assert judge(task, Log([], [p._replace(tick=p.tick + 396) for p in near])).status == "fail"
    straight_down = [p._replace(pitch=90.00001) for p in near]
    assert judge(task, Log([], straight_down)).status == "fail"


@pytest.mark.parametrize(
    "line",
    [
        '{"tick": 1e400, "event": "break", "cell": [1, 2, 3], "name": "x"}',
        '{"tick": 1.5, "event": "break", "cell": [1, 2, 3], "name": "x"}',
        '{"tick": true, "event": "break", "cell": [1, 2, 3], "name": "x"}',
        '{"tick": 1, "event": "kill", "mob": "0", "name": "x"}',
        '{"tick": 1, "event": "break", "cell": [1, 2, NaN], "name": "x"}',
        '{"tick": 1, "event": "break", "cell": {"x": 1}, "name": "x"}',
        '{"tick": 1, "at": [NaN, 1, 2, 3, 4]}',
        '{"tick": 1, "at": [1, 2]}',
        '{"tick": 1, "at": 7}',
        '{"tick": 1, "event": "break", "cell": [',
        '{"event": ' + "[" * 100_000,
    ],
)
def test_bad_lines_are_refused_in_one_line(line: str) -> None:
    with pytest.raises(UsageError, match="line 1 of the event log") as caught:
        from_jsonl(line)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "info", [{"mine_block": {"gold_ore": "many"}}, {"mine_block": [1]}, {"player_pos": {"x": 1}},
             {"mine_block": {"gold_ore": float("inf")}}],
)  # fmt: skip
def test_bad_counters_are_refused_in_one_line(info: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="info 1: "):
        from_counters([{}, info])


def test_a_counter_that_leaps_counts_each_block() -> None:
    infos: list[dict[str, Any]] = [
        {},
        {"mine_block": {"stone": 4}},
        {"mine_block": {"gold_ore": 1}},
    ]
    assert judge(ORE, from_counters(infos)).why == "4 blocks were broken"
