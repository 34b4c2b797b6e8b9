"""Logs of other engines: read in their own words, judged by the same rules."""

from typing import Any

import pytest

from tasksynth.errors import UsageError
from tasksynth_minecraft.episode import Episode, Happening
from tasksynth_minecraft.eventlog import (
    Log,
    Standing,
    from_counters,
    from_episode,
    from_jsonl,
    from_minetest,
    judge,
)
from tasksynth_minecraft.models import Crossview
from tasksynth_minecraft.policies import oracle
from tests.generators.minecraft.conftest import Drawer
from tests.generators.minecraft.test_episode import stage


@pytest.mark.parametrize("event", ["mine", "interact", "place", "hunt"])
def test_the_embedded_engines_own_log_passes(event: str, drawn: Drawer) -> None:
    for draw in drawn(event, 0.5, 5):
        task = draw.instance
        assert isinstance(task, Crossview)
        episode = Episode(task)
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
    assert log.poses == [Standing(5, 8.5, 5.0, 8.5, -90.0, 3.0)]
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
    near = [Standing(t, 8.5, 5.0, 11.0, 0.0, 3.0) for t in (5, 10)]
    assert judge(task, Log([], near)).status == "pass"
    assert judge(task, Log([], near[:1])).status == "fail"
    away = [pose._replace(z=8.5) for pose in near]
    assert judge(task, Log([], away)).status == "fail"
    aside = [pose._replace(yaw=30.0) for pose in near]
    assert judge(task, Log([], aside)).status == "fail"
