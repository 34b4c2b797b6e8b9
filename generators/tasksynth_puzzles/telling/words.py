"""Small help with sentences."""

from collections.abc import Sequence

from tasksynth_puzzles.solving.claims import ClaimKind

_NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
)
NUMBERS = tuple(_NUMBERS.split())
ENDINGS = (
    "Finish with a line that starts with `Answer:` and gives {form}.",
    "Write your result on a last line: `Answer:` and then {form}.",
    "End your reply with `Answer:`, followed on the same line by {form}.",
    "When you are done, give {form}, all on one line that begins with `Answer:`.",
)


def choose(options: Sequence[str], wording: int, slot: int) -> str:
    """One of the paraphrases; each slot of a prompt turns on its own."""
    return options[(wording >> (4 * slot) & 15) % len(options)]


def listed(words: Sequence[str], *, last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; empty for no words."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def sentence(text: str) -> str:
    """The text with a capital at its start, or after the bracket there."""
    at = len(text) - len(text.lstrip("("))
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def joined(kind: ClaimKind, one: str, other: str) -> str:
    """Two claims as one."""
    return {
        "and": f"{one} and {other}",
        "or": f"{one} or {other}",
        "xor": f"either {one} or {other}, but not both",
        "iff": f"{one} if and only if {other}",
        "if": f"if {one}, then {other}",
    }[kind]
