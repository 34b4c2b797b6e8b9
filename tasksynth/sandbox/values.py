"""Reading what a program gave back: hostile text, so every oddity of JSON is refused."""

from math import isfinite

from pydantic import JsonValue
from pydantic_core import from_json

from tasksynth.sandbox.models import Ended, Returned


def returned(stdout: str) -> Returned | None:
    """The JSON on the last line of `stdout`; None when that line is not JSON.

    NaN, infinities (also as 1e999), lone surrogates, more than 200 levels and integers of more than
    4,300 digits are not JSON here.
    """
    line = stdout.rstrip().rpartition("\n")[2]
    try:
        value: JsonValue = from_json(line, allow_inf_nan=False)
    except ValueError:
        return None
    return Returned(data=value) if _finite(value) else None


def _finite(value: JsonValue) -> bool:
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, float) and not isfinite(one):
            return False
        if isinstance(one, dict):
            left.extend(one.values())
        elif isinstance(one, list):
            left.extend(one)
    return True


def blamed(stderr: str, status: int) -> tuple[Ended, str]:
    """How a run ended that exited with a status other than 0, by the last line of its errors.

    A program can print that line itself; it gains nothing, for none of these is `ok`.
    """
    last = stderr.rstrip().rpartition("\n")[2][:500]
    if last.startswith("MemoryError"):
        return "memory", last
    if last.startswith(("SyntaxError", "IndentationError", "TabError")):
        return "refused", last
    return "error", last or f"exit status {status}"
