"""The JSON value of an answer: bare, in a code fence, or after some prose."""

import json
from typing import Any

from tasksynth.answers import marks
from tasksynth.answers.final import Form, Unreadable, final_answer
from tasksynth.answers.thought import after_thinking


def json_in(reply: str, *, asked: Form | None = None) -> Any:
    """The JSON list or object of the final answer.

    It is looked for in what `final_answer` finds, its first line and then its first paragraph; in
    the whole reply where there is no bracket in either. Of a text, the last code fence that has a
    bracket counts, or else what lies between the first and the last bracket.

    Raises:
        Unreadable: if there is none, it is no JSON, or NaN or infinity is in it.
    """
    paragraph = final_answer(reply, end="\n\n", asked=asked) or ""
    if not set("[{") & set(paragraph):
        return _read(after_thinking(reply))
    try:
        return _read(final_answer(reply, asked=asked) or "")
    except Unreadable:
        return _read(paragraph)


def _read(text: str) -> Any:
    fences = [fence.content for fence in marks.fences(text) if set("[{") & set(fence.content)]
    text = fences[-1] if fences else text
    start = min((at for at in (text.find("["), text.find("{")) if at >= 0), default=-1)
    end = max(text.rfind("]"), text.rfind("}"))
    if start < 0 or end < start:
        raise Unreadable("there is no JSON list or object in the reply")
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
