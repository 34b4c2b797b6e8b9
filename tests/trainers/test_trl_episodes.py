"""TRL trains on episodes: real GRPO runs on the CPU, whose rollouts call the tasks' own tools."""

import json
import re
import subprocess
import sys
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

pytest.importorskip("trl")

from transformers.utils import get_json_schema

from tasksynth import source
from tasksynth.adapters.episodes.trl import environments, reward, rows
from tasksynth.curriculum.inspection import report
from tasksynth.curriculum.journal.store import SqliteStore
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.export.run import export
from tasksynth_schemas import Label
from tests.serve.server import Server
from tests.trainers.agents import PLAYED, family_of, made
from tests.trainers.docs import block
from tests.trainers.ports import free_port

pytestmark = pytest.mark.trainer
STEPS = 60
GRPO = Path(__file__).with_name("grpo_episodes.py")
AGENTS = Path(__file__).with_name("grpo_agents.py")
ROOT = Path(__file__).parents[2]
RECIPE = """
seed = 11
[[mix]]
family = "demo.lamps"
params = { lamps = 2 }
[[mix]]
family = "demo.lamps"
params = { lamps = 3 }
[curriculum]
strategy = "uniform"
rollouts = 8
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "lamps.toml"
    path.write_text(RECIPE)
    return path


def train(folder: Path, where: str, *, ranks: int = 1, **more: Any) -> list[dict[str, Any]]:
    """What each rank tells of a run."""
    folder.mkdir(exist_ok=True)
    config = {"where": where, "out": str(folder), "steps": STEPS, "per_device": 64, **more}
    (folder / "config.json").write_text(json.dumps(config))
    command = [sys.executable, str(GRPO), str(folder / "config.json")]
    if ranks > 1:
        torchrun = ["-m", "torch.distributed.run", "--nproc_per_node", str(ranks)]
        command[1:1] = [*torchrun, "--master_port", str(free_port())]
    run = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    return [json.loads((folder / f"rank-{rank}.json").read_text()) for rank in range(ranks)]


def test_grpo_learns_to_play_episodes(recipe: Path, tmp_path: Path) -> None:
    store = tmp_path / "run.db"
    with Server(recipe, "--store", str(store)) as server:
        (told,) = train(tmp_path / "out", server.url)
    rewards = [step["reward"] for step in told["steps"]]
    assert fmean(rewards[-10:]) - fmean(rewards[:10]) > 0.1, rewards  # it was 0.16
    for call in told["calls"]:
        assert call["rewards"] == [float(one == "pass") for one in call["verdicts"]]
    scheduler = Scheduler.open(SqliteStore(store))
    answered = sum(arm.answered for arm in report(scheduler).arms)
    scheduler.close()
    assert answered == STEPS * 8


def test_every_group_of_two_ranks_is_one_task(recipe: Path, tmp_path: Path) -> None:
    """Four episodes of a group of eight are on each rank."""
    with Server(recipe) as server:
        mine, other = train(tmp_path / "out", server.url, ranks=2, per_device=4, steps=3)
    seen = []
    for a, b in zip(mine["calls"], other["calls"], strict=True):
        assert len(set(a["labels"]) | set(b["labels"])) == 1
        seen.append(int(str(Label.parse(a["labels"][0]).ticket).partition(":")[2]))
    assert seen == [0, 1, 2]


def test_tools_are_methods_from_which_the_same_schema_comes() -> None:
    env = environments(None, "demo.walk")["demo.walk"]()
    task = source("demo.walk", level=0.3, seed=5).make(0)
    made = {name: get_json_schema(getattr(env, name))["function"] for name in ("step", "look")}
    for tool in task.needs.tools:
        if tool.name in made:
            assert made[tool.name]["description"] == tool.description
            assert made[tool.name]["parameters"].get("required", []) == tool.parameters.get(
                "required", []
            )
    direction = made["step"]["parameters"]["properties"]["direction"]
    assert direction["enum"] == ["left", "right"]
    assert direction["description"] == "Where to."


def test_pictures_are_opened_and_wrong_arguments_cost_a_turn(tmp_path: Path) -> None:
    path = tmp_path / "walk.toml"
    path.write_text('[[mix]]\nfamily = "demo.walk"\nlevels = [0.3]\n[curriculum]\nrollouts = 8\n')
    with Server(path) as server:
        row = next(rows(server.url, 0, 8))
        env = environments(server.url, "demo.walk")[row["environment"]]()
        (message,) = row["prompt"]
        assert [part["type"] for part in message["content"]] == ["text", "image", "text"]
        assert env.reset(**row) is None
        text, image = env.look()
        assert text == {"type": "text", "text": "You see "}
        assert image["image"].size == message["content"][1]["image"].size
        assert env.step(way="up").startswith("Error: step: ")
        assert env.dig() == "You dig."
        assert env.look() == "Error: the episode is over"
        assert reward()(completions=[[]], environments=[env]) == [0.0]


def test_the_words_at_the_end_are_the_answer_where_there_are_no_turns() -> None:
    task = source("demo.sum", level=0.3, seed=5).make(0)
    right = str(task.instance["a"] + task.instance["b"])
    said = [right, "-1", "raise"]
    envs = [environments(None, "demo.sum")["demo.sum"]() for _ in said]
    for env in envs:
        env.reset(label=str(Label(ref=task.ref)))
    completions = [[{"role": "assistant", "content": text}] for text in said]
    logged: dict[str, float] = {}
    rewards = reward()(completions=completions, environments=envs, log_metric=logged.__setitem__)
    assert rewards == [1.0, 0.0, None]
    assert logged["tasksynth/error"] == pytest.approx(1 / 3)


def agents(folder: Path, steps: int, **config: Any) -> dict[str, Any]:
    """What `grpo_agents` tells of a run."""
    if config.get("sees"):
        pytest.importorskip("torchvision", exc_type=ImportError)
    out = folder / "told.json"
    told = {"steps": steps, "out": str(out), **config}
    (folder / "config.json").write_text(json.dumps(told))
    command = [sys.executable, str(AGENTS), str(folder / "config.json")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    found: dict[str, Any] = json.loads(out.read_text())
    return found


@pytest.mark.parametrize("sees", [False, True])
def test_agents_are_trained_with_their_own_tools(tmp_path: Path, sees: bool) -> None:
    """A step of GRPO over each: right and idle rollouts are told apart, and the weights move.

    A model that sees is shown the pictures of all that have some, and words among them.
    """
    shown = [one for one in PLAYED if one.endswith("picture") or one.startswith("vision")]
    played = [*shown, "tools.retrieval"] if sees else [one for one in PLAYED if one not in shown]
    export(made(tmp_path / "tasks", *played), "trl", tmp_path / "rows")
    told = agents(tmp_path, len(played), export=str(tmp_path / "rows"), sees=sees)
    families = [Label.parse(call["labels"][0]).ref.family for call in told["calls"]]
    assert sorted(families) == sorted(map(family_of, played))
    assert [call["rewards"] for call in told["calls"]] == [[1.0, 0.0]] * len(played)
    assert told["moved"] > 1e-4


@pytest.mark.parametrize(("recipe", "steps"), [("agents", 24), ("agents-pictures", 12)])
def test_the_recipes_of_agents_are_served_and_trained_on(
    tmp_path: Path, recipe: str, steps: int
) -> None:
    """As many steps as it takes until each family had its turn."""
    store, path = tmp_path / "run.db", ROOT / "datasets" / "recipes" / f"{recipe}.toml"
    with Server(path, "--store", str(store)) as server:
        told = agents(tmp_path, steps, where=server.url, sees=recipe == "agents-pictures")
    assert [call["rewards"] for call in told["calls"]] == [[1.0, 0.0]] * steps
    families = {Label.parse(call["labels"][0]).ref.family for call in told["calls"]}
    assert families == set(re.findall(r'family = "(.*)"', path.read_text()))
    scheduler = Scheduler.open(SqliteStore(store))
    answered = sum(arm.answered for arm in report(scheduler).arms)
    scheduler.close()
    assert answered == steps


def test_the_documents_example_runs(recipe: Path, tmp_path: Path) -> None:
    """Word for word, but for the model, the address, the family and the size."""
    small = "max_steps=1, use_cpu=True, bf16=False, max_completion_length=8"
    with Server(recipe) as server:
        changed = {
            "http://127.0.0.1:8321": server.url,
            "max_steps=500": small,
            '"Qwen/Qwen3-0.6B"': "grpo.policy(), processing_class=grpo_episodes.caller()",
            "demo.walk": "demo.lamps",
        }
        program = [
            f"import sys; sys.path.insert(0, {str(GRPO.parent)!r})",
            "import grpo, grpo_episodes",
            block("grpo_episodes.py", changed),
        ]
        command = [sys.executable, "-c", "\n".join(program)]
        run = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False
        )
        assert run.returncode == 0, run.stderr[-3000:]
        assert server.http.get("/status").json()["position"] > 0
