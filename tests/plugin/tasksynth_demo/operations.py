"""An operation and an engine of somebody else's."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from typing import Any, Self

from tasksynth import stopped_clocks
from tasksynth.engines import Job, Operation
from tasksynth.engines.operations import operation
from tasksynth.engines.worker import GRACE_S


def act(item: str) -> Any:
    """Say who did it, or misbehave as told."""
    match item:
        case "hang":
            sum(range(10**15))
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "raise":
            raise ValueError(item)
        case "noise":
            print(item)  # noqa: T201
        case "prepare":
            with stopped_clocks():
                time.sleep(limit_s(item) + GRACE_S + 1)
        case "pause":
            time.sleep(0.2)
        case _ if item.startswith("child "):
            child = subprocess.Popen(["sleep", "1000"])
            with open(item.removeprefix("child "), "w") as file:  # noqa: PTH123
                print(os.getpid(), child.pid, file=file)
            sum(range(10**15))
    return os.getpid(), item


def limit_s(item: str) -> float:
    """A long one where the test ends it otherwise."""
    return 0.1 if item in {"hang", "prepare"} else 1000.0


ACT = Operation(act, limit_s)


class Backwards:
    """Does the last job first, and the last item of it."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._jobs: list[Job] = []

    def submit(
        self, operation: str, items: Sequence[Any], *, first: bool = False, near: str | None = None
    ) -> Job:
        """Note it down."""
        self._jobs.append(job := Job(operation, items, near))
        return job

    def wait(self, job: Job) -> list[Any]:
        """Do everything."""
        while self._jobs:
            last = self._jobs.pop()
            for index in reversed(range(len(last.items))):
                last.settle(index, operation(last.operation).run(last.items[index]))
        return job.results

    def stop(self) -> None:
        """There is no other thread."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._jobs.clear()
