"""Everything that a package can add, by name, from the domains that are installed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module
from importlib.metadata import Distribution, EntryPoint, entry_points
from pathlib import Path
from typing import Any

from tasksynth.capability import Interactive, capabilities
from tasksynth.domain import Domain, Kind
from tasksynth.errors import FamilyError, UsageError
from tasksynth.family import Family
from tasksynth_schemas import Content, Model

GROUP = "tasksynth.domains"
AnyFamily = Family[Any, Any]


@dataclass(frozen=True)
class Imported:
    """A row of a foreign file as an instance of a family; the engine makes a task of it."""

    family: str
    """The family that judges it."""
    instance: Model
    row: int
    """The row's place in the file, from 0."""
    prompt: Content | None = None
    """The file's own prompt; None: the family's."""


Importer = Callable[[Path], Iterator[Imported]]
"""Reads a foreign file; raises UsageError naming file, line and field."""


@dataclass(frozen=True)
class Plug:
    """Something that a domain adds, not imported yet."""

    name: str
    value: Any
    """The object, or `"module:attribute"`."""
    domain: str
    dist: Distribution | None

    @property
    def where(self) -> str:
        """Where it comes from, for a message."""
        value = self.value
        return value if isinstance(value, str) else f"{value.__module__}:{value.__qualname__}"

    def load(self) -> Any:
        """The object; the error of a broken module is its own, with a note of what was loaded."""
        if not isinstance(self.value, str):
            return self.value
        try:
            module, _, attribute = self.value.partition(":")
            found = import_module(module)
            for part in attribute.split("."):
                found = getattr(found, part)
        except Exception as e:
            e.add_note(f"while loading {self.name!r} from {self.value!r}")
            raise
        return found


@cache
def _points() -> dict[str, EntryPoint]:
    points: dict[str, EntryPoint] = {}
    for point in entry_points(group=GROUP):
        other = points.setdefault(point.name, point)
        if other.value != point.value:
            raise FamilyError(
                f"domain {point.name!r} is registered twice, by {other.value} and {point.value}; "
                f"uninstall one"
            )
    return points


@cache
def _domain(name: str) -> Domain | Exception:
    """A domain, or why its module cannot be imported: one broken package must not cost the rest."""
    point = _points()[name]
    try:
        domain = point.load()
    except Exception as e:  # noqa: BLE001 - raised where something of this domain is asked for
        e.add_note(f"while loading the domain {name!r} from {point.value!r}")
        return e
    if not isinstance(domain, Domain) or domain.name != name:
        return FamilyError(f"{point.value} wants to be a Domain named {name!r}, got {domain!r:.80}")
    return domain


@cache
def plugs(kind: Kind) -> dict[str, Plug]:
    """All that the installed domains add of one kind, by name.

    Raises:
        FamilyError: if two domains claim a name, or a family is not named for its domain.
    """
    found: dict[str, Plug] = {}
    for point in _points().values():
        if isinstance(domain := _domain(point.name), Exception):
            continue
        for name, value in getattr(domain, kind).items():
            plug = Plug(name, value, domain.name, point.dist)
            if kind == "families" and name.partition(".")[0] != domain.name:
                raise FamilyError(f"{name!r} is of the domain {domain.name!r}: name it so")
            if name in found:
                claims = " and ".join(sorted((found[name].where, plug.where)))
                raise FamilyError(f"{name!r} of {kind} is registered twice, by {claims}")
            found[name] = plug
    return found


def names() -> list[str]:
    """Every installed family, sorted."""
    return sorted(plugs("families"))


def match(pattern: str) -> list[str]:
    """The families that a shell pattern such as `sat.*` names.

    Raises:
        UsageError: if there is none.
    """
    if not (matched := [name for name in names() if fnmatchcase(name, pattern)]):
        _raise_if_broken(pattern)
        raise UsageError(_unknown(pattern))
    return matched


@cache
def get(name: str) -> AnyFamily:
    """Load one family; a broken plug-in raises its own error, it is never "unknown".

    Raises:
        UsageError: if no family has that name.
        FamilyError: if two packages claim it, or what they name is no Family.
    """
    if (plug := plugs("families").get(name)) is None:
        _raise_if_broken(name)
        raise UsageError(_unknown(name))
    loaded = plug.load()
    if not (isinstance(loaded, type) and issubclass(loaded, Family)):
        raise FamilyError(f"{plug.where!r} for {name!r} is no Family: {loaded!r:.80}")
    if loaded.name != name:
        raise FamilyError(f"{plug.where} calls itself {loaded.name!r}, its domain {name!r}")
    family = loaded()
    if loaded.verify is Family.verify and not isinstance(family, Interactive):
        raise FamilyError(f"{plug.where} wants `verify`, or `begin`, `step` and `judge`")
    return family


def warm() -> Iterator[str]:
    """Have each domain do ahead what is slow the first time on a machine; the names of those."""
    for point in _points().values():
        domain = _domain(point.name)
        if isinstance(domain, Domain) and domain.warm is not None:
            Plug("warm", domain.warm, domain.name, point.dist).load()()
            yield domain.name


def load(kind: Kind, name: str) -> Any:
    """Load anything else that a domain adds.

    Raises:
        UsageError: if there is none of that name; says which there are.
    """
    if (plug := plugs(kind).get(name)) is None:
        there = sorted(plugs(kind))
        near = get_close_matches(name, there, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(there)}"
        raise UsageError(f"no {_SINGULAR[kind]} called {name!r}; {hint}")
    return plug.load()


_SINGULAR: dict[Kind, str] = {
    "families": "family",
    "importers": "importer",
    "strategies": "strategy",
    "wrappers": "wrapper",
    "targets": "target",
}


def _raise_if_broken(name: str) -> None:
    """Raise the error of the domain that a family would be of."""
    domain = name.partition(".")[0]
    if domain in _points() and isinstance(error := _domain(domain), Exception):
        raise error


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
        "capabilities": capabilities(family),
    }


def requirements(name: str) -> set[str]:
    """The distributions that a family's own distribution depends on, itself included."""
    found: set[str] = set()
    if (plug := plugs("families").get(name)) is not None and plug.dist is not None:
        found.add(plug.dist.name)
        for requirement in plug.dist.requires or []:
            if "extra ==" not in requirement:
                found.add(re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0])
    return found


def distribution(name: str) -> str | None:
    """The name of a family's own distribution; None if it is not known."""
    plug = plugs("families").get(name)
    return None if plug is None or plug.dist is None else str(plug.dist.name)


def licence(name: str) -> str | None:
    """The licence of a family's own distribution, as SPDX has it; None if it tells none."""
    plug = plugs("families").get(name)
    if plug is None or plug.dist is None:
        return None
    told = plug.dist.metadata
    named = (told[name] for name in ("License-Expression", "License") if name in told)
    return next(named, None)


def _unknown(name: str) -> str:
    wholes = {f"{known.partition('.')[0]}.*" for known in names()} if "*" in name else set()
    near = get_close_matches(name, [*names(), *sorted(wholes)], n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    return f"no family called {name!r}. {hint}`tasksynth families` lists all."
