"""Worker processes, for an owner that says who does what: their birth, their work and their death.

One rule of blame holds for all: a worker that hangs inside C code, runs out of memory or crashes
costs the one item that it was at, which becomes a Failure; the others that it was given go back to
the owner's queue, and are done again by another worker.
"""

import contextlib
import mmap
import os
import pickle
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Hashable, Sequence
from typing import Any

from tasksynth import system
from tasksynth.engines import nursery
from tasksynth.engines.link import Loop, SocketLink
from tasksynth.engines.staff import Owner, Place, Worker
from tasksynth.engines.worker import DEADLINE, shared_page

START_TRIES = 3
"""Nurseries in a row that may die before a worker did anything; and workers, besides those that
were there already."""
AGAIN_S = 2.0
"""How long the next nursery is waited with after so many: what killed them, such as a machine
without memory, may pass, and an owner that lives for long must not be without workers for good."""
REST_S = 0.2
"""How long no worker is forked after one that died before it had anything to do."""
RETIRE = 200_000
"""Items after which a worker is replaced, in case a verifier leaks."""
WARM_BYTES = 2**16
"""Of an item that the nursery is warmed with: more might not fit into its socket at once."""
END_S = 2.0
"""How long the nursery has to end all workers, before they are killed from here."""


class Crew:
    """The worker processes of one owner, on its loop.

    Args:
        owner: who deals out work.
        memory_mb: address space that each worker may use, in MiB.
        nice: added to the priority value of workers.
        way: `fork`, or `spawn`; None chooses what is safe here.
        first: operations, with items or none, that every nursery is warmed with at its start.
    """

    def __init__(
        self,
        owner: Owner,
        *,
        memory_mb: int = 4096,
        nice: int = 0,
        way: str | None = None,
        first: Sequence[tuple[str, tuple[Any, ...]]] = (),
    ) -> None:
        self.idle: list[Worker] = []
        self.busy: set[Worker] = set()
        self.deaths = 0
        """Workers that died or were killed, for whatever reason."""
        self._owner, self._memory_mb, self._nice = owner, memory_mb, nice
        self._first = first
        self._way = way or ("fork" if system.forks_well() else "spawn")
        self._born: deque[Worker] = deque()  # forked, or about to be; their pids are not known yet
        self._by_pid: dict[int, Worker] = {}
        self._dying: set[int] = set()  # pids of these that were killed, not yet known to be dead
        self._stillborn = self._abandoned = 0
        self._resting = False
        self._closed = True
        self._news = bytearray()
        self._nursery: subprocess.Popen[bytes] | None = None
        self._control = socket.socket()
        self._control.close()  # there is no line yet
        self._warm_for: set[Hashable] = set()

    @property
    def living(self) -> int:
        """Workers that are there and stay."""
        return len(self._by_pid) - len(self._dying)

    @property
    def staffed(self) -> int:
        """Workers that are there and stay, and those that are about to be born."""
        return self.living + len(self._born)

    @property
    def hopeless(self) -> bool:
        """Whether workers cannot be started at present."""
        return self._abandoned >= START_TRIES

    def open(self, loop: Loop) -> None:
        """Start the nursery."""
        self._loop, self._closed = loop, False
        self._start()

    def close(self) -> None:
        """End all workers; `wait` for them."""
        self._closed = True
        self._hang_up()
        for worker in (*self._by_pid.values(), *self._born):
            self._let_go(worker)
        self.idle.clear()
        self.busy.clear()

    def wait(self) -> None:
        """Wait until all workers are gone, once they were told to."""
        if self._nursery is None:  # it was interrupted at its very beginning
            return
        try:
            self._nursery.wait(END_S)
        except subprocess.TimeoutExpired:  # it is loading something
            self._nursery.kill()
            for pid in self._by_pid:
                nursery.kill(pid)
            self._nursery.wait()
        self._by_pid.clear()

    def grow(self) -> None:
        """Have as many workers born as are wanted and not there."""
        if not self._resting:
            for _ in range(self._owner.wanted() - self.staffed):
                self._fork()

    def take(self, near: str | None = None) -> Worker:
        """An idle worker: the one that had something like it, if it can be."""
        if near is not None:
            for i, worker in enumerate(self.idle):
                if near in worker.near:
                    return self.idle.pop(i)
        return self.idle.pop()

    def give(self, worker: Worker, part: list[Place]) -> None:
        """Have a worker that was taken do items."""
        self.busy.add(worker)
        worker.give(part)

    def kill_late(self, now: float) -> None:
        """Kill the workers whose item is past its limit."""
        for worker in tuple(self.busy):
            if worker.page[DEADLINE] < now and worker.why is None:
                self.kill(worker, "it did not stop at its time limit")

    def kill(self, worker: Worker, why: str | None) -> None:
        """Kill a worker: its item's failure, if it has one."""
        worker.why = why
        self._dying.add(worker.pid)
        self._order(nursery.KILL, worker.pid)

    def warm(self, kind: Hashable, operation: str, items: Sequence[Any] = ()) -> None:
        """Let later workers be born with what an operation, and some items of it, need.

        Args:
            kind: what it is; each is done once, and again by a new nursery.
            operation: what is looked up.
            items: what is done by it.
        """
        self._warm_for.add(kind)
        body = pickle.dumps((operation, items), protocol=5)
        if len(body) <= WARM_BYTES:
            self._order(nursery.WARM, len(body), body)

    def is_warm(self, kind: Hashable) -> bool:
        """Whether `warm` was called for it."""
        return kind in self._warm_for

    # Births and deaths

    def _start(self) -> None:
        self._control, theirs = socket.socketpair()
        self._warm_for.clear()
        numbers = (theirs.fileno(), self._memory_mb, self._nice)
        with theirs, system.endings_blocked():
            self._nursery = subprocess.Popen(
                [sys.executable, "-c", nursery.START, *map(str, numbers), self._way],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        self._loop.add_reader(self._control.fileno(), self._listen)
        for operation, items in self._first:
            self.warm((operation, items), operation, items)

    def _hang_up(self) -> None:
        if self._control.fileno() >= 0:
            self._loop.remove_reader(self._control.fileno())
        self._control.close()  # at which the nursery kills all of them

    def _order(self, what: bytes, number: int, more: bytes = b"") -> None:
        with contextlib.suppress(OSError):  # it died: `_listen` is about to start another
            self._control.sendall(nursery.ORDER.pack(what, number) + more)

    def _fork(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs, system.memory_file() as page:
            page.truncate(mmap.PAGESIZE)
            worker = Worker(shared_page(page.fileno()))
            order = nursery.ORDER.pack(nursery.FORK, 0)
            try:
                socket.send_fds(self._control, [order], [theirs.fileno(), page.fileno()])
            except OSError:
                ours.close()
                return
        worker.link = SocketLink(self._loop, ours, lambda body: self._heard(worker, body))
        self._born.append(worker)

    def _listen(self) -> None:
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
                self.idle.append(worker)
                self._owner.dispatch()
            elif (dead := self._by_pid.pop(pid, None)) is not None:
                self._dying.discard(pid)
                self._died(dead, _cause(status))

    def _heard(self, worker: Worker, body: bytes) -> None:
        """The results of a part."""
        if self._by_pid.get(worker.pid) is not worker:
            return  # it died meanwhile
        results = pickle.loads(body)  # noqa: S301 - of our own process
        part = worker.part
        self.busy.discard(worker)
        for i, ((job, index), result) in enumerate(zip(part, results, strict=True)):
            if worker.only is None or i == worker.only:
                job.settle(index, result)
        self._stillborn = self._abandoned = 0
        worker.finished += len(part)
        kept = self._owner.finished(worker, results)
        worker.part = []
        if kept and worker.finished <= RETIRE:
            self.idle.append(worker)
        else:
            self.kill(worker, None)
        self._owner.dispatch()

    def _died(self, worker: Worker, cause: str) -> None:
        """Blame the item in progress, and queue the rest of its part again."""
        self.deaths += 1
        if worker in self.idle:
            self.idle.remove(worker)
        self.busy.discard(worker)
        why, part = worker.why or f"its worker process died ({cause})", worker.part
        rest = worker.blame(why)
        self._let_go(worker)
        if rest is not None:
            self._owner.requeue(rest)
        elif part:
            self._died_before_it_began(part, why)
        elif not worker.finished:
            self._rest()
        if not self._closed:
            self._owner.dispatch()

    def _died_before_it_began(self, part: list[Place], why: str) -> None:
        self._stillborn += 1
        # Each of those that were there may have been dead before it was given anything.
        if self._stillborn < START_TRIES + self._owner.wanted():
            self._owner.requeue(part)
        else:
            self._stillborn = 0
            self._owner.hopeless(part, why)

    def _let_go(self, worker: Worker) -> None:
        if worker.link is not None:
            worker.link.close()
        worker.page.release()

    def _rest(self) -> None:
        """Fork no worker for a moment."""
        if not self._resting:
            self._resting = True
            self._loop.call_later(REST_S, self._rested)

    def _rested(self) -> None:
        self._resting = False
        if not self._closed:
            self._owner.dispatch()

    def _nursery_died(self) -> None:
        self._hang_up()
        self._news.clear()
        lost, self._by_pid = self._by_pid, {}
        self._dying.clear()
        for unborn in self._born:
            self._let_go(unborn)
        self._born.clear()
        for pid in lost:
            nursery.kill(pid)
        if self._nursery is not None:
            self._nursery.wait()
        self._start_again()
        for worker in lost.values():
            self._died(worker, "with all others")
        if self.hopeless:
            self._owner.abandoned()
        else:
            self._owner.dispatch()

    def _start_again(self) -> None:
        """Start another nursery, after a pause if that was in vain so far."""
        self._abandoned += 1
        if self.hopeless:
            self._loop.call_later(AGAIN_S, self._try_again)
            return
        try:
            self._start()
        except OSError:
            self._start_again()

    def _try_again(self) -> None:
        if self._closed:
            return
        try:
            self._start()
        except OSError:  # no process, no memory or no descriptor is left
            self._start_again()
            return
        self._abandoned = START_TRIES - 1
        self._owner.dispatch()


def _cause(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    return f"exit code {os.WEXITSTATUS(status)}"
