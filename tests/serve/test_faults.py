"""What the server does when its own parts, its store or its machine fail."""

import json
import os
import re
import resource
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tasksynth.curriculum.replay import replay
from tasksynth.single import source
from tasksynth_schemas import Label
from tests.postgres import Postgres
from tests.serve.server import Server, right, write_recipe


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(write_recipe(tmp_path_factory.mktemp("faults")), "--workers", "2") as server:
        yield server


def ask(server: Server) -> Any:
    return server.post("/ask", n=1)["tasks"][0]


def judge(server: Server, served: Any, *answers: str) -> list[str]:
    found = server.post("/verify", ticket=served["ticket"]["id"], answers=list(answers))
    return [verdict["status"] for verdict in found["verdicts"]]


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in found.stdout.split()]


def gauge(server: Server, name: str) -> float:
    text = server.http.get("/metrics").text
    found = re.search(rf"^tasksynth_{name} (\S+)$", text, re.MULTILINE)
    assert found
    return float(found[1])


@pytest.mark.slow
@pytest.mark.parametrize("hostile", ["raise", "loop", "hang", "crash", "bomb", "print"])
def test_a_hostile_answer_costs_one_verdict(server: Server, hostile: str) -> None:
    served = ask(server)
    answer = right(served["prompt"])
    wanted = "unparsable" if hostile == "print" else "error"
    assert judge(server, served, answer, hostile, answer) == ["pass", wanted, "pass"]


@pytest.mark.slow
def test_slow_answers_delay_nobody(server: Server) -> None:
    served = ask(server)
    with ThreadPoolExecutor(8) as threads:
        slow = [threads.submit(judge, server, served, "hang") for _ in range(3)]
        while gauge(server, "judges_slow") < 3:
            pass
        judged = 0
        while judged < 20 and not any(one.done() for one in slow):
            assert judge(server, served, right(served["prompt"])) == ["pass"]
            ask(server)
            judged += 1
        assert judged > 1  # the first is what would have waited for them
        assert [one.result() for one in slow] == [["error"]] * 3


def test_a_worker_killed_in_flight_costs_its_answer_alone(server: Server) -> None:
    served = ask(server)
    (nursery,) = children(server.process.pid)
    with ThreadPoolExecutor(2) as threads:
        mixed = [right(served["prompt"]), "loop"] * 2
        looping = threads.submit(judge, server, served, *mixed)
        while not gauge(server, "judges_slow") == gauge(server, "judges_busy") == 2:
            pass
        assert gauge(server, "judges_waiting") == 0  # what is right has been judged
        for pid in children(nursery):
            os.kill(pid, signal.SIGKILL)
        good = threads.submit(judge, server, served, right(served["prompt"]))
        assert good.result() == ["pass"]
        assert looping.result() == ["pass", "error", "pass", "error"]


def test_the_nursery_killed_is_made_anew(server: Server) -> None:
    served = ask(server)
    (nursery,) = children(server.process.pid)
    with ThreadPoolExecutor(1) as threads:
        looping = threads.submit(judge, server, served, "loop")
        while not gauge(server, "judges_slow"):
            pass
        os.kill(nursery, signal.SIGKILL)
        assert looping.result() == ["error"]
    assert judge(server, served, right(served["prompt"])) == ["pass"]
    assert children(server.process.pid) != [nursery]


def test_workers_come_back_however_often_their_nursery_was_killed(tmp_path: Path) -> None:
    with Server(write_recipe(tmp_path)) as server:
        killed: set[int] = set()
        while len(killed) < 5:  # before any worker did anything
            for pid in set(children(server.process.pid)) - killed:
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
        while server.http.get("/readyz").status_code != 200:
            pass
        served = ask(server)
        assert judge(server, served, right(served["prompt"])) == ["pass"]
        assert "worker processes cannot be started; trying again" in "".join(server.said)


def test_a_full_queue_says_when_to_come_back(tmp_path: Path) -> None:
    with Server(write_recipe(tmp_path), "--workers", "1") as server:
        served = ask(server)
        body = {"ticket": served["ticket"]["id"], "answers": ["loop"] * 4096}

        def flood() -> None:
            with pytest.raises(httpx.TransportError):  # the server is killed in the end
                httpx.post(f"{server.url}/verify", json=body, timeout=None)

        floods = [threading.Thread(target=flood) for _ in range(2)]
        for thread in floods:
            thread.start()
        while gauge(server, "judges_waiting") < 8000:
            pass
        full = server.http.post("/verify", json=body)
        assert full.status_code == 429
        assert int(full.headers["retry-after"]) >= 1
        assert "wait to be judged" in full.json()["error"]
        assert server.http.get("/status").status_code == 200
        server.kill()
        for thread in floods:
            thread.join()


def test_what_nobody_waits_for_is_not_judged(tmp_path: Path) -> None:
    with Server(write_recipe(tmp_path), "--workers", "1") as server:
        served = ask(server)
        body = {"ticket": served["ticket"]["id"], "answers": ["loop"] * 4000, "tell": True}
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{server.url}/verify", json=body, timeout=2)
        while gauge(server, "judges_waiting") > 0:
            pass
        told = server.post(
            "/tell", feedback=[{"ticket": served["ticket"]["id"], "rewards": [1, 0, 0, 0]}]
        )
        assert told["acks"][0]["status"] == "ok"


def test_a_family_whose_queue_is_full_keeps_no_other_waiting(tmp_path: Path) -> None:
    with Server(write_recipe(tmp_path), "--workers", "1") as server:
        name = ask(server)["ticket"]["id"]
        body = {"ticket": name, "answers": ["loop"] * 20 + ["x" * 7_000_000]}
        url = f"{server.url}/verify"
        other = Label(ref=source("curricula.order", seed=1, level=0.2).make(0).ref)
        with ThreadPoolExecutor(4) as threads:
            large = [threads.submit(httpx.post, url, json=body, timeout=None) for _ in range(4)]
            while gauge(server, "judges_waiting") < 64:
                pass
            assert server.http.post("/verify", json=body).status_code == 429
            found = server.post("/verify", label=str(other), answers=["?"])
            assert [verdict["status"] for verdict in found["verdicts"]] == ["unparsable"]
            server.kill()
            assert all(one.exception() for one in large)


def test_a_body_that_is_too_large_is_not_read(server: Server) -> None:
    for body in (b"x" * 10**7, (b"x" * 10**5 for _ in range(100))):
        try:
            reply = httpx.post(f"{server.url}/verify", content=body)
        except httpx.WriteError:  # it had hung up before we were done
            continue
        assert reply.status_code == 413
        assert "at most" in reply.json()["error"]
    assert server.http.get("/status").status_code == 200


def test_sigterm_answers_what_is_under_way_and_nothing_else(tmp_path: Path) -> None:
    with Server(write_recipe(tmp_path)) as server, ThreadPoolExecutor(1) as threads:
        served = ask(server)
        with httpx.Client(base_url=server.url) as other:
            other.get("/healthz")
            looping = threads.submit(judge, server, served, "loop")
            while not gauge(server, "judges_slow"):
                pass
            server.process.send_signal(signal.SIGTERM)
            while (late := other.get("/readyz")).status_code == 200:
                pass
            assert (late.status_code, late.headers["retry-after"]) == (503, "1")
            assert other.get("/healthz").status_code == 200
        assert looping.result() == ["error"]
        assert server.process.wait(30) == 0


def test_no_process_is_left_behind_by_kill_9(tmp_path: Path) -> None:
    with Server(write_recipe(tmp_path)) as server:
        ask(server)
        (nursery,) = children(server.process.pid)
        family = [nursery, *children(nursery)]
        server.kill()
        server.process.wait()
        while any(Path(f"/proc/{pid}").exists() for pid in family):
            pass


@pytest.mark.slow
def test_a_locked_store_is_503_and_then_mended(tmp_path: Path) -> None:
    store = tmp_path / "run.db"
    with Server(write_recipe(tmp_path), "--store", str(store)) as server:
        served = ask(server)
        other = sqlite3.connect(store, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        feedback = {"feedback": [{"ticket": served["ticket"]["id"], "rewards": [1]}]}
        refused = server.http.post("/tell", json=feedback)
        assert refused.status_code == 503
        assert "locked; nothing was recorded, so try again" in refused.json()["error"]
        assert judge(server, served, "-1") == ["fail"]  # what needs no store goes on
        other.execute("ROLLBACK")
        other.close()
        assert server.post("/tell", **feedback)["acks"][0]["status"] == "ok"


def test_a_full_disk_is_503_and_then_mended(tmp_path: Path) -> None:
    store = tmp_path / "run.db"
    with Server(write_recipe(tmp_path), "--store", str(store)) as server:
        ask(server)
        pid, unlimited = server.process.pid, resource.RLIM_INFINITY
        size = max(path.stat().st_size for path in tmp_path.iterdir())
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, unlimited))
        statuses = {server.http.post("/ask", json={"n": 100}).status_code for _ in range(30)}
        assert 503 in statuses
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (unlimited, unlimited))
        before = server.http.get("/status").json()["position"]
        assert ask(server)["ticket"]["position"] == before
        assert server.http.get("/readyz").status_code == 200
    assert replay(store).position == before + 1


def hammer(server: Server, acked: list[str]) -> None:
    """Ask and tell until the server is gone; note what was acknowledged."""
    with httpx.Client(base_url=server.url, timeout=30) as http:
        while True:
            try:
                ticket = http.post("/ask", json={"n": 1}).json()["tasks"][0]["ticket"]["id"]
                feedback = [{"ticket": ticket, "rewards": [1, 0]}]
                status = http.post("/tell", json={"feedback": feedback}).json()["acks"][0]["status"]
            except (httpx.TransportError, json.JSONDecodeError):
                return
            assert status == "ok"
            acked.append(ticket)


def kill_under_load(recipe: Path, store: str, points: int) -> None:
    acked: list[str] = []
    for point in range(points):
        with Server(recipe, "--store", store) as server:
            told = len(acked)
            threads = [threading.Thread(target=hammer, args=(server, acked)) for _ in range(4)]
            for thread in threads:
                thread.start()
            while len(acked) < told + 10 + 7 * point:
                pass
            server.kill()
            for thread in threads:
                thread.join()
    assert len(acked) == len(set(acked)) > 10 * points
    with Server(recipe, "--store", store) as server:
        for start in range(0, len(acked), 1000):
            feedback = [{"ticket": one, "rewards": [0]} for one in acked[start : start + 1000]]
            acks = server.post("/tell", feedback=feedback)["acks"]
            assert {ack["status"] for ack in acks} == {"duplicate"}


@pytest.mark.slow
def test_kill_9_under_load_loses_no_acknowledged_feedback(tmp_path: Path) -> None:
    store = tmp_path / "run.db"
    kill_under_load(write_recipe(tmp_path, "frontier"), str(store), 5)
    replay(store)


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with Postgres() as database:
        yield database


@pytest.mark.slow
def test_kill_9_under_load_loses_nothing_in_postgres(tmp_path: Path, postgres: Postgres) -> None:
    kill_under_load(write_recipe(tmp_path, "frontier"), postgres.address, 3)


@pytest.mark.slow
def test_servers_share_a_store_and_outlast_its_restart(tmp_path: Path, postgres: Postgres) -> None:
    recipe = write_recipe(tmp_path)
    options = ("--store", postgres.address)
    with Server(recipe, *options) as one, Server(recipe, *options) as two:
        first = one.post("/ask", n=3)
        at = {"cursor": 0, "n": 3}
        assert two.http.get("/at", params=at).json() == first
        assert two.post("/ask", n=1)["cursor"] == 4
        feedback = [{"ticket": first["tasks"][0]["ticket"]["id"], "rewards": [1]}]
        assert two.post("/tell", feedback=feedback)["acks"][0]["status"] == "ok"
        assert one.post("/tell", feedback=feedback)["acks"][0]["status"] == "duplicate"
        postgres.stop()
        for server in (one, two):
            refused = server.http.post("/ask", json={"n": 1})
            assert refused.status_code == 503
            assert "PostgreSQL" in refused.json()["error"]
            assert server.http.get("/readyz").status_code == 503
        postgres.start()
        assert one.post("/ask", n=1)["cursor"] == 5
        assert two.post("/ask", n=1)["cursor"] == 6
        assert two.http.get("/at", params=at).json() == first
