"""Mends of somebody who does not read the program: none may pass."""

from tasksynth_code.families.shared import coded, literal
from tasksynth_code.secure.compose import ENTRY

_ODD = """
SIGNS = "'\\"<>;*?{}\\\\\\n\\r"


def odd(value):
    if isinstance(value, str):
        return any(c in value for c in SIGNS) or ".." in value or "//" in value
    if isinstance(value, dict):
        return any(odd(one) for one in value.values())
    if isinstance(value, list):
        return any(map(odd, value))
    return isinstance(value, int) and value < 0
"""
_BARE = """
SIGNS = "'\\"<>;*?{}\\\\\\n\\r"


def bare(value):
    if isinstance(value, str):
        return "".join(c for c in value.replace("../", "") if c not in SIGNS)
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items()}
    if isinstance(value, list):
        return [bare(one) for one in value]
    return max(value, 0) if isinstance(value, int) else value
"""


def quick_mends(program: str, refusal: str, *, several: bool) -> dict[str, str]:
    """Answers by name; `refusal` is what the first open function refuses with, as JSON."""
    inner, no = program.replace(f"def {ENTRY}(", "def inner("), literal(refusal)
    heads = ("requests", "[{} for one in requests]") if several else ("*one", "{}")
    again, given = ("inner([one])[0]", "one[1:]") if several else ("inner(*one)", "list(one)")
    bared = "inner([[one[0], *bare(one[1:])]])[0]" if several else "inner(*bare(list(one)))"

    def around(helpers: str, each: str) -> str:
        return coded(
            f"{inner}\n{helpers}\n\ndef {ENTRY}({heads[0]}):\n    return {heads[1].format(each)}\n"
        )

    return {
        "as it is": coded(program),
        "with a comment": coded(program.replace("\n", "  # nosec\n")),
        "refuses all": around("", no),
        "refuses odd signs": around(_ODD, f"({no} if odd({given}) else {again})"),
        "takes odd signs out": around(_BARE, bared),
    }
