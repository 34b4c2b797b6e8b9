"""Find what an answer quotes of a caption: which claim it is, whatever words stand beside it."""

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from tasksynth.answers import Unreadable, plain, read_final
from tasksynth_vision.captions.claims import CaptionClaim
from tasksynth_vision.captions.wording import NUMBERS, WAYS
from tasksynth_vision.scenes.outlines import KINDS
from tasksynth_vision.scenes.things import COLOURS, PATTERNS, SIZES

MOST_WORDS = 12
"""Words that a quote has at most."""
_ARROW = re.compile(
    r"\s*(?:(?:-+|=+)(?:>|&gt;)|[\u2192\u21d2\u27f6\u27f9\u2794\u279c\u21a6]|&rarr;"
    r"|\\(?:to|(?:long)?rightarrow|Rightarrow)(?![a-zA-Z])|\s=\s)\s*"
)
_FALSE = r"\s+(?:is|are)\s+(?:false|wrong|incorrect|mistaken|untrue)"
_SHOULD = re.compile(
    rf"(?:{_FALSE})?[\s.,;:(]+(?:but\s+|and\s+)?(?:(?:which|it|this|that|they)\s+)?"
    r"(?:should|ought\s+to|must|needs?\s+to)\s+(?:be|read|say)[:\s]+",
    re.IGNORECASE,
)
_RIGHT = (
    r"(?:what\s+(?:is|would\s+be)\s+)?(?:the\s+)?(?:right|correct|correction|true)"
    r"(?:\s+(?:claim|words?|value|version|one))?(?::|\s+is\b|\s+would\s+be\b)"
)
_RIGHT_IS = re.compile(rf"(?:{_FALSE})?\s*[.,;:(]\s*(?:and\s+)?{_RIGHT}\s*", re.IGNORECASE)
_FALSE_END = re.compile(rf"{_FALSE}[\s.,;:]*\Z", re.IGNORECASE)
_LINE_END = re.compile(rf"[ \t]*\n[ \t]*(?={_ARROW.pattern}|{_RIGHT})", re.IGNORECASE)
"""Between two lines of which one quotes, and the other says what would be right."""
_FENCE = re.compile(r"\A```\w*\s*|\s*```\Z")
_WRONG_KEY = re.compile(r"false|wrong|incorrect|mistake|error|original|quote|\Afrom\Z|said")
_RIGHT_KEY = re.compile(r"right|correct|replace|should|instead|true|truth|\Ato\Z")
_LEADS = frozenset(
    ["the", "a", "1", "final", "answer", "wrong", "false", "incorrect", "mistaken", "claim", "span",
     "word", "words", "phrase", "part", "statement", "is", "that", "it", "quote", "say", "says",
     "said", "caption", "where"]
)  # fmt: skip
"""Words that may stand before a quote."""
_WORD = re.compile(r"[a-z]+|[0-9]+")
_EXCUSE = re.compile(
    r"\b(?:or|not|but|cannot|perhaps|maybe|either|possibly|candidates?|could|might|if|wrong|wait)\b"
)
_DIGITS = {name: str(number) for number, name in enumerate(NUMBERS)} | {"zero": "0", "none": "0"}

_VALUES: dict[str, frozenset[str]] = {
    "colour": frozenset(COLOURS),
    "kind": frozenset(KINDS),
    "pattern": frozenset(PATTERNS),
    "size": frozenset(SIZES),
    "quarter": frozenset(["upper", "lower", "left", "right"]),
    "across": frozenset(WAYS),
    "down": frozenset(WAYS),
}
"""The words that stand for the values of each kind of claim."""


@dataclass(frozen=True)
class Quoted:
    """What an answer names, and what it would put there; None where it says nothing of that."""

    words: tuple[str, ...]
    instead: str | None


@dataclass(frozen=True)
class Spans:
    """A caption as words, and the claim of which each word is a part; -1 where it is of none."""

    words: tuple[str, ...]
    claims: tuple[int, ...]
    sentences: tuple[int, ...]

    @classmethod
    def of(cls, sentences: Sequence[str]) -> "Spans":
        """Words of sentences whose claims are between asterisks."""
        words: list[str] = []
        claims: list[int] = []
        numbers: list[int] = []
        for number, sentence in enumerate(sentences):
            for place, piece in enumerate(sentence.split("*")):
                found = as_words(piece)
                claim = max(claims, default=-1) + 1 if place % 2 else -1
                words += found
                claims += [claim] * len(found)
                numbers += [number] * len(found)
        return cls(tuple(words), tuple(claims), tuple(numbers))

    def found(self, quote: tuple[str, ...]) -> list[int]:
        """Where some words stand: within one sentence, or else from one to the next."""
        return self.places(quote) or self.places(quote, across=True)

    def places(self, quote: tuple[str, ...], *, across: bool = False) -> list[int]:
        """Where some words stand within one sentence, or `across` sentences, too."""
        long, words, numbers = len(quote), self.words, self.sentences
        out: list[int] = []
        at = -1
        while True:
            try:
                at = words.index(quote[0], at + 1, len(words) - long + 1)
            except ValueError:
                return out
            within = across or numbers[at] == numbers[at + long - 1]
            if words[at : at + long] == quote and within:
                out.append(at)

    def touched(self, at: int, long: int) -> set[int]:
        """The claims of which so many words from a place on hold a part."""
        return set(self.claims[at : at + long]) - {-1}

    def quote_of(self, claim: int) -> tuple[str, ...] | None:
        """The fewest words that name a claim and no other, at one place; None where none do."""
        own = [at for at, one in enumerate(self.claims) if one == claim]
        for long in range(len(own), MOST_WORDS + 1):
            for at in range(own[0], max(-1, own[-1] - long), -1):
                words = self.words[at : at + long]
                if self.touched(at, long) == {claim} and self.places(words) == [at]:
                    return words
        return None


def as_words(text: str) -> list[str]:
    """Words in small letters, numbers in digits, without anything between them."""
    return [_DIGITS.get(word, word) for word in _WORD.findall(text.lower())]


def read_quote(reply: str, spans: Spans) -> Quoted:
    """What a reply quotes of a caption, with or without what ought to stand there.

    Raises:
        Unreadable: if it quotes nothing, too much, or what the caption does not say.
    """
    last = " ".join(spans.words[-MOST_WORDS:])
    if last in " ".join(as_words(reply)) and " ".join(spans.words) in " ".join(as_words(reply)):
        raise Unreadable("the whole caption is no answer")
    return read_final(reply, lambda text: _quote(text, spans))


def _quote(text: str, spans: Spans) -> Quoted:
    line = plain(_of_object(text)).strip() if len(text) <= 300 else ""
    line = _LINE_END.sub("; ", line, count=1)
    said = "" if "\n" in line else " ".join(line.replace("*", " ").split())
    turn = next((one for one in (_ARROW, _SHOULD, _RIGHT_IS) if one.search(said)), _ARROW)
    parts = turn.split(said)
    parts[0] = _FALSE_END.sub("", parts[0])
    if not said or len(parts) > 2:
        raise Unreadable(f"want one quote of the caption, got {text[:40]!r}")
    instead = parts[1] if len(parts) == 2 else None
    if instead is not None and (_EXCUSE.search(instead.lower()) or re.search("[?/\n]", instead)):
        raise Unreadable(f"{instead[:40]!r} is more than what is right")
    words = tuple(as_words(parts[0]))
    elsewhere = words[:MOST_WORDS]
    while words and "/" not in parts[0]:
        if len(words) <= MOST_WORDS and spans.found(words):
            return Quoted(words, instead)
        words = words[1:] if words[0] in _LEADS else ()
    if instead is not None and elsewhere and not _EXCUSE.search(parts[0].lower()):
        return Quoted(elsewhere, instead)  # an answer, though to something else
    raise Unreadable(f"{parts[0][:60]!r} does not stand in the caption")


def _of_object(text: str) -> str:
    """`a -> b` of a JSON object that tells what is false and what is right; else the text."""
    value: object = None
    bare = _FENCE.sub("", text.strip())
    if bare[:1] == "{":
        with suppress(ValueError, RecursionError):
            value = json.loads(bare)
    if not isinstance(value, dict):
        return text
    told = [(key.lower(), said) for key, said in value.items() if isinstance(said, str)]
    wrong = [said for key, said in told if _WRONG_KEY.search(key)]
    right = [said for key, said in told if not _WRONG_KEY.search(key) and _RIGHT_KEY.search(key)]
    claims = [said for key, said in told if key == "claim"]
    wrong = wrong or claims
    return f"{wrong[0]} -> {right[0]}" if len(wrong) == len(right) == 1 else text


def is_mended(claim: CaptionClaim, quoted: Quoted, own: Sequence[bool], right: str) -> bool:
    """Whether an answer says what a claim ought to say, and no other value of its kind.

    `own` tells which words of the quote are the claim's; the others may be said again.
    """
    words = as_words(quoted.instead or "")
    rest = list(words)
    for word, mine in zip(quoted.words, own, strict=True):
        if not mine and word in rest:
            rest.remove(word)
    return _says(claim, words, right) or _says(claim, rest, right)


def _says(claim: CaptionClaim, words: Sequence[str], right: str) -> bool:
    """Whether words name what is right, and no other value of the claim's kind."""
    if claim.sort == "number":
        return [word for word in words if word.isdigit()] == [right]
    wanted = [word for word in right.split() if word in _VALUES[claim.sort]]
    return [word for word in words if word in _VALUES[claim.sort]] == wanted


def told_apart(spans: Spans, count: int) -> bool:
    """Whether each of so many claims can be quoted so that no other is meant."""
    return all(spans.quote_of(claim) is not None for claim in range(count))
