"""The tier `jail`: CPython in a process of its own, locked in by the kernel. Linux only.

A launcher (`launcher.py`, a bare interpreter) stays warm and forks a guest for each run. Before a
line of the program is read, the guest gives up every capability, is held by Landlock to reading the
standard library and its own folder, by seccomp to one process, one thread and no socket, and by
resource limits. The host reads what the guest prints, up to its limit, and the launcher, which the
guest cannot reach, says how it ended.
"""

import ctypes
import json
import marshal
import os
import select
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from tasksynth.errors import SandboxError, UsageError
from tasksynth.sandbox import seccomp
from tasksynth.sandbox.models import Done, Ended, Limits
from tasksynth.sandbox.tree import MAX_FILES
from tasksynth.sandbox.values import blamed, returned

LAUNCHER = Path(__file__).with_name("launcher.py")
LANDLOCK_VERSION = 444, 1
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
"""All that a guest finds in its environment. Its sets have one order, and it has one thread."""
CHUNK = 1 << 16
GRACE_S = 30.0


def landlock() -> int:
    """The version of Landlock that the kernel speaks; 0 where it has none."""
    if sys.platform != "linux":
        return 0
    call, flag = LANDLOCK_VERSION
    return max(int(ctypes.CDLL(None, use_errno=True).syscall(call, None, 0, flag)), 0)


def filters() -> bool:
    """Whether the kernel runs seccomp filters."""
    return "errno" in _read("/proc/sys/kernel/seccomp/actions_avail").split()


def missing() -> str | None:
    """Why this machine lacks the tier; None when it has it."""
    if sys.platform != "linux":
        return f"needs Linux, and this is {sys.platform}"
    if not landlock():
        return "needs Landlock: Linux 5.13 or later, with 'landlock' among its lsm= modules"
    if not filters():
        return "needs seccomp filters, which this kernel, or the container, does not have"
    return seccomp.missing()


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


class Jail:
    """A warm launcher; each run is a fresh process that is gone when the run ends."""

    def __init__(self, imports: Sequence[str] = (), *, namespaces: bool = True) -> None:
        """Start the launcher.

        Args:
            imports: Installed packages that a guest may import, such as numpy; they are imported
                once, before anything is locked.
            namespaces: Leave the machine's network and mounts too, where the kernel lets us.
                Nothing of what a guest may do depends on it but files that it writes.
        """
        self.namespaces = "not tried"
        self._imports, self._namespaces = tuple(imports), namespaces
        self._folder: Path | None = None
        self._work = Path()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self) -> None:
        self._folder = Path(mkdtemp(prefix="tasksynth-jail-"))
        self._work = self._folder / "work"
        self._work.mkdir()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-B", "-X", "utf8", LAUNCHER, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        order = {
            "work": str(self._work),
            "landlock": landlock(),
            "namespaces": self._namespaces,
            "filter": seccomp.program().hex(),
            "imports": self._imports,
            "path": [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")],
        }
        self._send(order)
        self.namespaces = str(self._report(GRACE_S)["namespaces"])

    def run(
        self, program: str, *, stdin: bytes, files: Mapping[str, bytes], limits: Limits
    ) -> Done:
        """Run a program to its end.

        Raises:
            UsageError: when it may write files, and this machine cannot count what is written.
            SandboxError: when the launcher failed, or the machine was too busy.
        """
        if limits.file_bytes and self.namespaces:
            raise UsageError(
                f"the jail cannot hold a guest to {limits.file_bytes:,} bytes of files here, which "
                f"takes a mount namespace: {self.namespaces}; use file_bytes=0"
            )
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._process is None:
            self._start()  # the last run cost us the launcher
        try:
            return self._run(program, stdin, dict(files), limits)
        except OSError as e:
            self._stop()
            raise SandboxError(f"the jail lost its launcher: {e}") from e
        except BaseException:  # its report must not be read as the next one's
            self._stop()
            raise

    def _run(self, program: str, stdin: bytes, files: dict[str, bytes], limits: Limits) -> Done:
        order = limits.model_dump(include={"wall_s", "cpu_s", "memory_bytes", "file_bytes"})
        order["inodes"] = MAX_FILES
        if not limits.file_bytes:
            self._furnish(files)
        out, out_guest = _pipe(limits.output_bytes)
        err, err_guest = _pipe(limits.output_bytes)
        fds = [_sealed(marshal.dumps((program, files))), _sealed(stdin), out_guest, err_guest]
        try:
            self._send(order, fds)
            for fd in fds:
                os.close(fd)
            fds = []
            printed, report, full = self._follow(out, err, limits)
        finally:
            for fd in (*fds, out, err):
                os.close(fd)
            if files and not limits.file_bytes:
                self._furnish({})
        return _done(printed, report, limits, full=full)

    def _furnish(self, files: Mapping[str, bytes]) -> None:
        """Lay out the guest's folder, which it can read and nothing else."""
        for old in self._work.iterdir():
            rmtree(old) if old.is_dir() else old.unlink()
        for name, data in files.items():
            path = self._work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def _follow(
        self, out: int, err: int, limits: Limits
    ) -> tuple[dict[int, bytearray], dict[str, Any], bool]:
        """Read what the guest prints until the launcher says that it has ended."""
        control = self._control
        if control is None:
            raise SandboxError("the jail is closed")
        printed, left, full = {out: bytearray(), err: bytearray()}, limits.output_bytes, False
        events = select.poll()
        for fd in (out, err, control.fileno()):
            os.set_blocking(fd, fd == control.fileno())
            events.register(fd, select.POLLIN)
        until = time.monotonic() + limits.wall_s * 10 + GRACE_S
        report = None
        while True:
            seen = [fd for fd, _ in events.poll(0 if report else 1000)]
            for fd in (out, err):
                if fd not in seen:
                    continue
                data = _read_some(fd)
                if not data:
                    events.unregister(fd)
                printed[fd] += data[:left]
                if len(data) > left and not full:
                    full = True
                    if report is None:
                        control.send(b"kill")
                left -= min(left, len(data))
            if report is not None and not {out, err} & set(seen):
                return {1: printed[out], 2: printed[err]}, report, full
            if control.fileno() in seen and report is None:
                report = self._report(GRACE_S)
                events.unregister(control.fileno())
            elif report is None and time.monotonic() > until:
                raise SandboxError(f"the jail said nothing for {limits.wall_s * 10 + GRACE_S:g} s")

    def _send(self, order: dict[str, Any], fds: Sequence[int] = ()) -> None:
        control = self._control
        if control is None:
            raise SandboxError("the jail is closed")
        socket.send_fds(control, [json.dumps(order).encode()], list(fds))

    def _report(self, within_s: float) -> dict[str, Any]:
        control, process = self._control, self._process
        if control is None or process is None:
            raise SandboxError("the jail is closed")
        control.settimeout(within_s)
        try:
            message = control.recv(CHUNK)
        except TimeoutError:
            message = b""
        finally:
            control.settimeout(None)
        if message:
            report: dict[str, Any] = json.loads(message)
            return report
        process.kill()
        said = process.communicate()[1].decode("utf-8", "replace").strip().rpartition("\n")[2]
        if said.startswith("ModuleNotFoundError"):
            raise UsageError(f"the jail cannot bring {', '.join(self._imports)}: {said}")
        raise SandboxError(f"the jail's launcher failed: {said or 'it said nothing'}")

    def _stop(self) -> None:
        control, process = self._control, self._process
        self._control = self._process = None
        if control is not None:
            control.close()  # it then kills its guest, and ends
        if process is not None:
            try:
                process.communicate(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()

        if self._folder is not None:
            rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """End the launcher and remove the folder."""
        self._stop()


def _sealed(data: bytes) -> int:
    """A file in memory that nobody can change any more."""
    from fcntl import F_ADD_SEALS, F_SEAL_GROW, F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_WRITE, fcntl

    fd = os.memfd_create("tasksynth", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    with open(fd, "wb", closefd=False) as file:
        file.write(data)
    os.lseek(fd, 0, os.SEEK_SET)
    fcntl(fd, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_WRITE)
    return fd


def _pipe(room: int) -> tuple[int, int]:
    """A pipe that holds what may be printed, so that a guest need not wait for a busy host."""
    from fcntl import F_SETPIPE_SZ, fcntl

    ends = os.pipe()
    with suppress(OSError):  # a user may have so many big ones, and no more
        fcntl(ends[1], F_SETPIPE_SZ, min(max(room, CHUNK), 1 << 20))
    return ends


def _read_some(fd: int) -> bytes:
    try:
        return os.read(fd, CHUNK)
    except BlockingIOError:
        return b""


def _done(
    printed: dict[int, bytearray], report: dict[str, Any], limits: Limits, *, full: bool
) -> Done:
    if report["setup"]:
        raise SandboxError(f"the jail could not lock its guest in: {report['setup']}")
    stdout, stderr = (bytes(printed[fd]).decode("utf-8", "replace") for fd in (1, 2))
    ended, why = _how(report, stderr, limits, full=full)
    return Done(
        ended=ended,
        stdout=stdout,
        stderr=stderr,
        value=returned(stdout) if ended == "ok" else None,
        why=why,
        cpu_s=report["cpu_s"],
    )


def _how(report: dict[str, Any], stderr: str, limits: Limits, *, full: bool) -> tuple[Ended, str]:
    status, why = report["status"], report["why"]
    if full:
        return "output", f"printed more than {limits.output_bytes:,} bytes"
    if why == "cpu" or report["cpu_s"] >= limits.cpu_s:
        return "timeout", f"used its {limits.cpu_s:g} s of CPU"
    if why == "wall":
        return "timeout", f"took its {limits.wall_s:g} s asleep or waiting"
    if why == "starved" or status == -signal.SIGKILL:
        raise SandboxError(
            "the guest was killed by the machine, which may be out of memory"
            if why != "starved"
            else f"the guest had {report['cpu_s']:.1f} s of CPU: this machine is too busy"
        )
    if status == -signal.SIGSYS:
        return "refused", "called the kernel in another machine's way"
    if status < 0:
        return "error", f"killed by {signal.Signals(-status).name}"
    return ("ok", "") if status == 0 else blamed(stderr, status)
