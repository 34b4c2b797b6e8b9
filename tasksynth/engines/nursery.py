"""The process that worker processes are born from, and that ends them.

It forks them, with what they need loaded already: a fork takes milliseconds where a new interpreter
takes half a second, so that killing a worker is cheap. Where forks are not safe it starts new
interpreters instead. Whoever has workers has threads, or an event loop, and should not fork; and
when it ends, in whatever way, this process hears its end of the line close, and takes them along.
"""

import contextlib
import gc
import os
import pickle
import select
import signal
import socket
import struct
import sys

from tasksynth import system
from tasksynth.engines.worker import work  # here, once: not in each worker that is born

START = "import sys; from tasksynth.engines.nursery import main; main(*sys.argv[1:])"
START_WORKER = "import sys; from tasksynth.engines.worker import main; main(*sys.argv[1:])"
"""Not `-m`: the module would be `__main__`, and its classes would not be ours."""
FORK, KILL, WARM = b"f", b"k", b"w"
ORDER = struct.Struct("!ci")
"""From the parent: what to do, and to which process. FORK carries a socket and a page to share;
WARM has the size of what follows instead of a process: a pickled operation's name, and items."""
NEWS = struct.Struct("!ii")
"""To the parent: a process, and STARTED or the status that it ended with (see `os.waitpid`)."""
STARTED = -1


def main(control_fd: str, memory_mb: str, nice: str, way: str) -> None:
    """Fork and kill as ordered, tell of deaths, and take all workers along when the parent ends.

    Args:
        control_fd: a socket that orders come from, and news go to.
        memory_mb: address space that each worker may use, in MiB.
        nice: added to the priority value of workers.
        way: `fork`, or `spawn` for new interpreters.
    """
    os.dup2(2, 1)
    system.ignore_endings()  # the parent decides when its workers end
    if not system.bounds_memory():
        system.say_once("this system does not bound the memory of workers")
    control = socket.socket(fileno=int(control_fd))
    _Nursery(control, int(memory_mb), int(nice), spawns=way == "spawn").run()


def _warm(order: bytes) -> None:
    """Do what a worker has done well: what it imported and prepared is there for all later ones."""
    from tasksynth.engines.operations import operation

    system.die_with_parent()  # nothing hears the line close meanwhile
    with contextlib.suppress(Exception):  # whoever uses a broken plug-in is told why
        name, items = pickle.loads(order)  # noqa: S301 - of our own process
        run = operation(name).run
        for item in items:
            run(item)
    system.die_with_parent(on=False)
    gc.collect()
    gc.freeze()  # so that workers do not copy what they never change


class _Nursery:
    def __init__(self, control: socket.socket, memory_mb: int, nice: int, *, spawns: bool) -> None:
        self._control, self._memory_mb, self._nice = control, memory_mb, nice
        self._spawns = spawns
        self._children: set[int] = set()
        self._woken, wake = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(wake, False)
        self._wake = wake
        signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    def run(self) -> None:
        while True:
            select.select([self._control.fileno(), self._woken], [], [])
            with contextlib.suppress(BlockingIOError):
                os.read(self._woken, 4096)
            try:
                self._reap()
                going = self._order()
            except OSError:
                going = False
            if not going:
                self._end()
                return

    def _end(self) -> None:
        for pid in self._children:
            kill(pid)
        for pid in self._children:
            os.waitpid(pid, 0)

    def _order(self) -> bool:
        if not select.select([self._control], [], [], 0)[0]:
            return True
        data, fds, _, _ = socket.recv_fds(self._control, ORDER.size, 2)
        if len(data) < ORDER.size:
            return False
        what, number = ORDER.unpack(data)
        if what == FORK:
            self._fork(*fds)
        elif what == WARM:
            order = self._control.recv(number, socket.MSG_WAITALL)
            if not self._spawns:
                _warm(order)
        elif number in self._children:  # and not yet reaped: the number is nobody else's
            kill(number)
        return True

    def _fork(self, pipe_fd: int, page_fd: int) -> None:
        me = os.getpid()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                self._become_worker(pipe_fd, page_fd, self._memory_mb, self._nice, me)
                code = 0
            except BaseException:  # noqa: BLE001 - nothing may run on as the parent's copy
                sys.excepthook(*sys.exc_info())
            finally:
                sys.stderr.flush()
                os._exit(code)
        self._children.add(pid)
        os.close(pipe_fd)
        os.close(page_fd)
        self._control.sendall(NEWS.pack(pid, STARTED))

    def _become_worker(self, *numbers: int) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._control.close()
        os.close(self._woken)
        os.close(self._wake)
        if self._spawns:
            for fd in numbers[:2]:
                os.set_inheritable(fd, True)  # noqa: FBT003
            program = [sys.executable, "-c", START_WORKER, *map(str, numbers)]
            os.execv(sys.executable, program)  # noqa: S606 - our own words
        work(*numbers)

    def _reap(self) -> None:
        while self._children:
            if hasattr(os, "waitid"):
                # Its group is killed while its number is still its own.
                dead = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
                if dead is None:
                    return
                kill(dead.si_pid)
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self._children.discard(pid)
            self._control.sendall(NEWS.pack(pid, status))


def kill(pid: int) -> None:
    """Kill a worker, and what it started."""
    for end in (os.kill, os.killpg):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(pid, signal.SIGKILL)
