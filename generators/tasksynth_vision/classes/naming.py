"""Read the class that a reply names."""

import re
from collections.abc import Collection

from tasksynth.answers import Unreadable, read_final
from tasksynth.answers.typeset import plain

_WORD = re.compile(r"[^\W\d_]+")
_DOUBTS = frozenset(
    ("not", "no", "or", "either", "neither", "nor", "maybe", "perhaps", "possibly", "unsure",
     "isn", "cannot", "oder", "ou")
)  # fmt: skip


def read_class(reply: str, names: Collection[str]) -> str:
    """The one class that a reply gives as its answer, with whatever words around it.

    Raises:
        Unreadable: if it names none, several, or doubts what it names.
    """

    def read(text: str) -> str:
        words: list[str] = [word.casefold() for word in _WORD.findall(plain(text))]
        found = sorted({word for word in words if word in names})
        if len(found) != 1:
            raise Unreadable(f"want one of the classes, got {len(found)} of them")
        if _DOUBTS.intersection(words):
            raise Unreadable(f"{text[:40]!r} doubts what it names")
        return found[0]

    return read_final(reply, read, asked="line")
