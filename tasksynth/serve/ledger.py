"""A scheduler for an event loop: on a thread of its own, many messages to one write."""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any, TypeVar

from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.errors import StateError, UsageError
from tasksynth_schemas import Ack, Feedback, Ticket

logger = logging.getLogger("tasksynth.serve")
R = TypeVar("R")
TOGETHER = 256
"""Messages in one write, at most."""
WAITING = 8192
"""Messages that may wait for the store."""


class Ledger:
    """Does what a scheduler does, without keeping an event loop waiting for the store.

    Messages take effect in the order in which they were called. Those that wait at the same time
    are written together; each is answered once all of them are durable.
    """

    def __init__(self, scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self._calls: SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Any]] | None]
        self._calls = SimpleQueue()
        self.waiting = 0
        """Messages that have not been answered."""
        self._said: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
        self._thread.start()

    async def ask(
        self, n: int, key: str | None = None, rollouts: int | None = None
    ) -> tuple[Ticket, ...]:
        """See Scheduler.ask."""
        return await self.call(lambda: self.scheduler.ask(n, key=key, rollouts=rollouts))

    async def read(self, cursor: int, n: int, rollouts: int | None = None) -> tuple[Ticket, ...]:
        """See Scheduler.read."""
        return await self.call(lambda: self.scheduler.read(cursor, n, rollouts=rollouts))

    async def tell(self, feedback: Sequence[Feedback]) -> tuple[Ack, ...]:
        """See Scheduler.tell_many."""
        return await self.call(lambda: self.scheduler.tell_many(feedback))

    def call(self, function: Callable[[], R]) -> asyncio.Future[R]:
        """Run a function of the scheduler's on its thread, in turn.

        Raises:
            StateError: if too much waits for the store already.
        """
        if self.waiting >= WAITING:
            raise StateError(f"{self.waiting} messages wait for the store; try again")
        future = asyncio.get_running_loop().create_future()
        self.waiting += 1
        self._calls.put((function, future))
        return future

    async def ping(self) -> None:
        """Return once the store has answered.

        Raises:
            StateError: if it does not.
        """
        await self.call(lambda: self.scheduler.store.meta("format"))

    def close(self) -> None:
        """Finish what waits, and let go of the store."""
        self._calls.put(None)
        self._thread.join()
        self.scheduler.close()

    def _run(self) -> None:
        going = True
        while going:
            batch = [self._calls.get()]
            while len(batch) < TOGETHER and not self._calls.empty():
                batch.append(self._calls.get())
            calls = [call for call in batch if call is not None]
            going = len(calls) == len(batch)
            if calls:
                outcomes = self._write([function for function, _ in calls])
                futures = [future for _, future in calls]
                loop = futures[0].get_loop()
                loop.call_soon_threadsafe(self._answer, futures, outcomes)
                self._log_advice()

    def _write(self, functions: list[Callable[[], Any]]) -> list[Any]:
        """The result of each, or its exception; an exception of ours may be that of all."""
        outcomes: list[Any] = []
        try:
            with self.scheduler.together():
                for function in functions:
                    try:
                        outcomes.append(function())
                    except UsageError as e:  # found before anything was written
                        outcomes.append(e)
        except Exception as e:  # noqa: BLE001 - handed to those who wait
            return [e] * len(functions)
        return outcomes

    def _log_advice(self) -> None:
        """Say once what has come up since the last time: mastered ladders, alarms."""
        advice = self.scheduler.standing.advice
        for line in advice:
            if line not in self._said:
                logger.warning("%s", line)
        self._said.update(advice)

    def _answer(self, futures: list[asyncio.Future[Any]], outcomes: list[Any]) -> None:
        self.waiting -= len(futures)
        for future, outcome in zip(futures, outcomes, strict=True):
            if future.done():  # whoever asked has gone
                continue
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)
