"""Tasks made ahead of their asking, by a worker that would be idle.

Items of a stream are asked for in order, so it is known what comes after those that were: as much
of each stream as its share of what was asked for lately. A ticket is chosen when it is asked for,
as ever; if its task is there already, it is served from stock.
"""

import asyncio
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tasksynth.pipeline.operations import Posed
from tasksynth.serve.kept import Key
from tasksynth_schemas import TaskRef

MOST = 256
"""Tasks in stock, and tickets by which it is told what comes next."""
BYTES = 16 * 2**20
"""What they may take: a fourth of the tasks that are kept at hand."""
PAUSE_S = 0.02
"""How often it is looked whether others are still at work."""


@dataclass
class _Stream:
    """What is known of one stream of tasks."""

    ref: TaskRef
    """Any of it."""
    next: int = 0
    """The first item that nobody has asked for here."""
    lately: int = 0
    """How many of the newest tickets are of it."""
    stock: dict[int, int] = field(default_factory=dict)
    """Items that are there, with their bytes."""
    spoilt: bool = False
    """One could not be made: whoever asks for it hears why."""


class Ahead:
    """The stock of a session. One event loop's own.

    Args:
        most: tasks in stock; never more than were asked for so far.
        make: begins to make a task, unless there is something else to do: then None.
        keep: takes a task that was made.
    """

    def __init__(
        self,
        most: int,
        make: Callable[[TaskRef], "asyncio.Future[list[Any]] | None"],
        keep: Callable[[Key, Posed], None],
    ) -> None:
        self._most, self._make, self._keep = most, make, keep
        self._streams: dict[bytes, _Stream] = {}
        self._lately: deque[bytes] = deque()
        self._busy = False
        self._size = 0
        self.used = 0
        """Tasks that were there when they were asked for."""

    @property
    def stock(self) -> int:
        """Tasks that are there."""
        return sum(len(stream.stock) for stream in self._streams.values())

    def asked(self, refs: Sequence[TaskRef], keys: Sequence[Key]) -> None:
        """Note what is asked for."""
        if not self._most:
            return
        for ref, (name, index) in zip(refs, keys, strict=True):
            if (stream := self._streams.get(name)) is None:
                stream = self._streams[name] = _Stream(ref)
            self.used += index in stream.stock
            stream.next = max(stream.next, index + 1)
            stream.lately += 1
            self._lately.append(name)
        touched = {name for name, _ in keys}
        while len(self._lately) > self._most:
            touched.add(name := self._lately.popleft())
            self._streams[name].lately -= 1
        for name in touched:
            self._sort_out(self._streams[name])

    def _sort_out(self, stream: _Stream) -> None:
        """Let go of what was asked for, here or elsewhere, and of what is too much by now."""
        indices = sorted(stream.stock)
        asked = bisect_left(indices, stream.next)
        for index in (*indices[:asked], *indices[asked + stream.lately :]):
            self._size -= stream.stock.pop(index)

    def go_on(self) -> None:
        """Make what may come next, one after the other, while there is nothing else to do."""
        if self._busy or (found := self._wanted()) is None:
            return
        stream, ref = found
        self._busy = True
        if (making := self._make(ref)) is None:
            asyncio.get_running_loop().call_later(PAUSE_S, self._look_again)
        else:
            making.add_done_callback(partial(self._made, stream, ref))

    def _look_again(self) -> None:
        self._busy = False
        self.go_on()

    def _made(self, stream: _Stream, ref: TaskRef, making: "asyncio.Future[list[Any]]") -> None:
        self._busy = False
        if making.cancelled() or making.exception() is not None:
            return
        (made,) = making.result()
        if not isinstance(made, Posed):
            stream.spoilt = True
        elif ref.index >= stream.next:
            stream.stock[ref.index] = len(made.line) + sum(map(len, made.media.values()))
            self._size += stream.stock[ref.index]
            self._keep((ref.stream, ref.index), made)
        self.go_on()

    def _wanted(self) -> tuple[_Stream, TaskRef] | None:
        """What is most likely missed next."""
        if self._size >= BYTES:
            return None
        share = 1.0
        best: _Stream | None = None
        for stream in self._streams.values():
            if stream.lately and not stream.spoilt:
                has = len(stream.stock) / stream.lately
                if has < share:
                    best, share = stream, has
        if best is None:
            return None
        index = max(best.next, max(best.stock, default=-1) + 1)
        return best, best.ref.model_copy(update={"index": index})
