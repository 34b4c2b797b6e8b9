"""What it takes to work on a task: declared by its family, and carried wherever the task goes."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, field_validator

from tasksynth_schemas.base import Model
from tasksynth_schemas.content import Medium


class ToolSpec(Model):
    """A tool that a policy may call, in the form of OpenAI's functions."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_-]{0,63}$")]
    description: str = ""
    parameters: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
    """JSON Schema of the arguments: an object."""

    @property
    def function(self) -> dict[str, Any]:
        """The tool in OpenAI's form: `{"type": "function", "function": {…}}`."""
        return {"type": "function", "function": self.model_dump(mode="json")}

    @property
    def arguments(self) -> dict[str, Any]:
        """The schema of each argument, by name, on its own: definitions are in their places.

        Of a definition that holds itself, the second one may be anything.
        """
        shared = self.parameters.get("$defs", {})
        properties = self.parameters.get("properties", {})
        return {name: _alone(schema, shared, ()) for name, schema in properties.items()}

    @field_validator("parameters")
    @classmethod
    def _an_object(cls, value: dict[str, Any]) -> dict[str, Any]:
        if value.get("type") != "object":
            raise ValueError('the parameters of a tool are of {"type": "object"}')
        return value


def _alone(schema: Any, shared: Mapping[str, Any], within: tuple[str, ...]) -> Any:
    """A part of a schema, in which no reference is left."""
    if isinstance(schema, list):
        return [_alone(part, shared, within) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: _alone(part, shared, within) for key, part in schema.items() if key != "$ref"}
    if not isinstance(ref := schema.get("$ref"), str):
        return parts
    name = ref.removeprefix("#/$defs/")
    there = {} if name in within else _alone(shared.get(name, {}), shared, (*within, name))
    return there | parts


class Needs(Model):
    """What a task asks of whoever works on it. The default: one text reply to one text."""

    media: tuple[Medium, ...] = ("text",)
    """What the prompt and the turns show; sorted, each once."""
    turns: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    """Actions that an episode may have; 1: one reply."""
    tools: tuple[ToolSpec, ...] = ()
    """What an action may call."""
    extras: tuple[str, ...] = ()
    """Extras of the family's distribution that making or judging it takes."""

    @field_validator("media", "extras")
    @classmethod
    def _sorted(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if list(value) != sorted(set(value)):
            raise ValueError(f"want sorted names, each once, got {list(value)}")
        return value

    @property
    def plain(self) -> bool:
        """Whether anything that reads and writes text can work on it."""
        return self == PLAIN


PLAIN = Needs()
"""One text reply to one text: nothing else is needed."""
