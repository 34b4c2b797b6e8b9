"""The embedded engine: Minecraft's motion, and what counts as success and as foul."""

import numpy as np
import pytest

from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.models import Crossview, Event, Goal, GoalTarget, Mob, Start
from tasksynth_minecraft.embodied.rollout import Rollout
from tasksynth_minecraft.physics import tick
from tasksynth_minecraft.physics.motion import GROUND, X, Y, Z
from tasksynth_minecraft.rendering.view import Camera
from tasksynth_minecraft.worlds.blocks import ID, NAMES
from tasksynth_minecraft.worlds.scenes import Cell
from tasksynth_minecraft.worlds.stored import StoredScene

FLOOR = 4


def stage(
    event: Event = "mine", *, put: dict[Cell, str] | None = None, target: Cell = (8, 5, 14),
    item: str = "diamond_pickaxe", mobs: tuple[Mob, ...] = (), yaw: float = 0.0, z: float = 8.5,
) -> Crossview:  # fmt: skip
    """A flat floor of stone at y = 4, the agent in the middle, and what is put there."""
    blocks = np.zeros((17, 16, 64), dtype=np.uint8)
    blocks[:, : FLOOR + 1] = ID["stone"]
    for cell, name in (put or {}).items():
        blocks[cell] = ID[name]
    mob = 0 if mobs else None
    name = mobs[0].name if mobs else NAMES[blocks[target]]
    return Crossview(
        event=event,
        scene=StoredScene.pack(blocks, NAMES),
        mobs=mobs,
        start=Start(x=8.5, y=FLOOR + 1, z=z, yaw=yaw, pitch=0),
        goal=Goal(camera=Camera(x=8.5, y=9, z=8.5, yaw=0, pitch=30)),
        target=GoalTarget(name=name, cell=target, mob=mob),
        item=item,
        width=64,
        height=64,
        horizon=400,
        oracle_ticks=0,
    )


def play(task: Crossview, *segments: list[object]) -> Rollout:
    import json

    episode = Rollout(task)
    episode.play(actions.parse(json.dumps(segments), limit=task.horizon))
    return episode


@pytest.mark.parametrize(
    ("keys", "metres_a_second"),
    [("forward", 4.317), ("forward sprint", 5.612), ("forward sneak", 1.295)],
)
def test_speeds_are_the_games(keys: str, metres_a_second: float) -> None:
    episode = Rollout(stage(put={(8, 5, 60): "gold_block"}, target=(8, 5, 60)))
    episode.play(actions.parse(f'[["{keys}", 40]]', limit=400))
    before = episode.state[Z]
    episode.play(actions.parse(f'[["{keys}", 20]]', limit=400))
    assert episode.state[Z] - before == pytest.approx(metres_a_second, rel=0.005)


def test_a_jump_rises_one_and_a_quarter_blocks() -> None:
    episode = Rollout(stage())
    trail = episode.play(actions.parse('[["jump", 1], ["", 20]]', limit=400))
    assert trail[:, 1].max() - (FLOOR + 1) == pytest.approx(1.2522, abs=0.001)
    assert episode.state[Y] == FLOOR + 1
    assert episode.state[GROUND] == 1


def test_one_climbs_one_block_and_not_two() -> None:
    one = {(x, 5, 11): "stone" for x in range(17)}
    two = one | {(x, 6, 11): "stone" for x in range(17)}
    assert play(stage(put=one), ["forward jump", 40]).state[Z] > 12
    assert play(stage(put=two), ["forward jump", 80]).state[Z] == pytest.approx(10.7)


def test_walls_stop_and_the_border_is_a_wall() -> None:
    episode = play(stage(yaw=90.0), ["forward", 100])
    assert episode.state[X] == pytest.approx(0.3)


def test_digging_the_target_succeeds_after_its_time() -> None:
    task = stage(put={(8, 6, 11): "diamond_ore"}, target=(8, 6, 11))
    assert play(task, ["attack", 11]).outcome == tick.RUNNING
    episode = play(task, ["attack", 12])
    assert episode.outcome == tick.SUCCESS
    assert [(h.event, h.name, h.cell) for h in episode.log()] == [
        ("break", "diamond_ore", (8, 6, 11))
    ]


def test_letting_go_starts_the_digging_over() -> None:
    task = stage(put={(8, 6, 11): "diamond_ore"}, target=(8, 6, 11))
    assert play(task, ["attack", 8], ["", 1], ["attack", 8]).outcome == tick.RUNNING


def test_breaking_a_twin_of_the_target_is_a_foul() -> None:
    task = stage(put={(8, 6, 11): "gold_ore", (2, 6, 2): "gold_ore"}, target=(2, 6, 2))
    assert play(task, ["attack", 40]).outcome == tick.FOUL


def test_tunnelling_is_a_foul() -> None:
    wall = {(8, y, z): "cobblestone" for y in (5, 6) for z in range(10, 16)}
    task = stage(put=wall | {(8, 6, 20): "gold_ore"}, target=(8, 6, 20))
    episode = play(
        task, ["attack forward", 60], ["attack forward", 60, 1, 0], ["attack forward", 200]
    )
    assert episode.outcome == tick.FOUL
    assert len(episode.log()) == 4


def test_leaves_may_be_broken() -> None:
    leaves = {(8, 6, z): "oak_leaves" for z in range(10, 17)}
    task = stage(put=leaves | {(8, 6, 18): "gold_ore"}, target=(8, 6, 18))
    episode = play(task, ["attack forward", 390])
    assert sum(h.name == "oak_leaves" for h in episode.log()) > 4
    assert episode.outcome == tick.SUCCESS


def test_using_the_target_succeeds_and_its_twin_does_not() -> None:
    put = {(8, 6, 11): "chest", (2, 6, 2): "chest"}
    assert (
        play(stage("interact", put=put, target=(8, 6, 11), item=""), ["use", 1]).outcome
        == tick.SUCCESS
    )
    assert (
        play(stage("interact", put=put, target=(2, 6, 2), item=""), ["use", 1]).outcome == tick.FOUL
    )


def test_placing_counts_by_what_it_is_placed_against() -> None:
    put = {(8, 6, 11): "gold_block", (2, 6, 2): "gold_block"}
    good = play(stage("place", put=put, target=(8, 6, 11), item="bookshelf"), ["use", 1])
    assert good.outcome == tick.SUCCESS
    assert good.blocks[8, 6, 10] == ID["bookshelf"]
    wrong = play(stage("place", put=put, target=(2, 6, 2), item="bookshelf"), ["use", 1])
    assert wrong.outcome == tick.FOUL


def test_nothing_is_placed_into_the_player() -> None:
    task = stage("place", put={(8, 5, 9): "gold_block"}, target=(8, 5, 9), item="bookshelf")
    episode = play(task, ["", 1, 90, 0], ["use", 4])
    assert not episode.log()


def test_an_approach_must_be_near_and_held() -> None:
    task = stage("approach", put={(8, 6, 13): "gold_block"}, target=(8, 6, 13), item="")
    assert play(task, ["", 100]).outcome == tick.RUNNING  # 4.5 blocks away
    assert play(task, ["forward", 20], ["", 3]).outcome == tick.SUCCESS
    sweep = [["forward", 8], *[["", 1, 0, 20]] * 18 * 3]
    assert play(task, *sweep).outcome == tick.RUNNING


def cow(z: float) -> Mob:
    return Mob(name="cow", x=8.5, y=FLOOR + 1, z=z, seed=1)


PEN: dict[Cell, str] = {(x, y, z): "stone" for x in (7, 9) for y in (5, 6) for z in (9, 10, 11)} | {
    (8, y, 12): "stone" for y in (5, 6)
}
BLOWS: list[list[object]] = [["", 1, 8, 0], *[["", 12], ["attack", 1]] * 6]


def test_a_sword_kills_a_cow_with_two_blows() -> None:
    task = stage("hunt", put=PEN, mobs=(cow(10.8),), target=(8, 5, 10), item="iron_sword")
    episode = play(task, *BLOWS)
    assert episode.outcome == tick.SUCCESS
    assert [h.event for h in episode.log()] == ["hit", "hit", "kill"]  # 10 points, 6 a blow


def test_killing_another_animal_is_a_foul() -> None:
    pig = Mob(name="pig", x=2.5, y=FLOOR + 1, z=40.5, seed=4)
    task = stage("hunt", put=PEN, mobs=(pig, cow(10.8)), target=(2, 5, 40), item="iron_sword")
    assert play(task, *BLOWS).outcome == tick.FOUL


def test_an_arrow_needs_a_drawn_bow_and_falls_on_its_way() -> None:
    task = stage("hunt", mobs=(cow(20.5),), target=(8, 5, 20), item="bow")
    shot: list[list[object]] = [["use", 22, 0, 0], ["", 12]]
    hit = play(task, ["", 1, 1, 0], *shot)
    assert [h.event for h in hit.log()] == ["shoot", "hit"]
    weak = play(task, ["", 1, 1, 0], ["use", 5], ["", 30])
    assert [h.event for h in weak.log()] == ["shoot"]


def test_the_dead_are_gone_and_a_finished_episode_stays() -> None:
    task = stage(put={(8, 6, 11): "gold_ore"}, target=(8, 6, 11))
    episode = play(task, ["attack", 30], ["forward", 100])
    assert episode.outcome == tick.SUCCESS
    assert episode.ticks == 12
    assert episode.feet == (8.5, 5.0, 8.5)


def test_time_runs_out() -> None:
    episode = play(stage(put={(8, 5, 30): "gold_ore"}, target=(8, 5, 30)), ["", 1000])
    assert episode.outcome == tick.TIME_UP
    assert episode.ticks == 400
