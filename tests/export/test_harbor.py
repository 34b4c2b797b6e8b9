"""Tasks as folders of Harbor: its scripts are run, in folders that stand for its containers."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A task's folder by its family: a walk, a sum, a sum in pictures."""
    home = tmp_path_factory.mktemp("harbor")
    names = ("demo.walk", "demo.sum", "demo.pictured")
    mix = tuple(Mix(family=name, levels=(0.1,)) for name in names)
    generate(Recipe(mix=mix, count=3, seed=4), home / "tasks")
    done = export(home / "tasks", "harbor", home / "out")
    assert len(done.files) == 3
    configs = {folder: tomllib.loads((folder / "task.toml").read_text()) for folder in done.files}
    return {config["metadata"]["family"]: folder for folder, config in configs.items()}


def run(script: Path, home: Path) -> int:
    """A script of Harbor's, whose container's root is `home`."""
    text = script.read_text()
    for there, here in (
        ("/app/", f"{home}/app/"),
        ("/logs/", f"{home}/logs/"),
        ("/tests/", f"{script.parent}/"),
        ('$(dirname "$0")', f"{script.parent}"),
    ):
        text = text.replace(there, here)
    (home / "app").mkdir(exist_ok=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command, env = ["bash", "-c", text], os.environ | {"PATH": path}
    return subprocess.run(command, env=env, capture_output=True, check=False).returncode


@pytest.mark.parametrize("family", ["demo.walk", "demo.sum", "demo.pictured"])
def test_the_solution_passes_the_test_and_nothing_does_not(
    family: str, folders: dict[str, Path], tmp_path: Path
) -> None:
    folder, reward = folders[family], tmp_path / "logs" / "verifier" / "reward.json"
    assert run(folder / "tests" / "test.sh", tmp_path) == 0
    assert json.loads(reward.read_text())["reward"] == 0
    assert run(folder / "solution" / "solve.sh", tmp_path) == 0
    assert run(folder / "tests" / "test.sh", tmp_path) == 0
    assert json.loads(reward.read_text())["reward"] == 1


def test_a_fault_of_ours_leaves_no_reward(folders: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "answer.txt").write_text("raise")
    assert run(folders["demo.sum"] / "tests" / "test.sh", tmp_path) == 1
    assert not (tmp_path / "logs").exists()


def test_the_agent_gets_the_prompt_and_nothing_that_solves_it(folders: dict[str, Path]) -> None:
    walk = folders["demo.walk"]
    told = (walk / "instruction.md").read_text()
    assert '"name":"step"' in told
    assert "at most 60 turns" in told
    picture = walk / "environment" / "media" / "corridor.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    for folder in folders.values():
        docker = (folder / "environment" / "Dockerfile").read_text()
        assert "tasksynth" not in docker
        assert ("COPY media/" in docker) == (folder / "environment" / "media").exists()
        config = tomllib.loads((folder / "task.toml").read_text())
        assert config["verifier"]["environment_mode"] == "separate"
        assert config["artifacts"] == ["/app/answer.txt"]
        assert os.access(folder / "tests" / "test.sh", os.X_OK)
