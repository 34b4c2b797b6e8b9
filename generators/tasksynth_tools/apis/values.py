"""The values that tools take: what they mean, how people say them, how APIs write them.

A value is kept as what it means (a time is minutes after midnight, a sum is cents), so that calls
are compared by meaning, in whatever form an API wants it. Every `decode` takes any JSON value, and
raises ValueError with what was wanted.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from tasksynth_tools.apis.reading import members, near, number_in, number_of, text_of, whole_of
from tasksynth_tools.dice import Chance

Json = Any
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
AHEAD = 60
"""Days from today within which dates lie."""


@dataclass(frozen=True)
class ValueKind:
    """A kind of value. `styles` are the ways in which APIs write it, the plainest first."""

    styles: ClassVar[tuple[str, ...]] = ("plain",)
    asked: ClassVar[tuple[str, ...]] = ()
    """Words that a question about such a value has."""
    wide: ClassVar[bool] = True
    """Whether it has so many values that nobody guesses one."""
    narrows: ClassVar[bool] = True
    """Whether lists can be narrowed down by it."""

    def draw(self, chance: Chance, today: date) -> Json:
        """A value."""
        raise NotImplementedError

    def say(self, value: Json, chance: Chance, today: date) -> str:
        """The value as people say it."""
        return str(value)

    def schema(self, style: str) -> dict[str, Json]:
        """JSON Schema of it; its `description` says the form."""
        return {"type": "string"}

    def encode(self, value: Json, style: str) -> Json:
        """The value as an API writes it."""
        return value

    def decode(self, raw: Json, style: str) -> Json:
        """What an argument means."""
        return text_of(raw)

    def answer(self, raw: Json) -> Json:
        """What somebody says that the value is."""
        return self.decode(raw, self.styles[0])


@dataclass(frozen=True)
class Day(ValueKind):
    """A date."""

    styles = ("YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "parts")
    asked = ("date", "day", "when")

    def draw(self, chance: Chance, today: date) -> Json:
        return (today + timedelta(chance.between(3, AHEAD))).isoformat()

    def say(self, value: Json, chance: Chance, today: date) -> str:
        day = date.fromisoformat(value)
        words = f"{day.day} {MONTHS[day.month - 1]}"
        return f"{day:%A} {words}" if chance.hits(0.4) else words

    def schema(self, style: str) -> dict[str, Json]:
        if style == "parts":
            parts = {
                "year": {"type": "integer"},
                "month": {"type": "integer", "minimum": 1, "maximum": 12},
                "day": {"type": "integer", "minimum": 1, "maximum": 31},
            }
            return {"type": "object", "properties": parts, "required": list(parts)}
        return {"type": "string", "description": f"as {style}"}

    def encode(self, value: Json, style: str) -> Json:
        day = date.fromisoformat(value)
        if style == "parts":
            return {"year": day.year, "month": day.month, "day": day.day}
        return day.strftime(_FORMATS[style])

    def decode(self, raw: Json, style: str) -> Json:
        if style == "parts":
            parts = [whole_of(one) for one in members(raw, ("year", "month", "day"))]
        else:
            found = re.fullmatch(_PATTERNS[style], text_of(raw))
            if not found:
                raise ValueError(f"want a date as {style}")
            parts = [int(found[name]) for name in ("y", "m", "d")]
        try:
            return date(*parts).isoformat()
        except (ValueError, OverflowError):
            raise ValueError("there is no such date") from None


_FORMATS = {"YYYY-MM-DD": "%Y-%m-%d", "DD/MM/YYYY": "%d/%m/%Y", "MM/DD/YYYY": "%m/%d/%Y"}
_Y, _M, _D = "(?P<y>[0-9]{4})", "(?P<m>[0-9]{2})", "(?P<d>[0-9]{2})"
_PATTERNS = {
    "YYYY-MM-DD": f"{_Y}-{_M}-{_D}",
    "DD/MM/YYYY": f"{_D}/{_M}/{_Y}",
    "MM/DD/YYYY": f"{_M}/{_D}/{_Y}",
}


@dataclass(frozen=True)
class Clock(ValueKind):
    """A time of day, in minutes after midnight, on quarters of an hour."""

    first: int = 8
    last: int = 21
    """Hours in which it lies."""

    styles = ("HH:MM", "h:MM AM/PM", "minutes")
    asked = ("time", "hour", "clock", "when")

    def draw(self, chance: Chance, today: date) -> Json:
        return chance.between(self.first * 4, self.last * 4) * 15

    def say(self, value: Json, chance: Chance, today: date) -> str:
        if chance.hits(0.4):
            return _clock(value)
        hour, minute = divmod(value, 60)
        noon = "am" if hour < 12 else "pm"
        return f"{(hour - 1) % 12 + 1}{f':{minute:02}' if minute else ''} {noon}"

    def schema(self, style: str) -> dict[str, Json]:
        if style == "minutes":
            return {"type": "integer", "description": "minutes after midnight"}
        return {"type": "string", "description": f"as {style}"}

    def encode(self, value: Json, style: str) -> Json:
        if style == "minutes":
            return value
        hour, minute = divmod(value, 60)
        noon = "AM" if hour < 12 else "PM"
        return _clock(value) if style == "HH:MM" else f"{(hour - 1) % 12 + 1}:{minute:02} {noon}"

    def decode(self, raw: Json, style: str) -> Json:
        if style == "minutes":
            minutes = whole_of(raw)
        elif style == "HH:MM":
            minutes = _read_clock(r"([0-9]{1,2}):([0-9]{2})", text_of(raw), style)
        else:
            text = text_of(raw).upper()
            found = _read_clock(r"([0-9]{1,2}):([0-9]{2}) ?[AP]M", text, style)
            if not 60 <= found < 13 * 60:
                raise ValueError("want an hour from 1 to 12")
            minutes = found % 720 + 720 * text.endswith("PM")
        if not 0 <= minutes < 1440:
            raise ValueError("there is no such time")
        return minutes

    def answer(self, raw: Json) -> Json:
        """Both forms of a clock are clear, with seconds or without."""
        found = _SAID_CLOCK.fullmatch(text_of(raw))
        if not found or not (found["m"] or found["half"]):
            raise ValueError("want a time as HH:MM")
        if found["half"]:
            text = f"{found['h']}:{found['m'] or '00'} {found['half']}M"
            return self.decode(text, "h:MM AM/PM")
        return self.decode(f"{found['h']}:{found['m']}", "HH:MM")


_SAID_CLOCK = re.compile(
    r"(?:at )?(?P<h>[0-9]{1,2})(?:[:.](?P<m>[0-9]{2})(?::00)?)?(?: ?(?P<half>[ap])\.?m\.?)?",
    re.IGNORECASE,
)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _read_clock(pattern: str, text: str, style: str) -> int:
    found = re.fullmatch(pattern, text)
    if not found or int(found[2]) > 59:
        raise ValueError(f"want a time as {style}")
    return int(found[1]) * 60 + int(found[2])


@dataclass(frozen=True)
class Money(ValueKind):
    """A sum in euros, in cents."""

    low: int = 10
    high: int = 500
    """Euros."""

    styles = ("euros", "cents", "parts")
    narrows = False
    asked = ("amount", "much", "sum", "money", "euros", "price")

    def draw(self, chance: Chance, today: date) -> Json:
        return chance.between(self.low * 20, self.high * 20) * 5

    def say(self, value: Json, chance: Chance, today: date) -> str:
        euros = f"{value // 100}.{value % 100:02}" if value % 100 else str(value // 100)
        return f"€{euros}" if chance.hits(0.5) else f"{euros} euros"

    def schema(self, style: str) -> dict[str, Json]:
        if style == "parts":
            parts = {
                "amount": {"type": "number", "minimum": 0},
                "currency": {"type": "string", "enum": ["EUR"]},
            }
            return {"type": "object", "properties": parts, "required": list(parts)}
        kind = "integer" if style == "cents" else "number"
        return {"type": kind, "minimum": 0, "description": f"in {style}"}

    def encode(self, value: Json, style: str) -> Json:
        amount = value if style == "cents" else value / 100
        return {"amount": amount, "currency": "EUR"} if style == "parts" else amount

    def decode(self, raw: Json, style: str) -> Json:
        if style == "parts":
            raw, currency = members(raw, ("amount", "currency"))
            if currency != "EUR":
                raise ValueError('want the currency "EUR"')
        amount = number_of(raw)
        if amount < 0:
            raise ValueError("want 0 or more")
        return near(amount if style == "cents" else amount * 100)

    def answer(self, raw: Json) -> Json:
        """A number, with or without the currency."""
        if isinstance(raw, str):
            raw = number_in(re.sub(r"€|\b(?:EUR|euros?)\b", "", text_of(raw), flags=re.IGNORECASE))
        return near(number_of(raw) * 100)


@dataclass(frozen=True)
class Count(ValueKind):
    """A whole number of something."""

    low: int
    high: int
    unit: str = ""
    """What is counted, in the plural; empty where the words around say it."""

    narrows = False
    asked = ("many", "number", "count")
    wide = False

    def draw(self, chance: Chance, today: date) -> Json:
        return chance.between(self.low, self.high)

    def say(self, value: Json, chance: Chance, today: date) -> str:
        words = NUMBERS[value] if value < len(NUMBERS) and chance.hits(0.6) else str(value)
        unit = _single(self.unit) if value == 1 else self.unit
        return f"{words} {unit}".strip()

    def schema(self, style: str) -> dict[str, Json]:
        return {"type": "integer", "minimum": self.low}

    def decode(self, raw: Json, style: str) -> Json:
        value = whole_of(raw)
        if value < self.low:
            raise ValueError(f"want {self.low} or more")
        return value

    def answer(self, raw: Json) -> Json:
        return near(number_of(number_in(raw) if isinstance(raw, str) else raw))


def _single(plural: str) -> str:
    return _ONE.get(plural, plural.removesuffix("s"))


_ONE = {"people": "person", "boxes": "box", "copies": "copy"}


_NUMBER_OF = re.compile(r"(?P<number>-?[0-9][0-9.,]*)\s*(?P<unit>[^0-9\s].*)?")
_NAMED = (
    "hours h hr hrs hour|minutes min mins minute|kg kgs kilo kilos kilogram kilograms|g gram grams"
    "|litres l litre liter liters|millilitres ml millilitre milliliter milliliters"
    "|°C c celsius|°F f fahrenheit"
)
_UNITS = {name: row.split()[0] for row in _NAMED.split("|") for name in row.split()}
"""Other names of units."""


@dataclass(frozen=True)
class Amount(ValueKind):
    """A measured quantity, a whole number of the smallest steps that anybody says.

    Each unit says how a step is written in it: as `step * times + plus`.
    """

    low: int
    high: int
    units: tuple[tuple[str, float, float], ...]
    """(unit, times, plus); people say the first."""
    step: int = 1

    narrows = False
    asked = ("much", "long", "heavy", "far", "warm", "amount")

    @property
    def styles(self) -> tuple[str, ...]:  # type: ignore[override]
        """The units."""
        return tuple(unit for unit, _, _ in self.units)

    def draw(self, chance: Chance, today: date) -> Json:
        return chance.between(self.low // self.step, self.high // self.step) * self.step

    def say(self, value: Json, chance: Chance, today: date) -> str:
        unit = next((u for u in self.styles if self.encode(value, u) >= 1), self.styles[0])
        number = f"{self.encode(value, unit):g}"
        return f"{number} {unit.removesuffix('s') if number == '1' else unit}"

    def schema(self, style: str) -> dict[str, Json]:
        return {"type": "number", "description": f"in {style}"}

    def encode(self, value: Json, style: str) -> Json:
        times, plus = self._scale(style)
        written = round(value * times + plus, 6)
        return int(written) if written == int(written) else written

    def decode(self, raw: Json, style: str) -> Json:
        times, plus = self._scale(style)
        return near((number_of(raw) - plus) / times)

    def answer(self, raw: Json) -> Json:
        """A number of what people say, or with the unit that it is of."""
        if not isinstance(raw, str):
            return self.decode(raw, self.styles[0])
        said, unit = _NUMBER_OF.fullmatch(text_of(raw)), self.styles[0]
        if said and said["unit"]:
            named = _UNITS.get(said["unit"].lower(), said["unit"])
            unit = next((one for one in self.styles if one.lower() == named.lower()), "")
        if not said or not unit:
            raise ValueError(f"want a number of {self.styles[0]}")
        return self.decode(number_in(said["number"]), unit)

    def _scale(self, style: str) -> tuple[float, float]:
        return next((times, plus) for unit, times, plus in self.units if unit == style)
