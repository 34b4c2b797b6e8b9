"""A session over standard input and output: one JSON object a line, each way.

Requests may be sent ahead. They take effect in their order, and are answered in their order, but
for `verify`: its replies come as soon as the answers are judged, so that a slow one keeps nobody
waiting.
"""

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO

from tasksynth.serve.messages import NotJsonError, read_json
from tasksynth.serve.session import INVALID_REQUEST, PARSE_ERROR, Session, error

LINE_MAX = 16 * 2**20
"""Bytes a request may have."""
AHEAD = 2 * LINE_MAX
"""Bytes of requests that are read before they are answered."""
_SMALL = 4096
"""What a request counts at least."""


async def serve_stdio(session: Session) -> None:
    """Answer until standard input ends or SIGTERM comes; what was read by then is answered.

    Standard output carries replies and nothing else: what a plug-in prints goes to standard error.
    """
    replies = os.fdopen(os.dup(1), "wb")
    sys.stdout.flush()
    os.dup2(2, 1)
    loop = asyncio.get_running_loop()
    pipe = _Pipe(session, replies)
    for stop in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(stop, pipe.over.set)
    threading.Thread(target=pipe.read, args=(loop,), name="stdin", daemon=True).start()
    try:
        await pipe.over.wait()
        while pipe.working:
            await asyncio.wait(pipe.working)
        replies.close()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), replies.fileno())


class _Pipe:
    def __init__(self, session: Session, replies: BinaryIO) -> None:
        self.over = asyncio.Event()
        self.working: set[asyncio.Task[None]] = set()
        self._session, self._replies = session, replies
        self._room, self._ahead = threading.Condition(), 0
        self._turn: asyncio.Future[None] | None = None  # of the newest request answered in order

    def read(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hand lines to the loop, not too many at a time; on a thread of its own."""
        for line in _lines():
            with self._room:
                self._room.wait_for(lambda: self._ahead < AHEAD)
                self._ahead += len(line or b"") + _SMALL
            loop.call_soon_threadsafe(self._start, line)
        loop.call_soon_threadsafe(self.over.set)

    def _start(self, line: bytes | None) -> None:
        task = asyncio.get_running_loop().create_task(self._work(line))
        self.working.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self.working.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            self.over.set()
            if not isinstance(fault, BrokenPipeError):
                raise fault

    async def _work(self, line: bytes | None) -> None:
        reply: dict[str, Any] | None
        try:
            message = None if line is None else read_json(line)
        except NotJsonError as e:
            message, reply = None, error(None, PARSE_ERROR, str(e))
        else:
            reply = error(None, INVALID_REQUEST, f"a request has at most {LINE_MAX} bytes")
        if isinstance(message, dict) and message.get("method") == "verify":
            self._write(await self._session.handle(message))
        else:
            before, mine = self._turn, asyncio.get_running_loop().create_future()
            self._turn = mine
            if message is not None:
                reply = await self._session.handle(message)
            if before is not None:
                await before
            self._write(reply)
            mine.set_result(None)
        with self._room:
            self._ahead -= len(line or b"") + _SMALL
            self._room.notify()

    def _write(self, reply: dict[str, Any] | None) -> None:
        if reply is not None:
            self._replies.write(json.dumps(reply, ensure_ascii=False).encode() + b"\n")
            self._replies.flush()


def _lines() -> Iterator[bytes | None]:
    """Lines of standard input that are not blank; None for one that was too long.

    The descriptor is read as it is: a thread that waits in a buffered reader would keep the
    interpreter from ending.
    """
    held, skipping = bytearray(), False
    while chunk := os.read(0, 1 << 16):
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            held += chunk[start:end]
            start = end + 1
            if skipping or len(held) > LINE_MAX:
                yield None
            elif line := bytes(held).strip():
                yield line
            held.clear()
            skipping = False
        if not skipping:
            held += chunk[start:]
            if len(held) > LINE_MAX:
                held.clear()
                skipping = True
    if skipping:
        yield None
    elif line := bytes(held).strip():
        yield line
