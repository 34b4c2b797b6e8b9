"""A server over HTTP, from its parts to its end."""

import asyncio
import gc
import signal
import socket
import sys
from itertools import count
from types import FrameType

import uvicorn

from tasksynth.pipeline.folders.dataset import Dataset
from tasksynth.serve.clients import Clients
from tasksynth.serve.http.app import create_app
from tasksynth.serve.http.door import Door, DoorLimits, limits, protocol
from tasksynth.serve.http.guard import Guard
from tasksynth.serve.http.metrics import Metrics
from tasksynth.serve.page.live import PUBLIC, routes
from tasksynth.serve.page.watch import Watch
from tasksynth.serve.roles import Keeper, Role

WHOLE = 500
"""One collection of garbage in so many looks through everything."""


def serve_http(
    role: Role,
    workers: int,
    dataset: Dataset | None,
    *,
    sock: socket.socket,
    clients: Clients,
    drain_s: float,
) -> None:
    """Serve what comes to a socket until SIGTERM or SIGINT.

    Args:
        role: of the server.
        workers: processes that judge.
        dataset: where imported tasks are.
        sock: listens already.
        clients: who may call, and how much.
        drain_s: seconds that requests under way have once the server was told to end.

    Raises:
        KeyboardInterrupt: once it has ended, if SIGINT ended it.
    """
    watch, allowed = Watch(), limits()
    door = Door(allowed)
    config = _config(door, allowed)
    server = Server(config, watch, drain_s=drain_s)

    async def serve() -> None:
        metrics = Metrics()
        async with role.session(workers, dataset, [metrics, watch]) as (session, episodes):
            page = routes(watch, session, role.scheduler) if isinstance(role, Keeper) else ()
            config.app = server.guard = create_app(
                session,
                metrics,
                episodes,
                clients=clients,
                public=PUBLIC if page else (),
                extra_routes=page,
                note=watch.error,
            )
            _keep_collections_short()
            host, port = sock.getsockname()[:2]
            print(f"tasksynth: serving on http://{host}:{port}", file=sys.stderr, flush=True)  # noqa: T201
            idle = asyncio.create_task(door.sweep())
            await server.serve(sockets=[sock])
            idle.cancel()

    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(serve())
    if server.interrupted:
        raise KeyboardInterrupt


def _config(door: Door, allowed: DoorLimits) -> uvicorn.Config:
    return uvicorn.Config(
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


class Server(uvicorn.Server):
    """Drains before it ends."""

    guard: Guard
    interrupted = False
    """Whether there was a SIGINT."""

    def __init__(self, config: uvicorn.Config, watch: Watch, *, drain_s: float) -> None:
        super().__init__(config)
        self._watch, self._drain_s = watch, drain_s

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain."""
        self.interrupted |= sig == signal.SIGINT
        asyncio.get_running_loop().call_soon_threadsafe(self._end)

    def _end(self) -> None:
        self.draining = asyncio.ensure_future(self._drain())

    async def _drain(self) -> None:
        self._watch.closed = True
        await self.guard.drain(self._drain_s)
        self.should_exit = True


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
