"""The live page: static files, the state, its changes as server-sent events, and any one task.

The page itself holds no data, so it may be served to anybody; what is under `/page/` apart from the
assets may be put behind a bearer token, which the page asks for.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tasksynth.curriculum.report import report
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.errors import TasksynthError
from tasksynth.serve.course import course
from tasksynth.serve.watch import Snapshot, Watch
from tasksynth.single import source
from tasksynth_schemas import Model, TaskRef
from tasksynth_schemas.wire import TICKET_ID

ASSETS = Path(__file__).parent / "assets"
PUBLIC = ("/", "/page/assets/")
"""What needs no token: a path, and a prefix."""
HISTORY = 20_000
"""Events of the journal that the heat map is rebuilt from after a restart."""
TICK_S = 0.4
"""Seconds between looks at what changed."""
BEAT_S = 10.0
"""Seconds of silence after which a sign of life is sent."""
STUCK_S = 20.0
"""Seconds after which a reader who does not take what is sent is given up."""
READERS = 32
"""Pages that may be open at once."""
MEASURE_S = 2.0
"""Seconds between reports, and for every hundred arms one more."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Opened(Model):
    """A task as the policy sees it, with its address and what was measured."""

    ref: str
    """The short form, `sat.ksat@1#7:42`."""
    task: str
    """The task's id."""
    params: dict[str, Any]
    prompt: str
    measure: dict[str, float]
    images: tuple[str, ...]
    """File names; `/page/image` has them."""


def routes(watch: Watch, scheduler: Scheduler) -> list[Route]:
    """The routes of the page; the watch learns the run's history from the scheduler's journal.

    Raises:
        StateError: if the store cannot be read.
    """
    watch.know(scheduler.space.arms)
    scheduler.follow(watch.event, last=HISTORY)
    desk = _Desk(watch, scheduler)
    get = ["GET"]
    return [
        Route("/", _asset("index.html"), methods=get),
        *(
            Route(f"/page/assets/{path.name}", _asset(path.name), methods=get)
            for path in sorted(ASSETS.iterdir())
            if path.suffix in _TYPES
        ),
        Route("/page/state", desk.state, methods=get),
        Route("/page/events", desk.events, methods=get),
        Route("/page/task", desk.task, methods=get),
        Route("/page/image", desk.image, methods=get),
    ]


def _asset(name: str) -> Callable[[Request], Awaitable[Response]]:
    body = (ASSETS / name).read_bytes()
    etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
    headers = {**_HEADERS, "ETag": etag, "Content-Type": _TYPES[Path(name).suffix]}

    async def send(request: Request) -> Response:
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers)

    return send


class _Desk:
    """Answers the page's requests."""

    def __init__(self, watch: Watch, scheduler: Scheduler) -> None:
        self.watch, self.scheduler = watch, scheduler
        self._readers = 0
        self._measured = (-1, 0.0)
        """The watch's version, and the loop's time, at the newest report."""
        self._measuring = asyncio.Lock()
        self._making = asyncio.Lock()

    async def state(self, _request: Request) -> Response:
        """All there is to show, once."""
        await self._measure()
        return Response(
            self.watch.snapshot().model_dump_json(),
            headers={**_HEADERS, "Content-Type": "application/json"},
        )

    async def events(self, _request: Request) -> Response:
        """All there is to show, and then what changes."""
        if self._readers >= READERS:
            return _refused(503, f"{READERS} pages are open already; close one of them")
        return _Events(self._frames())

    async def _frames(self) -> AsyncGenerator[bytes, None]:
        loop = asyncio.get_running_loop()
        self._readers += 1
        try:
            since, sent, calm = 0, loop.time(), False
            while not self.watch.closed:
                await self._measure()
                if self.watch.version > since or not calm:
                    snapshot = self.watch.snapshot(since)
                    yield b"data: %b\n\n" % snapshot.model_dump_json().encode()
                    since, sent, calm = snapshot.version, loop.time(), _calm(snapshot)
                elif loop.time() > sent + BEAT_S:
                    yield b": still here\n\n"
                    sent = loop.time()
                await asyncio.sleep(TICK_S)
        finally:
            self._readers -= 1

    async def _measure(self) -> None:
        """Have a report made if the last one is old; on a thread, since it takes a while."""
        async with self._measuring:
            version, at = self._measured
            seen, now = self.watch.version, asyncio.get_running_loop().time()
            pause = MEASURE_S + len(self.scheduler.space) / 100
            if seen == version or (version >= 0 and now < at + pause):
                return
            found = await asyncio.to_thread(report, self.scheduler)
            self.watch.know(self.scheduler.space.arms)
            self.watch.measured(found, course(self.scheduler, found))
            self._measured = (seen + 1, now)

    async def task(self, request: Request) -> Response:
        """The task of a ticket, or of an answer that is still on the page."""
        opened = await self._open(request)
        if isinstance(opened, Response):
            return opened
        return JSONResponse(opened[0].model_dump(mode="json"), headers=_HEADERS)

    async def image(self, request: Request) -> Response:
        """One picture of such a task."""
        opened = await self._open(request)
        if isinstance(opened, Response):
            return opened
        name = request.query_params.get("name", "")
        if name not in opened[1]:
            return _refused(404, "the task has no such picture")
        return Response(opened[1][name], headers={**_HEADERS, "Content-Type": "image/png"})

    async def _open(self, request: Request) -> tuple[Opened, dict[str, bytes]] | Response:
        query = request.query_params
        try:
            if "ticket" in query:
                ref = await asyncio.to_thread(self._ref, query["ticket"])
            elif (kept := self.watch.answer(_number(query.get("answer", "")))) is not None:
                ref = kept.ref
            else:
                ref = None
            if ref is None:
                return _refused(404, "no such ticket in this run, nor an answer that is kept")
            async with self._making:
                return await asyncio.to_thread(_made, ref.model_dump_json())
        except TasksynthError as e:
            return _refused(409, str(e))

    def _ref(self, ticket: str) -> TaskRef | None:
        run, _, position = ticket.partition(":")
        known = re.fullmatch(TICKET_ID, ticket) and run == self.scheduler.run
        if not known or int(position) >= self.scheduler.position:
            return None
        return self.scheduler.read(int(position), 1)[0].ref


class _Events(Response):
    """Server-sent events (HTML standard, section 9.2) until the frames end or the reader leaves."""

    def __init__(self, frames: AsyncGenerator[bytes, None]) -> None:
        super().__init__(headers={**_HEADERS, "Content-Type": "text/event-stream"})
        self._frames = frames

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send frame by frame; a reader who takes none for a while is given up."""
        sending = asyncio.create_task(self._send(send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            leaving.cancel()
            await asyncio.wait({sending, leaving})
        if not sending.cancelled() and (fault := sending.exception()) is not None:
            raise fault

    async def _send(self, send: Send) -> None:
        headers = [pair for pair in self.raw_headers if pair[0] != b"content-length"]
        body = {"type": "http.response.body", "more_body": True}
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        try:
            async for frame in self._frames:
                await asyncio.wait_for(send({**body, "body": frame}), STUCK_S)
            await send({**body, "body": b"", "more_body": False})
        except (TimeoutError, OSError):
            return
        finally:
            await self._frames.aclose()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _calm(snapshot: Snapshot) -> bool:
    """Nothing happens, so no figure on the page moves by itself."""
    return not any(snapshot.rates.values())


@lru_cache(maxsize=8)
def _made(ref: str) -> tuple[Opened, dict[str, bytes]]:
    """A source of its own: those of `make` are another thread's."""
    address = TaskRef.model_validate_json(ref)
    found = source(address.family, seed=address.seed, params=address.params)
    draw = found.draw(address.index)
    images = found.family.images(draw.instance)
    opened = Opened(
        ref=str(address),
        task=draw.task.id,
        params=address.params,
        prompt=draw.task.prompt,
        measure=draw.task.measure,
        images=tuple(images),
    )
    return opened, images


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,18}", text, re.ASCII) else -1


def _refused(status: int, why: str) -> Response:
    return JSONResponse({"error": why}, status_code=status, headers=_HEADERS)
