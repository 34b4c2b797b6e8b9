"""Read things that an answer picks out by their names, best first."""

import re
from collections.abc import Collection

from tasksynth.answers.final import Form, Unreadable, read_final
from tasksynth.answers.typeset import plain, unlisted

_WORD = re.compile(r"[^\W_]+")
_TALK = frozenset(("and", "then", "the", "ids", "id", "are", "best", "first"))


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

    def read(text: str) -> list[str]:
        found = []
        for word in _WORD.findall(unlisted(plain(text))):
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
