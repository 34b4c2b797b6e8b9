"""A session over standard input and output: one JSON object a line, each way.

Requests may be sent ahead. They take effect in their order, and are answered in their order, but
for `verify`: its replies come as soon as the answers are judged, so that a slow one keeps nobody
waiting.

Reading, writing and looking after the other side are threads of their own, so that a reader who
takes nothing holds up neither the judging nor the end.
"""

import asyncio
import contextlib
import json
import logging
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Any

from tasksynth.serve.messages import NotJsonError, read_json
from tasksynth.serve.rpc import INTERNAL, INVALID_REQUEST, PARSE_ERROR, error
from tasksynth.serve.session import Session

logger = logging.getLogger("tasksynth.serve")

LINE_MAX = 16 * 2**20
"""Bytes a request may have."""
AHEAD = 2 * LINE_MAX
"""Bytes of requests that are read before they are answered."""
_SMALL = 2**16
"""What a request counts at least: its reply may be larger."""
LOOK_S = 1.0
"""Seconds between looks whether the process that started this one is still there."""


async def serve_stdio(session: Session, *, drain_s: float) -> bool:
    """Answer until standard input ends or SIGTERM comes; what was read by then is answered.

    It ends at once, and answers nothing more, when nobody can read the replies: the other end of
    standard output is closed, or the process that started this one is gone (others may hold its
    pipes open). So it does `drain_s` seconds after a first SIGTERM or SIGINT, and at a second one.

    Standard output carries replies and nothing else: what a plug-in prints goes to standard error.

    Returns:
        Whether there was a SIGINT.
    """
    replies = os.dup(1)
    sys.stdout.flush()
    os.dup2(2, 1)
    loop = asyncio.get_running_loop()
    pipe = _Pipe(session, replies, loop)

    came: set[int] = set()

    def stop(number: int) -> None:
        came.add(number)
        if pipe.over.is_set():
            pipe.gone.set()
        pipe.over.set()
        loop.call_later(drain_s, pipe.gone.set)

    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop, one)
    for run in (pipe.read, pipe.write, pipe.watch):
        threading.Thread(target=run, name=f"stdio {run.__name__}", daemon=True).start()
    ends = {loop.create_task(pipe.finish()), loop.create_task(pipe.gone.wait())}
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for task in (*ends, *pipe.working):
        task.cancel()
    await asyncio.gather(*ends, *pipe.working, return_exceptions=True)
    return signal.SIGINT in came


class _Pipe:
    def __init__(self, session: Session, replies: int, loop: asyncio.AbstractEventLoop) -> None:
        self.over, self.gone = asyncio.Event(), asyncio.Event()
        """No more requests are taken; nobody reads the replies."""
        self.working: set[asyncio.Task[None]] = set()
        self._session, self._replies, self._loop = session, replies, loop
        self._room, self._ahead = threading.Condition(), 0
        self._out: SimpleQueue[tuple[bytes, int] | None] = SimpleQueue()
        self._written = asyncio.Event()
        self._turn: asyncio.Future[None] | None = None  # of the newest request answered in order

    async def finish(self) -> None:
        """Wait for the end of the requests, and until the replies to them are written."""
        await self.over.wait()
        while self.working:
            await asyncio.wait(self.working)
        self._out.put(None)
        await self._written.wait()

    # The threads.

    def read(self) -> None:
        """Hand lines to the loop, not too many at a time."""
        for line in _lines():
            charge = len(line or b"") + _SMALL
            with self._room:
                self._room.wait_for(lambda: self._ahead < AHEAD)
                self._ahead += charge
            self._call(self._start, line, charge)
        self._call(self.over.set)

    def write(self) -> None:
        """Write replies, until there is nobody who takes them."""
        try:
            while (reply := self._out.get()) is not None:
                data, charge = reply
                _write(self._replies, data)
                self._release(charge)
        except OSError:
            self._call(self.gone.set)
        self._call(self._written.set)

    def watch(self) -> None:
        """See whether the other end of the replies is closed, or our parent is another one."""
        parent, other_end = os.getppid(), select.poll()
        other_end.register(self._replies, 0)  # errors and hang-ups are always told
        while os.getppid() == parent and not other_end.poll(LOOK_S * 1000):
            pass
        self._call(self.gone.set)

    def _call(self, function: Callable[..., object], *args: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: it is over
            self._loop.call_soon_threadsafe(function, *args)

    def _release(self, charge: int) -> None:
        with self._room:
            self._ahead -= charge
            self._room.notify()

    # On the loop.

    def _start(self, line: bytes | None, charge: int) -> None:
        if self.over.is_set():
            return  # it came after the signal
        task = self._loop.create_task(self._work(line, charge))
        self.working.add(task)
        task.add_done_callback(self.working.discard)

    async def _work(self, line: bytes | None, charge: int) -> None:
        message, reply = _read(line)
        if isinstance(message, dict) and message.get("method") == "verify":
            reply = await self._handle(message)
        else:
            before, mine = self._turn, self._loop.create_future()
            self._turn = mine
            try:
                if reply is None:
                    reply = await self._handle(message)
                if before is not None:
                    await before
            finally:
                mine.set_result(None)
        if reply is None:
            self._release(charge)
        else:
            text = json.dumps(reply, ensure_ascii=False, allow_nan=False)
            self._out.put((text.encode() + b"\n", charge))

    async def _handle(self, message: Any) -> dict[str, Any] | None:
        try:
            return await self._session.handle(message)
        except Exception as e:
            logger.exception("a fault of the server's")
            number = message.get("id") if isinstance(message, dict) else None
            why = f"a fault of the server's, {type(e).__name__}; see its standard error"
            return error(number, INTERNAL, why)


def _read(line: bytes | None) -> tuple[Any, dict[str, Any] | None]:
    """The message of a line, or the reply to a line that is none."""
    if line is None:
        return None, error(None, INVALID_REQUEST, f"a request has at most {LINE_MAX} bytes")
    try:
        return read_json(line), None
    except NotJsonError as e:
        return None, error(None, PARSE_ERROR, str(e))


def _write(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        try:
            left = left[os.write(descriptor, left) :]
        except BlockingIOError:  # whoever shares it has made it so
            select.select([], [descriptor], [])


def _lines() -> Iterator[bytes | None]:
    """Lines of standard input that are not blank; None for one that was too long.

    The descriptor is read as it is: a thread that waits in a buffered reader would keep the
    interpreter from ending.
    """
    held, skipping = bytearray(), False
    while chunk := _chunk():
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


def _chunk() -> bytes:
    """What is there to read; nothing at the end, or once the other side is lost."""
    while True:
        try:
            return os.read(0, 1 << 16)
        except BlockingIOError:  # whoever shares it has made it so
            select.select([0], [], [])
        except OSError:
            return b""
