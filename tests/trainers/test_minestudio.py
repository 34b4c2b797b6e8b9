"""MineStudio's own callbacks take what we export; our engine reports in the place of its game.

Its package wants torch and an engine from elsewhere: the files of its callbacks are loaded under
their own names, and what they tell the game is written down.
"""

import ast
import importlib
import importlib.util
import json
import sys
import types
from pathlib import Path
from typing import Any

import numpy as np
import pytest

spec = importlib.util.find_spec("minestudio")
if spec is None or not spec.submodule_search_locations:
    pytest.skip("minestudio is not installed", allow_module_level=True)
ROOT = Path(next(iter(spec.submodule_search_locations)))

from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth.single import Judge
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.export.commands import MINESTUDIO_LIMIT, MINESTUDIO_PARAMS
from tasksynth_schemas import Mix, Recipe, Task
from tests.generators.minecraft.export.standin import Game, reference

pytestmark = pytest.mark.trainer
EVENTS = ("approach", "hunt", "interact", "mine", "place")
HOME = "minestudio.simulator.callbacks"
MODULES = ("callback", "hard_reset", "commands", "summon_mobs", "fast_reset", "judgereset",
           "init_inventory", "prev_action", "record")  # fmt: skip


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Task]]:
    """Fifty flat tasks of all events; the export's folder, and the tasks by id."""
    home = tmp_path_factory.mktemp("minestudio")
    mix = tuple(
        Mix(family=f"minecraft.{event}", levels=(0.0,), params=MINESTUDIO_PARAMS)
        for event in EVENTS
    )
    generate(Recipe(mix=mix, count=50, seed=2), home / "tasks")
    export(home / "tasks", "minestudio", home / "out")
    lines = next((home / "tasks").glob("*.jsonl")).read_text().splitlines()
    return home / "out", {t.id: t for t in map(Task.model_validate_json, lines)}


@pytest.fixture(scope="module")
def ours(exported: tuple[Path, dict[str, Task]]) -> Any:
    """The module of the export, over MineStudio's own callbacks and loader."""
    for name in ("", ".utils", ".simulator", ".simulator.callbacks"):
        package: Any = types.ModuleType(f"minestudio{name}")
        package.__path__ = [str(ROOT.joinpath(*name.split(".")[1:]))]
        sys.modules[f"minestudio{name}"] = package
    for name in MODULES:
        importlib.import_module(f"{HOME}.{name}")
    callbacks: Any = sys.modules[HOME]
    callbacks.MinecraftCallback = sys.modules[f"{HOME}.callback"].MinecraftCallback
    tree = ast.parse((ROOT / "simulator" / "callbacks" / "__init__.py").read_text())
    tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    loader: dict[str, Any] = {"Union": Any, "Dict": dict}
    exec(compile("from typing import *", "typing", "exec"), loader)
    exec(compile(tree, "loader", "exec"), loader)
    callbacks.load_callbacks_from_config = loader["load_callbacks_from_config"]
    sys.path.insert(0, str(exported[0]))
    import tasksynth_minestudio

    return tasksynth_minestudio


class Sim:
    """As much of MinecraftSim as callbacks touch; its game is our engine."""

    def __init__(self, game: Game, origin: list[int], callbacks: list[Any]) -> None:
        self.game, self.origin, self.callbacks = game, origin, callbacks
        self.env, self.told, self.callback_messages = self, list[str](), set[str]()
        self.action_space = types.SimpleNamespace(no_op=dict)

    def execute_cmd(self, command: str) -> tuple[dict[str, Any], int, bool, dict[str, Any]]:
        self.told.append(command)
        return {}, 0, False, {}

    def seed(self, seed: int) -> None:
        self.told.append(f"seed {seed}")

    def _wrap_obs_info(self, obs: Any, info: Any) -> tuple[Any, Any]:
        return obs, self._info()

    def _info(self) -> dict[str, Any]:
        """Counts as MineRL's handlers give them: arrays without a dimension."""
        pose = self.game.pose
        pose = pose | {axis: pose[axis] + o for axis, o in zip("xyz", self.origin, strict=True)}
        stats = {s: {k: np.array(n) for k, n in c.items()} for s, c in self.game.stats.items()}
        return {"player_pos": pose, "pov": np.zeros((64, 64, 3), dtype=np.uint8), **stats}

    def reset(self) -> None:
        """As MinecraftSim's."""
        flag = True
        for callback in self.callbacks:
            flag = callback.before_reset(self, flag)
        obs: Any = {}
        info = self._info()
        for callback in self.callbacks:
            obs, info = callback.after_reset(self, obs, info)

    def step(self, action: dict[str, Any]) -> Any:
        """As MinecraftSim's; without an action, as the game's own, which idles."""
        if not action:
            return {}, 0, False, {}
        for callback in self.callbacks:
            action = callback.before_step(self, action)
        self.game.next()
        result: Any = ({}, 0.0, False, False, self._info())
        for callback in self.callbacks:
            result = callback.after_step(self, *result)
        return result

    def close(self) -> None:
        for callback in self.callbacks:
            callback.before_close(self)


def test_its_callbacks_tell_the_game_all_that_is_exported(
    ours: Any, exported: tuple[Path, dict[str, Task]]
) -> None:
    rows = list(ours.load())
    assert len(rows) == 50
    for row in rows:
        task = Crossview.model_validate(exported[1][row["task"]].instance)
        sim = Sim(Game(task), row["origin"], ours.callbacks(row))
        names = {type(callback).__name__ for callback in sim.callbacks}
        assert {"HardResetCallback", "CommandsCallback", "JudgeResetCallback"} <= names
        sim.reset()
        told = [command for command in sim.told if command.startswith("/")]
        assert sim.told[0] == f"seed {row['config']['spawn_positions'][0]['seed']}"
        assert told[0].startswith("/tp @a ")
        assert told[1:] == row["config"]["custom_init_commands"]
        assert len(told) <= MINESTUDIO_LIMIT + 4
        assert max(map(len, told)) < 256


@pytest.mark.parametrize("event", EVENTS)
def test_a_run_there_is_judged_here(
    event: str, ours: Any, exported: tuple[Path, dict[str, Task]], tmp_path: Path
) -> None:
    row = next(row for row in ours.load() if row["family"] == f"minecraft.{event}")
    made = exported[1][row["task"]]
    task, logs = Crossview.model_validate(made.instance), tmp_path / "logs.jsonl"
    rows = reference(task)
    for played in (rows, rows[: len(rows) // 2]):
        record = sys.modules[f"{HOME}.record"].RecordCallback(
            str(tmp_path / f"records{len(played)}"), record_actions=True, record_infos=True
        )
        callbacks = [*ours.callbacks(row, log=logs), record]
        sim = Sim(Game(task, rows=played), row["origin"], callbacks)
        sim.reset()
        for action in actions.to_minestudio(played):
            sim.step(action | {"camera": np.array(action["camera"])})
        sim.close()
        ours.from_records(row, record.record_path, 1, tmp_path / "recorded.jsonl")
    assert (tmp_path / "recorded.jsonl").read_text() == logs.read_text()
    idle = np.tile(actions.row(), (task.horizon, 1))
    sim = Sim(Game(task, rows=idle), row["origin"], ours.callbacks(row, log=logs))
    sim.reset()
    steps = 0
    while not sim.step({"forward": 0})[2]:
        steps += 1
    assert steps == task.horizon - 1  # its own callback ends the episode
    judge = Judge(made)
    texts = [json.dumps(json.loads(line)["log"]) for line in logs.read_text().splitlines()]
    assert [judge.grade_log(text).status for text in texts] == ["pass", "fail", "fail"]
