"""One session, two shells: the same messages, the same tasks."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.serve.server import Server, write_recipe
from tests.serve.test_stdio import Child


def conversation(call: Any) -> list[Any]:
    """A trainer that gets better at easy tasks."""
    said = []
    for step in range(12):
        asked = call("ask", n=4, key=f"step-{step}")
        said.append(asked)
        feedback = [
            {"ticket": one["ticket"]["id"], "rewards": [1.0, float(one["ticket"]["level"] < 0.5)]}
            for one in asked["tasks"]
        ]
        said.append(call("tell", feedback=feedback))
        label = asked["tasks"][0]["label"]
        said.append(call("verify", label=label, answers=["1", "so so", "raise"]))
        said.append(call("task", label=label))
    said.append(call("ask", n=10, cursor=3))
    said.append(call("status"))
    return said


@pytest.mark.parametrize("strategy", ["frontier", "staged"])
def test_both_shells_say_the_same(tmp_path: Path, strategy: str) -> None:
    recipe = write_recipe(tmp_path, strategy)
    with Child(recipe) as child:
        over_stdio = conversation(child.call)
    with Server(recipe) as server:

        def call(method: str, **params: Any) -> Any:
            message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
            return server.post("/rpc", **message)["result"]

        over_http = conversation(call)
    assert over_stdio == over_http


def test_a_slow_answer_keeps_no_request_waiting(tmp_path: Path) -> None:
    with Child(write_recipe(tmp_path)) as child:
        (served,) = child.call("ask", n=1)["tasks"]
        ticket = served["ticket"]["id"]
        params = {"ticket": ticket, "answers": ["loop"], "tell": True}
        child.send(json.dumps({"id": "slow", "method": "verify", "params": params}).encode())
        for i in range(20):
            child.send(json.dumps({"id": i, "method": "ask"}).encode())
        assert [child.reply()["id"] for _ in range(20)] == list(range(20))
        slow = child.reply()
        assert slow["id"] == "slow"
        assert slow["result"]["verdicts"][0]["status"] == "error"
        assert slow["result"]["ack"]["status"] == "ok"


def test_what_was_sent_before_the_end_is_answered(tmp_path: Path) -> None:
    with Child(write_recipe(tmp_path)) as child:
        (served,) = child.call("ask", n=1)["tasks"]
        params = {"ticket": served["ticket"]["id"], "answers": ["-1", "raise", "2"]}
        lines = [json.dumps({"id": i, "method": "verify", "params": params}) for i in range(50)]
        out, err = child.process.communicate("\n".join(lines).encode(), timeout=60)
    assert sorted(json.loads(line)["id"] for line in out.splitlines()) == list(range(50))
    assert (child.process.returncode, err) == (0, b"")
