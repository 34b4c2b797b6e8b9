"""Days as the apps write them, and as people say them."""

import re
from datetime import date, timedelta
from typing import NamedTuple

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SAID = re.compile(r"\b(\d{1,2}) (" + "|".join(_MONTHS) + r") (\d{4})\b", re.ASCII)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b", re.ASCII)


def said(day: str) -> str:
    """`14 May 2030` for `2030-05-14`."""
    year, month, number = day.split("-")
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}"


def weekday(day: str) -> str:
    """The day of the week."""
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return names[date.fromisoformat(day).weekday()]


def later(day: str, days: int) -> str:
    """So many days later, or earlier."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def day_in(text: str) -> str | None:
    """The one day that a text names in either form; None if it names none, or several."""
    found = {f"{y}-{m}-{d}" for y, m, d in _ISO.findall(text)}
    found |= {f"{y}-{_MONTHS.index(m) + 1:02}-{int(d):02}" for d, m, y in _SAID.findall(text)}
    return found.pop() if len(found) == 1 else None


_SHORT = {name[:3].lower(): i for i, name in enumerate(_MONTHS, 1)}
_NAMES = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + "|Sept"
_SMALL = "|".join(name.lower() for name in _MONTHS if name not in ("March", "May"))
_MONTH = f"(?:{_NAMES}|{_NAMES.upper()}|{_SMALL}|(?:march|may)(?= [0-9]{{4}}))"
"""Written small, March and May are other words, too."""
_WRITTEN = re.compile(
    rf"\b(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?(?: of|-)? ?(?P<m>{_MONTH})\b\.?,?"
    r"(?:[ -](?P<y>[0-9]{4}))?"
    rf"|\b(?P<m2>{_MONTH})\b\.? (?P<d2>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>[0-9]{{4}}))?"
)
_NUMBERS = re.compile(
    r"(?<![0-9./-])(?:(?P<y>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})"
    r"(?:T[0-9:.]{4,15}(?:Z|[+-][0-9:]{4,5})?)?"
    r"|(?P<a>[0-9]{1,2})(?P<s2>[-/.])(?P<b>[0-9]{1,2})(?P=s2)(?P<y2>[0-9]{4}))(?![0-9])"
)


class NamedDay(NamedTuple):
    """Where a text names a day."""

    start: int
    end: int
    days: tuple[tuple[int, int, int], ...]
    """Year, month and day; two where nobody knows which number is the month."""


def days_named(text: str, year: int) -> list[NamedDay]:
    """The days that a text names in whatever usual form, by default of a year."""
    found = [
        NamedDay(*one.span(), ((int(y) if y else year, _SHORT[m[:3].lower()], int(d)),))
        for one in _WRITTEN.finditer(text)
        for d, m, y in [(one["d"] or one["d2"], one["m"] or one["m2"], one["y"] or one["y2"])]
    ]
    found += [NamedDay(*one.span(), days) for one in _NUMBERS.finditer(text)
              if (days := _readings(one))]  # fmt: skip
    return found


def _readings(match: re.Match[str]) -> tuple[tuple[int, int, int], ...]:
    """The days that numbers may be: 29/8/2030 is one, 5/8/2030 two, and 5.8.2030 is in August."""
    if match["y"]:
        said = {(int(match["y"]), int(match["m"]), int(match["d"]))}
    else:
        year, one, other = int(match["y2"]), int(match["a"]), int(match["b"])
        said = {(year, other, one)} | ({(year, one, other)} if match["s2"] != "." else set())
    return tuple(sorted(day for day in said if 1 <= day[1] <= 12 and 1 <= day[2] <= 31))


_WEEKDAY = r"(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
_WEEKDAY_SHORT = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b\.?"
"""Written small, “sat” and “sun” are other words, too."""
_WEEKDAY_BEFORE = re.compile(
    rf"\b({_WEEKDAY}|{_WEEKDAY_SHORT})[\s,]{{1,3}}(?:on )?(?:the )?\Z", re.ASCII
)
_WEEKDAY_BEHIND = re.compile(
    rf"(?<!\.)[\s,(]{{1,3}}(?:an? |on )?({_WEEKDAY}|{_WEEKDAY_SHORT}\))", re.ASCII
)


def places_of(text: str, day: str) -> list[NamedDay]:
    """Where a text names this day; nowhere, if it names another one, too, or it is not clear.

    A weekday that stands beside it has to be its own.
    """
    year, month, number = map(int, day.split("-"))
    found, wanted = days_named(text, year), (year, month, number)
    sure = any(one.days == (wanted,) for one in found)
    if not sure or not all(wanted in one.days for one in found):
        return []
    beside = [
        match[1]
        for one in found
        for match in (
            _WEEKDAY_BEFORE.search(text, max(0, one.start - 20), one.start),
            _WEEKDAY_BEHIND.match(text, one.end),
        )
        if match is not None
    ]
    return found if all(said[:3].lower() == weekday(day)[:3].lower() for said in beside) else []


_AROUND = re.compile(
    r"(?:[\s,.()]|\b(?:on|the|of|it|is|was|day|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)*",
    re.ASCII | re.IGNORECASE,
)
"""What may stand beside a day that is the answer."""


def is_said_day(text: str, day: str) -> bool:
    """Whether a text is this day, in whatever usual form, and says nothing else."""
    rest = _WRITTEN.sub(" ", _NUMBERS.sub(" ", text))
    return bool(places_of(text, day)) and _AROUND.fullmatch(rest) is not None


def is_day(text: str) -> bool:
    """Whether a text is a day that the calendar has, as the apps write it."""
    if not _ISO.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
