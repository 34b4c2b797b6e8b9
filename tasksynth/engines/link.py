"""Whole messages over a socket, without waiting, for whatever loop there is."""

import heapq
import selectors
import socket
import struct
import time
from collections.abc import Callable
from itertools import count
from typing import Any, Protocol

_SIZE, _LONG = struct.Struct("!i"), struct.Struct("!Q")
"""As multiprocessing's Connection does, which is at the other end."""
AT_ONCE = 2**18


class Loop(Protocol):
    """What is wanted of an event loop; those of asyncio have it."""

    def add_reader(self, fd: int, callback: Callable[[], Any], /) -> Any:
        """Call when there is something to read."""

    def remove_reader(self, fd: int, /) -> Any:
        """Call no more."""

    def add_writer(self, fd: int, callback: Callable[[], Any], /) -> Any:
        """Call when something can be written."""

    def remove_writer(self, fd: int, /) -> Any:
        """Call no more."""

    def call_later(self, delay: float, callback: Callable[[], Any], /) -> Any:
        """Call once, so many seconds from now."""


class PlainLoop:
    """A loop for programs that have none: it turns when it is told to."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._later: list[tuple[float, int, Callable[[], Any]]] = []
        self._number = count()

    def add_reader(self, fd: int, callback: Callable[[], Any], /) -> None:
        """Call when there is something to read."""
        self._set(fd, selectors.EVENT_READ, callback)

    def remove_reader(self, fd: int, /) -> None:
        """Call no more."""
        self._set(fd, selectors.EVENT_READ, None)

    def add_writer(self, fd: int, callback: Callable[[], Any], /) -> None:
        """Call when something can be written."""
        self._set(fd, selectors.EVENT_WRITE, callback)

    def remove_writer(self, fd: int, /) -> None:
        """Call no more."""
        self._set(fd, selectors.EVENT_WRITE, None)

    def call_later(self, delay: float, callback: Callable[[], Any], /) -> None:
        """Call once, so many seconds from now."""
        heapq.heappush(self._later, (time.monotonic() + delay, next(self._number), callback))

    def turn(self, timeout: float) -> None:
        """Wait for something to happen, at most so many seconds, and call whom it concerns."""
        if self._later:
            timeout = min(timeout, max(0.0, self._later[0][0] - time.monotonic()))
        for key, events in self._selector.select(timeout):
            for event in (selectors.EVENT_READ, selectors.EVENT_WRITE):
                if events & event and (callback := key.data.get(event)) is not None:
                    callback()
        while self._later and self._later[0][0] <= time.monotonic():
            heapq.heappop(self._later)[2]()

    def close(self) -> None:
        """Forget everything."""
        self._later.clear()
        self._selector.close()

    def _set(self, fd: int, event: int, callback: Callable[[], Any] | None) -> None:
        key = self._selector.get_map().get(fd)
        callbacks = {} if key is None else {**key.data}
        callbacks.pop(event, None)
        if callback is not None:
            callbacks[event] = callback
        events = sum(callbacks)
        if key is None:
            if events:
                self._selector.register(fd, events, callbacks)
        elif events:
            self._selector.modify(fd, events, callbacks)
        else:
            self._selector.unregister(fd)


class SocketLink:
    """One end of a socket; `heard` is called with each message. That it ended is nobody's news."""

    def __init__(self, loop: Loop, sock: socket.socket, heard: Callable[[bytes], None]) -> None:
        self._loop, self._sock, self._heard = loop, sock, heard
        self._in, self._out = bytearray(), bytearray()
        self._open = True
        sock.setblocking(False)  # noqa: FBT003
        loop.add_reader(sock.fileno(), self._read)

    def send(self, body: bytes) -> None:
        """Send a message, or what can be sent now; the rest goes later."""
        size = len(body)
        head = _SIZE.pack(size) if size < 2**31 else _SIZE.pack(-1) + _LONG.pack(size)
        if not self._open:
            return
        waiting = bool(self._out)
        self._out += head
        self._out += body
        if not waiting and not self._write():
            self._loop.add_writer(self._sock.fileno(), self._write_on)

    def close(self) -> None:
        """Hang up."""
        self._end()
        self._sock.close()

    def _end(self) -> None:
        if self._open:
            self._open = False
            self._loop.remove_reader(self._sock.fileno())
            self._loop.remove_writer(self._sock.fileno())
            self._out.clear()

    def _write(self) -> bool:
        """Write what can be written now; whether that was the end of it."""
        try:
            while self._out:
                # Released at once, or whoever lists all objects meanwhile keeps the buffer locked.
                with memoryview(self._out) as whole, whole[:AT_ONCE] as part:
                    sent = self._sock.send(part)
                del self._out[:sent]
        except BlockingIOError:
            return False
        except OSError:  # it died, which is told otherwise
            self._end()
        return True

    def _write_on(self) -> None:
        if self._write() and self._open:
            self._loop.remove_writer(self._sock.fileno())

    def _read(self) -> None:
        try:
            data = self._sock.recv(AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._end()
            return
        self._in += data
        while self._open and (body := self._message()) is not None:
            self._heard(body)

    def _message(self) -> bytes | None:
        if len(self._in) < _SIZE.size:
            return None
        (size,), start = _SIZE.unpack_from(self._in), _SIZE.size
        if size == -1:
            if len(self._in) < start + _LONG.size:
                return None
            (size,) = _LONG.unpack_from(self._in, start)
            start += _LONG.size
        if len(self._in) < start + size:
            return None
        body = bytes(self._in[start : start + size])
        del self._in[: start + size]
        return body
