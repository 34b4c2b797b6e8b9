"""What a service is made of: things on offer, records of what users did with them, and acts."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tasksynth_tools.apis.values import ValueKind
from tasksynth_tools.apis.words import Pointer, Words

NEEDED = object()
"""The default of what has none: it must be given."""


@dataclass(frozen=True)
class Attribute:
    """A field of a thing or of a record; of a record also an argument of the call that makes it."""

    name: str
    sort: ValueKind
    say: str = ""
    """How it is said after the noun, or before it where it begins with `^`: `on {}`, `^{}`."""
    default: Any = NEEDED
    """What it is where nobody says it."""
    most: tuple[str, str] = ("", "")
    """Words for the thing that has least of it, and most: cheapest, dearest."""

    @property
    def needed(self) -> bool:
        """Whether it must be given."""
        return self.default is NEEDED

    @property
    def words(self) -> str:
        """Its name in words."""
        return self.name.replace("_", " ")


@dataclass(frozen=True)
class Shelf:
    """A kind of things, or of records."""

    name: str
    plural: str
    prefix: str
    """Of its ids."""
    traits: tuple[Attribute, ...]

    def trait(self, name: str) -> Attribute:
        """One of its traits, by name."""
        return next(one for one in self.traits if one.name == name)

    @property
    def words(self) -> str:
        """Its name in words."""
        return self.name.replace("_", " ")


@dataclass(frozen=True)
class Trade:
    """A service: things on offer, and records that its users make, change and cancel."""

    name: str
    things: Shelf
    records: Shelf
    verbs: tuple[str, ...]
    """Names of the call that makes a record."""
    say: str
    """How a user asks for one: `book a table`."""
    changes: tuple[str, ...]
    """Traits of a record that can be changed."""
    ends: tuple[str, ...] = ("cancel", "call_off")

    @cached_property
    def link(self) -> Attribute:
        """The trait of a record that names a thing."""
        return next(one for one in self.records.traits if isinstance(one.sort, Pointer))

    @cached_property
    def wanted(self) -> str:
        """What users ask for, in names of tools: `table`."""
        nouns = [one for one in self.say.split()[1:] if one not in ("a", "an")]
        return "_".join(nouns) or self.things.name

    @property
    def slotted(self) -> bool:
        """Whether its records have a day and a time, which may be taken."""
        return {"date", "time"} <= {one.name for one in self.records.traits}

    def shelf(self, name: str) -> Shelf:
        """Things or records, by name."""
        return self.things if name == self.things.name else self.records


def things(name: str, plural: str, prefix: str, names: str, *traits: Attribute) -> Shelf:
    """Things on offer, whose names are given with bars between them."""
    named = Attribute("name", Words(tuple(names.split("|"))))
    return Shelf(name, plural, prefix, (named, *traits))


def records(name: str, plural: str, prefix: str, *traits: Attribute) -> Shelf:
    """Records of what users did."""
    return Shelf(name, plural, prefix, traits)


def of(name: str, say: str) -> Attribute:
    """The trait of a record that names a thing."""
    return Attribute(name, Pointer(), say)
