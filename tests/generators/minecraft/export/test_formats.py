"""Exports, read back by independent readers or carried out by a small interpreter."""

import gzip
import json
import re
import zlib
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from tasksynth.errors import UsageError
from tasksynth_minecraft.embodied.models import Crossview, Start
from tasksynth_minecraft.export import commands, minedojo, minetest, nbt, rocket, worlds
from tasksynth_minecraft.export.cuboids import cuboids, split
from tasksynth_minecraft.worlds.blocks import ID, NAMES
from tasksynth_minecraft.worlds.scenes import SceneParams, build
from tasksynth_minecraft.worlds.stored import StoredScene, blocks_of
from tests.generators.minecraft.conftest import Drawer

SCENE = build(
    SceneParams(seed=8, houses=2, caves=2, walls=5, props=("chest", "diamond_ore") * 4)
).blocks


def one(drawn: Drawer, event: str = "mine", level: float = 0.5, **params: object) -> Crossview:
    task = drawn(event, level, 1, **params)[0].instance
    assert isinstance(task, Crossview)
    return task


def test_nbtlib_reads_our_structure(tmp_path: Path) -> None:
    nbtlib = pytest.importorskip("nbtlib")
    file = tmp_path / "scene.nbt"
    file.write_bytes(worlds.structure(SCENE))
    root = nbtlib.load(str(file))
    names = [str(entry["Name"]).removeprefix("minecraft:") for entry in root["palette"]]
    back = np.zeros_like(SCENE)
    for block in root["blocks"]:
        back[tuple(int(v) for v in block["pos"])] = ID[names[int(block["state"])]]
    assert (back == SCENE).all()


def test_nbtlib_reads_our_schematic(tmp_path: Path) -> None:
    nbtlib = pytest.importorskip("nbtlib")
    file = tmp_path / "scene.schem"
    file.write_bytes(worlds.schematic(SCENE))
    root = nbtlib.load(str(file))
    root = root.get("Schematic", root)
    names = {int(v): re.sub(r"\[.*", "", str(k))[10:] for k, v in root["Palette"].items()}
    table = np.array([ID[names[i]] for i in range(len(names))], dtype=np.uint8)
    x, y, z = SCENE.shape
    index = np.asarray(root["BlockData"]).astype(np.uint8).reshape(y, z, x)
    assert (table[index].transpose(2, 0, 1) == SCENE).all()


def test_our_reader_reads_what_we_write(tmp_path: Path) -> None:
    start = Start(x=10.5, y=20, z=10.5, yaw=0, pitch=0)
    worlds.write_anvil(tmp_path / "world", SCENE, start)
    (tmp_path / "s.nbt").write_bytes(worlds.structure(SCENE))
    (tmp_path / "s.schem").write_bytes(worlds.schematic(SCENE))
    x, y, z = SCENE.shape
    region = worlds.read(tmp_path / "world/region/r.0.0.mca", box=(0, 0, 0, x, y, z))
    for scene in (region, worlds.read(tmp_path / "s.nbt"), worlds.read(tmp_path / "s.schem")):
        assert (blocks_of(scene) == SCENE).all()
    level = nbt.load((tmp_path / "world/level.dat").read_bytes())["Data"]
    assert (level["SpawnX"], level["SpawnY"], level["SpawnZ"]) == (10, 20, 10)


SPONGE = {"Width": 4, "Height": 4, "Length": 4, "Palette": {"minecraft:air": 0},
          "BlockData": np.zeros(64, dtype=np.int8)}  # fmt: skip


def region(chunk: dict[str, object]) -> bytes:
    """A region file with that one chunk."""
    return worlds._region({(0, 0): zlib.compress(nbt.dump(chunk))})


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.nbt", b"", "damaged"),
        ("a.nbt", b"\x0a\x00\x00\x09\x00\x01x\x0a\x7f\xff\xff\xff", "damaged"),
        ("a.nbt", b"\x0a\x00\x00" * 50_000, "damaged"),
        ("a.nbt", nbt.dump_gzip({"size": [4, 4, 4]}), "no structure"),
        ("a.nbt", nbt.dump({"size": [999, 4, 4], "palette": [], "blocks": []}), "4 to 256 blocks"),
        ("a.nbt", nbt.dump({"size": [2, 2, 2], "palette": [], "blocks": []}), "4 to 256 blocks"),
        ("a.nbt", nbt.dump({"size": [4, 4, 4], "palette": [{"Name": 5}], "blocks": []}), "no str"),
        ("a.nbt", nbt.dump({"size": [4, 4, 4], "palette": [{"Name": "minecraft:stone"}],
                            "blocks": [{"pos": [-1, 0, 0], "state": 0}]}), "a block is at"),
        ("a.nbt", gzip.compress(bytes(2**28 + 1), 1), "unpacks to more than"),
        ("a.schem", nbt.dump({"Schematic": 5}), "no structure"),
        ("a.schem", nbt.dump({**SPONGE, "BlockData": 5}), "no structure"),
        ("a.schem", nbt.dump({**SPONGE, "Palette": {"minecraft:air": 2**31 - 1}}), "65536"),
        ("r.0.0.mca", region({"Level": 5}), "chunk .0, 0. of the region is damaged"),
        ("r.0.0.mca", region({"Level": {"Sections": [{"Y": "x", "BlockStates": 1}]}}), "damaged"),
        ("a.schem", b"\x1f\x8b\x00\x00", "damaged"),
        ("r.0.0.mca", b"\x00\x00\x02\x01" * 3000, "damaged"),
        ("a.nbt", nbt.dump({"size": [4, 4, 4], "blocks": [],
                            "palette": [{"Name": "minecraft:dragon_egg"}]}), "no block called"),
    ],
)  # fmt: skip
def test_damaged_files_are_refused_in_one_line(
    name: str, data: bytes, why: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=why) as caught:
        worlds.read(tmp_path / name, box=(0, 0, 0, 16, 16, 16) if name.endswith("mca") else None)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot read"):
        worlds.read(Path("nowhere.nbt"))


def test_cuboids_cover_each_block_once() -> None:
    count = np.zeros(SCENE.shape, dtype=int)
    back = np.zeros_like(SCENE)
    for box in cuboids(SCENE):
        for part in split(box, limit=500):
            assert part.volume <= 500
            area = np.s_[part.x0 : part.x1 + 1, part.y0 : part.y1 + 1, part.z0 : part.z1 + 1]
            count[area] += 1
            back[area] = part.block
    assert (count == (SCENE != 0)).all()
    assert (back == SCENE).all()


def carried_out(
    lines: list[str], shape: tuple[int, int, int], at: tuple[int, int, int]
) -> np.ndarray:
    """The blocks that /fill and /setblock commands leave, in a world that was all stone."""
    world = np.full(shape, ID["stone"], dtype=np.uint8)
    for line in lines:
        verb, *rest = line.removeprefix("/").split()
        if verb not in ("fill", "setblock"):
            continue
        corner = [int(v) for v in rest[:3]]
        other = [int(v) for v in rest[3:6]] if verb == "fill" else corner
        lo = [a - o for a, o in zip(corner, at, strict=True)]
        hi = [b - o + 1 for b, o in zip(other, at, strict=True)]
        assert np.prod([b - a for a, b in zip(lo, hi, strict=True)]) <= commands.FILL_LIMIT
        name = re.sub(r"\[.*", "", rest[-1]).removeprefix("minecraft:")
        world[lo[0] : hi[0], lo[1] : hi[1], lo[2] : hi[2]] = ID[name]
    return world


def test_a_function_builds_the_scene(drawn: Drawer) -> None:
    task = one(drawn)
    text = commands.function(task, at=(100, 20, -40))
    blocks = blocks_of(task.scene)
    built = carried_out(text.splitlines(), blocks.shape, (100, 20, -40))
    top = int(np.nonzero(blocks.any(axis=(0, 2)))[0][-1])
    assert (built[:, : top + 5] == blocks[:, : top + 5]).all()
    assert text.splitlines()[-1].startswith("tp @p ")


def test_minestudio_tasks_build_their_scene_within_its_limits(drawn: Drawer) -> None:
    task = one(drawn, level=0.0, **commands.MINESTUDIO_PARAMS)
    config = commands.minestudio(task, seed=5)
    assert len(config["custom_init_commands"]) <= commands.MINESTUDIO_LIMIT
    assert config["spawn_positions"][0]["seed"] == 5
    blocks = blocks_of(task.scene)
    built = carried_out(config["custom_init_commands"], blocks.shape, (0, 100, 0))
    top = int(np.nonzero(blocks.any(axis=(0, 2)))[0][-1])
    assert (built[:, : top + 5] == blocks[:, : top + 5]).all()
    json.dumps(config)
    with pytest.raises(UsageError, match="MineStudio tasks have at most 60"):
        commands.minestudio(one(drawn, level=1.0))


@pytest.mark.parametrize("event", ["mine", "hunt", "place"])
def test_minedojo_gets_the_scene_in_names_of_its_version(event: str, drawn: Drawer) -> None:
    task = one(drawn, event)
    kwargs = minedojo.make_kwargs(task)
    json.dumps(kwargs)
    root = ElementTree.fromstring(f"<x>{kwargs['drawing_str']}</x>")
    volume = 0
    for box in root.iter("DrawCuboid"):
        span = [int(box.get(f"{a}2", 0)) - int(box.get(f"{a}1", 0)) + 1 for a in "xyz"]
        volume += span[0] * span[1] * span[2]
        assert box.get("type") not in ("grass_block", "oak_log", "bricks", "barrel")
    assert volume == (blocks_of(task.scene) != 0).sum()
    assert len(list(root.iter("DrawEntity"))) == len(task.mobs)


def test_minedojo_keeps_every_kind_of_target_apart() -> None:
    from tasksynth_minecraft.worlds.blocks import MINEABLE, USABLE

    stand_ins = [minedojo.name_1_11(name) for name in (*MINEABLE, *USABLE)]
    assert len(set(stand_ins)) == len(stand_ins)


def test_minetest_worlds_hold_the_scene_and_a_node_for_every_block(
    drawn: Drawer, tmp_path: Path
) -> None:
    import base64

    task = one(drawn)
    minetest.write(task, tmp_path)
    scene = json.loads((tmp_path / "scene.json").read_text())
    back = np.frombuffer(base64.b64decode(scene["data"]), dtype=np.uint8).reshape(scene["shape"])
    assert (back == blocks_of(task.scene)).all()
    assert len(set(scene["nodes"])) == len(NAMES)
    assert "tasksynth" in (tmp_path / "worldmods/tasksynth/mod.conf").read_text()
    assert "register_on_dignode" in (tmp_path / "worldmods/tasksynth/init.lua").read_text()


def test_the_rocket_bundle_has_its_names_and_sizes(drawn: Drawer, tmp_path: Path) -> None:
    task = one(drawn, "interact")
    rocket.write(task, tmp_path)
    with np.load(tmp_path / "cross_view.npz") as bundle:
        assert bundle["cross_view_image"].shape == (224, 224, 3)
        assert bundle["cross_view_obj_mask"].shape == (224, 224)
        assert int(bundle["cross_view_obj_id"]) == 3
        assert bundle["cross_view_obj_mask"].any()
    assert json.loads((tmp_path / "task.json").read_text())["event"] == "interact"


def test_craftground_gets_a_start_and_commands(drawn: Drawer) -> None:
    given = commands.craftground(one(drawn, "hunt", weapon="bow"))
    assert len(given["initial_position"]) == 5
    orders = given["config"]["initial_extra_commands"]
    assert "item replace entity @p hotbar.0 with minecraft:bow" in orders
    assert any(order.startswith("summon minecraft:") for order in orders)


def test_a_users_scene_becomes_a_task(tmp_path: Path) -> None:
    from tasksynth_minecraft.importing import task_in

    (tmp_path / "s.nbt").write_bytes(worlds.structure(SCENE))
    scene = worlds.read(tmp_path / "s.nbt")
    task = task_in(scene, "mine", seed=4)
    assert isinstance(task.scene, StoredScene)
    assert task.difficulty["path_len"] > 0
    assert task == Crossview.model_validate_json(task.model_dump_json())
    with pytest.raises(UsageError, match=r"no target of minecraft\.interact"):
        task_in(StoredScene.pack(np.zeros((16, 16, 16), dtype=np.uint8), NAMES), "interact", seed=1)
