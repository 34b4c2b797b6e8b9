"""The program of a worker process.

It reads jobs from a pipe, and answers each with the list of its results. Before each item it writes
the item's place and deadline to a page that it shares: its parent can kill it in time.
"""

import math
import mmap
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection

from tasksynth import limits, system
from tasksynth.engines.job import Failure
from tasksynth.engines.operations import operation
from tasksynth.errors import TasksynthError

PLACE, DEADLINE, SPENT = 0, 1, 2
"""What a worker shares while it works: the item's place in its job, the item's deadline, and the
processor seconds that its last job took."""
GRACE_S = 2.0
"""What an item may take past its own limit before its worker is killed."""
STOPPED_S = 900.0
"""How long an item may stop the clock, for all that it prepares."""


def shared_page(fd: int) -> "memoryview[float]":
    """The page as doubles: each is stored in one piece, so a reader never sees half of one."""
    return memoryview(mmap.mmap(fd, mmap.PAGESIZE)).cast("d")


def serve(pipe: Connection, page: "memoryview[float]") -> None:
    """Answer jobs until the parent hangs up."""
    limits.CLOCKS.append(partial(_stopped, page))
    while True:
        try:
            items = pipe.recv()
        except (EOFError, OSError):
            return
        results, start = [], time.process_time()
        for place, (name, item) in enumerate(items):
            page[DEADLINE], page[PLACE] = math.inf, place
            asked = operation(name)
            try:
                page[DEADLINE] = time.monotonic() + asked.limit_s(item) + GRACE_S
                results.append(asked.run(item))
            except TasksynthError as e:
                results.append(Failure(str(e)))
        page[DEADLINE], page[PLACE] = math.inf, len(items)
        page[SPENT] = time.process_time() - start
        try:
            pipe.send(results)
        except OSError:
            return


@contextmanager
def _stopped(page: "memoryview[float]") -> Iterator[None]:
    """Move the deadline by as long as the body takes."""
    before, start = page[DEADLINE], time.monotonic()
    page[DEADLINE] = max(before, start + STOPPED_S)
    try:
        yield
    finally:
        page[DEADLINE] = before + (time.monotonic() - start)


def work(pipe_fd: int, page_fd: int, memory_mb: int, nice: int, parent: int) -> None:
    """Set the process up, and serve.

    It has no stray output, no signals of a terminal, a bound on its memory, and a process group of
    its own, which what an operation starts belongs to as well.

    Args:
        pipe_fd: where jobs come from, and results go to.
        page_fd: a page to share.
        memory_mb: address space that it may use, in MiB.
        nice: added to its priority value.
        parent: the process that must be its parent, whose end is its own.
    """
    os.dup2(2, 1)  # what a plug-in prints must not reach the parent's standard output
    for quiet in (signal.SIGINT, signal.SIGTTOU):
        signal.signal(quiet, signal.SIG_IGN)
    os.setpgid(0, 0)  # a session of its own would have its own share of the processors
    system.die_with_parent()
    if os.getppid() != parent:
        return
    os.nice(nice)
    system.write_no_core()
    system.bound_memory(memory_mb)
    serve(Connection(pipe_fd), shared_page(page_fd))


def main(*numbers: str) -> None:
    """The program: `work` with its arguments as text."""
    as_numbers: Callable[..., None] = work
    as_numbers(*map(int, numbers))
