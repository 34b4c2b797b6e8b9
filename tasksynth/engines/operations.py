"""What engines can be asked to do, by name, from entry points."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from tasksynth.errors import FamilyError, UsageError

OPERATIONS = "tasksynth.operations"
"""The group of entry points that name an Operation."""


def _as_it_is(item: Any) -> Any:
    return item


@dataclass(frozen=True)
class Operation:
    """What to do with an item, and how many wall seconds it may take.

    Functions of a module, which every process can import. `run` reports what an item is to blame
    for as a result: an exception ends the worker.
    """

    run: Callable[[Any], Any]
    limit_s: Callable[[Any], float]
    """An engine that can kill adds `GRACE_S`."""
    plain: Callable[[Any], Any] | None = _as_it_is
    """From an item that went well, one that workers' common ancestor may run itself, so that later
    workers have loaded what it takes. None: it runs none."""


def named(group: str, name: str, kind: str) -> Any:
    """What an entry point names.

    Raises:
        UsageError: if there is none of that name.
        FamilyError: if two packages claim it.
    """
    points = entry_points(group=group)
    found = {point.value: point for point in points.select(name=name)}
    if not found:
        near = get_close_matches(name, points.names, n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise UsageError(f"no {kind} called {name!r}. {hint}There are {sorted(points.names)}")
    if len(found) > 1:
        raise FamilyError(f"{kind} {name!r} is registered twice, by {sorted(found)}; uninstall one")
    (point,) = found.values()
    return point.load()


@cache
def operation(name: str) -> Operation:
    """Look an operation up.

    Raises:
        UsageError: if there is none of that name.
        FamilyError: if what has the name is no Operation, or two packages claim it.
    """
    loaded = named(OPERATIONS, name, "operation")
    if not isinstance(loaded, Operation):
        raise FamilyError(f"operation {name!r} is no Operation: {loaded!r}")
    return loaded
