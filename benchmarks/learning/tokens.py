"""Tokens for a model of some hundred thousand weights: what recurs in prompts is one of them.

Sentences that stand in many prompts are one token, and so is a frequent word; a rare word, such as
an invented name, is told by pairs of letters; digits and signs stand alone. So the wording, which
says nothing that the sentence does not, costs next to nothing, and the instance is told in full.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

PAD, END = "<pad>", "<end>"
_CHUNK = re.compile(r"\n* ?[^\n]+?(?:[.?!;:](?= )|(?=\n)|\Z)|\n+")
_WORD = re.compile(r"\s?[A-Z]?[a-z]{2,}|\s?!?\S|\s")
_TELLING = re.compile(r"(?!.*\d{3}).*[a-z]{3}", re.DOTALL)
OFTEN = 0.01
"""The share of texts that a sentence, or a word, must be in."""


class Tokens:
    """A vocabulary, made of texts; equal texts give equal ones."""

    def __init__(self, texts: Sequence[str]) -> None:
        least = max(2, OFTEN * len(texts))
        chunks = _often((_CHUNK.findall(text) for text in texts), least)
        self._whole = {chunk for chunk in chunks if _TELLING.match(chunk)}
        runs = (["".join(run) for whole, run in self._runs(text) if whole] for text in texts)
        self._known = _often(runs, least) | self._whole
        self._common = _often((self._words(text) for text in texts), least)
        found = {token for text in texts for token in self._pieces(text)}
        self.names = (PAD, END, *sorted(found))
        self._number = {name: i for i, name in enumerate(self.names)}

    def __len__(self) -> int:
        return len(self.names)

    def encode(self, text: str) -> list[int]:
        """Numbers of the tokens; those that no text had are left out."""
        return [self._number[piece] for piece in self._pieces(text) if piece in self._number]

    def decode(self, numbers: Iterable[int]) -> str:
        """The text up to the end, if there is one."""
        pieces = []
        for number in numbers:
            if self.names[number] == END:
                break
            pieces.append(self.names[number])
        return "".join(pieces)

    def _pieces(self, text: str) -> list[str]:
        pieces = []
        for word in self._words(text):
            rare = word not in self._common and len(word.strip()) > 2
            pieces += _pairs(word) if rare else [word]
        return pieces

    def _words(self, text: str) -> list[str]:
        words = []
        for whole, run in self._runs(text):
            if whole:
                together = "".join(run)
                words += [together] if together in self._known else run
            else:
                words += _WORD.findall("".join(run))
        return words

    def _runs(self, text: str) -> list[tuple[bool, list[str]]]:
        """Sentences in succession that all recur, or do not."""
        known = self._whole.__contains__
        return [(whole, list(run)) for whole, run in groupby(_CHUNK.findall(text), known)]


def _often(texts: Iterable[Iterable[str]], least: float) -> set[str]:
    count = Counter(part for text in texts for part in set(text))
    return {part for part, n in count.items() if n >= least}


def _pairs(word: str) -> list[str]:
    """Two letters each; a space goes with the first."""
    first = 2 + word[0].isspace()
    return [word[:first], *(word[i : i + 2] for i in range(first, len(word), 2))]
