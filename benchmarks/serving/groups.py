"""One process of the load on a fleet: groups of rollouts, played one after the other.

Run as a program it reads a `Groups` from standard input and prints a `Played`, both as JSON.
"""

import asyncio
import json
import secrets
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import uvloop

sys.path.insert(0, str(Path(__file__).parent))

from load import Connection, post

ANSWER = "Answer: Dali, Tako, Vato, Save, Kase, Fige, Vite, Koza, Gure, Rami, Sapi"
"""As long as a right one."""


@dataclass
class Groups:
    """What to play."""

    port: int
    seconds: float
    connections: int
    kind: str
    """`calls`: a task, and a call for each answer. `group`: a task, and one call for its answers.
    `tell`: a task, and its rewards. `bare`: many tickets in a message, and their rewards in one."""
    rollouts: int = 8
    many: int = 64
    """Tickets of a message."""


@dataclass
class Played:
    """What came of it."""

    tasks: int = 0
    verdicts: int = 0
    failed: int = 0
    worst_ms: float = 0.0
    cpu_s: float = 0.0


class Player:
    def __init__(self, plan: Groups) -> None:
        self.plan, self.played = plan, Played()

    async def call(self, connection: Connection, path: str, body: Any) -> Any:
        start = time.perf_counter()
        status, reply = await post(connection, path, json.dumps(body).encode())
        self.played.worst_ms = max(self.played.worst_ms, (time.perf_counter() - start) * 1000)
        if status != 200:
            self.played.failed += 1
            raise ValueError(f"{path}: {status} {reply[:200]!r}")
        return json.loads(reply)

    async def group(self, connection: Connection) -> None:
        plan, played = self.plan, self.played
        if plan.kind == "bare":
            asks = {"asks": [{"n": 1, "key": secrets.token_hex(8)} for _ in range(plan.many)]}
            drawn = (await self.call(connection, "/tickets", asks))["issued"]
            tickets = [one["tickets"][0]["id"] for one in drawn]
            rewards = [1, 0] * (plan.rollouts // 2)
            told = [{"ticket": ticket, "rewards": rewards} for ticket in tickets]
            await self.call(connection, "/tell", {"feedback": told})
            played.tasks += plan.many
            return
        (task,) = (await self.call(connection, "/ask", {"n": 1}))["tasks"]
        played.tasks += 1
        if plan.kind == "tell":
            told = [{"ticket": task["ticket"]["id"], "rewards": [1, 0] * (plan.rollouts // 2)}]
            await self.call(connection, "/tell", {"feedback": told})
            return
        answers = [f"{ANSWER}, {number}" for number in range(plan.rollouts)]
        parts = [answers] if plan.kind == "group" else [[answer] for answer in answers]
        for part in parts:
            body = {"label": task["label"], "answers": part}
            found = await self.call(connection, "/verify", body)
            played.verdicts += len(found["verdicts"])

    async def play(self, until: float) -> None:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(Connection, "127.0.0.1", self.plan.port)
        while time.perf_counter() < until:
            await self.group(connection)

    async def run(self) -> Played:
        until = time.perf_counter() + self.plan.seconds
        await asyncio.gather(*(self.play(until) for _ in range(self.plan.connections)))
        self.played.cpu_s = time.process_time()
        return self.played


if __name__ == "__main__":
    print(json.dumps(asdict(uvloop.run(Player(Groups(**json.load(sys.stdin))).run()))))
