"""Those who do not read: what they get is what guessing gets."""

from collections.abc import Sequence
from typing import Any

from tasksynth import Action, ToolSpec, Transcript

Json = Any


def careless(tools: Sequence[ToolSpec], prompt: str, requests: int, turns: int) -> dict[str, str]:
    """Transcripts of strategies that take no thought."""
    calls = [Action(tool=one.name, arguments=least(one.parameters)) for one in tools]
    acts = [one for one in calls if one.tool not in ("ask_user", "finish")]
    done = Action(tool="finish", arguments={})
    none = Action(tool="finish", arguments={"undone": list(range(1, requests + 1))})
    return {
        "finish at once": _played(done),
        "nothing can be done": _played(none),
        "copy the prompt": _played(Action(text=prompt), done),
        "first tool": _played(acts[0], done),
        "every tool": _played(*acts[: turns - 1], done),
    }


def least(schema: dict[str, Json]) -> Json:
    """A value that a schema may allow, without thought."""
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            return {name: least(schema["properties"][name]) for name in schema.get("required", [])}
        case "array":
            return [least(schema["items"])] * schema.get("minItems", 0)
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
    return "1"


def _played(*actions: Action) -> str:
    return Transcript(actions=actions).model_dump_json()
