"""The JSON value of an answer: bare, in a code fence, or after some prose."""

import json
import re
from typing import Any

from tasksynth.answers import marks
from tasksynth.answers.final import Form, Unreadable, read_final
from tasksynth.answers.typeset import without_wrappers

_DOUBT = re.compile(
    r"\b(?:not|isn't|never|perhaps|maybe|possibly|either|or|nicht|pas)[^\w\n]*\Z", re.IGNORECASE
)


def json_in(reply: str, *, asked: Form | None = None) -> Any:
    """The JSON list or object of the final answer.

    Of its text, the last code fence that has a bracket counts, or else what lies between the first
    and the last bracket; a "not" or a "perhaps" before it makes it no answer.

    Raises:
        Unreadable: if there is none, it is no JSON, or NaN or infinity is in it.
    """
    return read_final(reply, _read, asked=asked)


def unwrapped(value: Any) -> Any:
    """The list in an object that holds nothing else, as `{"steps": [...]}` does."""
    if isinstance(value, dict) and len(value) == 1:
        (inner,) = value.values()
        return inner if isinstance(inner, list) else value
    return value


def _read(text: str) -> Any:
    fences = [fence.content for fence in marks.fences(text) if set("[{") & set(fence.content)]
    text = without_wrappers(fences[-1] if fences else text)
    start = min((at for at in (text.find("["), text.find("{")) if at >= 0), default=-1)
    end = max(text.rfind("]"), text.rfind("}"))
    if start < 0 or end < start:
        raise Unreadable("there is no JSON list or object in the reply")
    if _DOUBT.search(text[max(0, start - 60) : start]):
        raise Unreadable(f"{text[max(0, start - 20) : start + 20]!r} is a denial or a guess")
    text = text[start : end + 1]
    if '"' not in text:
        text = text.replace("'", '"')  # Python's way to write it
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise Unreadable("the JSON is nested too deep") from None
    except ValueError as e:
        raise Unreadable(f"want JSON: {e}") from e


def _no_constant(name: str) -> float:
    raise Unreadable(f"{name} is no number")
