"""What a text consists of, as the prompts define it: paragraphs or lines, sentences, words."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from tasksynth.answers.typeset import UNSEEN

Layout = Literal["paragraphs", "lines"]

_SAME = {
    **dict.fromkeys((*UNSEEN, 0x0D), None),
    **dict.fromkeys((0x2018, 0x2019, 0x02BC), "'"),
    **dict.fromkeys((0xAB, 0xBB, 0x201C, 0x201D, 0x201E), '"'),
    **dict.fromkeys((0xA0, 0x202F), " "),
}
_ENDING = re.compile(r"(?<![.!?])[.!?]++[\"')\]*_]*+(?=[\s\u2014]|\Z)")
_WORD = re.compile(r"[^\W_](?:[^\s\u2014]*[^\W_])?")
_MARKS = re.compile(r"[.!?]")


@dataclass(frozen=True)
class Sentence:
    """One sentence."""

    text: str
    shown: tuple[str, ...]
    """Its words as they are written."""
    words: tuple[str, ...]
    """Its words in small letters."""

    @property
    def mark(self) -> str:
        """What ends it: `.`, `!`, `?`, or nothing."""
        ending = _ENDING.search(self.text[-40:])
        return _MARKS.findall(ending[0])[-1] if ending else ""


@dataclass(frozen=True)
class ReadText:
    """A text, taken apart."""

    whole: str
    blocks: tuple[tuple[Sentence, ...], ...]
    """Its paragraphs, or its lines."""

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences."""
        return tuple(sentence for block in self.blocks for sentence in block)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words, in small letters."""
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """All words, as they are written."""
        return tuple(word for sentence in self.sentences for word in sentence.shown)

    @cached_property
    def letters(self) -> str:
        """The text in small letters."""
        return self.whole.lower()

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The words that consist of digits, as numbers."""
        return tuple(int(word) for word in self.words if _is_number(word))


def text_of(said: str, layout: Layout) -> ReadText:
    """Take a text apart; time is linear in its length."""
    whole = unicodedata.normalize("NFC", said).translate(_SAME).strip()
    lines = [line.strip() for line in whole.split("\n")]
    parts: list[list[str]] = [[]]
    for line in lines:
        if not line or layout == "lines":
            parts.append([])
        if line:
            parts[-1].append(line)
    blocks = [tuple(_sentences(" ".join(part))) for part in parts if part]
    return ReadText(whole=whole, blocks=tuple(block for block in blocks if block))


def _sentences(block: str) -> list[Sentence]:
    found: list[Sentence] = []
    start = 0
    for end in [*(ending.end() for ending in _ENDING.finditer(block)), len(block)]:
        piece = block[start:end].strip()
        start = end
        shown = words_in(piece)
        if shown:
            found.append(Sentence(piece, shown, tuple(word.lower() for word in shown)))
    return found


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text, as they are written."""
    return tuple(_WORD.findall(text))


def _is_number(word: str) -> bool:
    return len(word) < 10 and word.isascii() and word.isdigit()


def count_letters(word: str) -> int:
    """Letters of a word; hyphens, apostrophes and digits are none."""
    return sum(map(str.isalpha, word))
