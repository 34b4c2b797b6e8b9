"""Read our structure, schematic and Anvil files with PrismarineJS's independent readers.

npm install prismarine-provider-anvil prismarine-schematic prismarine-nbt   # in NODE
python benchmarks/minecraft_peers/read_worlds.py NODE
"""

import base64
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tasksynth_minecraft.embodied.models import Start
from tasksynth_minecraft.export.worlds import schematic, structure, write_anvil
from tasksynth_minecraft.worlds.blocks import NAMES
from tasksynth_minecraft.worlds.scenes import SceneParams, build


def main(node: str) -> None:
    script = Path(node) / "read_worlds.js"
    shutil.copy(Path(__file__).with_suffix(".js"), script)
    blocks = build(SceneParams(seed=4, houses=3, caves=3, walls=6, props=("chest",) * 8)).blocks
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_anvil(folder / "world", blocks, Start(x=8, y=20, z=8, yaw=0, pitch=0))
        (folder / "scene.nbt").write_bytes(structure(blocks))
        (folder / "scene.schem").write_bytes(schematic(blocks))
        data = base64.b64encode(blocks.tobytes()).decode()
        scene = {"shape": blocks.shape, "names": NAMES, "data": data}
        (folder / "scene.json").write_text(json.dumps(scene))
        sys.exit(subprocess.run(["node", script.name, scratch], cwd=node, check=False).returncode)


if __name__ == "__main__":
    main(sys.argv[1])
