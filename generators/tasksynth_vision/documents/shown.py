"""How numbers, amounts, dates and times of day are written, and read back as they were written."""

import re
from datetime import date
from typing import Literal

from tasksynth_schemas import Model

Sort = Literal["text", "code", "int", "decimal", "money", "date", "time", "mark", "tick"]
NUMBERS = ((",", "."), (".", ","), (" ", ","), ("'", "."))
"""What sets thousands apart, and what stands before decimals."""
CURRENCIES = (("EUR", 2), ("USD", 2), ("GBP", 2), ("CHF", 2), ("SEK", 2), ("PLN", 2), ("CAD", 2),
              ("JPY", 0))  # fmt: skip
"""Codes, and the decimals that amounts have."""
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
DATES = ("2025-03-14", "14.03.2025", "14/03/2025", "03/14/2025", "14 Mar 2025", "Mar 14, 2025")
"""The same day in each style; `Penmanship.dates` says which."""


class Penmanship(Model):
    """How a document writes values."""

    numbers: int
    """Which of `NUMBERS`."""
    dates: int
    """Which of `DATES`."""
    currency: int
    """Which of `CURRENCIES`."""

    @property
    def money(self) -> str:
        """The currency's code."""
        return CURRENCIES[self.currency][0]

    @property
    def cents(self) -> int:
        """Decimals of an amount."""
        return CURRENCIES[self.currency][1]


def places_of(sort: Sort, manner: Penmanship) -> int:
    """Decimals of a number of that sort."""
    return {"decimal": 1, "money": manner.cents}.get(sort, 0)


def shown(value: int | str, sort: Sort, manner: Penmanship) -> str:
    """A value as it stands in the document; what is marked or ticked has a word."""
    if isinstance(value, str):
        return value
    match sort:
        case "date":
            return _date(date.fromordinal(value), manner.dates)
        case "time":
            return f"{value // 60:02}:{value % 60:02}"
        case "tick":
            return "yes" if value else "no"
    return number_shown(value, places_of(sort, manner), manner)


def number_shown(value: int, places: int, manner: Penmanship) -> str:
    """A whole number of hundredths, tenths or units, with separators."""
    apart, point = NUMBERS[manner.numbers]
    whole, rest = divmod(abs(value), 10**places)
    digits = f"{whole:,}".replace(",", apart) + (f"{point}{rest:0{places}}" if places else "")
    return f"-{digits}" if value < 0 else digits


def _date(day: date, style: int) -> str:
    month = MONTHS[day.month - 1][:3]
    return (
        day.isoformat(), f"{day:%d.%m.%Y}", f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}",
        f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}",
    )[style]  # fmt: skip


_NAMED = re.compile(
    r"(?:(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?[ .-]{0,2}(?:of )?(?P<m>[a-z]{3,9})|"
    r"(?P<m2>[a-z]{3,9})[ .]{1,2}(?P<d2>[0-9]{1,2})(?:st|nd|rd|th)?)[ .,-]{1,3}(?P<y>[0-9]{4})",
    re.IGNORECASE,
)
_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_FIGURES = re.compile(r"([0-9]{1,2})([-/. ])\s?([0-9]{1,2})\2\s?([0-9]{4})")
_TIME = re.compile(
    r"([0-9]{1,2})(?:[:.]|\s?h\s?)([0-9]{2})(?::00)?"
    r"\s?(am|pm|a\.m\.?|p\.m\.?|h|hours|hrs|uhr|o'clock)?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ", re.IGNORECASE)


def day_in(text: str, manner: Penmanship) -> int | None:
    """The day that a text is, by its ordinal: in ISO's form, with its month in letters, or in the
    document's form. Figures that might be day and month or month and day are read as the document
    writes them, and not at all if it writes neither.
    """
    said = _WEEKDAY.sub("", text.strip())
    if found := _ISO.fullmatch(said):
        return _ordinal(found[1], found[3], found[4])
    if found := _NAMED.fullmatch(said):
        name = (found["m"] or found["m2"]).lower()
        month = next((i for i, one in enumerate(MONTHS, 1) if _is_month(name, one)), 0)
        return _ordinal(found["y"], month, found["d"] or found["d2"])
    if found := _FIGURES.fullmatch(said):
        first, second, year = found[1], found[3], found[4]
        by_day, by_month = _ordinal(year, second, first), _ordinal(year, first, second)
        if by_day is None or by_month is None or by_day == by_month:
            return by_day or by_month
        if manner.dates == 3:
            return by_month
        return by_day if manner.dates in (1, 2) or found[2] == "." else None
    return None


def _is_month(name: str, month: str) -> bool:
    full = month.lower()
    return full == name or name == full[:3] or (name == "sept" and full == "september")


def _ordinal(year: str, month: str | int, day: str) -> int | None:
    try:
        return date(int(year), int(month), int(day)).toordinal()
    except ValueError:
        return None


def time_in(text: str) -> int | None:
    """The minutes after midnight that a text is, as a time of day."""
    found = _TIME.fullmatch(text.strip())
    if found is None or int(found[2]) > 59 or int(found[1]) > 23:
        return None
    hours, half = int(found[1]), (found[3] or "").lower()[:1]
    if half in ("a", "p") and not 1 <= hours <= 12:
        return None
    if half in ("a", "p"):
        hours = hours % 12 + (12 if half == "p" else 0)
    return hours * 60 + int(found[2])
