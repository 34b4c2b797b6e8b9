"""Servers, from their parts to their end."""

import asyncio
import gc
import ipaddress
import re
import socket
import sys
from collections.abc import Iterable
from itertools import count
from types import FrameType

from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.dataset import Dataset
from tasksynth.serve.episodes import IDLE_S, Episodes, sweeping
from tasksynth.serve.judges import Judges
from tasksynth.serve.ledger import Ledger
from tasksynth.serve.session import Session

DRAIN_S = 30.0
"""Seconds that requests under way have once the server was told to end."""
WHOLE = 500
"""One collection of garbage in so many looks through everything."""


async def run_stdio(
    scheduler: Scheduler,
    workers: int,
    dataset: Dataset | None,
    *,
    episode_idle_s: float = IDLE_S,
) -> None:
    """Serve over standard input and output until it ends."""
    from tasksynth.serve.stdio import serve_stdio

    ledger = Ledger(scheduler)
    try:
        async with Judges(workers, families=_families(scheduler)) as judges:
            session = Session(ledger, judges, dataset=dataset)
            async with sweeping(Episodes(session, idle_s=episode_idle_s)):
                await serve_stdio(session, drain_s=DRAIN_S)
    finally:
        ledger.close()


def run_http(
    scheduler: Scheduler,
    workers: int,
    dataset: Dataset | None,
    *,
    address: str,
    token: str | None,
    episode_idle_s: float = IDLE_S,
) -> None:
    """Serve over HTTP until SIGTERM or SIGINT; what is under way by then is answered.

    Args:
        scheduler: the run; it is closed at the end.
        workers: processes that judge.
        dataset: where imported tasks are.
        address: `host:port`; port 0 takes a free one. The address is said on standard error.
        token: wanted from everybody; beyond this machine it must be given.
        episode_idle_s: seconds after which an episode to which nothing happens is given up.

    Raises:
        UsageError: if what it needs is not installed, or the address cannot be had.
    """
    sock = _listen(address, secured=token is not None)
    try:
        import uvicorn

        from tasksynth.serve.http.app import create_app
        from tasksynth.serve.http.door import Door, limits, protocol
        from tasksynth.serve.http.guard import Guard
        from tasksynth.serve.http.metrics import Metrics
        from tasksynth.serve.page.live import PUBLIC, routes
        from tasksynth.serve.page.watch import Watch
    except ModuleNotFoundError as e:
        raise UsageError(f"HTTP needs {e.name}: pip install 'tasksynth[serve]'") from e

    class Server(uvicorn.Server):
        """Drains before it ends."""

        guard: Guard

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            asyncio.get_running_loop().call_soon_threadsafe(self._end)

        def _end(self) -> None:
            self.draining = asyncio.ensure_future(self._drain())

        async def _drain(self) -> None:
            watch.closed = True
            await self.guard.drain(DRAIN_S)
            self.should_exit = True

    async def serve() -> None:
        ledger = Ledger(scheduler)
        try:
            async with Judges(workers, families=_families(scheduler)) as judges:
                metrics = Metrics()
                session = Session(ledger, judges, dataset=dataset, observers=[metrics, watch])
                config.app = server.guard = create_app(
                    session,
                    metrics,
                    episodes := Episodes(session, idle_s=episode_idle_s),
                    token=token,
                    public=PUBLIC,
                    extra_routes=routes(watch, session),
                    note=watch.error,
                )
                _keep_collections_short()
                host, port = sock.getsockname()[:2]
                print(f"tasksynth: serving on http://{host}:{port}", file=sys.stderr, flush=True)  # noqa: T201
                idle = asyncio.create_task(door.sweep())
                async with sweeping(episodes):
                    await server.serve(sockets=[sock])
                idle.cancel()
        finally:
            ledger.close()

    watch, allowed = Watch(), limits()
    door = Door(allowed)
    config = uvicorn.Config(
        app="",
        http=protocol(door),
        backlog=allowed.backlog,
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=5,
    )
    server = Server(config)
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(serve())


def _keep_collections_short() -> None:
    """Look for cycles of garbage often, and mostly among what is new since the last time.

    Hundreds of thousands of objects are kept at hand, and to look through all of them holds every
    request for a tenth of a second. They hold no cycles: what is let go is freed by its count. What
    was under way at a collection may; so all is looked through now and then.
    """
    passes = count(1)

    def narrow(phase: str, info: dict[str, int]) -> None:
        if info["generation"] < 2:
            return
        if phase == "stop":
            gc.freeze()
        elif next(passes) % WHOLE == 0:
            gc.unfreeze()

    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 2)
    gc.callbacks.append(narrow)


def _listen(address: str, *, secured: bool) -> socket.socket:
    host, colon, port = address.rpartition(":")
    host = host.strip("[]")
    if not colon or not host or not re.fullmatch("[0-9]{1,5}", port) or int(port) > 65535:
        raise UsageError(f"want HOST:PORT, such as 127.0.0.1:8321, got {address!r}")
    try:
        info = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        if not secured and not ipaddress.ip_address(info[4][0]).is_loopback:
            raise UsageError(
                f"{host} can be reached from other machines: give a token, "
                "with --token-file or in TASKSYNTH_TOKEN"
            )
        return socket.create_server(info[4][:2], family=info[0])
    except OSError as e:
        raise UsageError(f"cannot listen on {address}: {e.strerror or e}") from e


def _families(scheduler: Scheduler) -> Iterable[str]:
    return dict.fromkeys(arm.ref.family for arm in scheduler.space.arms)
