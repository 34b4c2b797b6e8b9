"""Two ways to run jobs with the same results: in this process, or in killable worker processes.

A job is a list of items for one operation (see `tasksynth.pipeline.worker.OPERATIONS`). A worker
that hangs inside C code, runs out of memory or crashes costs its one item, which becomes a
`Failure`; the other items of its job are done again by a fresh worker.
"""

import math
import mmap
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol, Self

from tasksynth.errors import StateError

PLACE, DEADLINE, SPENT = 0, 1, 2
"""What a worker shares while it works: the item's place in its job, the item's deadline, and the
processor seconds that its last job took."""
START = "import sys; from tasksynth.pipeline.worker import main; main(*sys.argv[1:])"
"""Not `-m`: the module would be `__main__`, and its classes would not be ours."""
ENDINGS: tuple[int, ...] = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
START_TRIES = 3
"""Workers in a row that may die before their first item, before the pool gives up."""


def shared_page(fd: int) -> "memoryview[float]":
    """The page as doubles: each is stored in one piece, so a reader never sees half of one."""
    return memoryview(mmap.mmap(fd, mmap.PAGESIZE)).cast("d")


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Put off what would end this process half-way; a child that begins here never sees it.

    The mask is for the child. Here it holds nothing back: any thread, such as a library's own, may
    take a signal, and Python raises it in the main one.
    """
    caught: list[int] = []
    held: dict[int, Any] = {}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        if threading.current_thread() is threading.main_thread():
            for number in ENDINGS:
                if signal.getsignal(number) not in (None, signal.SIG_IGN):
                    held[number] = signal.signal(number, lambda n, _: caught.append(n))
        yield
    finally:
        for number, handler in held.items():
            signal.signal(number, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for number in caught:
            signal.raise_signal(number)


@dataclass(frozen=True)
class Failure:
    """An item whose worker had to be killed, or died."""

    why: str


class StoppedError(Exception):
    """A wait that another thread ended."""


@dataclass(eq=False)
class Job:
    """Items under way; `results` is complete once `done`."""

    items: Sequence[Any]
    results: list[Any] = field(default_factory=list)
    left: int = 0

    @property
    def done(self) -> bool:
        """Whether every item has a result."""
        return self.left == 0


class Engine(Protocol):
    """Submit jobs, then wait for each; results are in the order of the items."""

    workers: int

    def submit(self, items: Sequence[Any], *, first: bool = False) -> Job:
        """Queue a job; `first` puts it before those that wait."""

    def wait(self, job: Job) -> list[Any]:
        """The results of a job, once it is done."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...


class Inline:
    """Runs each job in this process, when it is waited for."""

    workers = 1

    def __init__(self, operation: str) -> None:
        from tasksynth.pipeline.worker import OPERATIONS

        self._run = OPERATIONS[operation].run

    def submit(self, items: Sequence[Any], *, first: bool = False) -> Job:
        """Note the job down."""
        return Job(items, left=len(items))

    def wait(self, job: Job) -> list[Any]:
        """Do the job now."""
        if not job.done:
            job.results, job.left = [self._run(item) for item in job.items], 0
        return job.results

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        return None


@dataclass(eq=False)
class _Part:
    """A run of items of one job, as one worker gets it."""

    job: Job
    start: int
    stop: int


class _Worker:
    """One worker process, its pipe, and the page of memory that tells how far it is."""

    def __init__(self, operation: str, memory_mb: int) -> None:
        ours, theirs = socket.socketpair()
        with tempfile.TemporaryFile() as page:
            page.truncate(mmap.PAGESIZE)
            self.page = shared_page(page.fileno())
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    START,
                    operation,
                    str(theirs.fileno()),
                    str(page.fileno()),
                    str(memory_mb),
                ],
                pass_fds=(theirs.fileno(), page.fileno()),
                stdin=subprocess.DEVNULL,
            )
        theirs.close()
        self.pipe = Connection(ours.detach())
        self.part: _Part | None = None
        self.finished = 0  # parts that this worker completed

    def give(self, part: _Part) -> None:
        self.part = part
        self.page[DEADLINE], self.page[PLACE] = math.inf, -1
        self.pipe.send(part.job.items[part.start : part.stop])

    def beat(self) -> tuple[int, float]:
        """Place of the item in progress (-1: none yet), and the monotonic time it must end by."""
        deadline = self.page[DEADLINE]
        return int(self.page[PLACE]), deadline

    def stop(self) -> int | None:
        self.pipe.close()
        if self.process.poll() is None:
            self.process.kill()
        code = self.process.wait()
        self.page.release()
        return code


class Pool:
    """Runs jobs in worker processes; for one thread.

    Args:
        operation: a name in `tasksynth.pipeline.worker.OPERATIONS`.
        workers: processes to keep.
        memory_mb: address space that each may use, in MiB.
    """

    def __init__(self, operation: str, workers: int, *, memory_mb: int = 4096) -> None:
        self.workers = workers
        self.stopped = False
        """Set by another thread, it ends a `wait` within a moment."""
        self._operation, self._memory_mb = operation, memory_mb
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, _Worker] = {}
        self._queue: deque[_Part] = deque()
        self._stillborn = 0

    def submit(self, items: Sequence[Any], *, first: bool = False) -> Job:
        """Queue a job; `first` puts it before those that wait."""
        job = Job(items, [None] * len(items), len(items))
        if items:
            part = _Part(job, 0, len(items))
            if first:
                self._queue.appendleft(part)
            else:
                self._queue.append(part)
        self._dispatch()
        return job

    def wait(self, job: Job) -> list[Any]:
        """Work until the job is done; its results, a Failure for each item that killed a worker.

        Raises:
            StateError: if worker processes cannot be started.
            StoppedError: if `stopped` was set meanwhile.
        """
        while not job.done:
            if self.stopped:
                raise StoppedError("the run was stopped")
            self._dispatch()
            self._step()
        return job.results

    def _dispatch(self) -> None:
        while self._queue and len(self._busy) < self.workers:
            with interrupts_held():  # a worker is among ours, or is none
                self._employ()

    def _employ(self) -> None:
        """Give the first part to a worker."""
        fresh = not self._idle
        worker = _Worker(self._operation, self._memory_mb) if fresh else self._idle.pop()
        try:
            worker.give(self._queue[0])
        except OSError:
            self._bury(worker)
            return
        self._queue.popleft()
        self._busy[worker.pipe] = worker

    def _step(self) -> None:
        """Wait a moment for any worker; take results, kill what is past its deadline."""
        for pipe in wait(list(self._busy), timeout=0.1):
            worker = self._busy[pipe]  # type: ignore[index]  # wait() returns what it was given
            try:
                results = worker.pipe.recv()
            except (EOFError, OSError):
                self._lost(worker, None)
            else:
                self._finished(worker, results)
        now = time.monotonic()
        for worker in list(self._busy.values()):
            if worker.beat()[1] < now:
                self._lost(worker, "it did not stop at its time limit")

    def _finished(self, worker: _Worker, results: list[Any]) -> None:
        part = worker.part
        del self._busy[worker.pipe]
        worker.part = None
        worker.finished += 1
        self._idle.append(worker)
        self._stillborn = 0
        if part is not None:
            part.job.results[part.start : part.stop] = results
            part.job.left -= part.stop - part.start

    def _lost(self, worker: _Worker, why: str | None) -> None:
        """Blame the item in progress, and queue the rest of its part again."""
        del self._busy[worker.pipe]
        place, _ = worker.beat()
        code = self._bury(worker)
        if (part := worker.part) is None:
            return
        if not 0 <= place < part.stop - part.start:
            self._queue.appendleft(part)
            return
        at = part.start + place
        part.job.results[at] = Failure(why or f"its worker process died ({_cause(code)})")
        part.job.left -= 1
        self._stillborn = 0
        for start, stop in ((at + 1, part.stop), (part.start, at)):
            if start < stop:
                self._queue.appendleft(_Part(part.job, start, stop))

    def _bury(self, worker: _Worker) -> int | None:
        place, _ = worker.beat()
        code = worker.stop()
        if not worker.finished and (place < 0 or worker.part is None):
            self._stillborn += 1
            if self._stillborn >= START_TRIES:
                raise StateError(
                    f"{START_TRIES} worker processes in a row died at their start "
                    f"({_cause(code)}); see stderr above"
                )
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        with interrupts_held():
            for worker in [*self._idle, *self._busy.values()]:
                worker.stop()


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        return f"signal {-code}"
    return f"exit code {code}"
