"""Play a mine task in Minetest, by real key and mouse events, and judge its log.

    apt install minetest xvfb xdotool
    python benchmarks/minecraft_peers/minetest_play.py

The world is the one that `export.minetest.write` makes; the player is xdotool, which holds keys
down and moves the mouse. It steers by the poses that the mod logs, along the walk field.
"""

import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tasksynth import source
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.export.eventlog import Standpoint, from_minetest, judge
from tasksynth_minecraft.export.minetest import write
from tasksynth_minecraft.physics.paths import Field, cells_of, stances
from tasksynth_minecraft.worlds.stored import blocks_of

DISPLAY = ":78"
REACH_BLOCKS = 3.5  # Minetest points 4 blocks far, Minecraft 4.5
CONF = """bind_address = 127.0.0.1
screen_w = 640
screen_h = 360
enable_sound = false
fps_max = 60
fps_max_unfocused = 60
server_announce = false
mouse_sensitivity = 0.2
autojump = true
menu_last_game = minetest
mg_name = singlenode
name = agent
"""
DEGREES_A_PIXEL = 0.19  # at that sensitivity; corrected by what the log says


class Player:
    """Keys and mouse of one Minetest window."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "debug.txt"
        own = {"DISPLAY": DISPLAY, "HOME": str(folder), "MINETEST_USER_PATH": str(folder)}
        self.env = os.environ | own | {"LIBGL_ALWAYS_SOFTWARE": "1"}
        self.scale = DEGREES_A_PIXEL

    def tool(self, *words: str) -> str:
        ran = subprocess.run(["xdotool", *words], env=self.env, capture_output=True, text=True,
                             check=False)  # fmt: skip
        return ran.stdout

    def text(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def pose(self) -> Standpoint:
        """The next pose that the mod logs."""
        seen = len(from_minetest(self.text()).poses)
        until = time.monotonic() + 3
        while time.monotonic() < until:
            poses = from_minetest(self.text()).poses
            if len(poses) > seen:
                return poses[-1]
            time.sleep(0.05)
        sys.exit("Minetest logs no poses any more")

    def turn_to(self, x: float, y: float, z: float, *, closely: bool) -> None:
        """Move the mouse until the view is on a point."""
        for _ in range(14):
            p = self.pose()
            dx, dy, dz = x - p.x, y - p.y - 1.62, z - p.z
            yaw = (math.degrees(math.atan2(-dx, dz)) - p.yaw + 180) % 360 - 180
            pitch = -math.degrees(math.atan2(dy, math.hypot(dx, dz))) - p.pitch
            if abs(yaw) < (1.5 if closely else 5) and (abs(pitch) < 2 or not closely):
                return
            right = round(yaw / self.scale)
            down = round((pitch if closely else -p.pitch) / self.scale)
            before = p.yaw
            self.tool("mousemove_relative", "--", str(max(-250, min(250, right))),
                      str(max(-120, min(120, down))))  # fmt: skip
            turned = (self.pose().yaw - before + 180) % 360 - 180
            if abs(right) > 60 and abs(turned) > 2:
                self.scale = abs(turned) / min(250, abs(right))

    def walk_to(self, x: float, z: float) -> None:
        """Hold W until the point is near, correcting the view on the way."""
        for _ in range(40):
            p = self.pose()
            away = math.hypot(x - p.x, z - p.z)
            if away < 0.35:
                return
            self.turn_to(x, p.y + 1.62, z, closely=False)
            seconds = min(0.8, away / 4.2)
            self.tool("keydown", "w")
            time.sleep(seconds)
            self.tool("keyup", "w")


def play(player: Player, task: Crossview) -> None:
    """Walk the corners of the shortest way, then dig."""
    blocks = blocks_of(task.scene)
    spots = stances(blocks, task.target.cell, reach=REACH_BLOCKS)
    field = Field(blocks, cells_of(spots))
    cell = (math.floor(task.start.x), math.floor(task.start.y), math.floor(task.start.z))
    path = field.path(cell)
    aim = next(s[3:] for s in spots if tuple(s[:3].astype(int)) == tuple(path[-1]))
    for i in range(1, len(path)):
        last = i == len(path) - 1
        if last or (path[i + 1] - path[i] != path[i] - path[i - 1]).any():
            player.walk_to(path[i][0] + 0.5, path[i][2] + 0.5)
    player.turn_to(float(aim[0]), float(aim[1]), float(aim[2]), closely=True)
    player.tool("mousedown", "1")
    time.sleep(5)
    player.tool("mouseup", "1")
    time.sleep(1)


def main() -> None:
    signal.alarm(300)  # whatever hangs, it ends
    params = {"trees": 0, "walls": 0, "houses": 0, "caves": 0, "plants": 0, "relief": 2}
    made = source("minecraft.mine", seed=9, level=0.0, params=params)
    tasks = (made.draw(i).instance for i in range(50))
    task = next(t for t in tasks if isinstance(t, Crossview) and t.target.name == "gold_block")
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        folder = Path(scratch)
        write(task, folder / "world")
        (folder / "minetest.conf").write_text(CONF)
        player = Player(folder)
        screen = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "640x360x24", "-nolisten",
                                   "tcp"], stderr=subprocess.DEVNULL)  # fmt: skip
        stack.callback(screen.wait)
        stack.callback(screen.terminate)
        time.sleep(2)
        game = subprocess.Popen(
            ["/usr/games/minetest", "--config", str(folder / "minetest.conf"), "--world",
             str(folder / "world"), "--go", "--name", "agent", "--logfile", str(player.log)],
            env=player.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        stack.callback(game.wait)
        stack.callback(game.terminate)
        until = time.monotonic() + 90
        while "[tasksynth] ready" not in player.text():
            if time.monotonic() > until or game.poll() is not None:
                sys.exit(f"Minetest did not get ready:\n{player.text()[-1500:]}")
            time.sleep(0.3)
        time.sleep(2)
        window = player.tool("search", "--name", "Minetest").split()
        player.tool("windowfocus", *window[:1])
        play(player, task)
        text = player.text()
    log = from_minetest(text[text.index("[tasksynth] ready") :])
    verdict = judge(task.model_copy(update={"horizon": 6000}), log)
    print(f"{len(log.poses)} poses, the last {log.poses[-1]}")
    print([e._asdict() for e in log.events])
    away = task.difficulty["path_len"]
    print(f"mine {task.target.name} at {task.target.cell}, {away:g} steps away: {verdict.status}")
    sys.exit(0 if verdict.status == "pass" else 1)


if __name__ == "__main__":
    main()
