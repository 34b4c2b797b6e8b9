"""The shapes of a JSON answer."""

from typing import Any


def unwrapped(value: Any) -> Any:
    """The list in an object that holds nothing else, as `{"actions": [...]}` does."""
    if isinstance(value, dict) and len(value) == 1:
        (inner,) = value.values()
        return inner if isinstance(inner, list) else value
    return value
