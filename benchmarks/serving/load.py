"""A light HTTP client that offers load: raw sockets on uvloop, one request at a time a connection.

Run as a program it reads a `Plan` from standard input and prints a `Result`, both as JSON. It keeps
the sum of work on its side small, so that on a small machine the server is what is measured.
"""

import asyncio
import json
import resource
import sys
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from typing import Any

import uvloop

LATE_S = 10.0
"""How long to wait for replies once everything has been sent."""


@dataclass
class Plan:
    """What to send."""

    port: int
    seconds: float
    connections: int = 64
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Paths and bodies, in turn over all connections; a path `ask+tell` asks, and tells of it."""
    rate: float = 0.0
    """Requests a second, sent on time whatever the replies do; 0: as fast as they are answered."""
    hostile: list[tuple[str, str]] = field(default_factory=list)
    """Sent on connections of their own, at `hostile_rate` a second."""
    hostile_rate: float = 0.0


@dataclass
class Result:
    """What came of it. Times count from when a request was due."""

    done: int
    failed: int
    seconds: float
    p50_ms: float
    p99_ms: float
    worst_ms: float
    statuses: dict[str, int]
    hostile: dict[str, int]
    cpu_s: float


class Connection(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self) -> None:
        self.buffer = b""
        self.reply: asyncio.Future[tuple[int, bytes]] | None = None
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.buffer[:end].lower()
        at = head.find(b"content-length:")
        size = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self.buffer) < end + 4 + size:
            return
        body, self.buffer = self.buffer[end + 4 : end + 4 + size], self.buffer[end + 4 + size :]
        if self.reply is not None and not self.reply.done():
            self.reply.set_result((int(head[9:12]), body))

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self.reply is not None and not self.reply.done():
            self.reply.set_exception(ConnectionError("lost"))


async def post(connection: Connection, path: str, body: bytes) -> tuple[int, bytes]:
    """The status and the body of the reply."""
    connection.reply = asyncio.get_running_loop().create_future()
    if connection.transport is None:
        raise ConnectionError("closed")
    connection.transport.write(
        b"POST %b HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (path.encode(), len(body), body)
    )
    return await connection.reply


class Load:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.times: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.hostile: Counter[str] = Counter()
        self.sent = 0
        self.free: deque[Connection] = deque()

    async def connect(self) -> Connection:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(Connection, "127.0.0.1", self.plan.port)
        return connection

    async def one(self, connection: Connection, due: float) -> None:
        path, body = self.plan.requests[self.sent % len(self.plan.requests)]
        self.sent += 1
        try:
            if path == "ask+tell":
                status, reply = await post(connection, "/ask", body.encode())
                self.note(due, status)
                due = time.perf_counter()
                at = reply.index(b'"id":"') + 6
                ticket = reply[at : reply.index(b'"', at)].decode()
                told = json.dumps({"feedback": [{"ticket": ticket, "rewards": [1, 0, 1, 0]}]})
                status, _ = await post(connection, "/tell", told.encode())
            else:
                status, _ = await post(connection, path, body.encode())
            self.note(due, status)
        except (ConnectionError, ValueError) as e:
            self.statuses[f"{type(e).__name__}: {e}"] += 1

    def note(self, due: float, status: int) -> None:
        self.statuses[str(status)] += 1
        self.times.append(time.perf_counter() - due)

    async def closed(self, until: float) -> None:
        connection = await self.connect()
        while (now := time.perf_counter()) < until:
            await self.one(connection, now)

    async def open(self, start: float, until: float) -> None:
        """Send on time; a request for which no connection is free makes another one."""
        tasks = set()
        i = 0
        while (due := start + i / self.plan.rate) < until:
            i += 1
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            task = asyncio.create_task(self.due(due))
            task.add_done_callback(tasks.discard)
            tasks.add(task)
        if tasks:
            await asyncio.wait(tasks, timeout=LATE_S)
        self.statuses["no reply"] += len(tasks)

    async def due(self, due: float) -> None:
        try:
            connection = self.free.popleft() if self.free else await self.connect()
        except OSError as e:
            self.statuses[type(e).__name__] += 1
            return
        await self.one(connection, due)
        if connection.transport is not None:
            self.free.append(connection)

    async def attack(self, start: float, until: float) -> None:
        tasks = set()
        i = 0
        while (due := start + i / self.plan.hostile_rate) < until:
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            task = asyncio.create_task(self.strike(*self.plan.hostile[i % len(self.plan.hostile)]))
            task.add_done_callback(tasks.discard)
            tasks.add(task)
            i += 1
        if tasks:
            await asyncio.wait(tasks, timeout=LATE_S)

    async def strike(self, path: str, body: str) -> None:
        data = b"x" * int(body[6:]) if body.startswith("bytes:") else body.encode()
        try:
            connection = await self.connect()
            status, reply = await asyncio.wait_for(post(connection, path, data), 30)
            verdict = reply.split(b'"status":"', 1)[-1].split(b'"', 1)[0] if status == 200 else b""
            self.hostile[f"{status} {verdict.decode()}".strip()] += 1
            if connection.transport is not None:
                connection.transport.close()
        except (TimeoutError, OSError) as e:
            self.hostile[type(e).__name__] += 1

    async def run(self) -> Result:
        plan, start = self.plan, time.perf_counter()
        until = start + plan.seconds
        work = []
        if plan.rate:
            self.free.extend([await self.connect() for _ in range(plan.connections)])
            start = time.perf_counter()
            until = start + plan.seconds
            work.append(self.open(start, until))
        else:
            work += [self.closed(until) for _ in range(plan.connections)]
        if plan.hostile_rate:
            work.append(self.attack(start, until))
        await asyncio.gather(*work)
        times = sorted(self.times) or [0.0]
        good = self.statuses["200"]
        return Result(
            done=good,
            failed=self.statuses.total() - good,
            seconds=plan.seconds,
            p50_ms=times[len(times) // 2] * 1000,
            p99_ms=times[int(len(times) * 0.99)] * 1000,
            worst_ms=times[-1] * 1000,
            statuses=dict(self.statuses),
            hostile=dict(self.hostile),
            cpu_s=time.process_time(),
        )


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    print(json.dumps(asdict(uvloop.run(Load(Plan(**json.load(sys.stdin))).run()))))
