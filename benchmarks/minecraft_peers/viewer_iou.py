"""Compare our masks with silhouettes from prismarine-viewer, an independent WebGL renderer.

    apt install chromium
    npm install prismarine-viewer puppeteer-core express socket.io prismarine-registry \
        prismarine-world prismarine-chunk vec3          # in the folder NODE, about 1 GB
    python benchmarks/minecraft_peers/viewer_iou.py NODE

A silhouette is where the pictures with and without the target differ: the target is turned into
a block of another texture. Scenes are opaque (no leaves, water, glass): theirs are see-through.
"""

import base64
import json
import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from tasksynth_minecraft.numeric.dice import Dice, philox
from tasksynth_minecraft.rendering.cameras import camera_at
from tasksynth_minecraft.rendering.masks import block_mask, iou, sight
from tasksynth_minecraft.rendering.view import Camera
from tasksynth_minecraft.worlds.blocks import ID, NAMES
from tasksynth_minecraft.worlds.scenes import SceneParams, build

VIEWS = 10
FOV = 75.0  # prismarine-viewer's own, which is fixed


def views() -> tuple[np.ndarray, list[tuple[Camera, tuple[int, int, int]]]]:
    """An opaque scene, and cameras that each see another of its props."""
    props = ("furnace", "diamond_ore", "gold_ore", "iron_ore") * 4
    scene = build(
        SceneParams(seed=12, trees=0, water=False, plants=0, walls=8, relief=8, props=props)
    )
    dice, found = Dice(philox(5)), []
    for prop in scene.props:
        middle = (prop.cell[0] + 0.5, prop.cell[1] + 0.5, prop.cell[2] + 0.5)
        for _ in range(50):
            camera = camera_at(scene.blocks, middle, dice, far=12)
            if camera is None:
                continue
            camera = camera.model_copy(update={"fov": FOV})
            seen = sight(scene.blocks, camera, prop.cell, width=640, height=360)
            if seen.pixels > 900 and seen.occlusion < 0.6 and not seen.cut:
                found.append((camera, prop.cell))
                break
        if len(found) == VIEWS:
            break
    return scene.blocks, found


def main(node: str) -> None:
    blocks, found = views()
    swapped = blocks.copy()
    for _, cell in found:
        swapped[cell] = ID["redstone_block"]
    poses = [
        {
            "pos": [c.x, c.y - 1.6, c.z],
            "yaw": math.pi - math.radians(c.yaw),
            "pitch": -math.radians(c.pitch),
        }
        for c, _ in found
    ]
    job = {
        "shape": blocks.shape,
        "names": NAMES,
        "poses": poses,
        "wait": 30_000,
        "with": base64.b64encode(blocks.tobytes()).decode(),
        "without": base64.b64encode(swapped.tobytes()).decode(),
    }
    script = Path(node) / "viewer_iou.js"
    shutil.copy(Path(__file__).with_suffix(".js"), script)
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, "job.json").write_text(json.dumps(job))
        subprocess.run(["node", script.name, scratch], cwd=node, check=True, timeout=400)
        scores = []
        for i, (camera, _) in enumerate(found):
            with (
                Image.open(Path(scratch, f"with_{i}.png")) as a,
                Image.open(Path(scratch, f"without_{i}.png")) as b,
            ):
                one, two = (np.asarray(p.convert("RGB")).astype(int) for p in (a, b))
            theirs = np.abs(one - two).sum(2) > 3
            ours = np.zeros_like(theirs)
            for _, cell in found:  # all that were swapped may be in view
                ours |= block_mask(blocks, camera, cell, width=640, height=360)
            scores.append(iou(ours, theirs))
            print(f"view {i}: {int(ours.sum())} pixels ours, {int(theirs.sum())} theirs, "
                  f"IoU {scores[-1]:.4f}")  # fmt: skip
    good = sum(score >= 0.99 for score in scores)
    print(f"IoU >= 0.99 on {good} of {len(scores)} views")
    sys.exit(0 if good == len(scores) >= 6 else 1)


if __name__ == "__main__":
    main(sys.argv[1])
