"""The engine that works in processes which can be killed."""

import time
from collections import deque
from collections.abc import Sequence
from typing import Any, Self

from tasksynth.engines.crew import START_TRIES, Crew
from tasksynth.engines.job import Job, StoppedError
from tasksynth.engines.link import PlainLoop
from tasksynth.engines.operations import operation
from tasksynth.engines.staff import Place, Worker
from tasksynth.errors import StateError

TURN_S = 0.1
"""Between two looks at the workers' deadlines, at the latest."""


class Pool:
    """Does jobs in worker processes, each by one of them, in the order in which they came.

    Args:
        workers: processes, started when there is something to do.
        memory_mb: address space that each may use, in MiB.
        way: `fork`, or `spawn`; None chooses what is safe here.
    """

    def __init__(self, workers: int, *, memory_mb: int = 4096, way: str | None = None) -> None:
        self.workers = workers
        self._loop = PlainLoop()
        self._crew = Crew(self, memory_mb=memory_mb, way=way)
        self._queue: deque[list[Place]] = deque()
        self._opened = self._stopped = False

    def submit(
        self, operation: str, items: Sequence[Any], *, first: bool = False, near: str | None = None
    ) -> Job:
        """Queue a job; see `Engine.submit`.

        Raises:
            StateError: if worker processes cannot be started.
        """
        job = Job(operation, items, near)
        if items:
            part = [(job, index) for index in range(len(items))]
            if first:
                self._queue.appendleft(part)
            else:
                self._queue.append(part)
            self._begin(operation)
            self._loop.turn(0)
            self.dispatch()
        return job

    def wait(self, job: Job) -> list[Any]:
        """Work until the job is done; its results, a Failure for each item that killed a worker.

        Raises:
            StateError: if worker processes cannot be started.
            StoppedError: if `stop` was called.
        """
        while not job.done:
            if self._stopped:
                raise StoppedError("the run was stopped")
            self.dispatch()
            self._loop.turn(TURN_S)
            self._crew.kill_late(time.monotonic())
        return job.results

    def stop(self) -> None:
        """See Engine."""
        self._stopped = True

    def _begin(self, name: str) -> None:
        operation(name)  # refuses what there is not, here where somebody hears it
        if not self._opened:
            self._opened = True
            self._crew.open(self._loop)
        if not self._crew.is_warm(name):
            self._crew.warm(name, name)

    # What the crew wants of its owner

    def wanted(self) -> int:
        """No more than are needed at once."""
        return min(self.workers, len(self._queue) + len(self._crew.busy))

    def dispatch(self) -> None:
        """Give out what waits."""
        while self._queue and self._crew.idle:
            part = [item for item in self._queue.popleft() if not item[0].dropped]
            if part:
                self._crew.give(self._crew.take(part[0][0].near), part)
        self._crew.grow()

    def requeue(self, items: Sequence[Place]) -> None:
        """Do these next: those after the one that failed first, then those before it."""
        if items:
            self._queue.appendleft(list(items))

    def finished(self, worker: Worker, results: Sequence[Any]) -> bool:
        """Keep it."""
        return True

    def hopeless(self, items: Sequence[Place], why: str) -> None:
        """Say so to whoever waits."""
        raise StateError(
            f"{START_TRIES} worker processes in a row died at their start: {why}; see stderr above"
        )

    def abandoned(self) -> None:
        """Say so to whoever waits."""
        raise StateError("worker processes cannot be started; see stderr above")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._opened:
            self._crew.close()
            self._crew.wait()
            self._opened = False
        self._loop.close()
