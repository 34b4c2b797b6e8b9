"""Days as the apps write them, and as people say them."""

import re
from datetime import date, timedelta

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
_WRITTEN = re.compile(
    r"\b(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)? (?P<m>MONTH)\b\.?,?(?: (?P<y>[0-9]{4}))?"
    r"|\b(?P<m2>MONTH)\b\.? (?P<d2>[0-9]{1,2})(?:st|nd|rd|th)?\b(?:,? (?P<y2>[0-9]{4}))?".replace(
        "MONTH", "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + ")"
    )
)


def names_day(text: str, day: str) -> bool:
    """Whether a text, in whatever usual form, names this day and no other."""
    year, month, number = map(int, day.split("-"))
    found = [tuple(map(int, one)) for one in _ISO.findall(text)]
    for match in _WRITTEN.finditer(text):
        d, m, y = match["d"] or match["d2"], match["m"] or match["m2"], match["y"] or match["y2"]
        found.append((int(y) if y else year, _SHORT[m[:3].lower()], int(d)))
    return bool(found) and set(found) == {(year, month, number)}


_AROUND = re.compile(
    r"(?:[\s,.()]|\b(?:on|the|of|it|is|was|day|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)*",
    re.ASCII | re.IGNORECASE,
)
"""What may stand beside a day that is the answer."""


def is_said_day(text: str, day: str) -> bool:
    """Whether a text is this day, in whatever usual form, and says nothing else."""
    rest = _WRITTEN.sub(" ", _ISO.sub(" ", text))
    return names_day(text, day) and _AROUND.fullmatch(rest) is not None


def is_day(text: str) -> bool:
    """Whether a text is a day that the calendar has, as the apps write it."""
    if not _ISO.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
