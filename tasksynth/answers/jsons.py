"""The JSON value of an answer: bare, in a code fence, or after some prose."""

import json
import re
from typing import Any

from tasksynth.answers import marks
from tasksynth.answers.final import WITHDRAWN, Form, Unreadable, read_final
from tasksynth.answers.typeset import without_wrappers

_DOUBT = re.compile(
    r"\b(?:not|isn't|never|perhaps|maybe|possibly|either|or|nicht|pas)[^\w\n]*(?:```\w*\s*)?\Z|~~\s*\Z"
    r"|\b(?:could|might|may|cannot|can't|candidates?|guess|suppose|if|unsure)\b[^.!\n]*\Z",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"[^\w\n]{0,9}\?|[\s`*_,;:.)\]}-]{0,9}(?:but|or|cannot|though)\b", re.IGNORECASE
)
_PYTHON = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|\b(?:None|True|False)\b")
_NAMES = {"None": "null", "True": "true", "False": "false"}


def json_in(reply: str, *, asked: Form | None = None) -> Any:
    """The JSON list or object of the final answer.

    Of its text, the last code fence that has a bracket counts, or else what lies between the first
    and the last bracket; a "not" or a "perhaps" before it, or a "?" or
    a "but" after it, makes it no answer.

    Raises:
        Unreadable: if there is none, it is no JSON, or NaN or infinity is in it.
    """
    return read_final(reply, json_of, asked=asked)


def json_list(text: str) -> list[str]:
    """The strings of a text that is a JSON list of strings and nothing else; else an empty list."""
    if not text.lstrip().startswith("["):
        return []
    try:
        value = json.loads(_as_json(text.strip()))
    except (ValueError, RecursionError):
        return []
    strings = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return value if strings else []


def unwrapped(value: Any) -> Any:
    """The list in an object that holds nothing else, as `{"steps": [...]}` does."""
    if isinstance(value, dict) and len(value) == 1:
        (inner,) = value.values()
        return inner if isinstance(inner, list) else value
    return value


def json_of(text: str) -> Any:
    """The JSON list or object in the text of an answer; see `json_in`.

    Raises:
        Unreadable: if there is none, or doubt is cast on it.
    """
    fences = [fence.content for fence in marks.fences(text) if set("[{") & set(fence.content)]
    text = without_wrappers(fences[-1] if fences else text)
    start = min((at for at in (text.find("["), text.find("{")) if at >= 0), default=-1)
    end = max(text.rfind("]"), text.rfind("}"))
    if start < 0 or end < start:
        raise Unreadable("there is no JSON list or object in the reply")
    if _DOUBT.search(text[max(0, start - 60) : start]):
        raise Unreadable(f"{text[max(0, start - 20) : start + 20]!r} is a denial or a guess")
    if _DOUBTED.match(text, end + 1) or WITHDRAWN.match(text, end + 1):
        raise Unreadable(f"{text[end : end + 30]!r} casts doubt on it")
    text = _as_json(text[start : end + 1])
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise Unreadable("the JSON is nested too deep") from None
    except ValueError as e:
        raise Unreadable(f"want JSON: {e}") from e


def _as_json(text: str) -> str:
    """The text, with what only Python writes so as JSON: its quotes, None, True and False."""
    if '"' not in text:
        text = text.replace("'", '"')
    if "None" in text or "True" in text or "False" in text:
        text = _PYTHON.sub(lambda part: _NAMES.get(part[0], part[0]), text)
    return text


def _no_constant(name: str) -> float:
    raise Unreadable(f"{name} is no number")
