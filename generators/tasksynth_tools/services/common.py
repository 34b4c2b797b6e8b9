"""Traits that many services have."""

from tasksynth_tools.apis.grammar import Attribute
from tasksynth_tools.apis.values import Amount, Clock, Count, Day, Money
from tasksynth_tools.apis.words import OneWord, Person, Words, city

HOURS = (("hours", 1 / 60, 0.0), ("minutes", 1.0, 0.0))
KILOS = (("kg", 0.1, 0.0), ("g", 100.0, 0.0))
DEGREES = (("°C", 0.5, 0.0), ("°F", 0.9, 32.0))
LITRES = (("litres", 1.0, 0.0), ("millilitres", 1000.0, 0.0))


def day(name: str = "date", say: str = "on {}") -> Attribute:
    """A date."""
    return Attribute(name, Day(), say, most=("earliest", "latest"))


def clock(name: str = "time", say: str = "at {}", first: int = 8, last: int = 20) -> Attribute:
    """A time of day."""
    return Attribute(name, Clock(first, last), say)


def many(name: str, low: int, high: int, say: str, unit: str = "") -> Attribute:
    """A whole number."""
    return Attribute(name, Count(low, high, unit), say)


def euros(name: str, low: int, high: int, say: str = "", *, priced: bool = True) -> Attribute:
    """A sum of money."""
    return Attribute(
        name, Money(low, high), say, most=("cheapest", "most expensive") if priced else ("", "")
    )


def person(name: str, say: str) -> Attribute:
    """A person's name."""
    return Attribute(name, Person(), say)


def town(say: str = "in {}", name: str = "city") -> Attribute:
    """A city."""
    return Attribute(name, city(), say)


def one_of(name: str, options: str, say: str, default: str | None = None) -> Attribute:
    """One of a few words, given with bars between them."""
    choice = OneWord(tuple(options.split("|")))
    return (
        Attribute(name, choice, say) if default is None else Attribute(name, choice, say, default)
    )


def note(name: str, options: str, say: str) -> Attribute:
    """A text, to be taken as it stands."""
    return Attribute(name, Words(tuple(options.split("|")), quoted=True), say)


def hours(name: str = "duration", say: str = "for {}", low: int = 30, high: int = 240) -> Attribute:
    """A duration in half hours."""
    return Attribute(name, Amount(low, high, HOURS, step=30), say)


def kilos(name: str, say: str, low: int = 5, high: int = 300) -> Attribute:
    """A weight in tenths of a kilogram."""
    return Attribute(name, Amount(low, high, KILOS), say)
