"""What a language needs so that logs are told in it, and how its lines are filled in.

A slot of a line is the place of a name in a note or a question, and a form of it: `{1:acc}` is the
second name with the article that it has as an object.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import Any

from tasksynth_text.languages import Sounds, sounding
from tasksynth_text.reading import ENGLISH_LISTS, ListWords
from tasksynth_text.recall.names import CONTAINERS, LOOKS, MOVES, PLACES, SHAPES, THINGS, Words
from tasksynth_text.recall.stories import Names, Told

ROLES: Mapping[str, Words] = {
    "put": ("person", "thing", "box"),
    "swap": ("person", "box", "box"),
    "dance": ("person", "move", "move", "move", "move", "move"),
    "coat": ("person", "look"),
    "means": ("tribe", "word", "thing"),
    "speaks": ("person", "tribe"),
    "deals": ("number", "person", "shape"),
    "opens": ("number", "shape", "place"),
}
"""What the names of a note are names of, by its kind."""
ASKED: Mapping[str, Words] = {
    "where": ("thing",),
    "who": ("move", "move", "move", "move", "move"),
    "backwards": ("person",),
    "coat": ("person",),
    "what": ("word", "tribe"),
    "what said": ("word", "person"),
    "what else": ("thing", "tribe", "person"),
    "key": ("number", "person"),
    "place": ("number", "person"),
    "place then": ("person", "shape", "person"),
}
"""Of a question."""
ANSWERED: Mapping[str, str] = {
    "where": "box",
    "who": "person",
    "backwards": "person",
    "coat": "look",
    "what": "thing",
    "what said": "thing",
    "what else": "thing",
    "key": "shape",
    "place": "place",
    "place then": "place",
}
"""And of its answer."""
POOLS: Mapping[str, Words] = {
    "thing": THINGS,
    "look": LOOKS,
    "box": CONTAINERS,
    "move": MOVES,
    "shape": SHAPES,
    "place": PLACES,
}
"""The names that are words, and so have forms."""
Line = Callable[[Names], str]
"""A line with such names in it."""


@dataclass(frozen=True)
class RecallTongue:
    """A language: its lines, all that a prompt says, and the forms of its words."""

    opening: Mapping[str, str]
    """What kind of log it is, by mode."""
    frame: str
    """The prompt: `{opening}`, `{log}`, `{asked}` and what `{sort}` of answer is wanted."""
    facts: Mapping[str, str]
    """By kind of note."""
    questions: Mapping[str, str]
    """By kind of question."""
    sorts: Mapping[str, str]
    """What an answer is called, by kind of question."""
    word: Callable[[str, str, str], str]
    """A word: its role, its English name, and its form, "" where it stands alone."""
    spelt: Callable[[str, str], Words] = lambda role, name: ()
    """How else it may be written in an answer."""
    tribe: Callable[[str], str] = str
    """The name of a language within a sentence."""
    answer: str = "Answer: "
    lists: ListWords = ENGLISH_LISTS
    sounds: Sounds = ()

    @cached_property
    def facts_told(self) -> Mapping[str, Line]:
        """What tells a note, by its kind."""
        return {kind: self._line(text, ROLES[kind]) for kind, text in self.facts.items()}

    @cached_property
    def asks(self) -> Mapping[str, Line]:
        """What asks a question, by its kind."""
        return {kind: self._line(text, ASKED[kind]) for kind, text in self.questions.items()}

    def tell(self, notes: Iterable[Told]) -> list[str]:
        """These notes in words."""
        tell = self.facts_told
        return [tell[kind](names) for kind, names in notes]

    @cached_property
    def _told(self) -> Mapping[str, Sequence[Callable[[str], str]]]:
        """In which forms facts give the names of a role."""
        forms: dict[str, dict[str, None]] = {}
        for kind, text in self.facts.items():
            for _, place, form, _ in Formatter().parse(text):
                if place:
                    forms.setdefault(ROLES[kind][int(place)], {})[form or ""] = None
        return {role: [self._forms(role, form) for form in some] for role, some in forms.items()}

    def told(self, role: str, name: str) -> Words:
        """All that facts give a name as."""
        return tuple(form(name) for form in self._told[role])

    def asked(self, kind: str, names: Sequence[str]) -> str:
        """A question in words."""
        return sounding(self.asks[kind](names), self.sounds)

    def said(self, kind: str, name: str) -> str:
        """A name as the answer to such a question."""
        role = ANSWERED[kind]
        return self.word(role, name, "") if role in POOLS else name

    def read(self, kind: str, name: str) -> Words:
        """All that a name may be written as in an answer, the usual first."""
        return (self.said(kind, name), *self.spelt(ANSWERED[kind], name))

    def _line(self, text: str, roles: Words) -> Line:
        pieces = list(Formatter().parse(text))
        shape = "%s".join(literal for literal, *_ in pieces)
        slots = [
            (int(place), self._forms(roles[int(place)], form or ""))
            for _, place, form, _ in pieces
            if place
        ]
        shape += "%s" * (len(slots) == len(pieces))
        if slots == [(place, str) for place in range(len(roles))]:
            return lambda names: shape % tuple(names)
        return lambda names: shape % tuple([form(names[place]) for place, form in slots])

    def _forms(self, role: str, form: str) -> Callable[[Any], str]:
        if role not in POOLS:
            return self.tribe if role == "tribe" else str
        words = {name: self.word(role, name, form) for name in POOLS[role]}
        return words.__getitem__ if any(name != word for name, word in words.items()) else str


def lexicon(text: str) -> Mapping[str, Words]:
    """Entries set apart by commas: an English word, and what is to know of it, `_` for spaces."""
    rows = [entry.split() for entry in text.split(",")]
    return {row[0]: tuple(one.replace("_", " ") for one in row[1:]) for row in rows}


def spelt_behind(
    looks: Mapping[str, Words], boxes: Mapping[str, Words]
) -> Callable[[str, str], Words]:
    """How else looks and boxes may be spelt where a look stands behind its noun, in any gender."""

    def spelt(role: str, name: str) -> Words:
        if role == "look":
            return looks[name]
        if role == "box":
            look, _, kind = name.rpartition(" ")
            return tuple(f"{boxes[kind][1]} {one}" for one in looks[look])
        return ()

    return spelt
