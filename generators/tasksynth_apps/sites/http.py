"""Sites for a real browser: the same server behind HTTP, on this machine."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl

from tasksynth_apps.sites.html import document
from tasksynth_apps.sites.pages import load
from tasksynth_apps.sites.server import SiteServer

MOST_SENT = 100_000
"""Bytes that a form may send."""


class SiteHost:
    """Serves sites to browsers that take all hosts for this one.

    ```python
    with SiteHost(server) as host:
        browser = playwright.chromium.launch(args=[f"--host-resolver-rules=MAP * {host.address}"])
    ```
    """

    def __init__(self, server: SiteServer) -> None:
        self.server = server
        self._lock = Lock()
        handler = type("_SiteHandler", (_Handler,), {"host": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = Thread(target=self._http.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> "SiteHost":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def locked(self, do: Callable[[SiteServer], str]) -> str:
        """Do something while nobody else does."""
        with self._lock:
            return do(self.server)


class _Handler(BaseHTTPRequestHandler):
    host: SiteHost

    def do_GET(self) -> None:
        """Show a page."""
        if self.path == "/favicon.ico":
            self.send_error(404)
            return
        url = f"http://{self.headers['host']}{self.path}"
        body = self.host.locked(lambda server: document(load(server, url))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """Take a form, and say where to go on."""
        url = f"http://{self.headers['host']}{self.path}"
        length = min(MOST_SENT, int(self.headers.get("content-length") or 0))
        text = self.rfile.read(length).decode(errors="replace")
        sent = dict(parse_qsl(text, keep_blank_values=True))
        to = self.host.locked(lambda server: server.post(url, sent))
        self.send_response(303)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Quietly."""
