"""What JSON values are taken for; whatever they are, the error says what was wanted."""

import re
from typing import Any

Json = Any
_NUMBER = re.compile(
    r"(?P<whole>-?(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}(?![0-9,])|[0-9]{1,9}))"
    r"(?:(?:\.(?=[0-9]{1,6}\Z)|,(?=[0-9]{1,2}\Z))(?P<part>[0-9]{1,6}))?"
)
"""Three digits behind a comma are thousands, one or two are a fraction."""
LONGEST = 300
"""Characters of a text that a tool takes."""


def text_of(raw: Json) -> str:
    """A text, its white space evened."""
    if not isinstance(raw, str):
        raise ValueError("want a string")  # noqa: TRY004 - of what was sent
    if len(raw) > LONGEST:
        raise ValueError(f"want at most {LONGEST} characters")
    return " ".join(raw.split())


def number_of(raw: Json) -> float | int:
    """A number that is finite, and not past all measure."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueError("want a number")  # noqa: TRY004 - of what was sent
    if not abs(raw) < 10**12:
        raise ValueError("want a number of at most 12 digits")
    return raw


def whole_of(raw: Json) -> int:
    """A whole number, also one that is written as 3.0."""
    value = number_of(raw)
    if value != int(value):
        raise ValueError("want a whole number")
    return int(value)


def number_in(text: str) -> float:
    """The number that a text is: 1155.8, 1,155.80 or 1155,80."""
    found = _NUMBER.fullmatch(text_of(text))
    if not found:
        raise ValueError("want a number")
    whole = found["whole"].replace(",", "")
    return float(f"{whole}.{found['part'] or 0}")


def near(value: float) -> float | int:
    """A whole number where a value is one but for the rounding of floats."""
    whole = round(value)
    return whole if abs(value - whole) < 1e-6 else round(value, 6)


def members(raw: Json, names: tuple[str, ...]) -> list[Json]:
    """The values of an object that has exactly these keys."""
    if not isinstance(raw, dict) or raw.keys() != set(names):
        raise ValueError(f"want an object with {', '.join(names)}")
    return [raw[name] for name in names]


def joined(parts: list[str] | tuple[str, ...]) -> str:
    """Words with commas and an "and"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else list(parts))
