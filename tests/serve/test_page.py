"""The page's routes, on a real server; what they look like in a browser is in test_browser.py."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tasksynth.serve.page.live import ASSETS, READERS
from tests.serve.server import Server, right, write_recipe

PICTURED = """
seed = 5
[[mix]]
family = "demo.pictured"
params = { top = 300 }
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(write_recipe(tmp_path_factory.mktemp("page"))) as server:
        yield server


def ask(server: Server, n: int = 1) -> list[Any]:
    tasks: list[Any] = server.post("/ask", n=n)["tasks"]
    return tasks


def frames(reply: httpx.Response) -> Iterator[Any]:
    """The data of the events as they come."""
    for line in reply.iter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


def test_the_page_loads_nothing_from_elsewhere_and_allows_no_inline_code(server: Server) -> None:
    page = server.http.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|\bon\w+=|style=|<style|https?://|//\w", page.text)
    for path in re.findall(r'(?:src|href)="([^"#]+)"', page.text):
        assert server.http.get(path).status_code == 200, path


def test_every_asset_is_served_and_nothing_else_is(server: Server) -> None:
    for path in ASSETS.iterdir():
        reply = server.http.get(f"/page/assets/{path.name}")
        assert reply.content == path.read_bytes()
        assert reply.headers["x-content-type-options"] == "nosniff"
        again = {"If-None-Match": reply.headers["etag"]}
        assert server.http.get(f"/page/assets/{path.name}", headers=again).status_code == 304
    for other in ("../page.py", "..%2fpage.py", "", "x.js"):
        assert server.http.get(f"/page/assets/{other}").status_code == 404


def test_scripts_never_make_markup_of_text() -> None:
    for path in ASSETS.glob("*.js"):
        markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\("
        assert not re.search(markup, path.read_text())


def test_events_begin_with_everything_and_go_on_with_changes(server: Server) -> None:
    with server.http.stream("GET", "/page/events") as reply:
        assert reply.headers["content-type"] == "text/event-stream"
        coming = frames(reply)
        whole = next(coming)
        assert [arm["level"] for arm in whole["arms"].values()] == [0.3, 0.6, 0.9]
        (served,) = ask(server)
        ticket = served["ticket"]["id"]
        answers = [right(served["prompt"]), "-1", "<b>so</b>", "-1"]
        server.post("/verify", ticket=ticket, answers=answers, tell=True)
        position = 0
        seen: list[str] = []
        cells: list[int] = []
        while len(seen) < 4 or not cells:
            frame = next(coming)
            position = frame["position"]
            seen += [one["verdict"]["status"] for one in frame["answered"]]
            cells += frame["cells"]
            assert frame["version"] > whole["version"]
        assert position == whole["position"] + 1
        assert seen == ["pass", "fail", "unparsable", "fail"]
        assert cells[2:] == [25, 4]


def test_the_state_is_the_same_without_events(server: Server) -> None:
    state = server.http.get("/page/state").json()
    assert state["strategy"] == "uniform"
    assert state["load"]["workers"] >= 1
    assert len(state["tracks"]) == 1


def test_a_task_is_shown_without_what_its_verifier_knows(server: Server) -> None:
    (served,) = ask(server)
    reply = server.http.get("/page/task", params={"ticket": served["ticket"]["id"]}).json()
    assert reply["prompt"] == served["prompt"]
    assert reply["measure"] == served["measure"]
    assert set(reply) == {"ref", "task", "params", "prompt", "measure", "images"}


def test_the_task_of_a_kept_answer_can_be_opened_without_a_ticket(server: Server) -> None:
    (served,) = ask(server)
    server.post("/verify", ref=served["ticket"]["ref"], answers=["no idea"])
    kept = server.http.get("/page/state").json()["answered"]
    (number,) = [one["n"] for one in kept if one["answer"] == "no idea"]
    reply = server.http.get("/page/task", params={"answer": number}).json()
    assert reply["prompt"] == served["prompt"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?ticket=",
        "?ticket=zz",
        "?ticket=00000000:0",
        "?ticket=00000000:999999999999999999",
        "?answer=999999",
        "?answer=x",
        "?answer=-1",
        "?answer=" + "9" * 5000,
        "?answer=٣",
    ],
)
def test_a_task_that_is_not_there_is_one_line(server: Server, query: str) -> None:
    reply = server.http.get(f"/page/task{query}")
    assert reply.status_code == 404
    assert set(reply.json()) == {"error"}


def test_to_open_a_ticket_beyond_the_end_does_not_hand_it_out(server: Server) -> None:
    before = server.http.get("/status").json()
    ticket = f"{before['run']}:{before['position']}"
    assert server.http.get("/page/task", params={"ticket": ticket}).status_code == 404
    assert server.http.get("/status").json() == before


def test_refused_requests_are_among_the_errors(server: Server) -> None:
    server.http.post("/ask", json={"n": 0})
    faults = server.http.get("/page/state").json()["faults"]
    assert any(one["where"] == "POST /ask" and "field 'n'" in one["what"] for one in faults)


def test_pictures_are_png_under_their_names(tmp_path: Path) -> None:
    recipe = tmp_path / "pictured.toml"
    recipe.write_text(PICTURED)
    with Server(recipe) as server:
        (served,) = ask(server)
        query = {"ticket": served["ticket"]["id"]}
        assert server.http.get("/page/task", params=query).json()["images"] == ["a.png", "b.png"]
        reply = server.http.get("/page/image", params={**query, "name": "a.png"})
        assert reply.headers["content-type"] == "image/png"
        assert reply.content.startswith(b"\x89PNG")
        for name in ("c.png", "../a.png"):
            reply = server.http.get("/page/image", params={**query, "name": name})
            assert reply.status_code == 404


def test_the_page_needs_no_token_and_what_it_shows_does(tmp_path: Path) -> None:
    with Server(write_recipe(tmp_path), TASKSYNTH_TOKEN="secret") as server:
        stranger = httpx.Client(base_url=server.url)
        with stranger:
            for path in ("/", "/page/assets/page.js"):
                assert stranger.get(path).status_code == 200
            for path in ("/page/state", "/page/events", "/page/task?ticket=x", "/page/image"):
                assert stranger.get(path).status_code == 401
        assert server.http.get("/page/state").status_code == 200


def test_only_so_many_pages_are_open_at_once_and_closed_ones_do_not_count(server: Server) -> None:
    with ExitStack() as stack:
        coming = []
        for _ in range(READERS):
            coming.append(frames(stack.enter_context(server.http.stream("GET", "/page/events"))))
            next(coming[-1])
        with server.http.stream("GET", "/page/events") as refused:
            assert refused.status_code == 503
            assert "close one of them" in refused.read().decode()
    for _ in range(1000):  # the server hears of it when it hears of it
        with server.http.stream("GET", "/page/events") as reply:
            if reply.status_code == 200:
                assert next(frames(reply))["run"]
                break
    else:
        pytest.fail("closed pages still count")


def test_open_pages_do_not_keep_the_server_from_ending(tmp_path: Path) -> None:
    with (
        Server(write_recipe(tmp_path)) as server,
        server.http.stream("GET", "/page/events") as reply,
    ):
        coming = frames(reply)
        next(coming)
        server.process.terminate()
        for _ in coming:
            pass
        assert server.process.wait(20) == 0


def test_history_survives_a_kill(tmp_path: Path) -> None:
    recipe, store = write_recipe(tmp_path), str(tmp_path / "run.db")
    with Server(recipe, "--store", store) as server:
        for served in ask(server, 20):
            feedback = [{"ticket": served["ticket"]["id"], "rewards": [1, 0, 0, 0]}]
            server.post("/tell", feedback=feedback)
        before = server.http.get("/page/state").json()
        server.kill()
    with Server(recipe, "--store", store) as server:
        after = server.http.get("/page/state").json()
    for name in ("cells", "width", "newest", "position", "run"):
        assert after[name] == before[name]
    assert len(after["cells"]) > 0
    assert [arm["served"] for arm in after["arms"].values()] == [
        arm["served"] for arm in before["arms"].values()
    ]
