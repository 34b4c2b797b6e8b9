"""What only some operating systems have: used where it is, and stood in for where it is not."""

import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tasksynth.errors import UnavailableError, UsageError

if TYPE_CHECKING:
    from ctypes import CDLL

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_PR_SET_PDEATHSIG = 1
_reading = threading.Lock()


@cache
def say_once(what: str) -> None:
    """A line on standard error, the first time."""
    print(f"tasksynth: {what}", file=sys.stderr, flush=True)  # noqa: T201


def cpus() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def has_workers() -> bool:
    """Whether processes can be forked here, handed a socket, and killed."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds")


def forks_well() -> bool:
    """Whether a process may go on as a fork of one that has loaded libraries; macOS's may crash."""
    return sys.platform == "linux"


def bounds_memory() -> bool:
    """Whether `bound_memory` does anything; macOS has the name of it."""
    return sys.platform != "darwin" and bool(resource)


def bound_memory(mb: int) -> None:
    """Bound the address space of this process, in MiB."""
    if bounds_memory():
        limit = mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def write_no_core() -> None:
    """A crash is a verdict, not a file."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def die_with_parent(*, on: bool = True) -> None:
    """Have the kernel kill this process when the thread that started it ends, where it will."""
    if sys.platform == "linux":
        _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL if on else 0, 0, 0, 0)


@cache
def _libc() -> "CDLL":
    from ctypes import CDLL

    return CDLL(None)


def most_files() -> int | None:
    """Descriptors that this process may have open; None if there is no limit, or none is known."""
    if resource is None:
        return None
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return None if limit == resource.RLIM_INFINITY else limit


ENDINGS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""What a terminal, or whoever manages processes, sends to end one."""


@contextmanager
def endings_blocked() -> Iterator[None]:
    """Hold back what would end a child that begins here before it can say what it does then."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_endings() -> None:
    """Never end by one of them, not even by one that came while they were blocked."""
    for number in ENDINGS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)


def cpu_s(pid: int) -> float | None:
    """Processor seconds that a process has taken; None where that cannot be asked.

    The clock of a process has a number of its own on Linux: see clock_getcpuclockid(3).
    """
    if sys.platform != "linux":
        return None
    try:
        return float(time.clock_gettime((~pid << 3) | 2))
    except OSError:
        return None


def set_nice(pid: int, added: int) -> None:
    """Give a process our priority value and so much; where there is no such thing, nothing happens.

    Raises:
        OSError: if it is not allowed, or the process is gone.
    """
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, 0) + added)


def memory_file() -> IO[bytes]:
    """A file for sharing memory; not on a disk, where there is another way: a disk may be busy."""
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("page"), "r+b", buffering=0)  # noqa: PTH123
    return tempfile.TemporaryFile(buffering=0)


def read_at(file: IO[bytes], length: int, offset: int) -> bytes:
    """Bytes from a place in a file, from any thread."""
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), length, offset)
    with _reading:
        file.seek(offset)
        return file.read(length)


def sync_folder(path: Path) -> None:
    """See the names of new files of a folder on the disk; Windows does it by itself."""
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def lock_folder(path: Path) -> int:
    """Make a folder this process's own until the descriptor is closed; it is made if need be.

    Raises:
        UsageError: if there can be no such folder.
        UnavailableError: if another process has it.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        if fcntl is None:
            say_once("this system cannot lock folders: let no two runs write to the same one")
            return os.open(os.devnull, os.O_RDONLY)
        lock = os.open(path, os.O_RDONLY)
    except OSError as e:
        raise UsageError(f"cannot write to {path}: {e.strerror}") from e
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as e:
        os.close(lock)
        raise UnavailableError(f"another process is writing to {path}; wait for it") from e
    return lock
