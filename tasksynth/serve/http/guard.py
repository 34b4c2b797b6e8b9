"""What stands before the application: who may come in, how much at once, and until when."""

import asyncio
import logging
import time
from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tasksynth.serve.clients import CALLER, Clients
from tasksynth.serve.http.door import VISIT
from tasksynth.serve.http.metrics import Metrics
from tasksynth.serve.http.routes import ROUTE, RefusedError, refused

logger = logging.getLogger("tasksynth.serve")

AT_ONCE = 4096
"""Requests under way; more are told to come back."""
LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})


class Guard:
    """ASGI middleware: drain, token, foreign pages, a bound on requests under way, and counts.

    Args:
        app: what it guards.
        metrics: where requests are counted.
        clients: whose tokens `Authorization: Bearer` may carry; where there are none, only names of
            this machine are served, so that no page in a browser can reach the server under a name
            of its own.
        public: paths, or with a slash at the end prefixes, that need no token.
    """

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        *,
        clients: Clients,
        public: Collection[str] = ("/healthz", "/readyz"),
    ) -> None:
        self._app, self._metrics = app, metrics
        self._clients, self._allowances = clients, clients.allowances()
        self._public = tuple(public)
        self.draining = False
        self.under_way = 0
        self._idle = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if (refusal := self._refusal(scope)) is not None:
            self._metrics.request("-", refusal.status, 0.0)
            await refused(refusal)(scope, receive, send)
            return
        self.under_way += 1
        start, status = time.perf_counter(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as e:
            logger.exception("a fault of the server's")
            if not status:
                fault = RefusedError(
                    500, f"a fault of the server's, {type(e).__name__}; see its log"
                )
                await refused(fault)(scope, receive, noting)
        finally:
            self.under_way -= 1
            if self.draining and not self.under_way:
                self._idle.set()
            self._metrics.request(scope.get(ROUTE, "-"), status, time.perf_counter() - start)

    def used(self) -> dict[str, int]:
        """Answers and tickets that each client had."""
        return {name: one.used for name, one in self._allowances.items()}

    async def drain(self, at_most_s: float) -> None:
        """Refuse what comes from now on, and wait until what is under way is answered."""
        self.draining = True
        if self.under_way:
            try:
                await asyncio.wait_for(self._idle.wait(), at_most_s)
            except TimeoutError:
                return

    def _refusal(self, scope: Scope) -> RefusedError | None:
        path: str = scope["path"]
        if self.draining and path != "/healthz":
            return RefusedError(503, "the server is about to end; ask another one", retry_after_s=1)
        if self.under_way >= AT_ONCE:
            return RefusedError(
                503, f"{self.under_way} requests are under way; try again", retry_after_s=1
            )
        headers = {name: value for name, value in scope["headers"] if name in _LOOKED_AT}
        host = headers.get(b"host", b"").decode("latin-1")
        origin = headers.get(b"origin")
        if origin is not None and origin.decode("latin-1").partition("://")[2] != host:
            return RefusedError(403, "a page of another site may not call this server")
        if not self._clients.tokens:
            if _name(host) not in LOCAL:
                return RefusedError(
                    421, f"without a token this server is called localhost, not {host[:60]!r}"
                )
            CALLER.set(self._allowances["-"])
        elif (name := self._caller(headers.get(b"authorization", b""))) is not None:
            CALLER.set(self._allowances[name])
            if (visit := scope.get("state", {}).get(VISIT)) is not None:
                visit.known = True
        elif not self._is_public(path):
            return RefusedError(
                401, "want the header `Authorization: Bearer TOKEN` with the server's token"
            )
        return None

    def _is_public(self, path: str) -> bool:
        return any(
            path == one or (len(one) > 1 and one.endswith("/") and path.startswith(one))
            for one in self._public
        )

    def _caller(self, header: bytes) -> str | None:
        scheme, _, given = header.partition(b" ")
        return self._clients.known(given.strip()) if scheme.lower() == b"bearer" else None


_LOOKED_AT = frozenset({b"host", b"origin", b"authorization"})


def _name(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isascii() and port.isdigit() else host
