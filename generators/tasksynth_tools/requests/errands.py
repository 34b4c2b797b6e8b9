"""What a user wants, as data: each value is known, or looked up in what the services hold."""

from typing import Any, Literal

from tasksynth import Model
from tasksynth_tools.apis.dialect import same
from tasksynth_tools.apis.world import Books, Holding
from tasksynth_tools.services import TRADES

Json = Any


class Given(Model):
    """A value that the words say."""

    value: Any


class Looked(Model):
    """A trait of the one thing that fits; its id if the trait is empty."""

    trade: str
    shelf: str
    fits: dict[str, "Given | Looked"]
    most: Literal["", "least", "most"] = ""
    of: str = ""
    """The trait of which it has least or most, among those that fit."""
    trait: str = ""


Value = Given | Looked


class Errand(Model):
    """One request."""

    number: int
    kind: Literal["make", "change", "end", "ask", "undone"]
    trade: str
    target: Looked | Given | None = None
    """The record to change or to end."""
    values: dict[str, Value] = {}
    """Of a record to make, or to change; of a question, its answer as `answer`."""
    shelf: str = ""
    """Of a question: whose trait is asked for."""
    trait: str = ""
    withheld: tuple[str, ...] = ()
    """Traits that the user says only if asked."""
    rule: Literal["", "next", "last"] = ""
    """Which free time to take where the one asked for is taken."""

    @property
    def wants(self) -> "list[Value]":
        """All values that it takes to reach it."""
        return [*self.values.values(), *([] if self.target is None else [self.target])]


def matching(books: Books, one: Looked) -> list[Holding]:
    """All things that fit what is known of one."""
    wanted = {name: same(known(books, value)) for name, value in one.fits.items()}
    found = [
        holding
        for holding in books.holdings.values()
        if (holding.trade, holding.shelf) == (one.trade, one.shelf)
        and holding.id not in books.status
        and all(same(_trait(holding, name)) == value for name, value in wanted.items())
    ]
    if one.most and found:
        ends = min if one.most == "least" else max
        end = ends(holding.values[one.of] for holding in found)
        found = [holding for holding in found if holding.values[one.of] == end]
    return found


def known(books: Books, value: Value) -> Json:
    """What a value is, by what the services hold.

    Raises:
        LookupError: if not exactly one thing fits.
    """
    if isinstance(value, Given):
        return value.value
    found = matching(books, value)
    if len(found) != 1:
        raise LookupError(f"{len(found)} things fit {value}")
    return _trait(found[0], value.trait)


def lookups(value: Value) -> list[Looked]:
    """What has to be looked up for a value, in order."""
    if isinstance(value, Given):
        return []
    return [one for inner in value.fits.values() for one in lookups(inner)] + [value]


def narrowing(one: Looked) -> list[str]:
    """The traits by which a list can be narrowed down to it."""
    shelf = TRADES[one.trade].shelf(one.shelf)
    return [name for name in one.fits if shelf.trait(name).sort.narrows]


def _trait(holding: Holding, name: str) -> Json:
    return holding.values.get(name) if name else holding.id
