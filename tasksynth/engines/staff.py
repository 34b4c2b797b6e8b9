"""A worker as its owner sees it, and what the owner decides."""

import math
import pickle
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tasksynth.engines.job import Failure, Job
from tasksynth.engines.link import SocketLink
from tasksynth.engines.worker import DEADLINE, PLACE, SPENT

NEAR = 4096
"""Keys of jobs that a worker is remembered by."""

Place = tuple[Job, int]
"""An item: its job, and its place there."""


@dataclass(eq=False)
class Worker:
    """One worker process, and what it was given."""

    page: "memoryview[float]"
    link: SocketLink | None = None
    pid: int = 0
    """0 until it is born."""
    part: list[Place] = field(default_factory=list)
    given: float = 0.0
    """When it was given its part, in monotonic seconds."""
    only: int | None = None
    """The one item of its part that is still its own."""
    why: str | None = None
    """Why it was killed."""
    finished: int = 0
    """Items."""
    near: OrderedDict[str, None] = field(default_factory=OrderedDict)
    note: Any = None
    """What its owner wants to remember of it."""

    @property
    def place(self) -> int:
        """The place of the item in progress in the part: -1 for none yet, its length after all."""
        return int(self.page[PLACE])

    @property
    def spent_s(self) -> float:
        """Processor seconds that the last part took."""
        return self.page[SPENT]

    def give(self, part: list[Place]) -> None:
        """Hand it items."""
        self.part, self.given, self.only, self.why = part, time.monotonic(), None, None
        self.page[DEADLINE], self.page[PLACE] = math.inf, -1
        for job, _ in part:
            if job.near is not None:
                self.near[job.near] = None
                self.near.move_to_end(job.near)
                if len(self.near) > NEAR:
                    self.near.popitem(last=False)
        if self.link is not None:
            asked = [(job.operation, job.items[index]) for job, index in part]
            self.link.send(pickle.dumps(asked, protocol=5))

    def leave_it_only(self, place: int) -> list[Place]:
        """Take back all items of its part but one; its results for them count no more."""
        self.only = place
        return [item for i, item in enumerate(self.part) if i != place]

    def blame(self, why: str) -> list[Place] | None:
        """Fail the item that it died at; the rest, to be done again. None: it had not begun."""
        place = self.place if self.only is None else self.only
        if not 0 <= place < len(self.part):
            return None
        job, index = self.part[place]
        job.settle(index, Failure(why))
        return [] if self.only is not None else self.part[:place] + self.part[place + 1 :]


class Owner(Protocol):
    """Has a queue, and deals it out to workers."""

    def wanted(self) -> int:
        """How many workers there should be now."""

    def dispatch(self) -> None:
        """Give idle workers something to do: something has changed."""

    def requeue(self, items: Sequence[Place]) -> None:
        """Put items before those that wait."""

    def finished(self, worker: Worker, results: Sequence[Any]) -> bool:
        """A worker's part is done, and settled; whether the worker should be kept."""

    def hopeless(self, items: Sequence[Place], why: str) -> None:
        """Workers die before they begin: these items will not be done."""

    def abandoned(self) -> None:
        """Workers cannot be started at all."""
