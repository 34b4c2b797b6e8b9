"""Find a story's words in an answer."""

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; it has no groups.

    A word begins and ends where letters do, except in writing that puts no space between words.
    """
    return "|".join(map(_bounded, sorted(words, key=len, reverse=True)))


def _bounded(word: str) -> str:
    begin = "" if _is_han(word[0]) else r"\b"
    end = "" if _is_han(word[-1]) else r"\b"
    return f"{begin}{re.escape(word)}{end}"


def _is_han(letter: str) -> bool:
    return "\u2e80" <= letter <= "\u9fff"
