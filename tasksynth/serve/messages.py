"""Reading the JSON of strangers' messages, and naming those that have no name of their own."""

import json
import os
import secrets
from itertools import count
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from tasksynth.errors import UsageError
from tasksynth.invalid import explain
from tasksynth_schemas import Model

M = TypeVar("M", bound=Model)
_state: list[tuple[int, str]] = []
_numbers = count()


class NotJsonError(UsageError):
    """What came is not JSON."""


def read_json(text: bytes) -> Any:
    """JSON, with half surrogate pairs, which models do write, replaced; NaN is left to schemas.

    Raises:
        NotJsonError: if it is none; says where.
    """
    try:
        return from_json(text, cache_strings="keys")
    except ValueError:
        return _patient(text)


def read_model(model: type[M], text: bytes) -> M:
    """A model from its JSON, whose types are not bent: "1" is no number. 1.0 is an integer, though.

    Raises:
        NotJsonError: if it is no JSON.
        UsageError: if it is not the model's; names the field.
    """
    try:
        return model.model_validate_json(text, strict=True)
    except ValidationError as e:
        first = e.errors(include_url=False)[0]
    try:
        if first["type"] == "json_invalid":
            return model.model_validate_json(json.dumps(_patient(text)), strict=True)
        whole = first["type"] == "int_type" and isinstance(first["input"], float)
        return model.model_validate_json(text, strict=not whole)
    except ValidationError as e:
        raise UsageError(explain(e, model)) from e


def _patient(text: bytes) -> Any:
    try:
        data = json.loads(text)
        return _clean(data)
    except (ValueError, RecursionError) as e:
        raise NotJsonError(f"not JSON: {e}") from e


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value


def unique() -> str:
    """A name of 64 random bits and a number.

    A process draws the bits once: to ask the system for chance each time costs more than the rest.
    """
    if not _state or _state[0][0] != os.getpid():
        _state[:] = [(os.getpid(), secrets.token_hex(8))]
    return f"{_state[0][1]}{next(_numbers):x}"
