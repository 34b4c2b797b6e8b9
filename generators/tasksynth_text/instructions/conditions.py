"""What a text may be asked to fulfil: each kind of condition with its exact test and its words.

A test sees the text taken apart (`texts`), the condition's numbers and its words, and nothing else.
Kinds in the manner of IFEval (Zhou et al., 2023, arXiv:2311.07911) and beyond it: many are about
the same sentences or letters, so that mending one breaks another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tasksynth_schemas import Model
from tasksynth_text.instructions.texts import ReadText

Test = Callable[[ReadText, Sequence[int], Sequence[str]], bool]


class Condition(Model):
    """One condition."""

    kind: str
    numbers: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConditionKind:
    """A kind of condition."""

    test: Test
    tells: tuple[str, ...]
    """Ways to say it, with `{a}`, `{b}`, `{c}` for numbers, `{tha}` for an ordinal, `{w}`, `{v}`
    for words, `{list}` for all of them, `{block}` for what the text is divided into."""
    about: frozenset[str]
    """What of a text it holds fast: two conditions about the same are in each other's way."""


def kinds_of(*tables: dict[str, tuple[Test, str, tuple[str, ...]]]) -> dict[str, ConditionKind]:
    """Kinds from rows: name, test, what it is about, ways to say it."""
    return {
        name: ConditionKind(test=test, tells=tells, about=frozenset(about.split()))
        for table in tables
        for name, (test, about, tells) in table.items()
    }
