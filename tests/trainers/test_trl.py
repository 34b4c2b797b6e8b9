"""TRL trains on a curriculum: real GRPO runs on the CPU, over HTTP, over pipes, on two ranks."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import fmean
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("trl")

from tasksynth import UsageError
from tasksynth.adapters.remote import Stdio
from tasksynth.adapters.trl import check, reward
from tasksynth_schemas import Label
from tests.serve.server import Server
from tests.trainers.docs import block
from tests.trainers.ports import free_port

pytestmark = pytest.mark.trainer
STEPS = 60
GRPO = Path(__file__).with_name("grpo.py")
RECIPE = """
seed = 11
[[mix]]
family = "demo.echo"
params = {{ length = 1 }}
[[mix]]
family = "demo.echo"
params = {{ length = 2 }}
[curriculum]
strategy = "{strategy}"
rollouts = 8
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "echo.toml"
    path.write_text(RECIPE.format(strategy="frontier"))
    return path


def train(folder: Path, where: Any, *, ranks: int = 1, **more: Any) -> list[dict[str, Any]]:
    """What each rank tells of a run."""
    folder.mkdir(exist_ok=True)
    config = {"where": where, "out": str(folder), "steps": STEPS, "per_device": 128, **more}
    (folder / "config.json").write_text(json.dumps(config))
    command = [sys.executable, str(GRPO), str(folder / "config.json")]
    if ranks > 1:
        torchrun = ["-m", "torch.distributed.run", "--nproc_per_node", str(ranks)]
        command[1:1] = [*torchrun, "--master_port", str(free_port())]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    return [json.loads((folder / f"rank-{rank}.json").read_text()) for rank in range(ranks)]


def gain(told: dict[str, Any]) -> float:
    """How far the reward rose, although the curriculum made the tasks harder on the way."""
    rewards = [step["reward"] for step in told["steps"]]
    return fmean(rewards[-10:]) - fmean(rewards[:5])


def tickets(labels: list[str]) -> list[str]:
    return [str(Label.parse(label).ticket) for label in labels]


def test_grpo_learns_from_a_curriculum_over_http(recipe: Path, tmp_path: Path) -> None:
    with Server(recipe, "--store", str(tmp_path / "run.db")) as server:
        (told,) = train(tmp_path / "out", server.url)
        served = server.http.get("/status").json()["position"]
        metrics = server.http.get("/metrics").text
    assert gain(told) > 0.3, [step["reward"] for step in told["steps"]]
    asked = {ticket for call in told["calls"] for ticket in tickets(call)}
    assert len(asked) == STEPS * 16
    assert served <= len(asked) + 16 + 2 * 8  # read ahead by TRL, and by us
    assert "tasksynth" in metrics
    report = inspected(tmp_path / "run.db")
    assert sum(arm["answered"] for arm in report["arms"]) == len(asked)


def test_grpo_learns_from_a_curriculum_over_pipes(recipe: Path, tmp_path: Path) -> None:
    store = str(tmp_path / "run.db")
    (told,) = train(tmp_path / "out", {"recipe": str(recipe), "store": store})
    assert gain(told) > 0.3, [step["reward"] for step in told["steps"]]
    report = inspected(Path(store))
    assert sum(arm["answered"] for arm in report["arms"]) == STEPS * 16


def inspected(store: Path) -> Any:
    command = [sys.executable, "-c", "from tasksynth.cli import app; app()", "curriculum"]
    command += ["inspect", str(store), "--json"]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def test_every_group_of_two_ranks_is_one_task_in_order_also_after_a_restart(
    recipe: Path, tmp_path: Path
) -> None:
    """Four samples of a group of eight are on each rank."""
    store = str(tmp_path / "run.db")
    with Server(recipe, "--store", store) as server:
        before = train(tmp_path / "out", server.url, ranks=2, per_device=4, steps=3, save=2)
    (tmp_path / "out" / "checkpoint-3").rename(tmp_path / "done")  # as if killed after step 2
    with Server(recipe, "--store", store) as server:
        again = train(tmp_path / "out", server.url, ranks=2, per_device=4, steps=5, resume=True)
    first = tickets([call[0] for call in before[0]["calls"]])
    assert [int(ticket.partition(":")[2]) for ticket in first] == [0, 1, 2]
    for run in (before, again):
        for mine, other in zip(run[0]["calls"], run[1]["calls"], strict=True):
            assert len(set(mine) | set(other)) == 1
            assert len(mine) == len(other) == 4
    resumed = [int(tickets(call)[0].partition(":")[2]) for call in again[0]["calls"]]
    assert resumed == [2, 3, 4]


def test_a_config_that_would_undo_the_curriculum_is_refused(recipe: Path) -> None:
    where = Stdio(str(recipe))
    with pytest.raises(UsageError, match="shuffle_dataset=False"):
        check(where, SimpleNamespace(shuffle_dataset=True, num_generations=8))
    for size in (4, 8):  # the server keeps to the size of the trainer's groups
        check(where, SimpleNamespace(shuffle_dataset=False, num_generations=size))


def test_exported_rows_are_rewarded_without_a_server(exported: Any, right: Any) -> None:
    import datasets

    rows = datasets.load_dataset(str(exported("trl")), split="test")
    labels = [rows[0]["label"], rows[0]["label"], rows[11]["label"]]
    said = [right(labels[0]), "raise", [{"role": "assistant", "content": right(labels[2])}]]
    logged: dict[str, float] = {}
    rewards = reward()(
        [None] * 3, said, label=labels, level=[0.5, 0.5, None], log_metric=logged.__setitem__
    )
    assert rewards == [1.0, None, 1.0]
    assert logged["tasksynth/error"] == pytest.approx(1 / 3)
    assert logged["tasksynth/level"] == 0.5
    assert logged["tasksynth/part/right"] == 1.0


def test_the_documents_examples_run(exported: Any, tmp_path: Path) -> None:
    """Word for word, but for the model, the addresses and the size."""
    (tmp_path / "recipe.toml").write_text(RECIPE.format(strategy="uniform"))
    model = str(tmp_path / "model")
    small = "max_steps=1, use_cpu=True, bf16=False, max_completion_length=2"
    changed = {"Qwen/Qwen3-0.6B": model, "max_steps=500": small}
    with Server(tmp_path / "recipe.toml") as server:
        address = {"http://127.0.0.1:8321": server.url}
        rows = {"on_the_hub": str(exported("hf"))}
        program = [
            f"import sys; sys.path.insert(0, {str(GRPO.parent)!r})",
            f"import grpo; grpo.save({model!r})",
            block("grpo.py", changed | address),
            block("grpo_stdio.py", changed),
            block("grpo_export.py", changed | rows),
        ]
        run = subprocess.run(
            [sys.executable, "-c", "\n".join(program)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert run.returncode == 0, run.stderr[-3000:]
        assert server.http.get("/status").json()["position"] > 0
    assert inspected(tmp_path / "run.db")["position"] > 0
