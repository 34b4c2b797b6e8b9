"""Run exported configurations through MineStudio's real callback classes, on a recording engine.

    python3 -m venv ms && ms/bin/pip install rich pyyaml absl-py opencv-python-headless numpy \\
        "minecraft_data==3.20.0" && ms/bin/pip install --no-deps "minestudio==1.1.6"
    python benchmarks/minecraft_peers/export_sample.py minestudio 50 sample.jsonl
    ms/bin/python benchmarks/minecraft_peers/minestudio_callbacks.py sample.jsonl

No game and no torch: MineStudio's package files are loaded under their own names, its engine is
replaced by one that writes down each command.
"""

import importlib
import importlib.util
import json
import sys
import types
from pathlib import Path
from typing import Any

MODULES = ("callback", "hard_reset", "commands", "summon_mobs", "fast_reset", "judgereset",
           "init_inventory", "prev_action")  # fmt: skip


class Env:
    """Writes down what it is told."""

    class action_space:
        @staticmethod
        def no_op() -> dict[str, Any]:
            return {}

    def __init__(self) -> None:
        self.told: list[str] = []

    def execute_cmd(self, command: str) -> tuple[dict[str, Any], int, bool, dict[str, Any]]:
        self.told.append(command)
        return {}, 0, False, {}

    def seed(self, seed: int) -> None:
        self.told.append(f"seed {seed}")

    def step(self, action: Any) -> tuple[dict[str, Any], int, bool, dict[str, Any]]:
        return {}, 0, False, {}


class Sim:
    """As much of MineStudio's simulator as its callbacks touch."""

    def __init__(self) -> None:
        self.env = Env()

    def _wrap_obs_info(self, obs: Any, info: Any) -> tuple[Any, Any]:
        return obs, info


def callbacks(config: dict[str, Any]) -> list[Any]:
    """What `load_callbacks_from_config` makes of a configuration."""
    registers = importlib.import_module("minestudio.utils.register").Registers
    registered = registers.simulator_callback
    made = [registered[key].create_from_conf(config) for key in list(registered.keys())]
    return [callback for callback in made if callback is not None]


def main(sample: str) -> None:
    spec = importlib.util.find_spec("minestudio")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("minestudio is not installed here; see the top of this file")
    root = Path(spec.submodule_search_locations[0])
    for name in ("", ".utils", ".simulator", ".simulator.callbacks"):
        module = types.ModuleType(f"minestudio{name}")
        module.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
        sys.modules[f"minestudio{name}"] = module
    for name in MODULES:
        importlib.import_module(f"minestudio.simulator.callbacks.{name}")
    commands = longest = 0
    lines = Path(sample).read_text().splitlines()
    kinds: set[str] = set()
    for line in lines:
        config = json.loads(line)
        sim, loaded = Sim(), callbacks(config)
        kinds |= {type(callback).__name__ for callback in loaded}
        for callback in loaded:
            callback.before_reset(sim, reset_flag=False)
        for callback in loaded:
            callback.after_reset(sim, {}, {})
        told = [command for command in sim.env.told if command.startswith("/")]
        assert sim.env.told[0] == f"seed {config['spawn_positions'][0]['seed']}"
        assert told[0].startswith("/tp @a ")
        assert told[1:] == config["custom_init_commands"]
        assert len(told) <= 64, len(told)
        commands, longest = commands + len(told), max(longest, *map(len, told))
    print(f"{len(lines)} configurations ran through {', '.join(sorted(kinds))}:")
    print(f"{commands / len(lines):.0f} commands each, the longest of {longest} characters")


if __name__ == "__main__":
    main(sys.argv[1])
