"""Read a set of clauses from a reply: their numbers, or a bit for each."""

import re
from collections.abc import Mapping

from tasksynth.answers import Form, Unreadable, plain, read_final, unlisted
from tasksynth_sat.reading.spoken import any_of

_BITS = frozenset("01")
_NUMBER = re.compile(r"(?:c|n|no|nr|r|s|x)?(\d{1,9})")
_TOKEN = re.compile(r"\d+\.\d|[^\W_]+|-\d|\.\.|\u2026|[^\s\w]")
_SUBSCRIPT = re.compile(r"(?<=[a-z])[ ]?_ ?\{? ?(?=\d)|(?<=[a-z])[\[(](?=\d{1,9}[\])])")
_ECHO = re.compile(
    r"^([ \t]*(?:[a-z]{1,12}\.?[ \t]{1,3})?[#c]?_?\d{1,9})[ \t]*[:)]"
    r"(?=[^\n]*(?:\bv\b|\bor\b|\\lor|\\vee|\u2228|not|\u00ac|~|[a-z]_?\{?\d|-\d|[a-z]{4}))[^\n]+$",
    re.MULTILINE,
)
_ECHO_WITHIN = re.compile(
    r"(?<=\d)[ \t]{0,3}\((?! ?or\b)(?=[^()]*(?:-\d|[a-z]_?\{?\d|\u00ac|\\lnot|\\neg))"
    r"(?=[^()]*(?:\bv\b|\bor\b|\\lor|\\vee|\u2228|,|\|))[^()]{1,2000}\)"
)
_SIZE = re.compile(
    r"\(\s*(\d{1,6}) (?:clauses?|rules?|patterns?|checks?|people|members|elements|in total|"
    r"altogether|of them)\s*\)[\s.]*\Z"
)
_TALK = (
    "clause clauses rule rules pattern patterns check checks constraint constraints number "
    "numbers no nos nr nrs line lines index indices indexes position positions row rows the and "
    "set sets core mus mcs smus is are s m c remove removed removing delete deleted deleting drop "
    "dropped strike struck out chosen selected minimal smallest minimum unsatisfiable following "
    "these with guests neighbours visitors members people friends subset their my i choose pick "
    "of numbered correction indices places place items item namely e y et und to only just alone "
    "nothing else form forms together a an consists consist"
)
_WORDS = frozenset(_TALK.split())
_PUNCTUATION = frozenset("^,;.:(){}[]#&+'`\"*|\\")


def read_clause_set(
    answer: str,
    n_clauses: int,
    *,
    asked: Form = "boxed",
    spoken: Mapping[str, str] | None = None,
) -> tuple[int, ...]:
    """The clauses that a reply names, as increasing positions from 0.

    Accepted are clause numbers from 1 (`2, 5`, `{2, 5}`, `clauses 2 and 5`, `C_2, C5`, `S = {2,
    5}`), each once, or one bit for every clause, 1 for a named one. No text is both. `spoken` are a
    story's names of the clauses, in lower case, with their numbers.

    Raises:
        Unreadable: for anything else, a number out of range, or one given twice.
    """
    wanted = f"want clause numbers from 1 to {n_clauses}, or {n_clauses} bits"

    def read(text: str) -> tuple[int, ...]:
        text = plain(text).lower()
        fault = Unreadable(f"{wanted}, got nothing")
        for view in dict.fromkeys((unlisted(text), text)):
            try:
                return _read(_heard(view, spoken or {}), n_clauses, wanted)
            except Unreadable as e:
                fault = e
        raise fault

    try:
        return read_final(answer, read, asked=asked)
    except Unreadable as e:
        raise e if str(e).startswith(wanted) else Unreadable(f"{wanted}: {e}") from e


def _heard(text: str, spoken: Mapping[str, str]) -> str:
    """The text with a story's names replaced by numbers; a number beside its name goes."""
    if not spoken:
        return text
    beside = re.compile(
        rf"(?:\b(?P<before>\d{{1,6}})[.:)]?[ \t]+\(?)?(?P<name>{any_of(spoken)})"
        r"(?:[ \t]*[(#:]{1,2}[ \t]*(?P<after>\d{1,6})\)?)?"
    )

    def number(match: re.Match[str]) -> str:
        own = spoken[match["name"]]
        told = [other for other in (match["before"], match["after"]) if other not in (None, own)]
        return f" {' '.join([*told, own])} "

    return beside.sub(number, text)


def _read(text: str, n_clauses: int, wanted: str) -> tuple[int, ...]:
    shown = text[:60]
    text = _ECHO_WITHIN.sub("", _ECHO.sub(r"\1", text))
    size = _SIZE.search(text)
    text = text[: size.start()] if size else text
    words = _without_name(_TOKEN.findall(_SUBSCRIPT.sub("", text)))
    words = [word for word in words if word not in _WORDS and word not in _PUNCTUATION]
    joined = "".join(words)
    if len(joined) == n_clauses and _BITS.issuperset(joined):
        return tuple(i for i, bit in enumerate(joined) if bit == "1")
    matches = [_NUMBER.fullmatch(word) for word in words]
    numbers = [int(match[1]) for match in matches if match is not None]
    if not numbers or len(numbers) < len(words):
        raise Unreadable(f"{wanted}, got {shown!r}")
    if min(numbers) < 1 or max(numbers) > n_clauses or len(set(numbers)) < len(numbers):
        raise Unreadable(f"{wanted}, each once, got {shown!r}")
    if size and int(size[1]) != len(numbers):
        raise Unreadable(f"{wanted}; {shown!r} says {size[1]} and names {len(numbers)}")
    return tuple(sorted(number - 1 for number in numbers))


def _without_name(words: list[str]) -> list[str]:
    """The words after `S =`, `MUS =`, `M* =`, where a short name stands before the sign."""
    if "=" not in words[:8]:
        return words
    at = words.index("=")
    before = [word for word in words[:at] if word not in _WORDS and word not in _PUNCTUATION]
    named = not before or (len(before) == 1 and before[0].isalpha() and len(before[0]) <= 4)
    return words[at + 1 :] if named and before != ["not"] else words
