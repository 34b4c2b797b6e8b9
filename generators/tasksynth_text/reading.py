"""Read names that are to choose from, in order, in whatever layout."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from tasksynth.answers import Unreadable, plain, read_final, unlisted, unwrapped
from tasksynth_text.languages import folded

_INLINE = re.compile(
    r"(?<=[^\W\d])(?<!step)(?<!question)(?<!frage)(?<!pregunta)(?<!\bq)[ \t]{1,3}"
    r"(?=\(?[0-9]{1,2}[.)][ \t]{1,3}[^\W\d])",
    re.IGNORECASE,
)
"""Before a number that a list has within a line: “1. Rosa 2. Jaro”."""
_NUMBER = re.compile(
    r"(?:question |frage |pregunta |step |q)?(\d{1,2})(?:\s?[.:)=-]+>?|(?:st|nd|rd|th)\b:?)\s*",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"(?<=[\w*`)}])[ \t]*(?:[\u2192\u21d2\u27f6\u2794\u279c]|-+>|=+>|\\(?:long)?rightarrow\b|\\to\b"
    r"|[ \t]>[ \t]|,?[ \t](?:and[ \t])?(?:then|followed by)\b)[ \t]*"
)
_ARTICLE = re.compile(
    r"(?:(?:first(?:ly)?|next|finally|lastly) )?(?:(?:the|an|a|in the) )?", re.IGNORECASE
)


_ELIDED = re.compile(r"\b[dl]['\u2019]")


@dataclass(frozen=True)
class ListWords:
    """Words of a language that stand in lists of names."""

    joins: tuple[str, ...]
    """What stands between two."""
    dropped: frozenset[str] = frozenset()
    """What says nothing beside a name; articles of English are dropped before one alone."""

    @cached_property
    def between(self) -> re.Pattern[str]:
        """What sets names apart."""
        joins = "|".join(self.joins)
        return re.compile(
            rf"[,;\n|]|\b(?:{joins})\b|(?=\(\d{{1,2}}\) )"
            r"|(?<=[^\W\d_])\s{1,3}[-\u2014]\s{1,3}",
            re.IGNORECASE,
        )

    def bare(self, text: str) -> str:
        """What a name is read as: in small letters, without the words that are dropped."""
        if not self.dropped:
            return text.casefold()
        said = folded(_ELIDED.sub("", text)).replace("\u0153", "oe")
        return " ".join(word for word in said.split() if word not in self.dropped)


ENGLISH_LISTS = ListWords(("and",))


def known_names(forms: Mapping[str, Sequence[str]], lists: ListWords) -> dict[str, str]:
    """What names are read as, and which each is: all of their forms, with accents or without."""
    known = {lists.bare(form): name for name, some in forms.items() for form in some}
    if not lists.dropped:
        return known
    plainly: dict[str, set[str]] = {}
    for name, some in forms.items():
        for form in some:
            plainly.setdefault(lists.bare(_unaccented(form)), set()).add(name)
    return {form: min(names) for form, names in plainly.items() if len(names) == 1} | known


def _unaccented(text: str) -> str:
    return "".join(
        one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one)
    )


def read_names(
    answer: str, count: int, known: Mapping[str, str], lists: ListWords = ENGLISH_LISTS
) -> list[str]:
    """The names that a reply gives, so many, in order; `known` says what each is read as.

    Arrows, "then", dashes and spaces set them apart, too.

    Raises:
        Unreadable: if they are more or fewer, or something else stands there.
    """

    def read(text: str) -> list[str]:
        found: list[str] = []
        numbers: list[int] = []
        text = unicodedata.normalize("NFC", plain(_THEN.sub(", ", _listed(text))))
        text = _INLINE.sub(", ", text)
        for piece in lists.between.split(unlisted(text)):
            said = _worn(piece)
            if numbered := _NUMBER.match(said):
                numbers.append(int(numbered[1]))
                said = said[numbered.end() :]
            said = lists.bare(_ARTICLE.sub("", said, count=1))
            if not said:
                continue
            found += _known(said, known)
        if len(found) != count:
            raise Unreadable(f"want {count} names, got {len(found)}")
        if sorted(numbers) == list(range(1, count + 1)):
            return [name for _, name in sorted(zip(numbers, found, strict=True))]
        return found

    return read_final(answer, read, asked="line")


def _listed(text: str) -> str:
    """The names in a JSON object that holds a list of them alone; else the text as it is."""
    value = None
    if text.lstrip().startswith("{"):
        with suppress(ValueError, RecursionError):
            value = unwrapped(json.loads(text))
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return text


def _known(said: str, known: Mapping[str, str]) -> list[str]:
    """The option that a piece is, or those that its words are.

    Raises:
        Unreadable: if it is something else.
    """
    pieces = [said] if said in known else said.split()
    if not all(piece in known for piece in pieces):
        raise Unreadable(f"{said[:40]!r} is none of the names to choose from")
    return [known[piece] for piece in pieces]


def _worn(piece: str) -> str:
    """A piece without brackets and full stops around it, its spaces single."""
    words = piece.split()
    return " ".join(words).strip('.:[](){}"*_\u201e\u201c\u201d\u00ab\u00bb ')
