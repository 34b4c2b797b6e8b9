"""Scenes: the same everywhere, and such as a player can walk in."""

import hashlib

import numpy as np
import pytest

from tasksynth.errors import UsageError
from tasksynth_minecraft.physics import paths
from tasksynth_minecraft.physics.mobs import KINDS
from tasksynth_minecraft.worlds.blocks import BLOCKS, ID, block_id, dig_ticks
from tasksynth_minecraft.worlds.scenes import BIOMES, Biome, SceneParams, build
from tasksynth_minecraft.worlds.stored import StoredScene, blocks_of

RICH = {"houses": 3, "caves": 3, "walls": 6, "trees": 14, "relief": 10, "sheltered": 60}


def test_a_scene_is_the_same_blocks_on_every_machine() -> None:
    digest = hashlib.sha256()
    for seed, biome in enumerate(BIOMES):
        digest.update(
            build(
                SceneParams(seed=seed, biome=biome, props=("chest",) * 4, **RICH)
            ).blocks.tobytes()
        )
    assert digest.hexdigest() == SCENES


SCENES = "5473911cb3ab16d0932bd105b3de91ef1c4890590847079ddae1a7c2f9aae616"


def test_changing_a_scene_does_not_change_the_next_copy_of_it() -> None:
    p = SceneParams(seed=5)
    first = build(p)
    first.blocks[:] = 0
    assert build(p).blocks.any()


@pytest.mark.parametrize("biome", BIOMES)
def test_props_stand_where_they_are_said_to(biome: Biome) -> None:
    p = SceneParams(seed=3, biome=biome, props=("diamond_block", "chest", "furnace") * 4, **RICH)
    scene = build(p)
    assert len(scene.props) >= 10
    for prop in scene.props:
        x, y, z = prop.cell
        assert BLOCKS[scene.blocks[prop.cell]].name == prop.name
        assert BLOCKS[scene.blocks[x, y - 1, z]].solid


def test_houses_and_caves_can_be_walked_into() -> None:
    reached = 0
    for seed in range(20):
        p = SceneParams(seed=seed, water=False, props=("chest",) * 12, **RICH | {"sheltered": 100})
        scene = build(p)
        spots = [paths.stances(scene.blocks, prop.cell, reach=4.5) for prop in scene.props]
        for rows in spots:
            if len(rows):
                field = paths.Field(scene.blocks, paths.cells_of(rows))
                reached += len(field.cells) > 1000
    assert reached > 150  # of 240 props, most of them indoors


def test_every_thing_has_a_letter_of_its_own() -> None:
    letters = [b.glyph for b in BLOCKS] + [k.glyph for k in KINDS]
    assert len(set(letters)) == len(letters)
    assert not {".", "#"} & set(letters)


@pytest.mark.parametrize(
    ("block", "tool", "seconds"),
    [
        ("stone", "pickaxe", 0.3),
        ("stone", "", 7.5),
        ("diamond_ore", "pickaxe", 0.6),
        ("oak_log", "", 3.0),
        ("dirt", "", 0.75),
    ],
)
def test_digging_takes_as_long_as_in_the_game(block: str, tool: str, seconds: float) -> None:
    assert dig_ticks(tool)[ID[block]] / 20 == pytest.approx(seconds, abs=0.051)  # type: ignore[arg-type]


def test_nothing_digs_bedrock() -> None:
    assert dig_ticks("pickaxe")[ID["bedrock"]] == -1


def test_an_unknown_block_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(
        UsageError, match=r"no block called 'daimond_ore'.*Did you mean 'diamond_ore'"
    ):
        block_id("minecraft:daimond_ore")


def test_a_stored_scene_comes_back_and_a_damaged_one_is_refused() -> None:
    blocks = build(SceneParams(seed=1, size=24)).blocks
    scene = StoredScene.pack(blocks, tuple(b.name for b in BLOCKS))
    assert (blocks_of(scene) == blocks).all()
    damaged = scene.model_copy(update={"data": scene.data[:40]})
    with pytest.raises(UsageError, match="damaged"):
        blocks_of(damaged)
    short = scene.model_copy(update={"palette": scene.palette[:2]})
    with pytest.raises(UsageError, match="indices below 2"):
        blocks_of(short)


def test_the_walk_field_counts_steps() -> None:
    blocks = np.zeros((8, 8, 8), dtype=np.uint8)
    blocks[:, 0] = ID["stone"]
    blocks[4, 1:3, :7] = ID["stone"]  # a wall with a gap at z = 7
    field = paths.Field(blocks, np.array([[6, 1, 0]]))
    assert field.steps((6, 1, 3)) == 3
    assert field.steps((2, 1, 0)) == 4 + 2 * 7
    path = field.path((2, 1, 0))
    assert tuple(path[0]) == (2, 1, 0)
    assert tuple(path[-1]) == (6, 1, 0)
    assert (np.abs(np.diff(path[:, [0, 2]], axis=0)).sum(1) == 1).all()
    assert field.steps((99, 1, 0)) == -1
