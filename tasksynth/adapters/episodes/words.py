"""Tools in plain words, for peers that carry text alone: told in a prompt, called in replies."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic_core import from_json, to_json

from tasksynth.adapters.episodes.session import EpisodeSession, Glimpse
from tasksynth.answers import after_thinking
from tasksynth_schemas import ToolSpec

_CALL = re.compile(r"<tool_call>(.*?)(?:</tool_call>|\Z)", re.DOTALL)


def manual(tools: Sequence[ToolSpec]) -> str:
    """What to tell a policy of its tools: "" if there are none. The form is that of Hermes."""
    if not tools:
        return ""
    lines = "\n".join(to_json(tool.function).decode() for tool in tools)
    return (
        f"You have these tools:\n<tools>\n{lines}\n</tools>\nCall one by writing "
        '<tool_call>{"name": …, "arguments": {…}}</tool_call>; its result comes in the next turn.'
    )


def reply(session: EpisodeSession, text: str) -> Glimpse:
    """A whole reply of a policy: the calls in it, one after the other, or else its words.

    A call that is no JSON object costs its turn, as any that cannot be done.
    """
    calls = _CALL.findall(after_thinking(text)) if session.needs.tools else []
    if not calls:
        return session.say(text)
    shown: list[Glimpse] = []
    for call in calls:
        name, arguments = _parsed(call.strip())
        shown.append(session.call(name, arguments))
        if session.over:
            break
    words = "\n".join(f"<tool_response>\n{one.text}\n</tool_response>" for one in shown)
    return Glimpse(words, over=session.over)


def _parsed(call: str) -> tuple[str, Any]:
    try:
        value = from_json(call, allow_inf_nan=False)
        return str(value["name"]), value.get("arguments", {})
    except (ValueError, KeyError, TypeError, AttributeError):
        return "?", call
