"""Read which causes and findings a reply names, in whatever order and layout."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tasksynth.answers import Unreadable, plain, read_final, unlisted

_SAYS_SO = r"(?:absent|missing|not (?:there|seen|found|present)|absence)"
_BETWEEN = re.compile(
    r"[,;:=\n|+&\u2014\u2192]| - |->|\\to\b|(?<![0-9])\.\s"
    r"|\b(?:and|because(?: of)?|due to|decided by|given|plus|with)\b"
    rf"|\((?!{_SAYS_SO}|present|seen|found|there)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:the|all|most|probable|likely|deciding|decisive|which|that|decides?|its?|is|are|was|were"
    r"|final|correct|so|my|causes?|findings?|combination|diagnosis|evidence|answer|none|other|illness(?:es)?|faults?)"
    r"(?: |$))*",
    re.IGNORECASE,
)
_CHANCE = re.compile(r"\(\s?[0-9][0-9.,]{0,9}\s?%?\s?\)")
"""How probable somebody says it is, in brackets."""
_NUMBER = re.compile(r"\(?\d{1,2}[.):]?\)?\s+")
_ABSENT = re.compile(
    r"(?:no|not|the absence of|absence of|absent|missing|lack of|without|lacking) (.+)"
    rf"|(.+?) (?:(?:is|are|was|were) )?\(?{_SAYS_SO}\)?",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"(?:presence of|present|there (?:is|are)) (.+)"
    r"|(.+?) (?:(?:is|are|was|were) )?\(?(?:present|seen|found|there)\)?",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|an|a) ", re.IGNORECASE)


@dataclass(frozen=True)
class NamedCauses:
    """What a reply names."""

    causes: frozenset[str]
    findings: frozenset[str]
    there: tuple[tuple[str, bool], ...]
    """What it says about whether findings were there."""


def read_causes(answer: str, causes: Sequence[str], findings: Sequence[str]) -> NamedCauses:
    """The causes and findings that a reply names.

    Raises:
        Unreadable: if anything else stands there, or no cause does.
    """
    known = {_bare(name): name for name in (*causes, *findings)}

    def read(text: str) -> NamedCauses:
        named: dict[str, bool | None] = {}
        for piece in _BETWEEN.split(_CHANCE.sub(" ", unlisted(plain(text)))):
            said = " ".join(piece.split()).strip(".()[]{}_ ")
            said = _LABEL.sub("", _NUMBER.sub("", said, count=1), count=1).strip("() ")
            if said:
                name, there = _known(said, known)
                named[name] = there
        if not set(causes) & named.keys():
            raise Unreadable("there is no cause in the answer")
        return NamedCauses(
            frozenset(causes) & named.keys(),
            frozenset(findings) & named.keys(),
            tuple((name, there) for name, there in named.items() if there is not None),
        )

    return read_final(answer, read, asked="line")


def _known(said: str, known: dict[str, str]) -> tuple[str, bool | None]:
    if _bare(said) in known:
        return known[_bare(said)], None
    for pattern, there in ((_ABSENT, False), (_PRESENT, True)):
        if (match := pattern.fullmatch(said)) and _bare(match[1] or match[2]) in known:
            return known[_bare(match[1] or match[2])], there
    raise Unreadable(f"{said[:40]!r} is neither a cause nor a finding")


def _bare(name: str) -> str:
    return _ARTICLE.sub("", name).casefold()
