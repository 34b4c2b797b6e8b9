"""Read names that are to choose from, in order, in whatever layout."""

import re
from collections.abc import Sequence

from tasksynth.answers import Unreadable, plain, read_final, unlisted

_BETWEEN = re.compile(r"[,;\n|]|\band\b|(?=\(\d{1,2}\) )", re.IGNORECASE)
_NUMBER = re.compile(r"(?:question |q)?(\d{1,2})\s?[.:)=-]+>?\s*", re.IGNORECASE)
_THEN = re.compile(
    r"(?<=[\w*`)}])[ \t]*(?:[\u2192\u21d2\u27f6\u2794\u279c]|-+>|=+>|\\(?:long)?rightarrow\b|\\to\b"
    r"|[ \t]>[ \t]|,?[ \t](?:and[ \t])?then\b)[ \t]*"
)
_ARTICLE = re.compile(
    r"(?:(?:first(?:ly)?|next|finally|lastly) )?(?:(?:the|an|a|in the) )?", re.IGNORECASE
)


def read_names(answer: str, count: int, options: Sequence[str], nouns: Sequence[str]) -> list[str]:
    """The options that a reply names, so many, in order; `nouns` may follow them.

    Arrows and "then" set them apart, too.

    Raises:
        Unreadable: if they are more or fewer, or something else stands there.
    """
    known = {option.casefold(): option for option in options}
    known |= {f"{name} {noun}": option for name, option in known.items() for noun in nouns}

    def read(text: str) -> list[str]:
        found: list[str] = []
        numbers: list[int] = []
        for piece in _BETWEEN.split(unlisted(plain(_THEN.sub(", ", text)))):
            said = _worn(piece)
            if numbered := _NUMBER.match(said):
                numbers.append(int(numbered[1]))
                said = said[numbered.end() :]
            said = _ARTICLE.sub("", said, count=1)
            if not said:
                continue
            if said.casefold() not in known:
                raise Unreadable(f"{said[:40]!r} is none of the names to choose from")
            found.append(known[said.casefold()])
        if len(found) != count:
            raise Unreadable(f"want {count} names, got {len(found)}")
        if sorted(numbers) == list(range(1, count + 1)):
            return [name for _, name in sorted(zip(numbers, found, strict=True))]
        return found

    return read_final(answer, read, asked="line")


def _worn(piece: str) -> str:
    """A piece without brackets and full stops around it, its spaces single."""
    words = piece.split()
    return " ".join(words).strip('.:[](){}" ')
