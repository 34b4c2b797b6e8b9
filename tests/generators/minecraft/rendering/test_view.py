"""The renderer: two casters that agree, cameras in Minecraft's convention, exact masks."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasksynth.errors import UsageError
from tasksynth_minecraft.numeric.geometry import (
    arctangent,
    cosine,
    sine,
    to_degrees,
    turn_between,
    units,
)
from tasksynth_minecraft.numeric.jit import COMPILED, hurry
from tasksynth_minecraft.physics import cast
from tasksynth_minecraft.physics import mobs as animals
from tasksynth_minecraft.rendering import png
from tasksynth_minecraft.rendering.masks import block_mask, sight
from tasksynth_minecraft.rendering.textures import from_pack, procedural
from tasksynth_minecraft.rendering.view import Camera, check_camera, ids, project, render, roof_of
from tasksynth_minecraft.worlds.blocks import BOXES, ID, OPAQUE, PARTIAL
from tasksynth_minecraft.worlds.scenes import BIOMES, SceneParams, build

SCENES = [
    build(SceneParams(seed=s, biome=b, houses=2, caves=2, walls=5, relief=9,
                      props=("chest", "enchanting_table", "diamond_ore") * 3)).blocks
    for s, b in enumerate(BIOMES)
]  # fmt: skip
POSES = st.builds(
    Camera,
    x=st.floats(1, 62),
    y=st.floats(13, 46),
    z=st.floats(1, 62),
    yaw=st.one_of(st.floats(-180, 180), st.sampled_from([0.0, 90.0, -90.0, 180.0, 45.0])),
    pitch=st.one_of(st.floats(-90, 90), st.sampled_from([0.0, 90.0, -90.0])),
)


@settings(max_examples=60, deadline=None)
@given(scene=st.integers(0, len(SCENES) - 1), camera=POSES, mob=st.floats(2, 60),
       away=st.floats(-4, 4))  # fmt: skip
def test_both_casters_see_the_same(scene: int, camera: Camera, mob: float, away: float) -> None:
    blocks = SCENES[scene]
    rows = np.array(
        [
            animals.row("cow", mob, 18, 30, seed=3),
            animals.row("pig", 30, 17, mob, seed=1),
            animals.row("llama", camera.x + away, camera.y - 1, camera.z + 1.5, seed=2),
        ]
    )
    parts = animals.parts(rows)
    hurry()
    a = ids(blocks, camera, width=48, height=32, parts=parts)
    b = ids(blocks, camera, width=48, height=32, parts=parts, engine="numpy")
    assert (a.voxel == b.voxel).all()
    assert (a.part == b.part).all()
    assert (a.depth == b.depth).all()
    assert (a.veil == b.veil).all()


@pytest.mark.skipif(not COMPILED, reason="the kernel is interpreted here as it is")
def test_a_compiled_and_an_interpreted_ray_are_the_same_ray() -> None:
    plain, compiled = cast.trace.interpreted, cast.trace.machine_code
    rng = np.random.Generator(np.random.Philox(key=1))
    for d in rng.normal(size=(100, 3)):
        d /= math.sqrt(float((d * d).sum()))
        args = (
            SCENES[0],
            OPAQUE,
            PARTIAL,
            BOXES,
            np.zeros((0, 10)),
            47,
            100.0,
            30.3,
            30.6,
            31.2,
            *d.tolist(),
        )
        assert compiled(*args) == plain(*args)


def test_sines_and_arc_tangents_are_right() -> None:
    for a in range(0, 65536, 37):
        assert sine(a) == pytest.approx(math.sin(a * 2 * math.pi / 65536), abs=1e-12)
        assert cosine(a) == pytest.approx(math.cos(a * 2 * math.pi / 65536), abs=1e-12)
        assert turn_between(arctangent(sine(a), cosine(a)), a) == 0
    assert to_degrees(units(-179.995)) == pytest.approx(-179.995, abs=0.003)


@pytest.mark.parametrize(
    ("yaw", "towards"), [(0, (0, 1)), (90, (-1, 0)), (180, (0, -1)), (-90, (1, 0))]
)
def test_yaw_looks_where_minecraft_looks(yaw: float, towards: tuple[int, int]) -> None:
    blocks = np.zeros((21, 8, 21), dtype=np.uint8)
    cell = (10 + 5 * towards[0], 3, 10 + 5 * towards[1])
    blocks[cell] = ID["gold_block"]
    seen = ids(blocks, Camera(x=10.5, y=3.5, z=10.5, yaw=yaw, pitch=0), width=9, height=9)
    assert seen.voxel[4, 4] == np.ravel_multi_index(cell, blocks.shape)
    assert seen.depth[4, 4] == pytest.approx(4.5)


def test_right_is_right_and_down_is_down() -> None:
    blocks = np.zeros((21, 8, 21), dtype=np.uint8)
    blocks[8, 3, 15] = ID["gold_block"]  # looking south, west (-x) is to the right
    blocks[10, 1, 15] = ID["iron_block"]
    seen = ids(blocks, Camera(x=10.5, y=3.5, z=10.5, yaw=0, pitch=0), width=41, height=41)
    rows, columns = np.nonzero(seen.voxel == np.ravel_multi_index((8, 3, 15), blocks.shape))
    assert columns.min() > 20
    rows, columns = np.nonzero(seen.voxel == np.ravel_multi_index((10, 1, 15), blocks.shape))
    assert rows.min() > 20


def test_masks_lie_where_the_projection_says() -> None:
    blocks = np.zeros((40, 20, 40), dtype=np.uint8)
    blocks[20, 8, 20] = ID["gold_block"]
    off = []
    for yaw in range(-180, 180, 24):
        a = math.radians(yaw)
        x, z = 20.5 + 9 * math.sin(a), 20.5 - 9 * math.cos(a)
        camera = Camera(x=x, y=11.3, z=z, yaw=yaw + 7, pitch=12)
        mask = block_mask(blocks, camera, (20, 8, 20), width=320, height=180)
        at, _ = project(camera, np.array([[20.5, 8.5, 20.5]]), width=320, height=180)
        rows, columns = np.nonzero(mask)
        off.append(math.hypot(at[0, 0] - columns.mean() - 0.5, at[0, 1] - rows.mean() - 0.5))
    assert max(off) < 2.0


def test_a_mask_in_a_window_is_the_mask_in_the_whole_image() -> None:
    blocks = SCENES[0]
    camera = Camera(x=30.5, y=24.0, z=8.5, yaw=10, pitch=25)
    whole = ids(blocks, camera, width=160, height=120).voxel
    for flat in np.unique(whole[whole >= 0])[::40]:
        x, y, z = (int(v) for v in np.unravel_index(int(flat), blocks.shape))
        mask = block_mask(blocks, camera, (x, y, z), width=160, height=120)
        assert (mask == (whole == flat)).all()


def test_sight_tells_occlusion_and_cut() -> None:
    blocks = np.zeros((20, 10, 20), dtype=np.uint8)
    blocks[10, 3, 12] = ID["gold_block"]
    camera = Camera(x=10.5, y=3.5, z=4.5, yaw=0, pitch=0)
    free = sight(blocks, camera, (10, 3, 12), width=90, height=90)
    assert free.occlusion == 0
    assert not free.cut
    blocks[10, 3, 8] = ID["stone"]
    assert sight(blocks, camera, (10, 3, 12), width=90, height=90).pixels == 0
    turned = camera.model_copy(update={"yaw": 36.0})
    blocks[10, 3, 8] = 0
    assert sight(blocks, turned, (10, 3, 12), width=90, height=90).cut


def test_water_and_glass_are_seen_through_and_leaves_are_not() -> None:
    for name, through in (("water", True), ("glass", True), ("oak_leaves", False)):
        blocks = np.zeros((9, 9, 9), dtype=np.uint8)
        blocks[4, 4, 5] = ID[name]
        blocks[4, 4, 7] = ID["stone"]
        seen = ids(blocks, Camera(x=4.5, y=4.5, z=2.5, yaw=0, pitch=0), width=5, height=5)
        hit = (4, 4, 7) if through else (4, 4, 5)
        assert seen.voxel[2, 2] == np.ravel_multi_index(hit, blocks.shape)


def test_a_picture_survives_png() -> None:
    image = pytest.importorskip("PIL.Image")
    rgb = render(SCENES[1], Camera(x=30, y=30, z=30, yaw=20, pitch=30), width=50, height=30).rgb
    import io

    with image.open(io.BytesIO(png.encode(rgb))) as back:
        assert (np.asarray(back) == rgb).all()
    mask = rgb[..., 0] > 100
    with image.open(io.BytesIO(png.encode(mask))) as back:
        assert ((np.asarray(back) > 0) == mask).all()


def test_the_sky_and_its_edge() -> None:
    empty = np.zeros((4, 4, 4), dtype=np.uint8)
    assert roof_of(empty) == 0
    seen = ids(empty, Camera(x=2, y=2, z=2, yaw=0, pitch=-90), width=4, height=4)
    assert (seen.voxel == cast.SKY).all()


def test_a_camera_in_a_wall_is_refused() -> None:
    with pytest.raises(UsageError, match="is inside"):
        check_camera(SCENES[0], Camera(x=30.5, y=3.5, z=30.5, yaw=0, pitch=0))
    with pytest.raises(UsageError, match="outside the scene"):
        check_camera(SCENES[0], Camera(x=-3, y=3.5, z=30.5, yaw=0, pitch=0))


def test_a_users_resource_pack_is_drawn_over_ours(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    art = tmp_path / "assets" / "minecraft" / "textures" / "block"
    art.mkdir(parents=True)
    image.new("RGB", (32, 64), (1, 2, 3)).save(art / "stone.png")  # animated: frames below
    skin = from_pack(tmp_path)
    assert (skin[ID["stone"]] == (1, 2, 3)).all()
    assert (skin[ID["dirt"]] == procedural()[ID["dirt"]]).all()
    with pytest.raises(UsageError, match="no textures in"):
        from_pack(tmp_path / "elsewhere")
