"""verifiers installs an exported package, validates its tasks and evaluates a model on them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("verifiers")

from tasksynth.single import Judge, make
from tasksynth_schemas import Label
from tests.serve.server import Server, write_recipe
from tests.serve.server import right as right_sum
from tests.trainers.mock_openai import MockOpenAI

pytestmark = pytest.mark.trainer
SCRIPTS = Path(sys.executable).parent


@pytest.fixture
def package(exported: Any, tmp_path: Path) -> Path:
    """The export, built and installed as a user would."""
    out: Path = exported("verifiers", "echo_tasks")
    target = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run([*install, "--no-build-isolation", "--target", target, out], check=True)
    return target


def run(package: Path, *command: str) -> str:
    path = os.pathsep.join([str(package), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": path, "OPENAI_API_KEY": "none"}
    done = subprocess.run(
        [SCRIPTS / command[0], *command[1:]],
        cwd=package,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


def traces(package: Path) -> list[dict[str, Any]]:
    (file,) = package.rglob("traces.jsonl")
    episodes = [json.loads(line) for line in file.read_text().splitlines()]
    return [trace for episode in episodes for trace in episode["traces"]]


def evaluate(package: Path, mock: MockOpenAI, n: int, *options: str) -> list[dict[str, Any]]:
    model = ["-m", "mock", "--client.base-url", mock.url, "--client.api-key-var", "OPENAI_API_KEY"]
    local = ["--env.agent.harness.id", "null", "--env.agent.runtime.type", "subprocess"]
    what = ["echo_tasks", "-n", str(n), "-r", "2", "--no-push", "--no-rich"]
    run(package, "vf-eval", *what, *model, *local, *options)
    return traces(package)


def test_every_task_is_valid_by_the_validator(package: Path) -> None:
    said = run(package, "vf-validate", "echo_tasks", "-n", "12", "--runtime.type", "subprocess")
    assert re.search(r"valid_rate\W+1\.0", said), said


def test_right_answers_are_rewarded(package: Path, exported: Any) -> None:
    rows = [json.loads(line) for line in next(package.rglob("test-*.jsonl")).open()]
    known = {row["prompt"]: row for row in rows}

    def reply(prompt: str) -> str:
        row = known[prompt]
        judge = Judge(make(Label.parse(row["label"]).ref))
        return judge.family.solve(judge.instance()) if row["family"] == "demo.sum" else "?"

    with MockOpenAI(reply) as mock:
        found = evaluate(package, mock, 6, "--env.taskset.split", "test", "--select.shuffle")
    assert len(found) == 12
    for trace in found:
        right = trace["task"]["data"]["family"] == "demo.sum"
        assert trace["rewards"]["reward"]["score"] == float(right)
        assert trace["metrics"]["unparsable"] == float(not right)
    keys = {trace["task"]["key"] for trace in found}
    assert len(keys) == 6
    assert keys < {row["id"] for row in rows}


def test_a_servers_curriculum_is_endless_and_learns(package: Path, tmp_path: Path) -> None:
    with Server(write_recipe(tmp_path)) as server, MockOpenAI(right_sum) as mock:
        found = evaluate(package, mock, 3, "--env.taskset.url", server.url)
        told = server.http.get("/metrics").text
    assert [trace["rewards"]["reward"]["score"] for trace in found] == [1.0] * 6
    assert len({trace["task"]["key"] for trace in found}) == 3
    assert "tasksynth" in told
