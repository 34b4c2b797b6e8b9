"""The engine that works in the processes of a Ray cluster, on this machine or on many.

The unit of work is a job of a loop, a chunk of a quarter of a second or so. Each actor of Ray does
jobs in a pool of one process, so that what hangs or crashes is blamed as everywhere else. An actor
that dies has done nothing wrong: its job is done again by another one.
"""

import os
from collections import Counter, deque
from collections.abc import Sequence
from typing import Any, Self

from tasksynth.engines.job import Failure, Job, StoppedError
from tasksynth.engines.operations import operation as named
from tasksynth.engines.pool import Pool
from tasksynth.errors import StateError, UnavailableError, UsageError

TURN_S = 0.1
"""Between two looks at whether it was stopped, at the latest."""
TRIES = 10
"""Actors that may die at one job before its items fail, and one after the other without a result
before there is no hope."""
ADDRESS = "RAY_ADDRESS"
"""The variable of the environment that names Ray's cluster; without it, one is started here."""


class Hand:
    """What an actor is: a pool of one process, on whatever machine."""

    def __init__(self) -> None:
        self._pool = Pool(1).__enter__()

    def run(self, operation: str, items: Sequence[Any]) -> list[Any]:
        """Do a job."""
        return self._pool.wait(self._pool.submit(operation, items))


class Cluster:
    """Does jobs by actors of Ray.

    Args:
        workers: actors, each of which takes one processor.

    Raises:
        UsageError: if Ray is not installed.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._ray, self._own = _ray(), False
        self._queue: deque[Job] = deque()
        self._idle: list[Any] = []
        self._busy: dict[Any, tuple[Any, Job]] = {}  # what will be the result: who works at what
        self._deaths: Counter[Job] = Counter()
        self._vain = 0
        self._stopped = False

    def submit(
        self, operation: str, items: Sequence[Any], *, first: bool = False, near: str | None = None
    ) -> Job:
        """Queue a job; see `Engine.submit`."""
        named(operation)  # refuses what there is not, here where somebody hears it
        job = Job(operation, items, near)
        if items:
            (self._queue.appendleft if first else self._queue.append)(job)
            self._dispatch()
        return job

    def wait(self, job: Job) -> list[Any]:
        """Work until the job is done.

        Raises:
            StateError: if actors die one after the other.
            StoppedError: if `stop` was called.
        """
        while not job.done:
            if self._stopped:
                raise StoppedError("the run was stopped")
            self._dispatch()
            done, _ = self._ray.wait(list(self._busy), num_returns=1, timeout=TURN_S)
            for result in done:
                self._take(result)
        return job.results

    def stop(self) -> None:
        """See Engine."""
        self._stopped = True

    def _dispatch(self) -> None:
        while self._queue and len(self._busy) < self.workers:
            job = self._queue.popleft()
            if job.dropped:
                continue
            hand = self._idle.pop() if self._idle else self._ray.remote(num_cpus=1)(Hand).remote()
            self._busy[hand.run.remote(job.operation, job.items)] = hand, job

    def _take(self, result: Any) -> None:
        hand, job = self._busy.pop(result)
        try:
            found = self._ray.get(result)
        except self._ray.exceptions.RayTaskError as e:
            raise StateError(f"a worker could not work: {e.cause}") from e
        except self._ray.exceptions.RayError as e:  # it died, or its machine did
            self._died(hand, job, type(e).__name__)
            return
        for index, one in enumerate(found):
            job.settle(index, one)
        self._idle.append(hand)
        self._vain = 0
        del self._deaths[job]

    def _died(self, hand: Any, job: Job, why: str) -> None:
        self._ray.kill(hand)
        self._vain += 1
        self._deaths[job] += 1
        if self._vain > TRIES + self.workers:
            raise StateError(f"{self._vain} workers died one after the other: {why}")
        if self._deaths[job] < TRIES:
            self._queue.appendleft(job)
            return
        for index in range(len(job.items)):
            job.settle(index, Failure(f"{TRIES} workers died at it: {why}"))

    def __enter__(self) -> Self:
        if not self._ray.is_initialized():
            self._own = True
            there = os.environ.get(ADDRESS)
            here = {} if there else {"num_cpus": self.workers, "include_dashboard": False}
            try:
                self._ray.init(address=there, log_to_driver=False, **here)
            except Exception as e:  # Ray has no class of its own for this
                what = f"no Ray cluster at {there}" if there else "Ray did not start here"
                why = " ".join(str(e).split())[:200]
                raise UnavailableError(f"{what}: {why}") from e
        return self

    def __exit__(self, *exc: object) -> None:
        for hand in (*self._idle, *(hand for hand, _ in self._busy.values())):
            self._ray.kill(hand)
        if self._own:
            self._ray.shutdown()


def _ray() -> Any:
    try:
        import ray
    except ImportError as e:
        raise UsageError("the engine ray wants an extra: pip install 'tasksynth[ray]'") from e
    return ray
