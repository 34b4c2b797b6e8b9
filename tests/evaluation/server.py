"""A real server on this machine that speaks as OpenAI's does, and misbehaves on request."""

import base64
import json
import re
import threading
import zlib
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Act = Callable[[str, int], Any]
"""Prompt, and how often it was asked before; what to answer: text, or a Raw response."""


class Raw:
    """A response as it goes out; no status drops the connection."""

    def __init__(self, status: int | None, body: str = "", **headers: str) -> None:
        self.status, self.body = status, body
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def sum_of(prompt: str) -> str:
    a, b = map(int, re.findall(r"\d+", prompt))
    return str(a + b)


def pixels(png: bytes) -> bytes:
    """The one row of a grey PNG."""
    at, body = 8, b""
    while at < len(png):
        size, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        body += png[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    return zlib.decompress(body)[1:]


def images(messages: list[dict[str, Any]]) -> list[bytes]:
    """All images of a chat, in order."""
    return [
        base64.b64decode(part["image_url"]["url"].partition(",")[2])
        for message in messages
        if isinstance(message["content"], list)
        for part in message["content"]
        if part["type"] == "image_url"
    ]


def call(number: int, tool: str, /, **arguments: Any) -> dict[str, Any]:
    function = {"name": tool, "arguments": json.dumps(arguments)}
    return {"id": f"id_{number}", "type": "function", "function": function}


def walks(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """Play demo.walk by the newest image: some steps at once, a look, and so on; then dig."""
    row, before = pixels(images(messages)[-1]), len(messages)
    if 128 not in row:
        return {"content": None, "tool_calls": [call(before, "dig")]}
    off = row.index(128) - row.index(255)
    way = "right" if off > 0 else "left"
    steps = [call(before + i, "step", direction=way) for i in range(min(abs(off), 4))]
    return {"content": f"I go {way}.", "tool_calls": [*steps, call(before + 9, "look")]}


class Server(ThreadingHTTPServer):
    """An OpenAI-compatible server that adds, or does what a test says."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.act: Act = lambda prompt, before: sum_of(prompt)
        self.play: Callable[[list[dict[str, Any]]], Any] | None = None
        """What to say next in a chat: an assistant's message, or a Raw response."""
        self.usage: dict[str, Any] | None = {"prompt_tokens": 10, "completion_tokens": 10}
        self.asked: Counter[str] = Counter()
        self.bodies: list[dict[str, Any]] = []
        self.keys: set[str | None] = set()
        self.paths: set[str] = set()
        self.looks: list[str] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.looks.append(self.path)
        self.send_error(404)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        said = body["messages"][-1]["content"]
        prompt = said if isinstance(said, str) else said[0]["text"]
        server = self.server
        with server.lock:
            before = server.asked[prompt]
            server.asked[prompt] += 1
            server.bodies.append(body)
            server.keys.add(self.headers["authorization"])
            server.paths.add(self.path)
        play: Any = server.play
        act: Any = Raw(404)
        if self.path == "/v1/chat/completions":
            act = play(body["messages"]) if play else server.act(prompt, before)
        if not isinstance(act, Raw):
            message = act if play else {"content": act}
            choice = {"message": {"role": "assistant", **message}, "finish_reason": "stop"}
            act = Raw(200, json.dumps({"choices": [choice], "usage": server.usage}))
        if act.status is None:
            self.close_connection = True
            return
        self.send_response(act.status)
        for name, value in act.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(act.body.encode())))
        self.end_headers()
        self.wfile.write(act.body.encode())

    def log_message(self, *args: Any) -> None:
        """Quietly."""
