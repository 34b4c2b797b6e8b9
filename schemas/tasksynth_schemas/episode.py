"""Episodes: what a policy does, and the record of it.

An episode is its task's address and its actions. A transcript is the list of actions, and is an
answer like any other: whoever judges it replays it.
"""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from tasksynth_schemas.base import Model

TEXT_MAX = 200_000
"""Characters of words that one action may have."""
NAME_MAX = 200
"""Characters of a tool's name."""


class Action(Model):
    """What a policy does in one turn: it says words, or calls one of the task's tools."""

    text: Annotated[str, Field(max_length=TEXT_MAX)] = ""
    """Words. With a tool, the words that came with the call; they change nothing."""
    tool: Annotated[str, Field(min_length=1, max_length=NAME_MAX)] | None = None
    """The name of the tool that is called."""
    arguments: dict[str, Any] | Annotated[str, Field(max_length=TEXT_MAX)] = {}
    """Of the tool. A string is what came where a JSON object was wanted."""

    @model_validator(mode="after")
    def _arguments_of_a_tool(self) -> Self:
        if self.tool is None and self.arguments:
            raise ValueError("arguments go with a tool: give its name as `tool`")
        return self


class Transcript(Model):
    """All actions of an episode, in order: `{"actions": [{"tool": …, "arguments": …}, …]}`."""

    actions: tuple[Action, ...] = ()
