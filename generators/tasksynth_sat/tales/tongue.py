"""What a language brings along: settings to tell of, and the sentences to tell them in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh", "es", "de"]


@dataclass(frozen=True)
class Verb:
    """The forms of a verb that the sentences use; a language leaves empty what it has no use for.

    German verbs stand at the end of a clause: `gewürzt wird`, `gewürzt werden`.
    """

    one: str
    many: str = ""
    base: str = ""
    wished_one: str = ""
    """The subjunctive, as in `quiere que la sala abra`."""
    wished_many: str = ""


@dataclass(frozen=True)
class Manner:
    """One of the two things that can be the case: `is painted` and `blue`."""

    verb: Verb
    rest: str
    """What goes with the verb, empty where it says all."""
    label: str
    """What an answer calls it."""
    also: tuple[str, ...] = ()
    """Other words for it, in lower case."""


@dataclass(frozen=True)
class Setting:
    """A setting in one language: who decides what, and for whom."""

    scenes: tuple[str, ...]
    """Why the choice arises, told in several ways; `{n}` and `{items}` are filled in."""
    host: str
    things: str
    """All things, as a question calls them: `the dishes`, `las salas`."""
    people: str
    """Those who have a say, without an article."""
    on: Manner
    off: Manner
    items: tuple[str, ...]
    """Two dozen things, with their article where the language has one."""
    unit: str = ""
    """The measure word of the things, in Chinese."""


Group = tuple[Sequence[str], Manner]
"""Things that are in the same state."""
Groups = Sequence[Group]
"""One group or two: there are two states."""
Mood = Callable[[Groups, Setting], str]
"""Words for "at least one is so", or for "all are so"."""


@dataclass(frozen=True)
class Tongue:
    """How a language tells, asks and hears."""

    settings: tuple[Setting, ...]
    first: tuple[str, ...]
    family: tuple[str, ...]
    full_name: str
    """`{first} {family}`, in the order of the language."""
    listed: Callable[[Sequence[str]], str]
    """`a, b and c`."""
    some: Mapping[str, Mood]
    """Moods of "at least one is so", by the name of their slot in the frames."""
    every: Mapping[str, Mood]
    """Moods of "all are so"."""
    frames: Mapping[str, tuple[str, ...]]
    """Sentences by kind: `some`, `one` (all things in the same state), `if` and `never`."""
    rules: tuple[str, ...]
    """What makes people content; `{m}`, `{people}` and `{host}` are filled in."""
    turns: tuple[str, ...]
    """Sentences that begin a paragraph and say nothing."""
    space: str
    """What stands between two sentences, and between words: nothing in Chinese."""
    asks: Mapping[str, tuple[str, ...]]
    """What is asked, by problem."""
    replies: Mapping[str, tuple[str, ...]]
    """How the answer is to be written, by kind of answer."""
    must: str
    """What marks a line that has to be heeded."""
    yes: str
    no: str
    articles: tuple[str, ...]
    """Words that an answer may put before the name of a thing."""
    talk: tuple[str, ...]
    """Words between a thing and its state that mean nothing in an answer."""
    around: tuple[str, ...]
    """Words around the names or numbers of people that mean nothing in an answer."""
    one: Mood | None = None
    """"At least one of them is so", of one group."""
    denials: tuple[str, ...] = ()
    """Words that deny, and that an English reader takes for something else."""
    contractions: tuple[tuple[str, str], ...] = ()
    """What becomes of words that meet: `a el` is `al`."""
