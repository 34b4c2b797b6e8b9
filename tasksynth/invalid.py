"""What pydantic found wrong, in one line for a person."""

from difflib import get_close_matches

from pydantic import ValidationError

from tasksynth_schemas import Model, field_name


def explain(error: ValidationError, model: type[Model]) -> str:
    """One line for a person: the first bad field, what came, what was wanted.

    A field that should not be there comes first: a misspelt one leaves another one missing.
    """
    errors = error.errors(include_url=False)
    first = next((e for e in errors if e["type"] == "extra_forbidden"), errors[0])
    field = field_name(first["loc"])
    if first["type"] == "extra_forbidden":
        near = get_close_matches(field, list(model.model_fields), n=1)
        wanted = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(model.model_fields)}"
        return f"no field {field!r}; {wanted}"
    if first["type"] == "missing":
        return f"field {field!r} is missing"
    shown = repr(first["input"])
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    where = f"field {field!r}: " if field else ""
    message = first["msg"].removeprefix("Value error, ")
    return f"{where}{message[:1].lower()}{message[1:]}" + ("" if not field else f", got {shown}")
