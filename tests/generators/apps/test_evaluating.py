"""`tasksynth evaluate` on families of agents, apps, screens, tools: real tool calls, over HTTP."""

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.capability import Interactive
from tasksynth.episode import read_transcript
from tasksynth.evaluation.endpoint import Endpoint
from tasksynth.evaluation.run import evaluate
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Action, Mix, Recipe, Task
from tests.evaluation.server import Server, call
from tests.generators.apps.playing import FAMILY

TREE = {"form": "tree"}
FAMILIES: dict[str, dict[str, Any]] = {
    "apps.api_world": {},
    "apps.mobile": {},
    "apps.web": {},
    "gui.cursor": TREE,
    "gui.ground": TREE,
    "gui.inverse_dynamics": TREE,
    "text.persuasion": {},
    "tools.calls": {},
    "tools.code_math": {},
    "tools.rerank": {},
    "tools.retrieval": {},
}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def way(task: Task) -> Sequence[Action]:
    """What the reference does: calls, or its one answer."""
    family: Any = registry.get(task.ref.family)
    answer = family.solve(family.Instance.model_validate(task.instance))
    if isinstance(family, Interactive):
        return read_transcript(answer).actions
    return (Action(text=answer),)


def played(mix: tuple[Mix, ...], count: int, server: Server, where: Path) -> Any:
    """The report on a model that does what the references do, one action a turn."""
    generate(Recipe(mix=mix, count=count, seed=1), where / "data")
    files = sorted((where / "data").glob("*.jsonl"))
    lines = [line for file in files for line in file.read_bytes().splitlines()]
    tasks = [Task.model_validate_json(line) for line in lines]
    ways = {task.text: way(task) for task in tasks}
    assert len(ways) == len(tasks) == count

    def play(messages: list[dict[str, Any]]) -> dict[str, Any]:
        done = sum(message["role"] == "assistant" for message in messages)
        action = ways[messages[0]["content"]][done]
        if action.tool is None:
            return {"content": action.text}
        assert isinstance(action.arguments, dict)
        return {"content": None, "tool_calls": [call(done, action.tool, **action.arguments)]}

    server.play = play
    return evaluate(where / "data", Endpoint(server.url, "m", retries=0), where / "run")


def test_a_model_plays_the_apps_over_http(server: Server, tmp_path: Path) -> None:
    report = played((Mix(family=FAMILY.name, levels=(0.2, 0.6)),), 4, server, tmp_path)
    assert (report.total.passed, report.total.answers) == (4, 4)
    names = {tool["function"]["name"] for body in server.bodies for tool in body["tools"]}
    assert {"finish", "list_apis", "call_api"} < names
    assert len(names) > 12
    for body in server.bodies:
        seen = [m["content"] for m in body["messages"] if m["role"] == "tool"]
        assert all(json.loads(one) for one in seen if one.startswith("{"))


def test_a_model_plays_every_family_over_http(server: Server, tmp_path: Path) -> None:
    mix = tuple(Mix(family=name, params=params, levels=(0.3,)) for name, params in FAMILIES.items())
    report = played(mix, len(mix), server, tmp_path)
    assert (report.total.passed, report.total.answers) == (len(mix), len(mix))
    called = [
        message["tool_calls"]
        for body in server.bodies
        for message in body["messages"]
        if message.get("tool_calls")
    ]
    names = {one["function"]["name"] for calls in called for one in calls}
    assert {"tap", "click", "fill", "push", "search", "run_python"} <= names
