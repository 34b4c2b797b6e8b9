"""The routes, on a real server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tasksynth_schemas import Label, TaskRef
from tests.serve.server import Server, right, write_recipe


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(write_recipe(tmp_path_factory.mktemp("http"))) as server:
        yield server


def ask(server: Server, **body: Any) -> Any:
    return server.post("/ask", **body)["tasks"]


def test_ask_verify_tell(server: Server) -> None:
    (served,) = ask(server, n=1)
    ticket, answer = served["ticket"]["id"], right(served["prompt"])
    verdicts = server.post("/verify", ticket=ticket, answers=[answer, "-1", "so so"])["verdicts"]
    assert [verdict["status"] for verdict in verdicts] == ["pass", "fail", "unparsable"]
    feedback = [{"ticket": ticket, "rewards": [1, 0, 0, None]}]
    assert server.post("/tell", feedback=feedback)["acks"][0]["status"] == "ok"
    assert server.post("/tell", feedback=feedback)["acks"][0]["status"] == "duplicate"


def test_equal_cursors_and_keys_give_equal_tasks(server: Server) -> None:
    keyed = ask(server, n=3, key="step-1")
    assert ask(server, n=3, key="step-1") == keyed
    header = {"Idempotency-Key": "step-1"}
    assert server.http.post("/ask", json={"n": 3}, headers=header).json()["tasks"] == keyed
    place = keyed[0]["ticket"]["position"]
    page = server.http.get("/at", params={"cursor": place, "n": 3}).json()
    assert page == {"tasks": keyed, "cursor": place + 3}
    assert server.http.post("/ask", json={"n": 4, "key": "step-1"}).status_code == 409


KEYED = (
    *("/verify", "/ask", "/tell", "/verify/batch", "/verify/stream", "/open", "/act", "/close"),
    *("/tickets", "/rpc", "/openrlhf", "/slime", "/nemo/verify", "/nemo/seed_session"),
)


@pytest.mark.parametrize("path", KEYED)
def test_a_key_is_visible_ascii_on_every_route_that_takes_one(server: Server, path: str) -> None:
    for key in (b"two words", b"\xe9", b"k" * 201, b""):
        reply = server.http.post(path, json={}, headers={b"Idempotency-Key": key})
        assert reply.status_code == 422
        assert "1 to 200 visible ASCII" in reply.json()["error"]


def test_a_label_is_all_that_a_reward_call_needs(server: Server) -> None:
    (served,) = ask(server, n=1)
    answer = right(served["prompt"])
    statuses = []
    for text in (answer, answer, "-1", answer, answer):
        reply = server.post("/verify", label=served["label"], answers=[text])
        statuses.append(reply["ack"]["status"])
    assert statuses == ["partial", "partial", "partial", "ok", "duplicate"]
    alone = str(Label(ref=TaskRef(**served["ticket"]["ref"])))
    reply = server.post("/verify", label=alone, answers=[answer])
    assert reply["verdicts"][0]["status"] == "pass"
    assert reply["ack"] is None


def test_the_policy_cannot_see_the_instance(server: Server) -> None:
    (served,) = ask(server, n=1)
    shown = server.http.get("/task", params={"label": served["label"]}).json()
    assert shown["prompt"] == served["prompt"]
    assert not {"instance"} & {*shown, *served, *served["ticket"]}
    by_ticket = server.http.get("/task", params={"label": served["ticket"]["id"]}).json()
    assert by_ticket == shown


def test_there_is_a_page_and_it_is_ready(server: Server) -> None:
    for path in ("/", "/healthz", "/readyz", "/status", "/families", "/schemas", "/metrics"):
        assert server.http.get(path).status_code == 200, path
    (family,) = server.http.get("/families").json()
    assert family["name"] == "demo.sum"
    assert server.http.get("/schemas/verdict").json()["title"] == "Verdict"


def test_json_rpc_is_the_same_session(server: Server) -> None:
    (served,) = ask(server, n=1, key="rpc")
    message = {"jsonrpc": "2.0", "id": 7, "method": "ask", "params": {"n": 1, "key": "rpc"}}
    assert server.post("/rpc", **message) == {
        "jsonrpc": "2.0",
        "id": 7,
        "result": {"tasks": [served], "cursor": served["ticket"]["position"] + 1},
    }


def test_a_busy_port_is_one_line(server: Server, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="cannot listen on"):
        Server(write_recipe(tmp_path), port=server.port)


def test_there_is_no_way_but_the_ways(server: Server) -> None:
    assert server.http.get("/../../etc/passwd").status_code == 404
    assert server.http.get("/schemas/..%2f..%2fpyproject.toml").status_code == 404
    assert httpx.put(server.url + "/ask", json={}).status_code == 405
