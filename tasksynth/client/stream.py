"""The tasks of a server as rows without end: a generator that can be copied and restarted."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from tasksynth.client.http import Client
from tasksynth_schemas.wire import Served


def rows(
    url: str,
    start: int = 0,
    stop: int | None = None,
    chunk: int = 8,
    step: int = 1,
    token: str | None = None,
    rollouts: int | None = None,
) -> Iterator[dict[str, Any]]:
    """Rows of the tasks at places start … stop - 1 of the server's ledger, in order.

    The same arguments give the same rows in every process and after a restart, so that the ranks of
    one trainer see the same tasks. It is a function of a module and of plain values, which is what
    `datasets.IterableDataset.from_generator(rows, gen_kwargs={"url": …})` can copy.

    Args:
        url: of the server.
        start: the first place.
        stop: the place after the last; None: no end.
        chunk: rows to fetch at a time. The curriculum cannot take back what was fetched ahead.
        step: take every so manieth chunk.
        token: if the server wants one.
        rollouts: the size of your groups, if you have but one.
    """
    with Client(url, token=token) as client:
        for cursor in count(start, chunk * step):
            n = chunk if stop is None else min(chunk, stop - cursor)
            if n <= 0:
                return
            yield from map(row, client.at(cursor, n, rollouts=rollouts).tasks)


def row(served: Served) -> dict[str, Any]:
    """A task as a trainer's columns."""
    ticket = served.ticket
    return {
        "prompt": served.prompt if isinstance(served.prompt, str) else served.chat,
        "label": served.label,
        "task": served.task,
        "ticket": ticket.id,
        "position": ticket.position,
        "family": ticket.ref.family,
        "level": ticket.level,
        "purpose": ticket.purpose,
        "rollouts": ticket.rollouts,
        "weight": ticket.weight,
        "hint": ticket.hint,
    }
