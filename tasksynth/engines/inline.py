"""The engine that is this process."""

from collections.abc import Sequence
from typing import Any, Self

from tasksynth.engines.job import Job, StoppedError
from tasksynth.engines.operations import operation


class Inline:
    """Does each job when it is waited for. Nothing stops an item that hangs in C code."""

    def __init__(self, workers: int = 1) -> None:
        self.workers = min(workers, 1)
        self._stopped = False

    def submit(
        self, operation: str, items: Sequence[Any], *, first: bool = False, near: str | None = None
    ) -> Job:
        """Note the job down."""
        return Job(operation, items, near)

    def wait(self, job: Job) -> list[Any]:
        """Do the job now."""
        run = operation(job.operation).run
        for index in range(len(job.items) - job.left, len(job.items)):
            if self._stopped:
                raise StoppedError("the run was stopped")
            job.settle(index, run(job.items[index]))
        return job.results

    def stop(self) -> None:
        """See Engine."""
        self._stopped = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        return None
