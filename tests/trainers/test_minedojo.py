"""MineDojo itself takes what we export: all but its Java, in whose place our engine reports.

Specs are made by `minedojo.make`, missions are held against the package's own MissionInit.xsd, and
whole runs go through its simulator, its wrappers, its task class and our log.
"""

import json
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

minedojo = pytest.importorskip("minedojo")
etree = pytest.importorskip("lxml.etree")

from minedojo.sim.mc_meta import mc

from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth.single import Judge
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.export.minedojo import name_1_11
from tasksynth_minecraft.physics.mobs import KINDS
from tasksynth_minecraft.worlds.blocks import AIR, MINEABLE, NAMES, PLACEABLE
from tasksynth_schemas import Mix, Recipe, Task
from tests.generators.minecraft.export.standin import Game, in_eight, reference

pytestmark = pytest.mark.trainer
EVENTS = ("approach", "hunt", "interact", "mine", "place")
LEVELS = (0.0, 0.5, 1.0)
SPAN = range(-4, 5)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Task]]:
    """Fifty tasks of all events and three levels; the export's folder, and the tasks by id."""
    home = tmp_path_factory.mktemp("minedojo")
    params: dict[str, dict[str, Any]] = {"hunt": {"distractors": 0}}
    mix = tuple(
        Mix(family=f"minecraft.{event}", levels=(level,), params=params.get(event, {}))
        for level, event in product(LEVELS, EVENTS)
    )
    generate(Recipe(mix=mix, count=50, seed=2), home / "tasks")
    export(home / "tasks", "minedojo", home / "out")
    lines = next((home / "tasks").glob("*.jsonl")).read_text().splitlines()
    return home / "out", {t.id: t for t in map(Task.model_validate_json, lines)}


@pytest.fixture(scope="module")
def ours(exported: tuple[Path, dict[str, Task]]) -> Any:
    """The module of the export."""
    sys.path.insert(0, str(exported[0]))
    import tasksynth_minedojo

    return tasksynth_minedojo


@pytest.fixture(scope="module")
def valid() -> Callable[[str | bytes], bool]:
    schemas = Path(minedojo.__file__).parent / "sim" / "Malmo" / "Schemas"
    schema = etree.XMLSchema(etree.parse(str(schemas / "MissionInit.xsd")))

    def check(xml: str | bytes) -> bool:
        text = xml.encode() if isinstance(xml, str) else xml
        return bool(schema.validate(etree.fromstring(text)))

    return check


def test_it_makes_every_task_and_its_schema_takes_every_mission(
    ours: Any, valid: Callable[[str | bytes], bool]
) -> None:
    rows = list(ours.load())
    assert len(rows) == 50
    for row in rows:
        env = ours.make(row)
        assert list(env.action_space.nvec) == [3, 3, 4, 25, 25, 8, 244, 36]
        assert env.get_prompt().endswith("that the goal view marks")
        assert valid(env.unwrapped._sim_spec.to_xml("episode"))
    assert ours.make(rows[0]).get_prompt() == rows[0]["spec"]["prompt"]  # a second time, too
    wrong = json.loads(json.dumps(rows[0]))
    wrong["spec"]["drawing_str"] = '<DrawBlock x="1" y="1" z="1" type="smithing_table"/>'
    assert not valid(ours.make(wrong).unwrapped._sim_spec.to_xml("episode"))


def test_it_counts_everything_that_tasks_are_about() -> None:
    stats = {tuple(keys[1:]) for keys in mc.ALL_STAT_KEYS}
    for name in MINEABLE:
        assert ("mine_block", "minecraft", name_1_11(name)) in stats
    for kind in KINDS:
        assert ("kill_entity", kind.name) in stats
    for name in PLACEABLE:
        assert ("use_item", "minecraft", name_1_11(name)) in stats
        assert name_1_11(name) in mc.ALL_ITEMS


class Bridge:
    """In the place of MineDojo's: our engine plays the reference and reports in Malmo's words."""

    is_terminated = False

    def __init__(self, game: Game) -> None:
        self.game, self.time = game, 700

    def reset(self, episode: str, missions: list[Any]) -> list[dict[str, Any]]:
        return [self.report()]

    def step(self, actions: list[str]) -> Any:
        self.game.next()
        self.time += 1
        return SimpleNamespace(step_success=True, raw_obs=[self.report()])

    def close(self) -> None:
        pass

    def report(self) -> dict[str, Any]:
        pose = self.game.pose
        pixels = bytes(3 * self.game.rollout.task.width * self.game.rollout.task.height)
        raw: dict[str, Any] = {"pov": pixels, "inventory": [], "total_time": self.time}
        for keys in mc.ALL_STAT_KEYS:
            head = raw
            for key in keys[:-1]:
                head = head.setdefault(key, {})
            counted = self.game.stats.get(keys[1], {}).get(keys[-1], 0)
            head.setdefault(keys[-1], counted)
        slot = {"inventory": "inventory", "name": "air", "variant": 0, "quantity": 0}
        slot |= {"max_durability": -1, "cur_durability": -1}
        raw["inventory"] = [slot] * 41
        raw |= {f"{axis}pos": pose[axis] for axis in "xyz"}
        raw |= {"yaw": pose["yaw"], "pitch": pose["pitch"], "voxels": self._voxels()}
        return raw | {"nearby_crafting_table": False, "nearby_furnace": False}

    def _voxels(self) -> list[Any]:
        """As Malmo's grid: z slowest, x fastest, ten fields each, names as people read them."""
        blocks = self.game.rollout.blocks
        feet = [int(np.floor(v)) for v in self.game.rollout.feet]
        out: list[Any] = []
        for z, y, x in product(SPAN, SPAN, SPAN):
            cell = (feet[0] + x, feet[1] + y, feet[2] + z)
            inside = all(0 <= c < n for c, n in zip(cell, blocks.shape, strict=True))
            name = NAMES[blocks[cell]] if inside else NAMES[AIR]
            out += [name.replace("_", " "), 0, *[False] * 7, 0.5]
        return out


@pytest.mark.parametrize("event", EVENTS)
def test_a_run_there_is_judged_here(
    event: str, ours: Any, exported: tuple[Path, dict[str, Task]], tmp_path: Path
) -> None:
    row = next(row for row in ours.load() if row["family"] == f"minecraft.{event}")
    made = exported[1][row["task"]]
    task, logs = Crossview.model_validate(made.instance), tmp_path / "logs.jsonl"
    rows = reference(task)
    for played, right in ((rows, True), (rows[: len(rows) // 2], False)):
        env = ours.make(row, log=logs)
        env.unwrapped._bridge_env = Bridge(Game(task, called=name_1_11, rows=played))
        obs = env.reset()
        assert obs["rgb"].shape == (3, task.height, task.width)
        feet = tuple(int(np.floor(v)) for v in (task.start.x, task.start.y - 1, task.start.z))
        below = env.unwrapped.prev_obs["voxels"]["block_name"][4, 3, 4]
        assert below == NAMES[env.unwrapped._bridge_env.game.rollout.blocks[feet]].replace("_", " ")
        rewards = [env.step(np.array(in_eight(line)))[1] for line in played]
        env.close()
        assert sum(rewards) == (right and event in ("mine", "hunt"))
    judge = Judge(made)
    texts = [json.dumps(json.loads(line)["log"]) for line in logs.read_text().splitlines()]
    assert [judge.grade_log(text).status for text in texts] == ["pass", "fail"]
