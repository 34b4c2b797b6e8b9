"""A retry counts once, on every route; a bad item costs its own row and no other."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.serve.server import Server, right, write_recipe

GRADERS = "/v1/fine_tuning/alpha/graders/run"
Body = Callable[[str, str], Any]
"""Makes a route's request of a label and an answer."""
ROUTES: dict[str, Body] = {
    "/verify": lambda label, answer: {"label": label, "answers": [answer]},
    "/verify/batch": lambda label, answer: {"items": [{"label": label, "answers": [answer]}]},
    "/verify/stream": lambda label, answer: {"label": label, "answers": [answer]},
    "/rpc": lambda label, answer: {
        "id": 1,
        "method": "verify",
        "params": {"label": label, "answers": [answer]},
    },
    "/openrlhf": lambda label, answer: {"query": [answer], "prompts": [""], "labels": [label]},
    "/slime": lambda label, answer: {"response": answer, "label": label},
    "/nemo/verify": lambda label, answer: {"response": responses(answer), "label": label},
    GRADERS: lambda label, answer: {"model_sample": answer, "item": {"label": label}},
}


def responses(text: str) -> Any:
    piece = {"type": "output_text", "text": text}
    return {"output": [{"type": "message", "content": [piece]}]}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(write_recipe(tmp_path_factory.mktemp("retries"))) as server:
        yield server


@pytest.fixture
def task(server: Server) -> Any:
    return server.post("/ask", n=1)["tasks"][0]


def missing(server: Server, task: Any) -> int:
    """Rewards that the task's group of four still waits for."""
    ticket = task["ticket"]["id"]
    for number in range(1, 5):
        part = {"ticket": ticket, "rewards": [0], "part": f"look {number}"}
        status = server.post("/tell", feedback=[part])["acks"][0]["status"]
        if status == "ok":
            return number
        if status == "duplicate":
            return 0
    raise AssertionError("the group does not close")


@pytest.mark.parametrize("path", ROUTES)
def test_a_repeat_with_the_same_key_counts_once(server: Server, task: Any, path: str) -> None:
    body = ROUTES[path](task["label"], "-1")
    replies = [
        server.http.post(path, json=body, headers={"Idempotency-Key": "k"}).content
        for _ in range(3)
    ]
    assert len(replies) == 3
    assert missing(server, task) == 3


@pytest.mark.parametrize("path", ROUTES)
def test_equal_answers_are_rollouts_of_their_own(server: Server, task: Any, path: str) -> None:
    for _ in range(3):
        server.http.post(path, json=ROUTES[path](task["label"], "-1"))
    assert missing(server, task) == 1


@pytest.mark.parametrize("path", [path for path in ROUTES if path != "/verify/stream"])
def test_a_client_that_says_it_tries_again_counts_once(
    server: Server, task: Any, path: str
) -> None:
    body = ROUTES[path](task["label"], "-1")
    for attempt in ("0", "1", "2"):
        header = {"x-stainless-retry-count": attempt}
        assert server.http.post(path, json=body, headers=header).status_code == 200
    assert missing(server, task) == 3


@pytest.mark.parametrize("path", ["/openrlhf", "/slime", GRADERS])
def test_a_repeat_after_a_hang_up_counts_once(server: Server, task: Any, path: str) -> None:
    body = ROUTES[path](task["label"], "loop")
    for _ in range(2):
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{server.url}{path}", json=body, timeout=0.2)
    assert server.http.post(path, json=body).status_code == 200
    assert missing(server, task) == 3


def test_rows_of_one_request_are_told_apart(server: Server, task: Any) -> None:
    body = {"query": ["-1"] * 3, "prompts": [""] * 3, "labels": [task["label"]] * 3}
    for _ in range(2):
        server.http.post("/openrlhf", json=body, headers={"Idempotency-Key": "k"})
    assert missing(server, task) == 1


BAD = {
    "no label": "gold",
    "empty": "",
    "too long": "x" * 30_000,
    "stale": '{"ref":{"family":"demo.sum","version":9,"params":{"top":9},"seed":1,"index":2}}',
    "broken": '{"ref":{"family":"demo.broken","version":1,"params":{"top":9},"seed":1,"index":2}}',
    "of another run": "00000000:9",
}


@pytest.mark.parametrize("label", [*BAD.values(), None], ids=[*BAD, "null"])
def test_a_bad_item_is_an_error_in_its_own_row(
    server: Server, task: Any, label: str | None
) -> None:
    good = {"label": task["label"], "answers": [right(task["prompt"]), "-1"]}
    items = [good, {"label": label, "answers": ["1", "2"]}, good | {"answers": ["no"]}]
    found = server.post("/verify/batch", items=items)["items"]
    statuses = [[verdict["status"] for verdict in one["verdicts"]] for one in found]
    assert statuses == [["pass", "fail"], ["error"] * 2, ["unparsable"]]
    assert {verdict["reward"] for verdict in found[1]["verdicts"]} == {None}
    assert all(verdict["why"] for verdict in found[1]["verdicts"])
    assert missing(server, task) == 1


@pytest.mark.parametrize("label", [*BAD.values(), None], ids=[*BAD, "null"])
def test_openrlhf_goes_on_after_a_bad_label(server: Server, task: Any, label: str | None) -> None:
    labels = [task["label"], label, task["label"]]
    text = right(task["prompt"])
    got = server.post("/openrlhf", query=[text] * 3, prompts=[""] * 3, labels=labels)
    assert got["rewards"] == [1.0, 0.0, 1.0]
    assert got["extra_logs"]["error"] == [0.0, 1.0, 0.0]
    assert missing(server, task) == 2


def test_a_misspelt_field_within_a_list_is_told_by_its_own_fields(server: Server) -> None:
    told = server.http.post("/tell", json={"feedback": [{"tickt": "0", "rewards": [1]}]})
    assert told.json()["error"] == "no field 'feedback.0.tickt'; did you mean 'ticket'?"
    items = [{"ticket": "00000000:1", "answers": ["1"], "zz": 1}]
    asked = server.http.post("/verify/batch", json={"items": items})
    assert "no field 'items.0.zz'; it has ticket, ref, label, answers" in asked.json()["error"]


def test_what_is_echoed_is_json(server: Server, task: Any) -> None:
    body = json.dumps(ROUTES["/nemo/verify"](task["label"], "1") | {"level": float("nan")})
    refused = server.http.post("/nemo/verify", content=body)
    assert refused.status_code == 422
    assert "level" in refused.json()["error"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/ask"), ("POST", "/status"), ("PUT", "/")])
def test_another_method_is_refused_in_one_line(server: Server, method: str, path: str) -> None:
    reply = server.http.request(method, path)
    assert (reply.status_code, list(reply.json())) == (405, ["error"])
    assert f"not {method}" in reply.json()["error"]
    assert reply.headers["allow"]
