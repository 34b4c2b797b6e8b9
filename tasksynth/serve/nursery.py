"""The process that a server forks its worker processes from: what they need is loaded already.

A fork takes milliseconds where a new interpreter takes half a second, so that killing a worker is
cheap. The server itself has threads and an event loop, and should not fork.
"""

import contextlib
import gc
import os
import pickle
import resource
import select
import signal
import socket
import struct
import sys

START = "import sys; from tasksynth.serve.nursery import main; main(*sys.argv[1:])"
FORK, KILL, WARM = b"f", b"k", b"w"
ORDER = struct.Struct("!ci")
"""From the server: what to do, and to which process. FORK carries a socket and a page to share;
WARM has the size of a pickled item instead of a process, and the item follows."""
NEWS = struct.Struct("!ii")
"""To the server: a process, and STARTED or the status that it ended with (see `os.waitpid`)."""
STARTED = -1
NICE = 5
"""Added to the priority value of workers: the server's event loop goes first."""


def main(control_fd: str, memory_mb: str, *families: str) -> None:
    """Fork and kill as ordered, tell of deaths, and take all workers along when the server ends."""
    os.dup2(2, 1)
    for quiet in (signal.SIGINT, signal.SIGTERM):
        signal.signal(quiet, signal.SIG_IGN)  # the server decides when its workers end
    for name in families:
        _load(name)
    _Nursery(socket.socket(fileno=int(control_fd)), int(memory_mb)).run()


def _load(family: str) -> None:
    from tasksynth import registry

    with contextlib.suppress(Exception):  # whoever uses a broken plug-in is told why
        registry.get(family)
    gc.collect()
    gc.freeze()  # so that workers do not copy what they never change


def _warm(item: bytes) -> None:
    """Do what a worker has done well: what it imported and prepared is there for all later ones."""
    from tasksynth.pipeline.worker import OPERATIONS

    with contextlib.suppress(Exception):
        OPERATIONS["serve"].run(pickle.loads(item))  # noqa: S301 - of our own process
    gc.collect()
    gc.freeze()


class _Nursery:
    def __init__(self, control: socket.socket, memory_mb: int) -> None:
        self._control, self._memory_mb = control, memory_mb
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
                for pid in self._children:
                    os.kill(pid, signal.SIGKILL)
                return

    def _order(self) -> bool:
        if not select.select([self._control], [], [], 0)[0]:
            return True
        data, fds, _, _ = socket.recv_fds(self._control, ORDER.size, 2)
        if len(data) < ORDER.size:
            return False
        what, pid = ORDER.unpack(data)
        if what == FORK:
            self._fork(*fds)
        elif what == WARM:
            _warm(self._control.recv(pid, socket.MSG_WAITALL))
        elif pid in self._children:  # and not yet reaped: the number is nobody else's
            os.kill(pid, signal.SIGKILL)
        return True

    def _fork(self, pipe_fd: int, page_fd: int) -> None:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                self._become_worker(pipe_fd, page_fd)
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

    def _become_worker(self, pipe_fd: int, page_fd: int) -> None:
        from tasksynth.pipeline.worker import work

        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._control.close()
        os.close(self._woken)
        os.close(self._wake)
        os.nice(NICE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash is a verdict, not a file
        work("serve", pipe_fd, page_fd, self._memory_mb)

    def _reap(self) -> None:
        while self._children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self._children.discard(pid)
            self._control.sendall(NEWS.pack(pid, status))
