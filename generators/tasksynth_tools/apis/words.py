"""Values that are words: choices, names, addresses, texts; kept as they are meant."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasksynth_tools.apis.pools import CITIES, FIRST_NAMES, LAST_NAMES, STREETS
from tasksynth_tools.apis.reading import joined, members, text_of, whole_of
from tasksynth_tools.apis.values import ValueKind
from tasksynth_tools.dice import Chance

Json = Any


@dataclass(frozen=True)
class OneWord(ValueKind):
    """One of a few words."""

    options: tuple[str, ...]

    styles = ("words", "codes")
    asked = ("kind",)
    wide = False

    def draw(self, chance: Chance, today: date) -> Json:
        return chance.of(self.options)

    def schema(self, style: str) -> dict[str, Json]:
        codes = [self.encode(one, style) for one in self.options]
        if style == "words":
            return {"type": "string", "enum": codes}
        told = ", ".join(f"{c}: {one}" for c, one in zip(codes, self.options, strict=True))
        return {"type": "string", "enum": codes, "description": told}

    def encode(self, value: Json, style: str) -> Json:
        if style == "words":
            return value
        letters = "".join(one for one in value.upper() if one.isalnum())
        return f"{letters[:3]}{self.options.index(value) + 1}"

    def decode(self, raw: Json, style: str) -> Json:
        text = text_of(raw)
        known = {self.encode(one, style): one for one in self.options}
        if text not in known:
            raise ValueError(f"want one of {', '.join(known)}")
        return known[text]


@dataclass(frozen=True)
class Several(ValueKind):
    """Some of a few words; their order does not matter."""

    options: tuple[str, ...]

    narrows = False
    asked = ("extras",)
    wide = False

    def draw(self, chance: Chance, today: date) -> Json:
        return sorted(chance.sample(self.options, chance.between(1, 2)))

    def say(self, value: Json, chance: Chance, today: date) -> str:
        return joined(value)

    def schema(self, style: str) -> dict[str, Json]:
        return {"type": "array", "items": {"type": "string", "enum": list(self.options)}}

    def decode(self, raw: Json, style: str) -> Json:
        if not isinstance(raw, list) or len(raw) > 20:
            raise ValueError("want an array")
        named = {text_of(one) for one in raw}
        if not named <= set(self.options):
            raise ValueError(f"want some of {', '.join(self.options)}")
        return sorted(named)


@dataclass(frozen=True)
class Flag(ValueKind):
    """Yes or no."""

    narrows = False
    asked = ("whether",)
    wide = False

    def draw(self, chance: Chance, today: date) -> Json:
        return bool(chance.below(2))

    def schema(self, style: str) -> dict[str, Json]:
        return {"type": "boolean"}

    def decode(self, raw: Json, style: str) -> Json:
        if not isinstance(raw, bool):
            raise ValueError("want true or false")  # noqa: TRY004 - of what was sent
        return raw


@dataclass(frozen=True)
class Words(ValueKind):
    """A text out of some."""

    options: tuple[str, ...]
    quoted: bool = False
    """Whether it is to be taken letter by letter."""

    asked = ("text", "words")
    wide = False

    def draw(self, chance: Chance, today: date) -> Json:
        return chance.of(self.options)

    def say(self, value: Json, chance: Chance, today: date) -> str:
        return f'"{value}"' if self.quoted else str(value)


def city() -> Words:
    """A city's name."""
    return Words(CITIES)


@dataclass(frozen=True)
class Person(ValueKind):
    """A first name and a last name."""

    styles = ("full", "parts")
    asked = ("name", "who", "whom", "whose")

    def draw(self, chance: Chance, today: date) -> Json:
        return f"{chance.of(FIRST_NAMES)} {chance.of(LAST_NAMES)}"

    def schema(self, style: str) -> dict[str, Json]:
        if style == "full":
            return {"type": "string", "description": "first and last name"}
        parts = {"first_name": {"type": "string"}, "last_name": {"type": "string"}}
        return {"type": "object", "properties": parts, "required": list(parts)}

    def encode(self, value: Json, style: str) -> Json:
        if style == "full":
            return value
        first, _, last = value.partition(" ")
        return {"first_name": first, "last_name": last}

    def decode(self, raw: Json, style: str) -> Json:
        if style == "full":
            return text_of(raw)
        return " ".join(text_of(one) for one in members(raw, ("first_name", "last_name")))


@dataclass(frozen=True)
class People(ValueKind):
    """A few people with their ages; their order does not matter."""

    narrows = False
    asked = ("who", "name", "names", "ages", "old")

    def draw(self, chance: Chance, today: date) -> Json:
        found = {Person().draw(chance, today): chance.between(4, 80) for _ in range(3)}
        return [[name, age] for name, age in sorted(found.items())[: chance.between(1, 3)]]

    def say(self, value: Json, chance: Chance, today: date) -> str:
        return joined([f"{name} ({age})" for name, age in value])

    def schema(self, style: str) -> dict[str, Json]:
        parts = {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 0}}
        one = {"type": "object", "properties": parts, "required": list(parts)}
        return {"type": "array", "items": one, "minItems": 1, "maxItems": 9}

    def encode(self, value: Json, style: str) -> Json:
        return [{"name": name, "age": age} for name, age in value]

    def decode(self, raw: Json, style: str) -> Json:
        if not isinstance(raw, list) or not 1 <= len(raw) <= 9:
            raise ValueError("want an array of 1 to 9 people")
        pairs = [members(one, ("name", "age")) for one in raw]
        return sorted([text_of(name), whole_of(age)] for name, age in pairs)


@dataclass(frozen=True)
class PostAddress(ValueKind):
    """Street with number, postcode and city."""

    styles = ("parts", "line")
    narrows = False
    asked = ("address", "where", "street")

    def draw(self, chance: Chance, today: date) -> Json:
        street = f"{chance.of(STREETS)} {chance.between(1, 180)}"
        return [street, str(chance.between(10_000, 99_999)), chance.of(CITIES)]

    def say(self, value: Json, chance: Chance, today: date) -> str:
        street, code, town = value
        return f"{street}, {code} {town}"

    def schema(self, style: str) -> dict[str, Json]:
        if style == "line":
            return {"type": "string", "description": "as street and number, postcode city"}
        parts = {name: {"type": "string"} for name in ("street", "postcode", "city")}
        return {"type": "object", "properties": parts, "required": list(parts)}

    def encode(self, value: Json, style: str) -> Json:
        street, code, town = value
        if style == "line":
            return f"{street}, {code} {town}"
        return {"street": street, "postcode": code, "city": town}

    def decode(self, raw: Json, style: str) -> Json:
        if style == "parts":
            return [text_of(one) for one in members(raw, ("street", "postcode", "city"))]
        found = re.fullmatch(r"(.+), ?([0-9]{5}) (.+)", text_of(raw))
        if not found:
            raise ValueError("want a line as in: High Street 5, 12345 Springfield")
        return [one.strip() for one in found.groups()]


@dataclass(frozen=True)
class Pointer(ValueKind):
    """The id of a thing of the same service."""

    asked = ("id",)

    def schema(self, style: str) -> dict[str, Json]:
        return {"type": "string", "description": "its id"}
