"""The queue of a server's workers, and its fairness: they make tasks and judge answers.

Items wait by family, in queues that are bounded, and the families take turns. A worker that has
been at one item for `SLOW_S` no longer counts as one of the pool's, and the items that it was given
along with that one go to another: a slow answer delays nobody. While a family has a slow item, its
others do not count from the start, one to a worker. There is a bound on such workers too, in all
and for a family; a family that has reached it waits.
"""

import asyncio
import contextlib
import logging
import math
import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from tasksynth import system
from tasksynth.engines import Failure, Job
from tasksynth.engines.crew import Crew
from tasksynth.engines.operations import operation
from tasksynth.engines.staff import Place, Worker
from tasksynth.errors import StateError, TasksynthError
from tasksynth.pipeline.live import LiveAction
from tasksynth.pipeline.operations import Judged
from tasksynth_schemas import TaskRef

TICK_S, SLOW_S, YIELD_S = 0.01, 0.03, 0.1
"""How often workers are looked at; when one is slow; when it yields the processor to the others."""
STUCK_S = 0.3
"""When one is slow that has hardly had the processor: it waits for something else, or the machine
is busy. To take the latter for slow would have workers killed and born without end."""
SLOW_OF_FAMILY = 4
"""Slow items of one family at one time, or as many as there are workers; twice that in all."""
SPARE = 2
"""Workers that wait for another one to become slow, or to die."""
NICE, NICER = 5, 10
"""Added to the priority value of workers, and of one that yields: the server's event loop goes
first. Whoever yielded to everything, as under `SCHED_IDLE`, would get no time at all on a machine
whose processors a trainer keeps busy, and its items would run into their time limits."""
BATCH, BATCH_S = 32, 0.002
"""Items that a worker gets at once, at most, and the time that they should take together."""
STARVED = 8.0
"""Wall time over processor time of a worker that competes for a processor. What exceeds it was
spent waiting for something else, such as a database server, and counts as an item's own."""
QUEUE, QUEUE_OF_FAMILY = 16_384, 8_192
"""Items that may wait: in all, and of one family."""
BYTES, BYTES_OF_FAMILY = 128 * 2**20, 32 * 2**20
"""Bytes that they may have, with those that are being judged."""
logger = logging.getLogger("tasksynth.serve")
NO_WORKERS = "worker processes cannot be started"


class BusyError(TasksynthError):
    """The queue is full; the same request is welcome later."""

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


@dataclass(eq=False)
class _Request(Job):
    """Items of one request, and who waits for them."""

    future: asyncio.Future[list[Any]] = field(kw_only=True)

    def settle(self, index: int, result: Any) -> None:
        super().settle(index, result)
        if self.done and not self.future.done():
            self.future.set_result(self.results)


@dataclass
class _Pace:
    """How fast a worker is at what it was given."""

    place: int = -1
    since: float = 0.0
    had_s: float | None = None
    """Processor seconds that the worker had taken by then."""
    slow: bool = False
    aside: bool = False
    """Not one of the pool's: it is slow, or was given an item that may well be."""
    ahead: bool = False
    """What it makes is for nobody yet; it is nobody's in the pool either."""
    yields: bool = False
    """It runs only where nobody else wants the processor."""


class Judges:
    """A pool of worker processes; to be used from one event loop, as an async context manager.

    Args:
        workers: processes that work at one time, slow ones not counted.
        families: what to load before the first worker is forked.
        memory_mb: address space that each worker may use, in MiB.
    """

    def __init__(
        self, workers: int, *, families: Iterable[str] = (), memory_mb: int = 4096
    ) -> None:
        self.workers = workers
        first = [("pose", ()), ("grade", ()), ("load", tuple(families))]
        self._crew = Crew(self, memory_mb=memory_mb, nice=NICE, first=first)
        self._slow_of_family = max(SLOW_OF_FAMILY, workers)
        self._queues: dict[str, deque[Place]] = {}
        self._turns: deque[str] = deque()  # families with something in their queue
        self._waiting = 0
        self._bytes: Counter[str] = Counter()  # of each family's items
        self._cost: dict[str, float] = {}  # seconds an item, lately
        self._closed = self._ticking = self._dispatching = False

    def make(self, refs: Sequence[TaskRef], family: str) -> asyncio.Future[list[Any]]:
        """A `Posed` for each ref, a TasksynthError, or a Failure if its worker had to be killed.

        It queues whatever waits already: see `admit`.

        Raises:
            StateError: if worker processes cannot be started.
        """
        return self._submit("pose", family, refs, 0)

    def make_ahead(self, ref: TaskRef) -> asyncio.Future[list[Any]] | None:
        """`make` for nobody yet, if there is nothing else to do; None if there is.

        It is in nobody's way: what is asked for meanwhile goes to as many workers as ever.
        """
        crew = self._crew
        if self._closed or self._waiting or crew.busy or not crew.idle:
            return None
        future = asyncio.get_running_loop().create_future()
        job = _Request("pose", [ref], kind=ref.family, future=future)
        worker = crew.take()
        yields = worker.note is not None and worker.note.yields
        worker.note = _Pace(since=time.monotonic(), ahead=True, yields=yields)
        crew.give(worker, [(job, 0)])
        self._watch()
        return future

    def grade(
        self, line: bytes, answers: Sequence[str], family: str
    ) -> asyncio.Future[list[Judged | Failure]]:
        """A verdict on each answer to the task of a line; a Failure if its worker was killed.

        Raises:
            BusyError: if too many wait already.
            StateError: if worker processes cannot be started.
        """
        weight = sum(map(len, answers)) + len(line)
        self.admit(len(answers), family=family, weight=weight)
        return self._submit("grade", family, [(line, answer) for answer in answers], weight)

    def render(self, line: bytes, family: str) -> asyncio.Future[list[Any]]:
        """One result: the images of a line's task by name, a TasksynthError, or a Failure.

        Raises:
            BusyError: if too many items wait already.
            StateError: if worker processes cannot be started.
        """
        self.admit(1, family=family, weight=len(line))
        return self._submit("render", family, [line], len(line))

    def hint(self, line: bytes, share: float, family: str) -> asyncio.Future[list[Any]]:
        """One result: a share of a solution to the task of a line, an error, or a Failure.

        Raises:
            BusyError: if too many items wait already.
            StateError: if worker processes cannot be started.
        """
        self.admit(1, family=family, weight=len(line))
        return self._submit("hint", family, [(line, share)], len(line))

    def act(self, step: LiveAction, family: str) -> asyncio.Future[list[Any]]:
        """One result: a `LiveTurn`, UNKNOWN without what came before, an error, or a Failure.

        Raises:
            BusyError: if too many items wait already.
            StateError: if worker processes cannot be started.
        """
        self.admit(1, family=family, weight=step.size)
        return self._submit("act", family, [step], step.size, near=step.episode)

    def admit(self, n: int, *, family: str = "", weight: int = 0) -> None:
        """Refuse n more items, of so many bytes, if too many wait.

        Raises:
            BusyError: saying when to try again.
        """
        queued = len(self._queues.get(family, ()))
        held, held_in_all = self._bytes[family], self._bytes.total()
        full = (
            (self._waiting and self._waiting + n > QUEUE)
            or (queued and queued + n > QUEUE_OF_FAMILY)
            or (held and held + weight > BYTES_OF_FAMILY)
            or (held_in_all and held_in_all + weight > BYTES)
        )
        if full:
            wait_s = self._waiting * self._cost.get(family, 0.001) / self.workers
            raise BusyError(
                f"{self._waiting} items wait to be judged; try again",
                min(30, max(1, math.ceil(wait_s))),
            )

    @property
    def ready(self) -> bool:
        """Whether a worker is there."""
        return self._crew.living > 0

    @property
    def deaths(self) -> int:
        """Workers that died or were killed, for whatever reason."""
        return self._crew.deaths

    def load(self) -> dict[str, int]:
        """Items that wait, and workers: busy, of these slow, and idle."""
        slow = sum(worker.note.slow for worker in self._crew.busy)
        return {
            "waiting": self._waiting,
            "busy": len(self._crew.busy),
            "slow": slow,
            "idle": len(self._crew.idle),
        }

    # The queue

    def _submit(
        self,
        name: str,
        family: str,
        items: Sequence[Any],
        weight: int,
        *,
        near: str | None = None,
    ) -> asyncio.Future[list[Any]]:
        if self._crew.hopeless:
            raise StateError(f"{NO_WORKERS}; see the server's standard error")
        future = asyncio.get_running_loop().create_future()
        job = _Request(name, items, near=near, kind=family, future=future)
        self._bytes[family] += weight

        def leave(_: object) -> None:
            job.dropped = True
            self._bytes[family] -= weight

        future.add_done_callback(leave)
        self._queue(((job, i) for i in range(len(items))), first=False)
        self._dispatch_soon()
        return future

    def _queue(self, items: Iterable[Place], *, first: bool) -> None:
        for job, index in items:
            if (queue := self._queues.get(job.kind)) is None:
                queue = self._queues[job.kind] = deque()
                self._turns.append(job.kind)
            if first:
                queue.appendleft((job, index))
            else:
                queue.append((job, index))
            self._waiting += 1

    def _take(self, free: int) -> tuple[list[Place], bool]:
        """A worker's next part, and whether it goes aside at once.

        It is of the family whose turn it is: one item aside while others of that family are there,
        else as much as is soon done.
        """
        for _ in range(len(self._turns)):
            family = self._turns[0]
            self._turns.rotate(-1)
            there = self._aside(family)
            aside = there > 0 and self._aside() < 2 * self._slow_of_family
            if there >= self._slow_of_family or (not aside and free <= 0):
                continue
            queue = self._queues[family]
            fair = math.ceil(len(queue) / max(1, free))
            quick = int(BATCH_S / self._cost.get(family, BATCH_S))
            size = 1 if aside else max(1, min(BATCH, quick, fair))
            part: list[Place] = []
            while queue and len(part) < size:
                job, index = queue.popleft()
                self._waiting -= 1
                if not job.dropped:  # else whoever asked has gone
                    part.append((job, index))
            if not queue:
                del self._queues[family]
                self._turns.remove(family)
            if part:
                return part, aside
        return [], False

    def _dispatch_soon(self) -> None:
        """Once all requests that came with this one are queued, so that they go out together."""
        if not self._dispatching and not self._closed:
            self._dispatching = True
            asyncio.get_running_loop().call_soon(self.dispatch)

    def _aside(self, family: str | None = None) -> int:
        """Workers aside; those on one family's items, if it is given."""
        busy = self._crew.busy
        aside = [worker for worker in busy if worker.note.aside and not worker.note.ahead]
        if family is None:
            return min(2 * self._slow_of_family, len(aside))
        return sum(worker.part[0][0].kind == family for worker in aside)

    # What the crew wants of its owner

    def wanted(self) -> int:
        """Those of the pool, those aside that are not about to die, and the reserve."""
        busy = self._crew.busy
        aside = sum(
            1
            for worker in busy
            if worker.note.aside and not worker.note.ahead and worker.why is None
        )
        return self.workers + SPARE + min(2 * self._slow_of_family, aside)

    def dispatch(self) -> None:
        """Give out what waits, in turn."""
        self._dispatching = False
        crew = self._crew
        while self._waiting and crew.idle:
            others = sum(worker.note.ahead for worker in crew.busy)
            free = self.workers - (len(crew.busy) - self._aside() - others)
            part, aside = self._take(free)
            if not part:
                break
            worker = crew.take(part[0][0].near)
            yields = worker.note is not None and worker.note.yields
            worker.note = _Pace(since=time.monotonic(), aside=aside, yields=yields)
            crew.give(worker, part)
            self._watch()
        crew.grow()

    def requeue(self, items: Sequence[Place]) -> None:
        """Do these next, in their order."""
        self._queue(reversed(items), first=True)

    def finished(self, worker: Worker, results: Sequence[Any]) -> bool:
        """Note what it took; whether the worker is wanted, and goes back to the pool."""
        part, waited = worker.part, time.monotonic() - worker.given
        job, index = part[0]
        spent = max(worker.spent_s, waited / STARVED) / len(part)
        before = self._cost.get(job.kind, spent)
        self._cost[job.kind] = 0.9 * before + 0.1 * spent
        self._warm(job, job.items[index], results[0])
        pace: _Pace = worker.note
        pace.slow = pace.aside = False
        if self._crew.staffed > self.wanted():
            return False
        if pace.yields:
            try:
                system.set_nice(worker.pid, NICE)
            except OSError:  # only root may take it back
                return False
            pace.yields = False
        return True

    def _warm(self, job: Job, item: Any, result: Any) -> None:
        """Let later workers be born with what this kind of item needs, once one has shown how."""
        kind = job.kind, job.operation
        if self._crew.is_warm(kind) or isinstance(result, TasksynthError):
            return
        plain = operation(job.operation).plain
        self._crew.warm(kind, job.operation, [] if plain is None else [plain(item)])

    def hopeless(self, items: Sequence[Place], why: str) -> None:
        """They fail."""
        for job, index in items:
            job.settle(index, Failure(why))

    def abandoned(self) -> None:
        """All that wait fail; the crew goes on trying."""
        logger.warning("%s; trying again", NO_WORKERS)
        for queue in self._queues.values():
            self.hopeless(queue, NO_WORKERS)

    # The pace

    def _watch(self) -> None:
        if not self._ticking:
            self._ticking = True
            asyncio.get_running_loop().call_later(TICK_S, self._tick)

    def _tick(self) -> None:
        now = time.monotonic()
        self._crew.kill_late(now)
        for worker in tuple(self._crew.busy):
            place, pace = worker.place, worker.note
            if place != pace.place and not pace.slow:
                pace.place, pace.since, pace.had_s = place, now, system.cpu_s(worker.pid)
            if (
                now - pace.since > SLOW_S
                and 0 <= place < len(worker.part)
                and worker.why is None
                and (pace.slow or _works(worker, pace, now))
            ):
                self._slow(worker, pace, now)
        self._ticking = bool(self._crew.busy) and not self._closed
        if self._ticking:
            asyncio.get_running_loop().call_later(TICK_S, self._tick)

    def _slow(self, worker: Worker, pace: _Pace, now: float) -> None:
        if not pace.slow:
            pace.slow = pace.aside = True
            self.requeue(worker.leave_it_only(pace.place))
            self.dispatch()
        if now - pace.since > YIELD_S and not pace.yields and worker.pid:
            pace.yields = True
            with contextlib.suppress(OSError):
                system.set_nice(worker.pid, NICER)

    async def __aenter__(self) -> Self:
        self._crew.open(asyncio.get_running_loop())
        self.dispatch()
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._closed = True
        self._crew.close()
        await asyncio.get_running_loop().run_in_executor(None, self._crew.wait)


def _works(worker: Worker, pace: _Pace, now: float) -> bool:
    """Whether it has been at its item all the time, and not in wait for a processor."""
    taken = system.cpu_s(worker.pid)
    if taken is None or pace.had_s is None or now - pace.since > STUCK_S:
        return True
    return taken - pace.had_s > SLOW_S / 2
