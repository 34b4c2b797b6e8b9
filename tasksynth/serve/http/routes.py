"""What every route shares: reading a body within limits, and answering an error with one line."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from tasksynth.errors import ConflictError, FamilyError, StateError, UsageError
from tasksynth.serve.http.door import VISIT
from tasksynth.serve.http.retries import Attempt, row
from tasksynth.serve.judges import BusyError
from tasksynth.serve.messages import NotJsonError, read_model
from tasksynth.serve.session import Session
from tasksynth_schemas import Model
from tasksynth_schemas.wire import Verified, Verify

BODY_MAX = 8 * 2**20
"""Bytes that a request may have, and a line of a stream."""
BODY_S = 30.0
"""Seconds that a request may take to arrive."""
PATIENCE_S = 1.0
"""Seconds after which it is looked whether the client is still there."""
ROUTE = "tasksynth.route"
"""Key of the scope that holds the path as it was declared."""
RETRIES, ATTEMPT = "tasksynth.retries", "tasksynth.attempt"
"""Keys of the scope: the application's `Retries`, and the request's `Attempt`."""
JSON, NDJSON = "application/json", "application/x-ndjson"

KEY = "^[!-~]{1,200}$"
"""What an Idempotency-Key may be: visible ASCII."""

M = TypeVar("M", bound=Model)
Handler = Callable[[Request], Awaitable[Response]]
Note = Callable[[str, str], None]
"""Is told where something went wrong, and what."""


class RefusedError(Exception):
    """A request that gets a status and one line."""

    def __init__(self, status: int, why: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(why)
        self.status = status
        self.headers: dict[str, str] = {}
        if retry_after_s is not None:
            self.headers["Retry-After"] = str(retry_after_s)


@dataclass(frozen=True)
class ApiRoute:
    """A route, and what the OpenAPI document says of it."""

    method: str
    path: str
    handler: Handler
    """Its docstring is the summary."""
    takes: type[Model] | None = None
    """The JSON body, or of a GET the query."""
    gives: type[Model] | str | None = None
    """The JSON reply, or another media type; None for JSON of any kind."""
    refuses: tuple[int, ...] = ()
    """Statuses of its errors, apart from those that every route may have."""
    stream: bool = False
    """Both ways one JSON object a line."""
    names: tuple[str, ...] = ()
    """What `{name}` in the path may be."""

    @property
    def keyed(self) -> bool:
        """Whether a request may have an Idempotency-Key: then it is right, whatever is done."""
        return self.method == "POST"

    def route(self, note: Note = lambda _where, _what: None) -> Route:
        """For Starlette; `note` hears of every request that is refused, and of our own faults."""
        return _Route(self.path, _Answer(self, note), methods=[self.method])


def header(scope: Scope, name: bytes) -> bytes | None:
    """The first header of a name, which is in lower case."""
    for other, value in scope["headers"]:
        if other == name:
            return bytes(value)
    return None


class _Route(Route):
    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As Starlette's, but that another method is refused in our own words."""
        methods = self.methods or ()
        if scope["method"] in methods:
            await self.app(scope, receive, send)
            return
        wanted = " or ".join(sorted({*methods} - {"HEAD"}))
        why = RefusedError(405, f"{self.path} wants {wanted}, not {scope['method'][:20]}")
        why.headers["Allow"] = ", ".join(sorted(methods))
        await refused(why)(scope, receive, send)


async def read_body(request: Request) -> bytes:
    """The body; from now on the request has a name (see `name`).

    Raises:
        RefusedError: if it is too large, or takes too long to arrive.
    """
    announced = header(request.scope, b"content-length") or b"0"
    if announced.isdigit() and int(announced) > BODY_MAX:
        raise RefusedError(
            413, f"a request has at most {BODY_MAX} bytes, this one {announced.decode()}"
        )
    visit = request.scope.get("state", {}).get(VISIT)
    try:
        if visit is not None and visit.arrived:
            body = await _parts(request)
        else:
            async with asyncio.timeout(BODY_S):
                body = await _parts(request)
    except TimeoutError as e:
        raise RefusedError(408, f"the request did not arrive within {BODY_S:g} s") from e
    if (retries := request.scope.get(RETRIES)) is not None:
        request.scope[ATTEMPT] = retries.begin(request.scope, body)
    return body


async def _parts(request: Request) -> bytes:
    """All parts of the body, as they come."""
    parts, size = [], 0
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part: bytes = message.get("body", b"")
        parts.append(part)
        if (size := size + len(part)) > BODY_MAX:
            raise RefusedError(413, f"a request has at most {BODY_MAX} bytes")
        if not message.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)


async def read_lines(request: Request) -> AsyncIterator[bytes]:
    """The body's lines as they arrive, blank ones left out; one that is too long is cut there."""
    held = bytearray()
    async for chunk in request.stream():
        *whole, rest = chunk.split(b"\n")
        for line in whole:
            held += line
            if text := bytes(held).strip():
                yield text
            held.clear()
        held += rest
        del held[BODY_MAX + 1 :]
    if text := bytes(held).strip():
        yield text


class Lines(Response):
    """Lines as they come. Unlike Starlette's own, it leaves the request's body to its reader."""

    media_type = NDJSON

    def __init__(self, lines: AsyncIterator[bytes]) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        async for line in self._lines:
            await send({"type": "http.response.body", "body": line, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def read(model: type[M], request: Request) -> M:
    """The body as a model; see `read_body` and `read_model`."""
    return read_model(model, await read_body(request))


def key(request: Request) -> str | None:
    """The header Idempotency-Key, if it is there.

    Raises:
        UsageError: if it is not visible ASCII, or too long.
    """
    found = header(request.scope, b"idempotency-key")
    if found is None:
        return None
    if not re.fullmatch(KEY, given := found.decode("latin-1")):
        raise UsageError("the header Idempotency-Key has 1 to 200 visible ASCII characters")
    return given


def name(request: Request) -> str | None:
    """What a request is called: a repeat of it has the same name, and so no effect of its own.

    It is the Idempotency-Key, or else what `Retries` calls it; None if its body is not read whole.
    """
    attempt: Attempt | None = request.scope.get(ATTEMPT)
    return key(request) or (attempt.name if attempt is not None else None)


class JsonReply(Response):
    """JSON, without what Starlette does for replies of any kind."""

    def __init__(self, body: bytes) -> None:
        self.status_code, self.body, self.background = 200, body, None
        self.raw_headers = [
            (b"content-length", b"%d" % len(body)),
            (b"content-type", JSON.encode()),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        await send({"type": "http.response.body", "body": self.body})


def reply(model: Model) -> Response:
    """A model as JSON."""
    return JsonReply(model.__pydantic_serializer__.to_json(model))


async def verify_rows(
    session: Session, rows: Sequence[Verify], called: str | None
) -> tuple[Verified, ...]:
    """`Session.verify_row` for each; all of them are let in, or none is.

    Raises:
        BusyError: if too many wait; then none is judged.
        StateError: if the store or the workers cannot be used, once no row is under way any more.
    """
    session.judges.admit(sum(len(one.answers) for one in rows))
    names = [None if called is None else row(called, place) for place in range(len(rows))]
    found = await asyncio.gather(
        *(session.verify_row(one, name=mine) for one, mine in zip(rows, names, strict=True)),
        return_exceptions=True,
    )
    for one in found:
        if isinstance(one, BaseException):
            raise one
    return tuple(one for one in found if isinstance(one, Verified))


def refusal(error: Exception, *, usage: int = 422) -> RefusedError:
    """The status and the line for an error of ours.

    Raises:
        Exception: the error itself, if it is not one of ours: it is a bug.
    """
    match error:
        case RefusedError():
            return error
        case NotJsonError():
            return RefusedError(400, str(error))
        case ConflictError():
            return RefusedError(409, str(error))
        case UsageError():
            return RefusedError(usage, str(error))
        case FamilyError():
            return RefusedError(422, str(error))
        case BusyError():
            return RefusedError(429, str(error), retry_after_s=error.retry_after_s)
        case StateError():
            return RefusedError(503, str(error), retry_after_s=1)
        case ClientDisconnect():
            return RefusedError(400, "the client hung up")
    raise error


class _Answer:
    """A handler as an ASGI application, without the layers that Starlette puts around one."""

    def __init__(self, endpoint: ApiRoute, note: Note) -> None:
        self._path, self._handler = endpoint.path, endpoint.handler
        self._stream, self._keyed = endpoint.stream, endpoint.keyed
        self._where, self._note = f"{endpoint.method} {endpoint.path}", note

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[ROUTE] = self._path
        caller = _Caller(receive)
        request = Request(scope, receive if self._stream else caller.receive)
        answered = False
        try:
            try:
                if self._keyed:
                    key(request)
                response = await self._handler(request)
            except Exception as e:  # noqa: BLE001 - `refusal` raises what is a bug again
                self._note(self._where, str(e) or type(e).__name__)
                response = refused(refusal(e))
            finally:
                caller.forget()
            await response(scope, receive, send)
            answered = response.status_code < 400
        except asyncio.CancelledError:
            if not caller.hung_up:
                raise
            await refused(refusal(ClientDisconnect()))(scope, receive, send)
        finally:
            if ATTEMPT in scope:
                scope[ATTEMPT].end(answered=answered)


class _Caller:
    """Who sent a request; if they hang up, the task that is at work for them is cancelled."""

    def __init__(self, receive: Receive) -> None:
        self.hung_up = False
        self._receive, self._task = receive, asyncio.current_task()
        self._later: asyncio.TimerHandle | None = None
        self._watching: asyncio.Task[None] | None = None

    async def receive(self) -> Message:
        """Receive a part of the request; after the last one, watch them, unless we are quick."""
        message = await self._receive()
        if message["type"] == "http.request" and not message.get("more_body"):
            self._later = asyncio.get_running_loop().call_later(PATIENCE_S, self._watch)
        return message

    def forget(self) -> None:
        """The work is done."""
        if self._later is not None:
            self._later.cancel()
        if self._watching is not None:
            self._watching.cancel()

    def _watch(self) -> None:
        self._watching = asyncio.ensure_future(self._wait())

    async def _wait(self) -> None:
        await self._receive()  # nothing can come but the news that they hung up
        if self._task is not None:
            self.hung_up = True
            self._task.cancel()


def refused(why: RefusedError) -> Response:
    """The one line."""
    headers = dict(why.headers)
    if why.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if why.status in (408, 413):
        headers["Connection"] = "close"  # the rest of the body is not read
    body = json.dumps({"error": str(why)}, ensure_ascii=False).encode(errors="replace")
    return Response(body, why.status, headers, JSON)


def json_reply(value: Any) -> Response:
    """Any JSON."""
    return Response(json.dumps(value, ensure_ascii=False, allow_nan=False), media_type=JSON)
