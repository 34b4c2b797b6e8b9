"""A tasksynth server as the adapters use it: over HTTP, or a child process over its pipes."""

import asyncio
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

from tasksynth.errors import StateError, UsageError
from tasksynth_schemas import Verdict
from tasksynth_schemas.wire import Asked, Verified, VerifiedMany

THREADS = 64
"""Answers of an event loop that may wait for the server at one time."""
TIMEOUT_S = 300.0
"""For one reply: a verifier may take its whole time limit for each of some answers."""
TRIES = 8
"""Of one request, while the server is busy or away; with pauses of 0.25, 0.5, 1, … 10 s."""


@dataclass(frozen=True)
class Stdio:
    """A server that is started as a child: `tasksynth serve --stdio RECIPE`.

    The ranks of one trainer each start their own; with one `store` they share its ledger.
    """

    recipe: str
    store: str | None = None


Where = str | Stdio
"""The URL of a server, or the one to start."""


class Transport(Protocol):
    """Carries messages; from any thread."""

    def ask(self, cursor: int, n: int) -> Asked:
        """The ledger's tickets from a cursor on."""

    def verify(self, items: Sequence[dict[str, Any]]) -> list[Verified]:
        """Verdicts for each item, which are params of `verify`."""


class Remote:
    """Reads a curriculum's ledger, and judges by it; for any number of threads."""

    def __init__(self, where: Where) -> None:
        self._transport: Transport = Child(where) if isinstance(where, Stdio) else Http(where)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="tasksynth-remote")

    def ask(self, cursor: int, n: int) -> Asked:
        """Tickets cursor … cursor + n - 1: the same ones, whoever asks and whenever."""
        return self._transport.ask(cursor, n)

    def grade_many(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[Sequence[Verdict]]:
        """Verdicts on the answers to each label's task; a label with a ticket tells them too.

        The answers are a part of the ticket's group, with a name of its own: a message that had to
        be sent twice counts once.
        """
        wanted = [
            {"label": label, "answers": list(answers), "part": uuid4().hex}
            for label, answers in items
            if answers
        ]
        found = iter(self._transport.verify(wanted) if wanted else [])
        return [next(found).verdicts if answers else () for _, answers in items]

    def grade(self, label: str, answers: Sequence[str]) -> Sequence[Verdict]:
        """A verdict for each answer; see `grade_many`."""
        return self.grade_many([(label, answers)])[0]

    async def agrade(self, label: str, answers: Sequence[str]) -> Sequence[Verdict]:
        """A verdict for each answer, without keeping the event loop waiting."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self.grade, label, answers)


class Http:
    """Over HTTP; a server that is busy or being restarted is asked again."""

    def __init__(self, url: str) -> None:
        try:
            import httpx
        except ImportError as e:
            raise UsageError("HTTP needs httpx: pip install 'tasksynth[client]'") from e
        self._gone = httpx.TransportError
        self._http = httpx.Client(
            base_url=url, timeout=TIMEOUT_S, limits=httpx.Limits(max_connections=THREADS)
        )

    def ask(self, cursor: int, n: int) -> Asked:
        """See Transport."""
        body = self._send("GET", "/at", params={"cursor": cursor, "n": n})
        return Asked.model_validate_json(body)

    def verify(self, items: Sequence[dict[str, Any]]) -> list[Verified]:
        """See Transport."""
        body = self._send("POST", "/verify/batch", json={"items": list(items)})
        return list(VerifiedMany.model_validate_json(body).items)

    def _send(self, method: str, path: str, **what: Any) -> bytes:
        why = ""
        for attempt in range(TRIES):
            try:
                reply = self._http.request(method, path, **what)
            except self._gone as e:
                why = f"{type(e).__name__}: {e}"
            else:
                if reply.status_code == 200:
                    return reply.content
                why = f"{reply.status_code}: {reply.text[:300]}"
                if reply.status_code not in (429, 502, 503, 504):
                    raise UsageError(f"{self._http.base_url}{path} refused: {why}")
            time.sleep(min(10.0, 0.25 * 2**attempt))
        raise StateError(f"{self._http.base_url}{path} did not answer {TRIES} times: {why}")


class Child:
    """A child process, to which JSON-RPC 2.0 messages go one a line."""

    def __init__(self, where: Stdio) -> None:
        command = [sys.executable, "-c", "from tasksynth.cli import app; app()", "serve"]
        command += ["--stdio", where.recipe, *(("--store", where.store) if where.store else ())]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._turn = threading.Lock()
        self._sent = 0

    def ask(self, cursor: int, n: int) -> Asked:
        """See Transport."""
        (result,) = self._call("ask", [{"cursor": cursor, "n": n}])
        return Asked.model_validate(result)

    def verify(self, items: Sequence[dict[str, Any]]) -> list[Verified]:
        """See Transport."""
        return [Verified.model_validate(result) for result in self._call("verify", items)]

    def _call(self, method: str, params: Sequence[dict[str, Any]]) -> list[Any]:
        """Send messages ahead, and collect their replies, which may come in any order."""
        pipe_in, pipe_out = self._process.stdin, self._process.stdout
        if pipe_in is None or pipe_out is None:
            raise StateError("the server has no pipes")
        with self._turn:
            numbers = range(self._sent, self._sent + len(params))
            self._sent += len(params)
            lines = [
                json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": one})
                for number, one in zip(numbers, params, strict=True)
            ]
            sender = threading.Thread(target=self._write, args=("\n".join(lines) + "\n",))
            sender.start()  # both pipes may be full
            replies: dict[int, Any] = {}
            while len(replies) < len(params):
                if not (line := pipe_out.readline()):
                    raise StateError(f"the server ended, exit code {self._process.wait()}")
                reply = json.loads(line)
                replies[reply["id"]] = reply
            sender.join()
        for reply in replies.values():
            if "error" in reply:
                raise UsageError(f"the server refused: {reply['error']['message']}")
        return [replies[number]["result"] for number in numbers]

    def _write(self, text: str) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(text.encode())
            self._process.stdin.flush()
