"""Read which relations a reply says hold, and which sentences it cites, in whatever layout."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from tasksynth.answers import Unreadable, json_in, plain, read_final, unlisted, unwrapped
from tasksynth_text.languages import folded
from tasksynth_text.relations.models import StoryEntity, StoryFact, fact
from tasksynth_text.relations.naming import words_of
from tasksynth_text.relations.tongue import RelationTongue

_MOST = 200
"""Lines of an answer that are read."""
_BETWEEN = re.compile(r"\n|(?<=[\])}])[ \t]*,?[ \t]*(?=[\[({])")
_ENDED = re.compile(r"(\d[^\d;\n]*);")
"""A row that ends in a semicolon has its number; before that it is between names and relation."""
_MARK = re.compile(r"^[\s(\[]*\d{1,3}[.):]\s+(?=.*\d)")
_HEADS = ("head", "subject", "from", "who", "source", "first", "entity1", "arg1", "h", "a")
_TAILS = ("tail", "object", "to", "whom", "what", "target", "second", "entity2", "arg2", "t", "b")
_NUMBER = re.compile(r"(?<!\w)(?:(?:no|s)[. ]\s*|s)?(\d{1,3})(?!\w)")
_TOKEN = re.compile(r"\w+|[?!\u00ac\u2260\u2717\u2718\u274c]")
"""Words, and marks of doubt or denial."""
_MIRRORS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing, and so who is read first."""


def read_facts(
    answer: str, entities: Sequence[StoryEntity], sentences: int, tongue: RelationTongue
) -> dict[StoryFact, int]:
    """The facts that an answer lists, and the index of the sentence that it cites for each.

    Raises:
        Unreadable: if a line is not one of them, or cites two sentences for one.
    """
    reader = _FactReader(entities, sentences, tongue)
    return read_final(answer, reader.read, asked="tag")


class _FactReader:
    def __init__(
        self, entities: Sequence[StoryEntity], sentences: int, tongue: RelationTongue
    ) -> None:
        self.entities, self.sentences = entities, sentences
        self.turned = _plain_labels(tongue.turned)
        self.labels = _plain_labels({label: name for name, label in tongue.labels.items()})
        self.labels |= _plain_labels(tongue.said) | self.turned
        self.talk = frozenset(words_of(folded(tongue.talk)))
        known = {folded(one.name): i for i, one in enumerate(entities)}
        known |= {folded(one.name).split()[0]: i for i, one in enumerate(entities)}
        self.known = known
        words = sorted((*known, *self.labels), key=len, reverse=True)
        self.words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")

    def read(self, text: str) -> dict[StoryFact, int]:
        if _MIRRORS.search(text):
            raise Unreadable("marks that turn the direction of writing change the order")
        found: dict[StoryFact, int] = {}
        rows = list(_rows(text))
        if len(rows) > _MOST:
            raise Unreadable(f"want at most {_MOST} lines, got {len(rows)}")
        for row in rows:
            if (one := self._row(row)) is None:
                continue
            about, index = one
            if found.setdefault(about, index) != index:
                raise Unreadable(f"{row[:60]!r} is there twice, with two sentences")
        if not found:
            raise Unreadable("there is no relation in the answer")
        return found

    def _row(self, row: str) -> tuple[StoryFact, int] | None:
        """What a row says; None for one without a name or a number: a heading."""
        said = _MARK.sub("", " ".join(folded(row).replace("_", " ").split()))
        named: list[str] = []
        labels: list[str] = []
        for match in self.words.finditer(said):
            (named if match[0] in self.known else labels).append(match[0])
        rest = self.words.sub(" ", said)
        numbers = [int(one) for one in _NUMBER.findall(rest)]
        talk = [word for word in _TOKEN.findall(_NUMBER.sub(" ", rest)) if not word.isdigit()]
        if strange := next((word for word in talk if word not in self.talk), None):
            raise Unreadable(f"{strange[:30]!r} in {row.strip()[:60]!r} is not understood")
        if not named and not numbers:
            return None
        if (len(named), len(labels), len(numbers)) != (2, 1, 1):
            raise Unreadable(
                f"want two names, a relation and the number of a sentence, got {row.strip()[:60]!r}"
            )
        if not 1 <= numbers[0] <= self.sentences:
            raise Unreadable(f"there is no sentence {numbers[0]}")
        head, tail = (self.known[name] for name in named[:: -1 if labels[0] in self.turned else 1])
        return fact(self.labels[labels[0]], head, tail), numbers[0] - 1


def _plain_labels(labels: Mapping[str, str]) -> dict[str, str]:
    return {folded(re.sub(r"\W", " ", said)): name for said, name in labels.items()}


def _rows(text: str) -> Iterator[str]:
    """The rows of an answer, from JSON, a table or lines."""
    value = None
    with suppress(ValueError, RecursionError):
        value = unwrapped(json_in(text))
    listed = value if isinstance(value, list) else None
    if listed and all(isinstance(one, dict | list) for one in listed):
        yield from (_row_of(one) for one in listed)
        return
    for row in _BETWEEN.split(_ENDED.sub(r"\1\n", unlisted(plain(text)))):
        if row.strip(" \t,.|()[]{}-`"):
            yield row


def _row_of(value: dict[str, Any] | list[Any]) -> str:
    """A row of JSON as text, the head before the tail."""
    if isinstance(value, dict):
        named = {str(key).casefold(): one for key, one in value.items()}
        first = [named.pop(key) for key in _HEADS if key in named][:1]
        last = [named.pop(key) for key in _TAILS if key in named][:1]
        value = [*first, *last, *named.values()]
    return " | ".join(str(one)[:99] for one in value)
