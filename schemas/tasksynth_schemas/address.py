"""The short human form of a task's address: `sat.saturn@1?level=0#7:3`, or `…?n=3&k=5#7:3`."""

import json
import re
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote, unquote

ADDRESS = re.compile(
    r"(?P<family>[a-z][a-z0-9_.]*)@(?P<version>\d{1,9})(?:\?(?P<query>[^#]*))?"
    r"#(?P<seed>\d{1,19}):(?P<index>\d{1,19})",
    re.ASCII,
)
LEVEL = "level"
"""The name in a query that is no parameter's: families have none of that name."""
_PLAIN = "[]{}\",:/!*'()"
"""What stays readable in a query, beside letters, digits and `_.-~`."""


@dataclass(frozen=True)
class Address:
    """What the short form says.

    A level stands for the params that the installed family gives to it; the params beside it are
    fixed. An address without a query says neither, and is an address only beside a dataset.
    """

    family: str
    version: int
    level: float | None
    params: dict[str, Any]
    seed: int
    index: int
    bare: bool = False
    """There was no query."""

    def __str__(self) -> str:
        """The short form."""
        level = [] if self.level is None else [f"{LEVEL}={_number(self.level)}"]
        pairs = [f"{quote(name)}={_value(value)}" for name, value in self.params.items()]
        query = "" if self.bare else "?" + "&".join([*level, *pairs])
        return f"{self.family}@{self.version}{query}#{self.seed}:{self.index}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the short form.

        Raises:
            ValueError: if `text` is not of that form; says what is wrong.
        """
        if not (match := ADDRESS.fullmatch(text)):
            raise ValueError(f"want a ref such as 'sat.ksat@1?level=0.5#7:42', got {text[:80]!r}")
        params: dict[str, Any] = {}
        for pair in (match["query"] or "").split("&"):
            name, equals, value = map(unquote, pair.partition("="))
            if pair and (not equals or not name or name in params):
                raise ValueError(
                    f"want ?NAME=VALUE&…, each name once, got {pair!r} in {text[:80]!r}"
                )
            if pair:
                params[name] = read_value(value)
        level = params.pop(LEVEL, None)
        if level is not None and (isinstance(level, bool) or not isinstance(level, int | float)):
            raise ValueError(f"want a number for the level in {text[:80]!r}, got {level!r}")
        return cls(
            family=match["family"],
            version=int(match["version"]),
            level=level,
            params=params,
            seed=int(match["seed"]),
            index=int(match["index"]),
            bare=match["query"] is None,
        )


def read_value(text: str) -> Any:
    """A parameter's value as people type it: JSON where it can be, else text."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _value(value: Any) -> str:
    """A value that `read_value` reads back."""
    if isinstance(value, str) and read_value(value) == value:
        return quote(value, safe=_PLAIN)
    return quote(json.dumps(value, separators=(",", ":")), safe=_PLAIN)


def _number(value: float) -> str:
    short = f"{value:g}"
    return short if float(short) == value else repr(value)
