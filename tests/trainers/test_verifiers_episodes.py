"""verifiers rolls episodes out: its harness calls the tasks' own tools over MCP."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("verifiers")

from tasksynth.adapters.episodes import verifiers as adapter
from tasksynth.adapters.scoring import server as connected
from tasksynth.adapters.sources import folder as files
from tasksynth.adapters.verifiers import TasksynthData
from tasksynth.export.run import export
from tasksynth.single import make
from tasksynth_schemas import Label
from tests.serve.server import Server
from tests.trainers.agents import IDLE, PLAYED, Knowing, made
from tests.trainers.docs import block
from tests.trainers.mock_openai import MockOpenAI
from tests.trainers.players import add, answered, call, label_of, press, recipe

pytestmark = pytest.mark.trainer
SCRIPTS = Path(sys.executable).parent


def evaluate(folder: Path, url: str, play: Callable[[str], str], rollouts: int = 2) -> Any:
    """What `vf-eval` makes of a server's first ticket, as docs/trainers.md says it."""
    folder.mkdir()
    (folder / "walks.py").write_text(block("walks.py", {}))
    with MockOpenAI(play) as mock:
        options = ["-n", "1", "-r", str(rollouts), "--env.taskset.url", url]
        options += ["--env.taskset.rollouts", str(rollouts)]
        return traces_of(folder, "walks", mock, *options)


def traces_of(folder: Path, name: str, mock: MockOpenAI, *options: str) -> Any:
    """The rollouts of `vf-eval` over the tasksets that a module there has."""
    path = [str(folder), os.environ.get("PYTHONPATH", "")]
    command = [str(SCRIPTS / "vf-eval"), name, *options, "--no-push", "--no-rich", "-m", "mock"]
    command += ["--client.base-url", mock.url, "--client.api-key-var", "OPENAI_API_KEY"]
    command += ["--env.agent.harness.id", "null", "--env.agent.runtime.type", "subprocess"]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "OPENAI_API_KEY": "none", "PYTHONPATH": os.pathsep.join(path)},
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    (file,) = folder.rglob("traces.jsonl")
    episodes = [json.loads(line) for line in file.read_text().splitlines()]
    return [trace for episode in episodes for trace in episode["traces"]]


def score(trace: Any) -> float | None:
    found = trace["rewards"].get("reward")
    return None if found is None else found["score"]


def test_calls_and_words_are_one_episode_and_teach_the_curriculum(tmp_path: Path) -> None:
    spoken = iter(["Which lamp?", "Hm."])

    def play(text: str) -> str:
        """Words first, which the family answers as the user; then the calls."""
        said = next(spoken, "") if text.startswith("Press lamp") else ""
        first.setdefault("lamp", text)
        return said or press(first["lamp"] if text == "Press a lamp." else text)

    first: dict[str, str] = {}
    store = tmp_path / "run.db"
    with Server(recipe(tmp_path, "demo.lamps", 2), "--store", str(store)) as server:
        traces = evaluate(tmp_path / "right", server.url, play)
    assert [score(trace) for trace in traces] == [1.0, 1.0]
    assert len({trace["task"]["key"] for trace in traces}) == 1
    roles = [node["message"]["role"] for node in traces[0]["nodes"]]
    assert {"user", "assistant", "tool"} <= set(roles)
    assert answered(store) == 1


def test_a_fault_of_ours_has_no_reward(tmp_path: Path) -> None:
    plays: list[Callable[[str], str]] = [add, lambda _text: "raise"]
    play = iter(plays)
    with Server(recipe(tmp_path, "demo.sum", 2)) as server:
        traces = evaluate(tmp_path / "out", server.url, lambda text: next(play)(text))
    assert sorted(score(trace) is None for trace in traces) == [False, True]


def test_pictures_come_with_prompts_and_tools(tmp_path: Path) -> None:
    said = iter([call("look"), call("dig")])
    with Server(recipe(tmp_path, "demo.walk", 1)) as server:
        (trace,) = evaluate(tmp_path / "out", server.url, lambda _text: next(said, "Done."), 1)
    messages = [node["message"] for node in trace["nodes"]]
    for role in ("user", "tool"):
        content = next(one["content"] for one in messages if one["role"] == role)
        assert "image_url" in {part["type"] for part in content}
    assert score(trace) == 0.0


def test_agents_are_rewarded_with_pictures_and_their_own_tools(tmp_path: Path) -> None:
    """All in one run, of an export as it is installed: each rollout starts two processes."""
    export(made(tmp_path / "tasks", *PLAYED), "verifiers", tmp_path / "agents_env")
    rows = files.rows(tmp_path / "agents_env" / "agents_env" / "data", "train")
    with MockOpenAI(chat=Knowing([row["label"] for row in rows])) as mock:
        options = ["-n", str(len(rows)), "-r", "1", "--max-concurrent", "2"]
        found = traces_of(tmp_path / "agents_env", "agents_env", mock, *options)
    assert {trace["task"]["key"]: score(trace) for trace in found} == {
        row["id"]: 1.0 for row in rows
    }
    for trace in found:
        task = make(Label.parse(trace["task"]["data"]["label"]).ref)
        parts = [node["message"].get("content") for node in trace["nodes"]]
        shown = "image_url" in json.dumps(parts)
        assert shown == ("image" in task.needs.media), task.ref


def test_an_agent_that_does_nothing_gets_nothing(tmp_path: Path) -> None:
    export(made(tmp_path / "tasks", "apps.web tree"), "verifiers", tmp_path / "web_env")
    with MockOpenAI(lambda _text: IDLE) as mock:
        options = ["-n", "1", "-r", "1", "--env.agent.max-turns", "2"]
        (trace,) = traces_of(tmp_path / "web_env", "web_env", mock, *options)
    assert score(trace) == 0.0


@pytest.mark.parametrize("served", [False, True])
def test_both_sides_of_an_episode_stay_in_step(tmp_path: Path, served: bool) -> None:
    with Server(recipe(tmp_path, "demo.lamps", 2)) as server:
        label = connected(server.url).ask(0, 1).tasks[0].label if served else label_of("demo.lamps")
        url = server.url if served else None
        data = TasksynthData(label=label, family="demo.lamps", url=url)
        state = adapter.EpisodeState(key="k")
        user, tools = adapter.Player(data), adapter.Player(data)
        assert user.act(state, None, "hello").text == "Press a lamp."
        tools.act(state, "press", {"lamp": 9})
        user.act(state, None, "and now?")
        assert tools.act(state, "press", {"lamp": 9}).over
        assert state.over
        verdict = adapter.Player(data).verdict(state)
        assert (verdict.status, verdict.parts["lit"]) == ("fail", 0.0)
