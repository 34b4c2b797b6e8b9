"""Tools in plain words, for peers that carry text alone: told in a prompt, called in replies."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic_core import from_json, to_json

from tasksynth import registry
from tasksynth.adapters.episodes.session import EpisodeSession, Glimpse
from tasksynth.answers import after_thinking
from tasksynth.family import Family
from tasksynth.single import source
from tasksynth_schemas import Needs, ToolSpec

CALL = ToolSpec(
    name="call",
    description="Call a tool that is this task's own, as the task tells it.",
    parameters={
        "type": "object",
        "properties": {
            "tool": {"type": "string", "description": "The tool's name."},
            "arguments": {"type": "object", "description": "Its arguments, by name."},
        },
        "required": ["tool"],
    },
)
"""The tool that stands for those which differ from task to task, at peers that want to know all
tools before they know the task."""
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


@cache
def differ(family: str) -> bool:
    """Whether tasks of a family have tools that are not the family's own; three of them tell."""
    known = registry.get(family)
    if type(known).needs is Family.needs:
        return False
    tasks = (source(family, seed=0, level=level).make(0) for level in (0.0, 0.5, 1.0))
    return any(strange(family, task.needs) for task in tasks)


def strange(family: str, needs: Needs) -> list[ToolSpec]:
    """The tools of a task that its family does not name for all tasks."""
    there = {tool.spec().name for tool in registry.get(family).tools}
    return [tool for tool in needs.tools if tool.name not in there]


def told(tools: Sequence[ToolSpec]) -> str:
    """What to tell a policy that makes the calls of some tools by CALL."""
    lines = "\n".join(to_json(tool.model_dump()).decode() for tool in tools)
    return f"This task has tools of its own, which `{CALL.name}` calls:\n{lines}"


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
