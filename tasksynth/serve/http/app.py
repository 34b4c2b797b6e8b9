"""A session over HTTP: a Starlette application. See docs/serving.md for its routes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable
from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import Receive, Scope, Send

from tasksynth import registry
from tasksynth.errors import TasksynthError, UsageError
from tasksynth.export.schemas import json_schemas
from tasksynth.invalid import explain
from tasksynth.serve.clients import Clients
from tasksynth.serve.episodes import Episodes
from tasksynth.serve.far import FarEpisodes
from tasksynth.serve.http.dialects import endpoints as dialects
from tasksynth.serve.http.guard import Guard
from tasksynth.serve.http.metrics import MEDIA_TYPE, Metrics
from tasksynth.serve.http.openapi import document
from tasksynth.serve.http.retries import Retries, row
from tasksynth.serve.http.routes import (
    BODY_MAX,
    RETRIES,
    ApiRoute,
    Lines,
    Note,
    RefusedError,
    json_reply,
    key,
    name,
    read,
    read_body,
    read_lines,
    refusal,
    refused,
    reply,
    verify_rows,
)
from tasksynth.serve.judges import BusyError
from tasksynth.serve.messages import read_json, read_model
from tasksynth.serve.session import Session
from tasksynth_schemas import Model, canonical_json
from tasksynth_schemas.live import Act, Acted, Close, Closed, Open, Opened
from tasksynth_schemas.wire import (
    Ask,
    Asked,
    AskedMany,
    AskMany,
    Look,
    Name,
    Page,
    Shown,
    Status,
    Tell,
    TellAsk,
    Told,
    Verified,
    VerifiedMany,
    Verify,
    VerifyMany,
)

M = TypeVar("M", bound=Model)
LINES_AT_ONCE = 64
"""Lines of a stream that are judged at one time."""
REPLIES = 100_000
"""Lines of replies that are kept for a client that sends all its answers before it reads one."""


def create_app(
    session: Session,
    metrics: Metrics,
    episodes: Episodes | FarEpisodes,
    *,
    clients: Clients,
    public: Iterable[str] = (),
    extra_routes: Iterable[BaseRoute] = (),
    note: Note = lambda _where, _what: None,
) -> Guard:
    """The application, guarded.

    Args:
        session: who answers; `metrics` should be one of its observers.
        metrics: what `/metrics` shows.
        episodes: the session's.
        clients: who may call, and how much.
        public: more paths that need no token.
        extra_routes: others' routes, such as the page's at `/`.
        note: is told of every request that is refused, and of our own faults.
    """
    desk = _Desk(session, metrics, episodes)
    table = [*desk.endpoints(), *dialects(session)]
    desk.document = document(table, secured=bool(clients.tokens))
    ours = [
        endpoint.route() if endpoint.path == "/readyz" else endpoint.route(note)
        for endpoint in table  # not to be ready yet is no error
    ]
    router, retries = Router([*ours, *extra_routes], default=_missing), Retries()
    plain = {one.path: one for one in ours if "{" not in one.path}  # a look, not a search

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scope[RETRIES] = retries
        found = plain.get(scope["path"], router)
        await (found.handle if isinstance(found, Route) else found)(scope, receive, send)

    desk.guard = Guard(app, metrics, clients=clients, public=("/healthz", "/readyz", *public))
    return desk.guard


class _Desk:
    """The handlers of our own routes."""

    guard: Guard
    document: dict[str, Any]

    def __init__(
        self, session: Session, metrics: Metrics, episodes: Episodes | FarEpisodes
    ) -> None:
        self._session, self._metrics, self._episodes = session, metrics, episodes
        self._ping: asyncio.Task[None] | None = None

    def endpoints(self) -> list[ApiRoute]:
        """The busiest first: they are tried in this order."""
        late = (429, 503)
        return [
            ApiRoute("POST", "/verify", self.verify, Verify, Verified, (404, *late)),
            ApiRoute("POST", "/ask", self.ask, TellAsk, Asked, (404, 409, *late)),
            ApiRoute("POST", "/tell", self.tell, Tell, Told, (503,)),
            ApiRoute("POST", "/tickets", self.tickets, AskMany, AskedMany, (503,)),
            ApiRoute("GET", "/at", self.at, Page, Asked, (404, 409, *late)),
            ApiRoute("POST", "/verify/batch", self.verify_many, VerifyMany, VerifiedMany, late),
            ApiRoute("POST", "/verify/stream", self.verify_stream, Verify, Verified, stream=True),
            ApiRoute("POST", "/act", self.act, Act, Acted, (404, 409, *late)),
            ApiRoute("POST", "/open", self.open, Open, Opened, (404, 409, *late)),
            ApiRoute("POST", "/close", self.close, Close, Closed, (404, *late)),
            ApiRoute("GET", "/task", self.task, Name, Shown, (404, *late)),
            ApiRoute("GET", "/status", self.status, None, Status),
            ApiRoute("GET", "/families", self.families),
            ApiRoute("GET", "/schemas", self.schemas),
            ApiRoute(
                "GET", "/schemas/{name}", self.schema, refuses=(404,), names=tuple(_schemas())
            ),
            ApiRoute("POST", "/rpc", self.rpc),
            ApiRoute("GET", "/metrics", self.metrics, gives="text/plain"),
            ApiRoute("GET", "/healthz", self.health, gives="text/plain"),
            ApiRoute("GET", "/readyz", self.ready, gives="text/plain", refuses=(503,)),
            ApiRoute("GET", "/openapi.json", self.openapi),
        ]

    async def ask(self, request: Request) -> Response:
        """New tickets; with a key the same ones again, with a cursor those at a place.

        Rewards may come along: they are told first.
        """
        params = await read(TellAsk, request)
        try:
            return reply(await self._session.ask(params, key=key(request)))
        except UsageError as e:
            raise refusal(e, usage=404) from e

    async def tickets(self, request: Request) -> Response:
        """Tickets without their tasks for many callers; what is wrong with an ask is its error."""
        params = await read(AskMany, request)
        return reply(AskedMany.trusted(issued=await self._session.ledger.draw(params.asks)))

    async def at(self, request: Request) -> Response:
        """The tickets at places of the ledger: equal cursors read equal tickets, whoever asks."""
        page = _query(Page, request)
        try:
            return reply(await self._session.ask(Ask.model_validate(page.model_dump())))
        except UsageError as e:
            raise refusal(e, usage=404) from e

    async def tell(self, request: Request) -> Response:
        """Rewards of groups of rollouts; a repeat changes nothing."""
        return reply(await self._session.tell(await read(Tell, request)))

    async def verify(self, request: Request) -> Response:
        """Verdicts on answers to one task."""
        params = await read(Verify, request)
        return reply(await self._verified(params, name(request)))

    async def verify_many(self, request: Request) -> Response:
        """Verdicts on answers to several tasks; what is wrong with an item is its own error."""
        many = await read(VerifyMany, request)
        found = await verify_rows(self._session, many.items, name(request))
        return reply(VerifiedMany(items=found))

    async def verify_stream(self, request: Request) -> Response:
        """As many as you like, one a line; the replies come in the same order."""
        return Lines(self._replies(request))

    async def task(self, request: Request) -> Response:
        """A task as the policy may see it; never what its verifier knows."""
        try:
            return reply(await self._session.task(Look(label=_query(Name, request).label)))
        except UsageError as e:
            raise refusal(e, usage=404) from e

    async def open(self, request: Request) -> Response:
        """Begin an episode of a task; with a key the same one again."""
        params = await read(Open, request)
        if params.key is None:
            params = params.model_copy(update={"key": name(request)})
        return await self._about_episodes(self._episodes.open(params))

    async def act(self, request: Request) -> Response:
        """One action of an episode; sent again with its number, it is not done again."""
        return await self._about_episodes(self._episodes.act(await read(Act, request)))

    async def close(self, request: Request) -> Response:
        """End an episode where it stands, and judge it."""
        return await self._about_episodes(self._episodes.close(await read(Close, request)))

    async def _about_episodes(self, result: Awaitable[Model]) -> Response:
        try:
            return reply(await result)
        except UsageError as e:
            raise refusal(e, usage=404) from e

    async def status(self, _request: Request) -> Response:
        """Where the run stands."""
        return reply(await self._session.status(Model()))

    async def families(self, _request: Request) -> Response:
        """The families that this run serves, their parameters and their rubrics."""
        names = (await self._session.status(Model())).families
        return json_reply([registry.describe(registry.get(name)) for name in names])

    async def schemas(self, _request: Request) -> Response:
        """Names of the JSON Schemas."""
        return json_reply(list(_schemas()))

    async def schema(self, request: Request) -> Response:
        """The JSON Schema of a message."""
        name = request.path_params["name"]
        if name not in _schemas():
            raise RefusedError(404, f"no schema {name[:60]!r}; there are {', '.join(_schemas())}")
        return Response(_schemas()[name], media_type="application/json")

    async def rpc(self, request: Request) -> Response:
        """One JSON-RPC 2.0 message, as over standard input."""
        message = read_json(await read_body(request))
        answer = await self._session.handle(message, name=name(request), key=key(request))
        return Response(status_code=204) if answer is None else json_reply(answer)

    async def metrics(self, _request: Request) -> Response:
        """Counts, for Prometheus."""
        judges, ledger = self._session.judges, self._session.ledger
        gauges = {
            **{f"judges_{name}": float(value) for name, value in judges.load().items()},
            "judges_deaths": float(judges.deaths),
            "requests_under_way": float(self.guard.under_way),
            "ahead_stock": float(self._session.ahead.stock),
            "ahead_used": float(self._session.ahead.used),
            **ledger.gauges(),
        }
        return Response(self._metrics.text(gauges, self.guard.used()), media_type=MEDIA_TYPE)

    async def health(self, _request: Request) -> Response:
        """The process is there."""
        return Response("ok\n", media_type="text/plain")

    async def ready(self, _request: Request) -> Response:
        """It can serve: there are workers, and the store answers."""
        if not self._session.judges.ready:
            raise RefusedError(503, "no worker is there yet", retry_after_s=1)
        if self._ping is None or self._ping.done():  # anybody may ask, and as often as they like
            self._ping = asyncio.create_task(self._session.ledger.ping())
        await asyncio.shield(self._ping)
        return Response("ready\n", media_type="text/plain")

    async def openapi(self, _request: Request) -> Response:
        """This document."""
        return json_reply(self.document)

    async def _verified(self, params: Verify, called: str | None) -> Verified:
        try:
            return await self._session.verify(params, name=called)
        except UsageError as e:
            raise refusal(e, usage=404) from e

    async def _replies(self, request: Request) -> AsyncIterator[bytes]:
        """Reads, judges and answers at the same time, some lines ahead.

        Many clients read nothing before they have sent everything. So that neither side waits for
        the other for ever, replies are kept for them, many; a line of reply is short.
        """
        lines: asyncio.Queue[asyncio.Task[bytes] | None] = asyncio.Queue(REPLIES)
        called = key(request)
        at_once = asyncio.Semaphore(LINES_AT_ONCE)

        async def start() -> None:
            try:
                place = 0
                async for line in read_lines(request):
                    await at_once.acquire()
                    mine = None if called is None else row(called, place)
                    task = asyncio.create_task(self._line(line, mine))
                    place += 1
                    task.add_done_callback(lambda _: at_once.release())
                    await lines.put(task)
            except ClientDisconnect:
                pass  # what was read is judged, for nobody
            finally:
                await lines.put(None)

        reading = asyncio.create_task(start())
        try:
            while (task := await lines.get()) is not None:
                yield await task + b"\n"
            await reading
        finally:
            reading.cancel()

    async def _line(self, line: bytes, called: str | None) -> bytes:
        while True:
            try:
                if len(line) > BODY_MAX:
                    raise RefusedError(413, f"a line has at most {BODY_MAX} bytes")
                found = await self._verified(read_model(Verify, line), called)
                return found.model_dump_json().encode()
            except BusyError as e:
                await asyncio.sleep(min(1, e.retry_after_s))
            except (TasksynthError, RefusedError) as e:
                why = refusal(e)
                return canonical_json({"error": str(why), "status": why.status})


async def _missing(scope: Scope, receive: Receive, send: Send) -> None:
    nothing = RefusedError(404, f"nothing is at {scope['path'][:100]}; see /openapi.json")
    await refused(nothing)(scope, receive, send)


def _query(model: type[M], request: Request) -> M:
    query = request.query_params
    if len(query) < len(query.multi_items()):
        raise UsageError("a name comes twice in the query")
    try:
        return model.model_validate_strings(dict(query))
    except ValidationError as e:
        raise UsageError(explain(e, model)) from e


@cache
def _schemas() -> dict[str, str]:
    return json_schemas()
