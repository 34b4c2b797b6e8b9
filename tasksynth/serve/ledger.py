"""What a session needs of a run's ledger, and the one that is kept in this very process.

The scheduler has a thread of its own, where many messages make one write.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from itertools import accumulate
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

from tasksynth import registry
from tasksynth.capability import Explained, Hinted
from tasksynth.curriculum.scheduler import MOST, Scheduler
from tasksynth.errors import ConflictError, StateError, UsageError
from tasksynth_schemas import Ack, Feedback, Ticket
from tasksynth_schemas.wire import Ask, Issued, Status

logger = logging.getLogger("tasksynth.serve")
R = TypeVar("R")
TOGETHER = 256
"""Messages in one write, at most."""
WAITING = 8192
"""Messages that may wait for the store."""


class Ledger(Protocol):
    """Hands out tickets and takes rewards. One event loop's own.

    Every method raises StateError if the ledger cannot be written or reached; then a repeat of the
    same call is right.
    """

    async def ask(
        self, n: int, key: str | None = None, rollouts: int | None = None
    ) -> tuple[Ticket, ...]:
        """See Scheduler.ask."""

    async def read(self, cursor: int, n: int, rollouts: int | None = None) -> tuple[Ticket, ...]:
        """See Scheduler.read."""

    async def ticket(self, name: str) -> Ticket:
        """A ticket that was handed out.

        Raises:
            UsageError: if there is none of that id.
        """

    async def tell(self, feedback: Sequence[Feedback]) -> tuple[Ack, ...]:
        """See Scheduler.tell_many."""

    async def draw(self, asks: Sequence[Ask]) -> tuple[Issued, ...]:
        """Tickets for many callers at once; what is wrong with one ask is its own error."""

    async def status(self) -> Status:
        """Where the run stands."""

    async def ping(self) -> None:
        """Return once the store has answered."""

    def gauges(self) -> dict[str, float]:
        """What stands at some value now, for metrics."""


class OwnLedger:
    """The ledger of a scheduler of this process; the event loop does not wait for its store.

    Messages take effect in the order in which they were called. Those that wait at the same time
    are written together; each is answered once all of them are durable.
    """

    def __init__(self, scheduler: Scheduler) -> None:
        """Start its thread.

        Raises:
            UsageError: if tickets may ask for hints that a family does not give.
        """
        _check_hints(scheduler)
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

    async def ticket(self, name: str) -> Ticket:
        """See Ledger."""
        return await self.call(lambda: self._find(name))

    async def draw(self, asks: Sequence[Ask]) -> tuple[Issued, ...]:
        """See Ledger."""
        return await self.call(lambda: self._draw_all(asks))

    async def status(self) -> Status:
        """See Ledger."""
        scheduler = self.scheduler
        stands = scheduler.standing
        return Status(
            run=scheduler.run,
            position=scheduler.position,
            strategy=scheduler.recipe.curriculum.strategy,
            arms=tuple(arm.name for arm in scheduler.space.arms),
            families=tuple(dict.fromkeys(arm.ref.family for arm in scheduler.space.arms)),
            terms=tuple(sorted(scheduler.strategy.terms)),
            finished=stands.finished,
            mastered=stands.mastered,
            advice=stands.advice,
        )

    def gauges(self) -> dict[str, float]:
        """See Ledger."""
        position = float(self.scheduler.position)
        return {"ledger_position": position, "ledger_waiting": float(self.waiting)}

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

    def _find(self, name: str) -> Ticket:
        run, _, position = name.partition(":")
        if run != self.scheduler.run or int(position) >= self.scheduler.position:
            raise UsageError(f"no ticket {name!r} in this run, {self.scheduler.run}")
        (ticket,) = self.scheduler.read(int(position), 1)
        return ticket

    def _draw_all(self, asks: Sequence[Ask]) -> tuple[Issued, ...]:
        self.scheduler.store.expect({ask.key for ask in asks if ask.key is not None})
        ends = accumulate(ask.n for ask in asks)
        many = Issued(error=f"a message asks for at most {MOST} tickets in all", status=413)
        return tuple(
            self._draw(ask) if end <= MOST else many for ask, end in zip(asks, ends, strict=True)
        )

    def _draw(self, ask: Ask) -> Issued:
        """Tickets, or what is wrong with this one ask: that is no other's fault."""
        try:
            if ask.cursor is not None:
                found = self.scheduler.read(ask.cursor, ask.n, rollouts=ask.rollouts)
            else:
                found = self.scheduler.ask(ask.n, key=ask.key, rollouts=ask.rollouts)
        except UsageError as e:
            return Issued(error=str(e), status=409 if isinstance(e, ConflictError) else 404)
        return Issued.trusted(tickets=found, error="", status=200)

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


def _check_hints(scheduler: Scheduler) -> None:
    """Refuse a run whose tickets may ask for hints that a family does not give.

    Raises:
        UsageError: naming the families, and the mend.
    """
    if "hint" not in scheduler.strategy.terms:
        return
    names = sorted({arm.ref.family for arm in scheduler.space.arms})
    mute = [name for name in names if not isinstance(registry.get(name), Hinted | Explained)]
    if mute:
        raise UsageError(
            f"the wrapper `hints` wants families that give hints, which {', '.join(mute)} cannot: "
            f"leave them or the wrapper out"
        )
