"""The clocks of a guest: who used up the time, it or the machine?"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from tasksynth.errors import SandboxError
from tasksynth.sandbox.models import Limits

TICK_S = 0.02
STARVED = 10
"""How many wall limits may pass while a guest waits for a CPU."""


class Meter:
    """What one run has used since it began."""

    def __init__(self, limits: Limits, pid: int | None = None) -> None:
        """Begin.

        Args:
            limits: What it may use.
            pid: The process it runs in; without one, the calling thread.
        """
        self._limits = limits
        self._clock = _clock(pid)
        tid = threading.get_native_id()
        self._tasks = Path(f"/proc/self/task/{tid}" if pid is None else f"/proc/{pid}/task")
        self._one = pid is None
        self._cpu, self._wall, self._waited = self._cpu_now(), time.monotonic(), self._waited_now()
        self.cpu_s = 0.0
        """CPU seconds at the last look."""
        self.over: Literal["", "cpu", "wall", "starved"] = ""
        """Which limit was passed; `starved`: it waited for a CPU all the time."""

    def _cpu_now(self) -> float:
        return time.monotonic() if self._clock is None else time.clock_gettime(self._clock)

    def _waited_now(self) -> float:
        """Seconds that its threads waited for a CPU; 0 where nothing counts them."""
        try:
            tasks = [self._tasks] if self._one else list(self._tasks.iterdir())
            return sum(int((task / "schedstat").read_text().split()[1]) for task in tasks) / 1e9
        except (OSError, IndexError):
            return self._waited if hasattr(self, "_waited") else 0.0

    def look(self) -> str:
        """Look at the clocks; gives `over`, which stays what it became first."""
        try:
            self.cpu_s = self._cpu_now() - self._cpu
        except OSError:  # its process is gone
            return self.over
        wall = time.monotonic() - self._wall
        if self.cpu_s >= self._limits.cpu_s:
            self.over = "cpu"
        elif wall >= self._limits.wall_s and not self.over:
            if wall - (self._waited_now() - self._waited) >= self._limits.wall_s:
                self.over = "wall"
            elif wall >= STARVED * self._limits.wall_s:
                self.over = "starved"
        return self.over

    def why(self) -> str:
        """What to say of a run that was stopped for its time.

        Raises:
            SandboxError: when it had no CPU to use.
        """
        if self.over == "cpu":
            return f"used its {self._limits.cpu_s:g} s of CPU"
        if self.over == "wall":
            return f"took its {self._limits.wall_s:g} s"
        raise SandboxError(f"the guest had {self.cpu_s:.1f} s of CPU: this machine is too busy")


def _clock(pid: int | None) -> int | None:
    if pid is not None:
        return (~pid << 3) | 2 if os.path.exists("/proc/self") else None  # noqa: PTH110
    clock = getattr(time, "pthread_getcpuclockid", None)  # absent on macOS and Windows
    return clock(threading.get_ident()) if clock else None


class ClockWatch:
    """One thread that looks at the clocks of a run, and stops it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._run: tuple[Meter, Callable[[], None]] | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._look, name="tasksynth-watch", daemon=True)
        self._thread.start()

    @contextmanager
    def over(self, meter: Meter, stop: Callable[[], None]) -> Iterator[None]:
        """Call `stop`, again and again, once the body has taken more than it may."""
        with self._changed:
            self._run = meter, stop
            self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._run = None
            meter.look()

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _look(self) -> None:
        with self._changed:
            while not self._closed:
                if self._run is not None:
                    meter, stop = self._run
                    if meter.look():
                        stop()
                self._changed.wait(None if self._run is None else TICK_S)
