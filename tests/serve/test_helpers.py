"""Servers that work for the ledger of another one: the same run, whichever is asked."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tasksynth.cli import app
from tasksynth.client import Client
from tasksynth.episode import transcript_of
from tasksynth_schemas import Action, Feedback, Label, TaskRef
from tests.serve.fleet import free_port
from tests.serve.server import Server, right, write_recipe
from tests.serve.test_retries import ROUTES, missing


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(write_recipe(tmp_path_factory.mktemp("keeper")), "--workers", "1") as server:
        yield server


@pytest.fixture(scope="module")
def server(keeper: Server) -> Iterator[Server]:
    with Server(keeper.url, "--workers", "1") as server:
        yield server


@pytest.fixture
def task(server: Server) -> Any:
    return server.post("/ask", n=1)["tasks"][0]


def test_a_helper_serves_the_same_run(keeper: Server, server: Server) -> None:
    asked = server.post("/ask", n=3, key="mine")
    assert keeper.post("/ask", n=3, key="mine") == asked
    place = asked["tasks"][0]["ticket"]["position"]
    page = {"cursor": place, "n": 3}
    assert server.http.get("/at", params=page).json() == asked
    for path in ("/status", "/families", "/readyz", "/schemas"):
        assert server.http.get(path).content == keeper.http.get(path).content
    assert "tasksynth_ledger_waiting 0" in server.http.get("/metrics").text


def test_rewards_come_along_with_an_ask(keeper: Server, server: Server) -> None:
    for one in (keeper, server):
        (task,) = one.post("/ask")["tasks"]
        told = [{"ticket": task["ticket"]["id"], "rewards": [1, 0, 1, 0]}]
        for status in ("ok", "duplicate"):
            asked = one.post("/ask", n=2, key=f"{one.port} {status}", feedback=told)
            assert asked["acks"] == [{"ticket": task["ticket"]["id"], "status": status}]
            assert len(asked["tasks"]) == 2
        again = one.post("/ask", n=2, key=f"{one.port} ok")
        assert "acks" not in again
        with Client(one.url) as client:
            ticket = again["tasks"][0]["ticket"]["id"]
            asked = client.ask(feedback=[Feedback(ticket=ticket, rewards=(1.0,))])
            assert [(ack.ticket, ack.status) for ack in asked.acks] == [(ticket, "ok")]


def test_what_a_helper_judges_the_keeper_learns(keeper: Server, server: Server, task: Any) -> None:
    text = right(task["prompt"])
    for answer, status in ((text, "partial"), ("-1", "partial"), (text, "partial"), (text, "ok")):
        reply = server.post("/verify", label=task["label"], answers=[answer])
        assert reply["ack"]["status"] == status
    told = [{"ticket": task["ticket"]["id"], "rewards": [0]}]
    assert keeper.post("/tell", feedback=told)["acks"][0]["status"] == "duplicate"


@pytest.mark.parametrize("path", ROUTES)
def test_a_repeat_at_another_server_counts_once(
    keeper: Server, server: Server, task: Any, path: str
) -> None:
    body = ROUTES[path](task["label"], "-1")
    for one in (server, keeper, server):
        one.http.post(path, json=body, headers={"Idempotency-Key": "k"}).raise_for_status()
    assert missing(server, task) == 3


def test_a_helper_refuses_what_its_keeper_refuses(server: Server, task: Any) -> None:
    run, place = task["ticket"]["id"].split(":")
    assert server.http.get("/at", params={"cursor": 10**6}).status_code == 404
    server.post("/ask", n=1, key="once")
    assert server.http.post("/ask", json={"n": 2, "key": "once"}).status_code == 409
    for ticket in (f"{run}:{int(place) + 9}", "00000000:0"):
        reply = server.http.post("/verify", json={"ticket": ticket, "answers": ["1"]})
        assert (reply.status_code, reply.json()["error"][:9]) == (404, "no ticket")
    assert server.http.get("/").status_code == 404


def test_a_ticket_of_another_server_is_found(keeper: Server, server: Server) -> None:
    (served,) = keeper.post("/ask", n=1)["tasks"]
    found = server.post("/verify", ticket=served["ticket"]["id"], answers=["so so"], tell=False)
    assert found["verdicts"][0]["status"] == "unparsable"


def test_many_asks_in_one_message_are_refused_one_by_one(keeper: Server) -> None:
    asks = [{"n": 2, "key": "many"}, {"cursor": 10**6}, {"n": 1, "key": "many"}]
    issued = keeper.post("/tickets", asks=asks)["issued"]
    assert [(len(one["tickets"]), one["status"]) for one in issued] == [
        (2, 200),
        (0, 404),
        (0, 409),
    ]
    assert keeper.post("/tickets", asks=asks[:1])["issued"] == issued[:1]
    many = keeper.post("/tickets", asks=[asks[0], {"n": 4095}, asks[0]])["issued"]
    assert [one["status"] for one in many] == [200, 413, 413]
    assert "at most 4096 tickets" in many[1]["error"]


def test_over_standard_input_and_output(keeper: Server) -> None:
    ask = json.dumps({"id": 1, "method": "ask", "params": {"key": "pipe"}})
    run = subprocess.run(
        [sys.executable, "-m", "tasksynth", "serve", keeper.url, "--stdio", "--workers", "1"],
        input=ask + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(run.stdout)["result"] == keeper.post("/ask", key="pipe")


def test_rewards_wait_for_a_keeper_that_is_away(tmp_path: Path) -> None:
    recipe, store, port = write_recipe(tmp_path), str(tmp_path / "run.db"), free_port()
    options = ("--store", store, "--workers", "1")
    with Server(recipe, *options, port=port) as keeper, Server(keeper.url) as helper:
        task = helper.post("/ask", n=1)["tasks"][0]
        keeper.kill()
        body = {"label": task["label"], "answers": ["-1", right(task["prompt"])]}
        sample = {"response": "-1", "label": task["label"]}
        reply = helper.http.post("/slime", json=sample)
        assert (reply.status_code, reply.headers["Retry-After"]) == (503, "1")
        assert helper.http.get("/readyz").status_code == 503
        alone = body | {"label": str(Label(ref=TaskRef(**task["ticket"]["ref"])))}
        assert helper.post("/verify", **alone)["ack"] is None  # which needs no ledger
        with Server(recipe, *options, port=port):
            header = {"Idempotency-Key": "once"}
            for status in ("partial", "duplicate"):
                reply = helper.http.post("/verify", json=body, headers=header)
                assert reply.json()["ack"]["status"] == status
            helper.post("/slime", **sample)
            assert missing(helper, task) == 1


def test_an_episode_is_played_where_the_journal_is(tmp_path: Path) -> None:
    recipe = tmp_path / "walk.toml"
    recipe.write_text(
        'seed = 5\n[[mix]]\nfamily = "demo.walk"\nlevels = [0.0]\n[curriculum]\nrollouts = 2\n'
    )
    with Server(recipe, "--workers", "1") as keeper, Server(keeper.url) as helper:
        (served,) = helper.post("/ask", n=1)["tasks"]
        opened = helper.post("/open", label=served["label"])
        assert opened["prompt"] == served["prompt"]
        act = {"episode": opened["episode"], "turn": 0, "action": {"tool": "dig"}}
        acted = helper.post("/act", **act)
        assert acted == keeper.post("/act", **act)
        closed = helper.post("/close", episode=opened["episode"])
        assert closed["ack"]["status"] == "partial"
        assert helper.http.post("/act", json=act | {"turn": 9}).status_code == 409
        assert helper.http.post("/close", json={"episode": "0" * 20}).status_code == 404
        transcript = transcript_of([Action(tool="dig")], 10_000)
        found = helper.post("/verify", label=served["label"], answers=[transcript])
        assert found["verdicts"] == [closed["verdict"]]
        assert found["ack"]["status"] == "ok"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["http://127.0.0.1:1", "--store", "run.db"], "the journal is kept by the server at"),
        (["ftp://127.0.0.1"], "want a server's URL, such as http://127.0.0.1:8321, got 'ftp:"),
        (["http://:80"], "want a server's URL"),
        (["http://127.0.0.1:99999"], "want a server's URL"),
    ],
)
def test_what_is_no_keeper_is_said_in_a_line(words: list[str], said: str) -> None:
    run = CliRunner().invoke(app, ["serve", *words, "--stdio"])
    assert run.exit_code == 2
    assert said in run.output.replace("\n", " ")
