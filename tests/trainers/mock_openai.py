"""An OpenAI-compatible server that answers every request with what `reply` makes of its prompt, or
`chat` of all that was said."""

import json
import threading
import uuid
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class MockOpenAI:
    """Chat completions, whole and streamed, on a port of its own."""

    def __init__(
        self,
        reply: Callable[[str], str] = str,
        *,
        chat: Callable[[Sequence[dict[str, Any]]], str] | None = None,
    ) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._send(json.dumps({"object": "list", "data": [{"id": "mock"}]}), "json")

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                messages = asked["messages"]
                text = chat(messages) if chat else reply(_text(messages[-1]["content"]))
                if asked.get("stream"):
                    self._send(_stream(text), "event-stream")
                else:
                    self._send(json.dumps(_whole(text)), "json")

            def _send(self, body: str, kind: str) -> None:
                media = "text/event-stream" if kind == "event-stream" else "application/json"
                self.send_response(200)
                self.send_header("Content-Type", media)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None:
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)


USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}


def _message(text: str) -> tuple[dict[str, Any], str]:
    """The message, and why it ended: a call in the form of Hermes is a call of OpenAI's."""
    if not text.startswith("<tool_call>"):
        return {"role": "assistant", "content": text}, "stop"
    found = json.loads(text.removeprefix("<tool_call>").removesuffix("</tool_call>"))
    function = {"name": found["name"], "arguments": json.dumps(found["arguments"])}
    call = {"id": f"call-{uuid.uuid4().hex}", "type": "function", "function": function}
    return {"role": "assistant", "content": "", "tool_calls": [call]}, "tool_calls"


def _whole(text: str) -> dict[str, Any]:
    message, end = _message(text)
    choice = {"index": 0, "finish_reason": end, "message": message, "logprobs": None}
    head = {"id": "c", "object": "chat.completion", "created": 0, "model": "mock"}
    return {**head, "choices": [choice], "usage": USAGE}


def _stream(text: str) -> str:
    head = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "mock"}
    said, end = _message(text)
    calls = [{"index": 0, **call} for call in said.pop("tool_calls", ())]
    delta = {**said, "tool_calls": calls} if calls else said
    deltas = [(delta, None), ({}, end)]
    chunks = [
        {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": end}]}
        for delta, end in deltas
    ]
    chunks.append({**head, "choices": [], "usage": USAGE})
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
