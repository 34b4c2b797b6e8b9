"""What pydantic found wrong, in one line for a person."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from tasksynth_schemas import Model, field_name


def explain(error: ValidationError, model: type[Model]) -> str:
    """One line for a person: the first bad field, what came, what was wanted.

    A field that should not be there comes first: a misspelt one leaves another one missing.
    """
    errors = error.errors(include_url=False)
    first = next((e for e in errors if e["type"] == "extra_forbidden"), errors[0])
    field = field_name(first["loc"])
    if first["type"] == "extra_forbidden":
        fields = list(model_at(model, first["loc"][:-1]).model_fields)
        near = get_close_matches(str(first["loc"][-1]), fields, n=1)
        wanted = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(fields)}"
        return f"no field {field!r}; {wanted}"
    if first["type"] == "missing":
        return f"field {field!r} is missing"
    shown = repr(first["input"])
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    where = f"field {field!r}: " if field else ""
    message = first["msg"].removeprefix("Value error, ")
    return f"{where}{message[:1].lower()}{message[1:]}" + ("" if not field else f", got {shown}")


def model_at(model: type[BaseModel], loc: Sequence[int | str]) -> type[BaseModel]:
    """The model of the table at a place in another one."""
    for part in loc:
        if isinstance(part, str) and part in model.model_fields:
            model = _inner(model.model_fields[part].annotation) or model
    return model


def _inner(kind: Any) -> type[BaseModel] | None:
    """The model that an annotation holds, if it holds one."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next((found for arg in get_args(kind) if (found := _inner(arg))), None)
