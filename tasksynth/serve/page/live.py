"""The live page: static files, the state, its changes as server-sent events, and any one task.

The page itself holds no data, so it may be served to anybody; what is under `/page/` apart from the
assets may be put behind a bearer token, which the page asks for.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tasksynth.curriculum.inspection import report
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.errors import UsageError
from tasksynth.pipeline.recent import Recent
from tasksynth.serve.http.routes import ApiRoute, Handler, RefusedError, refusal
from tasksynth.serve.page.course import course
from tasksynth.serve.page.watch import PageFrame, Watch, WorkLoad
from tasksynth.serve.session import Session
from tasksynth.single import address
from tasksynth_schemas import Model, TaskRef
from tasksynth_schemas.content import mime_of
from tasksynth_schemas.wire import Look

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
IMAGES = 32 * 2**20
"""Bytes of pictures that are kept at hand."""
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


class OpenedTask(Model):
    """A task as the policy sees it, with its address and what was measured."""

    ref: str
    """The short form, `sat.saturn@1?n=3&k=5#7:42`."""
    task: str
    """The task's id."""
    params: dict[str, Any]
    prompt: str
    measure: dict[str, float]
    images: tuple[str, ...]
    """File names; `/page/image` has them."""


def routes(watch: Watch, session: Session, scheduler: Scheduler) -> list[Route]:
    """The routes of the page; the watch learns the run's history from the journal.

    The watch should be one of the session's observers. Set its `closed` to end the open pages.

    Raises:
        StateError: if the store cannot be read.
    """
    watch.know(scheduler.space.arms)
    scheduler.follow(watch.event, last=HISTORY)
    desk = _PageDesk(watch, session, scheduler)
    handlers = {
        "/": _file(ASSETS / "index.html"),
        **{f"/page/assets/{path.name}": _file(path) for path in sorted(ASSETS.iterdir())},
        "/page/state": desk.state,
        "/page/events": desk.events,
        "/page/task": desk.task,
        "/page/image": desk.image,
    }
    return [ApiRoute("GET", path, handler).route() for path, handler in handlers.items()]


def _file(path: Path) -> Handler:
    body = path.read_bytes()
    etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
    headers = {**_HEADERS, "ETag": etag, "Content-Type": _TYPES[path.suffix]}

    async def send(request: Request) -> Response:
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers)

    return send


class _PageDesk:
    """Answers the page's requests."""

    def __init__(self, watch: Watch, session: Session, scheduler: Scheduler) -> None:
        self.watch, self.session, self.scheduler = watch, session, scheduler
        self._readers = 0
        self._measured = (-1, 0.0)
        """The watch's version, and the loop's time, at the newest report."""
        self._measuring = asyncio.Lock()
        self._images = Recent[str, dict[str, bytes]](IMAGES)

    async def state(self, _request: Request) -> Response:
        """All there is to show, once."""
        await self._look()
        return _json(self.watch.snapshot())

    async def events(self, _request: Request) -> Response:
        """All there is to show, and then what changes."""
        if self._readers >= READERS:
            raise RefusedError(503, f"{READERS} pages are open already; close one of them")
        return _Events(self._frames())

    async def _frames(self) -> AsyncGenerator[bytes, None]:
        loop = asyncio.get_running_loop()
        self._readers += 1
        try:
            since, sent, calm = 0, loop.time(), False
            while not self.watch.closed:
                await self._look()
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

    async def _look(self) -> None:
        """See to what nobody tells the watch: the load, and a report if the last one is old."""
        judges, scheduler = self.session.judges, self.scheduler
        load = judges.load()
        busy, slow = load["busy"] - load["slow"], load["slow"]
        self.watch.load(
            WorkLoad(queued=load["waiting"], busy=busy, slow=slow, workers=judges.workers)
        )
        async with self._measuring:
            version, at = self._measured
            seen, now = self.watch.version, asyncio.get_running_loop().time()
            pause = MEASURE_S + len(scheduler.space) / 100
            if seen == version or (version >= 0 and now < at + pause):
                return
            found = await asyncio.to_thread(report, scheduler)  # it takes a while
            self.watch.know(scheduler.space.arms)
            self.watch.measured(found, course(scheduler, found))
            self._measured = (seen + 1, now)

    async def task(self, request: Request) -> Response:
        """The task of a ticket, or of an answer that is still on the page."""
        look = self._wanted(request)
        try:
            shown = await self.session.task(look)
        except UsageError as e:
            raise refusal(e, usage=404) from e
        return _json(
            OpenedTask(
                ref=str(address(shown.ref)),
                task=shown.task,
                params=shown.ref.params if isinstance(shown.ref, TaskRef) else {},
                prompt=shown.text,
                measure=shown.measure,
                images=tuple(await self._drawn(look)),
            )
        )

    async def image(self, request: Request) -> Response:
        """One picture of such a task."""
        images = await self._drawn(self._wanted(request))
        name = request.query_params.get("name", "")
        if name not in images:
            raise RefusedError(404, f"the task has no picture {name[:60]!r}")
        return Response(images[name], headers={**_HEADERS, "Content-Type": mime_of(name)})

    def _wanted(self, request: Request) -> Look:
        query = request.query_params
        try:
            if "answer" not in query:
                return Look(ticket=query.get("ticket"))
        except ValidationError as e:
            raise RefusedError(404, "want a ticket such as 3cc48068:0, or an answer") from e
        number = query["answer"]
        known = re.fullmatch(r"\d{1,18}", number, re.ASCII) and self.watch.answer(int(number))
        if not known:
            raise RefusedError(404, "that answer is no longer kept; newer ones took its place")
        return Look(ref=known.ref)

    async def _drawn(self, look: Look) -> dict[str, bytes]:
        key = look.model_dump_json()
        if (images := self._images.get(key)) is None:
            images = await self.session.images(look)
            self._images.put(key, images, len(key) + sum(map(len, images.values())))
        return images


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
                async with asyncio.timeout(STUCK_S):
                    await send({**body, "body": frame})
            await send({**body, "body": b"", "more_body": False})
        except (TimeoutError, OSError):
            return
        finally:
            await self._frames.aclose()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _calm(snapshot: PageFrame) -> bool:
    """Nothing happens, so no figure on the page moves by itself."""
    return not any(snapshot.rates.values())


def _json(model: Model) -> Response:
    headers = {**_HEADERS, "Content-Type": "application/json"}
    return Response(model.model_dump_json(), headers=headers)
