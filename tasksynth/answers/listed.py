"""Lists that are told item by item: in a JSON object of their own, or a box for each."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from tasksynth.answers.marks import Mark, boxes

_WORDS = (
    "actions directions gates move moves order ordering path plan ranking route schedule "
    "sequence solution steps tour way"
)
_CALLED = frozenset(_WORDS.split())
"""What an object calls a list that is its only member: words that say no more than that it is
one, in order."""
_MOST = 2000
_BETWEEN = re.compile(
    r"(?:[\s$,;|&*_]|\\[,; ]|\\q?quad|\\\\|->|\\(?:right)?arrow|\\to\b|\u2192)*"
    r"(?:(?:and|then|und|y|et)\b[\s$,]*)?(?:\(?\d{1,2}[.):][\s$*_]*)?"
)
"""What sets boxes apart that hold a list together."""
_AFTER = re.compile(r"(?:[\s$.*_`]|\\[\])]|</\w{1,20}>)*")


def members(text: str) -> Iterator[str]:
    """The list that is all that a JSON object holds, an item a line, and set apart by commas.

    None where another member stands beside it, or the same twice.
    """
    if not text.startswith("{") or len(text) > 200_000:
        return
    value: Any = None
    with suppress(ValueError, RecursionError):
        value = json.loads(text, object_pairs_hook=_only)
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and value and all(type(one) in (str, int) for one in value):
        yield "\n".join(map(str, value))
        yield ", ".join(map(str, value))


def _only(pairs: list[tuple[str, Any]]) -> Any:
    if len(pairs) == 1 and pairs[0][0].casefold() in _CALLED:
        return pairs[0][1]
    return None


def boxed_items(text: str) -> list[Mark]:
    """The boxes with which a reply ends, if several are set apart as the items of a list are."""
    found = boxes(text, most=_MOST) if text.count("\\boxed") > 1 else []
    if not found or not _AFTER.fullmatch(text, found[-1].end):
        return []
    first = len(found) - 1
    while first and _BETWEEN.fullmatch(text, found[first - 1].end, found[first].start):
        first -= 1
    return found[first:] if first < len(found) - 1 else []
