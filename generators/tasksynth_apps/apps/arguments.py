"""Arguments of calls, as strangers send them: checked, and put into the form the apps keep."""

import re
from collections.abc import Mapping
from typing import Any

from tasksynth_apps.apps.calls import MANY_MAX, SHORT_MAX, TEXT_MAX, Param
from tasksynth_apps.apps.effects import ApiError
from tasksynth_apps.worlds.dates import is_day

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")


def checked(params: Mapping[str, Param], given: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments under their own names.

    Args:
        params: of the call, by the names that the app gives them.
        given: what was sent.

    Raises:
        ApiError: naming the first argument that is unknown, missing or no good.
    """
    found = {}
    for name, value in given.items():
        if (param := params.get(name)) is None:
            raise ApiError(422, f"no argument {name[:40]!r}; there are: {', '.join(params)}")
        if value is not None or param.required:
            found[param.name] = _read(name, param.kind, value)
    for name, param in params.items():
        if param.required and param.name not in found:
            raise ApiError(422, f"the argument {name!r} is missing")
    return found


def _read(name: str, kind: str, value: Any) -> Any:
    if kind == "amount":
        return _amount(name, value)
    if kind == "count":
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not 1 <= value <= 1000 or value != int(value):
            raise ApiError(422, f"{name}: want a whole number from 1 to 1000")
        return int(value)
    if kind == "emails":
        if not isinstance(value, list) or len(value) > MANY_MAX:
            raise ApiError(422, f"{name}: want a list of at most {MANY_MAX} email addresses")
        return tuple(_read(name, "email", one) for one in value)
    most = TEXT_MAX if kind == "text" else SHORT_MAX
    if not isinstance(value, str) or len(value) > most:
        raise ApiError(422, f"{name}: want a text of at most {most} characters")
    if "|" in kind and value not in kind.split("|"):
        raise ApiError(422, f"{name}: want one of {', '.join(kind.split('|'))}")
    if kind == "day" and not is_day(value):
        raise ApiError(422, f"{name}: want a day as YYYY-MM-DD")
    if kind == "time" and not _TIME.fullmatch(value):
        raise ApiError(422, f"{name}: want a time as HH:MM")
    if kind == "email" and not _EMAIL.fullmatch(value):
        raise ApiError(422, f"{name}: want an email address")
    return value


def _amount(name: str, value: Any) -> float:
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    if not fits or not 0.01 <= value <= 1_000_000 or abs(value - round(value, 2)) > 1e-9:
        raise ApiError(422, f"{name}: want a number above 0 with at most two decimals")
    return round(float(value), 2)
