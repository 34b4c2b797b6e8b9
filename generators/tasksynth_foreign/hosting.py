"""Who asks the process of an environment, and starts it."""

import atexit
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any

from tasksynth import FamilyError, UsageError
from tasksynth_foreign.host import LENGTH, Make, Score
from tasksynth_foreign.kinds import Environment

PROGRAM = "from tasksynth_foreign.host import main; main()"


class Host:
    """The process of one environment, for this process.

    Raises:
        UsageError: where processes cannot be forked.
    """

    def __init__(self, environment: Environment, warm: Make) -> None:
        if not hasattr(os, "fork"):
            raise UsageError("environments of others run in forks, which Windows does not have")
        self._lock = Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={
                **os.environ,
                "PYTHONHASHSEED": "0",
                "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path),
            },
            start_new_session=True,  # Ctrl-C is for whoever asks
        )
        self.ask((environment, warm))

    def ask(self, request: Make | Score | tuple[Environment, Make]) -> dict[str, Any]:
        """What comes of a request. Whatever interrupts it ends the process.

        Raises:
            FamilyError: if there is no answer, or it is that something failed.
        """
        body = pickle.dumps(request)
        to, back = self._process.stdin, self._process.stdout
        if to is None or back is None:
            raise FamilyError("the environment's process has no pipes")
        with self._lock:
            try:
                to.write(len(body).to_bytes(LENGTH, "big") + body)
                to.flush()
                size = int.from_bytes(back.read(LENGTH), "big")
                found: dict[str, Any] = json.loads(back.read(size))
            except (OSError, ValueError) as e:
                self.end()
                raise FamilyError("the environment's process ended; can it be imported?") from e
            except BaseException:
                self.end()
                raise
        if "error" in found:
            raise FamilyError(str(found["error"])[:400])
        return found

    def end(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was not written yet

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None


_hosts: dict[tuple[int, str], Host] = {}
_starting = Lock()


def host_of(name: str, environment: Environment, warm: Make) -> Host:
    """The process of a family's environment, which belongs to this process alone."""
    key = os.getpid(), name
    with _starting:
        if key not in _hosts or not _hosts[key].alive:
            _hosts[key] = Host(environment, warm)
        return _hosts[key]


@atexit.register
def _end_all() -> None:
    for (process, _), host in _hosts.items():
        if process == os.getpid():
            host.end()
