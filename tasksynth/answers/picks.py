"""Read things that an answer picks out by their names: the best first, or steps of a way."""

import re
from collections.abc import Collection

from tasksynth.answers.final import Form, Unreadable, read_final
from tasksynth.answers.typeset import plain, unlisted

_WORD = re.compile(r"[^\W_]+")
_TALK = frozenset(("and", "then", "the", "ids", "id", "are", "best", "first"))
_AT_LAST = frozenset(("last", "lastly", "finally"))
"""What may stand before the last name."""
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing, and so the order that one reads."""
_REMARK = re.compile(r"\(([^()]{0,80})\)")
_DOUBTS = frozenset(
    ("not", "no", "or", "but", "either", "maybe", "perhaps", "possibly", "unsure", "guess", "wrong")
)
MAX_STEPS = 10_000
"""Steps of a way that are read."""
_LEAD = re.compile(
    r"\s*(?:(?:the|my|final|steps?|route|path|way|word|moves?|directions?|are|is)\b[\s:=]{0,4}){0,6}",
    re.IGNORECASE,
)
_JOINERS = re.compile(r"[\s,;.\->\u2192\u21d2|/_+*\u00b7\u2022()\[\]{}\u200b]+|\b(?:and|then)\b")
_COUNTED = re.compile(r"\(\d{1,5} (?:steps|step|moves|letters)\)[\s.]{0,9}$")
"""How long a way is, said after it."""
_ARROWS = str.maketrans("\u2191\u2192\u2193\u2190\ufe0f,.", "nesw   ")
_ALL_ARROWS = re.compile("[\\s,.\u2190-\u2193\ufe0f]{1,20000}")
"""Directions, where nothing else is said: else an arrow leads from one step to the next."""
_NAMES = (("north", "N"), ("south", "S"), ("east", "E"), ("west", "W"))


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
            elif word.casefold() in _AT_LAST and len(found) == count - 1:
                continue
            elif word.casefold() not in passed and word != str(len(found) + 1):  # its place
                raise Unreadable(f"{word[:40]!r} is none of the names")
        if len(set(found)) < len(found):
            raise Unreadable("want each name once")
        if len(found) != count:
            raise Unreadable(f"want {count} names, got {len(found)}")
        return found

    return read_final(answer, read, asked=asked)


def read_directions(reply: str, *, asked: Form | None = None) -> str:
    """The steps that a reply names, one letter each; empty where it names none, or too many.

    Besides a word it reads separated letters, the names of the directions, and runs: all as
    `N3 E2`, or all as `3N 2E`.
    """
    try:
        return read_final(reply, _way, asked=asked)
    except Unreadable:
        return ""


def _way(said: str) -> str:
    text = unlisted(plain(said))
    text = text[_LEAD.match(text).end() :].lower()  # type: ignore[union-attr]
    text = _COUNTED.sub("", text)
    if _ALL_ARROWS.fullmatch(text):
        text = text.translate(_ARROWS)
    for name, letter in _NAMES:
        text = text.replace(name, letter)
    tokens = _JOINERS.sub(" ", text).upper().split()
    after = _steps(tokens, r"([NESW])(?:[X\u00d7^]?(\d{1,4}))?", 0)
    before = _steps(tokens, r"(?:(\d{1,4})[X\u00d7]?)?([NESW])", 1)
    if after and before and after != before:
        raise Unreadable("N3E may be NNNE or NEEE")
    if not (word := after or before):
        raise Unreadable(f"want steps, got {text[:20]!r}")
    return word


def _steps(tokens: list[str], run: str, letter: int) -> str:
    """The steps, where all tokens consist of runs: a letter (group `letter`) and its count."""
    out, steps = [], 0
    for token in tokens:
        if not re.fullmatch(f"(?:{run})+", token):
            return ""
        for groups in re.findall(run, token):
            times = int(groups[1 - letter] or 1)
            steps += times
            if steps > MAX_STEPS:
                return ""
            out.append(groups[letter] * times)
    return "".join(out)
