"""Connections: how many there may be, and how long one may take to say what it wants.

When there are too many, one that is idle makes room for the newest: of those that have shown no
token, the one that has been silent for longest; if there is none, of all. A connection with a
request under way is never closed for another. So whoever opens connections and says nothing is in
nobody's way but its own.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from tasksynth import system

VISIT = "tasksynth.visit"
"""Key of a scope's `state`: the `Visit` of its connection."""
HEAD_S = 10.0
"""Seconds until a request's headers are there: from the connection's start, or the first byte."""
STUCK_S = 30.0
"""Seconds after which a client is given up that takes nothing of what it is sent."""
SWEEP_S = 1.0
MOST, MOST_OF_PEER = 4096, 1024
"""Connections, in all and of one address; fewer where the process may open few files."""
RESERVE = 64
"""Descriptors that are kept for the store, the workers and the log."""


@dataclass(frozen=True)
class DoorLimits:
    """What the machine allows."""

    most: int
    most_of_peer: int
    backlog: int
    """Connections that may wait to be accepted: as many come at once, before one can be closed."""


def limits() -> DoorLimits:
    """By the files that this process may open (`ulimit -n`)."""
    files = system.most_files()
    if files is None:
        return DoorLimits(MOST, MOST_OF_PEER, 2048)
    room = max(16, files - RESERVE)
    backlog = min(2048, max(4, room // 4))
    most = min(MOST, max(4, room - backlog))
    return DoorLimits(most, min(MOST_OF_PEER, max(2, most // 2)), backlog)


@dataclass(eq=False)
class Visit:
    """A connection."""

    protocol: Any
    transport: asyncio.Transport
    peer: str
    known: bool = False
    """It has shown the token."""
    waiting_since: float | None = field(default_factory=time.monotonic)
    """Since when the headers of a request are waited for; None once they are there, and after it
    until something comes: uvicorn's own keep-alive limit holds then."""
    unsent: tuple[int, float] = (0, 0.0)
    """Bytes that the client has not taken yet, and since when there are so many."""

    @property
    def busy(self) -> bool:
        """Whether a request is under way."""
        cycle = self.protocol.cycle
        return cycle is not None and not cycle.response_complete

    @property
    def arrived(self) -> bool:
        """Whether the request under way is all there."""
        cycle = self.protocol.cycle
        return cycle is not None and not cycle.more_body

    def overdue(self, now: float) -> bool:
        """Whether it keeps us waiting for too long; to be called now and then."""
        size = self.transport.get_write_buffer_size()
        if size != self.unsent[0]:
            self.unsent = size, now
        stuck = size > 0 and now > self.unsent[1] + STUCK_S
        late = self.waiting_since is not None and now > self.waiting_since + HEAD_S
        return stuck or (late and not self.busy)


class Door:
    """The connections of a server. One event loop's own."""

    def __init__(self, allowed: DoorLimits) -> None:
        self._allowed = allowed
        self._all: OrderedDict[Visit, None] = OrderedDict()  # the one silent for longest first
        self._of_peer: dict[str, OrderedDict[Visit, None]] = {}

    def enter(self, visit: Visit) -> None:
        """Let a connection in, or close it if nobody can make room."""
        same = self._of_peer.setdefault(visit.peer, OrderedDict())
        self._all[visit] = same[visit] = None
        if len(same) > self._allowed.most_of_peer:
            self._make_room(same, visit)
        if len(self._all) > self._allowed.most and visit in self._all:
            self._make_room(self._all, visit)

    def heard(self, visit: Visit) -> None:
        """A request came."""
        if visit in self._all:
            self._all.move_to_end(visit)
            self._of_peer[visit.peer].move_to_end(visit)

    def leave(self, visit: Visit) -> None:
        """A connection is closed."""
        self._all.pop(visit, None)
        if (same := self._of_peer.get(visit.peer)) is not None:
            same.pop(visit, None)
            if not same:
                del self._of_peer[visit.peer]

    async def sweep(self) -> None:
        """Close what is overdue, for ever."""
        while True:
            await asyncio.sleep(SWEEP_S)
            now = time.monotonic()
            for visit in [visit for visit in self._all if visit.overdue(now)]:
                self._close(visit)

    def _make_room(self, visits: Iterable[Visit], newest: Visit) -> None:
        oldest = None
        for visit in visits:
            if visit is newest or visit.busy:
                continue
            if not visit.known:
                oldest = visit
                break
            oldest = oldest or visit
        self._close(oldest or newest)

    def _close(self, visit: Visit) -> None:
        self.leave(visit)
        visit.transport.abort()


def protocol(door: Door) -> type[asyncio.Protocol]:
    """Uvicorn's HTTP protocol, whose connections come through a door."""

    class Guarded(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        app_state: dict[str, Any]

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            address = transport.get_extra_info("peername")
            peer = str(address[0]) if isinstance(address, tuple) else ""
            self.visit = Visit(self, transport, peer)
            self.app_state = {**self.app_state, VISIT: self.visit}
            door.enter(self.visit)

        def connection_lost(self, exc: Exception | None) -> None:
            door.leave(self.visit)
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            visit = self.visit
            if visit.waiting_since is None and not visit.busy:
                visit.waiting_since = time.monotonic()
            super().data_received(data)
            if visit.busy:
                visit.waiting_since = None
                door.heard(visit)

    return Guarded
