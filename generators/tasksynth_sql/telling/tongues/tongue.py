"""What a language brings along to ask exact questions in it.

A template names its slots in braces, with the form that a slot is to have, and nouns of tables
in angle brackets: in `whose {attr:the} {op} {value}` and `all <root:many>{where}`, `the` and `many`
are forms of this language. What is said always reads back: see `grammar`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tasksynth_sql.databases.world import Attr, Column, Table, World
from tasksynth_sql.telling.grammar import Joints

Language = Literal["en", "zh", "es", "de"]


def is_english(language: str) -> bool:
    """Does a language go without saying?"""
    return language == "en"


Ways: TypeAlias = tuple[str, ...]
"""Templates for one thing, the canonical one first."""
Words: TypeAlias = Mapping[str, Sequence[str]]
"""Phrases for each of a few values, the canonical one first."""


@dataclass(frozen=True)
class Measures:
    """Aggregates in one form, such as a case."""

    count: Ways
    different: Ways
    functions: Words
    """Of sum, avg, min and max."""
    of_all: str
    """`{function}` of an attribute that is always known."""
    of_known: str
    """The same of an attribute of which only the known values count."""


@dataclass(frozen=True)
class Conditions:
    """Conditions on the rows of `<root:…>`, which they stand beside."""

    compare: str
    comparisons: Mapping[str, Words]
    """By `number`, `date` and `text`."""
    between: Ways
    one_of: Ways
    known: Ways
    knowns: Mapping[bool, Sequence[str]]
    against: str
    """Against `{function}` of the same attribute over the whole table."""
    whole: Words
    scope: str
    """Of that table, only rows with the same value of the slot."""
    has_none: Ways
    has_one: Ways
    has_many: Ways
    counting: str
    """What rows of `<child:…>` are counted: those of the slot."""
    where: str
    """All conditions, where there are some."""
    all_of: Joints
    any_of: Joints


@dataclass(frozen=True)
class WideWords:
    """How wide plans are asked for (see `making.wide`)."""

    banded: Ways
    banded_nullable: Ways
    named: Ways
    places: Words
    """Where a text is in another one: `start`, `end` or `anywhere`."""
    share: Ways
    calendar: Ways
    periods: Words
    """`year` and `month`."""
    pivot: Ways
    running: Ways
    figures: Words
    """`total` and `previous`, before the attribute."""
    pairs: Ways
    streaks: Ways
    gaps: Ways


@dataclass(frozen=True)
class SqlTongue:
    """How a language asks."""

    nouns: Callable[[Table], Mapping[str, str]]
    """The forms of a table's noun.

    Raises KeyError for a table without a noun in the language.
    """
    attribute: Callable[[World, Table, Attr, str], str]
    """What an attribute of a table is called, in one of its forms."""
    role: Callable[[Table, Column], str]
    """What a table calls one of its references, as `tree` has it."""
    conditions: Conditions
    measures: Mapping[str, Measures]
    """By their form."""
    values: Joints
    listed: Joints
    directions: Mapping[bool, Sequence[str]]
    sort: str
    by_measure: str
    by_attribute: str
    then: Joints
    first: str
    first_one: str
    """`first` of a single row; empty where a language says it as of several."""
    left_out: str
    """The sentence about rows that lack a reference, with what parts it from the one before."""
    kept: str
    each: Ways
    once: Ways
    summary: Ways
    groups: Ways
    group_values: Mapping[bool, Sequence[str]]
    """Do only known values make a group?"""
    having: str
    only_groups: str
    child_number: Ways
    child_figure: Ways
    side: str
    combine: Mapping[str, Ways]
    ranked: Ways
    dense: Mapping[bool, Sequence[str]]
    totals: Ways
    tree: Ways
    """With `<ref>` for the reference that is followed."""
    included: Mapping[bool, Sequence[str]]
    wide: WideWords

    def filled(self, template: str, **tables: Table) -> str:
        """A template with the nouns of its tables."""
        if "<" not in template:
            return template
        forms = {role: self.nouns(table) for role, table in tables.items()}
        return _NOUN.sub(lambda slot: forms[slot[1]][slot[2]], template)

    def ways(self, templates: Ways, **tables: Table) -> Ways:
        """Templates with the nouns of their tables."""
        return tuple(self.filled(template, **tables) for template in templates)


_NOUN = re.compile(r"<(\w+):(\w+)>")
