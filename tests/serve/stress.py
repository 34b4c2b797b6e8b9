"""Two servers on one fresh store, killed at random under load: both come back, and nothing is lost.

    python -m tests.serve.stress --store sqlite --rounds 200
    python -m tests.serve.stress --store postgres --rounds 200 --seed 7

A round is a new store. Each of its two servers is started, asked by several threads and killed with
-9 at a moment of chance, a few times over: before it serves, while it does, both at once. Then both
must be ready, must serve, and must know every feedback that was acknowledged.
"""

import argparse
import faulthandler
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

import httpx
import numpy as np

from tasksynth.curriculum.replay import replay
from tasksynth.rng import Stream
from tests.postgres import Postgres
from tests.serve.server import write_recipe

KILLS = 3
"""Of each server, in a round."""
THREADS = 2
SERVE = (
    "import faulthandler, signal; faulthandler.register(signal.SIGUSR1, all_threads=True);"
    "from tasksynth.cli import app; app()"
)


class Limits(NamedTuple):
    """How long things may take, in seconds."""

    latest_s: float = 4.0
    """A server is killed within this; the shorter, the oftener while its store is fresh."""
    stuck_s: float = 300.0
    """A server that is not ready after so long will never be."""


class StuckError(Exception):
    """A server that does not become ready; says what it said."""


class Started:
    """A server process, whose standard error is read to its end."""

    def __init__(self, *options: str) -> None:
        command = [sys.executable, "-c", SERVE, "serve", *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.said: list[str] = []
        self.url = ""
        self._serving = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line)
            if "serving on" in line:
                self.url = line.split()[-1]
                self._serving.set()
        self._serving.set()

    def serves(self) -> bool:
        """Wait until it serves, or has ended."""
        self._serving.wait()
        return bool(self.url)

    def wait_until_ready(self, stuck_s: float) -> None:
        """Wait until it is ready.

        Raises:
            StuckError: with its last word and the stacks of its threads.
        """
        until, last = time.monotonic() + stuck_s, "nothing"
        with httpx.Client(base_url=self.url, timeout=stuck_s) as http:
            while time.monotonic() < until:
                reply = http.get("/readyz")
                if reply.status_code == 200:
                    return
                last = reply.text
                time.sleep(0.05)
        self.process.send_signal(signal.SIGUSR1)
        time.sleep(1)
        raise StuckError(f"not ready after {stuck_s:g} s: {last}\n{''.join(self.said)}")

    def end(self) -> None:
        """Kill it, and what is left of it."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stderr
        self.process.stderr.close()


class Kill(NamedTuple):
    """When to kill a server."""

    after_s: float
    ready: bool
    """The seconds are counted from when it is ready, and not from when it was started."""
    together: bool
    """The server is started at the same time as the other one."""

    @classmethod
    def at_random(cls, rng: np.random.Generator, latest_s: float) -> Self:
        """Any moment."""
        return cls(float(rng.uniform(0, latest_s)), rng.random() < 0.5, rng.random() < 0.3)


class Round:
    """One fresh store and its two servers."""

    def __init__(self, recipe: Path, store: str, rng: np.random.Generator, limits: Limits) -> None:
        self.recipe, self.store, self.rng, self.limits = recipe, store, rng, limits
        self.acked: list[str] = []
        self.refused: list[str] = []
        """What servers said that did not start."""
        self.faults: list[BaseException] = []

    def run(self) -> None:
        """Kill, and then look.

        Raises:
            Exception: the first fault.
        """
        plans = [
            [Kill.at_random(self.rng, self.limits.latest_s) for _ in range(KILLS)] for _ in range(2)
        ]
        together = threading.Barrier(2)
        slots = [threading.Thread(target=self._slot, args=(plan, together)) for plan in plans]
        for slot in slots:
            slot.start()
        for slot in slots:
            slot.join()
        if self.faults:
            raise self.faults[0]
        replay(self.store)

    def _slot(self, plan: list[Kill], together: threading.Barrier) -> None:
        try:
            for kill in plan:
                if kill.together:
                    together.wait(self.limits.stuck_s)
                self._killed(kill)
            self._last()
        except threading.BrokenBarrierError:  # the other one has had all of its kills
            self._last()
        except BaseException as e:  # noqa: BLE001 - told by `run`
            self.faults.append(e)
        finally:
            together.abort()

    def _start(self) -> Started:
        options = ["--http", "127.0.0.1:0", "--store", self.store, "--workers", "2"]
        return Started(str(self.recipe), *options)

    def _killed(self, kill: Kill) -> None:
        server = self._start()
        timer = threading.Timer(kill.after_s, server.process.kill)
        try:
            if kill.ready and server.serves():
                server.wait_until_ready(self.limits.stuck_s)
            timer.start()
            if server.serves():
                threads = [
                    threading.Thread(target=self._hammer, args=(server.url,))
                    for _ in range(THREADS)
                ]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
            elif server.process.wait() != -signal.SIGKILL:
                self.refused.append("".join(server.said))
        finally:
            timer.cancel()
            server.end()

    def _last(self) -> None:
        server = self._start()
        try:
            if not server.serves():
                raise StuckError(f"it did not start: {''.join(server.said)}")
            server.wait_until_ready(self.limits.stuck_s)
            with httpx.Client(base_url=server.url, timeout=self.limits.stuck_s) as http:
                self.acked += filter(None, [_step(http)])
                acked = list(dict.fromkeys(self.acked))
                for start in range(0, len(acked), 1000):
                    some = [{"ticket": one, "rewards": [0]} for one in acked[start : start + 1000]]
                    reply = http.post("/tell", json={"feedback": some})
                    lost = [a for a in reply.json()["acks"] if a["status"] != "duplicate"]
                    if lost:
                        raise StuckError(f"acknowledged, and not known: {lost[:3]}")
        finally:
            server.end()

    def _hammer(self, url: str) -> None:
        with httpx.Client(base_url=url, timeout=self.limits.stuck_s) as http:
            while True:
                try:
                    ticket = _step(http)
                except (httpx.TransportError, ValueError):
                    return
                if ticket is not None:
                    self.acked.append(ticket)


def _step(http: httpx.Client) -> str | None:
    """Ask, judge and tell; the ticket whose feedback was acknowledged, None if it was refused."""
    asked = http.post("/ask", json={"n": 2})
    if asked.status_code != 200:
        return None
    first, second = asked.json()["tasks"]
    http.post("/verify", json={"label": second["label"], "answers": ["1", "no"]})
    ticket: str = first["ticket"]["id"]
    told = http.post("/tell", json={"feedback": [{"ticket": ticket, "rewards": [1, 0]}]})
    return ticket if told.status_code == 200 else None


def run(rounds: int, new_store: Callable[[Path, int], str], *, seed: int, limits: Limits) -> int:
    """So many rounds; says what each came to, and returns how much feedback was acknowledged."""
    rng = Stream(b"kills").rng(seed)
    acked = refused = 0
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home)
            one = Round(write_recipe(folder, "frontier"), new_store(folder, number), rng, limits)
            one.run()
        acked += len(one.acked)
        refused += len(one.refused)
        say(f"round {number + 1}: {len(one.acked)} acknowledged", *one.refused)
    kills = 2 * KILLS * rounds
    say(f"{rounds} rounds, {kills} kills, {acked} acknowledged, {refused} starts refused")
    return acked


def say(*lines: str) -> None:
    """Say how it goes."""
    sys.stderr.write("\n".join(lines) + "\n")
    sys.stderr.flush()


def in_a_file(folder: Path, _number: int) -> str:
    """A fresh SQLite store."""
    return str(folder / "run.db")


def fresh_database(database: Postgres) -> Callable[[Path, int], str]:
    """Fresh stores in PostgreSQL."""

    def create(_folder: Path, number: int) -> str:
        database.run_sql(f"CREATE DATABASE round{number}")
        return database.address.replace("/postgres?", f"/round{number}?")

    return create


def main() -> None:
    """Run as many rounds as the command line says."""
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # clean up
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    usual = Limits()
    parser.add_argument("--latest", type=float, default=usual.latest_s, metavar="SECONDS")
    parser.add_argument("--stuck", type=float, default=usual.stuck_s, metavar="SECONDS")
    asked = parser.parse_args()
    limits = Limits(asked.latest, asked.stuck)
    plugin = str(Path(__file__).parents[1] / "plugin")
    sys.path.insert(0, plugin)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [plugin, os.environ.get("PYTHONPATH")]))
    if asked.store == "sqlite":
        run(asked.rounds, in_a_file, seed=asked.seed, limits=limits)
        return
    with Postgres() as database:
        run(asked.rounds, fresh_database(database), seed=asked.seed, limits=limits)


if __name__ == "__main__":
    main()
