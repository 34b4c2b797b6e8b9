"""Read names that are to choose from, in order, in whatever layout."""

import json
import re
from collections.abc import Sequence
from contextlib import suppress

from tasksynth.answers import Unreadable, plain, read_final, unlisted, unwrapped

_BETWEEN = re.compile(
    r"[,;\n|]|\band\b|(?=\(\d{1,2}\) )|(?<=[^\W\d_])\s{1,3}[-\u2014]\s{1,3}", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?:question |step |q)?(\d{1,2})(?:\s?[.:)=-]+>?|(?:st|nd|rd|th)\b:?)\s*", re.IGNORECASE
)
_THEN = re.compile(
    r"(?<=[\w*`)}])[ \t]*(?:[\u2192\u21d2\u27f6\u2794\u279c]|-+>|=+>|\\(?:long)?rightarrow\b|\\to\b"
    r"|[ \t]>[ \t]|,?[ \t](?:and[ \t])?(?:then|followed by)\b)[ \t]*"
)
_ARTICLE = re.compile(
    r"(?:(?:first(?:ly)?|next|finally|lastly) )?(?:(?:the|an|a|in the) )?", re.IGNORECASE
)


def read_names(answer: str, count: int, options: Sequence[str], nouns: Sequence[str]) -> list[str]:
    """The options that a reply names, so many, in order; `nouns` may follow them.

    Arrows, "then", dashes and spaces set them apart, too.

    Raises:
        Unreadable: if they are more or fewer, or something else stands there.
    """
    known = {option.casefold(): option for option in options}
    known |= {f"{name} {noun}": option for name, option in known.items() for noun in nouns}

    def read(text: str) -> list[str]:
        found: list[str] = []
        numbers: list[int] = []
        for piece in _BETWEEN.split(unlisted(plain(_THEN.sub(", ", _listed(text))))):
            said = _worn(piece)
            if numbered := _NUMBER.match(said):
                numbers.append(int(numbered[1]))
                said = said[numbered.end() :]
            said = _ARTICLE.sub("", said, count=1)
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


def _known(said: str, known: dict[str, str]) -> list[str]:
    """The option that a piece is, or those that its words are.

    Raises:
        Unreadable: if it is something else.
    """
    pieces = [said.casefold()] if said.casefold() in known else said.casefold().split()
    if not all(piece in known for piece in pieces):
        raise Unreadable(f"{said[:40]!r} is none of the names to choose from")
    return [known[piece] for piece in pieces]


def _worn(piece: str) -> str:
    """A piece without brackets and full stops around it, its spaces single."""
    words = piece.split()
    return " ".join(words).strip('.:[](){}"*_ ')
