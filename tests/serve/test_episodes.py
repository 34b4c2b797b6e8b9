"""Episodes over HTTP and stdio: real servers, real kills."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tasksynth import Action, Episode, registry, source
from tasksynth.client import Client, ServerError
from tasksynth.episode import read_transcript
from tasksynth_schemas.live import Acted, Opened
from tests.serve.server import Server

RECIPE = """
seed = 5
[[mix]]
family = "demo.walk"
levels = [0.3]
[curriculum]
strategy = "uniform"
rollouts = {rollouts}
"""
STEP = Action(tool="step", arguments={"direction": "left"})
DIG = Action(tool="dig")


def recipe(folder: Path, rollouts: int = 4) -> Path:
    path = folder / "walk.toml"
    path.write_text(RECIPE.format(rollouts=rollouts))
    return path


def way(opened: Opened) -> list[Action]:
    """The solver's actions in the task of an episode."""
    ref = json.loads(opened.label)["ref"]
    draw = source(ref["family"], seed=ref["seed"], params=ref["params"]).draw(ref["index"])
    return list(read_transcript(registry.get(ref["family"]).solve(draw.instance)).actions)


def test_an_episode_is_played_and_its_verdict_is_told(tmp_path: Path) -> None:
    with Server(recipe(tmp_path, 2)) as server, Client(server.url) as client:
        (served,) = client.ask().tasks
        assert served.needs.turns == 60
        assert {tool.name for tool in served.needs.tools} == {"step", "look", "dig"}
        (name,) = served.media
        assert served.media[name].startswith("data:image/png;base64,")
        good, bad = client.open(served), client.open(served)
        assert good.episode != bad.episode
        assert (good.turn, good.prompt, good.media) == (0, served.prompt, served.media)
        looked = client.act(good.episode, 0, Action(tool="look"))
        assert (looked.turn, looked.over, looked.verdict) == (1, False, None)
        assert looked.text == "You see [image: corridor.png]"
        assert looked.media["corridor.png"] == served.media["corridor.png"]
        won = [client.act(good.episode, turn, one) for turn, one in enumerate(way(good), 1)][-1]
        assert won.over
        assert won.verdict is not None
        assert won.verdict.reward == 1
        assert won.ack is not None
        assert won.ack.status == "partial"
        lost = client.close_episode(bad.episode)
        assert (lost.turn, lost.verdict.why) == (0, "nobody dug")
        assert lost.ack is not None
        assert lost.ack.status == "ok"
        assert client.close_episode(bad.episode).verdict == lost.verdict
        report = server.http.post("/rpc", json={"id": 1, "method": "status"}).json()
        assert report["result"]["position"] == 1


def test_actions_are_done_once_by_their_number(tmp_path: Path) -> None:
    with Server(recipe(tmp_path)) as server, Client(server.url, patience_s=5) as client:
        opened = client.open(client.ask().tasks[0], key="mine")
        first = client.act(opened.episode, 0, STEP)
        second = client.act(opened.episode, 1, STEP)
        assert client.act(opened.episode, 0, STEP) == first
        assert client.act(opened.episode, 1, STEP) == second
        for turn, action, line in (
            (0, DIG, "turn 0 was played already, and otherwise"),
            (3, STEP, "turn 3 is to come; the next is 2"),
        ):
            with pytest.raises(ServerError, match=line) as refused:
                client.act(opened.episode, turn, action)
            assert refused.value.status == 409
        again = client.open(opened.label, key="mine")
        assert (again.episode, again.turn) == (opened.episode, 2)
        over = client.act(opened.episode, 2, DIG)
        assert over.over
        assert client.act(opened.episode, 2, DIG) == over
        with pytest.raises(ServerError, match="the episode ended after 3 turns"):
            client.act(opened.episode, 3, STEP)
        with pytest.raises(ServerError, match="no episode") as missing:
            client.act("0" * 20, 0, STEP)
        assert missing.value.status == 404
        other = client.ask().tasks[0]
        with pytest.raises(ServerError, match="the key 'mine' has opened an episode of another"):
            client.open(other, key="mine")


def test_one_reply_is_an_episode_of_one_turn(tmp_path: Path) -> None:
    path = tmp_path / "sum.toml"
    path.write_text('[[mix]]\nfamily = "demo.sum"\nlevels = [0.3]\n[curriculum]\nrollouts = 1\n')
    with Server(path) as server, Client(server.url) as client:
        served = client.ask().tasks[0]
        a, b = served.text.removeprefix("What is ").removesuffix("?").split(" + ")
        opened = client.open(served)
        acted = client.act(opened.episode, 0, Action(text=str(int(a) + int(b))))
        assert acted.over
        assert acted.verdict is not None
        assert acted.verdict.status == "pass"
        assert acted.ack is not None
        assert acted.ack.status == "ok"


def _some_steps(client: Client, opened: Opened, n: int) -> list[Acted]:
    return [client.act(opened.episode, turn, STEP) for turn in range(n)]


@pytest.mark.slow
def test_killed_in_the_middle_of_200_episodes_all_go_on_and_each_is_judged_once(
    tmp_path: Path,
) -> None:
    path, store = recipe(tmp_path, 1), ("--store", str(tmp_path / "run.db"))
    with Server(path, *store) as server, Client(server.url) as client:
        tasks = client.ask(200).tasks
        port = server.port

        def begin(place: int) -> tuple[Opened, list[Acted]]:
            with Client(server.url) as own:
                opened = own.open(tasks[place], key=f"episode {place}")
                return opened, _some_steps(own, opened, place % 7)

        with ThreadPoolExecutor(16) as threads:
            begun = list(threads.map(begin, range(200)))
        server.kill()
    with Server(path, *store, port=port) as server:

        def finish(place: int) -> tuple[Acted, list[Action]]:
            opened, seen = begun[place]
            with Client(server.url) as own:
                again = own.open(tasks[place], key=f"episode {place}")
                assert (again.episode, again.turn) == (opened.episode, len(seen))
                for acted in seen[-2:]:  # what was acknowledged is as it was
                    assert own.act(opened.episode, acted.turn - 1, STEP) == acted
                last = own.act(opened.episode, len(seen), DIG)
                assert own.act(opened.episode, len(seen), DIG) == last
                return last, [STEP] * len(seen) + [DIG]

        with ThreadPoolExecutor(16) as threads:
            ends = list(threads.map(finish, range(200)))
        for (acted, actions), (opened, _) in zip(ends, begun, strict=True):
            assert acted.over
            assert acted.ack is not None
            assert acted.ack.status == "ok"
            assert acted.verdict == _alone(opened, actions)
        text = server.http.get("/metrics").text
        assert 'tasksynth_feedback_total{status="ok"} 200' in text


def _alone(opened: Opened, actions: list[Action]) -> Any:
    """The verdict of the same actions without any server."""
    ref = json.loads(opened.label)["ref"]
    draw = source(ref["family"], seed=ref["seed"], params=ref["params"]).draw(ref["index"])
    episode = Episode(registry.get(ref["family"]), draw.instance)
    for action in actions:
        episode.act(action)
    return episode.verdict()


@pytest.mark.slow
def test_two_servers_on_one_store_play_one_episode_in_turn(tmp_path: Path) -> None:
    path, store = recipe(tmp_path, 1), ("--store", str(tmp_path / "run.db"))
    with (
        Server(path, *store) as one,
        Server(path, *store) as two,
        Client(one.url) as a,
        Client(two.url) as b,
    ):
        opened = a.open(a.ask().tasks[0])
        assert a.act(opened.episode, 0, STEP).turn == 1
        assert b.act(opened.episode, 1, STEP).turn == 2
        with pytest.raises(ServerError, match="was played otherwise"):
            a.act(opened.episode, 1, DIG)
        assert a.act(opened.episode, 2, STEP).turn == 3


def test_an_episode_that_nobody_plays_is_given_up_without_a_reward(tmp_path: Path) -> None:
    with (
        Server(recipe(tmp_path, 1), "--episode-idle", "0.5") as server,
        Client(server.url) as client,
    ):
        served = client.ask().tasks[0]
        opened = client.open(served)
        for _ in count():
            text = server.http.get("/metrics").text
            if 'tasksynth_feedback_total{status="ok"} 1' in text:
                break
            time.sleep(0.1)
        closed = client.close_episode(opened.episode)
        assert closed.verdict.reward is None
        assert "given up: nothing happened for 0.5 s" in closed.verdict.why


def test_over_standard_input(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from tasksynth.cli import app; app()"]
    command += ["serve", "--stdio", str(recipe(tmp_path, 1))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout

        def call(method: str, **params: Any) -> Any:
            assert process.stdin
            assert process.stdout
            line = json.dumps({"id": 1, "method": method, "params": params})
            process.stdin.write(line + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())["result"]

        (served,) = call("ask")["tasks"]
        opened = call("open", label=served["label"])
        assert opened["media"]
        acted = call("act", episode=opened["episode"], turn=0, action=DIG.model_dump())
        assert acted["over"]
        assert acted["verdict"] == call("close", episode=opened["episode"])["verdict"]
