"""Tasks and tickets that are kept at hand: as text, which takes a quarter of the memory.

As objects a task with two tools takes nine kilobytes, and hardly anybody looks at one again but for
the line that judging takes.
"""

from collections.abc import Mapping

from tasksynth.pipeline.operations import Posed
from tasksynth.pipeline.recent import Recent
from tasksynth_schemas import Task, Ticket

TASKS, TICKETS = 64 * 2**20, 16 * 2**20
"""Bytes that each may take."""
OVERHEAD = 512
"""Bytes that an entry takes besides its text and its key: headers of objects, places in tables."""

Key = tuple[bytes, int]


class Kept:
    """What was made and handed out last. One event loop's own."""

    def __init__(self) -> None:
        self._tasks = Recent[Key, tuple[bytes, Mapping[str, bytes]]](TASKS)
        self._tickets = Recent[str, bytes](TICKETS)

    def line(self, key: Key) -> bytes | None:
        """What judging a task takes, if it is at hand."""
        found = self._tasks.get(key)
        return None if found is None else found[0]

    def task(self, key: Key) -> Posed | None:
        """A task, if it is at hand."""
        if (found := self._tasks.get(key)) is None:
            return None
        line, media = found
        return posed_of(line, media)

    def add_task(self, key: Key, posed: Posed) -> None:
        """Keep a task."""
        weight = len(key[0]) + len(posed.line) + sum(map(len, posed.media.values())) + OVERHEAD
        self._tasks.put(key, (posed.line, posed.media), weight)

    def ticket(self, name: str) -> Ticket | None:
        """A ticket, if it is at hand."""
        found = self._tickets.get(name)
        return None if found is None else Ticket.model_validate_json(found)

    def add_ticket(self, ticket: Ticket) -> None:
        """Keep a ticket."""
        text = ticket.model_dump_json().encode()
        self._tickets.put(ticket.id, text, len(text) + OVERHEAD)


def posed_of(line: bytes, media: Mapping[str, bytes]) -> Posed:
    """A task from its line and what its prompt shows."""
    task = Task.model_validate_json(line)
    return Posed(line, task.id, task.prompt, task.measure, task.needs, media)
