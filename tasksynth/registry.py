"""Families by name, from entry points."""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from tasksynth.errors import FamilyError, UsageError
from tasksynth.family import Family
from tasksynth_schemas import Task

GROUP = "tasksynth.generators"
IMPORTERS = "tasksynth.importers"
AnyFamily = Family[Any, Any]


Importer = Callable[[Path], Iterator[Task]]
"""Reads a foreign file as tasks; raises UsageError naming file, line and field."""


@cache
def _found(group: str = GROUP) -> dict[str, list[EntryPoint]]:
    found: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=group):
        if all(point.value != other.value for other in found.setdefault(point.name, [])):
            found[point.name].append(point)
    return found


def names() -> list[str]:
    """Every installed family, sorted."""
    return sorted(_found())


def match(pattern: str) -> list[str]:
    """The families that a shell pattern such as `sat.*` names.

    Raises:
        UsageError: if there is none.
    """
    if not (matched := [name for name in names() if fnmatchcase(name, pattern)]):
        raise UsageError(_unknown(pattern))
    return matched


@cache
def get(name: str) -> AnyFamily:
    """Load one family; a broken plug-in raises its own error, it is never "unknown".

    Raises:
        UsageError: if no family has that name.
        FamilyError: if two packages claim it, or what they name is no Family.
    """
    points = _found().get(name, [])
    if not points:
        raise UsageError(_unknown(name))
    if len(points) > 1:
        claims = " and ".join(sorted(point.value for point in points))
        raise FamilyError(f"family {name!r} is registered twice, by {claims}; uninstall one")
    try:
        loaded = points[0].load()
    except Exception as e:
        e.add_note(f"while loading family {name!r} from {points[0].value!r}")
        raise
    if not (isinstance(loaded, type) and issubclass(loaded, Family)):
        raise FamilyError(f"entry point {points[0].value!r} for {name!r} is no Family: {loaded!r}")
    if loaded.name != name:
        raise FamilyError(
            f"{points[0].value} calls itself {loaded.name!r}, its entry point {name!r}"
        )
    return loaded()


def summary(family: AnyFamily) -> str:
    """What it asks for, in a line."""
    return (type(family).__doc__ or "").strip().partition("\n")[0]


def describe(family: AnyFamily) -> dict[str, Any]:
    """What there is to know of a family before making its tasks, in JSON types."""
    return {
        "name": family.name,
        "version": family.version,
        "summary": summary(family),
        "knobs": list(family.Params.knobs()),
        "params": family.Params.model_json_schema(),
        "rubric": family.rubric.weights,
        "gate": family.rubric.gate,
    }


def importer_names() -> list[str]:
    """Every installed importer, sorted."""
    return sorted(_found(IMPORTERS))


def importer(name: str) -> Importer:
    """Load one importer.

    Raises:
        UsageError: if there is none of that name.
    """
    points = _found(IMPORTERS).get(name)
    if not points:
        raise UsageError(f"no importer called {name!r}; there are {', '.join(importer_names())}")
    loaded: Importer = points[0].load()
    return loaded


def requirements(name: str) -> set[str]:
    """The distributions that a family's own distribution depends on, itself included."""
    found: set[str] = set()
    for point in _found().get(name, []):
        if point.dist is not None:
            found.add(point.dist.name)
            for requirement in point.dist.requires or []:
                if "extra ==" not in requirement:
                    found.add(re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0])
    return found


def _unknown(name: str) -> str:
    wholes = {f"{known.partition('.')[0]}.*" for known in names()} if "*" in name else set()
    near = get_close_matches(name, [*names(), *sorted(wholes)], n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    return f"no family called {name!r}. {hint}`tasksynth families` lists all."
