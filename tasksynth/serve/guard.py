"""What stands before the application: who may come in, how much at once, and until when."""

import asyncio
import hmac
import json
import time
from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tasksynth.serve.metrics import Metrics

AT_ONCE = 4096
"""Requests under way; more are told to come back."""
LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})


class Guard:
    """ASGI middleware: drain, token, foreign pages, a bound on requests under way, and counts.

    Args:
        app: what it guards.
        metrics: where requests are counted.
        token: what `Authorization: Bearer` must carry; without one, only names of this machine are
            served, so that no page in a browser can reach the server under a name of its own.
        public: paths, or with a slash at the end prefixes, that need no token.
    """

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        *,
        token: str | None = None,
        public: Collection[str] = ("/healthz", "/readyz"),
    ) -> None:
        self._app, self._metrics = app, metrics
        self._token = None if token is None else token.encode()
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
            status, why = refusal
            self._metrics.request("-", status, 0.0)
            await _refuse(send, status, why)
            return
        self.under_way += 1
        start, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            self.under_way -= 1
            if self.draining and not self.under_way:
                self._idle.set()
            route = scope.get("route")
            path = "-" if route is None else route.path
            self._metrics.request(path, status, time.perf_counter() - start)

    async def drain(self, at_most_s: float) -> None:
        """Refuse what comes from now on, and wait until what is under way is answered."""
        self.draining = True
        if self.under_way:
            try:
                await asyncio.wait_for(self._idle.wait(), at_most_s)
            except TimeoutError:
                return

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        path: str = scope["path"]
        if self.draining and path != "/healthz":
            return 503, "the server is about to end; ask another one"
        if self.under_way >= AT_ONCE:
            return 503, f"{self.under_way} requests are under way; try again"
        headers = {name: value for name, value in scope["headers"] if name in _LOOKED_AT}
        host = headers.get(b"host", b"").decode("latin-1")
        origin = headers.get(b"origin")
        if origin is not None and origin.decode("latin-1").partition("://")[2] != host:
            return 403, "a page of another site may not call this server"
        if self._token is None:
            if _name(host) not in LOCAL:
                return 421, f"without a token this server is called localhost, not {host[:60]!r}"
        elif not self._is_public(path) and not self._knows(headers.get(b"authorization", b"")):
            return 401, "want the header `Authorization: Bearer TOKEN` with the server's token"
        return None

    def _is_public(self, path: str) -> bool:
        return any(
            path == one or (one[-2:-1] and one[-1] == "/" and path.startswith(one))
            for one in self._public
        )

    def _knows(self, header: bytes) -> bool:
        scheme, _, given = header.partition(b" ")
        return scheme.lower() == b"bearer" and hmac.compare_digest(
            given.strip(), self._token or b""
        )


_LOOKED_AT = frozenset({b"host", b"origin", b"authorization"})


def _name(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


async def _refuse(send: Send, status: int, why: str) -> None:
    body = json.dumps({"error": why}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if status == 503:
        headers.append((b"retry-after", b"1"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
