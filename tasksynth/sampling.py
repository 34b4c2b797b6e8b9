"""Random actions that fit a task's tools: what a policy does that knows their schemas alone."""

import string
from collections.abc import Mapping
from typing import Any

import numpy as np

from tasksynth_schemas import Action, Needs

WORDS = ("", "yes", "no", "0", "1", "2", "left", "right", "up", "down", "stop", "help")
"""What it says where there are no tools."""
DEEP = 5
"""Levels of a schema below which only what must be there is drawn."""
_LETTERS = np.array(list(string.ascii_lowercase + string.digits + " "))


def random_action(needs: Needs, rng: np.random.Generator) -> Action:
    """A call of one of the tools with arguments that its JSON Schema allows, or a few words.

    Patterns of strings are not kept to, and of `allOf` only the first schema.
    """
    if not needs.tools:
        return Action(text=WORDS[int(rng.integers(len(WORDS)))])
    tool = needs.tools[int(rng.integers(len(needs.tools)))]
    return Action(tool=tool.name, arguments=random_value(tool.parameters, rng))


def random_value(schema: Mapping[str, Any], rng: np.random.Generator) -> Any:
    """A JSON value that a schema allows."""
    return _value(schema, rng, schema, 0)


def _value(schema: Any, rng: np.random.Generator, root: Mapping[str, Any], depth: int) -> Any:
    if not isinstance(schema, Mapping):
        return None
    if (ref := schema.get("$ref")) is not None:
        name = str(ref).rsplit("/", 1)[-1]
        return _value(root.get("$defs", {}).get(name), rng, root, depth)
    if "const" in schema:
        return schema["const"]
    if choices := schema.get("enum"):
        return choices[int(rng.integers(len(choices)))]
    for word in ("anyOf", "oneOf", "allOf"):
        if options := schema.get(word):
            last = 1 if word == "allOf" else len(options)
            at = len(options) - 1 if depth > DEEP else int(rng.integers(last))
            return _value(options[at], rng, root, depth + 1)
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = kind[int(rng.integers(len(kind)))]
    match kind:
        case "boolean":
            return bool(rng.integers(2))
        case "integer" | "number":
            return _number(schema, rng, whole=kind == "integer")
        case "string":
            return _string(schema, rng)
        case "array":
            return _array(schema, rng, root, depth)
        case "object":
            return _object(schema, rng, root, depth)
    return None


def _number(schema: Mapping[str, Any], rng: np.random.Generator, *, whole: bool) -> int | float:
    step = schema.get("multipleOf", 1)
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    low = low if low is not None else -10 if high is None else min(-10, high - 20)
    high = high if high is not None else max(10, low + 20)
    if not whole and "multipleOf" not in schema:
        return float(rng.uniform(low, high))
    first = -(-low // step) + ("exclusiveMinimum" in schema and low % step == 0)
    last = high // step - ("exclusiveMaximum" in schema and high % step == 0)
    times = first + int(rng.integers(min(max(int(last - first) + 1, 1), 2**62)))
    return int(times * step) if whole else float(times * step)


def _string(schema: Mapping[str, Any], rng: np.random.Generator) -> str:
    shortest = schema.get("minLength", 0)
    longest = min(schema.get("maxLength", shortest + 12), shortest + 12)
    length = int(rng.integers(shortest, longest + 1))
    return "".join(_LETTERS[rng.integers(len(_LETTERS), size=length)].tolist())


def _array(
    schema: Mapping[str, Any], rng: np.random.Generator, root: Mapping[str, Any], depth: int
) -> list[Any]:
    first = [_value(part, rng, root, depth + 1) for part in schema.get("prefixItems", ())]
    least = max(schema.get("minItems", 0) - len(first), 0)
    most = least if depth > DEEP else min(schema.get("maxItems", least + 3) - len(first), least + 3)
    more = int(rng.integers(least, max(most, least) + 1)) if schema.get("items") else 0
    return first + [_value(schema["items"], rng, root, depth + 1) for _ in range(more)]


def _object(
    schema: Mapping[str, Any], rng: np.random.Generator, root: Mapping[str, Any], depth: int
) -> dict[str, Any]:
    required = schema.get("required", ())
    return {
        name: _value(part, rng, root, depth + 1)
        for name, part in schema.get("properties", {}).items()
        if name in required or (depth <= DEEP and rng.integers(2))
    }
