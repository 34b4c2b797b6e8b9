"""Read things that an answer picks out by their names, best first."""

import re
from collections.abc import Collection

from tasksynth.answers.final import Form, Unreadable, read_final
from tasksynth.answers.typeset import plain, unlisted

_WORD = re.compile(r"[^\W_]+")
_TALK = frozenset(("and", "then", "the", "ids", "id", "are", "best", "first"))
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing, and so the order that one reads."""
_REMARK = re.compile(r"\(([^()]{0,80})\)")
_DOUBTS = frozenset(
    ("not", "no", "or", "but", "either", "maybe", "perhaps", "possibly", "unsure", "guess", "wrong")
)


def read_picks(
    answer: str, known: Collection[str], count: int, *, asked: Form, talk: Collection[str] = ()
) -> list[str]:
    """The names that a reply gives, in their order; in small letters they are read, too.

    Args:
        answer: the reply.
        known: all names there are: words of capitals and digits.
        count: how many are wanted.
        asked: the form that the prompt asks for.
        talk: words that may stand among them, in small letters, as "texts" do.

    Raises:
        Unreadable: if one is unknown or there twice, something else stands among them, or they
            are too few or too many.
    """
    passed = _TALK.union(talk)

    def told(remark: re.Match[str]) -> str:
        """A remark that names none of them and doubts nothing, such as “(3 points)”, is dropped."""
        words = _WORD.findall(remark[1])
        names = any(word.upper() in known or word.casefold() in _DOUBTS for word in words)
        return remark[0] if names else " "

    def read(text: str) -> list[str]:
        if _TURNED.search(text):
            raise Unreadable("marks that turn the direction of writing change the order")
        said = _REMARK.sub(told, unlisted(plain(text)))
        if "<" in said:
            raise Unreadable("want the best one first, and no < between names")
        found = []
        for word in _WORD.findall(said):
            if word.upper() in known:
                found.append(word.upper())
            elif word.casefold() not in passed and word != str(len(found) + 1):  # its place
                raise Unreadable(f"{word[:40]!r} is none of the names")
        if len(set(found)) < len(found):
            raise Unreadable("want each name once")
        if len(found) != count:
            raise Unreadable(f"want {count} names, got {len(found)}")
        return found

    return read_final(answer, read, asked=asked)
