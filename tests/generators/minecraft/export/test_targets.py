"""From `tasksynth export` through another engine and back: the modules of the export are run.

Their games are stand-ins here; with the real packages it is `tests/trainers/test_minedojo.py` and
`test_minestudio.py`.
"""

import ast
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tasksynth.pipeline.making.generate import generate
from tasksynth.single import Judge
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.export.commands import MINESTUDIO_PARAMS
from tasksynth_minecraft.export.minedojo import name_1_11
from tasksynth_schemas import Mix, Recipe, Task
from tests.cli.command import refused, run
from tests.generators.minecraft.export.standin import Game, in_eight, keys_of, logged, reference

EVENTS = ("approach", "hunt", "interact", "mine", "place")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A flat task of each event, that both engines take."""
    folder = tmp_path_factory.mktemp("dataset") / "tasks"
    mix = tuple(
        Mix(family=f"minecraft.{event}", levels=(0.0,), params=MINESTUDIO_PARAMS)
        for event in EVENTS
    )
    generate(Recipe(mix=mix, count=len(EVENTS), seed=4), folder)
    return folder


def tasks_of(dataset: Path) -> list[Task]:
    lines = next(dataset.glob("*.jsonl")).read_text().splitlines()
    return [Task.model_validate_json(line) for line in lines]


def tasks_in(dataset: Path) -> dict[str, Crossview]:
    return {task.id: Crossview.model_validate(task.instance) for task in tasks_of(dataset)}


class Wrapper:
    """As gym's."""

    def __init__(self, env: Any) -> None:
        self.env = env
        self.unwrapped = env.unwrapped

    def __getattr__(self, name: str) -> Any:
        return getattr(self.env, name)

    def close(self) -> None:
        pass


class MetaTaskBase:
    """As MineDojo's, whose simulation is what `games` has ready."""

    games: list[Any] = []

    def __init__(self, *, fast_reset: bool, success_criteria: Any, reward_fns: Any, **sim: Any):
        assert not fast_reset
        assert {"drawing_str", "start_position", "initial_inventory", "image_size"} <= sim.keys()
        self.check, self.reward = success_criteria[0], reward_fns[0]
        self.game, self.ticks, self.unwrapped = self.games.pop(), 0, self

    def reset(self) -> None:
        self._ini_info_dict = self.prev_info = self.info()

    def step(self, action: list[int]) -> tuple[Any, float, bool, dict[str, Any]]:
        assert len(action) == 8
        self.game.next()
        self.ticks += 1
        before, now = self.prev_info, self.info()
        self.prev_info = now
        start = self._ini_info_dict
        reward = self.reward(start, before, now, self.ticks)
        self.is_successful = self.check(start, now, self.ticks)
        return None, reward, self.is_successful, now

    def info(self) -> dict[str, Any]:
        pose, stats = self.game.pose, self.game.stats
        return {
            "total_time": 500 + self.ticks,
            **{f"{axis}pos": pose[axis] for axis in "xyz"},
            **{turn: pose[turn] for turn in ("yaw", "pitch")},
            "stat": {
                "kill_entity": dict(stats["kill_entity"]),
                "mine_block": {"minecraft": dict(stats["mine_block"])},
                "use_item": {"minecraft": dict(stats["use_item"])},
            },
            "voxels": ["air"] * 7290,
        }

    is_successful = False


def engines() -> dict[str, ModuleType]:
    """What the modules of an export import."""
    known: Any = ModuleType("minedojo.tasks")
    known.MetaTaskName2Class, known.ALL_TASKS_SPECS, known.P_TASKS_PROMPTS_GUIDANCE = {}, {}, {}

    def make(name: str) -> Any:
        spec = dict(known.ALL_TASKS_SPECS[name])
        spec.pop("prompt")
        return known.MetaTaskName2Class[spec.pop("__cls__")](**spec)

    base: Any = ModuleType("minedojo.tasks.meta.base")
    base.MetaTaskBase = MetaTaskBase
    dojo: Any = ModuleType("minedojo")
    dojo.make, dojo.tasks = make, known
    gym: Any = ModuleType("gym")
    gym.Wrapper = Wrapper
    studio: Any = ModuleType("minestudio.simulator.callbacks")
    studio.MinecraftCallback, studio.load_callbacks_from_config = object, lambda config: []
    made = (dojo, known, base, gym, studio)
    parents = ("minedojo.tasks.meta", "minestudio", "minestudio.simulator")
    return {m.__name__: m for m in (*made, *map(ModuleType, parents))}


@pytest.fixture
def side(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Any]:
    """The module that an export brings, imported where its engine is a stand-in."""
    done = run("export", dataset, "--for", request.param, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    for file in (tmp_path / "out").glob("*.py"):
        ast.parse(file.read_text(), feature_version=(3, 9))  # the games' own Python
    for name, module in engines().items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.syspath_prepend(str(tmp_path / "out"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield importlib.import_module(f"tasksynth_{request.param}")
    for name in ("tasksynth_log", f"tasksynth_{request.param}"):
        sys.modules.pop(name, None)


def statuses(dataset: Path, logs: Path) -> dict[str, str]:
    """By task, what its log is worth."""
    judges = {judge.task.id: judge for judge in map(Judge, tasks_of(dataset))}
    rows = map(json.loads, logs.read_text().splitlines())
    return {
        row["task"]: judges[row["task"]].grade_log(json.dumps(row["log"])).status for row in rows
    }


@pytest.mark.parametrize("side", ["minedojo"], indirect=True)
def test_minedojo_there_and_back(side: Any, dataset: Path, tmp_path: Path) -> None:
    tasks, logs = tasks_in(dataset), tmp_path / "logs.jsonl"
    for row in side.load():
        task = tasks[row["task"]]
        rows = reference(task)
        MetaTaskBase.games.append(Game(task, called=name_1_11, rows=rows))
        env = side.make(row, log=logs)
        assert env.goal["event"] == task.event
        assert side.png(row, "image").startswith(b"\x89PNG")
        env.reset()
        rewards = [env.step(in_eight(line))[1] for line in rows]
        env.close()
        assert sum(rewards) == (task.event in ("mine", "hunt"))
    assert statuses(dataset, logs) == dict.fromkeys(tasks, "pass")


@pytest.mark.parametrize("side", ["minestudio"], indirect=True)
def test_minestudio_there_and_back(side: Any, dataset: Path, tmp_path: Path) -> None:
    tasks, logs = tasks_in(dataset), tmp_path / "logs.jsonl"
    for row in side.load():
        task = tasks[row["task"]]
        game = Game(task)
        (callback,) = side.callbacks(row, log=logs)

        def info(game: Game = game, row: Any = row) -> dict[str, Any]:
            high = game.pose | {"y": game.pose["y"] + row["origin"][1]}
            return {"player_pos": high, **{s: dict(c) for s, c in game.stats.items()}}

        sim = SimpleNamespace()
        records: list[tuple[dict[str, Any], dict[str, Any]]] = [({}, info())]
        callback.after_reset(sim, {}, info())
        for line in reference(task):
            held = {key: np.array(1) for key in keys_of(line)}
            callback.before_step(sim, held | {"camera": np.zeros(2), "chat": ""})
            game.play(line)
            callback.after_step(sim, {}, 0.0, False, False, info())
            records.append((dict.fromkeys(held, 1), info()))
        callback.before_close(sim)
        for number, name in enumerate(("action", "info")):  # as RecordCallback writes them
            file = tmp_path / f"episode_1_{name}.json"
            file.write_text(json.dumps([record[number] for record in records]))
        side.from_records(row, tmp_path, 1, tmp_path / "from_records.jsonl")
        assert row["config"]["text"].endswith("that the goal view marks")
    assert (tmp_path / "from_records.jsonl").read_text() == logs.read_text()
    assert statuses(dataset, logs) == dict.fromkeys(tasks, "pass")


def test_the_command_judges_logs_and_takes_claims_for_what_they_are(
    dataset: Path, tmp_path: Path
) -> None:
    done, claimed, empty, *_ = tasks_of(dataset)
    task = Crossview.model_validate(done.instance)
    claim = {"engine": "minedojo", "success": True}
    rows: list[dict[str, Any]] = [
        {"task": done.id, "log": logged(task, reference(task))},
        {"task": claimed.id, "log": claim},
        {"task": empty.id},
    ]
    logs, out = tmp_path / "logs.jsonl", tmp_path / "verdicts.jsonl"
    logs.write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = ("verify", dataset, "--answers", logs, "--out", out, "--answers-format", "logs")
    said = run(*command)
    assert said.exit_code == 3
    assert "field 'log' is missing" in said.stderr
    first, second = map(json.loads, out.read_text().splitlines())
    assert (first["status"], first["reward"]) == ("pass", 1)
    assert (second["status"], second["reward"]) == ("error", None)
    assert "is a claim" in second["why"]
    assert "--prefilled and --stop are for" in refused(run(*command, "--prefilled"))
    as_an_answer = Judge(claimed).grade(json.dumps(claim))
    assert (as_an_answer.status, as_an_answer.reward) == ("unparsable", 0)


def test_what_no_engine_can_play_or_nobody_could_judge_is_refused(tmp_path: Path) -> None:
    for family, params, why in (
        ("minecraft.techtree", {}, "is not played in a world"),
        ("minecraft.hunt", {"distractors": 3}, "of several, and no counter of the game tells"),
    ):
        folder = tmp_path / family
        generate(Recipe(mix=(Mix(family=family, levels=(0.0,), params=params),), count=1), folder)
        done = run("export", folder, "--for", "minedojo", "--out", tmp_path / "out")
        assert why in refused(done)
    folder = tmp_path / "hilly"
    generate(Recipe(mix=(Mix(family="minecraft.mine", levels=(0.5,)),), count=1), folder)
    done = run("export", folder, "--for", "minestudio", "--out", tmp_path / "out")
    assert "MineStudio tasks have at most 60" in refused(done)
