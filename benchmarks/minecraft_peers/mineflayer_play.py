"""Let a mineflayer bot play a mine task over the Minecraft 1.16.5 protocol, and judge its log.

    npm install flying-squid mineflayer mineflayer-pathfinder     # in the folder NODE, 500 MB
    python benchmarks/minecraft_peers/mineflayer_play.py NODE

flying-squid is a server of its own, not Minecraft: this checks world, protocol and verifier.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tasksynth import source
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.export.eventlog import from_jsonl, judge
from tasksynth_minecraft.export.worlds import write_anvil
from tasksynth_minecraft.worlds.stored import blocks_of

PORT = 25591


def main(node: str) -> None:
    script = Path(node) / "mineflayer_play.js"
    shutil.copy(Path(__file__).with_suffix(".js"), script)
    params = {"houses": 0, "caves": 0, "walls": 2}  # the bot's pathfinder opens no doors
    task = source("minecraft.mine", seed=6, level=0.25, params=params).draw(0).instance
    if not isinstance(task, Crossview):
        sys.exit("this is no mine task")
    with tempfile.TemporaryDirectory() as scratch:
        world, file = Path(scratch, "world"), Path(scratch, "task.json")
        write_anvil(world, blocks_of(task.scene), task.start)
        file.write_text(task.model_dump_json())
        ran = subprocess.run(
            ["node", script.name, str(world), str(file), str(PORT)],
            cwd=node, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    log = from_jsonl(ran.stdout)
    verdict = judge(task, log)
    print(f"{len(log.poses)} poses, {[e._asdict() for e in log.events]}, {ran.stderr[-300:]}")
    print(f"{task.event} {task.target.name} at {task.target.cell}, "
          f"{task.difficulty['path_len']:g} steps away: {verdict.status}")  # fmt: skip
    sys.exit(0 if verdict.status == "pass" else 1)


if __name__ == "__main__":
    main(sys.argv[1])
