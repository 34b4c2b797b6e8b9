"""What loops and engines say to each other."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, Self, TypeVar

K = TypeVar("K")
UNSET = object()


@dataclass(frozen=True)
class Failure:
    """An item whose worker had to be killed, or died."""

    why: str


class StoppedError(Exception):
    """A wait that another thread ended."""


@dataclass(eq=False)
class Job:
    """Items under way; `results` is complete once `done`."""

    operation: str
    """A name in the table of operations."""
    items: Sequence[Any]
    near: str | None = None
    """Jobs of one key go to the same worker, when it is free: it may have something at hand."""
    kind: str = ""
    """What its items have in common, for who takes turns by it."""
    results: list[Any] = field(init=False)
    left: int = field(init=False)
    dropped: bool = False
    """Nobody waits for it any more: what has not begun will not begin."""

    def __post_init__(self) -> None:
        self.left = len(self.items)
        self.results = [UNSET] * self.left

    @property
    def done(self) -> bool:
        """Whether every item has a result."""
        return self.left == 0

    def settle(self, index: int, result: Any) -> None:
        """Give an item its result; the first one counts."""
        if self.results[index] is UNSET:
            self.results[index] = result
            self.left -= 1


class Engine(Protocol):
    """Submit jobs, then wait for each; results are in the order of the items.

    For one thread at a time; a context manager, which ends what it started. An item's result does
    not depend on the engine, nor on what was done before it.
    """

    workers: int
    """How many items may be under way at one time."""

    def submit(
        self, operation: str, items: Sequence[Any], *, first: bool = False, near: str | None = None
    ) -> Job:
        """Queue a job.

        Args:
            operation: a name in the table of operations.
            items: what to do it with; they can be pickled.
            first: before those that wait.
            near: see `Job.near`. A hint: any worker can do any item.
        """

    def wait(self, job: Job) -> list[Any]:
        """The results of a job, once it is done: a Failure for each item that killed its worker.

        Raises:
            StoppedError: if `stop` was called.
        """

    def stop(self) -> None:
        """From another thread: end every `wait` within a moment, with a StoppedError."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...


def ahead(
    engine: Engine, operation: str, chunks: Iterable[tuple[K, Sequence[Any]]]
) -> Iterator[tuple[K, list[Any]]]:
    """Results of many jobs in order, each with its chunk's tag; some are under way at once.

    Chunks are read two jobs a worker ahead of what was given out. Whoever stops early leaves
    nothing behind in the engine's queue.
    """
    rows = iter(chunks)
    jobs = deque[tuple[K, Job]]()
    try:
        while True:
            while len(jobs) <= 2 * engine.workers and (chunk := next(rows, None)) is not None:
                jobs.append((chunk[0], engine.submit(operation, chunk[1])))
            if not jobs:
                return
            tag, job = jobs.popleft()
            yield tag, engine.wait(job)
    finally:
        for _, job in jobs:
            job.dropped = True
