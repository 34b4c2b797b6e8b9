"""A keeper and two helpers under load, killed at random: no reward is lost, none counted twice.

    python -m tests.serve.fleet --kills 100
    python -m tests.serve.fleet --kills 100 --seed 7

Each rollout is one call with a key of its own, sent to one helper or the other until it is
acknowledged, as a client behind a load balancer does. In the end the journal must hold the reward
of each that was acknowledged, once, and no others of its ticket.
"""

import argparse
import os
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from tasksynth.curriculum.journal.events import ToldEvent, parse
from tasksynth.curriculum.journal.store import SqliteStore
from tasksynth.curriculum.replay import replay
from tasksynth.rng import Stream
from tests.serve.server import write_recipe
from tests.serve.stress import Started, StuckError, say

HELPERS = 2
ROLLOUTS = 4
"""Of a ticket, as the recipe says."""
STUCK_S = 300.0
"""A call that is not acknowledged after so long never will be."""


def free_port() -> int:
    """One that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Fleet:
    """The servers, each at a port of its own, whoever it is at the moment."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "run.db"
        recipe = write_recipe(folder, "frontier")
        self.urls = [f"http://127.0.0.1:{free_port()}" for _ in range(HELPERS + 1)]
        keeper, *helpers = (url.removeprefix("http://") for url in self.urls)
        self.options = [
            [str(recipe), "--http", keeper, "--store", str(self.store)],
            *([self.urls[0], "--http", helper] for helper in helpers),
        ]
        self.servers = [Started(*options, "--workers", "1") for options in self.options]

    def kill(self, which: int) -> None:
        """Kill a server, and start it again."""
        self.servers[which].end()
        self.servers[which] = Started(*self.options[which], "--workers", "1")

    def end(self) -> None:
        """Kill them all."""
        for server in self.servers:
            server.end()


class Trainer(threading.Thread):
    """Asks for tasks, and has each judged, one rollout a call."""

    def __init__(self, name: str, urls: list[str], enough: threading.Event) -> None:
        super().__init__()
        self._called, self._urls, self._enough = name, urls, enough
        self.acked: list[str] = []
        """Tickets whose rollouts were all acknowledged."""
        self.faults: list[BaseException] = []

    def run(self) -> None:
        try:
            with httpx.Client(timeout=STUCK_S) as http:
                number = 0
                while not self._enough.is_set():
                    self._group(http, f"{self._called}-{number}")
                    number += 1
        except BaseException as e:  # noqa: BLE001 - told by `run`
            self.faults.append(e)

    def _group(self, http: httpx.Client, name: str) -> None:
        (served,) = self._post(http, "/ask", {"n": 1}, name)["tasks"]
        ticket = served["ticket"]["id"]
        for rollout in range(ROLLOUTS):
            body = {"label": served["label"], "answers": ["-1"]}
            ack = self._post(http, "/verify", body, f"{name}-{rollout}")["ack"]
            if ack["status"] not in ("ok", "partial", "duplicate"):
                raise StuckError(f"{ticket}: {ack['status']}")
        self.acked.append(ticket)

    def _post(self, http: httpx.Client, path: str, body: object, key: str) -> Any:
        """Send it to one helper or the other until it is answered."""
        until, turn = time.monotonic() + STUCK_S, len(self.acked)
        while time.monotonic() < until:
            turn += 1
            try:
                url = self._urls[turn % HELPERS] + path
                reply = http.post(url, json=body, headers={"Idempotency-Key": key})
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            if reply.status_code == 200:
                return reply.json()
            if reply.status_code not in (429, 503) or "retry-after" not in reply.headers:
                raise StuckError(f"{path}: {reply.status_code} {reply.text}")
            time.sleep(0.1)
        raise StuckError(f"{path} was not answered in {STUCK_S:g} s")


def rewards(store: Path) -> Counter[str]:
    """How many rewards the journal holds of each ticket."""
    found: Counter[str] = Counter()
    journal = SqliteStore(store)
    for row in journal.rows(0):
        event = parse(row.body)
        if isinstance(event, ToldEvent):
            found.update({one.ticket: 0 for one in event.feedback})
            for one in event.feedback:
                found[one.ticket] += len(one.rewards)
    journal.close()
    return found


def groups(trainers: Sequence[Trainer]) -> int:
    """How many were acknowledged."""
    return sum(len(trainer.acked) for trainer in trainers)


def more(trainers: Sequence[Trainer], wanted: int) -> None:
    """Wait for so many more groups, or a fault."""
    before, until = groups(trainers), time.monotonic() + STUCK_S
    while groups(trainers) < before + wanted and time.monotonic() < until:
        if any(trainer.faults for trainer in trainers):
            return
        time.sleep(0.001)


def run(folder: Path, kills: int, *, seed: int, calm: int = 50) -> int:
    """Kill so many servers, some groups apart; how many groups were acknowledged.

    Raises:
        AssertionError: if a reward was lost, or counted twice.
    """
    rng: np.random.Generator = Stream(b"fleet").rng(seed)
    fleet, enough = Fleet(folder), threading.Event()
    trainers = [Trainer(f"t{i}", fleet.urls[1:], enough) for i in range(HELPERS)]
    try:
        for trainer in trainers:
            trainer.start()
        for kill in range(kills):
            more(trainers, int(rng.integers(calm)))
            who = int(rng.integers(HELPERS + 1))
            fleet.kill(who)
            say(f"kill {kill + 1}: a {'helper' if who else 'keeper'}; {groups(trainers)} groups")
        more(trainers, calm)
    finally:
        enough.set()
        for trainer in trainers:
            trainer.join()
        fleet.end()
    for trainer in trainers:
        if trainer.faults:
            raise trainer.faults[0]
    acked = [ticket for trainer in trainers for ticket in trainer.acked]
    found = rewards(fleet.store)
    wrong = {ticket: found[ticket] for ticket in acked if found[ticket] != ROLLOUTS}
    assert not wrong, f"acknowledged {ROLLOUTS} rewards each, the journal holds {wrong}"
    assert len(set(acked)) == len(acked), "a ticket was handed out twice"
    replay(str(fleet.store))
    return len(acked)


def main() -> None:
    """As many kills as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    plugin = str(Path(__file__).parents[1] / "plugin")
    sys.path.insert(0, plugin)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [plugin, os.environ.get("PYTHONPATH")]))
    with tempfile.TemporaryDirectory() as folder:
        acked = run(Path(folder), asked.kills, seed=asked.seed)
    say(f"{asked.kills} kills, {acked} groups of {ROLLOUTS} acknowledged, none lost, none twice")


if __name__ == "__main__":
    main()
