"""Moves and choices as players say them: with words before them, in brackets, in an object."""

import json
import re
from collections.abc import Callable
from contextlib import suppress

from tasksynth import Action, Tool
from tasksynth.answers import plain, read_final

_LEAD = re.compile(
    r"(?:(?:so|then|now|next|ok|okay|well)\b[,:]?\s+)?"
    r"(?:(?:(?:my|the|your)\s+)?(?:(?:next|first|best|final)\s+)?"
    r"(?:move|choice|guess|reply|action|code|shot)\b(?:\s+\d{1,2}(?=\s*[:=]))?"
    r"(?:\s+is)?\s*[:=]?\s*)?"
    r"(?:(?:(?:i(?:\s*ll|\s+will|\s+would)?|let(?:\s*s|\s+us|\s+me))\s+)?"
    r"(?:play|choose|take|pull|pick|select|go|step|guess|try|drop|put|place|remove|shoot|fire)\b"
    r":?\s*)?"
    r"(?:(?:a|my|one|the)\s+(?:stone|piece|x)\s+)?(?:(?:in|into|on|at|with|to)\s+)?",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:move|choose|shoot|pull)\s*\(\s*(?:(?:move|choice|cell|lever)\s*=\s*)?([^()=]*)\)",
    re.IGNORECASE,
)
"""The tool, called in words."""
_REASON = re.compile(r"[\s,;:]+(?:because|since)\b.*", re.IGNORECASE | re.DOTALL)
_MOST = 2000
"""Characters of a text that says a move, at most."""
_BRACKETS = ("()", "[]", "{}")


def spoken(text: str) -> str:
    """What is said of a move: without `I play`, `Move:`, brackets, a full stop and a reason.

    A longer text says none, and stays as it is.
    """
    if len(text) > _MOST:
        return text
    said = _REASON.sub("", plain(_of_object(text)).rstrip(".! \n"))
    said = call[1].strip() if (call := _CALL.fullmatch(said)) else said
    said = said[lead.end() :] if (lead := _LEAD.match(said)) else said
    while len(said) > 1 and said[0] + said[-1] in _BRACKETS:
        said = said[1:-1].strip()
    return said


def heard(action: Action | Tool, given: str | None, read: Callable[[str], str]) -> str:
    """The move that is made: `given` to the tool, or, if that is None, said instead of it.

    Raises:
        Unreadable: if `read` knows no such move.
    """
    if given is not None:
        return read(spoken(given))
    text = action.text if isinstance(action, Action) else ""
    return read_final(text, lambda said: read(spoken(said)), asked=None)


def _of_object(text: str) -> str:
    """The only value of a JSON object, or of its arguments; else the text as it is."""
    value: object = text
    if text.strip().startswith("{"):
        with suppress(ValueError, RecursionError):
            value = json.loads(text)
    if isinstance(value, dict):
        value = value.get("arguments", value)
    if isinstance(value, dict) and len(value) == 1:
        (value,) = value.values()
    return str(value) if isinstance(value, str | int) else text
