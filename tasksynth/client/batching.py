"""Calls that wait at the same time share a message."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")
FLIGHTS = 2
"""Messages under way at one time. What comes meanwhile waits, and goes out together: so messages
grow with the load."""


class Batcher(Generic[T, R]):
    """Gathers items into messages. One event loop's own.

    Args:
        send: sends a message of items; the results are in their order.
        most: what the items of one message may weigh together.
        weigh: an item's weight, 1 for most.
        flights: messages under way at one time.
        pause_s: from one message to the next, at least: what a message costs by itself is bounded.
    """

    def __init__(
        self,
        send: Callable[[Sequence[T]], Awaitable[Sequence[R]]],
        *,
        most: int,
        weigh: Callable[[T], int] = lambda _: 1,
        flights: int = FLIGHTS,
        pause_s: float = 0.0,
    ) -> None:
        self._send, self._most, self._weigh = send, most, weigh
        self._flights, self._pause_s, self._next_s = flights, pause_s, 0.0
        self._queue: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._under_way: set[asyncio.Task[None]] = set()
        self._starting = False

    @property
    def waiting(self) -> int:
        """Items that are in no message yet."""
        return len(self._queue)

    async def put(self, item: T) -> R:
        """The result of one item; what its message raised, if it did."""
        return await self._add(item)

    async def put_all(self, items: Iterable[T]) -> list[R]:
        """The results of several."""
        return await asyncio.gather(*map(self._add, items))

    def _add(self, item: T) -> asyncio.Future[R]:
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._queue.append((item, future))
        self._start_soon()
        return future

    def _start_soon(self) -> None:
        """Once all that come with this item are there, and no sooner than may be."""
        if self._queue and not self._starting and len(self._under_way) < self._flights:
            self._starting = True
            loop = asyncio.get_running_loop()
            loop.call_at(max(loop.time(), self._next_s), self._start)

    def _start(self) -> None:
        self._starting = False
        if message := self._take():
            self._next_s = asyncio.get_running_loop().time() + self._pause_s
            task = asyncio.create_task(self._fly(message))
            self._under_way.add(task)
            task.add_done_callback(self._landed)
        self._start_soon()

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._start_soon()

    def _take(self) -> list[tuple[T, asyncio.Future[R]]]:
        message: list[tuple[T, asyncio.Future[R]]] = []
        weight = 0
        while self._queue:
            item, future = self._queue[0]
            if future.done():  # whoever asked has gone
                self._queue.popleft()
                continue
            weight += self._weigh(item)
            if message and weight > self._most:
                break
            message.append(self._queue.popleft())
        return message

    async def _fly(self, message: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._send([item for item, _ in message])
        except Exception as e:  # noqa: BLE001 - handed to those who wait
            for _, future in message:
                if not future.done():
                    future.set_exception(e)
            return
        for (_, future), result in zip(message, results, strict=True):
            if not future.done():
                future.set_result(result)
