"""Killable worker processes for an event loop: they make tasks and judge answers.

Items wait by family, in queues that are bounded, and the families take turns. A worker that has
been at one item for `SLOW_S` no longer counts as one of the pool's, and the items that it was given
along with that one go to another: a slow answer delays nobody. While a family has a slow item, its
others do not count from the start, one to a worker. There is a bound on such workers too, in all
and for a family; a family that has reached it waits.
"""

import asyncio
import contextlib
import math
import mmap
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Self

from tasksynth.errors import StateError, TasksynthError
from tasksynth.pipeline.engines import DEADLINE, PLACE, SPENT, Failure, shared_page
from tasksynth.pipeline.worker import Judged
from tasksynth.serve import nursery
from tasksynth_schemas import TaskRef

TICK_S, SLOW_S, YIELD_S = 0.01, 0.03, 0.1
"""How often workers are looked at; when one is slow; when it yields the processor to the others."""
SLOW_OF_FAMILY = 4
"""Slow items of one family at one time, or as many as there are workers; twice that in all."""
SPARE = 2
"""Workers that wait for another one to become slow, or to die."""
WARM_BYTES = 2**16
"""Of an item that the nursery is warmed with: more might not fit into its socket at once."""
REST_S = 0.2
"""How long no worker is forked after one that died before it had anything to do."""
BATCH, BATCH_S = 32, 0.002
"""Items that a worker gets at once, at most, and the time that they should take together."""
STARVED = 8.0
"""Wall time over processor time of a worker that competes for a processor. What exceeds it was
spent waiting for something else, such as a database server, and counts as an item's own."""
RETIRE = 200_000
"""Items after which a worker is replaced, in case a verifier leaks."""
QUEUE, QUEUE_OF_FAMILY = 16_384, 8_192
"""Items that may wait: in all, and of one family."""
BYTES, BYTES_OF_FAMILY = 128 * 2**20, 32 * 2**20
"""Bytes that they may have, with those that are being judged."""
START_TRIES = 3
_SIZE, _LONG = struct.Struct("!i"), struct.Struct("!Q")
_UNSET = object()


class BusyError(TasksynthError):
    """The queue is full; the same request is welcome later."""

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


@dataclass(eq=False)
class _Job:
    """Items of one request, and who waits for them."""

    family: str
    items: Sequence[Any]
    weight: int
    done: asyncio.Future[list[Any]]
    results: list[Any]
    left: int

    def settle(self, index: int, result: Any) -> None:
        if self.results[index] is _UNSET:
            self.results[index] = result
            self.left -= 1
            if self.left == 0 and not self.done.done():
                self.done.set_result(self.results)


@dataclass(eq=False)
class _Worker(asyncio.Protocol):
    """One worker process, its pipe, and the page of memory that tells how far it is."""

    pool: "Judges"
    page: "memoryview[float]"
    pid: int = 0
    pipe: asyncio.Transport | None = None
    part: list[tuple[_Job, int]] = field(default_factory=list)
    given: float = 0.0
    place: int = -1
    since: float = 0.0
    slow: bool = False
    aside: bool = False
    """Not one of the pool's: it is slow, or was given an item that may well be."""
    yields: bool = False
    """It runs only where nobody else wants the processor."""
    why: str | None = None
    """Why it was killed."""
    finished: int = 0
    buffer: bytearray = field(default_factory=bytearray)

    def give(self, part: list[tuple[_Job, int]], *, aside: bool) -> None:
        self.part, self.given, self.aside = part, time.monotonic(), aside
        self.place, self.since, self.slow, self.why = -1, self.given, False, None
        self.page[DEADLINE], self.page[PLACE] = math.inf, -1
        body = pickle.dumps([job.items[i] for job, i in part], protocol=5)
        if self.pipe is not None:
            self.pipe.write(_SIZE.pack(len(body)) + body)  # as multiprocessing's Connection does

    def data_received(self, data: bytes) -> None:
        """Take in what the worker sends; whole results go to the pool."""
        self.buffer += data
        while (frame := self._frame()) is not None:
            self.pool._finished(self, pickle.loads(frame))  # noqa: S301 - of our own process

    def _frame(self) -> bytes | None:
        if len(self.buffer) < _SIZE.size:
            return None
        (size,), start = _SIZE.unpack_from(self.buffer), _SIZE.size
        if size == -1:
            if len(self.buffer) < start + _LONG.size:
                return None
            (size,) = _LONG.unpack_from(self.buffer, start)
            start += _LONG.size
        if len(self.buffer) < start + size:
            return None
        frame = bytes(self.buffer[start : start + size])
        del self.buffer[: start + size]
        return frame


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
        self.deaths = 0
        """Workers that died or were killed, for whatever reason."""
        self._families, self._memory_mb = tuple(families), memory_mb
        self._slow_of_family = max(SLOW_OF_FAMILY, workers)
        self._known: set[tuple[str, type]] = set()  # kinds of items that the nursery is warm for
        self._queues: dict[str, deque[tuple[_Job, int]]] = {}
        self._turns: deque[str] = deque()  # families with something in their queue
        self._waiting = 0
        self._bytes: Counter[str] = Counter()  # of each family's items
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._born: deque[_Worker] = deque()  # forked, or about to be; their pids are not known yet
        self._by_pid: dict[int, _Worker] = {}
        self._dying: set[int] = set()  # pids of these that were killed, not yet known to be dead
        self._cost: dict[str, float] = {}  # seconds an item, lately
        self._stillborn = self._abandoned = 0
        self._closed = self._ticking = self._dispatching = self._resting = False
        self._news = bytearray()

    def make(self, refs: Sequence[TaskRef], family: str) -> asyncio.Future[list[Any]]:
        """A `Posed` for each ref, a TasksynthError, or a Failure if its worker had to be killed.

        It queues whatever waits already: see `admit`.

        Raises:
            StateError: if worker processes cannot be started.
        """
        return self._submit(family, refs, 0)

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
        return self._submit(family, [(line, answer) for answer in answers], weight)

    def render(self, line: bytes, family: str) -> asyncio.Future[list[Any]]:
        """One result: the images of a line's task by name, a TasksynthError, or a Failure.

        Raises:
            BusyError: if too many items wait already.
            StateError: if worker processes cannot be started.
        """
        self.admit(1, family=family, weight=len(line))
        return self._submit(family, [line], len(line))

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
        return bool(self._by_pid)

    def load(self) -> dict[str, int]:
        """Items that wait, and workers: busy, of these slow, and idle."""
        slow = sum(worker.slow for worker in self._busy)
        return {
            "waiting": self._waiting,
            "busy": len(self._busy),
            "slow": slow,
            "idle": len(self._idle),
        }

    # The queue

    def _submit(self, family: str, items: Sequence[Any], weight: int) -> asyncio.Future[list[Any]]:
        if self._abandoned >= START_TRIES:
            raise StateError("worker processes cannot be started; see the server's standard error")
        done = asyncio.get_running_loop().create_future()
        job = _Job(family, items, weight, done, [_UNSET] * len(items), len(items))
        self._bytes[family] += weight
        done.add_done_callback(lambda _: self._left(job))
        self._queue(((job, i) for i in range(len(items))), first=False)
        self._dispatch_soon()
        return done

    def _left(self, job: _Job) -> None:
        self._bytes[job.family] -= job.weight

    def _queue(self, items: Iterable[tuple[_Job, int]], *, first: bool) -> None:
        for job, index in items:
            if (queue := self._queues.get(job.family)) is None:
                queue = self._queues[job.family] = deque()
                self._turns.append(job.family)
            if first:
                queue.appendleft((job, index))
            else:
                queue.append((job, index))
            self._waiting += 1

    def _take(self, free: int) -> tuple[list[tuple[_Job, int]], bool]:
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
            part: list[tuple[_Job, int]] = []
            while queue and len(part) < size:
                job, index = queue.popleft()
                self._waiting -= 1
                if not job.done.done():  # else whoever asked has gone
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
            asyncio.get_running_loop().call_soon(self._dispatch)

    def _dispatch(self) -> None:
        self._dispatching = False
        while self._waiting and self._idle:
            part, aside = self._take(self.workers - (len(self._busy) - self._aside()))
            if not part:
                break
            worker = self._idle.pop()
            self._busy.add(worker)
            worker.give(part, aside=aside)
            self._watch()
        if not self._resting:
            for _ in range(self._right_number() - self._living() - len(self._born)):
                self._fork()

    def _aside(self, family: str | None = None) -> int:
        """Workers aside; those on one family's items, if it is given."""
        if family is None:
            return min(2 * self._slow_of_family, sum(worker.aside for worker in self._busy))
        return sum(worker.aside and worker.part[0][0].family == family for worker in self._busy)

    def _right_number(self) -> int:
        return self.workers + SPARE + self._aside()

    def _living(self) -> int:
        return len(self._by_pid) - len(self._dying)

    # The workers

    def _finished(self, worker: _Worker, results: list[Any]) -> None:
        if self._by_pid.get(worker.pid) is not worker:
            return  # it died meanwhile
        part, now = worker.part, time.monotonic()
        self._busy.discard(worker)
        for i, ((job, index), result) in enumerate(zip(part, results, strict=True)):
            if not worker.slow or i == worker.place:
                job.settle(index, result)
        if part:
            family, waited = part[0][0].family, now - worker.given
            spent = max(worker.page[SPENT], waited / STARVED) / len(part)
            before = self._cost.get(family, spent)
            self._cost[family] = 0.9 * before + 0.1 * spent
            self._warm(family, part[0][0].items[part[0][1]], results[0])
        worker.finished += len(part)
        worker.part, worker.slow, worker.aside = [], False, False
        self._stillborn = self._abandoned = 0
        if worker.finished > RETIRE or not self._wanted(worker):
            self._kill(worker, None)
        else:
            self._idle.append(worker)
        self._dispatch()

    def _wanted(self, worker: _Worker) -> bool:
        if self._living() > self._right_number():
            return False
        if worker.yields:
            try:
                _set_policy(worker.pid, "SCHED_OTHER")
            except OSError:  # only root may take it back
                return False
            worker.yields = False
        return True

    def _watch(self) -> None:
        if not self._ticking:
            self._ticking = True
            asyncio.get_running_loop().call_later(TICK_S, self._tick)

    def _tick(self) -> None:
        now = time.monotonic()
        for worker in tuple(self._busy):
            place, deadline = int(worker.page[PLACE]), worker.page[DEADLINE]
            if place != worker.place and not worker.slow:
                worker.place, worker.since = place, now
            if deadline < now and worker.why is None:
                self._kill(worker, "it did not stop at its time limit")
            elif now - worker.since > SLOW_S and 0 <= place < len(worker.part):
                self._slow(worker, now)
        self._ticking = bool(self._busy) and not self._closed
        if self._ticking:
            asyncio.get_running_loop().call_later(TICK_S, self._tick)

    def _slow(self, worker: _Worker, now: float) -> None:
        if not worker.slow:
            worker.slow = worker.aside = True
            others = [item for i, item in enumerate(worker.part) if i != worker.place]
            self._queue(reversed(others), first=True)
            self._dispatch()
        if now - worker.since > YIELD_S and not worker.yields and worker.pid:
            worker.yields = True
            with contextlib.suppress(OSError):
                _set_policy(worker.pid, "SCHED_IDLE")

    def _died(self, worker: _Worker, cause: str) -> None:
        """Blame the item in progress, and queue the rest of its part again."""
        self.deaths += 1
        if worker in self._idle:
            self._idle.remove(worker)
        self._busy.discard(worker)
        place, part = int(worker.page[PLACE]), worker.part
        why = worker.why or f"its worker process died ({cause})"
        if worker.slow:
            part[worker.place][0].settle(part[worker.place][1], Failure(why))
        elif 0 <= place < len(part):
            part[place][0].settle(part[place][1], Failure(why))
            self._queue(reversed(part[:place] + part[place + 1 :]), first=True)
        elif not part and not worker.finished:
            self._rest()
        elif part:
            self._stillborn += 1
            # Each of those that were there may have been dead before it was given anything.
            if self._stillborn < START_TRIES + self._right_number():
                self._queue(reversed(part), first=True)
            else:
                for job, index in part:
                    job.settle(index, Failure(why))
        if worker.pipe is not None:
            worker.pipe.abort()
        worker.page.release()
        if not self._closed:
            self._dispatch()

    def _rest(self) -> None:
        """Fork no worker for a moment."""
        if not self._resting:
            self._resting = True
            asyncio.get_running_loop().call_later(REST_S, self._rested)

    def _rested(self) -> None:
        self._resting = False
        self._dispatch_soon()

    def _warm(self, family: str, item: Any, result: Any) -> None:
        """Let later workers be born with what this kind of item needs, once one has shown how."""
        kind = family, type(item)
        if kind in self._known or isinstance(result, TasksynthError):
            return
        self._known.add(kind)
        plain = (item[0], "") if isinstance(item, tuple) else item  # nobody's answer in the nursery
        body = pickle.dumps(plain, protocol=5)
        if len(body) <= WARM_BYTES:
            with contextlib.suppress(OSError):
                self._control.sendall(nursery.ORDER.pack(nursery.WARM, len(body)) + body)

    def _kill(self, worker: _Worker, why: str | None) -> None:
        worker.why = why
        self._dying.add(worker.pid)
        with contextlib.suppress(OSError):
            self._control.sendall(nursery.ORDER.pack(nursery.KILL, worker.pid))

    # The nursery

    async def __aenter__(self) -> Self:
        self._start()
        self._dispatch()
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._closed = True
        asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()  # at which the nursery kills all of them
        for worker in (*self._by_pid.values(), *self._born):
            if worker.pipe is not None:
                worker.pipe.abort()
        await asyncio.get_running_loop().run_in_executor(None, self._nursery.wait)

    def _start(self) -> None:
        self._control, theirs = socket.socketpair()
        self._known.clear()
        command = [sys.executable, "-c", nursery.START, str(theirs.fileno())]
        self._nursery = subprocess.Popen(
            [*command, str(self._memory_mb), *self._families],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        theirs.close()
        asyncio.get_running_loop().add_reader(self._control, self._heard)

    def _fork(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs, _memory_file() as page:
            page.truncate(mmap.PAGESIZE)
            worker = _Worker(self, shared_page(page.fileno()))
            self._born.append(worker)
            order = nursery.ORDER.pack(nursery.FORK, 0)
            try:
                socket.send_fds(self._control, [order], [theirs.fileno(), page.fileno()])
            except OSError:
                self._born.pop()
                ours.close()
                return  # the nursery died: `_heard` is about to start another
        asyncio.get_running_loop().create_task(self._connect(worker, ours))

    async def _connect(self, worker: _Worker, ours: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        pipe, _ = await loop.create_unix_connection(lambda: worker, sock=ours)
        worker.pipe = pipe
        if worker in self._born or worker.pid in self._by_pid:
            self._join(worker)
        else:
            pipe.abort()  # its nursery died

    def _join(self, worker: _Worker) -> None:
        """Put a worker to use once it has both its pipe and its number."""
        if worker.pid and worker.pipe is not None and worker.pid in self._by_pid:
            self._idle.append(worker)
            self._dispatch()

    def _heard(self) -> None:
        """Births and deaths, from the nursery."""
        try:
            data = self._control.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._nursery_died()
            return
        self._news += data
        whole = len(self._news) // nursery.NEWS.size * nursery.NEWS.size
        news, self._news = bytes(self._news[:whole]), self._news[whole:]
        for pid, status in nursery.NEWS.iter_unpack(news):
            if status == nursery.STARTED:
                worker = self._born.popleft()
                worker.pid = pid
                self._by_pid[pid] = worker
                self._join(worker)
            elif (dead := self._by_pid.pop(pid, None)) is not None:
                self._dying.discard(pid)
                self._died(dead, _cause(status))

    def _nursery_died(self) -> None:
        asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()
        self._news.clear()
        lost, self._by_pid = self._by_pid, {}
        self._dying.clear()
        for unborn in self._born:
            if unborn.pipe is not None:
                unborn.pipe.abort()
        self._born.clear()
        for pid in lost:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        self._nursery.wait()
        self._abandoned += 1
        if self._abandoned < START_TRIES:
            self._start()
            self._dispatch_soon()
        for worker in lost.values():
            self._died(worker, "with all others")
        if self._abandoned >= START_TRIES:
            for job, index in [item for queue in self._queues.values() for item in queue]:
                job.settle(index, Failure("worker processes cannot be started"))


def _memory_file() -> IO[bytes]:
    """A file for sharing memory; not on a disk, where there is another way: a disk may be busy."""
    if sys.platform == "linux":
        return open(os.memfd_create("worker"), "r+b", buffering=0)  # noqa: PTH123 - a descriptor
    return tempfile.TemporaryFile()


def _set_policy(pid: int, name: str) -> None:
    """See sched(7); where there is no such thing, nothing happens."""
    if hasattr(os, "sched_setscheduler"):
        os.sched_setscheduler(pid, getattr(os, name), os.sched_param(0))


def _cause(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    return f"exit code {os.WEXITSTATUS(status)}"
