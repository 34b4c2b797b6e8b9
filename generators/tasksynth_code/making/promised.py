"""Whether arguments that somebody else made up keep to what a form of input promises."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from tasksynth_code.making.inputs import LONGEST, TOP
from tasksynth_code.patterns import Kind

_NUMBER = r"(?:20|1?[0-9]|x)"
_SUM = rf"{_NUMBER}(?:[-+*]{_NUMBER})*"
_GROUP, _WHOLE = re.compile(rf"\({_SUM}\)"), re.compile(_SUM)
_CODED = re.compile(r"(?:(?:1[0-2]|[1-9])[a-z]){0,6}")
_COMMAND = re.compile(r"push (?:-[1-9]|20|1?[0-9])|pop|dup|add|swap")
_LETTERS = re.compile(r"[a-z]*")


def promised(source: Kind, arguments: list[Any]) -> bool:
    """Whether a call with these arguments, a JSON list, is one that the description allows."""
    if source == "graph":
        return len(arguments) == 2 and _graph(*arguments)
    return len(arguments) == 1 and source in _CHECKS and _CHECKS[source](arguments[0])


def _list(value: Any, longest: int, each: Callable[[Any], bool], shortest: int = 0) -> bool:
    return isinstance(value, list) and shortest <= len(value) <= longest and all(map(each, value))


def _whole(value: Any, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high


def _letters(value: Any, shortest: int, longest: int) -> bool:
    return (
        isinstance(value, str)
        and shortest <= len(value) <= longest
        and _LETTERS.fullmatch(value) is not None
    )


def _grid(value: Any) -> bool:
    def row(one: Any) -> bool:
        return _list(one, 5, lambda cell: _whole(cell, -9, 9), 1)

    return _list(value, 5, row, 1) and len({len(one) for one in value}) == 1


def _day(value: Any) -> bool:
    if not isinstance(value, str) or re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d", value, re.A) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _span(value: Any) -> bool:
    return _list(value, 2, lambda one: _whole(one, 0, 30), 2) and value[0] < value[1]


def _graph(nodes: Any, roads: Any) -> bool:
    def road(one: Any) -> bool:
        return _list(one, 2, lambda node: _whole(node, 0, nodes - 1), 2) and one[0] != one[1]

    return (
        _whole(nodes, 2, 8)
        and _list(roads, nodes * (nodes - 1) // 2, road)
        and len({frozenset(one) for one in roads}) == len(roads)
    )


def _expression(value: Any) -> bool:
    """Parentheses are taken out from within, an x each."""
    if not isinstance(value, str) or "x" in value:
        return False
    while (less := _GROUP.sub("x", value)) != value:
        value = less
    return _WHOLE.fullmatch(value) is not None


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


_CHECKS: dict[Kind, Callable[[Any], bool]] = {
    "ints": lambda value: _list(value, LONGEST, lambda one: _whole(one, -TOP, TOP)),
    "text": lambda value: _letters(value, 0, LONGEST),
    "words": lambda value: _list(value, 7, lambda one: _letters(one, 1, 5)),
    "grid": _grid,
    "dates": lambda value: _list(value, 7, _day),
    "spans": lambda value: _list(value, 7, _span),
    "expr": _expression,
    "coded": _matches(_CODED),
    "commands": lambda value: _list(value, 12, _matches(_COMMAND)),
}
