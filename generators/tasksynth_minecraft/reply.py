"""Find the JSON value of an answer in a reply: bare, in a code fence, or after some prose."""

import json
import re
from typing import Any

from tasksynth.answers import after_thinking, final_answer

_FENCE = re.compile(r"```[a-zA-Z]{0,10}[ \t]{0,4}\n?([^`]*)```")


def json_in(reply: str) -> Any:
    """The JSON list or object of the final answer.

    It is looked for in what `final_answer` finds, its first line and then its first paragraph; in
    the whole reply where there is no bracket in either. Of a text, the last code fence counts, or
    else what lies between the first and the last bracket.

    Raises:
        ValueError: if there is none, it is no JSON, or NaN or infinity is in it.
    """
    line, paragraph = final_answer(reply) or "", final_answer(reply, end="\n\n") or ""
    if not set("[{") & set(paragraph):
        return _read(after_thinking(reply))
    try:
        return _read(line)
    except ValueError:
        return _read(paragraph)


def _read(text: str) -> Any:
    if fences := _FENCE.findall(text):
        text = fences[-1]
    start = min((at for at in (text.find("["), text.find("{")) if at >= 0), default=-1)
    end = max(text.rfind("]"), text.rfind("}"))
    if start < 0 or end < start:
        raise ValueError("there is no list in the reply")
    text = text[start : end + 1]
    if '"' not in text:
        text = text.replace("'", '"')  # Python's way to write it
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("the JSON is nested too deep") from None


def unwrapped(value: Any) -> Any:
    """The list in an object that holds nothing else, as `{"actions": [...]}` does."""
    if isinstance(value, dict) and len(value) == 1:
        (inner,) = value.values()
        return inner if isinstance(inner, list) else value
    return value


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")
