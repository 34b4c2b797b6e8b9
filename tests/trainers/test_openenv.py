"""OpenEnv serves an exported package; its own clients play it, over WebSocket and HTTP."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("openenv")

import httpx
from openenv.core import GenericEnvClient

from tasksynth.adapters.sources import folder as files
from tasksynth.episode import read_transcript
from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth.single import Judge, make
from tasksynth_schemas import Label, Mix, Recipe
from tests.trainers.agents import IDLE, PLAYED, made, way
from tests.trainers.docs import block
from tests.trainers.ports import free_port

pytestmark = pytest.mark.trainer


@pytest.fixture
def folder(exported: Any) -> Path:
    out: Path = exported("openenv")
    return out


@pytest.fixture
def url(folder: Path) -> Iterator[str]:
    yield from serve(folder)


@pytest.fixture
def walks(tmp_path: Path) -> Iterator[str]:
    """Four walks, served."""
    mix = (Mix(family="demo.walk", levels=(0.3,)),)
    generate(Recipe(mix=mix, count=4, seed=4), tmp_path / "tasks")
    export(tmp_path / "tasks", "openenv", tmp_path / "walks")
    yield from serve(tmp_path / "walks")


@pytest.fixture(scope="module")
def agents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A task of each family of agents, served; and their labels."""
    folder = tmp_path_factory.mktemp("agents")
    export(made(folder / "tasks", *PLAYED), "openenv", folder / "agents_env")
    rows = files.rows(folder / "agents_env" / "data", "train")
    labels = dict(zip(PLAYED, (row["label"] for row in rows), strict=True))
    for url in serve(folder / "agents_env"):
        yield url, labels


def serve(folder: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "server.app:app", "--port", str(port)]
    process = subprocess.Popen([*command, "--log-level", "warning"], cwd=folder)
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        if process.poll() is not None:
            raise AssertionError("the server did not start")
        try:
            httpx.get(f"{address}/health")
            break
        except httpx.TransportError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(30)


def test_the_package_passes_openenvs_own_check(folder: Path) -> None:
    command = [str(Path(sys.executable).parent / "openenv"), "validate", str(folder)]
    command += ["--level", "static"]  # the others build an image
    env = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_seed_poses_the_same_task_and_answers_are_judged(
    url: str, folder: Path, right: Any
) -> None:
    row = files.rows(folder / "data", "train")[7]
    with GenericEnvClient(base_url=url).sync() as env:
        first, again = env.reset(seed=7), env.reset(seed=7)
        assert first.observation["prompt"] == again.observation["prompt"] == row["prompt"]
        won = env.step({"answer": right(row["label"])})
        assert (won.reward, won.done) == (1.0, True)
        env.reset(split="test", index=11)
        lost = env.step({"answer": "no idea"})
        assert (lost.reward, lost.observation["status"]) == (0.0, "unparsable")
        env.reset(seed=0)
        assert env.step({"answer": "raise"}).reward is None


def test_an_episode_has_turns_tools_and_pictures(walks: str, tmp_path: Path) -> None:
    row = files.rows(tmp_path / "walks" / "data", "train")[2]
    judge = Judge(make(Label.parse(row["label"]).ref))
    way = read_transcript(judge.family.solve(judge.instance())).actions
    with GenericEnvClient(base_url=walks).sync() as env:
        posed = env.reset(seed=2)
        assert [tool["function"]["name"] for tool in posed.observation["tools"]] == [
            "step",
            "look",
            "dig",
        ]
        assert [part["type"] for part in posed.observation["prompt"]] == [
            "text",
            "image_url",
            "text",
        ]
        looked = env.step({"tool": "look"})
        assert (looked.done, looked.reward) == (False, None)
        assert looked.observation["seen"][1] == posed.observation["prompt"][1]
        wrong = env.step({"tool": "step", "arguments": {"way": 1}})
        assert wrong.observation["seen"].startswith("Error: step: ")
        steps = [env.step({"tool": one.tool, "arguments": one.arguments}) for one in way]
        assert [step.done for step in steps] == [False] * (len(way) - 1) + [True]
        assert steps[-1].reward == 1.0
        assert env.state()["step_count"] == len(way) + 2


@pytest.mark.parametrize("played", PLAYED)
def test_agents_are_rewarded_with_pictures_and_their_own_tools(agents: Any, played: str) -> None:
    url, labels = agents
    needs = make(Label.parse(labels[played]).ref).needs
    with GenericEnvClient(base_url=url).sync() as env:
        seen = [env.reset(seed=PLAYED.index(played))]
        tools = [tool["function"]["name"] for tool in seen[0].observation["tools"]]
        assert tools == [tool.name for tool in needs.tools]
        for one in way(labels[played]):
            action = {"tool": one.tool, "arguments": one.arguments, "answer": one.text}
            seen.append(env.step(action))
        assert (seen[-1].done, seen[-1].reward) == (True, 1.0)
        assert ("image_url" in str(seen)) == ("image" in needs.media)
        env.reset(seed=PLAYED.index(played))
        idle = [env.step({"answer": IDLE}) for _ in range(needs.turns)]
        assert (idle[-1].done, idle[-1].reward) == (True, 0.0)


def test_many_sessions_play_at_once(url: str, folder: Path, right: Any) -> None:
    rows = files.rows(folder / "data", "train")

    async def play(seed: int) -> float | None:
        async with GenericEnvClient(base_url=url) as env:
            await env.reset(seed=seed)
            result = await env.step({"answer": right(rows[seed % 12]["label"])})
            return float(result.reward)

    async def main() -> list[float | None]:
        return await asyncio.gather(*map(play, range(32)))

    assert asyncio.run(main()) == [1.0] * 32


def test_the_server_passes_openenvs_own_check(url: str) -> None:
    openenv = str(Path(sys.executable).parent / "openenv")
    done = subprocess.run([openenv, "validate", "--url", url], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


def test_the_documents_example_runs(url: str, capfd: pytest.CaptureFixture[str]) -> None:
    program = block("play.py", {"http://127.0.0.1:8000": url})
    subprocess.run([sys.executable, "-c", program], check=True)
    assert "What is" in capfd.readouterr().out


def test_tasks_are_listed(url: str, folder: Path) -> None:
    with closing(httpx.Client(base_url=url)) as http:
        splits = http.get("/my_tasks/splits").json()
        names = [split["name"] for split in splits]
        assert names == ["train", "test"]
        assert http.post("/my_tasks/num_tasks", json={"split": "test"}).json()["num_tasks"] == 12
        task = http.post("/my_tasks/task", json={"split": "test", "index": 3}).json()
        assert files.rows(folder / "data", "test")[3]["id"] in str(task)
        assert "label" not in str(task)
