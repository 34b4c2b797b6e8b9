"""`tasksynth evaluate` on the apps: real tool calls, over HTTP, as a model makes them."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tasksynth.episode import read_transcript
from tasksynth.evaluation.endpoint import Endpoint
from tasksynth.evaluation.run import evaluate
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe, Task
from tests.evaluation.server import Server, call
from tests.generators.apps.playing import FAMILY


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_model_plays_the_apps_over_http(server: Server, tmp_path: Path) -> None:
    mix = (Mix(family=FAMILY.name, levels=(0.2, 0.6)),)
    generate(Recipe(mix=mix, count=4, seed=1), tmp_path / "data")
    (file,) = (tmp_path / "data").glob("*.jsonl")
    tasks = [Task.model_validate_json(line) for line in file.read_bytes().splitlines()]
    ways = {
        task.text: read_transcript(
            FAMILY.solve(FAMILY.Instance.model_validate(task.instance))
        ).actions
        for task in tasks
    }

    def play(messages: list[dict[str, Any]]) -> dict[str, Any]:
        """The next call of the reference; one reads no reply that does not fit the call before."""
        done = [message for message in messages if message["role"] == "tool"]
        assert all(json.loads(one["content"]) for one in done if one["content"].startswith("{"))
        action = ways[messages[0]["content"]][len(done)]
        assert action.tool is not None
        assert isinstance(action.arguments, dict)
        return {"content": None, "tool_calls": [call(len(done), action.tool, **action.arguments)]}

    server.play = play
    report = evaluate(tmp_path / "data", Endpoint(server.url, "m", retries=0), tmp_path / "run")
    assert (report.total.passed, report.total.answers) == (4, 4)
    names = {tool["function"]["name"] for body in server.bodies for tool in body["tools"]}
    assert {"finish", "list_apis", "call_api"} < names
    assert len(names) > 12
